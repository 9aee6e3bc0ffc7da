/* SPDX-License-Identifier: Apache-2.0 */
/* Which component somebody means: by package URL, whole or in part, or by name.
   Example: match_explain_find(&found, &sbom, TEXT("pkg:npm/lodash"), arena, err); sbom.components[found.component] */
#ifndef MATCH_MATCH_EXPLAIN_FIND_H
#define MATCH_MATCH_EXPLAIN_FIND_H

#include "sbom/sbom.h"

struct match_found {
    uint32_t component;
    size_t twin_count; /* others that are the same package version */
};

/* Finds the component with that package URL; else the one whose package URL has all parts of it, so that version and
   qualifiers may be left out; else, for what is none, the one of that name or name@version. Fails with ERR_NOT_FOUND,
   telling what is near, ERR_USAGE when several package versions are meant, telling which, and ERR_SYNTAX for a package
   URL that cannot be read. */
MUST_USE bool match_explain_find(struct match_found *ret_found, const struct sbom *sbom,
    struct text asked, struct arena *arena, struct err *err);

/* Returns an id as records write it: people type cve-2021-44228 too. */
struct text match_explain_read_id(struct text typed, struct arena *arena);

/* Makes an SBOM of the one component that a package URL stands for. Fails with ERR_SYNTAX. */
MUST_USE bool match_explain_read_purl(
    struct sbom *ret_sbom, struct text purl, struct arena *arena, struct err *err);

#endif
