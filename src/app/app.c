/* SPDX-License-Identifier: Apache-2.0 */
#include "app/app.h"

#include <sys/inotify.h>
#include <unistd.h>

#include "account/password.h"
#include "advisory/advisory_live.h"
#include "badge/credential_cache.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "mail/mail_letter.h"
#include "mint/deploy.h"
#include "sandbox/fetch.h"
#include "sandbox/worker.h"
#include "store/migrate.h"
#include "store/vault.h"
#include "ticket/generation.h"
#include "ticket/ticket_text.h"

static bool open_db(struct app *app, struct err *err)
{
    const struct app_config *config = &app->config;
    /* One more for the jobs, two for the messages, one for the chains, one for the feed, and one for app_tick. */
    if (!db_pool_new(&app->db, config->db, config->threads + config->upload_threads + 6, err))
        return false;
    struct db *db = db_pool_take(app->db);
    bool is_good = migrate_run(db, clock_now_us(), err) && ticket_text_fill(db, err) &&
                   (vault_check(app->tools.vault, db, clock_now_us(), err) ||
                       err_add(err, "%s", config->secret_key));
    db_pool_give(app->db, db);
    return is_good;
}

/* A new generation is written behind the old one or renamed into its place: both end with one of these events. */
static int watch(const char *index)
{
    struct buf folder;
    struct text path = text_of(index);
    ptrdiff_t slash = text_find_last(path, '/');
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    buf_init(&folder, SIZE_MAX);
    buf_add(&folder, slash > 0 ? text_slice(path, 0, (size_t)slash)
                     : slash   ? TEXT(".")
                               : TEXT("/"));
    if (fd >= 0 && inotify_add_watch(fd, folder.at, IN_CLOSE_WRITE | IN_MOVED_TO) < 0) {
        close(fd);
        fd = -1;
    }
    buf_done(&folder);
    return fd;
}

int app_watch(struct app *app)
{
    return app->watch;
}

void app_heed(struct app *app)
{
    char events[4096];
    while (app->watch >= 0 && read(app->watch, events, sizeof events) > 0)
        ;
}

static bool start_roles(struct app *app, struct err *err)
{
    const struct app_config *config = &app->config;
    const struct worker_options workers = {.count = config->workers};
    const struct fetch_options fetchers = {.count = config->fetchers,
        .allowed = config->allowed,
        .allowed_count = config->allowed_count};
    return worker_pool_new(&app->tools.workers, &workers, err) &&
           fetch_new(&app->tools.fetch, &fetchers, err);
}

/* The keystore is opened first: with a wrong password, nothing starts. */
static bool join_anvil(struct app *app, struct db *db, struct err *err)
{
    return onchain_anvil_join(
               app->anvil, db, app->tools.vault, &app->chains, clock_now_us(), err) &&
           deploy_missing(db, ONCHAIN_ANVIL_CHAIN, onchain_signer_address(app->chains.own_signer),
               clock_now_us(), err);
}

static bool open_chains(struct app *app, struct err *err)
{
    const struct app_config *config = &app->config;
    app->tools.chains = &app->chains;
    app->chains.caller.fetch = app->tools.fetch;
    if (config->keystore &&
        !onchain_signer_open(&app->chains.signer, config->keystore, config->password, err))
        return false;
    if (config->anvil && !onchain_anvil_new(&app->anvil, config->anvil, config->data, err))
        return false;
    struct db *db = db_pool_take(app->db);
    bool is_good = onchain_tools_begin(&app->chains, db, config->data, err) &&
                   (!config->anvil || join_anvil(app, db, err));
    db_pool_give(app->db, db);
    return is_good;
}

bool app_new(struct app **ret_app, const struct app_config *config, struct err *err)
{
    struct app *app = calloc(1, sizeof *app);
    if (!app)
        err_panic("out of memory");
    *app = (struct app){.config = *config, .metrics = metrics_new(), .watch = watch(config->index)};
    app->tools.app = app;
    app->tools.url = config->url;
    app->tools.write_letter = mail_letter_write;
    app->tools.passwords = password_gate_new();
    app->tools.previews = &app->previews;
    app->tools.credentials = credential_cache_new();
    app->pace = pace_new(config->requests_per_minute);
    app->tools.advisories = advisory_live_new(config->index);
    bool is_good = vault_new(&app->tools.vault, config->secret_key, err) && open_db(app, err) &&
                   start_roles(app, err) && open_chains(app, err);
    if (is_good) {
        app_tick(app);
        *ret_app = app;
    } else {
        app_free(app);
    }
    return is_good;
}

void app_free(struct app *app)
{
    if (!app)
        return;
    onchain_anvil_free(app->anvil);
    onchain_signer_free(app->chains.signer);
    onchain_signer_free(app->chains.own_signer);
    worker_pool_free(app->tools.workers);
    fetch_free(app->tools.fetch);
    advisory_live_free(app->tools.advisories);
    db_pool_free(app->db);
    vault_free(app->tools.vault);
    password_gate_free(app->tools.passwords);
    credential_cache_free(app->tools.credentials);
    pace_free(app->pace);
    metrics_free(app->metrics);
    if (app->watch >= 0)
        close(app->watch);
    free(app);
}

/* Lets the tickets follow the index; while the database does not take it, it is tried again. Returns whether it is new. */
static bool take_generation(struct app *app)
{
    struct err err;
    bool is_new = false;
    const struct advisory_index *index = advisory_live_take(app->tools.advisories);
    if (!index)
        return false;
    struct db *db = db_pool_take(app->db);
    app->is_generation_taken = generation_take(db, index, clock_now_us(), &is_new, &err);
    db_pool_give(app->db, db);
    if (!app->is_generation_taken)
        log_error("generation", "error=\"%s\"", err.text);
    else if (is_new)
        log_info("generation", "digest=%.16s", advisory_index_digest(index).at);
    advisory_live_give(app->tools.advisories, index);
    return is_new;
}

bool app_tick(struct app *app)
{
    struct err err;
    bool is_new;
    if (!advisory_live_refresh(app->tools.advisories, &is_new, &err)) {
        log_error("index", "error=\"%s\"", err.text);
        return false;
    }
    if (is_new) {
        const struct advisory_index *index = advisory_live_take(app->tools.advisories);
        log_info("index", "generation=%.16s records=%zu", advisory_index_digest(index).at,
            advisory_index_record_count(index));
        advisory_live_give(app->tools.advisories, index);
    }
    return app->db && (is_new || !app->is_generation_taken) && take_generation(app);
}
