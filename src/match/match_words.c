/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_words.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/vec.h"
#include "match/match_build.h"
#include "match/match_name.h"

enum {
    RANGES_SHOWN = 4,
    LOOK_UP_STEPS = 8, /* an id is looked for */
    ROWS_A_STEP = 8,   /* rows of the same id that are passed over to the next record */
};

struct looking {
    const struct advisory_index *index;
    const struct ecosystem *ecosystem; /* or NULL */
    const struct sbom_component *component;
    const struct match_finding *finding;
    struct match_name names[MATCH_NAMES_MAX];
    size_t name_count;
    struct {
        VEC(struct match_word);
    } words;
    size_t read_count; /* records, those too that say nothing of it */
    struct match_words_budget *budget;
    bool has_more;
    struct arena *arena;
};

const char *match_words_difference_name(enum match_difference difference)
{
    static const char *const names[] = {
        [MATCH_DIFFERS_SEVERITY] = "severity",
        [MATCH_DIFFERS_ANSWER] = "answer",
        [MATCH_DIFFERS_FIXED] = "fixed",
        [MATCH_DIFFERS_WITHDRAWN] = "withdrawn",
    };
    return names[difference];
}

bool match_words_disagree(const struct match_words *words)
{
    for (int i = 0; i < MATCH_DIFFERENCES; i++)
        if (words->is_different[i])
            return true;
    return false;
}

/* -- what a record says of the component -- */

static bool names_package(const struct advisory *advisory, struct text ecosystem, struct text name)
{
    for (size_t i = 0; name.len && i < advisory->affected_count; i++)
        if (text_eq(advisory->affected[i].ecosystem, ecosystem) &&
            text_eq(advisory->affected[i].package, name))
            return true;
    return false;
}

/* Ubuntu Pro's word goes first for a version that comes from it, as match_name_overruled has it. */
static bool is_overruled(
    const struct looking *l, const struct advisory *advisory, const struct match_name *name)
{
    bool is_pro = text_starts(name->ecosystem, TEXT("Ubuntu:Pro"));
    if (is_pro || text_find_text(name->version, TEXT("esm")) < 0)
        return false;
    for (size_t i = 0; i < l->name_count; i++)
        if (text_starts(l->names[i].ecosystem, TEXT("Ubuntu:Pro")) &&
            names_package(advisory, l->names[i].ecosystem, name->package))
            return true;
    return false;
}

static void print_ranges(struct buf *out, const struct advisory *advisory)
{
    size_t count = 0, listed = 0;
    for (size_t i = 0; i < advisory->affected_count; i++) {
        const struct advisory_affected *affected = &advisory->affected[i];
        listed += affected->range_count ? 0 : affected->version_count;
        for (size_t k = 0; k < affected->range_count && count <= RANGES_SHOWN; k++, count++) {
            buf_add_z(out, count ? " or " : "");
            if (count == RANGES_SHOWN)
                buf_add_z(out, "…");
            else
                range_print(&affected->ranges[k], out);
        }
    }
    if (!count && listed)
        buf_format(out, "%zu version%s listed", listed, listed == 1 ? "" : "s");
}

static struct text ranges_of(const struct advisory *advisory, struct arena *arena)
{
    struct buf out;
    buf_init(&out, LIMIT_NAME_BYTES * RANGES_SHOWN);
    print_ranges(&out, advisory);
    struct text ranges = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return ranges;
}

static int weight_of(const struct match_word *word)
{
    static const int weights[] = {[MATCH_AFFECTED] = 3,
        [MATCH_UNDECIDABLE] = 2,
        [MATCH_NOT_AFFECTED] = 1,
        [MATCH_NOT_COVERED] = 0};
    return (word->is_withdrawn ? 0 : 4) + (word->has_answer ? weights[word->answer] : 0);
}

/* Judges the record under each name of the component; what holds it for affected counts. */
static void judge(struct looking *l, const struct advisory *advisory, struct match_word *word)
{
    for (size_t n = 0; n < l->name_count; n++) {
        const struct match_name *name = &l->names[n];
        struct advisory its = *advisory;
        if (names_package(advisory, name->ecosystem, name->own) || is_overruled(l, advisory, name))
            continue;
        its.affected_count = 0;
        its.affected = arena_take_array(l->arena, advisory->affected_count, sizeof *its.affected);
        for (size_t i = 0; its.affected && i < advisory->affected_count; i++)
            if (text_eq(advisory->affected[i].ecosystem, name->ecosystem) &&
                text_eq(advisory->affected[i].package, name->package))
                its.affected[its.affected_count++] = advisory->affected[i];
        if (!its.affected_count)
            continue;
        struct match_verdict verdict =
            match_build_judge(name->order, l->component, &its, name->version, l->arena);
        struct match_word judged = *word;
        judged.has_answer = true;
        judged.answer = verdict.answer;
        judged.reason = verdict.reason;
        judged.fixed = verdict.fixed;
        judged.ranges = ranges_of(&its, l->arena);
        if (!word->has_answer || weight_of(&judged) > weight_of(word))
            *word = judged;
    }
}

