/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "store/db_batch.h"
#include "store/db_in.h"
#include "ticket/snooze.h"
#include "ticket/ticket_journal.h"
#include "ticket/ticket_text.h"
#include "ticket/ticket_writes.h"

enum { LOOKUP = 512 };

void ticket_writes_done(struct ticket_writes *writes)
{
    VEC_DONE(&writes->tickets);
    VEC_DONE(&writes->events);
    VEC_DONE(&writes->occurrences);
    VEC_DONE(&writes->silenced);
    VEC_DONE(&writes->replaced);
}

size_t ticket_writes_ticket(struct ticket_writes *writes, const struct ticket *ticket)
{
    *VEC_ADD(&writes->tickets) = *ticket;
    return writes->tickets.len - 1;
}

void ticket_writes_occurrences(struct ticket_writes *writes, size_t at,
    const struct ticket_occurrence *occurrences, size_t count)
{
    const struct ticket *ticket = &writes->tickets.at[at];
    if (ticket->version > 0)
        *VEC_ADD(&writes->replaced) = ticket->id;
    for (size_t i = 0; i < count; i++)
        *VEC_ADD(&writes->occurrences) =
            (struct ticket_write_occurrence){ticket->id, occurrences[i]};
}

void ticket_writes_vex(struct ticket_writes *writes, const struct ticket_vex_row *row)
{
    *VEC_ADD(&writes->silenced) = *row;
}

void ticket_writes_event(
    struct ticket_writes *writes, size_t at, const struct ticket_event *event, struct arena *arena)
{
    struct ticket *ticket = &writes->tickets.at[at];
    struct ticket_write_event *added = VEC_ADD(&writes->events);
    struct ticket_fold now;
    ticket_fold_of(&now, ticket);
    *added = (struct ticket_write_event){at, *event};
    added->event.ticket_id = ticket->id;
    added->event.sets = ticket_fold_changes(&ticket->told, &now, arena);
    ticket->told = now;
}

static bool write_tickets(const struct ticket_writes *writes, struct db *db, struct err *err)
{
    struct err why = {0};
    if (ticket_rows_write(db, writes->tickets.at, writes->tickets.len, &why))
        return true;
    return err_set(err, why.code == ERR_CONFLICT ? ERR_BUSY : why.code, "%s", why.text);
}

static bool drop_some(
    const struct ticket_writes *writes, size_t from, struct db *db, struct err *err)
{
    struct db_value ids[LOOKUP];
    struct db_rows rows;
    struct arena arena;
    size_t count = writes->replaced.len - from < LOOKUP ? writes->replaced.len - from : LOOKUP;
    for (size_t i = 0; i < count; i++)
        ids[i] = DB_INT(writes->replaced.at[from + i]);
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_in_query(db, "DELETE FROM ticket_occurrence WHERE ticket_id IN", DB_NO_ARGS,
        (struct db_args){ids, count}, "", &arena, &rows, err);
    arena_done(&arena);
    return is_ok;
}

