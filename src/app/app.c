/* SPDX-License-Identifier: Apache-2.0 */
#include "app/app.h"

#include "advisory/advisory_live.h"
#include "base/clock.h"
#include "base/log.h"
#include "sandbox/worker.h"
#include "store/migrate.h"

static bool open_db(struct app *app, struct err *err)
{
    const struct app_config *config = &app->config;
    /* One more for the jobs. */
    if (!db_pool_new(&app->db, config->db, config->threads + config->upload_threads + 1, err))
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
    app->tools.advisories = advisory_live_new(config->index);
    app_tick(app);
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
    advisory_live_free(app->tools.advisories);
    db_pool_free(app->db);
    metrics_free(app->metrics);
    free(app);
}

void app_tick(struct app *app)
{
    struct err err;
    bool is_new;
    if (!advisory_live_refresh(app->tools.advisories, &is_new, &err)) {
        log_error("index", "error=\"%s\"", err.text);
        return;
    }
    if (!is_new)
        return;
    const struct advisory_index *index = advisory_live_take(app->tools.advisories);
    log_info("index", "generation=%.16s records=%zu", advisory_index_digest(index).at,
        advisory_index_record_count(index));
    advisory_live_give(app->tools.advisories, index);
}
