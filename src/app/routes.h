/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of the REST interface, from the tables of all features, and which of them a request
   asks for.
   Example: routes_find(routes_tables, TEXT("GET"), TEXT("/api/v1/tickets/7"), arena, &match) ==
   ROUTES_FOUND */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include "account/api.h"

/* Each table ends with a row without a method; the list ends with NULL. */
extern const struct api_route *const routes_tables[];

enum routes_answer { ROUTES_FOUND, ROUTES_NO_METHOD, ROUTES_NO_PATH };

struct routes_match {
    const struct api_route *route; /* with ROUTES_NO_METHOD: one of that path */
    struct http_pair *params;      /* {name} parts, decoded */
    size_t param_count;
    struct text allow; /* the path's methods, "GET, HEAD, POST"; with ROUTES_NO_METHOD */
};

/* Compares segment by segment; HEAD asks for what GET gives. What is made lives in arena. */
enum routes_answer routes_find(const struct api_route *const *tables, struct text method,
    struct text raw_path, struct arena *arena, struct routes_match *ret_match);

#endif
