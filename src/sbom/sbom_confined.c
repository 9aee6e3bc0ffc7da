/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_confined.h"

#include "base/limits.h"
#include "sbom/sbom_flat.h"

bool sbom_confined_read(struct sbom_confined *ret_confined, struct worker_pool *workers,
    struct text name, int fd, struct arena *arena, struct err *err)
{
    struct sbom_confined confined = {0};
    if (!worker_run(workers, SBOM_CONFINED_KIND, name, fd, &confined.sealed, err))
        return false;
    if (!sbom_flat_read(&confined.sbom, confined.sealed.bytes, arena, err)) {
        sealed_done(&confined.sealed);
        return err_add(err, "%.*s", TEXT_ARG(name));
    }
    *ret_confined = confined;
    return true;
}

void sbom_confined_done(struct sbom_confined *confined)
{
    if (confined)
        sealed_done(&confined->sealed);
}

/* The arena's cap is reached before the process's, so that a file which needs too much gets a
   message of its own. */
bool sbom_confined_run(struct text name, struct text input, struct buf *out, struct err *err)
{
    struct arena arena;
    struct sbom sbom;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_good = sbom_read(&sbom, name, input, &arena, err) && sbom_flat_write(&sbom, out, err);
    arena_done(&arena);
    return is_good;
}
