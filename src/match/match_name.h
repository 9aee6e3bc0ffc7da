/* SPDX-License-Identifier: Apache-2.0 */
/* The names under which advisories may speak of a component: its source package, its own, with and without release.
   Example: count = match_names(ecosystem, &component, names, arena);
            advisory_index_find(index, names[0].ecosystem, names[0].package, &hits) */
#ifndef MATCH_MATCH_NAME_H
#define MATCH_MATCH_NAME_H

#include "advisory/advisory_index.h"
#include "base/map.h"
#include "domain/ecosystem.h"
#include "sbom/sbom.h"

enum match_name_role { MATCH_NAME_PACKAGE, MATCH_NAME_SOURCE, MATCH_NAME_BINARY };

struct match_name {
    enum match_name_role role;
    struct text ecosystem, package, version; /* version: of what bears the name */
    const struct ecosystem *order;           /* in which the records found by it have versions */
    struct text
        own; /* the binary's name, where this is its source's and records speak of either; or empty */
};

enum { MATCH_NAME_ECOSYSTEMS = 3, MATCH_NAMES_MAX = 2 * MATCH_NAME_ECOSYSTEMS };

/* Fills names in the order in which they are looked up, and returns how many. Debian, Ubuntu and Alpine publish by source
   package, Red Hat's family by binary package, SUSE, Wolfi and Chainguard by either: a source package speaks for what was
   built of it, and for the latter the binary's own name counts besides. */
size_t match_names(const struct ecosystem *ecosystem, const struct sbom_component *component,
    struct match_name names[MATCH_NAMES_MAX], struct arena *arena);

/* Fills the names of an ecosystem under which advisories may speak of what is in name, and returns how many: the name first;
   the one without release, which speaks of all releases (osv-schema, "Defined Ecosystems": the suffix is optional); and for
   Ubuntu that of Ubuntu Pro, whose records tell what a release out of free support has. ecosystem may be NULL. */
size_t match_name_ecosystems(const struct ecosystem *ecosystem, struct text name,
    struct text names[MATCH_NAME_ECOSYSTEMS], struct arena *arena);

/* Whether name is that of an ecosystem with its release. */
bool match_name_has_release(const struct ecosystem *ecosystem, struct text name);

/* Whether some source speaks for an ecosystem, under any of its names. */
bool match_name_is_covered(const struct advisory_index *index, const struct ecosystem *ecosystem,
    struct text name, struct arena *arena);

/* Finds the records, found under the name of the source, that speak of the binary by its own name too: then that alone counts,
   since versions of binaries need not be those of their source (perl-Errno 1.28 of perl 4:5.26.3). What match_name_record gives
   for them become keys of ret_records, in arena; map_done frees it. Fails with a damaged index or ERR_LIMIT. */
MUST_USE bool match_name_own(const struct advisory_index *index, const struct match_name *name,
    struct map *ret_records, struct arena *arena, struct err *err);
struct text match_name_record(const struct advisory *record, struct arena *arena);

/* Finds the records of which is to be passed over what they say under name, since the same records speak of the package in
   Ubuntu Pro, where this version is from: "+esm1". Their ids become keys of ret_ids, and live in the index; map_done frees it.
   Fails with a damaged index. */
MUST_USE bool match_name_overruled(const struct advisory_index *index,
    const struct ecosystem *ecosystem, const struct match_name *name, struct map *ret_ids,
    struct arena *arena, struct err *err);

#endif
