/* SPDX-License-Identifier: Apache-2.0 */
/* What yyjson lets pass and we do not: depth without end, and one key twice in an object.
   Example: if (json_check(root, &key) != JSON_FINE) … */
#ifndef CODEC_JSON_CHECK_H
#define CODEC_JSON_CHECK_H

#include <yyjson.h>

#include "base/text.h"

enum json_fault { JSON_FINE, JSON_TOO_DEEP, JSON_DUPLICATE_KEY };

/* Looks at root and every value below it; the strings must lie in one text with YYJSON_PADDING_SIZE bytes behind it. Takes no recursion, and memory only for
   objects with more than a few keys. ret_key is the second of two equal keys; it borrows from the doc. */
MUST_USE enum json_fault json_check(yyjson_val *root, struct text *ret_key);

#endif
