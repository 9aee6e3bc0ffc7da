/* SPDX-License-Identifier: Apache-2.0 */
/* What changed from one SBOM to another, package by package.
   Example: sbom_diff_find(&diff, &before, &after, arena, err); for (i < diff.count) … diff.at[i].kind */
#ifndef SBOM_SBOM_DIFF_H
#define SBOM_SBOM_DIFF_H

#include "sbom/sbom.h"

enum sbom_diff_kind {
    SBOM_DIFF_ADDED,
    SBOM_DIFF_REMOVED,
    SBOM_DIFF_CHANGED, /* other versions of it */
    SBOM_DIFF_SAME,    /* the same versions, but another licence, scope or directness */
    SBOM_DIFF_KINDS
};

enum sbom_diff_way { SBOM_DIFF_NO_WAY, SBOM_DIFF_UP, SBOM_DIFF_DOWN };

/* A side of a package: its versions, each once, in byte order; licence, scope and directness of its first component. */
struct sbom_diff_side {
    struct text *versions;
    size_t version_count;
    uint32_t component; /* the first; of no meaning without versions */
    struct text license, scope;
    bool is_direct;
};

/* A package: what has the same ecosystem (without its release, so that an upgrade of the distribution compares) and package name, or
   the same type and name where it is of no ecosystem. */
struct sbom_diff_item {
    enum sbom_diff_kind kind;
    enum sbom_diff_way way; /* of one version to another, where the ecosystem orders them */
    struct text ecosystem, name;
    struct sbom_diff_side before, after;
};

struct sbom_diff {
    struct sbom_diff_item *at; /* by kind, then name, then ecosystem */
    size_t count;
    size_t kind_counts[SBOM_DIFF_KINDS];
    size_t unchanged_count; /* packages that are told nowhere */
};

/* Components that are no packages (operating systems, lock files) are left out. Texts borrow from both SBOMs. Fails only with ERR_LIMIT, when
   arena is spent. */
MUST_USE bool sbom_diff_find(struct sbom_diff *ret_diff, const struct sbom *before,
    const struct sbom *after, struct arena *arena, struct err *err);

const char *sbom_diff_kind_name(enum sbom_diff_kind kind); /* "added" … */
const char *sbom_diff_way_name(enum sbom_diff_way way);    /* "up", "down" or "" */

/* The ecosystem without its release: "Debian" of "Debian:12". */
struct text sbom_diff_ecosystem(struct text ecosystem);

#endif