/* -- the records -- */

static bool is_known(const struct looking *l, const struct advisory *advisory)
{
    for (size_t i = 0; i < l->words.len; i++)
        if (text_eq(l->words.at[i].record, advisory->id) &&
            text_eq(l->words.at[i].source, advisory->source))
            return true;
    return false;
}

/* Whether a record that only mends or relates to the id stands for the finding (match_record_keys). */
static bool is_for_finding(
    const struct looking *l, const struct advisory *advisory, enum advisory_link link)
{
    if (link <= ADVISORY_LINK_ALIAS)
        return true;
    struct match_keys keys = match_record_keys(l->ecosystem, advisory, l->arena);
    for (size_t i = 0; i < keys.count; i++)
        if (text_eq(keys.at[i], l->finding->id))
            return true;
    return false;
}

static void add_record(struct looking *l, const struct advisory *advisory, enum advisory_link link)
{
    struct text rest = advisory->id;
    struct match_word word = {.record = advisory->id,
        .source = advisory->source,
        .by = text_cut(&rest, '-'),
        .url = advisory->url,
        .modified_us = advisory->modified_us,
        .is_withdrawn = advisory->withdrawn_us != 0,
        .severity = advisory->severity,
        .score_tenths = advisory->score_tenths,
        .cvss_vector = advisory->cvss_vector};
    if (advisory->kind == ADVISORY_NOTICE || is_known(l, advisory) ||
        !is_for_finding(l, advisory, link))
        return;
    judge(l, advisory, &word);
    if (word.has_answer)
        *VEC_ADD(&l->words) = word;
}

/* Of reading a record and judging it: each part is looked at a few times. */
static int64_t steps_of(const struct advisory *advisory)
{
    size_t steps = 1 + advisory->alias_count + advisory->related_count + advisory->upstream_count;
    for (size_t i = 0; i < advisory->affected_count; i++)
        steps += 1 + advisory->affected[i].range_count + advisory->affected[i].version_count;
    return (int64_t)steps;
}

static bool may_read(const struct looking *l)
{
    return l->words.len < LIMIT_WORDS && l->read_count < LIMIT_EXPLAIN_RECORDS &&
           l->budget->steps > 0;
}

static bool read_id(struct looking *l, struct text id, struct err *err)
{
    for (uint32_t next = 0; may_read(l); l->read_count++) {
        struct advisory advisory;
        enum advisory_link link;
        struct err none = {0};
        l->budget->steps -= LOOK_UP_STEPS + (int64_t)(next / ROWS_A_STEP);
        if (!advisory_index_read_link(l->index, id, &next, &link, &advisory, l->arena, &none)) {
            if (none.code == ERR_NOT_FOUND)
                return true;
            return err_set(err, none.code, "%s", none.text);
        }
        l->budget->steps -= steps_of(&advisory);
        add_record(l, &advisory, link);
    }
    l->has_more = true;
    return true;
}

/* -- the CVE's own record -- */

static void add_rating(
    struct looking *l, const struct advisory_facts *facts, struct text by, struct text vector)
{
    struct cvss cvss;
    if (!cvss_read(&cvss, vector, NULL))
        return;
    *VEC_ADD(&l->words) = (struct match_word){.record = l->finding->id,
        .source = TEXT("cve"),
        .by = by.len ? by : TEXT("CVE"),
        .modified_us = facts->cve_updated_us,
        .is_withdrawn = facts->is_rejected,
        .severity = cvss.severity,
        .score_tenths = cvss.score_tenths,
        .cvss_vector = vector};
}

static void add_facts(struct looking *l)
{
    struct advisory_facts facts;
    if (!advisory_index_facts(l->index, l->finding->id, &facts))
        return;
    add_rating(l, &facts, facts.cvss_by, facts.cvss_vector);
    add_rating(l, &facts, facts.other_by, facts.other_vector);
    if (facts.is_rejected && !facts.cvss_vector.len)
        *VEC_ADD(&l->words) = (struct match_word){.record = l->finding->id,
            .source = TEXT("cve"),
            .by = TEXT("CVE"),
            .modified_us = facts.cve_updated_us,
            .is_withdrawn = true};
}

/* -- where they disagree -- */

