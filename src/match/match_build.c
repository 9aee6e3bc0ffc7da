/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_build.h"

#include "match/match_cpe.h"

bool match_build_is_modular(struct text version)
{
    return text_find_text(version, TEXT(".module+")) >= 0 ||
           text_find_text(version, TEXT(".module_")) >= 0;
}

/* -- the streams of a title -- */

static bool is_name_char(char c)
{
    return text_is_alpha(c) || text_is_digit(c) || (c && strchr("-_.+", c));
}

/* Cuts the next "name:stream" off *rest; false when there is none. A rating ("Important: ") and the id of an erratum
   ("ALSA-2022:5468: ") are none. */
static bool next_stream(struct text *rest, struct text *ret_stream)
{
    for (ptrdiff_t colon; (colon = text_find(*rest, ':')) >= 0;) {
        size_t from = (size_t)colon, to = from + 1;
        while (from > 0 && is_name_char(rest->at[from - 1]))
            from--;
        while (to < rest->len && is_name_char(rest->at[to]))
            to++;
        struct text stream = text_slice(*rest, from, to);
        bool is_id = to < rest->len && rest->at[to] == ':';
        bool is_whole = from < (size_t)colon && to > (size_t)colon + 1 && !is_id;
        *rest = text_from(*rest, is_id ? to + 1 : to);
        while (stream.len && strchr(".,", stream.at[stream.len - 1]))
            stream.len--;
        *ret_stream = stream;
        if (is_whole)
            return true;
    }
    return false;
}

struct match_streams match_build_streams(struct text summary, struct text module)
{
    struct match_streams streams = {0};
    for (struct text stream; next_stream(&summary, &stream);) {
        streams.are_named = true;
        streams.is_among |= text_eq(stream, module);
    }
    return streams;
}

/* -- one entry of a record -- */

/* More builds than any record names of a package: beyond it, each entry stands for itself. */
enum { BUILDS = 64 };

/* The fix that an entry of a distribution names, when that is all that its range says; else empty. */
static struct text fix_of(const struct advisory_affected *affected)
{
    struct text fix = {"", 0};
    if (affected->range_count != 1 || affected->version_count)
        return fix;
    const struct range *range = &affected->ranges[0];
    for (size_t i = 0; i < range->count; i++) {
        bool is_start =
            range->bounds[i].event == RANGE_INTRODUCED && text_is(range->bounds[i].version, "0");
        bool is_fix = range->bounds[i].event == RANGE_FIXED && !fix.len;
        if (is_fix)
            fix = range->bounds[i].version;
        if (!is_fix && !is_start)
            return (struct text){"", 0};
    }
    return fix;
}

/* "1.0-5" of 1.0-5.el8_4.2 and of 1.0-5.module_el8.4.0+2230+0d6b8c3c: what was built. */
static struct text source_of(struct text version)
{
    ptrdiff_t module = text_find_text(version, TEXT(".module"));
    if (module < 0)
        module = text_find_text(version, TEXT(".el"));
    return module < 0 ? version : text_slice(version, 0, (size_t)module);
}

/* Whether another entry of the record says that what is installed has the fix. */
static bool is_mended_build(const struct ecosystem *ecosystem, const struct advisory *advisory,
    struct text fix, struct text version)
{
    if (advisory->affected_count > BUILDS)
        return false;
    for (size_t i = 0; i < advisory->affected_count; i++) {
        struct text other = fix_of(&advisory->affected[i]);
        int order;
        if (other.len && text_eq(source_of(other), source_of(fix)) &&
            version_compare(ecosystem->scheme, version, other, &order, NULL) && order >= 0)
            return true;
    }
    return false;
}

/* Whether the entry speaks of the installed build at all. */
static bool speaks_of(const struct ecosystem *ecosystem, const struct advisory *advisory,
    const struct advisory_affected *affected, bool is_modular, struct text version)
{
    struct text fix = fix_of(affected);
    if (!fix.len)
        return true;
    return match_build_is_modular(fix) == is_modular &&
           !is_mended_build(ecosystem, advisory, fix, version);
}

/* -- the record -- */

static void judge_stream(struct match_verdict *verdict, const struct sbom_component *component,
    const struct advisory *advisory, struct arena *arena)
{
    struct match_streams streams = match_build_streams(advisory->summary, component->module);
    if (streams.is_among && component->module.len)
        return;
    if (streams.are_named && component->module.len) {
        *verdict = (struct match_verdict){
            .answer = MATCH_NOT_AFFECTED, .reason = TEXT("it is about other module streams")};
        return;
    }
    verdict->answer = MATCH_UNDECIDABLE;
    verdict->cause = MATCH_CAUSE_STREAM_UNKNOWN;
    verdict->reason =
        component->module.len
            ? arena_format(arena,
                  "the advisory does not say which module streams it is about, and %.*s may be none "
                  "of them",
                  TEXT_ARG(component->module))
            : TEXT("the SBOM does not say which module stream it is of, and each has fixes of its "
                   "own");
}

static bool has_modular_fix(const struct advisory *advisory)
{
    for (size_t i = 0; i < advisory->affected_count; i++)
        if (match_build_is_modular(fix_of(&advisory->affected[i])))
            return true;
    return false;
}

/* The record with only those of its entries that speak of the installed build. */
static struct advisory speaking_part(const struct ecosystem *ecosystem,
    const struct advisory *advisory, bool is_modular, struct text version, struct arena *arena)
{
    struct advisory part = *advisory;
    part.affected_count = 0;
    part.affected = arena_take_array(arena, advisory->affected_count, sizeof *part.affected);
    for (size_t i = 0; part.affected && i < advisory->affected_count; i++)
        if (speaks_of(ecosystem, advisory, &advisory->affected[i], is_modular, version))
            part.affected[part.affected_count++] = advisory->affected[i];
    return part;
}

static struct text why_not(const struct advisory *advisory, bool is_modular)
{
    for (size_t i = 0; i < advisory->affected_count; i++)
        if (match_build_is_modular(fix_of(&advisory->affected[i])) == is_modular)
            return TEXT("it is one of the builds that have the fix");
    return is_modular ? TEXT("the fix is of no module stream, and this build is of one")
                      : TEXT("the fix is of a module stream, and this build is of none");
}

struct match_verdict match_build_judge(const struct ecosystem *ecosystem,
    const struct sbom_component *component, const struct advisory *advisory, struct text version,
    struct arena *arena)
{
    if (ecosystem_is_cpe(text_of(ecosystem->name)))
        return match_cpe_judge(ecosystem, component, advisory, version, arena);
    struct match_verdict verdict = match_record_judge(ecosystem, advisory, version, arena);
    bool is_modular = component->module.len || match_build_is_modular(version);
    if (verdict.answer == MATCH_NOT_AFFECTED || ecosystem->scheme != VERSION_RPM ||
        version.len == 0)
        return verdict;
    struct advisory part = speaking_part(ecosystem, advisory, is_modular, version, arena);
    if (part.affected_count < advisory->affected_count)
        verdict = match_record_judge(ecosystem, &part, version, arena);
    if (verdict.answer == MATCH_NOT_AFFECTED)
        verdict.reason = why_not(advisory, is_modular);
    else if (is_modular && has_modular_fix(&part))
        judge_stream(&verdict, component, advisory, arena);
    return verdict;
}
