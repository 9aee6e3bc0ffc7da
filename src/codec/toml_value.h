/* SPDX-License-Identifier: Apache-2.0 */
/* The scalars of TOML: strings, numbers, dates. Example: toml_value_string(&cursor, &text) at "a\tb" gives a, a tab, b. */
#ifndef CODEC_TOML_VALUE_H
#define CODEC_TOML_VALUE_H

#include "base/buf.h"
#include "base/err.h"

struct toml_cursor {
    struct text all;
    size_t at;
    struct err *err;
};

/* Returns the byte so far ahead, or -1 behind the end. */
static inline int toml_value_peek(const struct toml_cursor *in, size_t ahead)
{
    return ahead < in->all.len - in->at ? (unsigned char)in->all.at[in->at + ahead] : -1;
}

/* Sets the error to "line:column: why", the place being that of at. Returns false. */
bool toml_value_fail(const struct toml_cursor *in, size_t at, enum err_code code, const char *why);

/* Whether c may stand in a comment or string: a tab, or no control character. */
bool toml_value_is_plain(int c);

/* Adds the content of the string that begins at the cursor to out. */
MUST_USE bool toml_value_string(struct toml_cursor *in, struct buf *out);
/* Adds the number, boolean, date or time that begins at the cursor to out, as JSON. */
MUST_USE bool toml_value_other(struct toml_cursor *in, struct buf *out);

#endif
