/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_condition.h"

static const char *const source_words[BADGE_SOURCES] = {
    [BADGE_ON_ACTION] = "action",
    [BADGE_ON_COMPLETION] = "completion",
    [BADGE_ON_ADVICE] = "advice",
    [BADGE_ON_QUARTER] = "quarter",
};
/* By enum ssvc_decision, and by enum action_certifier. */
static const char *const priority_words[] = {"defer", "scheduled", "out_of_cycle", "immediate"};
static const char *const certifier_words[] = {
    "myself", "coworker", "trusted_third_party", "system"};

const char *badge_source_word(enum badge_source source)
{
    return source_words[source];
}

/* -- reading, each kind of member -- */

struct reading {
    const char *place;
    yyjson_val *object;
    struct err *err;
};

static bool read_flag(const struct reading *it, const char *key, bool *ret_flag)
{
    yyjson_val *value = json_get(it->object, key);
    if (value && !yyjson_is_bool(value))
        return err_set(it->err, ERR_USAGE, "%s.%s: is %s, not true or false", it->place, key,
            json_kind(value));
    if (value)
        *ret_flag = yyjson_get_bool(value);
    return true;
}

static bool read_number(
    const struct reading *it, const char *key, int64_t most, int64_t *ret_number)
{
    yyjson_val *value = json_get(it->object, key);
    if (!value)
        return true;
    if (!yyjson_is_int(value) || yyjson_get_sint(value) < 1 || yyjson_get_sint(value) > most)
        return err_set(it->err, ERR_USAGE, "%s.%s: is no number from 1 to %lld", it->place, key,
            (long long)most);
    *ret_number = yyjson_get_sint(value);
    return true;
}

/* Returns the place of a word in a list, or -1. */
static int find_word(const char *const *words, size_t count, struct text word)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(word, words[i]))
            return (int)i;
    return -1;
}

/* Words of a list, each once, as bits. */
static bool read_words(const struct reading *it, const char *key, const char *const *words,
    size_t count, unsigned *ret_bits)
{
    size_t i, size;
    yyjson_val *item, *list = json_get(it->object, key);
    unsigned bits = 0;
    if (!list)
        return true;
    if (!yyjson_is_arr(list) || !yyjson_arr_size(list))
        return err_set(it->err, ERR_USAGE, "%s.%s: is no list of words", it->place, key);
    yyjson_arr_foreach(list, i, size, item)
    {
        struct text word = {"", 0};
        int found = json_text(item, &word) ? find_word(words, count, word) : -1;
        if (found < 0)
            return err_set(it->err, ERR_USAGE, "%s.%s[%zu]: there is no such word as \"%.*s\"",
                it->place, key, i, TEXT_ARG(text_front(word, 40)));
        if (bits & 1U << found)
            return err_set(it->err, ERR_USAGE, "%s.%s[%zu]: stands there twice", it->place, key, i);
        bits |= 1U << found;
    }
    *ret_bits = bits;
    return true;
}

static bool read_counts(const struct reading *it, struct badge_condition *condition)
{
    size_t i, size;
    yyjson_val *item, *list = json_get(it->object, "counts");
    int64_t before = 0;
    if (!list)
        return true;
    if (!yyjson_is_arr(list) || !yyjson_arr_size(list) || yyjson_arr_size(list) > BADGE_LEVELS_MAX)
        return err_set(it->err, ERR_USAGE, "%s.counts: is no list of 1 to %d numbers", it->place,
            BADGE_LEVELS_MAX);
    yyjson_arr_foreach(list, i, size, item)
    {
        if (!yyjson_is_int(item) || yyjson_get_sint(item) <= before ||
            yyjson_get_sint(item) > BADGE_COUNT_MOST)
            return err_set(it->err, ERR_USAGE, "%s.counts[%zu]: is no number above %lld, up to %d",
                it->place, i, (long long)before, BADGE_COUNT_MOST);
        before = condition->counts[i] = yyjson_get_sint(item);
    }
    condition->levels = size;
    return true;
}

static bool read_source(const struct reading *it, struct badge_condition *condition)
{
    struct text word = {"", 0};
    if (!yyjson_is_obj(it->object))
        return err_set(
            it->err, ERR_USAGE, "%s: is %s, not an object", it->place, json_kind(it->object));
    if (!json_text(json_get(it->object, "on"), &word))
        return err_set(it->err, ERR_USAGE, "%s.on: is missing", it->place);
    int found = find_word(source_words, BADGE_SOURCES, word);
    if (found < 0)
        return err_set(it->err, ERR_USAGE, "%s.on: there is no such word as \"%.*s\"", it->place,
            TEXT_ARG(text_front(word, 40)));
    condition->source = (enum badge_source)found;
    return true;
}

/* What each source knows, between spaces. */
static const char *const members[BADGE_SOURCES] = {
    [BADGE_ON_ACTION] =
        " on recipient kinds certifiers priorities with_grounds is_confirmed is_kev "
        "counts per_day ",
    [BADGE_ON_COMPLETION] = " on recipient priorities is_confirmed is_kev is_before_due "
                            "within_minutes counts per_day ",
    [BADGE_ON_ADVICE] = " on counts per_day ",
    [BADGE_ON_QUARTER] = " on least ",
};

static bool check_members(const struct reading *it, const struct badge_condition *condition)
{
    size_t i, size;
    yyjson_val *key, *value;
    struct text known = text_of(members[condition->source]);
    yyjson_obj_foreach(it->object, i, size, key, value)
    {
        char name[64];
        struct text word = {"", 0};
        (void)value;
        if (!json_text(key, &word) || word.len + 3 > sizeof name || text_find(word, ' ') >= 0)
            return err_set(
                it->err, ERR_USAGE, "%s: has a member without a name of ours", it->place);
        snprintf(name, sizeof name, " %.*s ", TEXT_ARG(word));
        if (text_find_text(known, text_of(name)) < 0)
            return err_set(it->err, ERR_USAGE, "%s.%.*s: a rule on %s knows no such member",
                it->place, TEXT_ARG(word), source_words[condition->source]);
    }
    return true;
}

