/* SPDX-License-Identifier: Apache-2.0 */
/* Work that is done later or by whoever is free: written in the transaction of its cause, taken with a lease, repeated
   when it fails or when its worker dies. So a job's work must bear being done twice.
   Example: job_add(db, &(struct job_order){.kind = "rematch", .topic = digest}, now_us, NULL, err) */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "base/clock.h"
#include "store/db.h"

enum { JOB_ATTEMPTS_MAX = 8 };

#define JOB_LEASE_US (60 * CLOCK_SECOND_US)
/* Waiting doubles from the first to the longest pause, with up to a quarter more by chance. */
#define JOB_PAUSE_FIRST_US (5 * CLOCK_SECOND_US)
#define JOB_PAUSE_LONGEST_US (3600 * CLOCK_SECOND_US)

struct job_order {
    const char *kind;
    struct text
        topic; /* not empty: nothing is added while a job of this kind and topic waits unstarted */
    struct text body;     /* what the work needs, JSON */
    int64_t run_after_us; /* 0: at once */
    int64_t attempts_max; /* 0: JOB_ATTEMPTS_MAX */
};

struct job {
    int64_t id;
    struct text kind, topic, body;
    int64_t attempts; /* this one counts */
    int64_t attempts_max;
    int64_t lease_until_us; /* tells this taking from a later one */
};

/* Adds a job, in the caller's transaction if there is one. ret_is_new (may be NULL) is false when one waits already. */
MUST_USE bool job_add(struct db *db, const struct job_order *order, int64_t now_us,
    bool *ret_is_new, struct err *err);

/* Takes the job that has waited longest, of a kind (NULL: any), for JOB_LEASE_US; ret_is_taken is false when none is due.
   Job texts live in arena. One whose worker died so often that no attempt is left is given up on the way. */
MUST_USE bool job_take(struct db *db, const char *kind, int64_t now_us, struct arena *arena,
    struct job *ret_job, bool *ret_is_taken, struct err *err);
/* Extends the lease of a long job. ERR_CONFLICT when it was lost: somebody else has it, so stop. */
MUST_USE bool job_renew(struct db *db, struct job *job, int64_t now_us, struct err *err);
/* Marks a job as done; in the transaction of its effect, that effect comes about once. ERR_CONFLICT when the lease was
   lost. */
MUST_USE bool job_done(struct db *db, const struct job *job, int64_t now_us, struct err *err);
/* Lets a job wait for its next attempt, or gives it up after its last one. why is kept. A lost lease is no error. */
MUST_USE bool job_fail(
    struct db *db, const struct job *job, int64_t now_us, const struct err *why, struct err *err);

/* Leaves a job to another server, since this one has not what it takes: that is no attempt. A lost lease is no error. */
MUST_USE bool job_leave(struct db *db, const struct job *job, int64_t now_us, struct err *err);

/* Returns how long a job waits after its nth failed attempt, n from 1; chance from 0 to 255. */
int64_t job_pause_us(int64_t attempts, unsigned chance);

/* When the next job is due: 0 when none waits. */
MUST_USE bool job_next_us(struct db *db, int64_t *ret_time_us, struct err *err);

struct job_counts {
    int64_t waiting, running, dead;
};
MUST_USE bool job_count(
    struct db *db, int64_t now_us, struct job_counts *ret_counts, struct err *err);

/* Forgets jobs that were done before a time. */
MUST_USE bool job_forget_done(struct db *db, int64_t before_us, struct err *err);

#endif
