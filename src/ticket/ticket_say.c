/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_say.h"

#include "base/rand.h"
#include "ticket/ticket_redecide.h"
#include "ticket/ticket_view.h"

struct work {
    const struct api_principal *who;
    const struct ticket_saying *saying; /* NULL: something is taken back */
    int64_t ticket_id, override_id, now_us;
    struct arena arena;
};

static bool find_ticket(
    struct db *db, struct work *work, struct ticket *ret_ticket, struct err *err)
{
    struct ticket_view view;
    if (!ticket_view_find(
            db, work->who, work->ticket_id, RIGHT_TICKET_WORK, &work->arena, &view, err))
        return false;
    *ret_ticket = view.ticket;
    bool is_done = view.ticket.state == TICKET_CLOSED || view.ticket.state == TICKET_COMPLETED;
    return !is_done || err_set(err, ERR_CONFLICT, "the ticket is %s: reopen it first",
                           ticket_state_name(view.ticket.state));
}

static struct text print_detail(struct work *work, const struct ticket_override_row *row)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_id(&out, "override_id", row->id);
    json_print_member_z(&out, "input", ticket_input_name(row->input));
    json_print_member_z(&out, "value", ticket_input_word(row->input, row->value));
    json_print_member_bool(&out, "is_of_component", row->ticket_id == 0);
    json_print_close(&out, '}');
    struct text detail = arena_text(&work->arena, buf_text(&out));
    buf_done(&out);
    return detail;
}

/* Tells it to all that it is about, and decides them anew. */
static bool redecide(struct db *db, struct work *work, const char *kind,
    const struct ticket_override_row *row, struct err *err)
{
    struct ticket_cause_of_sync why = {.account_id = work->who->account_id, .now_us = work->now_us};
    struct ticket_redecide_of of = {.part_id = row->part_id,
        .ecosystem = row->ecosystem,
        .package = row->package,
        .ticket_id = row->ticket_id};
    struct ticket_redecision redecision = {.cause = "override",
        .why = &why,
        .kind = kind,
        .text = row->reason,
        .detail = print_detail(work, row)};
    return ticket_redecide(db, &of, &redecision, &work->arena, err);
}

static bool say(struct db *db, void *context, struct err *err)
{
    struct work *work = context;
    const struct ticket_saying *saying = work->saying;
    struct ticket ticket;
    if (!find_ticket(db, work, &ticket, err))
        return false;
    struct ticket_override_row row = {.id = rand_id(work->now_us),
        .part_id = ticket.part_id,
        .ticket_id = saying->is_of_component ? 0 : ticket.id,
        .ecosystem = ticket.ecosystem,
        .package = ticket.package,
        .input = saying->input,
        .value = saying->value,
        .reason = saying->reason,
        .account_id = work->who->account_id,
        .created_us = work->now_us};
    return ticket_override_rows_add(db, &row, err) && redecide(db, work, "override_set", &row, err);
}

static bool run(struct db *db, struct work *work, db_work what, struct err *err)
{
    arena_init(&work->arena, SIZE_MAX);
    bool is_done = db_transact(db, what, work, err);
    arena_done(&work->arena);
    return is_done;
}

bool ticket_say(struct db *db, const struct api_principal *who, const struct ticket_saying *saying,
    struct err *err)
{
    struct work work = {
        .who = who, .saying = saying, .ticket_id = saying->ticket_id, .now_us = saying->now_us};
    if (text_trim(saying->reason).len == 0)
        return err_set(err, ERR_USAGE, "reason: is missing");
    return run(db, &work, say, err);
}

static bool undo(struct db *db, void *context, struct err *err)
{
    struct work *work = context;
    struct ticket ticket;
    struct ticket_override_row *rows, *found = NULL;
    size_t count;
    if (!find_ticket(db, work, &ticket, err) ||
        !ticket_override_rows_of_ticket(db, &ticket, &work->arena, &rows, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == work->override_id)
            found = &rows[i];
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "nobody says that any more");
    return ticket_override_rows_end(db, found->id, work->who->account_id, work->now_us, err) &&
           redecide(db, work, "override_ended", found, err);
}

bool ticket_say_undo(struct db *db, const struct api_principal *who, int64_t ticket_id,
    int64_t override_id, int64_t now_us, struct err *err)
{
    struct work work = {
        .who = who, .ticket_id = ticket_id, .override_id = override_id, .now_us = now_us};
    return run(db, &work, undo, err);
}

bool ticket_say_print(struct buf *out, struct db *db, const struct ticket *ticket,
    struct arena *arena, struct err *err)
{
    struct ticket_override_row *rows;
    size_t count;
    if (!ticket_override_rows_of_ticket(db, ticket, arena, &rows, &count, err))
        return false;
    json_print_member_open(out, "overrides", '[');
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member_id(out, "id", rows[i].id);
        json_print_member_z(out, "input", ticket_input_name(rows[i].input));
        json_print_member_z(out, "value", ticket_input_word(rows[i].input, rows[i].value));
        json_print_member(out, "reason", rows[i].reason);
        json_print_member_bool(out, "is_of_component", rows[i].ticket_id == 0);
        api_print_person(out, "account", rows[i].account_id, rows[i].account_name);
        json_print_member_time(out, "created_at", rows[i].created_us);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    return true;
}
