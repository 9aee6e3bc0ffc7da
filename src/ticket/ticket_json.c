/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_json.h"

static bool is_repeated(const struct text *texts, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_eq(texts[i], texts[at]))
            return true;
    return false;
}

struct text ticket_json_list(const struct text *texts, size_t count, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '[');
    for (size_t i = 0; i < count; i++)
        if (!is_repeated(texts, i))
            json_print_text(&out, texts[i]);
    json_print_close(&out, ']');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

struct text ticket_json_decision(const struct ticket_decision *decision, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    ticket_decide_print(decision, &out);
    json_print_close(&out, '}');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}
