/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_explain_record.h"

#include "base/buf.h"
#include "domain/installed.h"
#include "match/match_build.h"

enum { OTHERS_SHOWN = 5, ENTRY_STEPS_MAX = 2 };

static bool has_id(const struct text *ids, size_t count, struct text id)
{
    for (size_t i = 0; i < count; i++)
        if (text_eq(ids[i], id))
            return true;
    return false;
}

bool match_explain_record_bears(
    const struct advisory *advisory, struct text id, enum advisory_link *ret_link)
{
    if (id.len == 0)
        return false;
    if (text_eq(advisory->id, id))
        *ret_link = ADVISORY_LINK_ID;
    else if (has_id(advisory->aliases, advisory->alias_count, id))
        *ret_link = ADVISORY_LINK_ALIAS;
    else if (has_id(advisory->upstream, advisory->upstream_count, id))
        *ret_link = ADVISORY_LINK_UPSTREAM;
    else if (has_id(advisory->related, advisory->related_count, id))
        *ret_link = ADVISORY_LINK_RELATED;
    else
        return false;
    return true;
}

/* -- ranges -- */

struct comparing {
    const struct ecosystem *ecosystem;
    struct text version;
    struct arena *arena;
};

static struct text scheme_of(const struct comparing *comparing)
{
    return text_of(version_scheme_name(comparing->ecosystem->scheme));
}

static struct match_step tell_in(
    const struct comparing *comparing, const struct range_answer *answer)
{
    bool is_from_start = text_is(answer->since, "0");
    enum match_step_kind kind;
    if (!answer->is_bounded)
        kind = is_from_start ? MATCH_STEP_IN_ALL : MATCH_STEP_IN_WITHOUT_END;
    else if (!is_from_start)
        kind = MATCH_STEP_IN_BETWEEN;
    else
        kind = answer->is_until_fixed ? MATCH_STEP_IN_BELOW : MATCH_STEP_IN_UP_TO;
    return match_step_make(comparing->arena, kind,
        MATCH_STEP_VALUES({"version", comparing->version}, {"since", answer->since},
            {"until", answer->until}, {"sign", answer->is_until_fixed ? TEXT("<") : TEXT("<=")},
            {"scheme", scheme_of(comparing)}));
}

/* Which event keeps the version out: the last one before it, else the first one behind it. */
static struct match_step tell_out(const struct comparing *comparing, const struct range_line *line)
{
    const struct range_mark *last = NULL, *next = NULL;
    for (size_t i = 0; i < line->at; i++)
        if (line->marks[i].event != RANGE_LIMIT)
            last = &line->marks[i];
    for (size_t i = line->count; i-- > line->at + 1;)
        if (line->marks[i].event == RANGE_INTRODUCED)
            next = &line->marks[i];
    enum match_step_kind kind = MATCH_STEP_OUT_EMPTY;
    if (last && last->event == RANGE_INTRODUCED)
        kind = MATCH_STEP_OUT_LIMIT;
    else if (last)
        kind = last->event == RANGE_FIXED ? MATCH_STEP_OUT_FIXED : MATCH_STEP_OUT_LAST;
    else if (next)
        kind = MATCH_STEP_OUT_BEFORE;
    return match_step_make(comparing->arena, kind,
        MATCH_STEP_VALUES({"version", comparing->version},
            {"until", last ? last->version : TEXT("")}, {"since", next ? next->version : TEXT("")},
            {"scheme", scheme_of(comparing)}));
}

static struct text print_range(const struct range *range, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    range_print(range, &out);
    struct text words = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return words;
}

static struct match_step tell_unreadable(const struct comparing *comparing, struct text reason)
{
    return match_step_make(
        comparing->arena, MATCH_STEP_UNREADABLE, MATCH_STEP_VALUES({"reason", reason}));
}

