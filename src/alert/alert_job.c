/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_job.h"

#include "alert/alert_due_rows.h"
#include "alert/alert_escalate.h"
#include "alert/alert_gather.h"
#include "alert/alert_gather_rows.h"
#include "alert/alert_job_rows.h"
#include "alert/alert_morning.h"
#include "base/limits.h"
#include "base/log.h"

/* What has no time of its own, as a ticket that nobody acknowledges, is looked for so often. */
#define LOOK_US (3600 * CLOCK_SECOND_US)

bool alert_job_start(struct db *db, int64_t now_us, struct err *err)
{
    struct arena arena;
    int64_t *ids;
    size_t count;
    char topic[32];
    arena_init(&arena, SIZE_MAX);
    bool is_ok = alert_job_rows_due(db, now_us, &arena, &ids, &count, err);
    for (size_t i = 0; is_ok && i < count; i++) {
        snprintf(topic, sizeof topic, "%lld", (long long)ids[i]);
        is_ok = job_add(db,
            &(struct job_order){.kind = ALERT_JOB, .topic = text_of(topic), .body = TEXT("{}")},
            now_us, NULL, err);
    }
    arena_done(&arena);
    return is_ok;
}

bool alert_job_begin_teams(struct db *db, int64_t now_us, struct err *err)
{
    return alert_job_rows_begin(db, now_us, err) && alert_job_rows_forget_channels(db, now_us, err);
}

struct work {
    int64_t team_id, now_us;
    size_t told; /* messages */
};

static bool find_next(const struct alert_scope *scope, int64_t *ret_next_us, struct err *err)
{
    int64_t held_us, due_us, next_us = alert_morning_next_us(scope);
    if (!alert_rows_next_held(scope->db, scope->team_id, &held_us, err) ||
        !alert_due_rows_next(scope, &due_us, err))
        return false;
    const int64_t others[] = {held_us, due_us, scope->now_us + LOOK_US};
    for (size_t i = 0; i < LEN_OF(others); i++)
        if (others[i] && others[i] < next_us)
            next_us = others[i];
    *ret_next_us = next_us > scope->now_us ? next_us : scope->now_us + CLOCK_SECOND_US;
    return true;
}

static bool plan(struct alert_scope *scope, size_t *ret_told, struct err *err)
{
    size_t gathered, lined_up, escalated;
    int64_t next_us;
    if (!alert_gather_run(scope, &gathered, err) || !alert_morning_run(scope, &lined_up, err) ||
        !alert_escalate_run(scope, &escalated, err) || !find_next(scope, &next_us, err) ||
        !alert_scope_keep(scope->db, scope, next_us, err))
        return false;
    *ret_told = gathered + lined_up + escalated;
    return true;
}

/* Of a team that is gone, nothing is told any more. */
static bool work_on(struct db *db, void *context, struct err *err)
{
    struct work *work = context;
    struct arena arena;
    struct alert_scope scope = {0};
    bool is_there;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_ok = alert_scope_open(&scope, db, work->team_id, work->now_us, &arena, &is_there, err);
    if (is_ok && is_there)
        is_ok = plan(&scope, &work->told, err);
    else if (is_ok)
        is_ok = alert_job_rows_forget(db, work->team_id, err);
    alert_scope_close(&scope);
    arena_done(&arena);
    return is_ok;
}

bool alert_job_run(struct job_call *call, struct err *err)
{
    struct work work = {.now_us = call->now_us};
    int64_t start_us = clock_steady_us();
    if (!text_read_i64(call->job->topic, &work.team_id))
        return err_set(err, ERR_SYNTAX, "the job names no team");
    if (!db_transact(call->db, work_on, &work, err))
        return false;
    if (work.told)
        log_info("alerts-planned", "team=%lld messages=%zu took_ms=%lld", (long long)work.team_id,
            work.told, (long long)((clock_steady_us() - start_us) / 1000));
    return true;
}
