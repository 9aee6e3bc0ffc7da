/* SPDX-License-Identifier: Apache-2.0 */
/* npm: node-semver's range grammar (its README, "Range Grammar"). Alternatives between "||", each a hyphen range or comparators
   with spaces between; none at all is any version. */
#include "domain/constraint_semver.h"

static const struct constraint_word words[] = {
    {"<=", CONSTRAINT_LESS_EQUAL},
    {"<", CONSTRAINT_LESS},
    {">=", CONSTRAINT_GREATER_EQUAL},
    {">", CONSTRAINT_GREATER},
    {"=", CONSTRAINT_EQUAL},
    {"~>", CONSTRAINT_TILDE},
    {"~", CONSTRAINT_TILDE},
    {"^", CONSTRAINT_CARET},
    {NULL, 0},
};

/* node-semver lets any row of "v", "=" and spaces stand before a version. */
static void skip_marks(struct constraint_reader *reader)
{
    while (reader->rest.len && (text_is_space(reader->rest.at[0]) || reader->rest.at[0] == 'v' ||
                                   reader->rest.at[0] == '='))
        reader->rest = text_from(reader->rest, 1);
}

static bool ends_here(const struct constraint_reader *reader)
{
    return reader->rest.len == 0 || text_starts(reader->rest, TEXT("||"));
}

/* Cuts " - " off the rest if it stands there. */
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

/* "1.2 - 2.3": 1.2.0 is in, and all of 2.3. */
static bool read_hyphen_end(struct constraint_reader *reader, struct constraint_semver_sum *sum,
    const struct constraint_semver *from)
{
    struct constraint_semver to;
    skip_marks(reader);
    if (!constraint_semver_partial(reader, &to) ||
        !constraint_semver_add(sum, CONSTRAINT_GREATER_EQUAL, from) ||
        !constraint_semver_add(sum, CONSTRAINT_LESS_EQUAL, &to))
        return false;
    constraint_syntax_skip_spaces(reader);
    return ends_here(reader) || constraint_syntax_fail(reader, reader->rest.at,
                                    "nothing but || may stand behind a hyphen range");
}

static bool read_comparator(
    struct constraint_reader *reader, struct constraint_semver_sum *sum, bool may_be_hyphen)
{
    struct constraint_semver partial;
    const char *begin = reader->rest.at;
    enum constraint_operator meaning = constraint_syntax_operator(reader, words, CONSTRAINT_EQUAL);
    bool has_operator = reader->rest.at != begin;
    skip_marks(reader);
    if (!constraint_semver_partial(reader, &partial))
        return false;
    if (may_be_hyphen && !has_operator && skip_hyphen(reader))
        return read_hyphen_end(reader, sum, &partial);
    bool takes_stray = meaning == CONSTRAINT_TILDE || meaning == CONSTRAINT_CARET;
    if (partial.stray && !takes_stray)
        return constraint_syntax_fail(reader, partial.stray, "a number stands behind a wildcard");
    if (!ends_here(reader) && !text_is_space(reader->rest.at[0]))
        return constraint_syntax_fail(
            reader, reader->rest.at, "a space or || must stand between comparators");
    return constraint_semver_add(sum, meaning, &partial);
}

static bool read_alternative(struct constraint_reader *reader, struct constraint_set *set)
{
    struct constraint_semver_sum sum = constraint_semver_begin(reader);
    bool is_first = true;
    constraint_syntax_skip_spaces(reader);
    while (!ends_here(reader)) {
        if (!read_comparator(reader, &sum, is_first))
            return false;
        is_first = false;
        constraint_syntax_skip_spaces(reader);
    }
    return constraint_semver_end(&sum, set);
}

bool constraint_npm_read(struct constraint_reader *reader, struct constraint_set *set)
{
    do {
        if (!read_alternative(reader, set))
            return false;
    } while (constraint_syntax_skip(reader, "||"));
    return true;
}
