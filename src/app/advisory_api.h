/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that tell what the advisory index knows; the table ends with a row without a method.
   Example: GET /api/v1/advisories/CVE-2021-44228 */
#ifndef APP_ADVISORY_API_H
#define APP_ADVISORY_API_H

#include "account/api.h"

extern const struct api_route advisory_api_routes[];

#endif
