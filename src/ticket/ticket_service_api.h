/* SPDX-License-Identifier: Apache-2.0 */
/* The route by which a service changes: what a team says of it decides its tickets, in the same transaction.
   Example: PATCH /api/v1/services/7 {"exposure": "small"} */
#ifndef TICKET_TICKET_SERVICE_API_H
#define TICKET_TICKET_SERVICE_API_H

#include "account/api.h"

extern const struct api_route ticket_service_api_routes[];

#endif
