/* SPDX-License-Identifier: Apache-2.0 */
#include "base/gate.h"

bool gate_enter(struct gate *gate, unsigned max)
{
    if (!gate || atomic_fetch_add(&gate->inside, 1) < max)
        return true;
    atomic_fetch_sub(&gate->inside, 1);
    return false;
}

void gate_leave(struct gate *gate)
{
    if (gate)
        atomic_fetch_sub(&gate->inside, 1);
}
