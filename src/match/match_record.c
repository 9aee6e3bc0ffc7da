/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_record.h"

#include "domain/constraint.h"

static struct match_verdict verdict(enum match_answer answer, struct text reason)
{
    return (struct match_verdict){.answer = answer, .reason = reason};
}

/* versions are sorted by bytes. */
static bool is_listed(const struct advisory_affected *affected, struct text version)
{
    size_t low = 0, high = affected->version_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_cmp(affected->versions[middle], version);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Moves *rest behind its next digit but zero, and returns that; 0 at the end. What follows + or ~ may not count. */
static char next_digit(struct text *rest)
{
    while (rest->len && rest->at[0] != '+' && rest->at[0] != '~') {
        char c = rest->at[0];
        *rest = text_from(*rest, 1);
        if (c >= '1' && c <= '9')
            return c;
    }
    return 0;
}

/* Whether two versions could be one in another spelling. Versions whose digits differ in more than zeros are equal in no
   order (but for what apk finds no sense in, behind a revision), and seeing that is far cheaper than reading both. */
static bool may_be_equal(struct text a, struct text b)
{
    for (;;) {
        char digit = next_digit(&a);
        if (digit != next_digit(&b))
            return false;
        if (digit == 0)
            return true;
    }
}

/* Whether some listed version is the same in the ecosystem's order though spelt otherwise ("1.0" and "1.0.0"). */
static bool is_listed_otherwise(const struct ecosystem *ecosystem,
    const struct advisory_affected *affected, struct text version)
{
    enum version_scheme scheme = ecosystem->scheme;
    if (affected->version_count == 0 || !version_check(scheme, version, NULL))
        return false;
    for (size_t i = 0; i < affected->version_count; i++) {
        int order;
        if (may_be_equal(affected->versions[i], version) &&
            version_check(scheme, affected->versions[i], NULL) &&
            version_compare_checked(scheme, affected->versions[i], version, &order, NULL) &&
            order == 0)
            return true;
    }
    return false;
}

bool match_record_lists(const struct ecosystem *ecosystem, const struct advisory_affected *affected,
    struct text version)
{
    return is_listed(affected, version) ||
           (ecosystem->has_scheme && is_listed_otherwise(ecosystem, affected, version));
}

static struct text interval_reason(
    const struct range_answer *answer, struct text version, struct arena *arena)
{
    if (!answer->is_bounded)
        return arena_format(arena, "%.*s is at or above %.*s, and no version is known to end it",
            TEXT_ARG(version), TEXT_ARG(answer->since));
    return arena_format(arena, "%.*s <= %.*s %s %.*s", TEXT_ARG(answer->since), TEXT_ARG(version),
        answer->is_until_fixed ? "<" : "<=", TEXT_ARG(answer->until));
}

/* By its ranges a version is affected as long as no event ends them, and this says no other: GitHub names the last version that
   it knew to be affected, and knew of none that is mended. Later ones may well be affected, so they stay so, with the reason. */
static struct text with_last_known(const struct ecosystem *ecosystem,
    const struct advisory_affected *affected, struct text version, struct text reason,
    struct arena *arena)
{
    struct constraint constraint;
    struct err err = {0};
    bool is_known;
    if (affected->last_known.len == 0)
        return reason;
    if (!constraint_read(
            &constraint, CONSTRAINT_PLAIN, ecosystem->scheme, affected->last_known, arena, &err) ||
        !constraint_holds(&constraint, version, &is_known, &err))
        return arena_format(arena,
            "%.*s; what the record says of the last known affected versions, \"%.*s\", cannot be read: %s",
            TEXT_ARG(reason), TEXT_ARG(text_slice(affected->last_known, 0, 80)), err.text);
    return arena_format(arena,
        is_known ? "%.*s; it is among those known to be affected, %.*s"
                 : "%.*s; known to be affected are %.*s, and of this one nothing is known",
        TEXT_ARG(reason), TEXT_ARG(affected->last_known));
}

/* Tries the ranges in turn; one that holds the version ends the search. */
static struct match_verdict judge_ranges(const struct ecosystem *ecosystem,
    const struct advisory_affected *affected, struct text version, struct arena *arena)
{
    struct match_verdict result = verdict(MATCH_NOT_AFFECTED, (struct text){0});
    for (size_t i = 0; i < affected->range_count; i++) {
        struct range_answer answer;
        struct err err = {0};
        if (!range_contains(ecosystem->scheme, &affected->ranges[i], version, &answer, &err)) {
            result = verdict(MATCH_UNDECIDABLE, arena_text(arena, text_of(err.text)));
        } else if (answer.is_in) {
            result = verdict(MATCH_AFFECTED, interval_reason(&answer, version, arena));
            if (!answer.is_bounded)
                result.reason = with_last_known(ecosystem, affected, version, result.reason, arena);
            result.fixed = answer.is_until_fixed ? answer.until : (struct text){0};
            return result;
        }
    }
    return result;
}

static struct match_verdict listed(struct text version, struct text fixed, struct arena *arena)
{
    struct match_verdict result =
        verdict(MATCH_AFFECTED, arena_format(arena, "%.*s is listed", TEXT_ARG(version)));
    result.fixed = fixed;
    return result;
}

/* For a record without ranges. */
static struct match_verdict judge_list(
    const struct ecosystem *ecosystem, struct text version, struct arena *arena)
{
    struct err err = {0};
    if (!version_check(ecosystem->scheme, version, &err))
        return verdict(MATCH_UNDECIDABLE, arena_text(arena, text_of(err.text)));
    return verdict(MATCH_NOT_AFFECTED, (struct text){0});
}

static struct match_verdict judge_affected(const struct ecosystem *ecosystem,
    const struct advisory_affected *affected, struct text version, struct arena *arena)
{
    if (version.len == 0)
        return verdict(MATCH_UNDECIDABLE, TEXT("the component has no version"));
    bool is_exact = is_listed(affected, version);
    if (!ecosystem->has_scheme)
        return is_exact ? listed(version, (struct text){0}, arena)
                        : verdict(MATCH_UNDECIDABLE,
                              arena_format(
                                  arena, "the order of %s versions is not known", ecosystem->name));
    struct match_verdict ranges = judge_ranges(ecosystem, affected, version, arena);
    if (is_exact)
        return listed(version, ranges.fixed, arena);
    if (ranges.answer == MATCH_AFFECTED)
        return ranges;
    if (is_listed_otherwise(ecosystem, affected, version))
        return listed(version, (struct text){0}, arena);
    if (affected->range_count)
        return ranges;
    if (affected->version_count)
        return judge_list(ecosystem, version, arena);
    return verdict(MATCH_UNDECIDABLE, affected->has_git_range
                                          ? TEXT("the advisory names commits, not versions")
                                          : TEXT("the advisory names no versions"));
}

struct match_verdict match_record_judge(const struct ecosystem *ecosystem,
    const struct advisory *advisory, struct text version, struct arena *arena)
{
    struct match_verdict result = verdict(MATCH_NOT_AFFECTED, (struct text){0});
    for (size_t i = 0; i < advisory->affected_count; i++) {
        struct match_verdict one =
            judge_affected(ecosystem, &advisory->affected[i], version, arena);
        if (one.answer == MATCH_AFFECTED)
            return one;
        if (one.answer == MATCH_UNDECIDABLE)
            result = one;
    }
    return result;
}

static bool is_cve(struct text id)
{
    return text_starts(id, TEXT("CVE-"));
}

static size_t add_cves(struct text *keys, size_t count, const struct text *ids, size_t id_count)
{
    for (size_t i = 0; i < id_count; i++)
        if (is_cve(ids[i]))
            keys[count++] = ids[i];
    return count;
}

struct match_keys match_record_keys(
    const struct ecosystem *ecosystem, const struct advisory *advisory, struct arena *arena)
{
    size_t most = 1 + advisory->alias_count + advisory->upstream_count + advisory->related_count;
    struct match_keys keys = {
        .at = arena_take_array(arena, most, sizeof *keys.at), .are_cves = true};
    if (!keys.at)
        return keys;
    keys.count = add_cves(keys.at, 0, &advisory->id, 1);
    keys.count = add_cves(keys.at, keys.count, advisory->aliases, advisory->alias_count);
    keys.is_one_flaw = keys.count == 1;
    if (keys.count == 0)
        keys.count = add_cves(keys.at, 0, advisory->upstream, advisory->upstream_count);
    if (keys.count == 0 && ecosystem->has_releases)
        keys.count = add_cves(keys.at, 0, advisory->related, advisory->related_count);
    if (keys.count)
        return keys;
    keys.are_cves = false;
    keys.is_one_flaw = true;
    keys.at[keys.count++] = advisory->id;
    for (size_t i = 0; i < advisory->alias_count; i++)
        keys.at[keys.count++] = advisory->aliases[i];
    return keys;
}
