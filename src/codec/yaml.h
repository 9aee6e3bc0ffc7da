/* SPDX-License-Identifier: Apache-2.0 */
/* YAML turned into JSON, so that readers know one shape; and JSON laid out as YAML. Example: yaml_to_json(&json, TEXT("id: A-1"), err) gives {"id":"A-1"} */
#ifndef CODEC_YAML_H
#define CODEC_YAML_H

#include "codec/json.h"

/* Adds the one document in yaml to out as JSON. Null and booleans of the core schema (YAML 1.2.2, section 10.3) become such;
   all other scalars become strings of the text as it stands, numbers too, since the version 1.10 is not the number 1.1.
   Fails with ERR_SYNTAX and "line:column: why" (malformed, not UTF-8, duplicate key, a key that is no scalar, an alias, which
   a few bytes can make to stand for billions, a second document), or ERR_LIMIT when nested deeper than LIMIT_JSON_DEPTH or
   when out is full. */
MUST_USE bool yaml_to_json(struct buf *out, struct text yaml, struct err *err);

/* Adds a JSON value as a document in block style; texts are quoted where YAML 1.1 or 1.2 would read something else. */
void yaml_print(struct buf *out, yyjson_val *value);

#endif
