/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of reports. Example: report_api_routes is one of app/routes.c's tables. */
#ifndef HEALTH_REPORT_API_H
#define HEALTH_REPORT_API_H

#include "account/api.h"

extern const struct api_route report_api_routes[];

#endif
