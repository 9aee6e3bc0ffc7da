/* SPDX-License-Identifier: Apache-2.0 */
/* Composer: "Versions and constraints" of its manual, and VersionParser::parseConstraints (composer/semver 3). Alternatives between
   "|" or "||", each a hyphen range or constraints with commas or spaces between. "1.0" without a stability begins at 1.0-dev. */
#include "domain/constraint_composer.h"
#include "domain/constraint_trait.h"

static const struct constraint_word words[] = {
    {"<>", CONSTRAINT_NOT_EQUAL},
    {"!=", CONSTRAINT_NOT_EQUAL},
    {">=", CONSTRAINT_GREATER_EQUAL},
    {">", CONSTRAINT_GREATER},
    {"<=", CONSTRAINT_LESS_EQUAL},
    {"<", CONSTRAINT_LESS},
    {"==", CONSTRAINT_EQUAL},
    {"=", CONSTRAINT_EQUAL},
    {NULL, 0},
};

enum { NUMBERS = CONSTRAINT_COMPOSER_NUMBERS };

/* Writes a version in full into the arena; fails with the place of the version. */
static bool read_full(
    const struct constraint_reader *reader, struct text version, struct text *ret_full)
{
    char room[CONSTRAINT_COMPOSER_BYTES];
    struct text full;
    if (version.len == 0)
        return constraint_syntax_fail(reader, version.at, "a version is missing");
    const char *why = constraint_composer_full(version, room, &full);
    if (why)
        return constraint_syntax_fail(reader, version.at, "\"%.*s\" is no Composer version: %s",
            TEXT_ARG(text_slice(version, 0, 80)), why);
    *ret_full = arena_text(reader->arena, full);
    return true;
}

/* Branches have no place among numbers: they are in no interval with a bound. */
static struct constraint_interval interval_of(struct text from, struct text to)
{
    return (struct constraint_interval){.from = {from, CONSTRAINT_EXACT, false},
        .to = {to, CONSTRAINT_EXACT, false},
        .without = CONSTRAINT_NO_BRANCH};
}

/* manipulateVersionString: the numbers up to position, the last of them one greater; then zeros and "-dev". */
static struct text above(const struct constraint_reader *reader,
    const struct constraint_composer_version *version, size_t position, bool is_next)
{
    struct text numbers[NUMBERS];
    for (size_t i = 0; i < NUMBERS; i++) {
        bool is_there = i < position && i < version->count;
        numbers[i] = is_there ? version->numbers[i] : TEXT("0");
        if (is_next && i + 1 == position)
            numbers[i] = constraint_syntax_next(reader, numbers[i]);
    }
    return arena_format(reader->arena, "%.*s.%.*s.%.*s.%.*s-dev", TEXT_ARG(numbers[0]),
        TEXT_ARG(numbers[1]), TEXT_ARG(numbers[2]), TEXT_ARG(numbers[3]));
}

/* What a lower bound is written as: unless it names a stability, the branch of that version counts too. */
static bool read_least(const struct constraint_reader *reader, struct text written,
    const struct constraint_composer_version *version, struct text *ret_full)
{
    struct text full;
    bool has_label = version->label.word.len || version->label.has_dev || version->is_branch;
    if (!read_full(reader, written, &full))
        return false;
    *ret_full = has_label ? full : arena_format(reader->arena, "%.*s-dev", TEXT_ARG(full));
    return true;
}

/* "^0.2.3" goes up to the number behind the first that is not 0. */
static size_t caret_position(const struct constraint_composer_version *version)
{
    if (!text_is(version->numbers[0], "0") || version->count < 2)
        return 1;
    return !text_is(version->numbers[1], "0") || version->count < 3 ? 2 : 3;
}

/* Composer adds "-dev" before it takes build metadata away, and so takes it away too. */
static bool add_from(const struct constraint_reader *reader, struct constraint_set *one,
    struct text written, const struct constraint_composer_version *version, size_t position)
{
    struct text low;
    bool is_read = text_find(written, '+') >= 0 ? read_full(reader, written, &low)
                                                : read_least(reader, written, version, &low);
    return is_read && constraint_syntax_add(
                          reader, one, interval_of(low, above(reader, version, position, true)));
}

