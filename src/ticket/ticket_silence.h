/* SPDX-License-Identifier: Apache-2.0 */
/* Which tickets of a scope are silenced by VEX documents, or by what a person said of them.
   Example: ticket_silence_open(&silence, &scope, err); ticket_silence_judge(&verdict, &silence, part, …); ticket_silence_close(&silence) */
#ifndef TICKET_TICKET_SILENCE_H
#define TICKET_TICKET_SILENCE_H

#include "ticket/ticket_scope.h"
#include "ticket/ticket_vex.h"

struct ticket_silence {
    const struct ticket_scope *scope;
    struct ticket_vex_part *parts; /* by the scope's parts; NULL: there is no document at all */
    struct ticket_vex_row *rows;   /* why tickets were closed */
    size_t row_count;
};

/* Reads what bears on the findings of the scope, and why its tickets were closed. In any case ticket_silence_close is due. */
MUST_USE bool ticket_silence_open(
    struct ticket_silence *silence, const struct ticket_scope *scope, struct err *err);
void ticket_silence_close(struct ticket_silence *silence);

/* Finds what is said of findings of one flaw in a part. ticket may be NULL: there is none yet; where a person opened it again in
   spite of the same statements, they do not count. */
MUST_USE bool ticket_silence_judge(struct ticket_vex_verdict *ret_verdict,
    const struct ticket_silence *silence, uint32_t part, const struct ticket_found *const *found,
    size_t count, const struct ticket *ticket, struct err *err);

/* Returns whether a person closed the ticket, as a wrong match or as not affected, and nobody opened it since. */
bool ticket_silence_is_judged(const struct ticket_silence *silence, const struct ticket *ticket);
/* Returns whether a document did. */
bool ticket_silence_is_documented(
    const struct ticket_silence *silence, const struct ticket *ticket);

/* What is kept of a ticket that a verdict closes. */
struct ticket_vex_row ticket_silence_row(
    const struct ticket_vex_verdict *verdict, const struct ticket *ticket);
/* The verdict as a JSON object, for the evidence of an event. */
struct text ticket_silence_json(const struct ticket_vex_verdict *verdict, struct arena *arena);

#endif
