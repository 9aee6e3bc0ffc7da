/* SPDX-License-Identifier: Apache-2.0 */
/* Who has what, as JSON: one shape for "kenzen where --json" and the REST API.
   Example: json_print_open(out, '{'); where_json_print(out, &found, true); json_print_member_open(out, "items", '['); … */
#ifndef TICKET_WHERE_JSON_H
#define TICKET_WHERE_JSON_H

#include "codec/json.h"
#include "ticket/where.h"

/* Adds the members of all but the items: what was understood, the counts and the versions. */
void where_json_print(struct buf *out, const struct where_found *found);

/* Adds the items to an array that is open. */
void where_json_print_items(struct buf *out, const struct where_found *found);

/* "purl", "package", "id". */
const char *where_json_kind(enum where_kind kind);

#endif
