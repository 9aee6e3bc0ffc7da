/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_found.h"

int ticket_found_compare(const void *a, const void *b)
{
    return match_compare(
        &((const struct ticket_found *)a)->finding, &((const struct ticket_found *)b)->finding);
}

struct ticket_found *ticket_found_of(const struct match_result *result, struct arena *arena)
{
    struct ticket_found *found = arena_take_array(arena, result->finding_count, sizeof *found);
    for (size_t i = 0; found && i < result->finding_count; i++)
        found[i].finding = result->findings[i];
    if (found && result->finding_count)
        qsort(found, result->finding_count, sizeof *found, ticket_found_compare);
    return found;
}
