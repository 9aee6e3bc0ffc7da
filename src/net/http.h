/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP as a handler sees it: a request that is read, a reply that is filled. No library shows
   through.
   Example: if (http_query(request, "team", &team)) … reply->status = 201; */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct http_pair {
    struct text name, value;
};

struct http_request {
    struct text id; /* of this request: in the log, in X-Request-Id */
    struct text method, path;
    /* As sent, still with its %XX: there a "/" inside a segment differs from one between two. */
    struct text raw_path;
    const struct http_pair *query;
    size_t query_count;
    const struct http_pair *headers;
    size_t header_count;
    const struct http_pair *params;
    size_t param_count; /* {name} parts of the route's path */
    struct text body;   /* small bodies, up to LIMIT_HTTP_BODY_BYTES */
    int body_fd; /* an upload: an unlinked file, at its start; else -1. The server closes it */
    size_t body_bytes;
    struct text remote; /* address of the peer */
};

struct http_stream;

enum { HTTP_REPLY_HEADERS_MAX = 16 };

struct http_reply {
    unsigned status;  /* 200 when not set */
    const char *type; /* content type; "application/json" when not set */
    struct buf body;
    struct text
        fixed_body; /* sent instead of body when not empty: bytes that outlive the request */
    struct http_pair headers[HTTP_REPLY_HEADERS_MAX];
    size_t
        header_count; /* values live in the request's arena, NUL-terminated beyond their length */
    int file_fd;      /* send this file instead of body, and close it; -1 else */
    size_t file_bytes;
    struct http_stream
        *stream;       /* goes on being sent (net/http_stream.h), instead of body; or NULL */
    const char *route; /* the path of the route that answered, for the metrics; or NULL */
    struct text log;   /* more fields for the request's line in the log ("account=12"), or empty */
};

void http_reply_init(struct http_reply *reply);
void http_reply_done(struct http_reply *reply);

struct text http_param(const struct http_request *request, const char *name);
/* Returns whether the query has name; its decoded value goes to ret_value (may be NULL). */
bool http_query(const struct http_request *request, const char *name, struct text *ret_value);
/* Returns the header's value without regard to case; empty when absent. The first one, when it was
   sent twice. */
struct text http_header(const struct http_request *request, const char *name);
/* Returns a cookie's value; empty when absent. */
struct text http_cookie(const struct http_request *request, const char *name);
/* Returns whether the content type is type, whatever its parameters: "application/json". */
bool http_has_type(const struct http_request *request, const char *type);

/* Sets a header; one of the same name is replaced, but for Set-Cookie. value.at[value.len] must be
   NUL. */
void http_reply_header(struct http_reply *reply, const char *name, struct text value);
/* Returns the header set so far; empty when absent. */
struct text http_reply_get(const struct http_reply *reply, const char *name);

/* The status for an error code: 400 syntax (422 usage), 413 limit, 415 unsupported, 404, 409, 403,
   401, 503, 500. */
unsigned http_status_of(enum err_code code);
/* The standard's words for a status, "Not Found"; "Unknown" for one that we never send. */
const char *http_status_text(unsigned status);

/* Fills the reply with problem details (RFC 9457): what was filled before is dropped, but for its
   headers. */
void http_problem(struct http_reply *reply, const struct http_request *request, unsigned status,
    const struct err *err);

#endif