static struct match_explain_range explain_range(
    const struct comparing *comparing, const struct range *range)
{
    struct match_explain_range one = {
        .words = print_range(range, comparing->arena), .answer = MATCH_UNDECIDABLE};
    enum version_scheme scheme = comparing->ecosystem->scheme;
    struct range_answer answer;
    struct err err = {0};
    struct installed installed;
    bool is_one = installed_read(
        &installed, comparing->ecosystem, comparing->version, comparing->arena, &err);
    if (is_one && installed.is_moving)
        is_one = err_set(&err, ERR_SYNTAX, "%.*s moves", TEXT_ARG(comparing->version));
    if (!is_one || !range_contains(scheme, range, comparing->version, &answer, &err)) {
        one.comparison =
            tell_unreadable(comparing, arena_text(comparing->arena, text_of(err.text)));
        return one;
    }
    bool has_line =
        range_line_read(&one.line, scheme, range, comparing->version, comparing->arena, &err);
    one.answer = answer.is_in ? MATCH_AFFECTED : MATCH_NOT_AFFECTED;
    one.comparison = answer.is_in ? tell_in(comparing, &answer)
                     : has_line   ? tell_out(comparing, &one.line)
                                  : tell_unreadable(comparing, text_of(""));
    return one;
}

/* -- entries -- */

static struct match_explain_entry explain_entry(
    const struct comparing *comparing, const struct advisory_affected *affected)
{
    struct arena *arena = comparing->arena;
    struct match_explain_entry entry = {.ecosystem = affected->ecosystem,
        .package = affected->package,
        .listed_count = affected->version_count,
        .has_git_range = affected->has_git_range,
        .ranges = arena_take_array(arena, affected->range_count, sizeof *entry.ranges),
        .steps = arena_take_array(arena, ENTRY_STEPS_MAX, sizeof *entry.steps)};
    if (!entry.ranges || !entry.steps)
        return entry;
    entry.range_count = affected->range_count;
    for (size_t i = 0; i < entry.range_count; i++)
        entry.ranges[i] = explain_range(comparing, &affected->ranges[i]);
    entry.is_listed = comparing->version.len &&
                      match_record_lists(comparing->ecosystem, affected, comparing->version);
    if (affected->version_count)
        entry.steps[entry.step_count++] =
            match_step_make(arena, entry.is_listed ? MATCH_STEP_LISTED : MATCH_STEP_NOT_LISTED,
                MATCH_STEP_VALUES({"version", comparing->version},
                    {"count", match_step_number(arena, affected->version_count)}));
    if (affected->has_git_range)
        entry.steps[entry.step_count++] = match_step_make(arena, MATCH_STEP_COMMITS, NULL);
    else if (!affected->version_count && !affected->range_count)
        entry.steps[entry.step_count++] = match_step_make(arena, MATCH_STEP_NO_VERSIONS, NULL);
    return entry;
}

static void explain_entries(struct match_explain_record *record, const struct advisory *advisory,
    const struct comparing *comparing)
{
    record->entries =
        arena_take_array(comparing->arena, advisory->affected_count, sizeof *record->entries);
    if (!record->entries)
        return;
    record->entry_count = advisory->affected_count;
    for (size_t i = 0; i < record->entry_count; i++)
        record->entries[i] = explain_entry(comparing, &advisory->affected[i]);
}

/* -- records -- */

static struct match_explain_record about(
    const struct advisory *advisory, const struct match_explain_judging *judging)
{
    struct match_explain_record record = {.id = advisory->id,
        .source = advisory->source,
        .summary = advisory->summary,
        .url = advisory->url,
        .kind = advisory->kind,
        .published_us = advisory->published_us,
        .modified_us = advisory->modified_us,
        .withdrawn_us = advisory->withdrawn_us,
        .is_counted = !advisory->withdrawn_us && advisory->kind != ADVISORY_NOTICE};
    record.bears_id = match_explain_record_bears(advisory, judging->id, &record.link);
    return record;
}

/* The comparison with the first range: what cleared a version, where one is enough to say so. */
static struct text why_cleared(const struct comparing *comparing, const struct advisory *advisory)
{
    for (size_t i = 0; i < advisory->affected_count; i++)
        if (advisory->affected[i].range_count)
            return explain_range(comparing, &advisory->affected[i].ranges[0]).comparison.text;
    return TEXT("it is neither in a range nor listed");
}

