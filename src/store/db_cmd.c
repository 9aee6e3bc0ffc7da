/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_cmd.h"

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
