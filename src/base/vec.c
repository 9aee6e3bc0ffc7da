/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

void *vec_make_room(void *at, size_t len, size_t *room, size_t size)
{
    if (len == *room) {
        size_t wanted = *room ? *room * 2 : 8;
        at = wanted > SIZE_MAX / size ? NULL : realloc(at, wanted * size);
        if (!at)
            err_panic("out of memory");
        *room = wanted;
    }
    memset((char *)at + len * size, 0, size);
    return at;
}

void vec_free(void *at)
{
    free(at);
}
