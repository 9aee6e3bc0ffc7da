/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of VEX documents: of a service or part, of a team, of the organisation. The table ends with a row without a method.
   Example: POST /api/v1/services/3/vex?part=main&filename=app.openvex.json */
#ifndef TICKET_TICKET_VEX_API_H
#define TICKET_TICKET_VEX_API_H

#include "account/api.h"

extern const struct api_route ticket_vex_api_routes[];

#endif
