/* SPDX-License-Identifier: Apache-2.0 */
/* The list of tickets as a file: CSV for spreadsheets (RFC 4180), or JSON. Written in steps, so that memory does not grow with it.
   Example: export_write(fd, EXPORT_CSV, db, &who, &query, &count, err) */
#ifndef TICKET_EXPORT_H
#define TICKET_EXPORT_H

#include "ticket/ticket_view.h"

/* Tickets of one export: spreadsheets stop at about a million rows, and people long before. */
enum { EXPORT_MAX = 100000 };

enum export_format { EXPORT_CSV, EXPORT_JSON };
/* "csv", "json". */
MUST_USE bool export_format_find(struct text word, enum export_format *ret_format);

/* Writes all that the query finds, in its order, to fd. ret_count is how many. ERR_LIMIT, before anything is written, when they are
   more than EXPORT_MAX. What changes meanwhile may be in it as it was or as it is. */
MUST_USE bool export_write(int fd, enum export_format format, struct db *db,
    const struct api_principal *who, const struct ticket_query *query, size_t *ret_count,
    struct err *err);

/* Adds a cell. What a spreadsheet would take for a formula gets a ' in front (OWASP, "CSV Injection"). */
void export_cell(struct buf *out, struct text value);

#endif
