/* SPDX-License-Identifier: Apache-2.0 */
/* What the server asks the database about itself. Example: serve_rows_ping(db, arena, err) */
#ifndef APP_SERVE_ROWS_H
#define APP_SERVE_ROWS_H

#include "store/db.h"

/* Fails when the database does not answer. */
MUST_USE bool serve_rows_ping(struct db *db, struct arena *arena, struct err *err);

#endif
