/* SPDX-License-Identifier: Apache-2.0 */
/* Maven: VersionRange.createFromVersionSpec of maven-artifact 3.9. Intervals with commas between, in order and apart from
   each other. A version alone only recommends one there, and lets any in, so it is no constraint. */
#include "domain/constraint_syntax.h"

static bool check_behind(const struct constraint_reader *reader, const char *at,
    const struct constraint_interval *last, const struct constraint_interval *next)
{
    int order = 1;
    if (!last->to.version.at) /* Maven looks no further than the bound before */
        return true;
    if (next->from.version.at && !version_compare_checked(reader->scheme, last->to.version,
                                     next->from.version, &order, reader->err))
        return constraint_syntax_place(reader, at);
    return order <= 0 || constraint_syntax_fail(reader, at, "it overlaps the interval before it");
}

bool constraint_maven_read(struct constraint_reader *reader, struct constraint_set *set)
{
    struct constraint_interval last = {0};
    bool is_first = true;
    if (reader->rest.len && !strchr("[(", reader->rest.at[0]))
        return constraint_syntax_fail(reader, reader->rest.at,
            "a version alone only recommends one; this version and no other is written [1.0]");
    do {
        constraint_syntax_skip_spaces(reader);
        const char *begin = reader->rest.at;
        struct constraint_interval one;
        if (!constraint_bracket_read(reader, &one) ||
            (!is_first && !check_behind(reader, begin, &last, &one)) ||
            !constraint_syntax_add(reader, set, one))
            return false;
        last = one;
        is_first = false;
        constraint_syntax_skip_spaces(reader);
    } while (constraint_syntax_skip(reader, ","));
    return reader->rest.len == 0 ||
           constraint_syntax_fail(reader, reader->rest.at, "a comma must stand between intervals");
}
