/* SPDX-License-Identifier: Apache-2.0 */
/* JSON read over yyjson: checked before it is parsed (size, depth, duplicate keys, UTF-8), then walked with
   places, so that an error can say "components[12].purl". And JSON written into a buf.
   Example: struct json doc; json_read(&doc, text, err); json_text(json_get(json_root(&doc), "name"), &name); */
#ifndef CODEC_JSON_H
#define CODEC_JSON_H

#include <yyjson.h>

#include "base/buf.h"
#include "base/err.h"

struct json {
    yyjson_doc *doc;
};

/* Parses text (RFC 8259, a leading byte order mark is accepted). Fails with ERR_SYNTAX and line:column (malformed,
   duplicate key, not UTF-8), or ERR_LIMIT (deeper than LIMIT_JSON_DEPTH). Texts of the values live as long as doc. */
MUST_USE bool json_read(struct json *ret_json, struct text text, struct err *err);
/* The same without a copy: text must stay, be writable, and have YYJSON_PADDING_SIZE spare bytes behind it. */
MUST_USE bool json_read_in_place(struct json *ret_json, char *at, size_t len, struct err *err);
void json_done(struct json *json);

yyjson_val *json_root(const struct json *json);

/* Returns the member, or NULL when value is no object or has none. NULL-safe throughout. */
yyjson_val *json_get(yyjson_val *object, const char *key);
/* Returns whether value is a string, and gives it. */
bool json_text(yyjson_val *value, struct text *ret_text);
/* Returns the string of a member, or an empty text. */
struct text json_get_text(yyjson_val *object, const char *key);

/* Writing: each adds to out. Strings are escaped (also < > & as \u003c …, so that JSON may stand in HTML). */
void json_print_text(struct buf *out, struct text t);
void json_print_key(struct buf *out, const char *key); /* adds a comma first unless after { or [ */
void json_print_member(struct buf *out, const char *key, struct text value);
void json_print_member_z(struct buf *out, const char *key, const char *value);
void json_print_member_int(struct buf *out, const char *key, int64_t value);
void json_print_member_bool(struct buf *out, const char *key, bool value);
void json_print_member_null(struct buf *out, const char *key);
/* Ids are 63-bit: written as strings, since JavaScript stops at 2^53. */
void json_print_member_id(struct buf *out, const char *key, int64_t id);
/* RFC 3339 in UTC; 0 becomes null. */
void json_print_member_time(struct buf *out, const char *key, int64_t time_us);
void json_print_open(
    struct buf *out, char bracket); /* '{' or '[', with a comma first where one is due */
void json_print_close(struct buf *out, char bracket);

#endif
