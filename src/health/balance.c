/* SPDX-License-Identifier: Apache-2.0 */
#include "health/balance.h"

#include "base/attr.h"
#include "codec/zone.h"
#include "health/balance_rows.h"
#include "health/diary.h"
#include "ticket/ticket_decide_json.h"
#include "ticket/ticket_json.h"

/* A source from which no ticket came for so long is silent. */
#define SILENT_US (90 * CLOCK_DAY_US)

const char *balance_source_name(int bit)
{
    static const char *const names[BALANCE_SOURCES] = {
        "database", "vendor", "cvss", "kev", "sighting", "word"};
    return names[bit];
}

const char *balance_gap_name(enum balance_gap_kind kind)
{
    static const char *const names[BALANCE_GAPS] = {
        [BALANCE_READ_UNUSED] = "read_unused",
        [BALANCE_SOURCE_UNUSED] = "source_unused",
        [BALANCE_SOURCE_SILENT] = "source_silent",
        [BALANCE_NO_GROUND] = "no_ground",
        [BALANCE_NO_SOURCE] = "no_source",
        [BALANCE_UNDECIDABLE] = "undecidable",
        [BALANCE_ASSUMED] = "assumed",
        [BALANCE_UNRATED] = "unrated",
        [BALANCE_STALE] = "stale",
    };
    return names[kind];
}

/* -- acts -- */

/* How those who ship packages call their advisories. */
static const char *const vendor_marks[] = {"ALAS", "ALBA-", "ALEA-", "ALPINE-", "ALSA-", "BELL-",
    "CGA-", "DEBIAN-", "DLA-", "DSA-", "DTSA-", "ECHO-", "ELSA-", "MGASA-", "MINI-", "OESA-",
    "openSUSE-", "RHBA-", "RHEA-", "RHSA-", "RLSA-", "RXSA-", "SUSE-", "UBUNTU-", "USN-"};

static unsigned source_of(struct text record)
{
    for (size_t i = 0; i < LEN_OF(vendor_marks); i++)
        if (text_starts(record, text_of(vendor_marks[i])))
            return BALANCE_VENDOR;
    return BALANCE_DATABASE;
}

static unsigned sources_of_records(struct text records, struct arena *arena)
{
    struct text *list;
    size_t count;
    unsigned sources = 0;
    ticket_json_read_list(records, arena, &list, &count);
    for (size_t i = 0; i < count; i++)
        sources |= source_of(list[i]);
    return sources;
}

static unsigned source_of_ground(const struct balance_rows_ground *ground)
{
    if (text_is(ground->kind, "advisory"))
        return source_of(ground->id) | BALANCE_WORD;
    return text_is(ground->kind, "sighting") ? BALANCE_SIGHTING : BALANCE_WORD;
}

/* The newest generation of the advisory index that there was. */
static int64_t age_at(const int64_t *generations, size_t count, int64_t at_us)
{
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (generations[middle] <= at_us)
            from = middle + 1;
        else
            to = middle;
    }
    return from ? at_us - generations[from - 1] : -1;
}

/* An input that nobody has said matters where the answer could make the priority another. */
static bool is_assumed(struct text stored)
{
    struct ticket_decision decision;
    return stored.len && ticket_decide_read(&decision, stored) &&
           ticket_decide_decisive(&decision) != SSVC_UNKNOWN;
}

static bool are_kinds_enough(unsigned sources)
{
    return __builtin_popcount(sources) >= BALANCE_SOURCES_LEAST;
}

static struct balance_act weigh(const struct balance_rows_act *row, const int64_t *generations,
    size_t count, struct arena *arena)
{
    struct balance_act act = row->act;
    act.sources |= sources_of_records(row->records, arena);
    act.sources |= row->is_rated ? BALANCE_CVSS : 0;
    act.sources |= row->is_known_to_cisa ? BALANCE_KEV : 0;
    act.sources |= row->has_sighting ? BALANCE_SIGHTING : 0;
    act.sources |= row->has_comment || row->has_advice || row->has_reason ? BALANCE_WORD : 0;
    act.has_ground = (act.sources & (BALANCE_WORD | BALANCE_SIGHTING)) != 0;
    act.age_us = age_at(generations, count, act.at_us);
    act.is_assumed = is_assumed(row->decision);
    act.is_enough = are_kinds_enough(act.sources) && !act.is_assumed && act.age_us >= 0 &&
                    act.age_us <= BALANCE_FRESH_US;
    return act;
}

