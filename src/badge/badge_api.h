/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of badges and their classes. Example: routes_tables has badge_api_routes. */
#ifndef BADGE_BADGE_API_H
#define BADGE_BADGE_API_H

#include "account/api.h"

extern const struct api_route badge_api_routes[];

/* Where browsers find us, as far as we know: what was told at the start, else as this one did. */
struct text badge_api_url(const struct api_call *call);

#endif
