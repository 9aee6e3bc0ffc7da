/* SPDX-License-Identifier: Apache-2.0 */
/* Where a reader is in its document, told only when something is wrong there, and values that must have a type.
   Example: struct json_place at = {.up = &list, .index = 12}; json_place_fail(&at, err, ERR_SYNTAX, "is empty") says
   "components[12]: is empty". */
#ifndef CODEC_JSON_PLACE_H
#define CODEC_JSON_PLACE_H

#include "base/buf.h"
#include "base/err.h"
#include "codec/json.h"

/* A member by its key, an element by its index, an entry of an object that serves as a table, ["by its key"], or a line of what is
   no JSON, "12:1". Lives on the reader's stack. */
struct json_place {
    const struct json_place *up; /* NULL for the document */
    const char *key;             /* NULL for an element */
    size_t index;
    bool is_entry;
    size_t line, column; /* 0, or counted from 1 */
};

void json_place_print(const struct json_place *at, struct buf *out);

/* Sets err to "components[12].name: WHY" and returns false. */
bool json_place_fail(const struct json_place *at, struct err *err, enum err_code code,
    const char *format, ...) PRINTF_LIKE(4, 5);

/* Each wants the member key of an object at up. A missing or null value is fine: the result is then empty or NULL. Fails
   with ERR_SYNTAX when it has another type or holds a NUL (which databases refuse), and ERR_LIMIT when a text is longer than max_bytes. */
MUST_USE bool json_place_text(yyjson_val *value, const struct json_place *up, const char *key,
    size_t max_bytes, struct text *ret_text, struct err *err);
MUST_USE bool json_place_array(yyjson_val *value, const struct json_place *up, const char *key,
    yyjson_val **ret_array, struct err *err);
MUST_USE bool json_place_object(yyjson_val *value, const struct json_place *up, const char *key,
    yyjson_val **ret_object, struct err *err);
/* Fails unless value is there. */
MUST_USE bool json_place_there(
    yyjson_val *value, const struct json_place *up, const char *key, struct err *err);
/* Fails unless value is an object, at itself. */
MUST_USE bool json_place_is_object(yyjson_val *value, const struct json_place *at, struct err *err);

#endif
