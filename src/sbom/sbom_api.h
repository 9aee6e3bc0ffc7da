/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that show SBOMs and give their originals; the table ends with a row without a method.
   Example: GET /api/v1/services/3/parts/main/sboms */
#ifndef SBOM_SBOM_API_H
#define SBOM_SBOM_API_H

#include "account/team.h"
#include "sbom/sbom_rows.h"

extern const struct api_route sbom_api_routes[];

/* Finds an SBOM of a team in which the caller has the right. ERR_NOT_FOUND, ERR_FORBIDDEN. */
MUST_USE bool sbom_api_find(
    struct api_call *call, int64_t id, enum right right, struct sbom_row *ret_row, struct err *err);

/* Adds the members of an SBOM to an open object. */
void sbom_api_print(struct buf *out, const struct sbom_row *row);

#endif
