/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_record.h"

#include "domain/constraint.h"
#include "domain/installed.h"

static struct match_verdict verdict(enum match_answer answer, struct text reason)
{
    return (struct match_verdict){.answer = answer, .reason = reason};
}

static struct match_verdict unsure(enum match_cause cause, struct text reason)
{
    return (struct match_verdict){.answer = MATCH_UNDECIDABLE, .cause = cause, .reason = reason};
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
            TEXT_ARG(reason), TEXT_ARG(text_front(affected->last_known, 80)), err.text);
    return arena_format(arena,
        is_known ? "%.*s; it is among those known to be affected, %.*s"
                 : "%.*s; known to be affected are %.*s, and of this one nothing is known",
        TEXT_ARG(reason), TEXT_ARG(affected->last_known));
}

/* Of a range that gives no answer; the text tells of the same. */
static enum match_cause cause_of_range(
    enum version_scheme scheme, const struct range *range, struct text version)
{
    if (!range_check(scheme, range, NULL))
        return MATCH_CAUSE_EVENT_UNREADABLE;
    return version_check(scheme, version, NULL) ? MATCH_CAUSE_NO_ORDER
                                                : MATCH_CAUSE_VERSION_UNREADABLE;
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
            result = unsure(cause_of_range(ecosystem->scheme, &affected->ranges[i], version),
                arena_text(arena, text_of(err.text)));
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

/* Whether every version is affected, whatever it is called. */
static bool holds_all(const struct range *range)
{
    bool is_from_start = false;
    for (size_t i = 0; i < range->count; i++) {
        const struct range_bound *bound = &range->bounds[i];
        if (bound->event == RANGE_INTRODUCED)
            is_from_start = is_from_start || text_is(bound->version, "0");
        else if (bound->event != RANGE_LIMIT || !text_is(bound->version, "*"))
            return false;
    }
    return is_from_start;
}

/* Of a version that installed_read cannot read, in its order. */
static enum match_cause cause_of_version(const struct ecosystem *ecosystem, struct text version)
{
    if (version.len == 0)
        return MATCH_CAUSE_NO_VERSION;
    return ecosystem->has_scheme ? MATCH_CAUSE_VERSION_UNREADABLE : MATCH_CAUSE_NO_ORDER;
}

/* For a version that can be compared with nothing, why says why. */
static struct match_verdict judge_unknown(const struct advisory_affected *affected,
    enum match_cause cause, const struct err *why, struct arena *arena)
{
    for (size_t i = 0; i < affected->range_count; i++)
        if (holds_all(&affected->ranges[i]) && !affected->last_known.len)
            return verdict(
                MATCH_AFFECTED, TEXT("every version is affected, and none is known to end it"));
    return unsure(cause, arena_text(arena, text_of(why->text)));
}

/* Whether a version lies above one and below another; what cannot be read may. */
static bool is_between(enum version_scheme scheme, struct text version, struct text low,
    struct text high, bool is_at_low_too)
{
    int above, below;
    if (!version_compare(scheme, version, low, &above, NULL) ||
        !version_compare(scheme, version, high, &below, NULL))
        return true;
    return (above > 0 || (above == 0 && is_at_low_too)) && below < 0;
}

/* Whether the entry tells apart the releases that what moves may be. */
static bool tells_apart(const struct ecosystem *ecosystem, const struct advisory_affected *affected,
    const struct installed *installed)
{
    for (size_t i = 0; i < affected->version_count; i++)
        if (is_between(ecosystem->scheme, affected->versions[i], installed->lowest,
                installed->highest, true))
            return true;
    for (size_t i = 0; i < affected->range_count; i++)
        for (size_t k = 0; k < affected->ranges[i].count; k++) {
            const struct range_bound *bound = &affected->ranges[i].bounds[k];
            bool is_end = bound->event == RANGE_LAST_AFFECTED;
            bool is_star = bound->event == RANGE_LIMIT && text_is(bound->version, "*");
            if (!is_star && is_between(ecosystem->scheme, bound->version, installed->lowest,
                                installed->highest, is_end))
                return true;
        }
    return false;
}

/* Of several entries of a record each may hold it: this one, by its ranges and its list, spelt so or otherwise. */
static struct match_verdict judge_one(const struct ecosystem *ecosystem,
    const struct advisory_affected *affected, struct text version, struct arena *arena)
{
    bool is_exact = is_listed(affected, version);
    struct match_verdict ranges = judge_ranges(ecosystem, affected, version, arena);
    if (is_exact)
        return listed(version, ranges.fixed, arena);
    if (ranges.answer == MATCH_AFFECTED)
        return ranges;
    if (is_listed_otherwise(ecosystem, affected, version))
        return listed(version, (struct text){0}, arena);
    if (affected->range_count || affected->version_count)
        return ranges;
    if (affected->has_git_range)
        return unsure(MATCH_CAUSE_COMMITS_ONLY, TEXT("the advisory names commits, not versions"));
    return unsure(MATCH_CAUSE_NO_RANGE, TEXT("the advisory names no versions"));
}

static struct match_verdict judge_affected(const struct ecosystem *ecosystem,
    const struct advisory_affected *affected, struct text version, struct arena *arena)
{
    struct installed installed;
    struct err err = {0};
    if (!installed_read(&installed, ecosystem, version, arena, &err))
        return version.len && is_listed(affected, version)
                   ? listed(version, (struct text){0}, arena)
                   : judge_unknown(affected, cause_of_version(ecosystem, version), &err, arena);
    if (installed.is_moving && !is_listed(affected, version) &&
        tells_apart(ecosystem, affected, &installed))
        return unsure(MATCH_CAUSE_VERSION_MOVES,
            arena_format(arena,
                "%.*s moves: it was the newest of its releases, and the advisory tells these apart",
                TEXT_ARG(version)));
    return judge_one(ecosystem, affected, installed.lowest, arena);
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
    keys.joins_cves = keys.count > 1;
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
