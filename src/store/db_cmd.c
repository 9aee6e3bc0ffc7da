/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_cmd.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/paths.h"
#include "store/migrate.h"

bool db_cmd_open(struct db **ret_db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct db *db;
    const char *url = cmd_get(cmd, "db");
    if (!url && !paths_db(&url, cmd_get(cmd, "data"), arena, err))
        return false;
    if (!db_is_postgres(url) && access(url, F_OK) != 0)
        return err_set(
            err, ERR_NOT_FOUND, "%s: there is no database; 'kenzen serve' makes one", url);
    if (!db_open(&db, url, err))
        return false;
    if (!migrate_run(db, clock_now_us(), err)) {
        db_free(db);
        return false;
    }
    *ret_db = db;
    return true;
}

bool db_cmd_begin(
    struct db_cmd *it, const struct cmd *cmd, size_t least, size_t most, struct err *err)
{
    *it = (struct db_cmd){.cmd = cmd, .now_us = clock_now_us()};
    arena_init(&it->arena, SIZE_MAX);
    buf_init(&it->out, SIZE_MAX);
    return cmd_check_words(cmd, least, most, err) && db_cmd_open(&it->db, cmd, &it->arena, err);
}

bool db_cmd_open_vault(struct db_cmd *it, struct err *err)
{
    const char *path = cmd_get(it->cmd, "secret-key");
    if (!path && !paths_secret_key(&path, cmd_get(it->cmd, "data"), &it->arena, err))
        return false;
    return vault_new(&it->vault, path, err) && vault_check(it->vault, it->db, it->now_us, err);
}

void db_cmd_flush(struct db_cmd *it)
{
    if (it->out.len)
        fwrite(it->out.at, 1, it->out.len, stdout);
    fflush(stdout);
    buf_cut(&it->out, 0);
}

int db_cmd_end(struct db_cmd *it, bool is_done, const struct err *err)
{
    if (is_done)
        db_cmd_flush(it);
    vault_free(it->vault);
    db_free(it->db);
    buf_done(&it->out);
    arena_done(&it->arena);
    return !is_done ? cmd_fail(err) : it->is_no ? 1 : 0;
}

int db_cmd_run(const struct cmd *cmd, size_t least, size_t most, db_cmd_work work)
{
    struct err err = {0};
    struct db_cmd it;
    bool is_done = db_cmd_begin(&it, cmd, least, most, &err) && work(&it, &err);
    return db_cmd_end(&it, is_done, &err);
}

int db_cmd_run_sealed(const struct cmd *cmd, size_t least, size_t most, db_cmd_work work)
{
    struct err err = {0};
    struct db_cmd it;
    bool is_done = db_cmd_begin(&it, cmd, least, most, &err) && db_cmd_open_vault(&it, &err) &&
                   work(&it, &err);
    return db_cmd_end(&it, is_done, &err);
}

struct text db_cmd_url(const struct cmd *cmd)
{
    const char *given = cmd_get(cmd, "url");
    return given ? text_of(given) : TEXT("http://127.0.0.1:8080");
}
