/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_job.h"

#include "badge/badge_tally.h"
#include "base/log.h"

/* EVENTS: of one transaction. BACKLOG: so many entries that no rule asks for are passed over now and then, so that looking stays short. */
enum { EVENTS = 500, BACKLOG = 5000 };
/* What comes in meanwhile is looked at together. */
#define GATHER_US (2 * CLOCK_SECOND_US)
#define RENEW_US (20 * CLOCK_SECOND_US)

/* -- one step: the rules that stand at the lowest cursor, on what follows it -- */

struct step {
    int64_t now_us, length;
    struct badge_rule *rules;
    size_t rule_count;
    bool is_done; /* nothing is left */
    struct badge_job_counts counts;
};

static int64_t lowest(const struct step *it)
{
    int64_t low = INT64_MAX;
    for (size_t i = 0; i < it->rule_count; i++)
        if (it->rules[i].is_enabled && it->rules[i].cursor < low)
            low = it->rules[i].cursor;
    return low;
}

/* Rules that are further on wait until the others have come to where they are. */
static int64_t bound_of(const struct step *it, int64_t from)
{
    int64_t bound = it->length;
    for (size_t i = 0; i < it->rule_count; i++)
        if (it->rules[i].is_enabled && it->rules[i].cursor > from && it->rules[i].cursor < bound)
            bound = it->rules[i].cursor;
    return bound;
}

/* Whoever moved a cursor meanwhile has done it: then all of this is undone, and looked at anew. */
static bool move(struct db *db, const struct step *it, int64_t from, int64_t to, struct err *err)
{
    for (size_t i = 0; i < it->rule_count; i++) {
        bool is_moved;
        if (!it->rules[i].is_enabled || it->rules[i].cursor != from)
            continue;
        if (!badge_rule_rows_move(db, &it->rules[i], to, &is_moved, err))
            return false;
        if (!is_moved)
            return err_set(err, ERR_BUSY, "another server looks at the same");
    }
    return true;
}

static unsigned sources_of(const struct step *it, int64_t from)
{
    unsigned sources = 0;
    for (size_t i = 0; i < it->rule_count; i++)
        if (it->rules[i].is_enabled && it->rules[i].cursor == from)
            sources |= 1U << it->rules[i].condition.source;
    return sources;
}

static bool judge(struct step *it, struct db *db, int64_t from, const struct badge_event *events,
    size_t count, struct arena *arena, struct err *err)
{
    struct badge_tally_kept kept;
    struct badge_fact *facts;
    size_t fact_count;
    if (!count)
        return true;
    if (!badge_fact_find(db, events, count, sources_of(it, from), arena, &facts, &fact_count, err))
        return false;
    badge_tally_open(&kept, db, it->now_us);
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < it->rule_count; i++)
        if (it->rules[i].is_enabled && it->rules[i].cursor == from)
            is_ok = badge_judge_facts(
                &it->rules[i], events, count, facts, fact_count, &kept.tally, err);
    is_ok = is_ok && badge_tally_end(&kept, err);
    it->counts.events += (int64_t)count;
    it->counts.issued += kept.issued;
    it->counts.revoked += kept.revoked;
    badge_tally_close(&kept);
    return is_ok;
}

static bool take_step(struct db *db, struct step *it, struct arena *arena, struct err *err)
{
    struct badge_event *events;
    size_t count;
    if (!badge_fact_length(db, &it->length, err) ||
        !badge_rule_list(db, arena, &it->rules, &it->rule_count, err))
        return false;
    int64_t from = lowest(it);
    it->is_done = from >= it->length;
    if (it->is_done)
        return true;
    int64_t until = bound_of(it, from);
    if (!badge_fact_events(db, from, until, EVENTS, arena, &events, &count, err))
        return false;
    if (count == EVENTS)
        until = events[count - 1].seq + 1;
    return judge(it, db, from, events, count, arena, err) && move(db, it, from, until, err);
}

static bool step(struct db *db, void *context, struct err *err)
{
    struct step *it = context;
    struct arena arena;
    it->counts = (struct badge_job_counts){0};
    arena_init(&arena, SIZE_MAX);
    bool is_ok = take_step(db, it, &arena, err);
    arena_done(&arena);
    return is_ok;
}

