/* SPDX-License-Identifier: Apache-2.0 */
/* The route of the list as a file. Example: GET /api/v1/tickets/export?format=csv&state=open */
#ifndef TICKET_EXPORT_API_H
#define TICKET_EXPORT_API_H

#include "account/api.h"

extern const struct api_route export_api_routes[];

#endif
