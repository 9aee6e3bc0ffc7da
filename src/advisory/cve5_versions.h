/* SPDX-License-Identifier: Apache-2.0 */
/* The versions of one product in a CVE record, of which the first entry that holds a version has the word (CVE record format,
   "versions" and "defaultStatus"), as ranges and a list. Example: cve5_versions_read(&out, product, &place, "semver", arena, err) */
#ifndef ADVISORY_CVE5_VERSIONS_H
#define ADVISORY_CVE5_VERSIONS_H

#include "advisory/advisory.h"
#include "codec/json_place.h"
#include "domain/ecosystem.h"

/* Fills ranges and versions of affected with what product (an object of affected[], at the place) holds for affected, of its
   entries whose versions are in that order. *ret_is_any is false when it holds none so. What the order cannot say leaves ranges
   and versions empty, and is undecidable then. Fails with ERR_SYNTAX, the place first, or ERR_LIMIT over
   LIMIT_CVE_VERSIONS. */
MUST_USE bool cve5_versions_read(struct advisory_affected *affected, bool *ret_is_any,
    yyjson_val *product, const struct json_place *at, const struct ecosystem *order,
    struct arena *arena, struct err *err);

/* Returns the order that a versionType means: "semver", "python" …; the generic one for "custom" and what is not known; NULL for
   commits. */
const struct ecosystem *cve5_versions_order(struct text version_type);
/* Returns the order of those versions of a product that have no versionType. */
const struct ecosystem *cve5_versions_plain(yyjson_val *product);

#endif
