/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_verify.h"

#include "base/vec.h"
#include "ticket/ticket_rows.h"

enum { SHARE = 500 };

struct share {
    const struct ticket_verify_order *order;
    int64_t after_id, next_id;
    bool is_last;
    struct arena arena;
    struct ticket_verify_event *events;
    size_t event_count, at;
    struct ticket_verify_verdict verdict;
    struct {
        VEC(struct ticket_verify_difference);
    } told; /* when the share is done: a transaction may run twice */
};

static void tell(struct share *share, int64_t ticket_id, const char *column,
    struct db_value expected, struct db_value found)
{
    share->verdict.problems++;
    *VEC_ADD(&share->told) = (struct ticket_verify_difference){ticket_id, column, expected, found};
}

/* Adds up the events of a ticket, which come next; ret_is_whole is false when one is missing or says nothing that can be read. */
static bool add_up(struct share *share, int64_t ticket_id, struct ticket_fold *fold,
    bool *ret_is_whole, struct err *err)
{
    int64_t next = 1;
    *ret_is_whole = true;
    for (; share->at < share->event_count && share->events[share->at].ticket_id == ticket_id;
        share->at++) {
        const struct ticket_verify_event *event = &share->events[share->at];
        struct err why = {0};
        share->verdict.events++;
        if (event->seq != next) {
            tell(share, ticket_id, "events", DB_INT(next), DB_INT(event->seq));
            *ret_is_whole = false;
        }
        next = event->seq + 1;
        if (ticket_fold_add(fold, event->sets, &share->arena, &why))
            continue;
        if (why.code != ERR_SYNTAX)
            return err_set(err, why.code, "%s", why.text);
        tell(share, ticket_id, "events", DB_INT(event->seq), DB_TEXT(event->sets));
        *ret_is_whole = false;
    }
    if (next > 1)
        return true;
    tell(share, ticket_id, "events", DB_INT(1), DB_NULL);
    *ret_is_whole = false;
    return true;
}

static bool is_done_by(const struct ticket_fold *fold)
{
    const struct db_value *state = &fold->at[FOLD_state];
    return text_is(state->text, "closed") || text_is(state->text, "completed");
}

static size_t compare(
    struct share *share, const struct ticket_verify_row *row, const struct ticket_fold *fold)
{
    size_t differences = 0;
    for (int i = 0; i < TICKET_FOLD_COUNT; i++)
        if (!ticket_fold_equal(&fold->at[i], &row->now.at[i])) {
            tell(share, row->id, ticket_fold_name((enum ticket_fold_column)i), fold->at[i],
                row->now.at[i]);
            differences++;
        }
    if (row->is_done == is_done_by(fold))
        return differences;
    tell(share, row->id, "is_done", DB_INT(is_done_by(fold)), DB_INT(row->is_done));
    return differences + 1;
}

static bool mend(struct share *share, struct db *db, const struct ticket_verify_row *row,
    const struct ticket_fold *fold, size_t differences, struct err *err)
{
    struct ticket_event event = {.ticket_id = row->id,
        .at_us = share->order->now_us,
        .kind = "repaired",
        .text = TEXT("Put back what its history says: the table said something else"),
        .detail = arena_join(&share->arena, TEXT("{\"was\":"), "",
            arena_join(
                &share->arena, ticket_fold_changes(fold, &row->now, &share->arena), "", TEXT("}"))),
        .generation = TEXT("")};
    share->verdict.mended += (int64_t)differences;
    return ticket_verify_mend(db, row->id, fold, share->order->now_us, err) &&
           ticket_rows_add_event(db, NULL, &event, err);
}

static bool verify_one(
    struct share *share, struct db *db, const struct ticket_verify_row *row, struct err *err)
{
    struct ticket_fold fold = {0};
    bool is_whole;
    if (!add_up(share, row->id, &fold, &is_whole, err))
        return false;
    share->verdict.tickets++;
    /* The sum of half a history would be told as so many differences. */
    if (!is_whole)
        return true;
    size_t differences = compare(share, row, &fold);
    return differences == 0 || !share->order->repairs ||
           mend(share, db, row, &fold, differences, err);
}

static bool verify_share(struct db *db, void *context, struct err *err)
{
    struct share *share = context;
    struct ticket_verify_row *rows;
    size_t count;
    arena_clear(&share->arena);
    share->verdict = (struct ticket_verify_verdict){0};
    share->at = share->told.len = 0;
    share->event_count = 0;
    if (!ticket_verify_tickets(db, share->after_id, SHARE, &share->arena, &rows, &count, err))
        return false;
    share->is_last = count < SHARE;
    if (count == 0)
        return true;
    if (!ticket_verify_events(db, rows[0].id, rows[count - 1].id, &share->arena, &share->events,
            &share->event_count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!verify_one(share, db, &rows[i], err))
            return false;
    share->next_id = rows[count - 1].id;
    return true;
}

bool ticket_verify(struct db *db, const struct ticket_verify_order *order,
    struct ticket_verify_verdict *ret_verdict, struct err *err)
{
    struct share share = {.order = order};
    struct ticket_verify_verdict sum = {0};
    bool is_ok = true;
    arena_init(&share.arena, SIZE_MAX);
    while (is_ok && !share.is_last) {
        is_ok = db_transact(db, verify_share, &share, err);
        share.after_id = share.next_id;
        for (size_t i = 0; is_ok && i < share.told.len; i++)
            order->tell(order->context, &share.told.at[i]);
        sum.tickets += share.verdict.tickets;
        sum.events += share.verdict.events;
        sum.problems += share.verdict.problems;
        sum.mended += share.verdict.mended;
    }
    VEC_DONE(&share.told);
    arena_done(&share.arena);
    if (is_ok)
        *ret_verdict = sum;
    return is_ok;
}
