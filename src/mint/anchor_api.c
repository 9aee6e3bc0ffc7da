/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor_api.h"

#include "account/api_public.h"
#include "chain/hex.h"
#include "job/outbox_api.h"
#include "journal/checkpoint.h"
#include "mint/anchor.h"
#include "onchain/onchain_api.h"
#include "onchain/onchain_json.h"

/* Final ones stay; a new one comes once a day or so. */
#define FRESH "public, max-age=60"

/* -- printing -- */

static void print_link(struct buf *out, const struct anchor *it)
{
    struct text explorer = it->explorer_url;
    struct buf link;
    buf_init(&link, SIZE_MAX);
    if (explorer.len && it->hash.len) {
        buf_add(&link,
            text_ends(explorer, TEXT("/")) ? text_slice(explorer, 0, explorer.len - 1) : explorer);
        buf_add_z(&link, "/tx/");
        hex_print(&link, it->hash.at, it->hash.len);
    }
    json_print_member_or_null(out, "explorer_url", buf_text(&link));
    buf_done(&link);
}

/* Why it waits or has failed is not for everybody. */
static void print_rest(struct buf *out, const struct anchor *it)
{
    json_print_member_or_null(out, "error", it->error);
    if (it->tx_id)
        json_print_member_id(out, "transaction_id", it->tx_id);
    else
        json_print_member_null(out, "transaction_id");
}

void anchor_api_print(struct buf *out, const struct anchor *it, bool is_whole)
{
    char hex[SHA256_HEX_SIZE];
    unsigned char origin[SHA256_SIZE];
    anchor_origin_hash(it->origin, origin);
    json_print_open(out, '{');
    json_print_member_id(out, "id", it->id);
    json_print_member_int(out, "chain_id", it->chain_id);
    json_print_member(out, "chain_name", it->chain_name);
    onchain_json_print_address(out, "contract", it->contract);
    onchain_json_print_address(out, "sender", it->sender);
    json_print_member(out, "origin", it->origin);
    onchain_json_print_hex(out, "origin_hash", (struct text){(const char *)origin, sizeof origin});
    json_print_member_int(out, "size", it->head.size);
    json_print_member_z(out, "root", sha256_print(it->head.root.at, hex));
    json_print_member_z(out, "state", anchor_state_word(it->state));
    onchain_json_print_hex(out, "transaction_hash", it->hash);
    print_link(out, it);
    if (it->block_number)
        json_print_member_int(out, "block_number", it->block_number);
    else
        json_print_member_null(out, "block_number");
    json_print_member_time(out, "ordered_at", it->ordered_us);
    json_print_member_time(out, "final_at", it->final_us);
    if (is_whole)
        print_rest(out, it);
    json_print_close(out, '}');
}

/* -- looking -- */

static bool print_page(
    struct api_call *call, struct anchor_query *query, bool is_whole, struct err *err)
{
    struct anchor *anchors;
    size_t count, limit;
    if (!outbox_api_page(call, &limit, &query->before_id, err))
        return false;
    query->limit = limit + 1;
    if (!anchor_list(call->db, query, call->arena, &anchors, &count, err))
        return false;
    size_t shown = count > limit ? limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        anchor_api_print(&call->reply->body, &anchors[i], is_whole);
    outbox_api_close(call, count > shown, shown ? anchors[shown - 1].id : 0);
    return true;
}

static bool list(struct api_call *call, struct err *err)
{
    struct onchain chain;
    if (!onchain_api_find(call, &chain, err))
        return false;
    return print_page(call, &(struct anchor_query){.chain_id = chain.id}, true, err);
}

static bool list_public(struct api_call *call, struct err *err)
{
    struct anchor_query query = {.is_final = true};
    api_public_open(call);
    if (!api_query_id(call, "chain_id", &query.chain_id, err) ||
        !print_page(call, &query, false, err))
        return false;
    api_public_cache(call, FRESH);
    return true;
}

/* -- ordering -- */

static bool order(struct api_call *call, struct err *err)
{
    struct onchain chain;
    struct anchor *anchors;
    size_t count;
    int64_t id;
    if (!onchain_api_find(call, &chain, err))
        return false;
    struct anchor_wish wish = {.chain_id = chain.id,
        .origin = checkpoint_origin(text_of(call->tools->url), call->arena),
        .actor_id = call->who.account_id,
        .is_asked = true};
    if (!anchor_order(call->db, &wish, call->now_us, &id, err) ||
        !anchor_list(call->db, &(struct anchor_query){.id = id, .before_id = INT64_MAX, .limit = 1},
            call->arena, &anchors, &count, err))
        return false;
    if (count != 1)
        return err_set(err, ERR_NOT_FOUND, "the anchor is gone");
    anchor_api_print(&call->reply->body, &anchors[0], true);
    call->reply->status = 201;
    return true;
}

#define PATH "/api/v1/chains/{chain}/anchors"

/* RIGHT_CHAIN_MANAGE is had by whom just showed who they are: what is on a chain stays, and costs. */
const struct api_route anchor_api_routes[] = {
    {"GET", PATH, RIGHT_CHAIN_READ, list, 0},
    {"POST", PATH, RIGHT_CHAIN_MANAGE, order, 0},
    {"GET", "/api/v1/public/log/anchors", RIGHT_ANYONE, list_public, 0},
    {0},
};