static bool read_recipient(const struct reading *it, struct badge_condition *condition)
{
    struct text word = {"", 0};
    yyjson_val *value = json_get(it->object, "recipient");
    condition->is_of_team = condition->source == BADGE_ON_QUARTER;
    if (!value)
        return true;
    (void)(json_text(value, &word) ? 0 : 1);
    condition->is_of_team = text_is(word, "team");
    return condition->is_of_team || text_is(word, "person") ||
           err_set(it->err, ERR_USAGE, "%s.recipient: is neither person nor team", it->place);
}

static bool read_kinds(const struct reading *it, struct badge_condition *condition)
{
    const char *words[ACTION_KINDS];
    for (enum action_kind kind = 0; kind < ACTION_KINDS; kind++)
        words[kind] = action_kind_name(kind);
    return read_words(it, "kinds", words, ACTION_KINDS, &condition->kinds);
}

bool badge_condition_read(
    yyjson_val *object, const char *place, struct badge_condition *ret_condition, struct err *err)
{
    struct reading it = {place, object, err};
    struct badge_condition condition = {0};
    if (!read_source(&it, &condition) || !check_members(&it, &condition) ||
        !read_recipient(&it, &condition) || !read_kinds(&it, &condition) ||
        !read_words(
            &it, "certifiers", certifier_words, LEN_OF(certifier_words), &condition.certifiers) ||
        !read_words(
            &it, "priorities", priority_words, LEN_OF(priority_words), &condition.priorities) ||
        !read_flag(&it, "with_grounds", &condition.has_grounds) ||
        !read_flag(&it, "is_confirmed", &condition.is_confirmed) ||
        !read_flag(&it, "is_kev", &condition.is_kev) ||
        !read_flag(&it, "is_before_due", &condition.is_before_due) ||
        !read_number(&it, "within_minutes", BADGE_MINUTES_MOST, &condition.within_minutes) ||
        !read_number(&it, "per_day", BADGE_PER_DAY_MOST, &condition.per_day) ||
        !read_number(&it, "least", BADGE_COUNT_MOST, &condition.least) ||
        !read_counts(&it, &condition))
        return false;
    *ret_condition = condition;
    return true;
}

/* -- writing -- */

static void print_words(
    struct buf *out, const char *key, const char *const *words, size_t count, unsigned bits)
{
    if (!bits)
        return;
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < count; i++)
        if (bits & 1U << i)
            json_print_text(out, text_of(words[i]));
    json_print_close(out, ']');
}

static void print_flag(struct buf *out, const char *key, bool flag)
{
    if (flag)
        json_print_member_bool(out, key, true);
}

static void print_number(struct buf *out, const char *key, int64_t number)
{
    if (number)
        json_print_member_int(out, key, number);
}

static void print_kinds(struct buf *out, unsigned kinds)
{
    const char *words[ACTION_KINDS];
    for (enum action_kind kind = 0; kind < ACTION_KINDS; kind++)
        words[kind] = action_kind_name(kind);
    print_words(out, "kinds", words, ACTION_KINDS, kinds);
}

void badge_condition_print(struct buf *out, const struct badge_condition *condition)
{
    json_print_open(out, '{');
    json_print_member_z(out, "on", source_words[condition->source]);
    if (condition->is_of_team && condition->source != BADGE_ON_QUARTER)
        json_print_member_z(out, "recipient", "team");
    print_kinds(out, condition->kinds);
    print_words(out, "certifiers", certifier_words, LEN_OF(certifier_words), condition->certifiers);
    print_words(out, "priorities", priority_words, LEN_OF(priority_words), condition->priorities);
    print_flag(out, "with_grounds", condition->has_grounds);
    print_flag(out, "is_confirmed", condition->is_confirmed);
    print_flag(out, "is_kev", condition->is_kev);
    print_flag(out, "is_before_due", condition->is_before_due);
    print_number(out, "within_minutes", condition->within_minutes);
    print_number(out, "per_day", condition->per_day);
    print_number(out, "least", condition->least);
    if (condition->levels)
        json_print_member_open(out, "counts", '[');
    for (size_t i = 0; i < condition->levels; i++)
        json_print_int(out, condition->counts[i]);
    if (condition->levels)
        json_print_close(out, ']');
    json_print_close(out, '}');
}

/* -- judging -- */

static bool is_among(unsigned bits, int value)
{
    return !bits || (value >= 0 && bits & 1U << value);
}

bool badge_condition_holds(const struct badge_condition *condition, const struct badge_fact *fact)
{
    if (fact->is_void || fact->source != condition->source)
        return false;
    if (condition->is_of_team ? !fact->team_id : !fact->account_id)
        return false;
    if (condition->within_minutes &&
        (fact->after_seconds < 0 || fact->after_seconds > condition->within_minutes * 60))
        return false;
    return (condition->source != BADGE_ON_ACTION || is_among(condition->kinds, (int)fact->kind)) &&
           is_among(condition->certifiers, (int)fact->certifier) &&
           is_among(condition->priorities, fact->priority) &&
           (!condition->has_grounds || fact->ground_count > 0) &&
           (!condition->is_confirmed || fact->is_confirmed) &&
           (!condition->is_kev || fact->is_kev) &&
           (!condition->is_before_due || fact->is_before_due);
}
