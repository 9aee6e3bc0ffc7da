/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/wallet_api.h"

#include "badge/badge_api.h"
#include "base/limits.h"
#include "chain/hex.h"
#include "chain/secp.h"
#include "mint/wallet.h"

static void print(struct buf *out, const struct wallet *wallet)
{
    char address[ADDRESS_TEXT_SIZE];
    json_print_open(out, '{');
    json_print_member_id(out, "id", wallet->id);
    json_print_member_z(out, "address", address_print(&wallet->address, address));
    json_print_member_bool(out, "is_receiving", wallet->is_receiving);
    json_print_member_bool(out, "is_stealth", wallet->is_stealth);
    json_print_member_time(out, "verified_at", wallet->verified_us);
    json_print_close(out, '}');
}

static bool reply(struct api_call *call, int64_t id, struct err *err)
{
    struct wallet wallet;
    if (!wallet_find(call->db, call->who.account_id, id, call->arena, &wallet, err))
        return false;
    print(&call->reply->body, &wallet);
    return true;
}

static bool list(struct api_call *call, struct err *err)
{
    struct wallet *wallets;
    size_t count;
    if (!wallet_list(call->db, call->who.account_id, call->arena, &wallets, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        print(&call->reply->body, &wallets[i]);
    api_list_close(call, (struct text){"", 0});
    return true;
}

bool wallet_api_read_chain(const struct json *body, int64_t *ret_id, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "chain_id");
    if (!yyjson_is_uint(value) || yyjson_get_uint(value) > INT64_MAX)
        return api_member_id(body, "chain_id", ret_id, err);
    *ret_id = (int64_t)yyjson_get_uint(value);
    return true;
}

static bool read_order(const struct json *body, struct wallet_order *order, struct err *err)
{
    struct text address = json_get_text(json_root(body), "address");
    return (address_read(address, &order->address, err) || err_add(err, "address")) &&
           wallet_api_read_chain(body, &order->chain_id, err);
}

static bool challenge(struct api_call *call, struct err *err)
{
    struct json body;
    struct buf message, *out = &call->reply->body;
    struct wallet_order order = {.url = badge_api_url(call), .chain_id = 1};
    if (!api_body(call, "address chain_id", &body, err))
        return false;
    buf_init(&message, SIZE_MAX);
    bool is_made = read_order(&body, &order, err) &&
                   wallet_challenge(call->db, &call->who, &order, call->now_us, &message, err);
    json_done(&body);
    if (is_made) {
        call->reply->status = 201;
        json_print_open(out, '{');
        json_print_member(out, "message", buf_text(&message));
        json_print_member_time(out, "expires_at", call->now_us + WALLET_CHALLENGE_US);
        json_print_close(out, '}');
    }
    buf_done(&message);
    return is_made;
}

static bool read_proof(const struct json *body, struct wallet_proof *proof,
    unsigned char signature[SECP_SIGNATURE_SIZE], struct err *err)
{
    struct text hex = json_get_text(json_root(body), "signature");
    proof->message = json_get_text(json_root(body), "message");
    if (!hex_read(hex, signature, SECP_SIGNATURE_SIZE))
        return err_set(err, ERR_USAGE, "signature: not 65 bytes as 0x and hexadecimal digits");
    proof->signature = (struct text){(const char *)signature, SECP_SIGNATURE_SIZE};
    return api_member_bool(body, "is_stealth", &proof->is_stealth, err);
}

static bool bind(struct api_call *call, struct err *err)
{
    struct json body;
    struct wallet_proof proof = {.url = badge_api_url(call)};
    unsigned char signature[SECP_SIGNATURE_SIZE];
    int64_t id = 0;
    if (!api_body(call, "message signature is_stealth", &body, err))
        return false;
    bool is_bound = read_proof(&body, &proof, signature, err) &&
                    wallet_bind(call->db, &call->who, &proof, call->now_us, &id, err);
    json_done(&body);
    if (!is_bound)
        return false;
    api_created(call, "/api/v1/wallet/addresses", id);
    return reply(call, id, err);
}

static bool set(struct api_call *call, struct err *err)
{
    struct json body;
    bool is_receiving = false;
    int64_t id;
    if (!api_param_id(call, "address", &id, err) || !api_body(call, "is_receiving", &body, err))
        return false;
    bool is_done = api_member_bool(&body, "is_receiving", &is_receiving, err) &&
                   wallet_receive(call->db, call->who.account_id, id, is_receiving, err);
    json_done(&body);
    return is_done && reply(call, id, err);
}

static bool unbind(struct api_call *call, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "address", &id, err) ||
        !wallet_unbind(call->db, call->who.account_id, id, call->who.account_id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

/* Badges stay where they are minted: a browser that was left open must not send them to another's address. */
const struct api_route wallet_api_routes[] = {
    {"POST", "/api/v1/wallet/challenge", RIGHT_SELF_MANAGE, challenge, API_SECRET},
    {"POST", "/api/v1/wallet/addresses", RIGHT_SELF_MANAGE, bind, API_CONFIRMED},
    {"GET", "/api/v1/wallet/addresses", RIGHT_SELF_READ, list, 0},
    {"PATCH", "/api/v1/wallet/addresses/{address}", RIGHT_SELF_MANAGE, set, API_CONFIRMED},
    {"DELETE", "/api/v1/wallet/addresses/{address}", RIGHT_SELF_MANAGE, unbind, 0},
    {0},
};
