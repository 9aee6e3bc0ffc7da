/* SPDX-License-Identifier: Apache-2.0 */
/* node-semver's classes/range.js (replaceTilde, replaceCaret, replaceXRange, testSet) and the semver crate's eval.rs, which
   agree where both have an operator. */
#include "domain/constraint_semver.h"

static bool is_wildcard(struct text t)
{
    return text_is(t, "x") || text_is(t, "X") || text_is(t, "*");
}

static bool is_number(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!text_is_digit(t.at[i]))
            return false;
    return t.len > 0;
}

static bool read_numbers(
    const struct constraint_reader *reader, struct text front, struct constraint_semver *partial)
{
    size_t parts = 0;
    struct text part = {front.at, 0};
    while (front.at) {
        part = text_cut(&front, '.');
        bool is_wild = is_wildcard(part);
        if (++parts > CONSTRAINT_SEMVER_NUMBERS)
            return constraint_syntax_fail(reader, part.at, "there are more than three numbers");
        if (!is_wild && !is_number(part))
            return constraint_syntax_fail(reader, part.at,
                "\"%.*s\" is neither a number nor x or *", TEXT_ARG(text_slice(part, 0, 40)));
        partial->has_wildcard |= is_wild;
        if (!partial->has_wildcard)
            partial->numbers[partial->count++] = part;
        else if (!is_wild && !partial->stray)
            partial->stray = part.at;
    }
    return true;
}

bool constraint_semver_partial(
    struct constraint_reader *reader, struct constraint_semver *ret_partial)
{
    struct constraint_semver partial = {.written = constraint_syntax_word(reader, "|,<>=~^")};
    struct text rest = partial.written, build = partial.written;
    struct text front = text_cut(&build, '+');
    rest = front;
    front = text_cut(&rest, '-');
    if (partial.written.len == 0)
        return constraint_syntax_fail(reader, partial.written.at, "a version is missing");
    if (!read_numbers(reader, front, &partial))
        return false;
    size_t parts = 1;
    for (size_t i = 0; i < front.len; i++)
        parts += front.at[i] == '.';
    if (rest.at && parts < CONSTRAINT_SEMVER_NUMBERS)
        return constraint_syntax_fail(
            reader, front.at + front.len, "a label may only stand behind three numbers");
    partial.pre = rest;
    bool has_labels = !partial.has_wildcard && (rest.at || build.at);
    *ret_partial = partial;
    return !has_labels || constraint_syntax_check(reader, partial.written);
}

struct constraint_semver_sum constraint_semver_begin(const struct constraint_reader *reader)
{
    return (struct constraint_semver_sum){
        .reader = reader, .named = constraint_set_none(reader->scheme, reader->arena)};
}

static struct text number_of(const struct constraint_semver *partial, size_t at)
{
    return at < partial->count ? partial->numbers[at] : TEXT("0");
}

/* The least version that begins as partial does. */
static struct text least(
    const struct constraint_reader *reader, const struct constraint_semver *partial)
{
    if (partial->count == CONSTRAINT_SEMVER_NUMBERS)
        return partial->written;
    return arena_format(reader->arena, "%.*s.%.*s.0", TEXT_ARG(number_of(partial, 0)),
        TEXT_ARG(number_of(partial, 1)));
}

/* The least version, or with "-0" the least pre-release, whose number at a place is one greater. */
static struct text above(const struct constraint_reader *reader,
    const struct constraint_semver *partial, size_t at, const char *end)
{
    struct text next = constraint_syntax_next(reader, partial->numbers[at]);
    struct text first = partial->numbers[0], second = number_of(partial, 1);
    if (at == 0)
        return arena_format(reader->arena, "%.*s.0.0%s", TEXT_ARG(next), end);
    if (at == 1)
        return arena_format(reader->arena, "%.*s.%.*s.0%s", TEXT_ARG(first), TEXT_ARG(next), end);
    return arena_format(
        reader->arena, "%.*s.%.*s.%.*s%s", TEXT_ARG(first), TEXT_ARG(second), TEXT_ARG(next), end);
}

/* Remembers the pre-releases of the three numbers that partial has. */
static bool name_pre(struct constraint_semver_sum *sum, const struct constraint_semver *partial)
{
    struct arena *arena = sum->reader->arena;
    const struct text *n = partial->numbers;
    if (!partial->pre.at || partial->count < CONSTRAINT_SEMVER_NUMBERS)
        return true;
    struct text full =
        arena_format(arena, "%.*s.%.*s.%.*s", TEXT_ARG(n[0]), TEXT_ARG(n[1]), TEXT_ARG(n[2]));
    struct constraint_interval interval = {
        .from = {arena_format(arena, "%.*s-0", TEXT_ARG(full)), CONSTRAINT_EXACT, false},
        .to = {full, CONSTRAINT_EXACT, false}};
    return constraint_syntax_add(sum->reader, &sum->named, interval);
}

