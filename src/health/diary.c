/* SPDX-License-Identifier: Apache-2.0 */
#include "health/diary.h"

const char *diary_kind_name(enum diary_kind kind)
{
    static const char *const names[DIARY_KINDS] = {[DIARY_READ] = "read",
        [DIARY_SIGHTED] = "sighted",
        [DIARY_DECIDED] = "decided",
        [DIARY_ACTED] = "acted"};
    return names[kind];
}
