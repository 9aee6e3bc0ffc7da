/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/part_sync.h"

#include "advisory/advisory_live.h"
#include "base/limits.h"
#include "match/match_stored.h"
#include "ticket/generation.h"
#include "ticket/ticket_rows.h"

static void give_back(struct part_sync *sync)
{
    advisory_live_give(sync->tools->advisories, sync->index);
    sync->index = NULL;
}

bool part_sync_begin(struct part_sync *ret_sync, struct db *db, const struct api_tools *tools,
    int64_t part_id, int64_t account_id, int64_t now_us, struct arena *arena, struct err *err)
{
    struct part_sync sync = {.db = db,
        .tools = tools,
        .part_id = part_id,
        .why = {.account_id = account_id, .now_us = now_us},
        .arena = arena};
    struct ticket_part part;
    if (!ticket_rows_part(db, part_id, arena, &part, err))
        return false;
    sync.former_sbom_id = part.sbom_id;
    sync.why.former_digest = part.sbom_digest;
    sync.why.former_sbom_id = part.sbom_id;
    sync.index = advisory_live_take(tools->advisories);
    if (!generation_is_past(db, sync.index, &sync.is_past, err)) {
        give_back(&sync);
        return false;
    }
    if (sync.is_past)
        give_back(&sync);
    /* What is written must rest on the current generation, so a newer one becomes that first. */
    if (sync.index && !generation_take_inside(db, sync.index, now_us, NULL, err)) {
        give_back(&sync);
        return false;
    }
    *ret_sync = sync;
    return true;
}

static bool sync_part(
    struct part_sync *sync, int64_t sbom_id, struct ticket_counts *ret_counts, struct err *err)
{
    if (!sync->index)
        return !sync->is_past || generation_add_job(sync->db, sync->part_id, sync->why.now_us, err);
    return ticket_sync_part(
               sync->db, sync->index, sync->part_id, &sync->why, sync->arena, ret_counts, err) &&
           (sbom_id == 0 || match_stored_summarise(sync->db, sync->index, sbom_id, err));
}

bool part_sync_end(struct part_sync *sync, bool is_good, int64_t sbom_id,
    struct ticket_counts *ret_counts, struct err *err)
{
    struct ticket_counts counts = {0};
    bool is_done = is_good && sync_part(sync, sbom_id, &counts, err);
    give_back(sync);
    if (is_done)
        *ret_counts = counts;
    return is_done;
}

/* -- as a job -- */

struct task {
    struct job_call *call;
    int64_t part_id;
};

static bool sync_again(struct db *db, void *context, struct err *err)
{
    const struct task *task = context;
    struct job_call *call = task->call;
    struct arena arena;
    struct part_sync sync;
    struct ticket_counts counts;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_done =
        part_sync_begin(&sync, db, call->tools, task->part_id, 0, call->now_us, &arena, err);
    call->is_for_another = is_done && !sync.index;
    if (call->is_for_another)
        is_done = err_set(err, ERR_CONFLICT, "this server has no index that is new enough");
    else if (is_done)
        is_done = part_sync_end(&sync, true, sync.former_sbom_id, &counts, err);
    arena_done(&arena);
    return is_done;
}

bool part_sync_job(struct job_call *call, struct err *err)
{
    struct task task = {.call = call};
    if (!text_read_i64(call->job->topic, &task.part_id))
        return err_set(err, ERR_SYNTAX, "the job names no part");
    return db_transact(call->db, sync_again, &task, err);
}
