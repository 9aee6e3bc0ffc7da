/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that explain an answer from the index of the moment; the table ends with a row without a method.
   Example: GET /api/v1/sboms/7/explain?purl=pkg:npm/lodash@4.17.20&id=CVE-2021-23337 */
#ifndef TICKET_EXPLAIN_API_H
#define TICKET_EXPLAIN_API_H

#include "account/api.h"

extern const struct api_route explain_api_routes[];

#endif
