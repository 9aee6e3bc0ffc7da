/* SPDX-License-Identifier: Apache-2.0 */
/* Comma-separated values, RFC 4180, one row at a time.
   Example: struct csv csv = csv_of(text); while (csv_read(&csv, fields, 3, &count, err)) … csv_done(&csv); */
#ifndef CODEC_CSV_H
#define CODEC_CSV_H

#include "base/buf.h"
#include "base/err.h"

struct csv {
    struct text rest;
    size_t line;      /* of the row last read, from 1 */
    size_t next_line; /* of what follows */
    struct buf quoted;
};

struct csv csv_of(struct text text);
void csv_done(struct csv *csv);

/* Reads the next row that is not empty. ret_fields gets the first most fields, valid until the next row; ret_count how many
   the row has. Lines may end with CR LF or LF. Returns false at the end with err untouched, and false with ERR_SYNTAX, the
   line first, on a quote that is not closed or stands where none may. */
bool csv_read(
    struct csv *csv, struct text *ret_fields, size_t most, size_t *ret_count, struct err *err);

#endif
