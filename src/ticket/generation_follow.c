/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/generation_follow.h"

#include "advisory/advisory_live.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "match/match_stored.h"
#include "ticket/alias_conflict.h"
#include "ticket/generation.h"
#include "ticket/generation_change.h"
#include "ticket/generation_news.h"
#include "ticket/generation_scope.h"

/* What is done whole in one step when all else has followed: parts, and SBOMs that get the summary they lack. */
enum { PARTS = 16, SUMMARIES = 64 };

/* A transaction of some 100 ms: short enough for others to wait, long enough for few of them. */
static const struct generation_bounds usual = {.packages = 256, .tickets = 2000};

struct following {
    const struct advisory_index *index;
    struct generation_bounds bounds;
    int64_t now_us;
    struct generation_step step;
};

static void add_counts(struct generation_step *step, const struct ticket_counts *counts)
{
    step->counts = *counts;
    step->looked_count = (size_t)(counts->opened + counts->closed + counts->reopened +
                                  counts->updated + counts->marked + counts->unchanged);
}

/* What is written when the tickets of a package have followed in all parts, or in some. */
static bool write_progress(
    struct generation_news *news, const struct generation_scope *scope, struct err *err)
{
    if (scope->is_partial) {
        struct generation_change change = news->changes[0];
        change.after_part_id = scope->last_part_id;
        return generation_change_move(news->db, &change, err);
    }
    return generation_news_write(news, err) &&
           generation_change_done(news->db, news->changes, news->change_count, err);
}

static bool follow_tickets(struct following *following, struct generation_news *news,
    struct generation_scope *scope, struct err *err)
{
    struct ticket_writes writes = {0};
    struct ticket_counts counts = {0};
    bool is_ok = generation_scope_fill(scope, err) &&
                 ticket_scope_run(&scope->tickets, &writes, &counts, err);
    following->step.computed_us = clock_steady_us();
    is_ok = is_ok && ticket_writes_run(&writes, news->db, err) &&
            alias_conflict_follow(news->db, news->index, scope->tickets.found,
                scope->tickets.found_count, &scope->why, news->arena, err) &&
            write_progress(news, scope, err);
    add_counts(&following->step, &counts);
    ticket_writes_done(&writes);
    return is_ok;
}

/* Looks at that many packages, or half of them, until the tickets are few enough. */
static bool follow_packages(struct following *following, struct db *db, size_t limit,
    struct arena *arena, bool *ret_is_too_much, struct err *err)
{
    struct generation_news news = {
        .db = db, .index = following->index, .arena = arena, .now_us = following->now_us};
    struct generation_scope scope = {.news = &news, .most = following->bounds.tickets};
    bool is_ok = generation_news_find(&news, limit, err) && generation_scope_begin(&scope, err);
    *ret_is_too_much = is_ok && news.change_count > 1 && scope.weight > following->bounds.tickets;
    following->step.package_count = news.change_count;
    following->step.version_count = news.versions.count;
    following->step.changed_count = news.len;
    if (is_ok && !*ret_is_too_much)
        is_ok = follow_tickets(following, &news, &scope, err);
    generation_scope_done(&scope);
    generation_news_done(&news);
    return is_ok;
}

/* SBOMs lose their summaries where it is simpler to count again than to tell what changed. */
static bool follow_summaries(
    struct following *following, struct db *db, struct arena *arena, struct err *err)
{
    int64_t *sbom_ids;
    size_t count;
    bool is_ok = generation_follow_rows_unsummarised(db, SUMMARIES, arena, &sbom_ids, &count, err);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = match_stored_summarise(db, following->index, sbom_ids[i], err);
    following->step.is_done = count < SUMMARIES;
    return is_ok;
}

