/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of the types of problems: where the type of a problem leads. Example: GET /api/v1/problems/rate-limited */
#ifndef APP_PROBLEM_API_H
#define APP_PROBLEM_API_H

#include "account/api.h"

extern const struct api_route problem_api_routes[];

#endif
