/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of the inbox: what one is told of. Example: GET /api/v1/notices?unread=1 */
#ifndef TICKET_NOTICE_API_H
#define TICKET_NOTICE_API_H

#include "account/api.h"

extern const struct api_route notice_api_routes[];

#endif