static void count_act(struct balance *balance, const struct balance_act *act)
{
    balance->decision_count += !act->is_action;
    balance->action_count += act->is_action;
    balance->enough_count += act->is_enough;
    balance->few_count += !are_kinds_enough(act->sources);
    balance->stale_count += act->age_us > BALANCE_FRESH_US;
    balance->age_unknown_count += act->age_us < 0;
    balance->changed_count += act->changed_us != 0;
    for (int bit = 0; bit < BALANCE_SOURCES; bit++)
        balance->source_counts[bit] += act->sources >> bit & 1;
}

static void add_example(struct balance_gap *gap, const struct balance_example *example)
{
    gap->count++;
    if (gap->example_count < BALANCE_EXAMPLES)
        gap->examples[gap->example_count++] = *example;
}

/* To take a ticket up, to give it to somebody or to take it up again needs no reason. */
static bool needs_ground(const struct balance_act *act)
{
    static const char *const plain[] = {"acknowledged", "assigned", "woken", "taken_back"};
    for (size_t i = 0; !act->is_action && i < LEN_OF(plain); i++)
        if (text_is(act->what, plain[i]))
            return false;
    return true;
}

static bool is_in(const struct balance_gap *gap, int64_t ticket_id)
{
    for (size_t i = 0; i < gap->example_count; i++)
        if (gap->examples[i].ticket_id == ticket_id)
            return true;
    return false;
}

/* What was missing behind acts. A ticket on which much was decided counts for each act, and is shown once. */
static void note_missing(struct balance *balance, const struct balance_act *act)
{
    const struct balance_example example = {
        .label = act->flaw.len ? act->flaw : act->what, .ticket_id = act->ticket_id};
    const struct {
        enum balance_gap_kind kind;
        bool is_missing;
    } kinds[] = {{BALANCE_NO_GROUND, !act->has_ground}, {BALANCE_ASSUMED, act->is_assumed},
        {BALANCE_STALE, act->age_us > BALANCE_FRESH_US}};
    for (size_t i = 0; i < LEN_OF(kinds); i++) {
        struct balance_gap *gap = &balance->gaps[kinds[i].kind];
        if (kinds[i].kind == BALANCE_NO_GROUND && !needs_ground(act))
            continue;
        gap->of++;
        if (!kinds[i].is_missing)
            continue;
        if (act->ticket_id && is_in(gap, act->ticket_id))
            gap->count++;
        else
            add_example(gap, &example);
    }
}

static bool read_acts(struct balance *balance, struct db *db, const struct balance_query *query,
    struct arena *arena, struct err *err)
{
    struct balance_rows_act *rows;
    struct balance_rows_ground *grounds;
    int64_t *generations;
    size_t count, ground_count, generation_count;
    if (!balance_rows_acts(db, query, arena, &rows, &count, err) ||
        !balance_rows_grounds(db, query, arena, &grounds, &ground_count, err) ||
        !balance_rows_generations(db, arena, &generations, &generation_count, err))
        return false;
    balance->is_cut = count > BALANCE_ACTS_MAX;
    balance->act_count = balance->is_cut ? BALANCE_ACTS_MAX : count;
    balance->acts = arena_take_array(arena, balance->act_count, sizeof *balance->acts);
    for (size_t i = 0; balance->acts && i < balance->act_count; i++) {
        struct balance_rows_act *row = &rows[i];
        for (size_t g = 0; row->act.is_action && g < ground_count; g++)
            if (grounds[g].action_id == row->act.id)
                row->act.sources |= source_of_ground(&grounds[g]);
        balance->acts[i] = weigh(row, generations, generation_count, arena);
        count_act(balance, &balance->acts[i]);
        note_missing(balance, &balance->acts[i]);
    }
    return arena_check(arena, err);
}

/* -- coverage, and sources -- */

static void count_answer(struct balance *balance, const struct balance_rows_answer *answer)
{
    struct balance_coverage *coverage = &balance->coverage;
    const struct balance_example example = {.label = answer->ecosystem, .count = answer->count};
    enum balance_gap_kind kind = BALANCE_GAPS;
    if (answer->answer == MATCH_AFFECTED || answer->answer == MATCH_NOT_AFFECTED)
        coverage->covered += answer->count;
    else if (answer->answer == MATCH_UNDECIDABLE)
        kind = BALANCE_UNDECIDABLE;
    else if (answer->answer == MATCH_NOT_COVERED)
        kind = BALANCE_NO_SOURCE;
    if (kind == BALANCE_GAPS || answer->count == 0)
        return;
    add_example(&balance->gaps[kind], &example);
    balance->gaps[kind].count += answer->count - 1;
    *(kind == BALANCE_UNDECIDABLE ? &coverage->undecidable : &coverage->not_covered) +=
        answer->count;
}

