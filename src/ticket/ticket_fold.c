/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_fold.h"

#include "codec/json.h"
#include "ticket/ticket_due.h"

#define AS_NAME(column) [FOLD_##column] = #column,
static const char *const names[] = {TICKET_FOLD_COLUMNS(AS_NAME)};

const char *ticket_fold_name(enum ticket_fold_column column)
{
    return names[column];
}

void ticket_fold_of(struct ticket_fold *ret_fold, const struct ticket *ticket)
{
    const char *cause = ticket_cause_name(ticket->cause);
    const char *source = ticket_due_source_word(ticket->due_source);
    *ret_fold = (struct ticket_fold){{
        [FOLD_state] = DB_TEXT(text_of(ticket_state_name(ticket->state))),
        [FOLD_cause] = cause ? DB_TEXT(text_of(cause)) : DB_NULL,
        [FOLD_mark_reason] = DB_TEXT_OR_NULL(ticket->mark_reason),
        [FOLD_priority] = DB_INT(ticket->decision.outcome),
        [FOLD_due_us] = DB_ID(ticket->due_us),
        [FOLD_due_source] = source ? DB_TEXT(text_of(source)) : DB_NULL,
        [FOLD_assignee_id] = DB_ID(ticket->assignee_id),
        [FOLD_vulnerability_id] = DB_INT(ticket->vulnerability_id),
        [FOLD_sbom_number] = DB_INT(ticket->sbom_number),
        [FOLD_closed_us] = DB_ID(ticket->closed_us),
        [FOLD_accepted_until_us] = DB_ID(ticket->accepted_until_us),
        [FOLD_accepted_by] = DB_ID(ticket->accepted_by),
        [FOLD_mitigation] = DB_TEXT_OR_NULL(ticket->mitigation),
        [FOLD_undone_facts] = DB_TEXT_OR_NULL(ticket->undone_facts),
    }};
}

bool ticket_fold_equal(const struct db_value *a, const struct db_value *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == DB_KIND_TEXT)
        return text_eq(a->text, b->text);
    return a->kind == DB_KIND_NULL || a->number == b->number;
}

static void print_value(struct buf *out, const char *name, const struct db_value *value)
{
    if (value->kind == DB_KIND_TEXT)
        json_print_member(out, name, value->text);
    else if (value->kind == DB_KIND_INT)
        json_print_member_int(out, name, value->number);
    else
        json_print_member_null(out, name);
}

struct text ticket_fold_changes(
    const struct ticket_fold *before, const struct ticket_fold *after, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    for (int i = 0; i < TICKET_FOLD_COUNT; i++)
        if (!ticket_fold_equal(&before->at[i], &after->at[i]))
            print_value(&out, names[i], &after->at[i]);
    json_print_close(&out, '}');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

/* A value of another kind than a column can have is as good as none. */
static struct db_value read_value(yyjson_val *value, struct arena *arena)
{
    struct text text;
    if (json_text(value, &text))
        return DB_TEXT(arena_text(arena, text));
    return yyjson_is_int(value) ? DB_INT(yyjson_get_sint(value)) : DB_NULL;
}

bool ticket_fold_add(
    struct ticket_fold *fold, struct text sets, struct arena *arena, struct err *err)
{
    struct json doc = {0};
    if (text_is(sets, "{}"))
        return true;
    if (!json_read(&doc, sets, err))
        return false;
    for (int i = 0; i < TICKET_FOLD_COUNT; i++) {
        yyjson_val *value = json_get(json_root(&doc), names[i]);
        if (value)
            fold->at[i] = read_value(value, arena);
    }
    json_done(&doc);
    return arena_check(arena, err);
}
