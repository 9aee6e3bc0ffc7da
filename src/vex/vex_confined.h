/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a VEX document that a stranger sent, in the confined worker. Example:
   vex_confined_read(&confined, tools->workers, TEXT("app.vex.json"), fd, arena, err); …confined.vex…; vex_confined_done(&confined); */
#ifndef VEX_VEX_CONFINED_H
#define VEX_VEX_CONFINED_H

#include "sandbox/worker.h"
#include "vex/vex.h"

struct vex_confined {
    struct vex vex; /* its texts lie in sealed, the rest in the arena */
    struct sealed sealed;
};

/* Reads the whole file at fd as vex_read would, with its errors and worker_run's. */
MUST_USE bool vex_confined_read(struct vex_confined *ret_confined, struct worker_pool *workers,
    struct text name, int fd, struct arena *arena, struct err *err);
void vex_confined_done(struct vex_confined *confined);

/* The worker's side of it: a row of its table of jobs, of this kind. */
#define VEX_CONFINED_KIND "vex"
bool vex_confined_run(struct text name, struct text input, struct buf *out, struct err *err);

#endif
