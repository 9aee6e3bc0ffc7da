/* SPDX-License-Identifier: Apache-2.0 */
/* TOML turned into JSON, so that readers know one shape. Example: toml_to_json(&json, TEXT("a.b = 1"), err) gives {"a":{"b":1}} */
#ifndef CODEC_TOML_H
#define CODEC_TOML_H

#include "base/buf.h"
#include "base/err.h"

/* Adds the document in toml to out as JSON, by the rules of TOML 1.0.0. Integers and floats become numbers; dates, times,
   infinities and what is no number, which JSON has not, become strings of the text as it stands. A float that is
   no finite double is refused. Fails with ERR_SYNTAX and "line:column: why" (malformed, not UTF-8, a key or table defined
   twice, an integer beyond 64 bits), or ERR_LIMIT when nested deeper than LIMIT_JSON_DEPTH, over LIMIT_TOML_VALUES or
   when out is full. */
MUST_USE bool toml_to_json(struct buf *out, struct text toml, struct err *err);

#endif
