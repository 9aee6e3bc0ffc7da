/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of anchors. Example: GET /api/v1/public/log/anchors */
#ifndef MINT_ANCHOR_API_H
#define MINT_ANCHOR_API_H

#include "account/api.h"

extern const struct api_route anchor_api_routes[];

#endif
