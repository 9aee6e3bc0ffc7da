/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that delete an account: one's own, or another's by an administrator. They stand here because tickets are left too.
   Example: DELETE /api/v1/accounts/9 */
#ifndef TICKET_TICKET_LEAVE_API_H
#define TICKET_TICKET_LEAVE_API_H

#include "account/api.h"

extern const struct api_route ticket_leave_api_routes[];

#endif
