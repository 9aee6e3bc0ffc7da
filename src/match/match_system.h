/* SPDX-License-Identifier: Apache-2.0 */
/* The operating system of an SBOM, and how long it is mended.
   Example: match_system_find(&system, index, sbom.os_name, sbom.os_version, arena, err) */
#ifndef MATCH_MATCH_SYSTEM_H
#define MATCH_MATCH_SYSTEM_H

#include "advisory/eol.h"

struct match_system {
    struct text name, release; /* as the SBOM says: "debian", "12.11"; empty when it says none */
    struct text ecosystem;     /* "Debian:12"; empty for one that no advisories know */
    struct text label;         /* "Debian 12", for people */
    bool has_cycle;            /* false: nothing is known of its end */
    struct eol_cycle cycle;
};

/* index may be NULL. Texts live in arena and in the index. Fails with ERR_LIMIT or a damaged index. */
MUST_USE bool match_system_find(struct match_system *ret_system, const struct advisory_index *index,
    struct text name, struct text release, struct arena *arena, struct err *err);

#endif