static bool is_run(const struct balance_rows_answer *answers, size_t count, struct text ecosystem)
{
    for (size_t i = 0; i < count; i++)
        if (text_eq(answers[i].ecosystem, ecosystem))
            return true;
    return false;
}

static bool read_source(struct balance *balance, struct db *db, const struct advisory_index *index,
    size_t source, const struct balance_query *query, const struct balance_rows_answer *answers,
    size_t count, struct arena *arena, struct err *err)
{
    bool covers = false, is_used = false, is_found = true;
    struct advisory_source about = advisory_index_source(index, source);
    for (size_t i = 0; i < advisory_index_coverage_count(index); i++) {
        struct advisory_coverage coverage = advisory_index_coverage(index, i);
        if (coverage.source != source)
            continue;
        covers = true;
        is_used = is_used || is_run(answers, count, coverage.ecosystem);
    }
    const struct balance_example example = {
        .label = arena_text(arena, about.name), .count = (int64_t)about.record_count};
    if (is_used && !balance_rows_source_found(db, query->team_id, about.name,
                       query->now_us - SILENT_US, arena, &is_found, err))
        return false;
    balance->gaps[BALANCE_SOURCE_UNUSED].of += covers;
    balance->gaps[BALANCE_SOURCE_SILENT].of += is_used;
    if (covers && !is_used)
        add_example(&balance->gaps[BALANCE_SOURCE_UNUSED], &example);
    if (is_used && !is_found)
        add_example(&balance->gaps[BALANCE_SOURCE_SILENT], &example);
    return arena_check(arena, err);
}

static bool read_coverage(struct balance *balance, struct db *db,
    const struct advisory_index *index, const struct balance_query *query, struct arena *arena,
    struct err *err)
{
    struct balance_rows_answer *answers;
    size_t count;
    struct balance_coverage *coverage = &balance->coverage;
    if (!balance_rows_answers(
            db, query->team_id, arena, &answers, &count, &coverage->component_count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        count_answer(balance, &answers[i]);
    coverage->other = coverage->component_count - coverage->covered - coverage->undecidable -
                      coverage->not_covered;
    balance->gaps[BALANCE_NO_SOURCE].of = coverage->component_count;
    balance->gaps[BALANCE_UNDECIDABLE].of = coverage->component_count;
    for (size_t i = 0; index && i < advisory_index_source_count(index); i++)
        if (!read_source(balance, db, index, i, query, answers, count, arena, err))
            return false;
    return true;
}

/* What was read is told by whole weeks that are over, so that no other bounds tell what one person read. */
static bool read_reading(struct balance *balance, struct db *db, const struct balance_query *query,
    struct text zone_name, struct arena *arena, struct err *err)
{
    struct zone zone;
    if (!zone_open(&zone, zone_name, err))
        return false;
    int64_t end_us = query->to_us < query->now_us ? query->to_us : query->now_us;
    int64_t first = zone_time(&zone, query->from_us).day, from = zone_monday(first);
    if (zone_day_start_us(&zone, from) < query->from_us)
        from += DIARY_WEEK_DAYS;
    int64_t to = zone_monday(zone_time(&zone, end_us).day);
    zone_close(&zone);
    return balance_rows_read_unused(db, query->team_id, from, to < from ? from : to, arena,
        &balance->gaps[BALANCE_READ_UNUSED], err);
}

bool balance_read(struct balance *ret_balance, struct db *db, const struct advisory_index *index,
    const struct balance_query *query, struct arena *arena, struct err *err)
{
    struct balance balance = {0};
    struct text zone;
    if (!balance_rows_zone(db, query->team_id, arena, &zone, err) ||
        !read_acts(&balance, db, query, arena, err) ||
        !read_coverage(&balance, db, index, query, arena, err) ||
        !read_reading(&balance, db, query, zone, arena, err) ||
        !balance_rows_unrated(db, query->team_id, arena, &balance.gaps[BALANCE_UNRATED], err))
        return false;
    *ret_balance = balance;
    return true;
}
