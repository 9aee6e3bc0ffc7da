/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/constraint_syntax.h"

#include <stdarg.h>
#include <stdio.h>

bool constraint_syntax_place(const struct constraint_reader *reader, const char *at)
{
    return err_add(reader->err, "column %zu", (size_t)(at - reader->text.at) + 1);
}

bool constraint_syntax_fail(
    const struct constraint_reader *reader, const char *at, const char *format, ...)
{
    char why[256];
    va_list list;
    va_start(list, format);
    vsnprintf(why, sizeof why, format, list);
    va_end(list);
    err_set(reader->err, ERR_SYNTAX, "%s", why);
    return constraint_syntax_place(reader, at);
}

void constraint_syntax_skip_spaces(struct constraint_reader *reader)
{
    while (reader->rest.len && text_is_space(reader->rest.at[0]))
        reader->rest = text_from(reader->rest, 1);
}

bool constraint_syntax_skip(struct constraint_reader *reader, const char *word)
{
    struct text wanted = text_of(word);
    if (!text_starts(reader->rest, wanted))
        return false;
    reader->rest = text_from(reader->rest, wanted.len);
    return true;
}

enum constraint_operator constraint_syntax_operator(struct constraint_reader *reader,
    const struct constraint_word *words, enum constraint_operator otherwise)
{
    for (; words->word; words++)
        if (constraint_syntax_skip(reader, words->word))
            return words->meaning;
    return otherwise;
}

struct text constraint_syntax_word(struct constraint_reader *reader, const char *stops)
{
    size_t len = 0;
    while (len < reader->rest.len && !text_is_space(reader->rest.at[len]) &&
           !(reader->rest.at[len] && strchr(stops, reader->rest.at[len])))
        len++;
    struct text word = text_slice(reader->rest, 0, len);
    reader->rest = text_from(reader->rest, len);
    return word;
}

bool constraint_syntax_check(const struct constraint_reader *reader, struct text version)
{
    if (version.len == 0)
        return constraint_syntax_fail(reader, version.at, "a version is missing");
    return version_check(reader->scheme, version, reader->err) ||
           constraint_syntax_place(reader, version.at);
}

bool constraint_syntax_compare(const struct constraint_reader *reader, struct constraint_set *set,
    enum constraint_operator meaning, struct text version, enum constraint_level level)
{
    struct constraint_cut before = {version, level, false}, behind = {version, level, true};
    struct constraint_interval interval = {.from = before, .to = behind};
    if (meaning == CONSTRAINT_LESS || meaning == CONSTRAINT_LESS_EQUAL)
        interval = (struct constraint_interval){.to = meaning == CONSTRAINT_LESS ? before : behind};
    if (meaning == CONSTRAINT_GREATER || meaning == CONSTRAINT_GREATER_EQUAL)
        interval =
            (struct constraint_interval){.from = meaning == CONSTRAINT_GREATER ? behind : before};
    return meaning == CONSTRAINT_NOT_EQUAL ? constraint_set_add_outside(set, &interval, reader->err)
                                           : constraint_set_add(set, &interval, reader->err);
}

bool constraint_syntax_and(const struct constraint_reader *reader, struct constraint_set *set,
    const struct constraint_set *one, bool is_first)
{
    bool is_good = is_first ? constraint_set_widen(set, one, reader->err)
                            : constraint_set_narrow(set, one, reader->err);
    return is_good || constraint_syntax_place(reader, reader->rest.at);
}

bool constraint_syntax_add(const struct constraint_reader *reader, struct constraint_set *set,
    struct constraint_interval interval)
{
    return constraint_set_add(set, &interval, reader->err);
}

struct text constraint_syntax_next(const struct constraint_reader *reader, struct text digits)
{
    char *at = arena_take(reader->arena, digits.len + 1);
    if (!at)
        return TEXT("0");
    at[0] = '0';
    if (digits.len)
        memcpy(at + 1, digits.at, digits.len);
    size_t i = digits.len;
    for (; at[i] == '9'; i--)
        at[i] = '0';
    at[i]++;
    struct text next = {at, digits.len + 1};
    return next.at[0] == '0' && next.len > 1 ? text_from(next, 1) : next;
}

static bool read_bound(struct constraint_reader *reader, struct text *ret_version)
{
    constraint_syntax_skip_spaces(reader);
    struct text version = constraint_syntax_word(reader, ",[]()");
    constraint_syntax_skip_spaces(reader);
    *ret_version = version;
    return version.len == 0 || constraint_syntax_check(reader, version);
}

static bool check_order(const struct constraint_reader *reader, const char *at,
    const struct constraint_interval *interval)
{
    int order;
    if (!interval->from.version.at || !interval->to.version.at)
        return true;
    if (!constraint_set_compare(
            reader->scheme, &interval->from, &interval->to, &order, reader->err))
        return constraint_syntax_place(reader, at);
    return order < 0 || constraint_syntax_fail(reader, at, "its end does not lie behind its begin");
}

static struct constraint_cut cut_of(struct text version, bool is_behind)
{
    return version.len ? (struct constraint_cut){version, CONSTRAINT_EXACT, is_behind}
                       : (struct constraint_cut){0};
}

bool constraint_bracket_read(
    struct constraint_reader *reader, struct constraint_interval *ret_interval)
{
    const char *begin = reader->rest.at;
    bool is_open = constraint_syntax_skip(reader, "(");
    if (!is_open && !constraint_syntax_skip(reader, "["))
        return constraint_syntax_fail(reader, begin, "an interval begins with [ or (");
    struct text from, to;
    if (!read_bound(reader, &from))
        return false;
    bool is_one = !constraint_syntax_skip(reader, ",");
    to = from;
    if (!is_one && !read_bound(reader, &to))
        return false;
    const char *end = reader->rest.at;
    bool is_closed = constraint_syntax_skip(reader, "]");
    if (!is_closed && !constraint_syntax_skip(reader, ")"))
        return constraint_syntax_fail(reader, end, "an interval ends with ] or )");
    if (is_one && (is_open || !is_closed || from.len == 0))
        return constraint_syntax_fail(reader, begin, "one version alone is written [1.0]");
    struct constraint_interval interval = {cut_of(from, is_open), cut_of(to, is_closed), 0, {0}};
    *ret_interval = interval;
    return check_order(reader, begin, &interval);
}
