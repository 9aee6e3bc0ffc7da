/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of invitations: made and revoked by admins of a team and by administrators, opened by whoever has the link.
   Example: POST /api/v1/teams/7/invitations {"role": "member"} gives a link, once. */
#ifndef ACCOUNT_INVITATION_API_H
#define ACCOUNT_INVITATION_API_H

#include "account/api.h"

extern const struct api_route invitation_api_routes[];

#endif
