/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/support.h"

enum support_state support_state(const struct support *support, int64_t now_us)
{
    if (support->end_us == 0 || now_us < support->end_us)
        return SUPPORT_GOES_ON;
    return now_us < support->extended_end_us ? SUPPORT_EXTENDED : SUPPORT_ENDED;
}

int64_t support_end_us(const struct support *support)
{
    return support->end_us == SUPPORT_LONG_OVER ? 0 : support->end_us;
}

const char *support_state_name(enum support_state state)
{
    static const char *const names[] = {[SUPPORT_GOES_ON] = "supported",
        [SUPPORT_EXTENDED] = "extended",
        [SUPPORT_ENDED] = "ended"};
    return names[state];
}
