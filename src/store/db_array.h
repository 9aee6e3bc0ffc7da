/* SPDX-License-Identifier: Apache-2.0 */
/* Values of one kind as a PostgreSQL array, written as text: many values are one parameter.
   Example: type = db_array_type(kind); db_array_add(&out, &value) for each; then "unnest(CAST(CAST($1 AS TEXT) AS BIGINT[]))" */
#ifndef STORE_DB_ARRAY_H
#define STORE_DB_ARRAY_H

#include "base/buf.h"
#include "store/db.h"

/* Returns the type of an array of values of that kind, or NULL where there is none. */
const char *db_array_type(enum db_kind kind);

/* Adds a value behind those that are there; an empty out is begun. db_array_end ends it. NULL may stand among any others. */
void db_array_add(struct buf *out, const struct db_value *value);
void db_array_end(struct buf *out);

#endif
