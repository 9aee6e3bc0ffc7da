/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of the vault. Example: vault_rows_mark(db, hex, now_us, &is_it, err) */
#ifndef STORE_VAULT_ROWS_H
#define STORE_VAULT_ROWS_H

#include "store/db.h"

/* Keeps the mark of the database's key if none is kept yet; ret_is_it says whether this one is kept. */
MUST_USE bool vault_rows_mark(
    struct db *db, struct text mark, int64_t now_us, bool *ret_is_it, struct err *err);

#endif
