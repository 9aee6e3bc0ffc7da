/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor_api.h"

#include "account/api_public.h"
#include "mint/anchor.h"
#include "onchain/onchain_api.h"
#include "onchain/onchain_json.h"

#define FRESH "public, max-age=60"

static void print(struct buf *out, const struct anchor *anchor)
{
    char contract[ADDRESS_TEXT_SIZE], root[SHA256_HEX_SIZE];
    json_print_open(out, '{');
    json_print_member_id(out, "id", anchor->id);
    json_print_member_int(out, "chain_id", anchor->chain_id);
    json_print_member_z(out, "contract", address_print(&anchor->contract, contract));
    json_print_member(out, "origin", anchor->origin);
    json_print_member_int(out, "size", anchor->head.size);
    json_print_member_z(out, "root", sha256_print(anchor->head.root.at, root));
    json_print_member(out, "state", anchor->state);
    onchain_json_print_hex(out, "transaction_hash", anchor->tx_hash);
    json_print_member_time(out, "ordered_at", anchor->ordered_us);
    json_print_close(out, '}');
}

static bool list(struct api_call *call, struct err *err)
{
    struct anchor *anchors;
    size_t count;
    api_public_open(call);
    if (!anchor_list(call->db, call->arena, &anchors, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        print(&call->reply->body, &anchors[i]);
    api_list_close(call, (struct text){"", 0});
    api_public_cache(call, FRESH);
    return true;
}

struct ordering {
    const struct api_call *call;
    const struct onchain *chain;
    int64_t id;
};

static bool run_order(struct db *db, void *context, struct err *err)
{
    struct ordering *it = context;
    return anchor_order(
        db, it->chain, text_of(it->call->tools->url), it->call->now_us, &it->id, err);
}

static bool order(struct api_call *call, struct err *err)
{
    struct onchain chain;
    struct anchor *anchors;
    size_t count;
    struct ordering it = {.call = call, .chain = &chain};
    if (!onchain_api_find(call, &chain, err) || !db_transact(call->db, run_order, &it, err) ||
        !anchor_list(call->db, call->arena, &anchors, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (anchors[i].id == it.id)
            print(&call->reply->body, &anchors[i]);
    call->reply->status = 201;
    return true;
}

const struct api_route anchor_api_routes[] = {
    {"GET", "/api/v1/public/log/anchors", RIGHT_ANYONE, list, 0},
    {"POST", "/api/v1/chains/{chain}/anchors", RIGHT_CHAIN_MANAGE, order, 0},
    {0},
};
