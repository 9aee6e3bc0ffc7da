/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_redecide.h"

#include "base/limits.h"
#include "base/log.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_priority.h"

/* A transaction of some 100 ms: short enough for others to wait. */
enum { STEP = 500 };

struct run {
    const struct ticket_redecision *redecision;
    struct arena *arena;
    struct ticket_writes writes;
};

static void add_event(struct run *run, size_t at, const struct ticket *ticket)
{
    const struct ticket_redecision *it = run->redecision;
    ticket_writes_event(&run->writes, at,
        &(struct ticket_event){.at_us = it->why->now_us,
            .account_id = it->why->account_id,
            .kind = it->kind,
            .text = it->text,
            .detail = it->detail,
            .generation = ticket->generation},
        run->arena);
}

static void redecide_one(
    struct run *run, const struct ticket *before, const struct ticket_part *part)
{
    const struct ticket_cause_of_sync *why = run->redecision->why;
    struct ticket ticket = *before;
    ticket_priority_set(&ticket, before, part, why->now_us, run->arena);
    bool is_same = text_eq(ticket.decision_json, before->decision_json) &&
                   ticket.due_us == before->due_us && ticket.due_source == before->due_source;
    if (is_same && !run->redecision->kind)
        return;
    ticket.updated_us = why->now_us;
    size_t at = ticket_writes_ticket(&run->writes, &ticket);
    if (run->redecision->kind)
        add_event(run, at, &ticket);
    ticket_priority_tell(&run->writes, at,
        &(struct ticket_priority_change){before, &ticket, run->redecision->cause, why}, run->arena);
}

/* -- parts -- */

static int compare_ids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int compare_part(const void *id, const void *part)
{
    int64_t a = *(const int64_t *)id, b = ((const struct ticket_part *)part)->part_id;
    return (a > b) - (a < b);
}

bool ticket_redecide_parts(struct db *db, const struct ticket *tickets, size_t count,
    struct arena *arena, struct ticket_part **ret_parts, size_t *ret_count, struct err *err)
{
    int64_t *ids = arena_take_array(arena, count, sizeof *ids);
    size_t kept = 0;
    if (!ids)
        return arena_check(arena, err);
    for (size_t i = 0; i < count; i++)
        ids[i] = tickets[i].part_id;
    if (count)
        qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    return ticket_rows_parts(db, ids, kept, arena, ret_parts, ret_count, err);
}

const struct ticket_part *ticket_redecide_part(
    const struct ticket_part *parts, size_t count, int64_t part_id)
{
    return count ? bsearch(&part_id, parts, count, sizeof *parts, compare_part) : NULL;
}

/* -- all that are wanted -- */

static bool redecide_some(struct db *db, const struct ticket_redecide_of *of, int64_t *after_id,
    size_t limit, const struct ticket_redecision *redecision, struct arena *arena,
    bool *ret_is_done, struct err *err)
{
    struct run run = {.redecision = redecision, .arena = arena};
    struct ticket *tickets;
    struct ticket_part *parts;
    size_t count, part_count;
    if (!ticket_redecide_rows(db, of, *after_id, limit, arena, &tickets, &count, err) ||
        !ticket_redecide_parts(db, tickets, count, arena, &parts, &part_count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct ticket_part *part =
            ticket_redecide_part(parts, part_count, tickets[i].part_id);
        if (part)
            redecide_one(&run, &tickets[i], part);
    }
    bool is_ok = arena_check(arena, err) && ticket_writes_run(&run.writes, db, err);
    ticket_writes_done(&run.writes);
    if (count)
        *after_id = tickets[count - 1].id;
    *ret_is_done = count < limit;
    return is_ok;
}

bool ticket_redecide(struct db *db, const struct ticket_redecide_of *of,
    const struct ticket_redecision *redecision, struct arena *arena, struct err *err)
{
    int64_t after_id = 0;
    bool is_done;
    return redecide_some(db, of, &after_id, SIZE_MAX, redecision, arena, &is_done, err);
}

/* -- as a job -- */

struct step {
    int64_t team_id, after_id;
    const struct ticket_cause_of_sync *why;
    bool is_done;
};

static bool run_step(struct db *db, void *context, struct err *err)
{
    struct step *step = context;
    struct ticket_redecision redecision = {.cause = "policy", .why = step->why};
    int64_t after_id = step->after_id;
    struct arena arena;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_ok = redecide_some(db, &(struct ticket_redecide_of){.team_id = step->team_id},
        &after_id, STEP, &redecision, &arena, &step->is_done, err);
    arena_done(&arena);
    if (is_ok)
        step->after_id = after_id;
    return is_ok;
}

bool ticket_redecide_step(struct db *db, int64_t team_id, const struct ticket_cause_of_sync *why,
    int64_t *after_id, bool *ret_is_done, struct err *err)
{
    struct step step = {.team_id = team_id, .after_id = *after_id, .why = why};
    if (!db_transact(db, run_step, &step, err))
        return false;
    *after_id = step.after_id;
    *ret_is_done = step.is_done;
    return true;
}

bool ticket_redecide_add_job(
    struct db *db, int64_t team_id, int64_t account_id, int64_t now_us, struct err *err)
{
    struct arena arena;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    struct text id = arena_format(&arena, "%lld", (long long)team_id);
    struct text body = arena_format(&arena, "{\"account_id\":\"%lld\"}", (long long)account_id);
    bool is_ok =
        job_add(db, &(struct job_order){.kind = TICKET_REDECIDE_JOB, .topic = id, .body = body},
            now_us, NULL, err);
    arena_done(&arena);
    return is_ok;
}

/* A renewal is a transaction of its own: it is not due at each step. */
static bool renew(struct job_call *call, struct err *err)
{
    int64_t now_us = clock_now_us();
    return call->job->lease_until_us - now_us > JOB_LEASE_US / 2 ||
           job_renew(call->db, call->job, now_us, err);
}

static int64_t account_of(const struct job *job)
{
    struct json body = {0};
    struct err err;
    int64_t id = 0;
    if (!json_read(&body, job->body, &err))
        return 0;
    if (!text_read_i64(json_get_text(json_root(&body), "account_id"), &id))
        id = 0;
    json_done(&body);
    return id;
}

bool ticket_redecide_job(struct job_call *call, struct err *err)
{
    struct ticket_cause_of_sync why = {.account_id = account_of(call->job), .now_us = call->now_us};
    int64_t team_id, after_id = 0, start_us = clock_steady_us();
    bool is_done = false, is_ok = true;
    if (!text_read_i64(call->job->topic, &team_id))
        return err_set(err, ERR_SYNTAX, "the job names no team");
    while (is_ok && !is_done)
        is_ok = ticket_redecide_step(call->db, team_id, &why, &after_id, &is_done, err) &&
                renew(call, err);
    if (is_ok)
        log_info("tickets-redecided", "team=%lld took_ms=%lld", (long long)team_id,
            (long long)((clock_steady_us() - start_us) / 1000));
    return is_ok;
}
