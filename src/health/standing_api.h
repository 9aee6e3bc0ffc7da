/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of the organisation's view. Example: standing_api_routes is one of app/routes.c's tables. */
#ifndef HEALTH_STANDING_API_H
#define HEALTH_STANDING_API_H

#include "account/api.h"

extern const struct api_route standing_api_routes[];

#endif
