/* SPDX-License-Identifier: Apache-2.0 */
/* What VEX documents and people say of a ticket's flaw: that the product is not affected by it, and why.
   Example: ticket_vex_open(&vex, db, &part, names, count, arena, err); ticket_vex_judge(&verdict, &vex, …); ticket_vex_close(&vex) */
#ifndef TICKET_TICKET_VEX_H
#define TICKET_TICKET_VEX_H

#include "match/match.h"
#include "ticket/ticket_rows.h"
#include "vex/vex_rows.h"

/* The documents that bear on a part, and its current SBOM as far as products are told by it. */
struct ticket_vex_part {
    struct db *db;
    int64_t sbom_id;
    struct vex_set set;
    struct sbom sbom;             /* without components */
    struct sbom_component system; /* its operating system; without a type: none */
};

/* Reads what may speak of one of the names (ids in any case). In any case ticket_vex_close is due. */
MUST_USE bool ticket_vex_open(struct ticket_vex_part *vex, struct db *db,
    const struct ticket_part *part, const struct text *names, size_t name_count,
    struct arena *arena, struct err *err);
void ticket_vex_close(struct ticket_vex_part *vex);

struct ticket_vex_verdict {
    bool is_silenced;         /* in every place where the package versions stand */
    bool is_contradicted;     /* in one of them */
    struct vex_answer answer; /* of the place that decides */
    struct text words;        /* "not_affected (vulnerable_code_not_present) by Acme" */
    struct text statements;   /* tells those that count from others */
};

/* Finds what is said of a flaw, which goes by id and aliases, in package versions of the part's SBOM. */
MUST_USE bool ticket_vex_judge(struct ticket_vex_verdict *ret_verdict,
    const struct ticket_vex_part *vex, const int64_t *version_ids, size_t version_count,
    struct text id, const struct text *aliases, size_t alias_count, struct arena *arena,
    struct err *err);

/* -- why a ticket was closed as not affected -- */

struct ticket_vex_row {
    int64_t ticket_id, closed_us;
    enum vex_status status;
    enum vex_justification justification;
    struct text impact;
    int64_t account_id; /* a person, or */
    int64_t vex_id;     /* a document */
    struct text statements;
    bool is_overruled;
    struct text account_name, document; /* read only */
};

/* Writes one for each ticket, in the place of what was before. */
MUST_USE bool ticket_vex_write(
    struct db *db, const struct ticket_vex_row *rows, size_t count, struct err *err);
/* Notes that a person opened the ticket again in spite of it. */
MUST_USE bool ticket_vex_overrule(struct db *db, int64_t ticket_id, struct err *err);
/* Reads those of tickets, by ticket; ids in rising order. */
MUST_USE bool ticket_vex_read(struct db *db, const int64_t *ticket_ids, size_t count,
    struct arena *arena, struct ticket_vex_row **ret_rows, size_t *ret_count, struct err *err);

/* Finds the one of a ticket, or NULL; and whether it is why the ticket is closed now. */
const struct ticket_vex_row *ticket_vex_find(
    const struct ticket_vex_row *rows, size_t count, int64_t ticket_id);
bool ticket_vex_holds(const struct ticket_vex_row *row, const struct ticket *ticket);

/* Adds the member "vex" to an open object: what closed the ticket, and what documents say of it now. */
MUST_USE bool ticket_vex_print(struct buf *out, struct db *db, const struct ticket *ticket,
    struct arena *arena, struct err *err);

/* Reads the head of an SBOM, and its operating system; and where package versions stand in it. */
MUST_USE bool ticket_vex_read_sbom(
    struct ticket_vex_part *vex, struct arena *arena, struct err *err);
MUST_USE bool ticket_vex_read_places(const struct ticket_vex_part *vex, int64_t version_id,
    struct arena *arena, struct sbom_component **ret_components, size_t *ret_count,
    struct err *err);
MUST_USE bool ticket_vex_read_versions(struct db *db, const struct ticket *ticket, int64_t sbom_id,
    struct arena *arena, int64_t **ret_ids, size_t *ret_count, struct err *err);

#endif
