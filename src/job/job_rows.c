/* SPDX-License-Identifier: Apache-2.0 */
#include "job/job.h"

#include "base/rand.h"

enum { TAKE_TRIES = 20 };

#define JOB_WAITS "done_us IS NULL AND dead_us IS NULL"

bool job_add(
    struct db *db, const struct job_order *order, int64_t now_us, bool *ret_is_new, struct err *err)
{
    int64_t changed;
    int64_t attempts_max = order->attempts_max ? order->attempts_max : JOB_ATTEMPTS_MAX;
    if (!db_run(db,
            "INSERT INTO job (id, kind, topic, body, run_after_us, lease_until_us, attempts, "
            "attempts_max, created_us) VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7) "
            "ON CONFLICT (kind, topic) WHERE attempts = 0 AND " JOB_WAITS " DO NOTHING",
            DB_ARGS(DB_INT(rand_id(now_us)), DB_TEXT(text_of(order->kind)),
                DB_TEXT_OR_NULL(order->topic), DB_TEXT(order->body), DB_INT(order->run_after_us),
                DB_INT(attempts_max), DB_INT(now_us)),
            &changed, err))
        return false;
    if (ret_is_new)
        *ret_is_new = changed > 0;
    return true;
}

/* Jobs whose worker died in their last attempt. */
static bool bury(struct db *db, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE job SET dead_us = $1, last_error = coalesce(last_error, 'its worker died') "
        "WHERE attempts >= attempts_max AND lease_until_us <= $1 AND run_after_us <= $1 "
        "AND " JOB_WAITS,
        DB_ARGS(DB_INT(now_us)), NULL, err);
}

#define JOB_IS_DUE                                                                                 \
    "run_after_us <= $1 AND lease_until_us <= $1 AND (CAST($2 AS TEXT) IS NULL OR kind = $2) "     \
    "AND " JOB_WAITS " "

static struct db_value kind_value(const char *kind)
{
    return kind ? DB_TEXT(text_of(kind)) : DB_NULL;
}

/* The outer condition is checked again when the row is locked, so that of two takers one comes away with nothing. */
static bool take_once(struct db *db, const char *kind, int64_t now_us, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    return db_query(db,
        "UPDATE job SET attempts = attempts + 1, lease_until_us = $3 WHERE id = ("
        "SELECT id FROM job WHERE " JOB_IS_DUE "ORDER BY run_after_us, id LIMIT 1) "
        "AND lease_until_us <= $1 AND " JOB_WAITS " "
        "RETURNING id, kind, topic, body, attempts, attempts_max, lease_until_us",
        DB_ARGS(DB_INT(now_us), kind_value(kind), DB_INT(now_us + JOB_LEASE_US)), arena, ret_rows,
        err);
}

/* Asks before it writes: with nothing due, a worker that looks every second must not stand in the way of writers. */
static bool read_is_due(struct db *db, const char *kind, int64_t now_us, struct arena *arena,
    bool *ret_is_due, struct err *err)
{
    struct db_rows due;
    if (!db_query(db, "SELECT id FROM job WHERE " JOB_IS_DUE "LIMIT 1",
            DB_ARGS(DB_INT(now_us), kind_value(kind)), arena, &due, err))
        return false;
    *ret_is_due = due.count > 0;
    return true;
}

/* Tries again while somebody else was quicker and more is due; ret_rows has the job taken, or none. */
static bool take(struct db *db, const char *kind, int64_t now_us, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    for (int tries = 0; tries < TAKE_TRIES; tries++) {
        bool is_due;
        if (!read_is_due(db, kind, now_us, arena, &is_due, err))
            return false;
        if (!is_due)
            break;
        if (!bury(db, now_us, err) || !take_once(db, kind, now_us, arena, ret_rows, err))
            return false;
        if (ret_rows->count)
            return true;
    }
    *ret_rows = (struct db_rows){0};
    return true;
}

bool job_take(struct db *db, const char *kind, int64_t now_us, struct arena *arena,
    struct job *ret_job, bool *ret_is_taken, struct err *err)
{
    struct db_rows rows;
    if (!take(db, kind, now_us, arena, &rows, err))
        return false;
    *ret_is_taken = rows.count == 1;
    if (*ret_is_taken)
        *ret_job = (struct job){
            .id = db_int(&rows, 0, 0),
            .kind = db_text(&rows, 0, 1),
            .topic = db_text(&rows, 0, 2),
            .body = db_text(&rows, 0, 3),
            .attempts = db_int(&rows, 0, 4),
            .attempts_max = db_int(&rows, 0, 5),
            .lease_until_us = db_int(&rows, 0, 6),
        };
    return true;
}

