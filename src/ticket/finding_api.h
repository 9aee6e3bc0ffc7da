/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that match a stored SBOM against the index of the moment; the table ends with a row without a method.
   Example: GET /api/v1/sboms/7/components?answer=undecidable */
#ifndef TICKET_FINDING_API_H
#define TICKET_FINDING_API_H

#include "account/api.h"

extern const struct api_route finding_api_routes[];

#endif
