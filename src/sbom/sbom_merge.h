/* SPDX-License-Identifier: Apache-2.0 */
/* Several lock files of one project made one SBOM: each is a component that groups what it lists, as Trivy does it.
   Example: sbom_merge(&sbom, parts, count, TEXT("shop"), arena, err) */
#ifndef SBOM_SBOM_MERGE_H
#define SBOM_SBOM_MERGE_H

#include "sbom/sbom.h"

struct sbom_merge_part {
    struct text name; /* of its file: "go.mod" */
    struct sbom sbom;
};

/* Gives an SBOM whose subject is called name. What is direct or odd stays so; references have the file's name in front; what a
   part says of itself becomes said of its component. Texts are borrowed. Fails with ERR_LIMIT. */
MUST_USE bool sbom_merge(struct sbom *ret_sbom, const struct sbom_merge_part *parts, size_t count,
    struct text name, struct arena *arena, struct err *err);

#endif
