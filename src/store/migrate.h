/* SPDX-License-Identifier: Apache-2.0 */
/* Brings a database to the form that this program knows: the files of sql/, in order, one transaction each.
   Example: migrate_run(db, clock_now_us(), err) at the start of every command that opens the database. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

struct migrate_file {
    int64_t number;
    const char *name, *sql;
};

/* sql/NNNN_name.sql as the build embedded them: numbers 1, 2, 3 … */
extern const struct migrate_file migrate_files[];
extern const size_t migrate_file_count;

/* Applies what is missing, the same by two programs at once. Fails with ERR_CONFLICT, and changes nothing, on a database
   of a newer program, and on one whose migrations differ from ours. */
MUST_USE bool migrate_run(struct db *db, int64_t now_us, struct err *err);

/* The same with other files, numbered from 1. */
MUST_USE bool migrate_run_files(
    struct db *db, const struct migrate_file *files, size_t count, int64_t now_us, struct err *err);

#endif
