/* SPDX-License-Identifier: Apache-2.0 */
/* Cargo: VersionReq of the semver crate ("Specifying Dependencies" of the Cargo book). Comparators with commas between, all of
   which must hold; without an operator a caret is meant. */
#include "domain/constraint_semver.h"

static const struct constraint_word words[] = {
    {"<=", CONSTRAINT_LESS_EQUAL},
    {"<", CONSTRAINT_LESS},
    {">=", CONSTRAINT_GREATER_EQUAL},
    {">", CONSTRAINT_GREATER},
    {"=", CONSTRAINT_EQUAL},
    {"~", CONSTRAINT_TILDE},
    {"^", CONSTRAINT_CARET},
    {NULL, 0},
};

static bool read_comparator(
    struct constraint_reader *reader, struct constraint_semver_sum *sum, bool *ret_is_any)
{
    struct constraint_semver partial;
    enum constraint_operator meaning = constraint_syntax_operator(reader, words, CONSTRAINT_DASH);
    constraint_syntax_skip_spaces(reader);
    if (!constraint_semver_partial(reader, &partial))
        return false;
    if (partial.stray || (partial.has_wildcard && partial.pre.at))
        return constraint_syntax_fail(
            reader, partial.written.at, "nothing but wildcards may stand behind a wildcard");
    *ret_is_any = partial.count == 0;
    if (partial.count == 0 && (meaning != CONSTRAINT_DASH || partial.written.len > 1))
        return constraint_syntax_fail(
            reader, partial.written.at, "a lone star takes no operator and nothing behind it");
    if (meaning == CONSTRAINT_DASH)
        meaning = partial.has_wildcard ? CONSTRAINT_EQUAL : CONSTRAINT_CARET;
    return constraint_semver_add(sum, meaning, &partial);
}

bool constraint_cargo_read(struct constraint_reader *reader, struct constraint_set *set)
{
    struct constraint_semver_sum sum = constraint_semver_begin(reader);
    bool is_first = true, is_any = false;
    do {
        constraint_syntax_skip_spaces(reader);
        const char *begin = reader->rest.at;
        bool was_any = is_any;
        if (!read_comparator(reader, &sum, &is_any))
            return false;
        if (!is_first && (is_any || was_any))
            return constraint_syntax_fail(reader, begin, "a lone star takes no other comparators");
        is_first = false;
        constraint_syntax_skip_spaces(reader);
    } while (constraint_syntax_skip(reader, ","));
    if (reader->rest.len)
        return constraint_syntax_fail(
            reader, reader->rest.at, "a comma must stand between comparators");
    return constraint_semver_end(&sum, set);
}
