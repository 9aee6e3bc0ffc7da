/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/campaign_api.h"

#include "chain/hex.h"
#include "chain/secp.h"
#include "mint/claim_relay.h"
#include "mint/mint_api.h"
#include "mint/wallet_api.h"

static void print_hash(struct buf *out, const char *key, const unsigned char hash[KECCAK_SIZE])
{
    struct buf hex;
    buf_init(&hex, SIZE_MAX);
    hex_print(&hex, hash, KECCAK_SIZE);
    json_print_member(out, key, buf_text(&hex));
    buf_done(&hex);
}

void campaign_api_print(struct buf *out, const struct campaign *campaign)
{
    char contract[ADDRESS_TEXT_SIZE];
    json_print_open(out, '{');
    json_print_member_id(out, "id", campaign->id);
    json_print_member_int(out, "chain_id", campaign->chain_id);
    json_print_member_z(out, "contract", address_print(&campaign->contract, contract));
    print_hash(out, "root", campaign->root.at);
    json_print_member(out, "state", campaign->state);
    json_print_member_int(out, "badges", campaign->count);
    json_print_member_int(out, "claimed", campaign->claimed);
    json_print_member_time(out, "expires_at", campaign->expires_us);
    json_print_member_time(out, "created_at", campaign->created_us);
    json_print_member_or_null(out, "error", campaign->error);
    json_print_close(out, '}');
}

static bool list(struct api_call *call, struct err *err)
{
    struct campaign *campaigns;
    size_t count;
    if (!campaign_list(call->db, call->arena, &campaigns, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        campaign_api_print(&call->reply->body, &campaigns[i]);
    api_list_close(call, (struct text){"", 0});
    return true;
}

static bool reply(struct api_call *call, int64_t id, struct err *err)
{
    struct campaign campaign;
    if (!campaign_find(call->db, id, call->arena, &campaign, err))
        return false;
    campaign_api_print(&call->reply->body, &campaign);
    return true;
}

static bool open(struct api_call *call, struct err *err)
{
    struct json body;
    struct campaign_order order = {0};
    int64_t id = 0;
    if (!api_body(call, "chain_id expires_at", &body, err))
        return false;
    bool is_open = wallet_api_read_chain(&body, &order.chain_id, err) &&
                   api_member_time(&body, "expires_at", &order.expires_us, err) &&
                   campaign_open(call->db, &call->who, &order, call->now_us, &id, err);
    json_done(&body);
    if (!is_open)
        return false;
    call->reply->status = 201;
    return reply(call, id, err);
}

static bool close_one(struct api_call *call, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "campaign", &id, err) ||
        !campaign_close(call->db, &call->who, id, call->now_us, err))
        return false;
    call->reply->status = 202;
    return reply(call, id, err);
}

static void print_relay(struct buf *out, const struct claim *claim, int64_t deadline_us)
{
    struct buf typed;
    if (!deadline_us) {
        json_print_member_null(out, "relay");
        return;
    }
    buf_init(&typed, SIZE_MAX);
    claim_relay_print(&typed, claim, deadline_us);
    json_print_member_open(out, "relay", '{');
    json_print_member_time(out, "deadline", deadline_us);
    json_print_member_raw(out, "typed_data", buf_text(&typed));
    json_print_close(out, '}');
    buf_done(&typed);
}