/* -- quarters -- */

struct quarters {
    int64_t now_us, issued;
    const struct badge_rule *rule;
};

static bool judge_quarters(struct db *db, void *context, struct err *err)
{
    struct quarters *it = context;
    struct badge_tally_kept kept;
    int64_t next;
    bool is_behind;
    badge_tally_open(&kept, db, it->now_us);
    bool is_ok =
        badge_judge_quarters(db, it->rule, it->now_us, &kept.tally, &next, &is_behind, err) &&
        badge_tally_end(&kept, err) && badge_rule_rows_judged(db, it->rule->id, next, err);
    it->issued = kept.issued;
    badge_tally_close(&kept);
    return is_ok;
}

static bool look_at_quarters(
    struct db *db, int64_t now_us, struct badge_job_counts *counts, struct err *err)
{
    struct arena arena;
    struct badge_rule *rules;
    size_t count = 0;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = badge_rule_list(db, &arena, &rules, &count, err);
    for (size_t i = 0; is_ok && i < count; i++) {
        struct quarters it = {.now_us = now_us, .rule = &rules[i]};
        if (!rules[i].is_enabled || rules[i].condition.source != BADGE_ON_QUARTER)
            continue;
        is_ok = db_transact(db, judge_quarters, &it, err);
        counts->issued += it.issued;
    }
    arena_done(&arena);
    return is_ok;
}

/* -- the job -- */

/* Runs steps until nothing is left; job (may be NULL) keeps its lease meanwhile. */
static bool run_steps(struct db *db, struct job *job, int64_t now_us,
    struct badge_job_counts *ret_counts, struct err *err)
{
    struct badge_job_counts counts = {0};
    struct step it = {.now_us = now_us};
    int64_t renewed_us = clock_steady_us();
    while (!it.is_done) {
        if (!db_transact(db, step, &it, err))
            return false;
        counts.events += it.counts.events;
        counts.issued += it.counts.issued;
        counts.revoked += it.counts.revoked;
        if (job && clock_steady_us() - renewed_us > RENEW_US) {
            if (!job_renew(db, job, clock_now_us(), err))
                return false;
            renewed_us = clock_steady_us();
        }
    }
    *ret_counts = counts;
    return true;
}

bool badge_job_catch_up(
    struct db *db, int64_t now_us, struct badge_job_counts *ret_counts, struct err *err)
{
    struct badge_job_counts counts;
    if (!run_steps(db, NULL, now_us, &counts, err) || !look_at_quarters(db, now_us, &counts, err))
        return false;
    *ret_counts = counts;
    return true;
}

bool badge_job_run(struct job_call *call, struct err *err)
{
    struct badge_job_counts counts;
    int64_t start_us = clock_steady_us();
    if (!run_steps(call->db, call->job, call->now_us, &counts, err) ||
        !look_at_quarters(call->db, call->now_us, &counts, err))
        return false;
    if (counts.issued || counts.revoked)
        log_info("badges", "issued=%lld revoked=%lld events=%lld took_ms=%lld",
            (long long)counts.issued, (long long)counts.revoked, (long long)counts.events,
            (long long)((clock_steady_us() - start_us) / 1000));
    return true;
}

static bool add_job(struct db *db, int64_t now_us, int64_t run_after_us, struct err *err)
{
    return job_add(db,
        &(struct job_order){.kind = BADGE_JOB,
            .topic = TEXT("rules"),
            .body = TEXT("{}"),
            .run_after_us = run_after_us},
        now_us, NULL, err);
}

bool badge_job_plan(struct db *db, int64_t now_us, struct err *err)
{
    return add_job(db, now_us, 0, err);
}

bool badge_job_start(struct db *db, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct badge_event *events;
    size_t count = 0;
    int64_t cursor, length;
    if (!badge_rule_rows_behind(db, &cursor, err) || !badge_fact_length(db, &length, err))
        return false;
    if (cursor < 0 || cursor >= length)
        return true;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = length - cursor > BACKLOG ||
                 badge_fact_events(db, cursor, length, 1, &arena, &events, &count, err);
    arena_done(&arena);
    return is_ok && ((count == 0 && length - cursor <= BACKLOG) ||
                        add_job(db, now_us, now_us + GATHER_US, err));
}
