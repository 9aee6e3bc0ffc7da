/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/snooze.h"

#include "store/db_in.h"
#include "ticket/ticket_rows.h"

enum { LOOKUP = 512, WAKE_AT_ONCE = 500 };

/* A job looks once a minute at most, however many tickets wake in it. */
#define ROUND_US (60 * CLOCK_SECOND_US)

bool snooze_plan(struct db *db, int64_t at_us, int64_t now_us, struct err *err)
{
    char topic[24];
    int64_t minute = (at_us + ROUND_US - 1) / ROUND_US;
    snprintf(topic, sizeof topic, "%lld", (long long)minute);
    return job_add(db,
        &(struct job_order){
            .kind = SNOOZE_JOB, .topic = text_of(topic), .run_after_us = minute * ROUND_US},
        now_us, NULL, err);
}

bool snooze_begin(struct db *db, const struct snooze *snooze, struct err *err)
{
    return db_run(db,
               "INSERT INTO ticket_snooze (ticket_id, account_id, at_us, until_us, is_until_fix,"
               " was_kev, was_priority) SELECT t.id, CAST($2 AS BIGINT), CAST($3 AS BIGINT),"
               " CAST($4 AS BIGINT), CAST($5 AS BIGINT), t.is_kev, t.priority"
               " FROM ticket t WHERE t.id = $1 ON CONFLICT (ticket_id) DO UPDATE SET"
               " account_id = excluded.account_id, at_us = excluded.at_us,"
               " until_us = excluded.until_us, is_until_fix = excluded.is_until_fix,"
               " was_kev = excluded.was_kev, was_priority = excluded.was_priority",
               DB_ARGS(DB_INT(snooze->ticket_id), DB_INT(snooze->account_id), DB_INT(snooze->at_us),
                   DB_ID(snooze->until_us), DB_INT(snooze->is_until_fix)),
               NULL, err) &&
           (!snooze->until_us || snooze_plan(db, snooze->until_us, snooze->at_us, err));
}

bool snooze_end(struct db *db, int64_t ticket_id, bool *ret_was, struct err *err)
{
    int64_t changed;
    if (!db_run(db, "DELETE FROM ticket_snooze WHERE ticket_id = $1", DB_ARGS(DB_INT(ticket_id)),
            &changed, err))
        return false;
    if (ret_was)
        *ret_was = changed > 0;
    return true;
}

bool snooze_find(struct db *db, int64_t ticket_id, struct snooze *ret_snooze, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT ticket_id, account_id, at_us, until_us, is_until_fix FROM ticket_snooze"
        " WHERE ticket_id = $1",
        DB_ARGS(DB_INT(ticket_id)), &arena, &rows, err);
    if (is_ok && rows.count)
        *ret_snooze = (struct snooze){.ticket_id = db_int(&rows, 0, 0),
            .account_id = db_int(&rows, 0, 1),
            .at_us = db_int(&rows, 0, 2),
            .until_us = db_int(&rows, 0, 3),
            .is_until_fix = db_int(&rows, 0, 4) != 0};
    else if (is_ok)
        *ret_snooze = (struct snooze){0};
    arena_done(&arena);
    return is_ok;
}

/* -- waking -- */

/* Why a ticket wakes, NULL when it does not; $1 is now. Who puts a ticket aside that is late already means it. */
#define CAUSE                                                                                      \
    "CASE WHEN t.is_done = 1 THEN 'done' WHEN t.is_kev = 1 AND z.was_kev = 0 THEN 'kev'"           \
    " WHEN t.priority > z.was_priority THEN 'priority'"                                            \
    " WHEN z.is_until_fix = 1 AND t.fixed <> '[]' THEN 'fix'"                                      \
    " WHEN z.until_us <= $1 THEN 'date'"                                                           \
    " WHEN t.due_us <= $1 AND t.due_us > z.at_us THEN 'due' END"
#define SELECT_AWAKE                                                                               \
    "SELECT x.id, x.cause, x.generation FROM (SELECT t.id, t.generation, " CAUSE " AS cause"       \
    " FROM ticket_snooze z JOIN ticket t ON t.id = z.ticket_id"
