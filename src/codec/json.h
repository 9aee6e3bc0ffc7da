/* SPDX-License-Identifier: Apache-2.0 */
/* JSON read over yyjson: parsed, then checked (depth, duplicate keys) before anybody sees it; and JSON written into a buf.
   Example: struct json doc; json_read(&doc, text, err); json_text(json_get(json_root(&doc), "name"), &name); */
#ifndef CODEC_JSON_H
#define CODEC_JSON_H

#include <yyjson.h>

#include "base/buf.h"
#include "base/err.h"

struct json {
    yyjson_doc *doc;
    char *copy; /* what json_read parsed in place, or NULL */
};

/* Parses text (RFC 8259, a leading byte order mark is accepted). Fails with ERR_SYNTAX and "line:column: why" (malformed,
   duplicate key, not UTF-8), or ERR_LIMIT (deeper than LIMIT_JSON_DEPTH). The texts of values live until json_done. Takes
   the size of text and 16 bytes for each value; how large a text may be is the caller's to say. */
MUST_USE bool json_read(struct json *ret_json, struct text text, struct err *err);

/* The same without a copy: the bytes are changed, must stay as long as the texts of values are used (json_done frees only
   the tree), and have YYJSON_PADDING_SIZE spare bytes behind them. original is the same text unchanged (a second mapping
   of the file), looked at only to find line and column of an error; when empty, the error tells the byte's number. */
MUST_USE bool json_read_in_place(
    struct json *ret_json, char *at, size_t len, struct text original, struct err *err);

/* Frees the tree and the copy; fine after a failed read of a zeroed struct. */
void json_done(struct json *json);

yyjson_val *json_root(const struct json *json);

/* The next three are inline, since a literal key is then compared by its known length. */

/* Returns the member, or NULL when value is no object or has none. NULL-safe throughout. */
static inline yyjson_val *json_get(yyjson_val *object, const char *key)
{
    return yyjson_obj_getn(object, key, strlen(key));
}
/* Returns whether value is a string, and gives it. */
static inline bool json_text(yyjson_val *value, struct text *ret_text)
{
    if (!yyjson_is_str(value))
        return false;
    *ret_text = (struct text){unsafe_yyjson_get_str(value), unsafe_yyjson_get_len(value)};
    return true;
}
/* Returns the string of a member, or an empty text. */
static inline struct text json_get_text(yyjson_val *object, const char *key)
{
    struct text text = {"", 0};
    (void)json_text(json_get(object, key), &text);
    return text;
}
/* Finds many members of an object in one go: values[i] is the one named keys[i], or NULL. An object has no key twice. */
void json_pick(yyjson_val *object, const struct text *keys, size_t count, yyjson_val **ret_values);
/* A row of such a table of keys. */
#define JSON_KEY(literal) {"" literal, sizeof(literal) - 1}

/* Returns what kind of value it is, as a person would say: "an object", "a string", "null"; NULL gives "missing". */
const char *json_kind(yyjson_val *value);

/* Returns a scalar as a text: a string as it is, else what JSON writes, in room; empty for all else. */
enum { JSON_PLAIN_SIZE = 32 };
struct text json_plain(yyjson_val *value, char room[JSON_PLAIN_SIZE]);

/* Writing: each adds to out, with a comma first where one is due. Strings are escaped (also < > & and the line ends of
   Unicode as \u003c …, so that JSON may stand in HTML and scripts); bytes that are not UTF-8 become U+FFFD. */
void json_print_text(struct buf *out, struct text t);
/* The same without a comma. */
void json_print_string(struct buf *out, struct text t);
void json_print_int(struct buf *out, int64_t value);
void json_print_key(struct buf *out, const char *key);
void json_print_key_text(struct buf *out, struct text key);
void json_print_member(struct buf *out, const char *key, struct text value);
/* The same, with null for an empty text. */
void json_print_member_or_null(struct buf *out, const char *key, struct text value);
void json_print_member_z(struct buf *out, const char *key, const char *value);
void json_print_member_int(struct buf *out, const char *key, int64_t value);
/* The shortest decimal that reads back as the same double; what is not finite becomes null. */
void json_print_member_double(struct buf *out, const char *key, double value);
void json_print_member_bool(struct buf *out, const char *key, bool value);
void json_print_member_null(struct buf *out, const char *key);
/* Ids are 63-bit: written as strings, since JavaScript stops at 2^53. */
void json_print_member_id(struct buf *out, const char *key, int64_t id);
/* RFC 3339 in UTC; 0 becomes null. */
void json_print_member_time(struct buf *out, const char *key, int64_t time_us);
/* JSON that is already written, taken as it is. */
void json_print_member_raw(struct buf *out, const char *key, struct text json);
/* '{' or '[', and '}' or ']'. */
void json_print_open(struct buf *out, char bracket);
void json_print_close(struct buf *out, char bracket);
/* Adds JSON that is already written with line ends and two spaces for each level, and a line end behind it. */
void json_print_indented(struct buf *out, struct text json);
/* A member that is an object or array: its key and opening bracket. */
void json_print_member_open(struct buf *out, const char *key, char bracket);

#endif