/* "~1.2.3" and "^1.2.3" */
static bool read_about(
    const struct constraint_reader *reader, struct text word, struct constraint_set *one)
{
    struct constraint_composer_version version;
    struct text written = text_from(word, 1);
    if (!constraint_composer_split(written, &version))
        return constraint_syntax_fail(reader, word.at, "\"%.*s\" is no version behind %c",
            TEXT_ARG(text_slice(written, 0, 80)), word.at[0]);
    if (word.at[0] == '^')
        return add_from(reader, one, written, &version, caret_position(&version));
    size_t position = version.count + version.is_branch;
    return add_from(reader, one, written, &version, position > 1 ? position - 1 : 1);
}

/* Reads "1.2.x.*" into the numbers before its wildcards. */
static bool read_wild(struct text word, struct constraint_composer_version *ret_version)
{
    struct constraint_composer_version version = {.count = 0};
    bool is_wild = false;
    if (text_starts(word, TEXT("v")))
        word = text_from(word, 1);
    while (word.at) {
        struct text part = text_cut(&word, '.');
        bool was_wild = is_wild;
        is_wild = text_is(part, "x") || text_is(part, "X") || text_is(part, "*");
        for (size_t i = 0; i < part.len; i++)
            if (!is_wild && !text_is_digit(part.at[i]))
                return false;
        if (part.len == 0 || (was_wild && !is_wild) || (!is_wild && version.count == NUMBERS - 1))
            return false;
        if (!is_wild)
            version.numbers[version.count++] = part;
    }
    *ret_version = version;
    return is_wild;
}

static bool add_wild(const struct constraint_reader *reader, struct constraint_set *one,
    struct text word, const struct constraint_composer_version *version)
{
    const struct constraint_interval all = {0};
    struct text low = above(reader, version, version->count, false);
    if (word.len == 1)
        return constraint_syntax_add(reader, one, all);
    struct text high =
        version->count ? above(reader, version, version->count, true) : (struct text){0};
    bool is_all_below = version->count && text_is(low, "0.0.0.0-dev");
    return constraint_syntax_add(
        reader, one, interval_of(is_all_below ? (struct text){0} : low, high));
}

/* Whether what was written ends with a hyphen and a label: then it names its stability. */
static bool ends_with_label(struct text written)
{
    struct constraint_composer_label label;
    for (size_t i = 0; i < written.len; i++)
        if (written.at[i] == '-' && constraint_composer_label(text_from(written, i + 1), &label))
            return true;
    return false;
}

static bool is_branch(struct text full)
{
    return text_starts(full, TEXT("dev-"));
}

/* "foo-dev" without an operator means dev-foo. */
static bool read_version(const struct constraint_reader *reader, struct text written,
    bool has_operator, struct text *ret_full)
{
    char room[CONSTRAINT_COMPOSER_BYTES];
    struct text full;
    bool is_old = !has_operator && written.len > 4 && text_ends(written, TEXT("-dev")) &&
                  constraint_composer_full(written, room, &full);
    if (!is_old)
        return read_full(reader, written, ret_full);
    *ret_full = arena_format(reader->arena, "dev-%.*s", (int)written.len - 4, written.at);
    return true;
}

static bool add_bound(const struct constraint_reader *reader, struct constraint_set *one,
    enum constraint_operator meaning, struct text full)
{
    struct constraint_set set = constraint_set_none(reader->scheme, reader->arena);
    bool is_order = meaning != CONSTRAINT_EQUAL && meaning != CONSTRAINT_NOT_EQUAL;
    if (is_order && is_branch(full))
        return true;
    if (!constraint_syntax_compare(reader, &set, meaning, full, CONSTRAINT_EXACT))
        return false;
    for (size_t i = 0; i < set.count; i++)
        set.at[i].without = is_order ? CONSTRAINT_NO_BRANCH : 0;
    return constraint_set_widen(one, &set, reader->err);
}

static bool read_bound(const struct constraint_reader *reader, struct constraint_set *one,
    enum constraint_operator meaning, bool has_operator, struct text written, struct text flag)
{
    struct text full;
    if (!read_version(reader, written, has_operator, &full))
        return false;
    bool is_stable = !is_branch(full) && text_find(full, '-') < 0;
    bool is_equal = has_operator && meaning == CONSTRAINT_EQUAL;
    bool begins_at_branch = meaning == CONSTRAINT_LESS || meaning == CONSTRAINT_GREATER_EQUAL;
    if (has_operator && !is_equal && flag.len && !text_is(flag, "stable") && is_stable)
        full = arena_format(reader->arena, "%.*s-%.*s", TEXT_ARG(full), TEXT_ARG(flag));
    else if (begins_at_branch && !is_branch(full) && !ends_with_label(written))
        full = arena_format(reader->arena, "%.*s-dev", TEXT_ARG(full));
    return add_bound(reader, one, meaning, full);
}