static bool write_occurrences(const struct ticket_writes *writes, struct db *db, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    for (size_t from = 0; is_ok && from < writes->replaced.len; from += LOOKUP)
        is_ok = drop_some(writes, from, db, err);
    db_batch_init(&batch, db,
        "INSERT INTO ticket_occurrence (ticket_id, package_version_id, reason, fixed) VALUES", 4,
        "");
    for (size_t i = 0; is_ok && i < writes->occurrences.len; i++) {
        const struct ticket_write_occurrence *one = &writes->occurrences.at[i];
        const struct db_value values[] = {DB_INT(one->ticket_id),
            DB_INT(one->occurrence.package_version_id), DB_TEXT(one->occurrence.reason),
            DB_TEXT(one->occurrence.fixed)};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

/* -- events -- */

struct numbers {
    struct map by_id; /* bytes of a ticket's id → its place */
    int64_t *last;    /* by place: number of the ticket's last event */
};

static struct text id_key(const int64_t *id)
{
    return (struct text){(const char *)id, sizeof *id};
}

static bool find_last_of_some(struct numbers *numbers, const struct db_value *ids, size_t count,
    struct db *db, struct err *err)
{
    struct db_rows rows;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_in_query(db, "SELECT ticket_id, MAX(seq) FROM ticket_event WHERE ticket_id IN",
        DB_NO_ARGS, (struct db_args){ids, count}, "GROUP BY ticket_id", &arena, &rows, err);
    for (size_t i = 0; is_ok && i < rows.count; i++) {
        int64_t id = db_int(&rows, i, 0);
        uint32_t at;
        if (map_find(&numbers->by_id, id_key(&id), &at))
            numbers->last[at] = db_int(&rows, i, 1);
    }
    arena_done(&arena);
    return is_ok;
}

/* A new ticket has no events yet. */
static bool find_last(
    struct numbers *numbers, const struct ticket_writes *writes, struct db *db, struct err *err)
{
    struct db_value ids[LOOKUP];
    size_t count = 0;
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < writes->tickets.len; i++) {
        const struct ticket *ticket = &writes->tickets.at[i];
        if (ticket->version == 0 ||
            !map_add(&numbers->by_id, id_key(&ticket->id), (uint32_t)i, NULL))
            continue;
        ids[count++] = DB_INT(ticket->id);
        if (count < LOOKUP)
            continue;
        is_ok = find_last_of_some(numbers, ids, count, db, err);
        count = 0;
    }
    return is_ok && (count == 0 || find_last_of_some(numbers, ids, count, db, err));
}

static bool add_event(struct db_batch *batch, const struct ticket_event *event, struct err *err)
{
    const struct db_value values[] = {DB_INT(event->ticket_id), DB_INT(event->seq),
        DB_INT(event->at_us), DB_ID(event->account_id), DB_TEXT(text_of(event->kind)),
        DB_TEXT(event->text), DB_TEXT(event->detail.len ? event->detail : TEXT("{}")),
        DB_TEXT(event->generation), DB_TEXT(event->sets)};
    return db_batch_add(batch, values, err);
}

static bool write_journal(
    const struct ticket_event *written, size_t count, struct db *db, struct err *err)
{
    struct journal_batch batch;
    bool is_ok = true;
    journal_batch_init(&batch, db);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = ticket_journal_batch(&batch, &written[i], written[i].team_id, err);
    is_ok = is_ok && journal_batch_end(&batch, err);
    journal_batch_done(&batch);
    return is_ok;
}

static bool write_events(const struct ticket_writes *writes, struct db *db, struct err *err)
{
    struct arena arena;
    struct numbers numbers = {0};
    struct db_batch batch;
    arena_init(&arena, SIZE_MAX);
    numbers.last = arena_take_array(&arena, writes->tickets.len, sizeof *numbers.last);
    struct ticket_event *written = arena_take_array(&arena, writes->events.len, sizeof *written);
    bool is_ok = find_last(&numbers, writes, db, err);
    db_batch_init(&batch, db,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation, sets)"
        " VALUES",
        9, "");
    for (size_t i = 0; is_ok && i < writes->events.len; i++) {
        const struct ticket_write_event *one = &writes->events.at[i];
        const struct ticket *ticket = &writes->tickets.at[one->ticket];
        written[i] = one->event;
        written[i].team_id = ticket->team_id;
        written[i].part_id = ticket->part_id;
        written[i].seq = ++numbers.last[one->ticket];
        is_ok = add_event(&batch, &written[i], err) && ticket_text_say(db, &written[i], err);
    }
    is_ok = is_ok && db_batch_end(&batch, err) &&
            write_journal(written, writes->events.len, db, err) &&
            ticket_rows_tell(db, written, writes->events.len, err);
    db_batch_done(&batch);
    map_done(&numbers.by_id);
    arena_done(&arena);
    return is_ok;
}

/* What came on top of what was known wakes those that were put aside. */
static bool wake(const struct ticket_writes *writes, struct db *db, struct err *err)
{
    struct {
        VEC(int64_t);
    } ids = {0};
    int64_t now_us = 0;
    for (size_t i = 0; i < writes->tickets.len; i++) {
        if (writes->tickets.at[i].version == 0)
            continue;
        *VEC_ADD(&ids) = writes->tickets.at[i].id;
        now_us = writes->tickets.at[i].updated_us;
    }
    bool is_ok = snooze_wake_changed(db, ids.at, ids.len, now_us, err);
    VEC_DONE(&ids);
    return is_ok;
}

bool ticket_writes_run(const struct ticket_writes *writes, struct db *db, struct err *err)
{
    return write_tickets(writes, db, err) && write_occurrences(writes, db, err) &&
           write_events(writes, db, err) && wake(writes, db, err) &&
           ticket_vex_write(db, writes->silenced.at, writes->silenced.len, err);
}
