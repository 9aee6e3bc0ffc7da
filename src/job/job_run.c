/* SPDX-License-Identifier: Apache-2.0 */
#include "job/job_run.h"

#include "base/limits.h"
#include "base/log.h"

static const struct job_handler *find_handler(const struct job_handler *handlers, struct text kind)
{
    for (; handlers->kind; handlers++)
        if (text_is(kind, handlers->kind))
            return handlers;
    return NULL;
}

static bool work(const struct job_handler *handlers, struct job_call *call, struct err *err)
{
    const struct job_handler *handler = find_handler(handlers, call->job->kind);
    if (!handler)
        return err_set(
            err, ERR_UNSUPPORTED, "%.*s: no such kind of job", TEXT_ARG(call->job->kind));
    return handler->run(call, err) && arena_check(call->arena, err);
}

static bool finish(struct job_call *call, const struct err *why, struct err *err)
{
    const struct job *job = call->job;
    int64_t now_us = clock_now_us();
    if (!why)
        return job_done(call->db, job, now_us, err);
    if (call->is_for_another) {
        log_info("job-left", "job=%lld kind=%.*s why=\"%s\"", (long long)job->id,
            TEXT_ARG(job->kind), why->text);
        return job_leave(call->db, job, now_us, err);
    }
    log_warn("job-failed", "job=%lld kind=%.*s attempt=%lld error=\"%s\"", (long long)job->id,
        TEXT_ARG(job->kind), (long long)job->attempts, why->text);
    return job_fail(call->db, job, now_us, why, err);
}

/* Somebody else has the job by now: that is for him. */
static bool is_lost(const struct err *err)
{
    return err->code == ERR_CONFLICT;
}

bool job_run_next(struct db *db, const struct job_handler *handlers, const struct api_tools *tools,
    int64_t now_us, bool *ret_has_run, struct err *err)
{
    struct arena arena;
    struct job job;
    struct err why;
    bool is_taken = false;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    bool is_good = job_take(db, NULL, now_us, &arena, &job, &is_taken, err);
    if (is_good && is_taken) {
        struct job_call call = {
            .db = db, .job = &job, .arena = &arena, .tools = tools, .now_us = now_us};
        bool is_done = work(handlers, &call, &why);
        is_good = finish(&call, is_done ? NULL : &why, err) || is_lost(err);
    }
    arena_done(&arena);
    if (is_good)
        *ret_has_run = is_taken;
    return is_good;
}
