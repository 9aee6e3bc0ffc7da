/* SPDX-License-Identifier: Apache-2.0 */
/* How many may do something costly at once; who comes too many does not wait, but is told to come again.
   Example: if (!gate_enter(&gate, 2)) return err_set(err, ERR_BUSY, …); …; gate_leave(&gate); */
#ifndef BASE_GATE_H
#define BASE_GATE_H

#include <stdatomic.h>
#include <stdbool.h>

/* Zero is empty. */
struct gate {
    atomic_uint inside;
};

/* Lets in as long as fewer than max are inside. Who was let in leaves. gate may be NULL: then all are let in. */
bool gate_enter(struct gate *gate, unsigned max);
void gate_leave(struct gate *gate);

#endif
