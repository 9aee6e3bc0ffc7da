/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_flow.h"

#include "base/limits.h"

static struct db_value hash_value(const unsigned char hash[SHA256_SIZE])
{
    return DB_BLOB(((struct text){(const char *)hash, SHA256_SIZE}));
}

struct beginning {
    const struct oidc_flow *flow;
    unsigned char state[SHA256_SIZE], browser[SHA256_SIZE];
    int64_t now_us;
};

/* Whoever begins many pushes out the oldest, which are mostly their own: were they kept and others refused, anybody could keep
   everybody out. */
static bool make_room(struct db *db, int64_t now_us, struct err *err)
{
    return db_run(db, "DELETE FROM oidc_flow WHERE expires_us <= $1", DB_ARGS(DB_INT(now_us)), NULL,
               err) &&
           db_run(db,
               "DELETE FROM oidc_flow WHERE expires_us <= (SELECT o.expires_us FROM oidc_flow o "
               "ORDER BY o.expires_us DESC LIMIT 1 OFFSET $1)",
               DB_ARGS(DB_INT(LIMIT_OIDC_FLOWS - 1)), NULL, err);
}

static bool begin(struct db *db, void *context, struct err *err)
{
    const struct beginning *it = context;
    const struct oidc_flow *flow = it->flow;
    return make_room(db, it->now_us, err) &&
           db_run(db,
               "INSERT INTO oidc_flow (state, browser, provider_id, account_id, return_path, "
               "created_us, expires_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
               DB_ARGS(hash_value(it->state), hash_value(it->browser), DB_INT(flow->provider_id),
                   DB_ID(flow->account_id), DB_TEXT(flow->return_path), DB_INT(it->now_us),
                   DB_INT(it->now_us + OIDC_FLOW_US)),
               NULL, err);
}

bool oidc_flow_begin(struct db *db, const struct oidc_flow *flow, struct text browser,
    int64_t now_us, char ret_state[ACCOUNT_SECRET_SIZE], char ret_browser[ACCOUNT_SECRET_SIZE],
    struct err *err)
{
    struct beginning it = {.flow = flow, .now_us = now_us};
    account_secret_new("", ret_state, it.state);
    if (account_secret_hash("", browser, it.browser))
        snprintf(ret_browser, ACCOUNT_SECRET_SIZE, "%.*s", TEXT_ARG(browser));
    else
        account_secret_new("", ret_browser, it.browser);
    return db_transact(db, begin, &it, err);
}

bool oidc_flow_take(struct db *db, int64_t provider_id, struct text state, struct text browser,
    int64_t now_us, struct arena *arena, struct oidc_flow *ret_flow, struct err *err)
{
    unsigned char state_hash[SHA256_SIZE], browser_hash[SHA256_SIZE];
    struct db_rows rows = {0};
    if (account_secret_hash("", state, state_hash) &&
        account_secret_hash("", browser, browser_hash) &&
        !db_query(db,
            "DELETE FROM oidc_flow WHERE state = $1 AND browser = $2 AND provider_id = $3 "
            "AND expires_us > $4 RETURNING provider_id, account_id, return_path",
            DB_ARGS(hash_value(state_hash), hash_value(browser_hash), DB_INT(provider_id),
                DB_INT(now_us)),
            arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_UNAUTHENTICATED,
            "this sign-in was not begun in this browser, was finished before, or took too long");
    *ret_flow = (struct oidc_flow){
        .provider_id = db_int(&rows, 0, 0),
        .account_id = db_int(&rows, 0, 1),
        .return_path = db_text(&rows, 0, 2),
    };
    return true;
}
