/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of advice. Example: health_advice_api_routes is one of app/routes.c's tables. */
#ifndef HEALTH_HEALTH_ADVICE_API_H
#define HEALTH_HEALTH_ADVICE_API_H

#include "account/api.h"

extern const struct api_route health_advice_api_routes[];

#endif
