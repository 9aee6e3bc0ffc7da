/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of orders for many tickets. Example: POST /api/v1/tickets/bulk {"verb": "acknowledge", "filter": "q=lodash"} */
#ifndef TICKET_BULK_API_H
#define TICKET_BULK_API_H

#include "account/api.h"

extern const struct api_route bulk_api_routes[];

#endif
