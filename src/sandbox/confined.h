/* SPDX-License-Identifier: Apache-2.0 */
/* One task in a process of its own, for a command: what it reads may be hostile, and a library's parser is not ours. The task
   confines itself (confine.h) once it has what it needs.
   Example: confined_run(read_database, &order, "/mnt/image", &sealed, err); …sealed.bytes…; sealed_done(&sealed); */
#ifndef SANDBOX_CONFINED_H
#define SANDBOX_CONFINED_H

#include "base/buf.h"
#include "sandbox/sealed.h"

/* Forks; the child runs task, which adds its result to out, and ends. Only for a process with one thread. Fails with the task's own
   error; with ERR_LIMIT when it took longer than LIMIT_WORKER_SECONDS and ERR_SYNTAX when it died, name first. The result is another
   process's word: check its bounds. */
MUST_USE bool confined_run(bool (*task)(void *context, struct buf *out, struct err *err),
    void *context, const char *name, struct sealed *ret_result, struct err *err);

#endif
