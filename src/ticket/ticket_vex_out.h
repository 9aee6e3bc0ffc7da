/* SPDX-License-Identifier: Apache-2.0 */
/* VEX out: what a team decided about the flaws of a service, as statements. docs/vex.md tells which ticket says what.
   Example: ticket_vex_out(&vex, db, &scope, TEXT("Payments"), now_us, arena, err) && vex_write(&out, VEX_CSAF, &vex, err) */
#ifndef TICKET_TICKET_VEX_OUT_H
#define TICKET_TICKET_VEX_OUT_H

#include "ticket/ticket_vex.h"

/* Makes a document of the tickets of a service, or of one of its parts. scope has team and service. */
MUST_USE bool ticket_vex_out(struct vex *ret_vex, struct db *db, const struct vex_scope *scope,
    struct text author, int64_t now_us, struct arena *arena, struct err *err);

/* Which package versions a statement is of. */
enum ticket_vex_out_which {
    TICKET_VEX_OUT_AFFECTED, /* those of the ticket that are there */
    TICKET_VEX_OUT_PRESENT,  /* all of its package that are there */
    TICKET_VEX_OUT_FORMER,   /* those in which it was last seen */
};
struct ticket_vex_out_component {
    struct text name, version, purl; /* purl may be empty */
};
MUST_USE bool ticket_vex_out_components(struct db *db, const struct ticket *ticket,
    enum ticket_vex_out_which which, int64_t sbom_id, struct arena *arena,
    struct ticket_vex_out_component **ret_components, size_t *ret_count, struct err *err);
/* What a person wrote last: of the action that completed a ticket, or of the wrong match; or empty. */
MUST_USE bool ticket_vex_out_action(
    struct db *db, int64_t ticket_id, struct arena *arena, struct text *ret_text, struct err *err);
MUST_USE bool ticket_vex_out_reason(
    struct db *db, int64_t ticket_id, struct arena *arena, struct text *ret_text, struct err *err);

#endif
