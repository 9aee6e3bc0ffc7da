/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of saved filters. Example: POST /api/v1/saved-filters {"name": "Ours, late", "query": "overdue=1"} */
#ifndef TICKET_FILTER_API_H
#define TICKET_FILTER_API_H

#include "account/api.h"

extern const struct api_route filter_api_routes[];

#endif
