/* SPDX-License-Identifier: Apache-2.0 */
/* What strangers sent is read in a process that can do nothing else: a descriptor goes in, sealed
   bytes or an error come out.
   Example: worker_run(pool, "sbom", TEXT("bom.json"), fd, &result, err); …result.bytes…;
   sealed_done(&result); */
#ifndef SANDBOX_WORKER_H
#define SANDBOX_WORKER_H

#include "base/buf.h"
#include "base/err.h"
#include "sandbox/sealed.h"

/* -- in the server -- */

struct worker_pool;

struct worker_options {
    size_t count;          /* processes at once */
    int64_t limit_seconds; /* for one job; LIMIT_WORKER_SECONDS when 0 */
    const char *role;      /* that they are started as; NULL: "worker" */
};

/* Starts the workers and waits until they are confined. Each serves one job and is replaced, so
   that what one upload did to it cannot touch the next. */
MUST_USE bool worker_pool_new(
    struct worker_pool **ret_pool, const struct worker_options *options, struct err *err);
/* No job may be running. */
void worker_pool_free(struct worker_pool *pool);

/* Lets a worker do a job of a kind on the whole content of fd, which it gets read-only. name is
   what the user calls it. Waits for a free worker; fails with ERR_BUSY when none becomes free in
   time. Fails with the job's own error; with ERR_LIMIT when it took too long and ERR_SYNTAX when
   the worker died of it. The result is another process's word: check its bounds. */
MUST_USE bool worker_run(struct worker_pool *pool, const char *kind, struct text name, int fd,
    struct sealed *ret_result, struct err *err);

/* How many jobs were done, and how many of them ended a worker. */
struct worker_counts {
    uint64_t jobs, deaths;
};
struct worker_counts worker_pool_counts(struct worker_pool *pool);

/* -- in the worker -- */

struct worker_job {
    const char *kind; /* NULL ends the table */
    /* Makes out of input; name is for messages. */
    bool (*run)(struct text name, struct text input, struct buf *out, struct err *err);
};

/* The whole life of a process started as role "worker": confines itself, serves jobs, ends with the
   socket. */
NORETURN void worker_main(const struct worker_job *jobs);
/* The same for a role that keeps something else: confine as confine_worker does. */
NORETURN void worker_main_as(
    const struct worker_job *jobs, bool (*confine)(struct text *ret_missing, struct err *err));

#endif
