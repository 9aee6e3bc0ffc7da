/* SPDX-License-Identifier: Apache-2.0 */
/* The database that a command line names, for commands that look into it beside a server.
   Example: if (!db_cmd_open(&db, cmd, arena, err)) return false; … db_free(db); */
#ifndef STORE_DB_CMD_H
#define STORE_DB_CMD_H

#include "base/cmd.h"
#include "store/db.h"

/* The rows of a command's table of options that db_cmd_open reads. */
#define DB_CMD_OPTIONS                                                                             \
    {"data", "DIR", "the data folder (default: $KENZEN_DATA, else under $XDG_DATA_HOME)", 0},      \
        {"db", "URL",                                                                              \
            "the database: postgres://… or a SQLite file (default: kenzen.db in the data folder)", \
            0}

/* Opens and migrates it. Fails with ERR_NOT_FOUND when there is none: a mistyped path must not leave an empty one behind. */
MUST_USE bool db_cmd_open(
    struct db **ret_db, const struct cmd *cmd, struct arena *arena, struct err *err);

#endif
