/* SPDX-License-Identifier: Apache-2.0 */
#include "job/outbox.h"

#include "base/rand.h"
#include "job/hint.h"

enum { TAKE_TRIES = 20 };

static const char *const states[] = {"waiting", "sent", "skipped", "failed"};

const char *outbox_state_name(enum outbox_state state)
{
    return states[state];
}

bool outbox_state_read(struct text name, enum outbox_state *ret_state)
{
    for (size_t i = 0; i < LEN_OF(states); i++)
        if (text_is(name, states[i])) {
            *ret_state = (enum outbox_state)i;
            return true;
        }
    return false;
}

/* -- adding -- */

/* Ids of one moment differ by chance, but a lane's messages must keep their order: each comes behind the last. */
static bool next_id(struct db *db, const struct outbox_order *order, int64_t now_us,
    int64_t *ret_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(db,
        "SELECT coalesce(max(id), 0) FROM outbox WHERE channel = $1 AND target_id = $2 AND lane = $3",
        DB_ARGS(DB_TEXT(text_of(order->channel)), DB_INT(order->target_id), DB_INT(order->lane)),
        &arena, &rows, err);
    int64_t last = is_read ? db_int(&rows, 0, 0) : 0, id = rand_id(now_us);
    arena_done(&arena);
    *ret_id = id > last ? id : last + 1;
    return is_read;
}

static bool insert(struct db *db, const struct outbox_order *order, enum outbox_state state,
    struct text outcome, int64_t now_us, struct err *err)
{
    int64_t id;
    if (!next_id(db, order, now_us, &id, err))
        return false;
    return db_run(db,
        "INSERT INTO outbox (id, channel, target_id, team_id, ticket_id, kind, key, lane, title, body, "
        "state, outcome, attempts, attempts_max, due_us, lease_until_us, created_us, ended_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, 0, $14, $15) "
        "ON CONFLICT (channel, target_id, key) DO NOTHING",
        DB_ARGS(DB_INT(id), DB_TEXT(text_of(order->channel)), DB_INT(order->target_id),
            DB_ID(order->team_id), DB_ID(order->ticket_id), DB_TEXT(text_of(order->kind)),
            DB_TEXT(order->key), DB_INT(order->lane), DB_TEXT(order->title),
            DB_TEXT(order->body.len ? order->body : TEXT("{}")), DB_TEXT(text_of(states[state])),
            DB_TEXT(outcome), DB_INT(OUTBOX_ATTEMPTS_MAX), DB_INT(now_us),
            state == OUTBOX_WAITING ? DB_NULL : DB_INT(now_us)),
        NULL, err);
}

/* What became of it stands in the log of the connection that it goes out by. */
static bool hint_delivery(struct db *db, const struct outbox_message *message, struct err *err)
{
    return message->team_id == 0 || hint_add(db,
                                        &(struct hint){.kind = TEXT("deliveries"),
                                            .team_id = message->team_id,
                                            .ids = &message->target_id,
                                            .id_count = 1},
                                        err);
}

bool outbox_add(struct db *db, const struct outbox_order *order, int64_t now_us, struct err *err)
{
    return insert(db, order, OUTBOX_WAITING, TEXT(""), now_us, err);
}

bool outbox_note(struct db *db, const struct outbox_order *order, struct text outcome,
    int64_t now_us, struct err *err)
{
    return insert(db, order, OUTBOX_SKIPPED, outcome, now_us, err);
}

/* -- reading -- */

#define OUTBOX_COLUMNS                                                                             \
    "id, target_id, coalesce(team_id, 0), coalesce(ticket_id, 0), channel, kind, key, title, "     \
    "body, state, outcome, attempts, attempts_max, due_us, lease_until_us, created_us, "           \
    "coalesce(ended_us, 0), lane"

static struct outbox_message read_message(const struct db_rows *rows, size_t row)
{
    struct outbox_message message = {
        .id = db_int(rows, row, 0),
        .target_id = db_int(rows, row, 1),
        .team_id = db_int(rows, row, 2),
        .ticket_id = db_int(rows, row, 3),
        .channel = db_text(rows, row, 4),
        .kind = db_text(rows, row, 5),
        .key = db_text(rows, row, 6),
        .title = db_text(rows, row, 7),
        .body = db_text(rows, row, 8),
        .state = OUTBOX_FAILED,
        .outcome = db_text(rows, row, 10),
        .attempts = db_int(rows, row, 11),
        .attempts_max = db_int(rows, row, 12),
        .due_us = db_int(rows, row, 13),
        .lease_until_us = db_int(rows, row, 14),
        .created_us = db_int(rows, row, 15),
        .ended_us = db_int(rows, row, 16),
        .lane = db_int(rows, row, 17),
    };
    (void)!outbox_state_read(db_text(rows, row, 9), &message.state);
    return message;
}

