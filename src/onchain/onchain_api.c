/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_api.h"

#include "job/outbox_api.h"
#include "onchain/onchain_json.h"
#include "onchain/onchain_status.h"
#include "onchain/onchain_tools.h"

static bool sees_all(const struct api_call *call)
{
    return right_has(call->who.roles, TEAM_STRANGER, RIGHT_CHAIN_WATCH);
}

bool onchain_api_find(struct api_call *call, struct onchain *ret_chain, struct err *err)
{
    int64_t id;
    bool is_there;
    return api_param_id(call, "chain", &id, err) &&
           onchain_find(call->db, call->tools->vault, id, call->arena, ret_chain, &is_there, err) &&
           (is_there || err_set(err, ERR_NOT_FOUND, "chain: is not set up"));
}

static bool list(struct api_call *call, struct err *err)
{
    struct onchain *chains;
    size_t count;
    if (!onchain_list(call->db, call->tools->vault, call->arena, &chains, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        onchain_json_print(&call->reply->body, &chains[i], sees_all(call));
    api_list_close(call, (struct text){"", 0});
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    struct onchain chain;
    if (!onchain_api_find(call, &chain, err))
        return false;
    onchain_json_print(&call->reply->body, &chain, sees_all(call));
    return true;
}

/* -- changes -- */

struct writing {
    const struct api_call *call;
    struct onchain chain;
    bool is_new;
};

static bool write_chain(struct db *db, void *context, struct err *err)
{
    const struct writing *it = context;
    const struct api_call *call = it->call;
    return (it->is_new ? onchain_add : onchain_set)(
        db, call->tools->vault, &it->chain, call->who.account_id, call->now_us, err);
}

static bool write(struct writing *it, struct api_call *call, struct err *err)
{
    struct json body;
    bool is_there;
    if (!api_body(call, it->is_new ? "id " ONCHAIN_JSON_MEMBERS : ONCHAIN_JSON_MEMBERS, &body, err))
        return false;
    bool is_done = onchain_json_read(&body, it->is_new, &it->chain, call->arena, err) &&
                   db_transact(call->db, write_chain, it, err);
    json_done(&body);
    if (!is_done || !onchain_find(call->db, call->tools->vault, it->chain.id, call->arena,
                        &it->chain, &is_there, err))
        return false;
    onchain_json_print(&call->reply->body, &it->chain, true);
    return true;
}

#define PATH "/api/v1/chains"

static bool add(struct api_call *call, struct err *err)
{
    struct writing it = {.call = call, .is_new = true};
    onchain_json_begin(&it.chain);
    if (!write(&it, call, err))
        return false;
    api_created(call, PATH, it.chain.id);
    return true;
}

static bool set(struct api_call *call, struct err *err)
{
    struct writing it = {.call = call};
    return onchain_api_find(call, &it.chain, err) && write(&it, call, err);
}

static bool drop(struct db *db, void *context, struct err *err)
{
    const struct writing *it = context;
    return onchain_remove(db, it->chain.id, it->call->who.account_id, it->call->now_us, err);
}

static bool remove_chain(struct api_call *call, struct err *err)
{
    struct writing it = {.call = call};
    if (!onchain_api_find(call, &it.chain, err) || !db_transact(call->db, drop, &it, err))
        return false;
    call->reply->status = 204;
    return true;
}

/* -- looking -- */

static bool status(struct api_call *call, struct err *err)
{
    struct onchain chain;
    struct onchain_status status;
    struct chain_tx_counts counts;
    struct onchain_tools *tools = call->tools->chains;
    if (!onchain_api_find(call, &chain, err) || !chain_tx_count(call->db, chain.id, &counts, err))
        return false;
    const struct onchain_signer *signer = onchain_tools_signer(tools, chain.id);
    onchain_status_find(&tools->caller, &chain, signer ? onchain_signer_address(signer) : NULL,
        call->arena, &status);
    onchain_status_print(&call->reply->body, &chain, &status, &counts);
    return arena_check(call->arena, err);
}

static bool read_query(struct api_call *call, struct chain_tx_query *query, struct err *err)
{
    struct text word = {"", 0};
    enum chain_tx_state state;
    query->state = -1;
    http_query(call->request, "state", &word);
    if (word.len && !chain_tx_state_read(word, &state))
        return err_set(err, ERR_USAGE, "state: is none of a transaction");
    if (word.len)
        query->state = (int)state;
    http_query(call->request, "purpose", &query->purpose);
    return api_query_id(call, "chain_id", &query->chain_id, err) &&
           api_query_id(call, "object_id", &query->object_id, err) &&
           outbox_api_page(call, &query->limit, &query->before_id, err);
}

static struct text explorer_of(const struct onchain *chains, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (chains[i].id == id)
            return chains[i].explorer_url;
    return (struct text){"", 0};
}

static bool list_txs(struct api_call *call, struct err *err)
{
    struct chain_tx_query query = {.purpose = {"", 0}};
    struct onchain *chains;
    struct chain_tx *txs;
    size_t chain_count, count;
    if (!read_query(call, &query, err) ||
        !onchain_list(call->db, NULL, call->arena, &chains, &chain_count, err))
        return false;
    size_t limit = query.limit++;
    if (!chain_tx_list(call->db, &query, call->arena, &txs, &count, err))
        return false;
    size_t shown = count > limit ? limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        onchain_json_print_tx(&call->reply->body, &txs[i],
            explorer_of(chains, chain_count, txs[i].chain_id), NULL, 0);
    outbox_api_close(call, count > shown, shown ? txs[shown - 1].id : 0);
    return true;
}

static bool show_tx(struct api_call *call, struct err *err)
{
    struct chain_tx tx;
    struct chain_tx_attempt *attempts;
    struct onchain *chains;
    size_t chain_count, count;
    int64_t id;
    bool is_there;
    if (!api_param_id(call, "transaction", &id, err) ||
        !chain_tx_find(call->db, id, call->arena, &tx, &is_there, err))
        return false;
    if (!is_there)
        return err_set(err, ERR_NOT_FOUND, "transaction: is not there");
    if (!chain_tx_attempts(call->db, id, call->arena, &attempts, &count, err) ||
        !onchain_list(call->db, NULL, call->arena, &chains, &chain_count, err))
        return false;
    onchain_json_print_tx(
        &call->reply->body, &tx, explorer_of(chains, chain_count, tx.chain_id), attempts, count);
    return true;
}

#define TX_PATH "/api/v1/chain-transactions"

const struct api_route onchain_api_routes[] = {
    {"GET", PATH, RIGHT_CHAIN_READ, list, 0},
    {"POST", PATH, RIGHT_CHAIN_MANAGE, add, 0},
    {"GET", PATH "/{chain}", RIGHT_CHAIN_READ, show, 0},
    {"PATCH", PATH "/{chain}", RIGHT_CHAIN_MANAGE, set, 0},
    {"DELETE", PATH "/{chain}", RIGHT_CHAIN_MANAGE, remove_chain, 0},
    {"GET", PATH "/{chain}/status", RIGHT_CHAIN_WATCH, status, 0},
    {"GET", TX_PATH, RIGHT_CHAIN_WATCH, list_txs, 0},
    {"GET", TX_PATH "/{transaction}", RIGHT_CHAIN_WATCH, show_tx, 0},
    {0},
};
