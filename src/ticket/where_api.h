/* SPDX-License-Identifier: Apache-2.0 */
/* The route that tells who has a package or a flaw. Example: where_api_routes stands in the table of app/routes.c. */
#ifndef TICKET_WHERE_API_H
#define TICKET_WHERE_API_H

#include "account/api.h"

extern const struct api_route where_api_routes[];

#endif
