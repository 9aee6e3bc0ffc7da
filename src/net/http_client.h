/* SPDX-License-Identifier: Apache-2.0 */
/* Fetching a file over HTTP, once more only when it has changed.
   Example: struct http_client_get get = {.url = url, .max_bytes = LIMIT_FETCH_BYTES}; http_client_get(&get, file, &reply, err) */
#ifndef NET_HTTP_CLIENT_H
#define NET_HTTP_CLIENT_H

#include <stdio.h>

#include "base/err.h"
#include "base/text.h"

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

#endif
