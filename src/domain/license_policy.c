/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/license_policy.h"

#include "base/clock.h"
#include "base/limits.h"

static const char *const answer_words[] = {
    [LICENSE_ALLOW] = "allow", [LICENSE_REVIEW] = "review", [LICENSE_DENY] = "deny"};

const char *license_policy_word(enum license_answer answer)
{
    return answer_words[answer];
}

bool license_policy_word_read(struct text word, enum license_answer *ret_answer)
{
    for (size_t i = 0; i < LEN_OF(answer_words); i++)
        if (text_is(word, answer_words[i])) {
            *ret_answer = (enum license_answer)i;
            return true;
        }
    return false;
}

const struct license_policy *license_policy_built_in(void)
{
    static struct license_policy_rule rules[] = {
        {{"permissive", 10}, LICENSE_ALLOW, true, false, LICENSE_PERMISSIVE},
        {{"weak-copyleft", 13}, LICENSE_ALLOW, true, false, LICENSE_WEAK},
    };
    static const struct license_policy policy = {
        rules, LEN_OF(rules), LICENSE_REVIEW, LICENSE_REVIEW, NULL, 0};
    return &policy;
}

/* -- reading -- */

/* A single licence in today's spelling, for a rule or an exception. */
static bool read_license(struct text *ret_what, struct text text, const struct json_place *at,
    struct arena *arena, struct err *err)
{
    struct license_reading reading;
    struct buf out;
    if (!license_read(&reading, text, arena, err))
        return false;
    bool is_fine =
        reading.root && (reading.root->kind == LICENSE_ID || reading.root->kind == LICENSE_REF);
    if (!is_fine || reading.guessed_count)
        return json_place_fail(at, err, ERR_SYNTAX,
            "\"%.*s\" is neither an SPDX id, a LicenseRef-, the front of one with \"*\", nor a family",
            TEXT_ARG(text_slice(text, 0, 80)));
    buf_init(&out, SIZE_MAX);
    license_print(reading.root, &out);
    *ret_what = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return true;
}

static bool read_rule(struct license_policy_rule *rule, yyjson_val *value,
    const struct json_place *at, struct arena *arena, struct err *err)
{
    struct text text;
    if (!json_text(value, &text))
        return json_place_fail(at, err, ERR_SYNTAX, "must be a string, not %s", json_kind(value));
    rule->is_family = license_list_family_read(text, &rule->family);
    rule->is_front = text_ends(text, TEXT("*")) && text.len > 1;
    rule->what = arena_text(arena, text);
    return rule->is_family || rule->is_front || read_license(&rule->what, text, at, arena, err);
}

static bool read_rules(struct license_policy *policy, yyjson_val *root, const struct json_place *up,
    enum license_answer answer, struct arena *arena, struct err *err)
{
    struct json_place list = {.up = up, .key = answer_words[answer]};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(root, list.key), up, list.key, &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct license_policy_rule *rule = &policy->rules[policy->rule_count];
        rule->answer = answer;
        if (!read_rule(rule, item, &at, arena, err))
            return false;
        for (size_t r = 0; r < policy->rule_count; r++)
            if (text_eq_nocase(policy->rules[r].what, rule->what))
                return json_place_fail(&at, err, ERR_SYNTAX, "%.*s is in \"%s\" already",
                    TEXT_ARG(text_slice(rule->what, 0, 80)), answer_words[policy->rules[r].answer]);
        policy->rule_count++;
    }
    return true;
}

static bool read_answer(yyjson_val *object, const char *key, const struct json_place *up,
    enum license_answer *answer, struct err *err)
{
    struct json_place at = {.up = up, .key = key};
    struct text word;
    if (!json_place_text(json_get(object, key), up, key, LIMIT_NAME_BYTES, &word, err))
        return false;
    return !word.len || license_policy_word_read(word, answer) ||
           json_place_fail(&at, err, ERR_SYNTAX, "must be allow, review or deny");
}

/* A date holds to its end. */
static bool read_until(
    yyjson_val *object, const struct json_place *up, int64_t *ret_until_us, struct err *err)
{
    struct json_place at = {.up = up, .key = "until"};
    struct text text;
    if (!json_place_text(json_get(object, "until"), up, "until", LIMIT_NAME_BYTES, &text, err))
        return false;
    if (!text.len)
        return true;
    if (!clock_read(text, ret_until_us))
        return json_place_fail(&at, err, ERR_SYNTAX, "must be a date, \"2027-01-31\"");
    *ret_until_us += text_find(text, ':') < 0 ? CLOCK_DAY_US : 0;
    return true;
}

static bool check_members(yyjson_val *object, const char *const *names, size_t name_count,
    const struct json_place *at, struct err *err)
{
    yyjson_obj_iter walk = yyjson_obj_iter_with(object);
    for (yyjson_val *key; (key = yyjson_obj_iter_next(&walk));) {
        bool is_known = false;
        for (size_t i = 0; i < name_count; i++)
            is_known |= yyjson_equals_str(key, names[i]);
        if (!is_known)
            return json_place_fail(
                at, err, ERR_SYNTAX, "has no member \"%.80s\"", yyjson_get_str(key));
    }
    return true;
}

