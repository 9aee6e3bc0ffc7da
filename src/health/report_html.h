/* SPDX-License-Identifier: Apache-2.0 */
/* A report's page: for A4 paper, without script, with its data in it. Example: report_html_print(&out, root, body) */
#ifndef HEALTH_REPORT_HTML_H
#define HEALTH_REPORT_HTML_H

#include "base/buf.h"
#include "codec/json.h"

/* Behind it the data begin; they hold no '<', which JSON is printed without. */
#define REPORT_HTML_DATA "<pre hidden id=\"report-data\">"

void report_html_print(struct buf *out, yyjson_val *root, struct text body);

#endif
