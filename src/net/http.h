/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP as a handler sees it: a request that is read, a reply that is filled. No library shows through.
   Example: if (http_query(request, "team", &team)) … reply->status = 201; */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"
#include "base/err.h"

struct http_pair {
    struct text name, value;
};

struct http_request {
    struct text method, path; /* path decoded, without query */
    const struct http_pair *query;
    size_t query_count;
    const struct http_pair *headers;
    size_t header_count;
    const struct http_pair *params;
    size_t param_count; /* {name} parts of the route's path */
    struct text body;   /* small bodies, up to LIMIT_HTTP_BODY_BYTES */
    int body_fd;        /* an upload: an unlinked file, else -1 */
    size_t body_bytes;
    struct text remote; /* address of the peer */
};

struct http_reply {
    unsigned status;  /* 200 when not set */
    const char *type; /* content type; "application/json" when not set */
    struct buf body;
    struct http_pair headers[16];
    size_t header_count; /* values live in the request's arena */
    int file_fd;         /* send this file instead of body, and close it; -1 else */
    size_t file_bytes;
};

struct text http_param(const struct http_request *request, const char *name);
/* Returns whether the query has name; its decoded value goes to ret_value (may be NULL). */
bool http_query(const struct http_request *request, const char *name, struct text *ret_value);
struct text http_header(
    const struct http_request *request, const char *name); /* no case; empty when absent */
void http_reply_header(struct http_reply *reply, const char *name, struct text value);

/* The status for an error code: 400 syntax (422 usage), 413 limit, 415 unsupported, 404, 409, 403, 401, 503, 500. */
unsigned http_status_of(enum err_code code);

#endif
