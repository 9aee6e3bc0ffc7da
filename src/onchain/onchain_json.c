/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_json.h"

#include "account/api.h"
#include "chain/address.h"
#include "chain/hex.h"
#include "net/http_call.h"

/* -- reading -- */

void onchain_json_begin(struct onchain *chain)
{
    *chain = (struct onchain){.symbol = TEXT("ETH"),
        .confirmations = ONCHAIN_CONFIRMATIONS,
        .most_fee_wei = ONCHAIN_MOST_FEE_WEI,
        .most_gas = ONCHAIN_MOST_GAS,
        .replace_seconds = ONCHAIN_REPLACE_SECONDS,
        .anchor_seconds = ONCHAIN_ANCHOR_SECONDS,
        .is_on = true};
}

static bool read_number(const struct json *body, const char *key, int64_t *number, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), key);
    if (!value || yyjson_is_null(value))
        return true;
    if (!yyjson_is_int(value) || (yyjson_is_uint(value) && yyjson_get_uint(value) > INT64_MAX))
        return err_set(err, ERR_USAGE, "%s: must be a whole number", key);
    *number = yyjson_get_sint(value);
    return true;
}

static bool read_line(const struct json *body, const char *key, struct arena *arena,
    struct text *line, struct err *err)
{
    if (!api_member_line(body, key, line, err))
        return false;
    *line = arena_text(arena, *line);
    return true;
}

static bool read_endpoints(
    const struct json *body, struct arena *arena, struct onchain *chain, struct err *err)
{
    yyjson_val *list = json_get(json_root(body), "endpoints"), *value;
    size_t i, most;
    if (!list || yyjson_is_null(list))
        return true;
    if (!yyjson_is_arr(list) || yyjson_arr_size(list) > LIMIT_CHAIN_ENDPOINTS)
        return err_set(
            err, ERR_USAGE, "endpoints: must be a list of 1 to %zu URLs", LIMIT_CHAIN_ENDPOINTS);
    chain->endpoint_count = 0;
    yyjson_arr_foreach(list, i, most, value)
    {
        struct text url;
        if (!json_text(value, &url))
            return err_set(err, ERR_USAGE, "endpoints[%zu]: must be a URL", i);
        chain->endpoints[chain->endpoint_count++] = arena_text(arena, url);
    }
    return true;
}

/* null and an empty text take it away. */
static bool read_address(const struct json *body, const char *key, struct arena *arena,
    struct text *bytes, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), key);
    struct chain_address address;
    struct text text = {"", 0};
    if (!value)
        return true;
    if (!yyjson_is_null(value) && !json_text(value, &text))
        return err_set(err, ERR_USAGE, "%s: must be an address", key);
    if (!text.len) {
        *bytes = (struct text){"", 0};
        return true;
    }
    if (!address_read(text, &address, err)) {
        err->code = ERR_USAGE;
        return err_add(err, "%s", key);
    }
    *bytes = arena_text(arena, (struct text){(const char *)address.at, sizeof address.at});
    return true;
}

bool onchain_json_read(const struct json *body, bool with_id, struct onchain *chain,
    struct arena *arena, struct err *err)
{
    struct onchain it = *chain;
    if ((with_id && !read_number(body, "id", &it.id, err)) ||
        !read_line(body, "name", arena, &it.name, err) || !read_endpoints(body, arena, &it, err) ||
        !read_line(body, "wallet_url", arena, &it.wallet_url, err) ||
        !read_line(body, "explorer_url", arena, &it.explorer_url, err) ||
        !read_line(body, "symbol", arena, &it.symbol, err) ||
        !read_number(body, "confirmations", &it.confirmations, err) ||
        !read_number(body, "most_fee_wei", &it.most_fee_wei, err) ||
        !read_number(body, "most_gas", &it.most_gas, err) ||
        !read_number(body, "replace_seconds", &it.replace_seconds, err) ||
        !read_address(body, "badge_contract", arena, &it.badge_contract, err) ||
        !read_address(body, "anchor_contract", arena, &it.anchor_contract, err) ||
        !read_number(body, "anchor_seconds", &it.anchor_seconds, err) ||
        !read_number(body, "claims_paid_a_day", &it.claims_paid_a_day, err) ||
        !api_member_bool(body, "is_on", &it.is_on, err) || !onchain_check(&it, err))
        return false;
    *chain = it;
    return arena_check(arena, err);
}

/* -- printing -- */

void onchain_json_print_address(struct buf *out, const char *key, struct text bytes)
{
    char room[ADDRESS_TEXT_SIZE];
    struct chain_address address;
    if (bytes.len != sizeof address.at) {
        json_print_member_null(out, key);
        return;
    }
    memcpy(address.at, bytes.at, sizeof address.at);
    json_print_member_z(out, key, address_print(&address, room));
}

void onchain_json_print_hex(struct buf *out, const char *key, struct text bytes)
{
    struct buf hex;
    buf_init(&hex, SIZE_MAX);
    if (bytes.len)
        hex_print(&hex, bytes.at, bytes.len);
    json_print_member_or_null(out, key, buf_text(&hex));
    buf_done(&hex);
}

