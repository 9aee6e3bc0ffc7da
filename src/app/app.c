/* SPDX-License-Identifier: Apache-2.0 */
#include "app/app.h"

#include "base/clock.h"
#include "sandbox/worker.h"
#include "store/migrate.h"

static bool open_db(struct app *app, struct err *err)
{
    const struct app_config *config = &app->config;
    /* One more for the jobs. */
    if (!db_pool_new(&app->db, config->db, config->threads + 1, err))
        return false;
    struct db *db = db_pool_take(app->db);
    bool is_good = migrate_run(db, clock_now_us(), err);
    db_pool_give(app->db, db);
    return is_good;
}

bool app_new(struct app **ret_app, const struct app_config *config, struct err *err)
{
    struct app *app = calloc(1, sizeof *app);
    if (!app)
        err_panic("out of memory");
    *app = (struct app){.config = *config, .metrics = metrics_new()};
    app->tools.app = app;
    bool is_good =
        open_db(app, err) && worker_pool_new(&app->tools.workers,
                                 &(struct worker_options){.count = config->workers}, err);
    if (is_good)
        *ret_app = app;
    else
        app_free(app);
    return is_good;
}

void app_free(struct app *app)
{
    if (!app)
        return;
    worker_pool_free(app->tools.workers);
    db_pool_free(app->db);
    metrics_free(app->metrics);
    free(app);
}