/* A taking is told from later ones by its attempt: a job that was lost and taken again has another. */
#define JOB_IS_OURS "WHERE id = $1 AND attempts = $2 AND " JOB_WAITS

static bool fail_lost(const struct job *job, struct err *err)
{
    return err_set(err, ERR_CONFLICT, "the lease of job %lld (%.*s) was lost", (long long)job->id,
        TEXT_ARG(job->kind));
}

bool job_renew(struct db *db, struct job *job, int64_t now_us, struct err *err)
{
    int64_t changed;
    if (!db_run(db, "UPDATE job SET lease_until_us = $3 " JOB_IS_OURS,
            DB_ARGS(DB_INT(job->id), DB_INT(job->attempts), DB_INT(now_us + JOB_LEASE_US)),
            &changed, err))
        return false;
    if (!changed)
        return fail_lost(job, err);
    job->lease_until_us = now_us + JOB_LEASE_US;
    return true;
}

bool job_done(struct db *db, const struct job *job, int64_t now_us, struct err *err)
{
    int64_t changed;
    return db_run(db, "UPDATE job SET done_us = $3 " JOB_IS_OURS,
               DB_ARGS(DB_INT(job->id), DB_INT(job->attempts), DB_INT(now_us)), &changed, err) &&
           (changed || fail_lost(job, err));
}

int64_t job_pause_us(int64_t attempts, unsigned chance)
{
    int64_t pause_us = JOB_PAUSE_FIRST_US;
    for (int64_t i = 1; i < attempts && pause_us < JOB_PAUSE_LONGEST_US; i++)
        pause_us *= 2;
    if (pause_us > JOB_PAUSE_LONGEST_US)
        pause_us = JOB_PAUSE_LONGEST_US;
    return pause_us + pause_us / 4 * (int64_t)(chance & 0xff) / 256;
}

bool job_fail(
    struct db *db, const struct job *job, int64_t now_us, const struct err *why, struct err *err)
{
    unsigned char chance;
    rand_bytes(&chance, sizeof chance);
    int64_t again_us = now_us + job_pause_us(job->attempts, chance);
    bool is_last = job->attempts >= job->attempts_max;
    return db_run(db,
        "UPDATE job SET last_error = $3, lease_until_us = 0, run_after_us = $4, "
        "dead_us = $5 " JOB_IS_OURS,
        DB_ARGS(DB_INT(job->id), DB_INT(job->attempts), DB_TEXT(text_of(why->text)),
            DB_INT(again_us), is_last ? DB_INT(now_us) : DB_NULL),
        NULL, err);
}

/* The number of the attempt tells a taking from later ones, so it stays, and one more is allowed. */
bool job_leave(struct db *db, const struct job *job, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE job SET lease_until_us = 0, run_after_us = $3, attempts_max = attempts_max + 1 " JOB_IS_OURS,
        DB_ARGS(DB_INT(job->id), DB_INT(job->attempts), DB_INT(now_us + JOB_PAUSE_FIRST_US)), NULL,
        err);
}

/* Reads up to three numbers of a statement that gives one row. */
static bool read_numbers(
    struct db *db, const char *sql, struct db_args args, int64_t *ret_numbers, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db, sql, args, &arena, &rows, err);
    for (size_t i = 0; is_fine && i < rows.columns; i++)
        ret_numbers[i] = db_int(&rows, 0, i);
    arena_done(&arena);
    return is_fine;
}

/* A job that nobody works on is due from run_after_us on, one that was taken when its lease ends. */
bool job_next_us(struct db *db, int64_t *ret_time_us, struct err *err)
{
    return read_numbers(db,
        "SELECT min(CASE WHEN lease_until_us > run_after_us THEN lease_until_us "
        "ELSE run_after_us END) FROM job WHERE " JOB_WAITS,
        DB_NO_ARGS, ret_time_us, err);
}

bool job_count(struct db *db, int64_t now_us, struct job_counts *ret_counts, struct err *err)
{
    int64_t numbers[3];
    if (!read_numbers(db,
            "SELECT count(*) FILTER (WHERE dead_us IS NULL AND lease_until_us <= $1), "
            "count(*) FILTER (WHERE dead_us IS NULL AND lease_until_us > $1), "
            "count(*) FILTER (WHERE dead_us IS NOT NULL) FROM job WHERE done_us IS NULL",
            DB_ARGS(DB_INT(now_us)), numbers, err))
        return false;
    *ret_counts = (struct job_counts){numbers[0], numbers[1], numbers[2]};
    return true;
}

bool job_forget_done(struct db *db, int64_t before_us, struct err *err)
{
    return db_run(db, "DELETE FROM job WHERE done_us < $1", DB_ARGS(DB_INT(before_us)), NULL, err);
}
