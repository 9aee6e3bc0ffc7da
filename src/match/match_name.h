/* SPDX-License-Identifier: Apache-2.0 */
/* The names under which advisories may speak of a component: its source package, its own, with and without release.
   Example: count = match_names(ecosystem, &component, names); advisory_index_find(index, names[0].ecosystem, names[0].package, &hits) */
#ifndef MATCH_MATCH_NAME_H
#define MATCH_MATCH_NAME_H

#include "domain/ecosystem.h"
#include "sbom/sbom.h"

enum match_name_role { MATCH_NAME_PACKAGE, MATCH_NAME_SOURCE, MATCH_NAME_BINARY };

struct match_name {
    enum match_name_role role;
    struct text ecosystem, package, version; /* version: of what bears the name */
};

enum { MATCH_NAMES_MAX = 4 };

/* Fills names in the order in which they are looked up, and returns how many. Debian, Ubuntu and Alpine publish by source
   package, Red Hat's family by binary package, SUSE by either: a source package speaks for what was built of it, and only
   for rpm does the binary's own name count besides. A name of the ecosystem without release speaks of all its releases
   (osv-schema, "Defined Ecosystems": the suffix is optional). */
size_t match_names(const struct ecosystem *ecosystem, const struct sbom_component *component,
    struct match_name names[MATCH_NAMES_MAX]);

/* Returns the ecosystem's name without release; empty when the component's own has none. */
struct text match_name_without_release(
    const struct ecosystem *ecosystem, const struct sbom_component *component);

#endif
