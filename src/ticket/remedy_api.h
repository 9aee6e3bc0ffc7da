/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of what to raise first. Example: GET /api/v1/remedies?service=7 */
#ifndef TICKET_REMEDY_API_H
#define TICKET_REMEDY_API_H

#include "account/api.h"

extern const struct api_route remedy_api_routes[];

#endif