static void print_rest(struct buf *out, const struct onchain *it)
{
    json_print_member_open(out, "nodes", '[');
    for (size_t i = 0; i < it->endpoint_count; i++)
        json_print_text(out, http_call_host(it->endpoints[i]));
    json_print_close(out, ']');
    json_print_member_int(out, "most_fee_wei", it->most_fee_wei);
    json_print_member_int(out, "most_gas", it->most_gas);
    json_print_member_int(out, "replace_seconds", it->replace_seconds);
    json_print_member_int(out, "claims_paid_a_day", it->claims_paid_a_day);
    json_print_member_or_null(out, "trouble", it->trouble);
    json_print_member_time(out, "trouble_at", it->trouble_us);
    json_print_member_int(out, "block_number", it->block_number);
    json_print_member_time(out, "seen_at", it->seen_us);
    json_print_member_time(out, "created_at", it->created_us);
    json_print_member_time(out, "updated_at", it->updated_us);
}

void onchain_json_print(struct buf *out, const struct onchain *chain, bool is_whole)
{
    json_print_open(out, '{');
    json_print_member_int(out, "id", chain->id);
    json_print_member(out, "name", chain->name);
    json_print_member(out, "symbol", chain->symbol);
    json_print_member_or_null(out, "wallet_url", chain->wallet_url);
    json_print_member_or_null(out, "explorer_url", chain->explorer_url);
    json_print_member_int(out, "confirmations", chain->confirmations);
    onchain_json_print_address(out, "badge_contract", chain->badge_contract);
    onchain_json_print_address(out, "anchor_contract", chain->anchor_contract);
    json_print_member_int(out, "anchor_seconds", chain->anchor_seconds);
    json_print_member_bool(out, "is_on", chain->is_on);
    if (is_whole)
        print_rest(out, chain);
    json_print_close(out, '}');
}

/* -- transactions -- */

static void print_attempt(struct buf *out, const struct chain_tx_attempt *it)
{
    json_print_open(out, '{');
    json_print_member_int(out, "number", it->number);
    onchain_json_print_hex(out, "hash", it->hash);
    onchain_json_print_hex(out, "raw", it->raw);
    json_print_member_int(out, "gas", it->gas);
    json_print_member_int(out, "most_fee_wei", it->most_fee_wei);
    json_print_member_int(out, "tip_wei", it->tip_wei);
    json_print_member_time(out, "signed_at", it->signed_us);
    json_print_member_time(out, "sent_at", it->sent_us);
    json_print_close(out, '}');
}

/* Where people look at it. */
static void print_link(struct buf *out, const struct chain_tx *tx, struct text explorer)
{
    struct buf link;
    buf_init(&link, SIZE_MAX);
    if (explorer.len && tx->hash.len) {
        buf_add(&link,
            text_ends(explorer, TEXT("/")) ? text_slice(explorer, 0, explorer.len - 1) : explorer);
        buf_add_z(&link, "/tx/");
        hex_print(&link, tx->hash.at, tx->hash.len);
    }
    json_print_member_or_null(out, "explorer_url", buf_text(&link));
    buf_done(&link);
}

/* An amount of wei may be more than JavaScript counts: a string. */
static void print_block(struct buf *out, const struct chain_tx *tx)
{
    char paid[24];
    bool is_mined = tx->block_hash.len > 0;
    if (is_mined) {
        json_print_member_int(out, "block_number", tx->block_number);
        json_print_member_int(out, "gas_used", tx->gas_used);
        snprintf(paid, sizeof paid, "%lld", (long long)tx->paid_wei);
        json_print_member_z(out, "paid_wei", paid);
    } else {
        json_print_member_null(out, "block_number");
        json_print_member_null(out, "gas_used");
        json_print_member_null(out, "paid_wei");
    }
    onchain_json_print_hex(out, "block_hash", tx->block_hash);
    json_print_member_bool(out, "is_reverted", tx->is_reverted);
    onchain_json_print_address(out, "contract", tx->contract);
}

static void print_times(struct buf *out, const struct chain_tx *tx)
{
    json_print_member_time(out, "created_at", tx->created_us);
    json_print_member_time(out, "signed_at", tx->signed_us);
    json_print_member_time(out, "sent_at", tx->sent_us);
    json_print_member_time(out, "mined_at", tx->mined_us);
    json_print_member_time(out, "ended_at", tx->ended_us);
}

void onchain_json_print_tx(struct buf *out, const struct chain_tx *tx, struct text explorer,
    const struct chain_tx_attempt *attempts, size_t attempt_count)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", tx->id);
    json_print_member_int(out, "chain_id", tx->chain_id);
    json_print_member_z(out, "state", chain_tx_state_name(tx->state));
    json_print_member(out, "purpose", tx->purpose);
    json_print_member_id(out, "object_id", tx->object_id);
    onchain_json_print_address(out, "from", tx->from);
    onchain_json_print_address(out, "to", tx->to);
    json_print_member_int(out, "data_bytes", (int64_t)tx->data.len);
    if (tx->from.len)
        json_print_member_int(out, "nonce", tx->nonce);
    else
        json_print_member_null(out, "nonce");
    onchain_json_print_hex(out, "hash", tx->hash);
    print_link(out, tx, explorer);
    print_block(out, tx);
    json_print_member_or_null(out, "error", tx->error);
    print_times(out, tx);
    if (attempts) {
        onchain_json_print_hex(out, "data", tx->data);
        json_print_member_open(out, "attempts", '[');
        for (size_t i = 0; i < attempt_count; i++)
            print_attempt(out, &attempts[i]);
        json_print_close(out, ']');
    }
    json_print_close(out, '}');
}