#define AWAKE ") x WHERE x.cause IS NOT NULL"

static const struct {
    const char *cause, *sentence;
} causes[] = {
    {"kev", "Woke up: the flaw is exploited now"},
    {"priority", "Woke up: the priority has risen"},
    {"fix", "Woke up: there is a fix now"},
    {"date", "Woke up: the date has come until which it was put aside"},
    {"due", "Woke up: the due date has come"},
};

static struct text sentence_of(struct text cause)
{
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (text_is(cause, causes[i].cause))
            return text_of(causes[i].sentence);
    return (struct text){"", 0};
}

/* What is done sleeps no more, and its own event says so. */
static bool wake_one(struct db *db, const struct db_rows *rows, size_t row, int64_t now_us,
    struct ticket_event *event, struct arena *arena, struct err *err)
{
    struct text cause = db_text(rows, row, 1);
    int64_t id = db_int(rows, row, 0);
    *event = (struct ticket_event){.ticket_id = id,
        .at_us = now_us,
        .kind = "woken",
        .text = sentence_of(cause),
        .detail = arena_format(arena, "{\"cause\":\"%.*s\"}", TEXT_ARG(cause)),
        .generation = db_text(rows, row, 2)};
    if (!snooze_end(db, id, NULL, err))
        return false;
    return text_is(cause, "done") ||
           (db_run(db, "UPDATE ticket SET version = version + 1, updated_us = $2 WHERE id = $1",
                DB_ARGS(DB_INT(id), DB_INT(now_us)), NULL, err) &&
               ticket_rows_keep_event(db, NULL, event, err));
}

static bool wake(
    struct db *db, const struct db_rows *rows, int64_t now_us, struct arena *arena, struct err *err)
{
    struct ticket_event *events = arena_take_array(arena, rows->count, sizeof *events);
    size_t told = 0;
    if (!arena_check(arena, err))
        return false;
    for (size_t i = 0; i < rows->count; i++) {
        if (!wake_one(db, rows, i, now_us, &events[told], arena, err))
            return false;
        told += events[told].seq != 0;
    }
    return ticket_rows_tell(db, events, told, err);
}

bool snooze_wake_changed(
    struct db *db, const int64_t *ticket_ids, size_t count, int64_t now_us, struct err *err)
{
    struct arena arena;
    bool is_ok = true;
    arena_init(&arena, SIZE_MAX);
    for (size_t from = 0; is_ok && from < count; from += LOOKUP) {
        struct db_value ids[LOOKUP];
        struct db_rows rows;
        size_t some = count - from < LOOKUP ? count - from : LOOKUP;
        for (size_t i = 0; i < some; i++)
            ids[i] = DB_INT(ticket_ids[from + i]);
        is_ok = db_in_query(db, SELECT_AWAKE " WHERE z.ticket_id IN", DB_ARGS(DB_INT(now_us)),
                    (struct db_args){ids, some}, AWAKE, &arena, &rows, err) &&
                wake(db, &rows, now_us, &arena, err);
    }
    arena_done(&arena);
    return is_ok;
}

struct waking {
    int64_t now_us;
    size_t count;
};

static bool wake_some(struct db *db, void *context, struct err *err)
{
    struct waking *waking = context;
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, SELECT_AWAKE AWAKE " ORDER BY x.id LIMIT $2",
                     DB_ARGS(DB_INT(waking->now_us), DB_INT(WAKE_AT_ONCE)), &arena, &rows, err) &&
                 wake(db, &rows, waking->now_us, &arena, err);
    waking->count = is_ok ? rows.count : 0;
    arena_done(&arena);
    return is_ok;
}

bool snooze_job(struct job_call *call, struct err *err)
{
    struct waking waking = {.now_us = call->now_us, .count = WAKE_AT_ONCE};
    while (waking.count == WAKE_AT_ONCE)
        if (!db_transact(call->db, wake_some, &waking, err) ||
            !job_renew(call->db, call->job, call->now_us, err))
            return false;
    return true;
}
