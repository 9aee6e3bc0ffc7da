/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rights as people, docs/rights.md and programs read it.
   Example: right_print_markdown(&out); */
#ifndef ACCOUNT_RIGHT_PRINT_H
#define ACCOUNT_RIGHT_PRINT_H

#include "account/right.h"
#include "base/buf.h"

/* Adds a table, a row for each right, as docs/rights.md has it. */
void right_print_markdown(struct buf *out);
/* Adds the member "rights": an array of objects. */
void right_print_json(struct buf *out);
/* Adds a member with the words of a set of enum account_role, or of enum right_scope. */
void right_print_roles(struct buf *out, const char *key, unsigned roles);
void right_print_scopes(struct buf *out, const char *key, unsigned scopes);

#endif
