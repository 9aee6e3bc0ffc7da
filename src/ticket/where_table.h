/* SPDX-License-Identifier: Apache-2.0 */
/* Who has what, for people at a terminal. Example: where_table_print(&out, &found) */
#ifndef TICKET_WHERE_TABLE_H
#define TICKET_WHERE_TABLE_H

#include "base/buf.h"
#include "ticket/where.h"

/* Adds a line with the counts, then each version with its answer and a line for each part that has it. */
void where_table_print(struct buf *out, const struct where_found *found);

#endif
