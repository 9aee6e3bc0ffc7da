/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/mint_api.h"

#include "chain/hex.h"
#include "mint/mint.h"
#include "mint/wallet_api.h"
#include "onchain/onchain_json.h"

void mint_api_print_chain(struct buf *out, const struct onchain *chain)
{
    json_print_member_open(out, "chain", '{');
    json_print_member_int(out, "id", chain->id);
    json_print_member(out, "name", chain->name);
    json_print_member(out, "symbol", chain->symbol);
    json_print_member_or_null(out, "wallet_url", chain->wallet_url);
    json_print_member_or_null(out, "explorer_url", chain->explorer_url);
    json_print_close(out, '}');
}

void mint_api_print_public(struct buf *out, const struct mint *mint, struct arena *arena)
{
    char address[ADDRESS_TEXT_SIZE], decimal[U256_DECIMAL_SIZE],
        hex[2 * sizeof mint->commitment + 1];
    struct u256 token = mint_token(&mint->holder, mint->number);
    json_print_member_z(out, "contract", address_print(&mint->contract, address));
    json_print_member_z(out, "address", address_print(&mint->holder, address));
    json_print_member_int(out, "class_number", mint->number);
    json_print_member(out, "commitment",
        arena_format(
            arena, "0x%s", hex_print_into(hex, mint->commitment, sizeof mint->commitment)));
    json_print_member_z(out, "token_id", u256_print_decimal(&token, decimal));
    json_print_member(out, "nft_id", mint_nft_id(mint, arena));
}

/* ?address= and ?chain_id=, or the members of a body. */
static bool read_query(const struct api_call *call, struct mint_wish *wish, struct err *err)
{
    http_query(call->request, "address", &wish->address);
    return api_param_id(call, "badge", &wish->badge_id, err) &&
           api_query_id(call, "chain_id", &wish->chain_id, err);
}

static bool preview(struct api_call *call, struct err *err)
{
    struct mint_wish wish = {.address = {"", 0}};
    struct mint mint;
    struct onchain chain;
    struct buf *out = &call->reply->body;
    if (!read_query(call, &wish, err) ||
        !mint_preview(call->db, &call->who, &wish, call->now_us, call->arena, &mint, &chain, err))
        return false;
    json_print_open(out, '{');
    mint_api_print_chain(out, &chain);
    mint_api_print_public(out, &mint, call->arena);
    json_print_close(out, '}');
    return true;
}

static bool print_transaction(
    struct db *db, struct buf *out, int64_t id, struct arena *arena, struct err *err)
{
    struct chain_tx tx;
    struct buf hash;
    bool is_there = false;
    if (id && !chain_tx_find(db, id, arena, &tx, &is_there, err))
        return false;
    if (!is_there) {
        json_print_member_null(out, "transaction");
        return true;
    }
    buf_init(&hash, SIZE_MAX);
    if (tx.hash.len)
        hex_print(&hash, tx.hash.at, tx.hash.len);
    json_print_member_open(out, "transaction", '{');
    json_print_member_id(out, "id", tx.id);
    json_print_member_z(out, "state", chain_tx_state_name(tx.state));
    json_print_member_or_null(out, "hash", buf_text(&hash));
    json_print_member_or_null(out, "trouble", tx.error);
    json_print_close(out, '}');
    buf_done(&hash);
    return true;
}

bool mint_api_print(
    struct db *db, struct buf *out, const struct mint *mint, struct arena *arena, struct err *err)
{
    json_print_open(out, '{');
    json_print_member_z(out, "state", mint_state_word(mint->state));
    json_print_member_int(out, "chain_id", mint->chain_id);
    mint_api_print_public(out, mint, arena);
    json_print_member_time(out, "ordered_at", mint->ordered_us);
    json_print_member_time(out, "final_at", mint->final_us);
    json_print_member_or_null(out, "error", mint->error);
    if (!print_transaction(db, out, mint->tx_id, arena, err))
        return false;
    json_print_close(out, '}');
    return true;
}

static bool reply(struct api_call *call, const struct mint *mint, struct err *err)
{
    return mint_api_print(call->db, &call->reply->body, mint, call->arena, err);
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t id;
    struct badge badge;
    struct mint mint;
    if (!api_param_id(call, "badge", &id, err) ||
        !badge_find(call->db, &call->who, id, call->arena, &badge, err))
        return false;
    if (badge.account_id != call->who.account_id)
        return err_set(
            err, ERR_FORBIDDEN, "only whom a badge praises sees how it gets onto a chain");
    if (!mint_find(call->db, id, call->arena, &mint, err))
        return false;
    if (mint.state == MINT_NONE)
        return err_set(err, ERR_NOT_FOUND, "nobody has asked to bring this badge onto a chain");
    return reply(call, &mint, err);
}

static bool order(struct api_call *call, struct err *err)
{
    struct json body;
    struct mint mint;
    struct mint_wish wish = {.address = {"", 0}};
    if (!api_param_id(call, "badge", &wish.badge_id, err) ||
        !api_body(call, "address chain_id", &body, err))
        return false;
    bool is_ordered = api_member_line(&body, "address", &wish.address, err) &&
                      wallet_api_read_chain(&body, &wish.chain_id, err) &&
                      mint_order(call->db, &call->who, &wish, call->now_us, err);
    json_done(&body);
    if (!is_ordered || !mint_find(call->db, wish.badge_id, call->arena, &mint, err))
        return false;
    call->reply->status = 202;
    return reply(call, &mint, err);
}

/* The newest of that purpose and badge is what it is tried by now. */
static bool retry(struct api_call *call, struct err *err)
{
    int64_t id;
    struct chain_tx before, *now;
    bool is_there;
    size_t count;
    if (!api_param_id(call, "transaction", &id, err) ||
        !mint_retry(call->db, &call->who, id, call->now_us, err) ||
        !chain_tx_find(call->db, id, call->arena, &before, &is_there, err))
        return false;
    const struct chain_tx_query query = {.chain_id = before.chain_id,
        .state = -1,
        .purpose = before.purpose,
        .object_id = before.object_id,
        .before_id = INT64_MAX,
        .limit = 1};
    if (!chain_tx_list(call->db, &query, call->arena, &now, &count, err))
        return false;
    call->reply->status = 202;
    onchain_json_print_tx(&call->reply->body, now, (struct text){"", 0}, NULL, 0);
    return true;
}

/* What is on a chain can never be taken from it: it takes the person, not a browser that was left open. */
const struct api_route mint_api_routes[] = {
    {"GET", "/api/v1/badges/{badge}/mint", RIGHT_SELF_READ, show, 0},
    {"GET", "/api/v1/badges/{badge}/mint/preview", RIGHT_SELF_READ, preview, 0},
    {"POST", "/api/v1/badges/{badge}/mint", RIGHT_SELF_MANAGE, order, API_CONFIRMED},
    {"POST", "/api/v1/chain-transactions/{transaction}/retry", RIGHT_CHAIN_MANAGE, retry, 0},
    {0},
};
