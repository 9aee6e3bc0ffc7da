/* SPDX-License-Identifier: Apache-2.0 */
/* Which statements bear on a finding, and what they come to. docs/vex.md tells the rules.
   Example: vex_set_add(&set, &vex, name, err); vex_match_find(&answer, &set, &where, id, aliases, count, arena, err);
            if (answer.is_silenced) … answer.bearing[0] says why. */
#ifndef VEX_VEX_MATCH_H
#define VEX_VEX_MATCH_H

#include "base/map.h"
#include "base/vec.h"
#include "domain/purl.h"
#include "sbom/sbom.h"
#include "vex/vex.h"

struct vex_set_document {
    const struct vex *vex;
    struct text name; /* what people call it: its path */
    int64_t id;       /* in the database, or 0 */
    bool is_replaced; /* by a later edition of it in the set */
    const struct purl
        *purls; /* of its products, read once; without a type: none, or none that can be read */
};

/* A statement under one of its names. */
struct vex_set_link {
    uint32_t document, statement, next;
};

/* Documents that are looked at together. */
struct vex_set {
    struct {
        VEC(struct vex_set_document);
    } documents;
    struct {
        VEC(struct vex_set_link);
    } links;
    struct map by_name; /* id in small letters → the first link */
    struct arena arena;
};

void vex_set_init(struct vex_set *set);
void vex_set_done(struct vex_set *set);
/* Adds a document, which must stay. Of two editions only the later one counts. A set whose arena is spent (arena_check) must
   not be looked into. */
void vex_set_add(struct vex_set *set, const struct vex *vex, struct text name, int64_t id);
/* Returns whether any statement speaks of a vulnerability that goes by these. */
bool vex_set_has(
    const struct vex_set *set, struct text id, const struct text *aliases, size_t alias_count);

/* Where a finding is: in which component of an SBOM. */
struct vex_place {
    const struct sbom *sbom; /* its subject and serial */
    const struct sbom_component *component;
    const struct sbom_component *system; /* the SBOM's operating system, or NULL */
};
/* Finds the component of the SBOM that is its operating system; NULL when there is none. */
const struct sbom_component *vex_match_system(const struct sbom *sbom);

/* A statement that bears on a finding. */
struct vex_bearing {
    const struct vex_set_document *document;
    const struct vex_statement *statement;
    const struct vex_target *target;
    bool counts; /* false: its author said something newer */
};

struct vex_answer {
    struct vex_bearing
        *bearing; /* those that count first, the one that decides before all; then newest first */
    size_t count;
    bool is_silenced;       /* by not_affected or fixed, and nobody else says affected */
    bool is_contradicted;   /* authors disagree, so that it stands */
    size_t elsewhere_count; /* statements of that vulnerability in products that are not here */
};

/* Finds what the set says of a vulnerability, which goes by id and aliases, in a component. */
MUST_USE bool vex_match_find(struct vex_answer *ret_answer, const struct vex_set *set,
    const struct vex_place *place, struct text id, const struct text *aliases, size_t alias_count,
    struct arena *arena, struct err *err);

#endif
