/* SPDX-License-Identifier: Apache-2.0 */
/* The server as a whole: what it was told, and what it holds for all requests.
   Example: app_new(&app, &config, err); http_server_new(&server, &(struct
   http_server_options){.context = app, …}, err) */
#ifndef APP_APP_H
#define APP_APP_H

#include "account/api.h"
#include "app/metrics.h"
#include "app/pace.h"
#include "base/gate.h"
#include "net/address.h"
#include "onchain/onchain_anvil.h"

struct app_config {
    const char *data;       /* the data folder */
    const char *db;         /* a URL or a file, as db_open takes it */
    const char *index;      /* the advisory index; the file may come later */
    const char *secret_key; /* the file of the key that secrets are sealed under */
    const char *url;        /* where browsers find the server, without a "/" at its end; or NULL */
    const char *keystore, *password; /* files of the key that signs on chains; or NULL */
    const char *anvil;               /* the program of a chain of one's own; or NULL */
    size_t threads;                  /* that answer requests, and uploads: each has a connection */
    size_t upload_threads;
    size_t workers;
    size_t fetchers;                   /* calls of other servers at once */
    const struct address_net *allowed; /* that may be called besides the public Internet */
    size_t allowed_count;
    const struct address_net *proxies; /* whose X-Forwarded-For is believed */
    size_t proxy_count;
    int64_t mail_wait_us; /* before notices are mailed "at once" */
    int64_t
        requests_per_minute; /* of one account, or of an address that is not signed in; 0: any number */
};

struct app {
    struct app_config config;
    struct db_pool *db;
    struct api_tools tools;
    struct gate previews;
    struct onchain_tools chains;
    struct onchain_anvil *anvil; /* or NULL */
    struct metrics *metrics;
    struct pace *pace;
    struct feed *feed;        /* what browsers are told; NULL before the server listens */
    int watch;                /* as inotify gives it, or -1 */
    bool is_generation_taken; /* the database knows of the index that is here */
};

/* Opens, and migrates the database. The texts of config must outlive the app. */
MUST_USE bool app_new(struct app **ret_app, const struct app_config *config, struct err *err);
void app_free(struct app *app);

/* What is to be done every second, and when app_watch tells: looks whether there is another advisory index. Returns whether
   there may be jobs to do now. One thread only. */
bool app_tick(struct app *app);

/* Returns a descriptor that can be read from when something was written to the folder of the advisory index, until app_heed;
   -1: only looking will tell. */
int app_watch(struct app *app);
/* Reads what app_watch has told. */
void app_heed(struct app *app);

#endif
