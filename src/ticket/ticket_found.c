/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_found.h"

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

int ticket_found_compare(const void *left, const void *right)
{
    const struct match_finding *a = &((const struct ticket_found *)left)->finding;
    const struct match_finding *b = &((const struct ticket_found *)right)->finding;
    int order = COMPARE(b->facts.is_kev, a->facts.is_kev);
    if (order == 0)
        order = COMPARE(a->kind != ADVISORY_MALICIOUS, b->kind != ADVISORY_MALICIOUS);
    if (order == 0)
        order = COMPARE(match_severity_weight(b->severity), match_severity_weight(a->severity));
    if (order == 0)
        order = COMPARE(b->score_tenths, a->score_tenths);
    if (order == 0)
        order = COMPARE(b->facts.epss_millionths, a->facts.epss_millionths);
    if (order == 0)
        order = COMPARE(a->component, b->component);
    return order ? order : text_cmp(a->id, b->id);
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