bool license_policy_read_exception(struct license_policy_exception *ret_exception,
    yyjson_val *value, const struct json_place *at, struct arena *arena, struct err *err)
{
    struct license_policy_exception one = {.answer = LICENSE_ALLOW};
    const struct {
        const char *name;
        size_t max_bytes;
        struct text *text;
    } texts[] = {{"package", LIMIT_PURL_BYTES, &one.package},
        {"license", LIMIT_NAME_BYTES, &one.license}, {"scope", LIMIT_NAME_BYTES, &one.scope},
        {"service", LIMIT_NAME_BYTES, &one.service}, {"reason", LIMIT_API_TEXT_BYTES, &one.reason},
        {"by", LIMIT_NAME_BYTES, &one.by}};
    if (!json_place_is_object(value, at, err))
        return false;
    for (size_t i = 0; i < LEN_OF(texts); i++)
        if (!json_place_text(json_get(value, texts[i].name), at, texts[i].name, texts[i].max_bytes,
                texts[i].text, err))
            return false;
    for (size_t i = 0; i < LEN_OF(texts); i++)
        *texts[i].text = arena_text(arena, *texts[i].text);
    struct json_place license = {.up = at, .key = "license"};
    if (!read_answer(value, "answer", at, &one.answer, err) ||
        !read_until(value, at, &one.until_us, err) ||
        (one.license.len && !read_license(&one.license, one.license, &license, arena, err)))
        return false;
    if (!text_trim(one.reason).len)
        return json_place_fail(at, err, ERR_SYNTAX, "has no reason");
    if (one.package.len && !text_starts(one.package, TEXT("pkg:")))
        return json_place_fail(at, err, ERR_SYNTAX, "package: must begin with \"pkg:\"");
    *ret_exception = one;
    return true;
}

/* One in a file: it says of what, and nothing that is not known. */
static bool read_listed(struct license_policy_exception *one, yyjson_val *value,
    const struct json_place *at, struct arena *arena, struct err *err)
{
    static const char *const names[] = {
        "package", "license", "scope", "service", "answer", "reason", "by", "until"};
    if (!license_policy_read_exception(one, value, at, arena, err) ||
        !check_members(value, names, LEN_OF(names), at, err))
        return false;
    bool has_criterion = one->package.len || one->license.len || one->scope.len || one->service.len;
    return has_criterion ||
           json_place_fail(at, err, ERR_SYNTAX, "says neither package, license, scope nor service");
}

static bool read_exceptions(struct license_policy *policy, yyjson_val *root,
    const struct json_place *up, struct arena *arena, struct err *err)
{
    struct json_place list = {.up = up, .key = "exceptions"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(root, "exceptions"), up, "exceptions", &array, err))
        return false;
    if (yyjson_arr_size(array) > LIMIT_LICENSE_EXCEPTIONS)
        return json_place_fail(&list, err, ERR_LIMIT, "more than %zu", LIMIT_LICENSE_EXCEPTIONS);
    policy->exceptions =
        arena_take_array(arena, yyjson_arr_size(array), sizeof *policy->exceptions);
    if (!policy->exceptions)
        return arena_check(arena, err);
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct license_policy_exception *one = &policy->exceptions[policy->exception_count];
        if (!read_listed(one, item, &at, arena, err))
            return false;
        policy->exception_count++;
    }
    return true;
}

static bool read_policy(
    struct license_policy *policy, yyjson_val *root, struct arena *arena, struct err *err)
{
    static const char *const names[] = {
        "allow", "review", "deny", "default", "missing", "exceptions"};
    static const struct json_place top = {.key = "policy"};
    size_t rules = 0;
    if (!json_place_is_object(root, &top, err) ||
        !check_members(root, names, LEN_OF(names), &top, err))
        return false;
    for (size_t i = 0; i < LICENSE_ANSWERS; i++)
        rules += yyjson_arr_size(json_get(root, answer_words[i]));
    if (rules > LIMIT_LICENSE_RULES)
        return json_place_fail(&top, err, ERR_LIMIT, "more than %zu rules", LIMIT_LICENSE_RULES);
    policy->rules = arena_take_array(arena, rules, sizeof *policy->rules);
    if (!policy->rules)
        return arena_check(arena, err);
    for (size_t i = 0; i < LICENSE_ANSWERS; i++)
        if (!read_rules(policy, root, NULL, (enum license_answer)i, arena, err))
            return false;
    return read_answer(root, "default", NULL, &policy->otherwise, err) &&
           read_answer(root, "missing", NULL, &policy->missing, err) &&
           read_exceptions(policy, root, NULL, arena, err);
}

bool license_policy_read(struct license_policy *ret_policy, struct text name, yyjson_val *root,
    struct arena *arena, struct err *err)
{
    struct license_policy policy = {.otherwise = LICENSE_REVIEW, .missing = LICENSE_REVIEW};
    if (!read_policy(&policy, root, arena, err))
        return name.len ? err_add(err, "%.*s", TEXT_ARG(name)) : false;
    *ret_policy = policy;
    return true;
}

/* -- printing -- */

void license_policy_print(const struct license_policy *policy, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "default", answer_words[policy->otherwise]);
    json_print_member_z(out, "missing", answer_words[policy->missing]);
    for (size_t answer = 0; answer < LICENSE_ANSWERS; answer++) {
        json_print_member_open(out, answer_words[answer], '[');
        for (size_t i = 0; i < policy->rule_count; i++)
            if (policy->rules[i].answer == answer)
                json_print_text(out, policy->rules[i].what);
        json_print_close(out, ']');
    }
    json_print_close(out, '}');
}

void license_policy_print_exception(
    const struct license_policy_exception *exception, struct buf *out)
{
    json_print_member_or_null(out, "package", exception->package);
    json_print_member_or_null(out, "license", exception->license);
    json_print_member_or_null(out, "scope", exception->scope);
    json_print_member_or_null(out, "service", exception->service);
    json_print_member_z(out, "answer", answer_words[exception->answer]);
    json_print_member(out, "reason", exception->reason);
    json_print_member_or_null(out, "by", exception->by);
    json_print_member_time(out, "until", exception->until_us);
}
