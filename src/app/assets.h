/* SPDX-License-Identifier: Apache-2.0 */
/* The user interface, embedded in the program: the files of web/dist, plain and gzipped.
   Example: assets_serve(request, reply) answers GET /assets/app-1A2B.js, and every other path with
   index.html. */
#ifndef APP_ASSETS_H
#define APP_ASSETS_H

#include "net/http.h"

struct asset {
    const char *path; /* "/assets/app-1A2B.js" */
    const char *type;
    /* In their quotes. The two forms have different ones (RFC 9110, 8.8.3.3). */
    const char *etag, *etag_gzip;
    const unsigned char *plain, *gzip;
    const size_t *plain_bytes, *gzip_bytes; /* gzip is NULL when it would be longer */
};

/* Sorted by path; made by assets_embed.py. */
extern const struct asset assets_table[];
extern const size_t assets_count;

/* Returns the file at a path, or NULL. */
const struct asset *assets_find(struct text path);

/* Answers a GET or HEAD outside of the routes. A path that looks like a file and is none is 404;
   every other one is a view of the user interface and gets index.html. */
void assets_serve(const struct http_request *request, struct http_reply *reply);

/* Fills the reply with a file, gzipped where the client takes it. */
void assets_reply(
    const struct asset *asset, const struct http_request *request, struct http_reply *reply);

#endif
