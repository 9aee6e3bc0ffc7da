/* SPDX-License-Identifier: Apache-2.0 */
/* A component judged by a policy: exceptions, then the rules. */
#include "domain/license_policy.h"

/* -- exceptions -- */

/* Returns the package URL without qualifiers and subpath; ret_name_end is where its version's "@" stands, or its end. A
   scope's "@" is written as "%40", or stands behind a slash. */
static struct text cut(struct text purl, size_t *ret_name_end)
{
    size_t len = 0;
    while (len < purl.len && purl.at[len] != '?' && purl.at[len] != '#')
        len++;
    purl.len = len;
    ptrdiff_t slash = text_find_last(purl, '/');
    ptrdiff_t at = text_find_last(text_from(purl, (size_t)(slash + 1)), '@');
    *ret_name_end = at > 0 ? (size_t)(slash + 1 + at) : len;
    return purl;
}

bool license_policy_fits(struct text pattern, struct text purl)
{
    static const struct text coded = {"/%40", 4};
    size_t pattern_end, purl_end;
    struct text want = cut(pattern, &pattern_end), have = cut(purl, &purl_end);
    if (pattern_end == want.len)
        have.len = purl_end;
    /* "pkg:npm/@corp/x" is how people write "pkg:npm/%40corp/x". */
    ptrdiff_t scope = text_find_text(have, coded), plain = text_find_text(want, TEXT("/@"));
    if (scope < 0 || plain < 0)
        return text_fits(want, have);
    return text_fits(text_slice(want, 0, (size_t)plain), text_slice(have, 0, (size_t)scope)) &&
           text_fits(
               text_from(want, (size_t)plain + 2), text_from(have, (size_t)scope + coded.len));
}

static bool covers(
    const struct license_policy_exception *exception, const struct license_subject *subject)
{
    return (!exception->package.len || license_policy_fits(exception->package, subject->purl)) &&
           (!exception->scope.len || text_eq(exception->scope, subject->scope)) &&
           (!exception->service.len || text_eq_nocase(exception->service, subject->service));
}

/* The text of a single licence without a buf: id, a plus, the exception behind WITH. */
static bool is_called(const struct license *license, struct text what)
{
    size_t at = license->id.len;
    if (!text_starts(what, license->id))
        return false;
    bool has_plus = at < what.len && what.at[at] == '+';
    if (has_plus != license->has_plus)
        return false;
    struct text rest = {what.at + at + has_plus, what.len - at - has_plus};
    struct text with = TEXT(" WITH "), exception = license->exception;
    if (!exception.len)
        return !rest.len;
    return rest.len == with.len + exception.len && text_starts(rest, with) &&
           text_ends(rest, exception);
}

/* Finds the exception that holds for the component, or for this licence of it when license is given. One that is over is
   only noted. */
static const struct license_policy_exception *find_exception(struct license_verdict *verdict,
    const struct license_policy *policy, const struct license *license,
    const struct license_subject *subject)
{
    for (size_t i = 0; i < policy->exception_count; i++) {
        const struct license_policy_exception *exception = &policy->exceptions[i];
        bool is_meant = license ? exception->license.len && is_called(license, exception->license)
                                : !exception->license.len;
        if (!is_meant || !covers(exception, subject))
            continue;
        if (!exception->until_us || subject->now_us < exception->until_us)
            return exception;
        verdict->expired = exception;
    }
    return NULL;
}

/* -- rules -- */

/* How close a rule is to a licence; 0 when it does not fit. */
static size_t closeness(const struct license_policy_rule *rule, const struct license *license)
{
    struct license bare = *license;
    bare.exception.len = 0;
    if (rule->is_family)
        return license->family == rule->family ? 1 : 0;
    if (rule->is_front) {
        struct text front = text_slice(rule->what, 0, rule->what.len - 1);
        return text_starts(license->id, front) ? 1 + front.len : 0;
    }
    if (is_called(license, rule->what))
        return SIZE_MAX;
    return is_called(&bare, rule->what) ? SIZE_MAX - 1 : 0;
}

