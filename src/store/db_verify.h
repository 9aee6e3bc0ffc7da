/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a database is whole by itself: its pages and indexes, what rows refer to, the bytes of what is stored under a digest.
   Example: db_verify(db, tell, context, &verdict, err); verdict.problems == 0 */
#ifndef STORE_DB_VERIFY_H
#define STORE_DB_VERIFY_H

#include "store/db.h"

/* place: "table ticket, row 17"; what: the sentence behind it. */
typedef void (*db_verify_tell)(void *context, struct text place, struct text what);

struct db_verify_verdict {
    int64_t blobs;
    int64_t problems;
};

/* Looks at it all, a blob's chunk at a time, and changes nothing. Only what keeps it from looking is an error. PostgreSQL looks after its
   own pages and references: there it is the blobs alone. */
MUST_USE bool db_verify(struct db *db, db_verify_tell tell, void *context,
    struct db_verify_verdict *ret_verdict, struct err *err);

#endif
