/* SPDX-License-Identifier: Apache-2.0 */
/* A finding together with our own identity of its vulnerability. Example: qsort(found, count, sizeof *found, ticket_found_compare) */
#ifndef TICKET_TICKET_FOUND_H
#define TICKET_TICKET_FOUND_H

#include "match/match.h"

struct ticket_found {
    struct match_finding finding;
    int64_t vulnerability_id; /* 0: not looked up */
};

/* Worst first, as qsort wants it: exploited, malicious, severity, score, likelihood; ties by component and id, so that what a
   ticket shows does not hang on what else was looked at with it. */
int ticket_found_compare(const void *a, const void *b);

/* Returns the findings of a result, worst first, or NULL when the arena is full. */
struct ticket_found *ticket_found_of(const struct match_result *result, struct arena *arena);

#endif
