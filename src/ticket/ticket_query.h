/* SPDX-License-Identifier: Apache-2.0 */
/* Which tickets a request asks for. Example: GET /api/v1/tickets?state=open,scheduled&priority=immediate&q=lodash&sort=due */
#ifndef TICKET_TICKET_QUERY_H
#define TICKET_TICKET_QUERY_H

#include "ticket/ticket_view.h"

/* Reads the query of a request, with its cursor; limit is one more than the page is long. ERR_USAGE. */
MUST_USE bool ticket_query_read(
    const struct api_call *call, struct ticket_query *ret_query, struct err *err);

/* The same of a filter alone, written as a query: "state=open&q=lodash". Its limit is for the caller to set. ERR_SYNTAX, ERR_USAGE. */
MUST_USE bool ticket_query_read_text(const struct api_call *call, struct text filter,
    struct ticket_query *ret_query, struct err *err);

#endif
