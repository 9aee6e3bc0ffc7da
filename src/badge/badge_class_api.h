/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of the classes of badges, and their pictures. Example: routes_tables has badge_class_api_routes. */
#ifndef BADGE_BADGE_CLASS_API_H
#define BADGE_BADGE_CLASS_API_H

#include "account/api.h"

extern const struct api_route badge_class_api_routes[];

#endif
