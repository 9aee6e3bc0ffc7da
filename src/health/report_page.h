/* SPDX-License-Identifier: Apache-2.0 */
/* A report's data as people read it: a page that prints well, and rows for a spreadsheet. Both are printed from the data alone, always the
   same, and the page carries the data with it. Example: report_page_print(&out, REPORT_HTML, body, err) */
#ifndef HEALTH_REPORT_PAGE_H
#define HEALTH_REPORT_PAGE_H

#include "base/buf.h"
#include "base/err.h"

enum report_form { REPORT_JSON, REPORT_HTML, REPORT_CSV, REPORT_FORMS };

/* "json", "html", "csv"; false without a message for another word. */
MUST_USE bool report_page_read_form(struct text word, enum report_form *ret_form);
/* What a browser is told of it. */
const char *report_page_type(enum report_form form);

/* Prints data that we made. ERR_SYNTAX when it is none. */
MUST_USE bool report_page_print(
    struct buf *out, enum report_form form, struct text body, struct err *err);

/* Finds the data in what was printed: all of a JSON file, what an HTML file carries; a CSV file has none, only the report's id.
   ret_body lives in out. ERR_SYNTAX when there is none. */
MUST_USE bool report_page_find(struct text file, struct buf *out, enum report_form *ret_form,
    struct text *ret_body, struct err *err);

#endif
