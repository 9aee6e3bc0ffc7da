/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/deploy_api.h"

#include "mint/deploy.h"
#include "onchain/onchain_api.h"
#include "onchain/onchain_json.h"
#include "onchain/onchain_tools.h"

struct ordering {
    const struct api_call *call;
    const struct onchain_signer *signer;
    int64_t chain_id, id;
    enum onchain_contract which;
};

static bool order(struct db *db, void *context, struct err *err)
{
    struct ordering *it = context;
    return deploy_order(db, it->chain_id, it->which, onchain_signer_address(it->signer),
        it->call->now_us, &it->id, err);
}

static bool read_contract(
    const struct api_call *call, enum onchain_contract *ret_which, struct err *err)
{
    struct json body;
    struct text name;
    if (!api_body(call, "contract", &body, err))
        return false;
    bool is_read = api_member_name(&body, "contract", &name, err) &&
                   (deploy_read(name, ret_which) ||
                       err_set(err, ERR_USAGE, "contract: must be SecurityBadge or Anchor"));
    json_done(&body);
    return is_read;
}

static bool deploy(struct api_call *call, struct err *err)
{
    struct ordering it = {.call = call};
    struct onchain chain;
    struct chain_tx tx;
    bool is_there;
    if (!onchain_api_find(call, &chain, err) || !read_contract(call, &it.which, err))
        return false;
    it.chain_id = chain.id;
    it.signer = onchain_tools_signer(call->tools->chains, chain.id);
    if (!it.signer)
        return err_set(err, ERR_CONFLICT,
            "this server has no key to sign with: start it with --chain-keystore");
    if (!db_transact(call->db, order, &it, err) ||
        !chain_tx_find(call->db, it.id, call->arena, &tx, &is_there, err))
        return false;
    onchain_json_print_tx(&call->reply->body, &tx, chain.explorer_url, NULL, 0);
    api_created(call, "/api/v1/chain-transactions", it.id);
    return true;
}

const struct api_route deploy_api_routes[] = {
    {"POST", "/api/v1/chains/{chain}/contracts", RIGHT_CHAIN_MANAGE, deploy, 0},
    {0},
};
