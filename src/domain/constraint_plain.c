/* SPDX-License-Identifier: Apache-2.0 */
/* Plain comparators in any scheme, all of which must hold: GitHub's advisories (">= 1.0, < 2.0", "= 1.2"), dpkg's "<<" and
   ">>", rpm's and apk's. "<" and ">" exclude the version, as in all of these but dpkg before 1995. */
#include "domain/constraint_syntax.h"

static const struct constraint_word words[] = {
    {"<<", CONSTRAINT_LESS},
    {"<=", CONSTRAINT_LESS_EQUAL},
    {"<", CONSTRAINT_LESS},
    {">>", CONSTRAINT_GREATER},
    {">=", CONSTRAINT_GREATER_EQUAL},
    {">", CONSTRAINT_GREATER},
    {"==", CONSTRAINT_EQUAL},
    {"=", CONSTRAINT_EQUAL},
    {"!=", CONSTRAINT_NOT_EQUAL},
    {NULL, 0},
};

/* rpm compares releases only where both sides have one (rpmdsCompare). */
static enum constraint_level level_of(const struct constraint_reader *reader, struct text version)
{
    return reader->scheme == VERSION_RPM && text_find(version, '-') < 0 ? CONSTRAINT_FAMILY
                                                                        : CONSTRAINT_EXACT;
}

static bool read_one(struct constraint_reader *reader, struct constraint_set *one)
{
    const char *begin = reader->rest.at;
    enum constraint_operator meaning = constraint_syntax_operator(reader, words, CONSTRAINT_DASH);
    if (meaning == CONSTRAINT_DASH)
        return constraint_syntax_fail(
            reader, begin, "one of <, <=, =, !=, >=, >, << and >> must stand before a version");
    constraint_syntax_skip_spaces(reader);
    struct text version = constraint_syntax_word(reader, ",<>=!|");
    return constraint_syntax_check(reader, version) &&
           constraint_syntax_compare(reader, one, meaning, version, level_of(reader, version));
}

bool constraint_plain_read(struct constraint_reader *reader, struct constraint_set *set)
{
    bool is_first = true;
    do {
        struct constraint_set one = constraint_set_none(reader->scheme, reader->arena);
        constraint_syntax_skip_spaces(reader);
        if (!read_one(reader, &one) || !constraint_syntax_and(reader, set, &one, is_first))
            return false;
        is_first = false;
        constraint_syntax_skip_spaces(reader);
    } while (constraint_syntax_skip(reader, ",") || reader->rest.len);
    return true;
}