static bool is_same_fix(const struct looking *l, struct text a, struct text b)
{
    int order;
    if (text_eq(a, b))
        return true;
    return l->ecosystem && a.len && b.len &&
           version_compare(l->ecosystem->scheme, a, b, &order, NULL) && order == 0;
}

/* The word of one of those who speak: of its records that of the most weight; of equal ones the one with the latest fix. */
static const struct match_word *best_of(const struct looking *l, size_t first)
{
    const struct match_word *best = &l->words.at[first];
    for (size_t i = 0; i < l->words.len; i++) {
        const struct match_word *word = &l->words.at[i];
        int order;
        if (!text_eq(word->by, best->by) || weight_of(word) < weight_of(best))
            continue;
        bool is_later = best->fixed.len &&
                        (!word->fixed.len || (l->ecosystem &&
                                                 version_compare(l->ecosystem->scheme, word->fixed,
                                                     best->fixed, &order, NULL) &&
                                                 order > 0));
        if (weight_of(word) > weight_of(best) || is_later)
            best = word;
    }
    return best;
}

static bool is_sure(const struct match_word *word)
{
    return word->has_answer && word->answer != MATCH_UNDECIDABLE;
}

static void compare(const struct looking *l, const struct match_word *a, const struct match_word *b,
    bool is_different[MATCH_DIFFERENCES])
{
    if (a->is_withdrawn != b->is_withdrawn)
        is_different[MATCH_DIFFERS_WITHDRAWN] = true;
    if (a->is_withdrawn || b->is_withdrawn)
        return;
    if (a->severity && b->severity && a->severity != b->severity)
        is_different[MATCH_DIFFERS_SEVERITY] = true;
    if (!is_sure(a) || !is_sure(b))
        return;
    if (a->answer != b->answer)
        is_different[MATCH_DIFFERS_ANSWER] = true;
    else if (a->answer == MATCH_AFFECTED && !is_same_fix(l, a->fixed, b->fixed))
        is_different[MATCH_DIFFERS_FIXED] = true;
}

/* Adds the best word of each of those who speak, and returns their number. */
static size_t find_speakers(const struct looking *l, const struct match_word **ret_best)
{
    size_t count = 0;
    for (size_t i = 0; i < l->words.len; i++) {
        size_t k = 0;
        while (k < count && !text_eq(ret_best[k]->by, l->words.at[i].by))
            k++;
        if (k == count)
            ret_best[count++] = best_of(l, i);
    }
    return count;
}

static void find_differences(const struct looking *l, bool is_different[MATCH_DIFFERENCES])
{
    const struct match_word **best = arena_take_array(l->arena, l->words.len, sizeof *best);
    size_t count = best ? find_speakers(l, best) : 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            compare(l, best[i], best[k], is_different);
    l->budget->steps -= (int64_t)(count * l->words.len);
}

static int compare_words(const void *left, const void *right)
{
    const struct match_word *a = left, *b = right;
    int order = weight_of(b) - weight_of(a);
    if (order == 0)
        order = text_cmp(a->source, b->source);
    return order ? order : text_cmp(a->record, b->record);
}

static bool look_up(struct looking *l, struct err *err)
{
    const struct match_finding *finding = l->finding;
    if (l->ecosystem)
        l->name_count = match_names(l->ecosystem, l->component, l->names, l->arena);
    if (!read_id(l, finding->id, err))
        return false;
    for (size_t i = 0; i < finding->alias_count && !l->has_more; i++)
        if (!read_id(l, finding->aliases[i], err))
            return false;
    add_facts(l);
    if (l->words.len > 1)
        qsort(l->words.at, l->words.len, sizeof *l->words.at, compare_words);
    return arena_check(l->arena, err);
}

bool match_words_find(struct match_words *ret_words, const struct advisory_index *index,
    const struct sbom_component *component, const struct match_finding *finding,
    struct match_words_budget *budget, struct arena *arena, struct err *err)
{
    struct looking l = {.index = index,
        .ecosystem = component->ecosystem.len ? ecosystem_find(component->ecosystem) : NULL,
        .component = component,
        .finding = finding,
        .budget = budget,
        .arena = arena};
    struct match_words words = {0};
    budget->steps += (int64_t)LIMIT_WORDS_STEPS_EACH;
    bool is_ok = look_up(&l, err);
    if (is_ok && l.words.len) {
        words.at = arena_take_array(arena, l.words.len, sizeof *words.at);
        words.count = words.at ? l.words.len : 0;
        for (size_t i = 0; i < words.count; i++)
            words.at[i] = l.words.at[i];
        find_differences(&l, words.is_different);
    }
    words.has_more = l.has_more;
    VEC_DONE(&l.words);
    if (!is_ok || !arena_check(arena, err))
        return false;
    *ret_words = words;
    return true;
}
