/* SPDX-License-Identifier: Apache-2.0 */
/* The tickets that news of package versions are for: which parts, which keys, what else has to be known to compute them.
   Example: generation_scope_begin(&scope, err); if (scope.weight is small) generation_scope_fill(&scope, err); … */
#ifndef TICKET_GENERATION_SCOPE_H
#define TICKET_GENERATION_SCOPE_H

#include "ticket/generation_news.h"
#include "ticket/ticket_scope.h"

struct generation_scope {
    struct generation_news *news;
    size_t
        most; /* tickets that a share of a single package's parts has, unless one part has more */
    size_t weight;        /* about as many tickets are to be looked at */
    bool is_partial;      /* of one package, and not in all parts: */
    int64_t last_part_id; /* up to this one */
    struct ticket_cause_of_sync why;
    struct ticket_scope tickets; /* after generation_scope_fill */
    struct ticket *marked;       /* tickets whose answer is not known, and may be now */
    size_t marked_count;
    struct map keys; /* of the tickets to look at */
    struct {
        VEC(int64_t);
    } part_ids, vulnerability_ids; /* of those; in rising order, each once */
    struct map packages;           /* ecosystem and name of those */
    struct map ids;                /* names of their vulnerabilities */
};

/* Finds out how much there is to do, and takes a share of the parts where a single package has too much. */
MUST_USE bool generation_scope_begin(struct generation_scope *scope, struct err *err);
/* Reads all that the tickets are computed from. May merge vulnerabilities, and so must run inside the transaction. */
MUST_USE bool generation_scope_fill(struct generation_scope *scope, struct err *err);
void generation_scope_done(struct generation_scope *scope);

#endif
