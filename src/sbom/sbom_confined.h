/* SPDX-License-Identifier: Apache-2.0 */
/* Reads an SBOM that a stranger sent, in the confined worker. Example:
   sbom_confined_read(&confined, tools->workers, TEXT("bom.json"), fd, arena, err); …confined.sbom…;
   sbom_confined_done(&confined); */
#ifndef SBOM_SBOM_CONFINED_H
#define SBOM_SBOM_CONFINED_H

#include "sandbox/worker.h"
#include "sbom/sbom.h"

struct sbom_confined {
    struct sbom sbom; /* its texts lie in sealed, the rest in the arena */
    struct sealed sealed;
};

/* Reads the whole file at fd as sbom_read would, with its errors and worker_run's. */
MUST_USE bool sbom_confined_read(struct sbom_confined *ret_confined, struct worker_pool *workers,
    struct text name, int fd, struct arena *arena, struct err *err);
void sbom_confined_done(struct sbom_confined *confined);

/* The worker's side of it: a row of its table of jobs, of this kind. */
#define SBOM_CONFINED_KIND "sbom"
bool sbom_confined_run(struct text name, struct text input, struct buf *out, struct err *err);

#endif