static bool follow_parts(struct following *following, struct db *db, struct arena *arena,
    bool *ret_is_any, struct err *err)
{
    struct ticket_cause_of_sync why = {.now_us = following->now_us};
    int64_t *part_ids;
    size_t count;
    bool is_ok = generation_change_take_parts(db, PARTS, arena, &part_ids, &count, err);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = ticket_sync_part(
            db, following->index, part_ids[i], &why, arena, &following->step.counts, err);
    *ret_is_any = is_ok && count > 0;
    return is_ok;
}

/* When there is no package left. */
static bool follow_rest(
    struct following *following, struct db *db, struct arena *arena, struct err *err)
{
    bool is_any;
    return follow_parts(following, db, arena, &is_any, err) &&
           (is_any || follow_summaries(following, db, arena, err));
}

static bool follow(struct db *db, void *context, struct err *err)
{
    struct following *following = context;
    following->step = (struct generation_step){0};
    size_t limit = following->bounds.packages;
    bool is_ok = generation_check(db, following->index, err);
    for (bool is_too_much = true; is_ok && is_too_much; limit /= 2) {
        struct arena arena;
        arena_init(&arena, LIMIT_SBOM_ARENA);
        is_ok = follow_packages(following, db, limit, &arena, &is_too_much, err);
        if (is_ok && following->step.package_count == 0)
            is_ok = follow_rest(following, db, &arena, err);
        arena_done(&arena);
    }
    return is_ok;
}

bool generation_follow_step(struct db *db, const struct advisory_index *index,
    const struct generation_bounds *bounds, int64_t now_us, struct generation_step *ret_step,
    struct err *err)
{
    struct following following = {
        .index = index, .bounds = bounds ? *bounds : usual, .now_us = now_us};
    if (!db_transact(db, follow, &following, err))
        return false;
    *ret_step = following.step;
    return true;
}

/* A renewal is a transaction of its own, which takes as long as a small step: it is not due at each. */
static bool renew(struct job_call *call, struct err *err)
{
    int64_t now_us = clock_now_us();
    return call->job->lease_until_us - now_us > JOB_LEASE_US / 2 ||
           job_renew(call->db, call->job, now_us, err);
}

/* What all steps together have done, for the log. */
static void add_step(struct generation_step *sum, const struct generation_step *step)
{
    sum->package_count += step->package_count;
    sum->version_count += step->version_count;
    sum->changed_count += step->changed_count;
    sum->looked_count += step->looked_count;
    sum->counts.opened += step->counts.opened;
    sum->counts.closed += step->counts.closed;
    sum->counts.reopened += step->counts.reopened;
    sum->counts.updated += step->counts.updated;
    sum->counts.marked += step->counts.marked;
    sum->counts.unchanged += step->counts.unchanged;
}

static void tell(const struct generation_step *sum, int64_t start_us)
{
    const struct ticket_counts *counts = &sum->counts;
    log_info("generation-followed",
        "packages=%zu versions=%zu changed=%zu opened=%lld closed=%lld reopened=%lld updated=%lld"
        " marked=%lld unchanged=%lld took_ms=%lld",
        sum->package_count, sum->version_count, sum->changed_count, (long long)counts->opened,
        (long long)counts->closed, (long long)counts->reopened, (long long)counts->updated,
        (long long)counts->marked, (long long)counts->unchanged,
        (long long)((clock_steady_us() - start_us) / 1000));
}

bool generation_follow_job(struct job_call *call, struct err *err)
{
    struct generation_step step = {0}, sum = {0};
    int64_t start_us = clock_steady_us();
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_ok = generation_is_past(call->db, index, &call->is_for_another, err);
    if (is_ok && (!index || call->is_for_another)) {
        call->is_for_another = true;
        is_ok = err_set(err, ERR_CONFLICT, "this server has no index that is new enough");
    }
    while (is_ok && !step.is_done) {
        is_ok = generation_follow_step(call->db, index, NULL, call->now_us, &step, err) &&
                renew(call, err);
        if (is_ok)
            add_step(&sum, &step);
    }
    if (is_ok)
        tell(&sum, start_us);
    if (index)
        advisory_live_give(call->tools->advisories, index);
    return is_ok;
}
