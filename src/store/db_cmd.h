/* SPDX-License-Identifier: Apache-2.0 */
/* The database that a command line names, for commands that look into it beside a server.
   Example: static int run_list(const struct cmd *cmd) { return db_cmd_run(cmd, 0, 0, list); } */
#ifndef STORE_DB_CMD_H
#define STORE_DB_CMD_H

#include "base/cmd.h"
#include "store/vault.h"

/* The rows of a command's table of options that db_cmd_open reads. */
#define DB_CMD_OPTIONS                                                                             \
    {"data", "DIR", "the data folder (default: $KENZEN_DATA, else under $XDG_DATA_HOME)", 0},      \
        {"db", "URL",                                                                              \
            "the database: postgres://… or a SQLite file (default: kenzen.db in the data folder)", \
            0}

#define DB_CMD_URL_OPTION                                                                          \
    {"url", "URL", "where browsers find the server (default: http://127.0.0.1:8080)", 0}
#define DB_CMD_KEY_OPTION                                                                          \
    {"secret-key", "FILE",                                                                         \
        "the key that secrets are sealed under (default: secret.key in the data folder)", 0}

/* Opens and migrates it. Fails with ERR_NOT_FOUND when there is none: a mistyped path must not leave an empty one behind. */
MUST_USE bool db_cmd_open(
    struct db **ret_db, const struct cmd *cmd, struct arena *arena, struct err *err);

/* What a command has at hand. */
struct db_cmd {
    const struct cmd *cmd;
    struct db *db;
    struct vault *vault; /* NULL until it is opened */
    struct arena arena;
    struct buf out; /* what it prints, once its work is done */
    int64_t now_us;
    bool is_no; /* the answer is no: exit code 1 */
};

typedef bool (*db_cmd_work)(struct db_cmd *it, struct err *err);

/* Opens the database, does the work, prints what it left in out. Returns the exit code. */
int db_cmd_run(const struct cmd *cmd, size_t least, size_t most, db_cmd_work work);
/* Does so with the vault open. */
int db_cmd_run_sealed(const struct cmd *cmd, size_t least, size_t most, db_cmd_work work);

/* The two halves of db_cmd_run, for commands that keep more of their own. Whatever begin returns, end takes what came of it all. */
MUST_USE bool db_cmd_begin(
    struct db_cmd *it, const struct cmd *cmd, size_t least, size_t most, struct err *err);
MUST_USE bool db_cmd_open_vault(struct db_cmd *it, struct err *err);
int db_cmd_end(struct db_cmd *it, bool is_done, const struct err *err);

/* Returns --url, or its default. */
struct text db_cmd_url(const struct cmd *cmd);

/* Prints what is in out already, before somebody is asked about it. */
void db_cmd_flush(struct db_cmd *it);

#endif
