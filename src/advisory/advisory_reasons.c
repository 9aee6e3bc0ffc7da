/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_reasons.h"

/* A hostile dump must not make as many reasons as it has records. */
enum { REASONS_MAX = 40, REASON_BYTES = 200 };

static size_t count_digits(struct text t, size_t from)
{
    size_t end = from;
    while (end < t.len && text_is_digit(t.at[end]))
        end++;
    return end - from;
}

/* "12:7: not JSON" becomes "not JSON". */
static struct text without_line(struct text why)
{
    size_t line = count_digits(why, 0), column = count_digits(why, line + 1);
    size_t end = line + 1 + column;
    bool is_place = line && column && why.at[line] == ':' && end + 1 < why.len &&
                    why.at[end] == ':' && why.at[end + 1] == ' ';
    return is_place ? text_from(why, end + 2) : why;
}

/* "affected[3].ranges[0]: x" becomes "affected[].ranges[]: x". */
static size_t without_numbers(struct text why, char *room, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < why.len && len < size; i++) {
        room[len++] = why.at[i];
        if (why.at[i] != '[')
            continue;
        size_t end = i + 1 + count_digits(why, i + 1);
        if (end < why.len && why.at[end] == ']')
            i = end - 1;
    }
    return len;
}

static struct advisory_reason *find(struct advisory_reasons *reasons, struct text text)
{
    for (size_t i = 0; i < reasons->len; i++)
        if (text_eq(reasons->at[i].text, text))
            return &reasons->at[i];
    return NULL;
}

void advisory_reasons_add(
    struct advisory_reasons *reasons, struct text why, struct text example, struct arena *arena)
{
    char room[REASON_BYTES];
    struct text text = {room, without_numbers(without_line(why), room, sizeof room)};
    struct advisory_reason *reason = find(reasons, text);
    if (!reason && reasons->len >= REASONS_MAX) {
        text = TEXT("other reasons");
        reason = find(reasons, text);
    }
    if (!reason) {
        reason = VEC_ADD(reasons);
        reason->text = arena_text(arena, text);
    }
    reason->count++;
    reasons->count++;
    if (example.len && reason->example_count < ADVISORY_EXAMPLES)
        reason->examples[reason->example_count++] = arena_text(arena, example);
}

void advisory_reasons_done(struct advisory_reasons *reasons)
{
    VEC_DONE(reasons);
    reasons->count = 0;
}
