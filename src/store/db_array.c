/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_array.h"

const char *db_array_type(enum db_kind kind)
{
    static const char *const types[] = {[DB_KIND_NULL] = NULL,
        [DB_KIND_INT] = "BIGINT[]",
        [DB_KIND_REAL] = "DOUBLE PRECISION[]",
        [DB_KIND_TEXT] = "TEXT[]",
        [DB_KIND_BLOB] = "BYTEA[]"};
    return types[kind];
}

static void add_text(struct buf *out, struct text text)
{
    buf_add_char(out, '"');
    for (size_t i = 0, from = 0; i <= text.len; i++) {
        bool is_special = i < text.len && (text.at[i] == '"' || text.at[i] == '\\');
        if (i < text.len && !is_special)
            continue;
        buf_add(out, text_slice(text, from, i));
        if (is_special)
            buf_add_char(out, '\\');
        from = i;
    }
    buf_add_char(out, '"');
}

static void add_bytes(struct buf *out, struct text bytes)
{
    static const char digits[] = "0123456789abcdef";
    buf_add_z(out, "\"\\\\x");
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        buf_add_char(out, digits[byte >> 4]);
        buf_add_char(out, digits[byte & 15]);
    }
    buf_add_char(out, '"');
}

void db_array_add(struct buf *out, const struct db_value *value)
{
    buf_add_char(out, out->len ? ',' : '{');
    switch (value->kind) {
    case DB_KIND_NULL: buf_add_z(out, "NULL"); return;
    case DB_KIND_INT: buf_format(out, "%lld", (long long)value->number); return;
    case DB_KIND_REAL: buf_format(out, "%.17g", value->real); return;
    case DB_KIND_TEXT: add_text(out, value->text); return;
    case DB_KIND_BLOB: add_bytes(out, value->text); return;
    }
}

void db_array_end(struct buf *out)
{
    buf_add_z(out, out->len ? "}" : "{}");
}
