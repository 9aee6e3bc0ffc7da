/* SPDX-License-Identifier: Apache-2.0 */
/* The time of a desk, and what its channels are told while it passes.
   Example: desk_until(&d, "2026-01-05T08:01:00Z"); assert_int_equal(desk_told(&d, 5, &messages), 1) */
#ifndef DESK_TOLD_H
#define DESK_TOLD_H

#include "alert/desk.h"

#include "alert/alert_job.h"
#include "job/outbox.h"

/* Runs one planning job that is due, and leaves those of others. */
static inline bool desk_job(struct desk *d)
{
    struct job job;
    struct arena *arena = &d->loop.world.t->arena;
    bool is_taken;
    assert_ok(job_take(d->db, ALERT_JOB, d->loop.now_us, arena, &job, &is_taken, err));
    if (!is_taken)
        return false;
    assert_ok(alert_job_run(
        &(struct job_call){.db = d->db, .job = &job, .arena = arena, .now_us = d->loop.now_us},
        err));
    assert_ok(job_done(d->db, &job, d->loop.now_us, err));
    return true;
}

/* Does what is due now; returns how many jobs there were. */
static inline size_t desk_jobs(struct desk *d)
{
    size_t count = 0;
    assert_ok(alert_job_start(d->db, d->loop.now_us, err));
    for (bool is_taken = true; is_taken; count += is_taken)
        is_taken = desk_job(d);
    struct job_counts counts;
    assert_ok(job_count(d->db, d->loop.now_us, &counts, err));
    assert_int_equal(counts.dead, 0);
    return count;
}

static inline void desk_wait(struct desk *d, int64_t us)
{
    d->loop.now_us += us;
    desk_jobs(d);
}

/* Lets the time of gathering pass. */
static inline void desk_run(struct desk *d)
{
    desk_wait(d, 90 * CLOCK_SECOND_US);
}

/* Goes to a time, hour by hour. */
static inline void desk_until(struct desk *d, const char *time)
{
    int64_t at_us;
    assert_true(clock_read(text_of(time), &at_us));
    while (d->loop.now_us < at_us)
        desk_wait(d, at_us - d->loop.now_us < 3600 * CLOCK_SECOND_US ? at_us - d->loop.now_us
                                                                     : 3600 * CLOCK_SECOND_US);
}

/* All that a channel was told, the oldest first. */
static inline size_t desk_told(struct desk *d, int64_t channel, struct alert_message **ret_messages)
{
    struct outbox_message *rows;
    size_t count;
    struct arena *arena = &d->loop.world.t->arena;
    assert_ok(outbox_list(d->db,
        &(struct outbox_query){.channel = ALERT_CHANNEL,
            .target_id = channel,
            .state = -1,
            .before_id = INT64_MAX,
            .limit = 1000},
        arena, &rows, &count, err));
    struct alert_message *messages = arena_take_array(arena, count + 1, sizeof *messages);
    for (size_t i = 0; i < count; i++)
        assert_ok(alert_message_read(&messages[count - 1 - i], rows[i].body, arena, err));
    *ret_messages = messages;
    return count;
}

static inline void desk_quiet(struct desk *d, int64_t channel, struct alert_quiet quiet)
{
    assert_ok(alert_policy_write_quiet(
        d->db, &(struct alert_policy_quiet){.channel_id = channel, .quiet = quiet}, err));
}

#endif
