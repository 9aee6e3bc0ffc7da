/* SPDX-License-Identifier: Apache-2.0 */
/* When releases of products come to their end: endoflife.date's products (API v1, /products/full), kept as notices in the
   index. Example: eol_read(&eol, root, err); for each product, each release: eol_read_cycle(&cycle, …), eol_to_advisory(…);
   later: eol_find(&cycle, index, TEXT("debian"), TEXT("12"), arena, err)

   A cycle is the record "EOL-debian-12" of the package "debian" in the ecosystem "endoflife.date", its version "12"; and of each
   package that the product's purls name, "PyPI/django". Packages of distributions are left out: these mend longer, or shorter. */
#ifndef ADVISORY_EOL_H
#define ADVISORY_EOL_H

#include "advisory/advisory_index.h"
#include "codec/json_place.h"
#include "domain/support.h"

struct eol_cycle {
    struct text product, label;      /* "debian", "Debian" */
    struct text name;                /* "12" */
    int64_t released_us, updated_us; /* of its first and its latest release; 0: not said */
    int64_t active_end_us;           /* of support for more than security; 0: not said */
    struct support support;
    const struct text *packages; /* what the product is as a package, "npm/vue" (eol_package) */
    size_t package_count;
};

struct eol {
    yyjson_val *products; /* an array, or one product */
};

bool eol_is(yyjson_val *root);
/* Fails with ERR_SYNTAX, the place first. */
MUST_USE bool eol_read(struct eol *ret_eol, yyjson_val *root, struct err *err);

/* Reads the product at i, and gives its releases to take; what they name besides the document lies in arena. Fails with ERR_SYNTAX at the place of what cannot be
   read, and when take does. */
MUST_USE bool eol_read_product(const struct eol *eol, yyjson_val *product, size_t i,
    bool (*take)(const struct eol_cycle *cycle, void *context, struct err *err), void *context,
    struct arena *arena, struct err *err);

/* Returns the cycle as a record of the index, in arena. */
struct advisory eol_to_advisory(const struct eol_cycle *cycle, struct arena *arena);

/* Finds a cycle in the index; *ret_is_there tells whether. Fails with ERR_SYNTAX when the index is damaged. */
MUST_USE bool eol_find(struct eol_cycle *ret_cycle, bool *ret_is_there,
    const struct advisory_index *index, struct text product, struct text name, struct arena *arena,
    struct err *err);

/* Finds the cycle that a version of a package is of: the one with the longest name that the version is, or begins with before a
   ".", "-" or "+" ("4.2" of 4.2.1). *ret_is_there is false when there is none, when several products claim the package, and for
   what a distribution packs. Fails with ERR_SYNTAX when the index is damaged. */
MUST_USE bool eol_find_package(struct eol_cycle *ret_cycle, bool *ret_is_there,
    const struct advisory_index *index, struct text ecosystem, struct text package,
    struct text version, struct arena *arena, struct err *err);

/* Which product and cycle an OSV ecosystem with release is: "debian" and "12" of "Debian:12", "sles" and "15.7" of "SUSE:Linux
   Enterprise Server 15 SP7". Returns false for those without an end (Wolfi, Tumbleweed) or of which nothing is known. */
bool eol_of_ecosystem(
    struct text ecosystem, struct text *ret_product, struct text *ret_cycle, struct arena *arena);

#endif