bool outbox_list(struct db *db, const struct outbox_query *query, struct arena *arena,
    struct outbox_message **ret_messages, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    struct db_value state = query->state < 0 ? DB_NULL : DB_TEXT(text_of(states[query->state]));
    if (!db_query(db,
            "SELECT " OUTBOX_COLUMNS " FROM outbox WHERE channel = $1 AND target_id = $2 "
            "AND (CAST($3 AS BIGINT) = 0 OR ticket_id = $3) "
            "AND (CAST($4 AS TEXT) IS NULL OR state = $4) AND id < $5 ORDER BY id DESC LIMIT $6",
            DB_ARGS(DB_TEXT(text_of(query->channel)), DB_INT(query->target_id),
                DB_INT(query->ticket_id), state, DB_INT(query->before_id),
                DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct outbox_message *messages = arena_take_array(arena, rows.count, sizeof *messages);
    for (size_t i = 0; messages && i < rows.count; i++)
        messages[i] = read_message(&rows, i);
    *ret_messages = messages;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool outbox_count(struct db *db, const char *channel, int64_t target_id,
    struct outbox_counts *ret_counts, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    struct outbox_counts counts = {{0}};
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(db,
        "SELECT state, count(*) FROM outbox WHERE channel = $1 AND target_id = $2 GROUP BY state",
        DB_ARGS(DB_TEXT(text_of(channel)), DB_INT(target_id)), &arena, &rows, err);
    for (size_t i = 0; is_read && i < rows.count; i++) {
        enum outbox_state state;
        if (outbox_state_read(db_text(&rows, i, 0), &state))
            counts.at[state] = db_int(&rows, i, 1);
    }
    arena_done(&arena);
    *ret_counts = counts;
    return is_read;
}

bool outbox_count_waiting(struct db *db, int64_t *ret_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(
        db, "SELECT count(*) FROM outbox WHERE state = 'waiting'", DB_NO_ARGS, &arena, &rows, err);
    if (is_read)
        *ret_count = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_read;
}

/* -- taking -- */

/* One that stands behind another of its lane waits for that one, however long. */
#define OUTBOX_IS_DUE                                                                              \
    "o.state = 'waiting' AND o.due_us <= $1 AND o.lease_until_us <= $1 AND NOT EXISTS "            \
    "(SELECT 1 FROM outbox f WHERE f.state = 'waiting' AND f.channel = o.channel "                 \
    "AND f.target_id = o.target_id AND f.lane = o.lane AND f.id < o.id)"

static bool read_is_due(
    struct db *db, int64_t now_us, struct arena *arena, bool *ret_is_due, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT o.id FROM outbox o WHERE " OUTBOX_IS_DUE " LIMIT 1",
            DB_ARGS(DB_INT(now_us)), arena, &rows, err))
        return false;
    *ret_is_due = rows.count > 0;
    return true;
}

/* Asks before it writes, and looks at the row once more when it is locked, as jobs are taken. */
static bool take_once(
    struct db *db, int64_t now_us, struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    return db_query(db,
        "UPDATE outbox SET attempts = attempts + 1, lease_until_us = $2 WHERE id = ("
        "SELECT o.id FROM outbox o WHERE " OUTBOX_IS_DUE " ORDER BY o.due_us, o.id LIMIT 1) "
        "AND lease_until_us <= $1 AND state = 'waiting' RETURNING " OUTBOX_COLUMNS,
        DB_ARGS(DB_INT(now_us), DB_INT(now_us + OUTBOX_LEASE_US)), arena, ret_rows, err);
}

bool outbox_take(struct db *db, int64_t now_us, struct arena *arena,
    struct outbox_message *ret_message, bool *ret_is_taken, struct err *err)
{
    *ret_is_taken = false;
    for (int tries = 0; tries < TAKE_TRIES && !*ret_is_taken; tries++) {
        struct db_rows rows;
        bool is_due;
        if (!read_is_due(db, now_us, arena, &is_due, err))
            return false;
        if (!is_due)
            break;
        if (!take_once(db, now_us, arena, &rows, err))
            return false;
        *ret_is_taken = rows.count == 1;
        if (*ret_is_taken)
            *ret_message = read_message(&rows, 0);
    }
    return true;
}

/* -- what came of it -- */

/* A taking is told from later ones by the end of its lease. */
#define OUTBOX_IS_OURS " WHERE id = $1 AND lease_until_us = $2 AND state = 'waiting'"

static bool wait_again(struct db *db, const struct outbox_message *message, int64_t now_us,
    const struct outbox_result *result, struct err *err)
{
    unsigned char chance;
    rand_bytes(&chance, sizeof chance);
    int64_t pause_us = result->wait_us ? result->wait_us : job_pause_us(message->attempts, chance);
    return db_run(db,
               "UPDATE outbox SET outcome = $3, lease_until_us = 0, due_us = $4, attempts = $5" OUTBOX_IS_OURS,
               DB_ARGS(DB_INT(message->id), DB_INT(message->lease_until_us),
                   DB_TEXT(text_of(result->words)), DB_INT(now_us + pause_us),
                   DB_INT(message->attempts - result->is_uncounted)),
               NULL, err) &&
           hint_delivery(db, message, err);
}

bool outbox_end(struct db *db, const struct outbox_message *message, int64_t now_us,
    const struct outbox_result *result, struct err *err)
{
    enum outbox_state state = result->state;
    bool is_last = message->attempts >= message->attempts_max && !result->is_uncounted;
    if (state == OUTBOX_WAITING && !is_last)
        return wait_again(db, message, now_us, result, err);
    if (state == OUTBOX_WAITING)
        state = OUTBOX_FAILED;
    bool is_forgotten = result->is_forgotten && state != OUTBOX_FAILED;
    return db_run(db,
               "UPDATE outbox SET state = $3, outcome = $4, ended_us = $5, lease_until_us = 0, "
               "body = CASE WHEN CAST($6 AS BIGINT) = 1 THEN '{}' ELSE body END" OUTBOX_IS_OURS,
               DB_ARGS(DB_INT(message->id), DB_INT(message->lease_until_us),
                   DB_TEXT(text_of(states[state])), DB_TEXT(text_of(result->words)), DB_INT(now_us),
                   DB_INT(is_forgotten)),
               NULL, err) &&
           hint_delivery(db, message, err);
}

/* -- what people and senders do with it -- */

bool outbox_hold(
    struct db *db, const char *channel, int64_t target_id, int64_t until_us, struct err *err)
{
    return db_run(db,
        "UPDATE outbox SET due_us = $3 WHERE channel = $1 AND target_id = $2 AND state = 'waiting' "
        "AND due_us < $3",
        DB_ARGS(DB_TEXT(text_of(channel)), DB_INT(target_id), DB_INT(until_us)), NULL, err);
}

bool outbox_release(
    struct db *db, const char *channel, int64_t target_id, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE outbox SET due_us = $3 WHERE channel = $1 AND target_id = $2 AND state = 'waiting' "
        "AND due_us > $3",
        DB_ARGS(DB_TEXT(text_of(channel)), DB_INT(target_id), DB_INT(now_us)), NULL, err);
}

struct retry {
    const char *channel;
    int64_t target_id, id, now_us;
};

static bool retry(struct db *db, void *context, struct err *err)
{
    const struct retry *work = context;
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine =
        db_query(db, "SELECT state FROM outbox WHERE id = $1 AND channel = $2 AND target_id = $3",
            DB_ARGS(DB_INT(work->id), DB_TEXT(text_of(work->channel)), DB_INT(work->target_id)),
            &arena, &rows, err);
    if (is_fine && rows.count == 0)
        is_fine = err_set(err, ERR_NOT_FOUND, "there is no such delivery");
    bool is_over = is_fine && !text_is(db_text(&rows, 0, 0), states[OUTBOX_FAILED]) &&
                   !text_is(db_text(&rows, 0, 0), states[OUTBOX_WAITING]);
    arena_done(&arena);
    if (is_over)
        return err_set(err, ERR_CONFLICT, "this has ended: there is nothing to try again");
    return is_fine &&
           db_run(db,
               "UPDATE outbox SET state = 'waiting', ended_us = NULL, due_us = $2, "
               "attempts = CASE state WHEN 'failed' THEN 0 ELSE attempts END WHERE id = $1",
               DB_ARGS(DB_INT(work->id), DB_INT(work->now_us)), NULL, err);
}

bool outbox_retry(struct db *db, const char *channel, int64_t target_id, int64_t id, int64_t now_us,
    struct err *err)
{
    struct retry work = {channel, target_id, id, now_us};
    return db_transact(db, retry, &work, err);
}

bool outbox_cancel(struct db *db, const char *channel, int64_t target_id, int64_t lane,
    struct text why, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE outbox SET state = 'skipped', outcome = $4, ended_us = $5, lease_until_us = 0 "
        "WHERE channel = $1 AND target_id = $2 AND (CAST($3 AS BIGINT) = 0 OR lane = $3) "
        "AND state = 'waiting'",
        DB_ARGS(DB_TEXT(text_of(channel)), DB_INT(target_id), DB_INT(lane), DB_TEXT(why),
            DB_INT(now_us)),
        NULL, err);
}

bool outbox_forget(struct db *db, int64_t before_us, struct err *err)
{
    return db_run(
        db, "DELETE FROM outbox WHERE ended_us < $1", DB_ARGS(DB_INT(before_us)), NULL, err);
}
