/* SPDX-License-Identifier: Apache-2.0 */
/* What the events of a look at tickets rest on: which SBOM came after which, which versions, why; and what kenzen saw, so that a
   step that a person took back is not taken again for the same.
   Example: detail = ticket_evidence_json(&(struct ticket_evidence){why, part, reason, before, installed, facts, NULL}, arena) */
#ifndef TICKET_TICKET_EVIDENCE_H
#define TICKET_TICKET_EVIDENCE_H

#include "ticket/ticket_rows.h"
#include "ticket/ticket_vex.h"

struct ticket_evidence {
    const struct ticket_cause_of_sync *why;
    const struct ticket_part *part;
    struct text reason;
    struct text before, installed;            /* versions, JSON arrays; before may be empty */
    struct text facts;                        /* of a step that can be taken back; else empty */
    const struct ticket_vex_verdict *verdict; /* or NULL */
};

/* Returns the evidence as a JSON object, in arena. */
struct text ticket_evidence_json(const struct ticket_evidence *evidence, struct arena *arena);

/* What is seen when a ticket is to be closed, and when it is to be opened again: the same text for the same facts. */
struct text ticket_evidence_of_closing(
    enum ticket_cause cause, struct text reason, struct text installed, struct arena *arena);
struct text ticket_evidence_of_reopening(const struct ticket *now, struct arena *arena);

/* The sentences of closing and reopening, with the versions before and after. */
struct text ticket_evidence_closed_text(
    enum ticket_cause cause, struct text before, struct text installed, struct arena *arena);
struct text ticket_evidence_completed_text(
    const struct ticket *before, const struct ticket *now, struct arena *arena);

/* Whether two states of a ticket show the same: then a look at it came to nothing that is worth to be written. */
bool ticket_evidence_is_same(const struct ticket *a, const struct ticket *b);

#endif
