/* SPDX-License-Identifier: Apache-2.0 */
/* VEX documents in the database. Example: vex_rows_add(db, &row, &vex, err) inside a transaction; vex_rows_set(&set, db, &scope, …) */
#ifndef VEX_VEX_ROWS_H
#define VEX_VEX_ROWS_H

#include "codec/sha256.h"
#include "store/db.h"
#include "vex/vex_match.h"

/* Whose a document is, or whom it may bear on: 0 for what is not narrowed. */
struct vex_scope {
    int64_t team_id, service_id, part_id;
};

struct vex_row {
    int64_t id;
    struct vex_scope scope;
    struct text service_name, part_name; /* or empty; read only */
    unsigned char digest[SHA256_SIZE];
    struct text file_name;
    struct vex vex; /* without statements, but their number */
    int64_t uploaded_by, created_us, deleted_us;
    struct text uploader; /* read only */
    bool is_replaced;     /* by a later edition among those listed */
};

/* Adds a document with its statements; row gives its scope, digest, name and uploader. Gives the id of the one that is there when
   the scope has the same document already, and then *ret_is_new is false. Inside a transaction, the original stored. */
MUST_USE bool vex_rows_add(struct db *db, const struct vex_row *row, const struct vex *vex,
    int64_t *ret_id, bool *ret_is_new, struct err *err);
/* ERR_NOT_FOUND for one that is none or was deleted. */
MUST_USE bool vex_rows_find(
    struct db *db, int64_t id, struct arena *arena, struct vex_row *ret_row, struct err *err);
/* Those that may bear on a scope, newest first: without a part, those of all parts of the service. */
MUST_USE bool vex_rows_list(struct db *db, const struct vex_scope *scope, struct arena *arena,
    struct vex_row **ret_rows, size_t *ret_count, struct err *err);
/* The statements of a document from a number on: each a document of that one statement. */
MUST_USE bool vex_rows_statements(struct db *db, int64_t id, int64_t from, size_t limit,
    struct arena *arena, struct vex **ret_statements, size_t *ret_count, struct err *err);
/* Takes a document out; its row and original stay. */
MUST_USE bool vex_rows_delete(
    struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err);
/* The parts that documents of a scope may bear on, by id. */
MUST_USE bool vex_rows_parts(struct db *db, const struct vex_scope *scope, struct arena *arena,
    int64_t **ret_ids, size_t *ret_count, struct err *err);

/* Whether there is any document at all. */
MUST_USE bool vex_rows_any(struct db *db, bool *ret_is_any, struct err *err);
/* Adds to a set the documents that may bear on a part, with their statements that bear one of the names. */
MUST_USE bool vex_rows_set(struct vex_set *set, struct db *db, const struct vex_scope *scope,
    const struct text *names, size_t name_count, struct arena *arena, struct err *err);

#endif
