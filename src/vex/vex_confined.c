/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_confined.h"

#include "base/limits.h"
#include "vex/vex_flat.h"

bool vex_confined_read(struct vex_confined *ret_confined, struct worker_pool *workers,
    struct text name, int fd, struct arena *arena, struct err *err)
{
    struct vex_confined confined = {0};
    if (!worker_run(workers, VEX_CONFINED_KIND, name, fd, &confined.sealed, err))
        return false;
    if (!vex_flat_read(&confined.vex, confined.sealed.bytes, arena, err)) {
        sealed_done(&confined.sealed);
        return err_add(err, "%.*s", TEXT_ARG(name));
    }
    *ret_confined = confined;
    return true;
}

void vex_confined_done(struct vex_confined *confined)
{
    if (confined)
        sealed_done(&confined->sealed);
}

bool vex_confined_run(struct text name, struct text input, struct buf *out, struct err *err)
{
    struct arena arena;
    struct vex vex;
    arena_init(&arena, LIMIT_VEX_ARENA);
    bool is_good = vex_read(&vex, name, input, &arena, err);
    if (is_good)
        vex_flat_write(&vex, out);
    is_good = is_good && buf_check(out, err);
    arena_done(&arena);
    return is_good;
}
