/* SPDX-License-Identifier: Apache-2.0 */
/* What many SBOMs have, in memory: each distinct package version once, with the places where it occurs. Nothing of an SBOM
   is kept but what is said here, so it can be given back as soon as it was added.
   Example: inventory = inventory_new(SIZE_MAX); for each SBOM: inventory_add(inventory, &sbom, name, &number, err);
   then for each package: inventory_walk_init(&walk, inventory, package); while (inventory_walk_next(&walk, &place)) …

   A package version is what sbom_intern_digest calls one. Components that name no package (without an ecosystem) are no
   packages here: they are counted by reason; groups (an operating system, a lock file) and what a package of the operating
   system owns, and answers for, are only counted.

   Memory: some 300 bytes and twice the texts for each distinct package version, 12 bytes for each occurrence. */
#ifndef SBOM_INVENTORY_H
#define SBOM_INVENTORY_H

#include "sbom/sbom.h"

struct inventory;

/* A distinct package version; texts that are equal lie at the same place. */
struct inventory_package {
    struct text ecosystem, package, version, source_package, source_version, arch, module;
};

/* A component that is a package, in the order of its SBOM. */
struct inventory_entry {
    uint32_t package;
    uint32_t component : 31;
    bool is_repeated : 1; /* an earlier component of the same SBOM is the same package version */
    uint32_t next;        /* for inventory_walk_next */
};

/* A component that names no package. */
struct inventory_unnamed {
    uint32_t reason;
    uint32_t component;
};

struct inventory_sbom {
    struct text name;
    size_t component_count;                /* all */
    size_t group_count;                    /* those that are no packages, or are owned by one */
    size_t distinct_count;                 /* entries that are not repeated */
    const struct inventory_entry *entries; /* these are valid until the next inventory_add */
    size_t entry_count;
    const struct inventory_unnamed *unnamed;
    size_t unnamed_count;
};

struct inventory_reason {
    struct text text; /* the oddity, "no package URL" */
    size_t count;     /* components */
};

struct inventory_place {
    uint32_t sbom, component;
};

struct inventory_walk {
    const struct inventory *inventory;
    uint32_t next, sbom;
};

/* cap_bytes counts the texts and tables; SIZE_MAX means no cap. */
struct inventory *inventory_new(size_t cap_bytes);
void inventory_free(struct inventory *inventory);

/* Adds what sbom has under a name of the caller's (a path); keeps no pointer into either. ret_number counts from 0. Fails
   with ERR_LIMIT over the cap, and is then good for inventory_free only. */
MUST_USE bool inventory_add(struct inventory *inventory, const struct sbom *sbom, struct text name,
    uint32_t *ret_number, struct err *err);

size_t inventory_sbom_count(const struct inventory *inventory);
struct inventory_sbom inventory_sbom(const struct inventory *inventory, uint32_t number);

size_t inventory_package_count(const struct inventory *inventory);
const struct inventory_package *inventory_package(
    const struct inventory *inventory, uint32_t number); /* valid until the next inventory_add */
/* Returns how many components of all SBOMs are this package version. */
size_t inventory_occurrence_count(const struct inventory *inventory, uint32_t package);
/* Returns the package version as a component that matching takes: named by its package, without what belongs to an
   occurrence. Its texts are the inventory's. */
struct sbom_component inventory_component(const struct inventory *inventory, uint32_t package);

/* Goes over the places of a package version, by SBOM and component. Nothing may be added meanwhile. */
void inventory_walk_init(
    struct inventory_walk *walk, const struct inventory *inventory, uint32_t package);
bool inventory_walk_next(struct inventory_walk *walk, struct inventory_place *ret_place);

/* Why components name no package, in the order in which they were met. */
size_t inventory_reason_count(const struct inventory *inventory);
struct inventory_reason inventory_reason(const struct inventory *inventory, uint32_t number);

/* Returns the memory held, in bytes, without what malloc adds. */
size_t inventory_size_bytes(const struct inventory *inventory);

#endif