static bool narrow(struct constraint_semver_sum *sum, struct text from, bool is_behind_from,
    struct text to, bool is_behind_to)
{
    const struct constraint_reader *reader = sum->reader;
    struct constraint_interval one = {.from = {from, CONSTRAINT_EXACT, is_behind_from},
        .to = {to, CONSTRAINT_EXACT, is_behind_to}};
    struct constraint_set all = constraint_set_none(reader->scheme, reader->arena), part = all;
    if (!constraint_syntax_add(reader, &all, sum->interval) ||
        !constraint_syntax_add(reader, &part, one) ||
        !constraint_set_narrow(&all, &part, reader->err))
        return false;
    sum->is_none = sum->is_none || all.count == 0;
    if (all.count)
        sum->interval = all.at[0];
    return true;
}

/* A comparator with a partial version: 1.2 stands for all of 1.2. */
static bool add_partial(struct constraint_semver_sum *sum, enum constraint_operator meaning,
    const struct constraint_semver *partial)
{
    const struct constraint_reader *reader = sum->reader;
    const struct text none = {0};
    struct text low = least(reader, partial);
    if (partial->count == 0) {
        sum->is_none = sum->is_none || meaning == CONSTRAINT_GREATER || meaning == CONSTRAINT_LESS;
        return true;
    }
    struct text next = above(reader, partial, partial->count - 1, "");
    struct text end = above(reader, partial, partial->count - 1, "-0");
    switch (meaning) {
    case CONSTRAINT_GREATER: return narrow(sum, next, false, none, false);
    case CONSTRAINT_GREATER_EQUAL: return narrow(sum, low, false, none, false);
    case CONSTRAINT_LESS:
        return narrow(
            sum, none, false, arena_format(reader->arena, "%.*s-0", TEXT_ARG(low)), false);
    case CONSTRAINT_LESS_EQUAL: return narrow(sum, none, false, end, false);
    case CONSTRAINT_EQUAL:
    case CONSTRAINT_NOT_EQUAL:
    case CONSTRAINT_TILDE:
    case CONSTRAINT_CARET:
    case CONSTRAINT_SPELT:
    case CONSTRAINT_DASH: break;
    }
    return narrow(sum, low, false, end, false);
}

static bool is_zero(struct text digits)
{
    for (size_t i = 0; i < digits.len; i++)
        if (digits.at[i] != '0')
            return false;
    return true;
}

/* "Allows changes that do not modify the left-most non-zero element": ^0.2.3 is below 0.3.0, ^0.0 below 0.1.0. */
static bool add_caret(struct constraint_semver_sum *sum, const struct constraint_semver *partial)
{
    size_t at = 0;
    while (at + 1 < partial->count && is_zero(partial->numbers[at]))
        at++;
    return partial->count == 0 || narrow(sum, least(sum->reader, partial), false,
                                      above(sum->reader, partial, at, "-0"), false);
}

/* "Allows patch-level changes if a minor version is specified": ~1.2.3 is below 1.3.0, ~1 below 2.0.0. */
static bool add_tilde(struct constraint_semver_sum *sum, const struct constraint_semver *partial)
{
    return partial->count == 0 || narrow(sum, least(sum->reader, partial), false,
                                      above(sum->reader, partial, partial->count > 1, "-0"), false);
}

bool constraint_semver_add(struct constraint_semver_sum *sum, enum constraint_operator meaning,
    const struct constraint_semver *partial)
{
    const struct text none = {0}, full = partial->written;
    if (!name_pre(sum, partial))
        return false;
    if (meaning == CONSTRAINT_CARET)
        return add_caret(sum, partial);
    if (meaning == CONSTRAINT_TILDE)
        return add_tilde(sum, partial);
    if (partial->count < CONSTRAINT_SEMVER_NUMBERS)
        return add_partial(sum, meaning, partial);
    switch (meaning) {
    case CONSTRAINT_GREATER: return narrow(sum, full, true, none, false);
    case CONSTRAINT_GREATER_EQUAL: return narrow(sum, full, false, none, false);
    case CONSTRAINT_LESS: return narrow(sum, none, false, full, false);
    case CONSTRAINT_LESS_EQUAL: return narrow(sum, none, false, full, true);
    case CONSTRAINT_EQUAL:
    case CONSTRAINT_NOT_EQUAL:
    case CONSTRAINT_TILDE:
    case CONSTRAINT_CARET:
    case CONSTRAINT_SPELT:
    case CONSTRAINT_DASH: break;
    }
    return narrow(sum, full, false, full, true);
}

bool constraint_semver_end(struct constraint_semver_sum *sum, struct constraint_set *set)
{
    const struct constraint_reader *reader = sum->reader;
    struct constraint_set all = constraint_set_none(reader->scheme, reader->arena);
    struct constraint_interval releases = sum->interval;
    releases.without = CONSTRAINT_NO_PRE;
    if (sum->is_none)
        return true;
    return constraint_syntax_add(reader, set, releases) &&
           constraint_syntax_add(reader, &all, sum->interval) &&
           constraint_set_narrow(&all, &sum->named, reader->err) &&
           constraint_set_widen(set, &all, reader->err);
}
