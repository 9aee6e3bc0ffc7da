/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/action.h"

static const char *const names[ACTION_KINDS] = {
    [ACTION_ELIMINATION] = "elimination",
    [ACTION_MITIGATION] = "mitigation",
    [ACTION_TRANSFER] = "transfer",
    [ACTION_ACCEPTANCE] = "acceptance",
    [ACTION_DETECTION] = "detection",
    [ACTION_REJECTION] = "rejection",
};

const char *action_kind_name(enum action_kind kind)
{
    return names[kind];
}

bool action_kind_read(struct text name, enum action_kind *ret_kind)
{
    for (int kind = 0; kind < ACTION_KINDS; kind++)
        if (text_is(name, names[kind])) {
            *ret_kind = (enum action_kind)kind;
            return true;
        }
    return false;
}