static struct text tell_verdict(const struct match_explain_record *record, struct arena *arena)
{
    static const char *const words[] = {
        [MATCH_NOT_AFFECTED] = "not affected",
        [MATCH_AFFECTED] = "affected",
        [MATCH_UNDECIDABLE] = "undecidable",
        [MATCH_NOT_COVERED] = "not covered",
    };
    const char *word = words[record->verdict.answer];
    if (record->withdrawn_us)
        return arena_format(arena, "withdrawn, so it counts for nothing (it would say %s)", word);
    if (record->kind == ADVISORY_NOTICE)
        return arena_format(arena, "a notice of changes and of no flaw, so it counts for nothing");
    if (!record->verdict.reason.len)
        return text_of(word);
    return arena_format(arena, "%s, %.*s", word, TEXT_ARG(record->verdict.reason));
}

void match_explain_record(struct match_explain_record *ret_record,
    const struct match_explain_judging *judging, const struct advisory *advisory,
    const struct match_name *name, bool has_entries, struct arena *arena)
{
    struct match_explain_record record = about(advisory, judging);
    struct comparing comparing = {judging->ecosystem, name->version, arena};
    record.has_name = true;
    record.name = *name;
    record.verdict =
        match_build_judge(judging->ecosystem, judging->component, advisory, name->version, arena);
    if (map_find(judging->overruled, advisory->id, NULL))
        record.verdict = (struct match_verdict){.answer = MATCH_NOT_AFFECTED,
            .reason = TEXT("the same record speaks of it in Ubuntu Pro, where it is from")};
    if (judging->own->len && map_find(judging->own, match_name_record(advisory, arena), NULL))
        record.verdict = (struct match_verdict){.answer = MATCH_NOT_AFFECTED,
            .reason = TEXT("the same record speaks of it by its own name, which counts instead")};
    if (has_entries)
        explain_entries(&record, advisory, &comparing);
    if (record.verdict.answer == MATCH_NOT_AFFECTED && !record.verdict.reason.len)
        record.verdict.reason = why_cleared(&comparing, advisory);
    record.step = match_step_make(arena, MATCH_STEP_RECORD,
        MATCH_STEP_VALUES({"record", record.id}, {"source", record.source},
            {"package", name->package}, {"modified", match_step_date(arena, record.modified_us)},
            {"verdict", tell_verdict(&record, arena)}));
    *ret_record = record;
}

static struct text print_package(const struct advisory_affected *affected, struct arena *arena)
{
    if (!affected->package.len)
        return TEXT("(no package)");
    return arena_format(
        arena, "%.*s/%.*s", TEXT_ARG(affected->ecosystem), TEXT_ARG(affected->package));
}

void match_explain_record_elsewhere(struct match_explain_record *ret_record,
    const struct match_explain_judging *judging, const struct advisory *advisory,
    struct arena *arena)
{
    struct match_explain_record record = about(advisory, judging);
    record.others = arena_take_array(arena, OTHERS_SHOWN, sizeof *record.others);
    for (size_t i = 0; record.others && i < advisory->affected_count; i++) {
        struct text package = print_package(&advisory->affected[i], arena);
        if (has_id(record.others, record.other_count, package))
            continue;
        record.has_more_others = record.other_count == OTHERS_SHOWN;
        if (record.has_more_others)
            break;
        record.others[record.other_count++] = package;
    }
    struct text packages = match_step_list(arena, record.others, record.other_count);
    if (record.has_more_others)
        packages = arena_format(arena, "%.*s, …", TEXT_ARG(packages));
    record.step = match_step_make(arena, MATCH_STEP_RECORD_ELSEWHERE,
        MATCH_STEP_VALUES({"record", record.id}, {"source", record.source},
            {"modified", match_step_date(arena, record.modified_us)},
            {"packages", packages.len ? packages : TEXT("none")}));
    *ret_record = record;
}
