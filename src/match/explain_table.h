/* SPDX-License-Identifier: Apache-2.0 */
/* An explanation for people at a terminal: the conclusion, then the steps, the comparisons of a record indented below it.
   Example: explain_table_print(&explanation, &out) */
#ifndef MATCH_EXPLAIN_TABLE_H
#define MATCH_EXPLAIN_TABLE_H

#include "base/buf.h"
#include "match/match_explain.h"

void explain_table_print(const struct match_explanation *explanation, struct buf *out);

#endif
