/* SPDX-License-Identifier: Apache-2.0 */
/* The way from a screen to a telephone: a badge's page as a QR code, to be opened inside the wallet that is there.
   Example: routes_tables has badge_qr_api_routes. */
#ifndef BADGE_BADGE_QR_API_H
#define BADGE_BADGE_QR_API_H

#include "account/api.h"

extern const struct api_route badge_qr_api_routes[];

#endif
