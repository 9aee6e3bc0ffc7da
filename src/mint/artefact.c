/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/artefact.h"

const struct artefact *artefact_find(struct text name)
{
    for (size_t i = 0; i < artefact_count; i++)
        if (text_is(name, artefact_table[i].name))
            return &artefact_table[i];
    return NULL;
}
