/* SPDX-License-Identifier: Apache-2.0 */
/* Package versions are stored once, whatever number of SBOMs has them: gives each component of an SBOM the id of its own.
   Example: int64_t *ids; sbom_intern(db, &sbom, now_us, arena, &ids, err) inside a transaction. */
#ifndef SBOM_SBOM_INTERN_H
#define SBOM_SBOM_INTERN_H

#include "codec/sha256.h"
#include "sbom/sbom.h"
#include "store/db.h"

/* Finds or makes the package version of every component; ret_ids lives in arena. Inside a transaction, which repeats when
   another came first. */
MUST_USE bool sbom_intern(struct db *db, const struct sbom *sbom, int64_t now_us,
    struct arena *arena, int64_t **ret_ids, struct err *err);

/* The digest by which two components are the same package version. */
void sbom_intern_digest(
    const struct sbom_component *component, unsigned char ret_digest[SHA256_SIZE]);

/* The columns of a package version v, for those who read many at once, and a row of them as a component to match. Texts live
   as long as rows; the first cell is the id. */
#define SBOM_INTERN_COLUMNS                                                                        \
    "v.id, v.ecosystem, v.name, v.version, v.source_package, v.source_version, v.arch, v.module"
enum { SBOM_INTERN_COLUMN_COUNT = 8 };
struct sbom_component sbom_intern_read(const struct db_rows *rows, size_t row);

#endif
