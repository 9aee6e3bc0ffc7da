/* SPDX-License-Identifier: Apache-2.0 */
/* Fetching a file over HTTP, once more only when it has changed; and asking another server's interface something.
   Example: struct http_client_get get = {.url = url, .max_bytes = LIMIT_FETCH_BYTES}; http_client_get(&get, file, &reply, err) */
#ifndef NET_HTTP_CLIENT_H
#define NET_HTTP_CLIENT_H

#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

struct http_client_get {
    const char *url;                 /* http or https */
    struct text etag, last_modified; /* of the copy that one has; or empty */
    size_t max_bytes;
    unsigned max_redirects; /* from https never to http */
    unsigned stall_seconds; /* without a byte in this time it is given up; 0: 60 */
    void (*on_progress)(const char *what, size_t done, size_t total); /* or NULL */
};

struct http_client_reply {
    bool is_unchanged; /* 304: what one has is still right */
    size_t bytes;
    char etag[256], last_modified[64]; /* or empty; one that is longer is left out */
};

/* Writes what url gives to out. Fails with ERR_SYSTEM when it cannot be had or the server answers with another status than
   200 or 304, ERR_NOT_FOUND for 404, ERR_LIMIT when it is larger than max_bytes, ERR_USAGE when url is none; the URL first.
   out may have got a part by then. Certificates are checked. */
MUST_USE bool http_client_get(const struct http_client_get *get, FILE *out,
    struct http_client_reply *ret_reply, struct err *err);

/* One call of an interface. Redirects are not followed: what is sent is meant for this server alone. */
struct http_client_ask {
    const char *url;   /* http or https */
    struct text token; /* sent as a bearer token; or empty */
    struct text key;   /* Idempotency-Key; or empty */
    FILE *body;        /* sent by POST from where it stands; NULL: GET */
    size_t body_bytes;
    unsigned stall_seconds; /* without a byte in this time it is given up; 0: 60 */
    void (*on_progress)(const char *what, size_t done, size_t total); /* or NULL */
};

enum { HTTP_CLIENT_WAIT_SECONDS = 60 };

struct http_client_answer {
    unsigned status;
    unsigned
        retry_after_seconds; /* as the server asks for, up to HTTP_CLIENT_WAIT_SECONDS; 0: it does not */
};

/* Adds the body of the answer to out, whatever its status. Fails with ERR_BUSY when no answer came but one may another time,
   ERR_SYSTEM when it cannot be had, ERR_LIMIT when it is larger than out takes, ERR_USAGE when url is none; the URL first. */
MUST_USE bool http_client_ask(const struct http_client_ask *ask, struct buf *out,
    struct http_client_answer *ret_answer, struct err *err);

#endif