static void judge_one(struct license_verdict *verdict, const struct license_policy *policy,
    const struct license *license, const struct license_subject *subject)
{
    size_t best = 0;
    verdict->decided = license;
    verdict->exception = find_exception(verdict, policy, license, subject);
    if (verdict->exception) {
        verdict->answer = verdict->exception->answer;
        return;
    }
    bool is_missing = license->kind == LICENSE_NONE || license->kind == LICENSE_NOASSERTION;
    verdict->answer = is_missing ? policy->missing : policy->otherwise;
    for (size_t i = 0; i < policy->rule_count && !is_missing; i++) {
        size_t close = closeness(&policy->rules[i], license);
        if (close <= best)
            continue;
        best = close;
        verdict->rule = &policy->rules[i];
        verdict->answer = policy->rules[i].answer;
    }
}

/* Groups nest as deep as their text did. */
static struct license_verdict judge(const struct license_policy *policy,
    const struct license *license, const struct license_subject *subject)
{
    struct license_verdict verdict = {0};
    if (license->kind != LICENSE_AND && license->kind != LICENSE_OR) {
        judge_one(&verdict, policy, license, subject);
        return verdict;
    }
    for (size_t i = 0; i < license->part_count; i++) {
        struct license_verdict part = judge(policy, license->parts[i], subject);
        bool is_better = part.answer<verdict.answer, is_worse = part.answer> verdict.answer;
        const struct license_policy_exception *expired =
            verdict.expired ? verdict.expired : part.expired;
        if (i == 0 || (license->kind == LICENSE_OR ? is_better : is_worse))
            verdict = part;
        verdict.expired = expired;
    }
    return verdict;
}

void license_policy_judge(struct license_verdict *ret_verdict, const struct license_policy *policy,
    const struct license *license, const struct license_subject *subject)
{
    struct license_verdict verdict = {.answer = policy->missing};
    const struct license_policy_exception *exception =
        find_exception(&verdict, policy, NULL, subject);
    const struct license_policy_exception *expired = verdict.expired;
    if (exception) {
        verdict.answer = exception->answer;
        verdict.exception = exception;
    } else if (license) {
        verdict = judge(policy, license, subject);
        verdict.expired = verdict.expired ? verdict.expired : expired;
    }
    *ret_verdict = verdict;
}

/* -- why -- */

void license_policy_print_why(const struct license_verdict *verdict, struct buf *out)
{
    static const char *const words[] = {
        [LICENSE_ALLOW] = "allowed", [LICENSE_REVIEW] = "for review", [LICENSE_DENY] = "denied"};
    if (verdict->decided) {
        license_print(verdict->decided, out);
        buf_add_z(out, ": ");
    }
    if (verdict->exception) {
        buf_format(out, "%s by an exception: ", words[verdict->answer]);
        buf_add(out, verdict->exception->reason);
    } else if (verdict->rule) {
        buf_add(out, verdict->rule->is_family ? verdict->rule->what : TEXT("it"));
        buf_format(out, " is %s", words[verdict->answer]);
    } else if (!verdict->decided || verdict->decided->kind == LICENSE_NONE ||
               verdict->decided->kind == LICENSE_NOASSERTION) {
        buf_format(out, "no licence is known, which is %s", words[verdict->answer]);
    } else {
        const char *family = license_list_family_word(verdict->decided->family);
        buf_format(out, "no rule names it (%s), which is %s", family, words[verdict->answer]);
    }
    if (verdict->expired && !verdict->exception)
        buf_add_z(out, "; an exception for it is over");
}

static bool holds(const struct license *license, const struct license *wanted)
{
    bool is_in = license == wanted;
    for (size_t i = 0; i < license->part_count && !is_in; i++)
        is_in = holds(license->parts[i], wanted);
    return is_in;
}

void license_policy_print_path(
    const struct license_verdict *verdict, const struct license *license, struct buf *out)
{
    struct buf text;
    buf_init(&text, SIZE_MAX);
    while (license && verdict->decided) {
        buf_cut(&text, 0);
        license_print(license, &text);
        json_print_text(out, buf_text(&text));
        const struct license *next = NULL;
        for (size_t i = 0; i < license->part_count && !next; i++)
            next = holds(license->parts[i], verdict->decided) ? license->parts[i] : NULL;
        license = next;
    }
    buf_done(&text);
}
