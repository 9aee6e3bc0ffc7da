/* SPDX-License-Identifier: Apache-2.0 */
/* The target of a request line taken apart: path and query, percent-decoded and checked (RFC 9112,
   3.2; RFC 3986).
   Example: http_target_read(&target, TEXT("/api/v1/tickets?state=open"), arena, err) */
#ifndef NET_HTTP_TARGET_H
#define NET_HTTP_TARGET_H

#include "net/http.h"

enum { HTTP_TARGET_QUERY_MAX = 64 };

struct http_target {
    struct text raw_path, path;
    struct http_pair *query;
    size_t query_count;
};

/* Reads origin-form and absolute-form; "*" is a path of its own. raw_path borrows from s, the rest
   lives in arena. Fails with ERR_SYNTAX: a bad %XX, a control character, bytes that are not UTF-8;
   or with ERR_LIMIT: too many parameters. */
MUST_USE bool http_target_read(
    struct http_target *ret_target, struct text s, struct arena *arena, struct err *err);

/* Decodes %XX, and "+" as a space when is_form. Fails as http_target_read does. */
MUST_USE bool http_target_decode(
    struct text *ret_text, struct text s, bool is_form, struct arena *arena, struct err *err);
/* Returns s as it may stand in a segment of a path or in a query: "Red%20Hat". */
struct text http_target_encode(struct text s, struct arena *arena);

#endif