/* "1.0 - 2.0": 2.0 stands for all of 2.0 unless it has three numbers or a stability. */
static bool read_hyphen_end(
    struct constraint_reader *reader, struct text from, struct constraint_set *one)
{
    struct constraint_composer_version low, high;
    struct text low_full, high_full;
    constraint_syntax_skip_spaces(reader);
    struct text to = constraint_syntax_word(reader, ",|");
    if (!constraint_composer_split(from, &low) || !constraint_composer_split(to, &high))
        return constraint_syntax_fail(
            reader, from.at, "a hyphen range stands between two versions of numbers");
    if (!read_least(reader, from, &low, &low_full) || !read_full(reader, to, &high_full))
        return false;
    bool has_label = high.label.word.len || high.label.has_dev || high.is_branch;
    struct constraint_interval interval = interval_of(low_full, high_full);
    if (high.count >= 3 || has_label)
        interval.to.is_behind = true;
    else
        interval.to.version = above(reader, &high, high.count, true);
    return constraint_syntax_add(reader, one, interval);
}

static bool skip_hyphen(struct constraint_reader *reader)
{
    struct constraint_reader ahead = *reader;
    constraint_syntax_skip_spaces(&ahead);
    bool is_hyphen = ahead.rest.at > reader->rest.at && constraint_syntax_skip(&ahead, "-") &&
                     ahead.rest.len && text_is_space(ahead.rest.at[0]);
    if (is_hyphen)
        reader->rest = ahead.rest;
    return is_hyphen;
}

/* "dev-main as 1.0": the alias is for the root package alone. "dev-main#1234abcd": so is the commit. */
static void skip_alias(struct constraint_reader *reader)
{
    struct constraint_reader ahead = *reader;
    constraint_syntax_skip_spaces(&ahead);
    if (!constraint_syntax_skip(&ahead, "as ") || ahead.rest.at == reader->rest.at)
        return;
    constraint_syntax_skip_spaces(&ahead);
    if (constraint_syntax_word(&ahead, ",|").len)
        *reader = ahead;
}

static struct text without_commit(struct text word)
{
    ptrdiff_t hash = text_find(word, '#');
    struct text front = text_slice(word, 0, hash > 0 ? (size_t)hash : word.len);
    return is_branch(front) || text_ends(front, TEXT(".x-dev")) ? front : word;
}

static bool read_one(struct constraint_reader *reader, struct constraint_set *one)
{
    struct constraint_composer_version wild;
    const char *begin = reader->rest.at;
    enum constraint_operator meaning = constraint_syntax_operator(reader, words, CONSTRAINT_EQUAL);
    bool has_operator = reader->rest.at > begin;
    const char *behind = reader->rest.at;
    constraint_syntax_skip_spaces(reader);
    bool has_space = reader->rest.at > behind;
    struct text word = constraint_syntax_word(reader, ",|"), flag;
    if (!has_operator && skip_hyphen(reader))
        return read_hyphen_end(reader, word, one);
    skip_alias(reader);
    word = without_commit(constraint_composer_flag(word, &flag));
    if (flag.len && word.len == 0 && !has_operator)
        word = TEXT("*");
    if (!has_operator && word.len && strchr("~^", word.at[0]))
        return read_about(reader, word, one);
    if (!has_operator && read_wild(word, &wild))
        return add_wild(reader, one, word, &wild);
    return read_bound(
        reader, one, meaning, has_operator, word, has_space ? (struct text){"", 0} : flag);
}

static bool ends_here(const struct constraint_reader *reader)
{
    return reader->rest.len == 0 || reader->rest.at[0] == '|';
}

static bool read_alternative(struct constraint_reader *reader, struct constraint_set *set)
{
    struct constraint_set all = constraint_set_none(reader->scheme, reader->arena);
    bool is_first = true;
    do {
        struct constraint_set one = constraint_set_none(reader->scheme, reader->arena);
        constraint_syntax_skip_spaces(reader);
        if (!read_one(reader, &one) || !constraint_syntax_and(reader, &all, &one, is_first))
            return false;
        is_first = false;
        constraint_syntax_skip_spaces(reader);
    } while (constraint_syntax_skip(reader, ",") || !ends_here(reader));
    return constraint_set_widen(set, &all, reader->err);
}

bool constraint_composer_read(struct constraint_reader *reader, struct constraint_set *set)
{
    do {
        if (!read_alternative(reader, set))
            return false;
    } while (constraint_syntax_skip(reader, "||") || constraint_syntax_skip(reader, "|"));
    return true;
}
