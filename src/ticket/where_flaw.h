/* SPDX-License-Identifier: Apache-2.0 */
/* What an id stands for: the flaws, and the packages that advisories name for them.
   Example: where_flaw_read(&flaw, index, TEXT("GHSA-jfh8-c2jp-5v3q"), arena, err) */
#ifndef TICKET_WHERE_FLAW_H
#define TICKET_WHERE_FLAW_H

#include "ticket/where_select.h"

struct where_flaw {
    struct text id;   /* as its record writes it */
    bool is_known;    /* some record bears it */
    struct text *ids; /* the CVEs that it stands for; without any, all ids of the one flaw */
    size_t id_count;
    struct where_name *names; /* each package once */
    size_t name_count;
    bool is_cut; /* there is more than is looked at */
};

/* Reads what the index (may be NULL) says of an id that a person typed, in any case. A vendor's advisory stands for all
   the CVEs that it mends. Fails with ERR_SYNTAX when the index is damaged, ERR_LIMIT when the arena is full. */
MUST_USE bool where_flaw_read(struct where_flaw *ret_flaw, const struct advisory_index *index,
    struct text typed, struct arena *arena, struct err *err);

/* Whether a finding is of one of the flaws. */
bool where_flaw_is(const struct match_finding *finding, const struct text *ids, size_t count);

#endif
