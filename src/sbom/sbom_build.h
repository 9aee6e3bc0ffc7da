/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of all formats share: adding components and dependencies to an SBOM within its limits.
   Example: sbom_build_component(&b, &at, &component, err); sbom_build_ref(&b, component->ref, index); … sbom_build_done(&b) */
#ifndef SBOM_SBOM_BUILD_H
#define SBOM_SBOM_BUILD_H

#include "base/map.h"
#include "codec/json_place.h"
#include "sbom/sbom.h"

/* What a reference may lead to beside a component and SBOM_ROOT: something that is no package. */
#define SBOM_BUILD_SKIPPED (UINT32_MAX - 2)
/* What no reference leads to. */
#define SBOM_BUILD_UNKNOWN (UINT32_MAX - 3)

struct sbom_build {
    struct sbom *sbom; /* in the making: components and edges grow in arena */
    struct arena *arena;
    struct map refs; /* reference → component, SBOM_ROOT or SBOM_BUILD_SKIPPED */
    size_t component_room, edge_room, fact_room;
    struct buf scratch;          /* for whoever builds a text */
    const struct json_place *at; /* what is being read, for the place of an oddity; or NULL */
    uint32_t *
        claims; /* by component: the one that has its files, or SBOM_ROOT; NULL when none is told */
};

void sbom_build_init(struct sbom_build *build, struct sbom *sbom, struct arena *arena);
void sbom_build_done(struct sbom_build *build);

/* Makes room for so many more, when their number is known; over the limit is left to those that add. */
void sbom_build_expect(struct sbom_build *build, size_t components, size_t edges);

/* Adds an empty component, and gives it; valid until the next is added. Fails with ERR_LIMIT at its list's place. */
MUST_USE bool sbom_build_component(struct sbom_build *build, const struct json_place *at,
    struct sbom_component **ret_component, struct err *err);
/* Lets a reference lead to target, unless it is empty or leads elsewhere already, which is counted and told. It is borrowed until sbom_build_done. */
void sbom_build_ref(struct sbom_build *build, struct text ref, uint32_t target);
/* Returns whether ref is known; an unknown one is counted and told. ret_target may be any of the special ones. */
bool sbom_build_find(struct sbom_build *build, struct text ref, uint32_t *ret_target);

/* Adds a dependency. What leads from or to something skipped, or from a thing to itself, is left out. */
MUST_USE bool sbom_build_edge(struct sbom_build *build, uint32_t from, uint32_t to,
    const struct json_place *at, struct err *err);

/* Counts as ignored what is not as the standard wants it, and tells it with its place: the member key of at, or at itself
   when key is NULL. */
void sbom_build_odd(struct sbom_build *build, const struct json_place *at, const char *key,
    const char *format, ...) PRINTF_LIKE(4, 5);
/* Tells the same without counting it: what is counted elsewhere, or what the document cannot say. */
void sbom_build_tell(struct sbom_build *build, const struct json_place *at, const char *key,
    const char *format, ...) PRINTF_LIKE(4, 5);

/* Adds what else is said of a component, or of SBOM_ROOT, unless value is empty. What is over a limit is counted as ignored:
   the inventory does not rest on it. */
void sbom_build_fact(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, struct text value);
/* The same of a value of JSON that should be a string. */
void sbom_build_fact_of(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    struct text key, yyjson_val *value);

/* Marks the direct dependencies: what the subject depends on, by itself or through what groups packages (an operating
   system, a lock file). */
void sbom_build_mark_direct(struct sbom_build *build);

/* Returns the string, or an empty one. A value of another type, or with a NUL, is counted as ignored, and told. */
struct text sbom_build_soft_text(struct sbom_build *build, yyjson_val *value);
/* Returns the array or NULL, in the same way. */
yyjson_val *sbom_build_soft_array(struct sbom_build *build, yyjson_val *value);

#endif