void campaign_api_print_claim(
    struct buf *out, const struct claim *claim, int64_t relay_deadline_us, struct arena *arena)
{
    struct buf data;
    char address[ADDRESS_TEXT_SIZE];
    buf_init(&data, SIZE_MAX);
    hex_print(&data, claim->data.at, claim->data.len);
    json_print_open(out, '{');
    json_print_member_id(out, "campaign_id", claim->campaign.id);
    json_print_member_int(out, "chain_id", claim->campaign.chain_id);
    print_hash(out, "root", claim->campaign.root.at);
    json_print_member_z(out, "holder", address_print(&claim->mint.holder, address));
    json_print_member_int(out, "class_number", claim->mint.number);
    print_hash(out, "commitment", claim->mint.commitment);
    json_print_member_open(out, "proof", '[');
    for (size_t i = 0; i < claim->proof.count; i++) {
        char hex[2 * KECCAK_SIZE + 1];
        hex_print_into(hex, claim->proof.nodes[i].at, KECCAK_SIZE);
        json_print_text(out, arena_format(arena, "0x%s", hex));
    }
    json_print_close(out, ']');
    json_print_member_time(out, "expires_at", claim->campaign.expires_us);
    json_print_member_z(out, "to", address_print(&claim->campaign.contract, address));
    json_print_member(out, "data", buf_text(&data));
    print_relay(out, claim, relay_deadline_us);
    json_print_close(out, '}');
    buf_done(&data);
}

static bool show_claim(struct api_call *call, struct err *err)
{
    struct mint_wish wish = {.address = {"", 0}};
    struct claim claim;
    bool is_offered;
    http_query(call->request, "address", &wish.address);
    if (!api_param_id(call, "badge", &wish.badge_id, err) ||
        !api_query_id(call, "chain_id", &wish.chain_id, err) ||
        !campaign_claim(call->db, &call->who, &wish, call->now_us, call->arena, &claim, err) ||
        !claim_relay_is_offered(call->db, claim.campaign.chain_id, &is_offered, err))
        return false;
    campaign_api_print_claim(&call->reply->body, &claim,
        is_offered ? claim_relay_deadline(call->now_us) : 0, call->arena);
    return true;
}

static bool read_relay(const struct json *body, struct claim_relay_order *order,
    unsigned char signature[SECP_SIGNATURE_SIZE], struct err *err)
{
    if (!hex_read(json_get_text(json_root(body), "signature"), signature, SECP_SIGNATURE_SIZE))
        return err_set(err, ERR_USAGE, "signature: not 65 bytes as 0x and hexadecimal digits");
    order->signature = (struct text){(const char *)signature, SECP_SIGNATURE_SIZE};
    return api_member_time(body, "deadline", &order->deadline_us, err) &&
           api_member_line(body, "address", &order->wish.address, err) &&
           wallet_api_read_chain(body, &order->wish.chain_id, err);
}

static bool relay(struct api_call *call, struct err *err)
{
    struct json body;
    struct mint mint;
    unsigned char signature[SECP_SIGNATURE_SIZE];
    struct claim_relay_order order = {.wish = {.address = {"", 0}}};
    if (!api_param_id(call, "badge", &order.wish.badge_id, err) ||
        !api_body(call, "deadline signature address chain_id", &body, err))
        return false;
    bool is_ordered = read_relay(&body, &order, signature, err) &&
                      claim_relay_order(call->db, &call->who, &order, call->tools->vault,
                          call->tools->chains, call->now_us, err);
    json_done(&body);
    if (!is_ordered || !mint_find(call->db, order.wish.badge_id, call->arena, &mint, err))
        return false;
    call->reply->status = 202;
    return mint_api_print(call->db, &call->reply->body, &mint, call->arena, err);
}

const struct api_route campaign_api_routes[] = {
    {"GET", "/api/v1/badge-campaigns", RIGHT_BADGE_RULE_CHANGE, list, 0},
    {"POST", "/api/v1/badge-campaigns", RIGHT_BADGE_RULE_CHANGE, open, API_CONFIRMED},
    {"POST", "/api/v1/badge-campaigns/{campaign}/close", RIGHT_BADGE_RULE_CHANGE, close_one,
        API_CONFIRMED},
    {"GET", "/api/v1/badges/{badge}/claim", RIGHT_SELF_READ, show_claim, 0},
    {"POST", "/api/v1/badges/{badge}/claim", RIGHT_SELF_MANAGE, relay, API_CONFIRMED},
    {0},
};
