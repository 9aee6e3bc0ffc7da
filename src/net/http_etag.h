/* SPDX-License-Identifier: Apache-2.0 */
/* Entity tags (RFC 9110, 8.8.3 and 13.1.2): who has the current answer is told so, without the
   answer.
   Example: http_etag_apply(request, reply, arena) turns a 200 into a 304 when If-None-Match names
   its tag. */
#ifndef NET_HTTP_ETAG_H
#define NET_HTTP_ETAG_H

#include "net/http.h"

/* Gives a reply of 200 to GET or HEAD an ETag, a digest of its body, unless it has one, sends a
   file, or may not be stored; and makes it a 304 without a body when the request knows that tag. */
void http_etag_apply(
    const struct http_request *request, struct http_reply *reply, struct arena *arena);

/* Returns whether the value of an If-None-Match header names the tag (weak comparison) or is
   "*". */
bool http_etag_matches(struct text header, struct text tag);

#endif
