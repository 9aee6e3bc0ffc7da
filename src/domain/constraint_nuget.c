/* SPDX-License-Identifier: Apache-2.0 */
/* NuGet: "Package versioning" of its manual, and NuGet.Versioning's VersionRangeFactory and FloatRange. An interval, a least
   version alone, or one with a star, which holds what FloatRange.Satisfies says. Prereleases lie in intervals by their order:
   2.0-beta is in [1.0,2.0). */
#include "base/attr.h"
#include "domain/constraint_syntax.h"

enum { NUMBERS_MAX = 4 };

/* "1.2.*": all releases that begin so. */
static bool read_numbers_star(
    const struct constraint_reader *reader, struct text word, struct constraint_set *set)
{
    struct text front = text_slice(word, 0, word.len - 1), last;
    struct constraint_interval interval = {.without = CONSTRAINT_NO_PRE};
    if (front.len == 0)
        return constraint_syntax_add(reader, set, interval);
    front.len--; /* the dot before the star */
    ptrdiff_t dot = text_find_last(front, '.');
    last = text_from(front, (size_t)(dot + 1));
    struct text next = constraint_syntax_next(reader, last);
    interval.from = (struct constraint_cut){front, CONSTRAINT_EXACT, false};
    interval.to = (struct constraint_cut){
        arena_format(reader->arena, "%.*s%.*s", (int)(dot + 1), front.at, TEXT_ARG(next)),
        CONSTRAINT_EXACT, false};
    return constraint_syntax_add(reader, set, interval);
}

static size_t count_numbers(struct text t)
{
    size_t count = 0;
    while (t.at) {
        struct text number = text_cut(&t, '.');
        for (size_t i = 0; i < number.len; i++)
            if (!text_is_digit(number.at[i]))
                return 0;
        if (number.len == 0)
            return 0;
        count++;
    }
    return count;
}

static bool read_star(
    struct constraint_reader *reader, struct text word, struct constraint_set *set)
{
    struct text front = text_slice(word, 0, word.len - 1);
    bool has_dot = front.len && front.at[front.len - 1] == '.';
    size_t numbers = has_dot ? count_numbers(text_slice(front, 0, front.len - 1)) : 0;
    if (front.len == 0 || (numbers && numbers < NUMBERS_MAX))
        return read_numbers_star(reader, word, set);
    return constraint_syntax_fail(
        reader, word.at, "a star stands alone or behind one to three numbers: 1.2.*");
}

bool constraint_nuget_read(struct constraint_reader *reader, struct constraint_set *set)
{
    struct constraint_interval interval = {0};
    if (reader->rest.len && strchr("[(", reader->rest.at[0])) {
        if (!constraint_bracket_read(reader, &interval))
            return false;
        if (!interval.from.version.at && !interval.to.version.at)
            return constraint_syntax_fail(reader, reader->text.at, "an interval names no version");
        if (reader->rest.len)
            return constraint_syntax_fail(
                reader, reader->rest.at, "nothing may stand behind the interval");
        return constraint_syntax_add(reader, set, interval);
    }
    struct text word = reader->rest;
    if (word.len && word.at[word.len - 1] == '*')
        return read_star(reader, word, set);
    interval.from = (struct constraint_cut){word, CONSTRAINT_EXACT, false};
    return constraint_syntax_check(reader, word) && constraint_syntax_add(reader, set, interval);
}
