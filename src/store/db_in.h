/* SPDX-License-Identifier: Apache-2.0 */
/* A statement with a list of any length in it: "… IN ($3, $4, …) …".
   Example: db_in_query(db, "SELECT name FROM part WHERE id IN", DB_NO_ARGS, ids, "ORDER BY name", arena, &rows, err) */
#ifndef STORE_DB_IN_H
#define STORE_DB_IN_H

#include "store/db.h"

/* Runs before, the list in brackets, after. The parameters of args come first, $1 …; the list takes the numbers behind. Lists are
   filled up to the next power of two, by repeating their last value, so that few statements are prepared; an empty one finds
   nothing. */
MUST_USE bool db_in_query(struct db *db, const char *before, struct db_args args,
    struct db_args list, const char *after, struct arena *arena, struct db_rows *ret_rows,
    struct err *err);

/* The same with two lists: "… WHERE a IN", first, "AND b IN", second, "…". */
MUST_USE bool db_in_query_two(struct db *db, const char *before, struct db_args args,
    struct db_args first, const char *between, struct db_args second, const char *after,
    struct arena *arena, struct db_rows *ret_rows, struct err *err);

#endif
