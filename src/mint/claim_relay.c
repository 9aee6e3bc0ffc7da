/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/claim_relay.h"

#include "base/limits.h"
#include "chain/hex.h"
#include "chain/secp.h"
#include "chain/typed_data.h"
#include "mint/campaign_rows.h"
#include "mint/claim_relay_probe.h"
#include "mint/wallet.h"

/* -- what is signed -- */

static void print_types(struct buf *out)
{
    buf_add_z(out,
        "{\"types\":{\"EIP712Domain\":[{\"name\":\"name\",\"type\":\"string\"},"
        "{\"name\":\"version\",\"type\":\"string\"},{\"name\":\"chainId\",\"type\":\"uint256\"},"
        "{\"name\":\"verifyingContract\",\"type\":\"address\"}],"
        "\"Claim\":[{\"name\":\"root\",\"type\":\"bytes32\"},"
        "{\"name\":\"holder\",\"type\":\"address\"},{\"name\":\"class\",\"type\":\"uint256\"},"
        "{\"name\":\"commitment\",\"type\":\"bytes32\"},"
        "{\"name\":\"deadline\",\"type\":\"uint256\"}]},\"primaryType\":\"Claim\",");
}

void claim_relay_print(struct buf *out, const struct claim *claim, int64_t deadline_us)
{
    char contract[ADDRESS_TEXT_SIZE], holder[ADDRESS_TEXT_SIZE];
    char root[2 * KECCAK_SIZE + 1], commitment[2 * KECCAK_SIZE + 1];
    print_types(out);
    buf_format(out,
        "\"domain\":{\"name\":\"SecurityBadge\",\"version\":\"1\",\"chainId\":%lld,"
        "\"verifyingContract\":\"%s\"},",
        (long long)claim->campaign.chain_id, address_print(&claim->campaign.contract, contract));
    buf_format(out,
        "\"message\":{\"root\":\"0x%s\",\"holder\":\"%s\",\"class\":%d,\"commitment\":\"0x%s\","
        "\"deadline\":%lld}}",
        hex_print_into(root, claim->campaign.root.at, KECCAK_SIZE),
        address_print(&claim->mint.holder, holder), claim->mint.number,
        hex_print_into(commitment, claim->mint.commitment, KECCAK_SIZE),
        (long long)(deadline_us / CLOCK_SECOND_US));
}

int64_t claim_relay_deadline(int64_t now_us)
{
    return now_us - now_us % CLOCK_SECOND_US + CLOCK_DAY_US;
}

/* -- checking -- */

static bool check_deadline(int64_t deadline_us, int64_t now_us, struct err *err)
{
    int64_t left_us = deadline_us - now_us;
    if (deadline_us % CLOCK_SECOND_US)
        return err_set(err, ERR_USAGE, "deadline: must be a whole second");
    return (left_us >= LIMIT_CLAIM_SECONDS_LEAST * CLOCK_SECOND_US &&
               left_us <= LIMIT_CLAIM_SECONDS_MOST * CLOCK_SECOND_US) ||
           err_set(err, ERR_USAGE, "deadline: must be %lld minutes to %lld days from now",
               (long long)(LIMIT_CLAIM_SECONDS_LEAST / 60),
               (long long)(LIMIT_CLAIM_SECONDS_MOST / 86400));
}

/* Since the campaign was opened its holder may have unbound the address, and be somebody else's by now. */
static bool check_bound(struct db *db, const struct api_principal *who,
    const struct chain_address *holder, struct arena *arena, struct err *err)
{
    struct wallet wallet;
    if (!wallet_find_address(db, holder, arena, &wallet, err))
        return false;
    return (wallet.id && wallet.account_id == who->account_id) ||
           err_set(err, ERR_CONFLICT,
               "the address that the campaign has the badge for is bound to your account no more");
}

/* Digests the very text that the wallet was given. The contract takes v as 27 or 28 alone, so the signature is written anew. */
static bool check_signature(const struct claim *claim, const struct claim_relay_order *order,
    unsigned char ret_bytes[SECP_SIGNATURE_SIZE], struct err *err)
{
    struct buf typed;
    struct secp_signature signature;
    struct chain_address signer;
    unsigned char digest[KECCAK_SIZE];
    buf_init(&typed, SIZE_MAX);
    claim_relay_print(&typed, claim, order->deadline_us);
    bool is_fine = typed_data_digest(buf_text(&typed), digest, err);
    buf_done(&typed);
    if (!is_fine)
        return false;
    if (!secp_signature_read(order->signature, &signature, err) ||
        !secp_recover(&signature, digest, &signer, err)) {
        err->code = ERR_USAGE;
        return err_add(err, "signature");
    }
    secp_signature_print(&signature, ret_bytes);
    return address_eq(&signer, &claim->mint.holder) ||
           err_set(err, ERR_USAGE,
               "signature: not one of the holder's address for this claim and deadline");
}

bool claim_relay_is_offered(struct db *db, int64_t chain_id, bool *ret_is_offered, struct err *err)
{
    struct arena arena;
    struct onchain chain;
    bool is_there;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = onchain_find(db, NULL, chain_id, &arena, &chain, &is_there, err);
    if (is_fine)
        *ret_is_offered = is_there && chain.is_on && chain.claims_paid_a_day > 0;
    arena_done(&arena);
    return is_fine;
}

/* What is spent is the operator's: so much of an account, whatever it brings onto chains, and so much of a chain. */
static bool check_day(struct db *db, const struct api_principal *who, const struct onchain *chain,
    int64_t now_us, struct err *err)
{
    int64_t count;
    if (!mint_check_day(db, who, now_us, err) ||
        !campaign_rows_count_paid(db, chain->id, now_us - CLOCK_DAY_US, &count, err))
        return false;
    return count < chain->claims_paid_a_day ||
           err_set(err, ERR_LIMIT,
               "the server has paid for %lld claims within a day on this chain, which is the most: "
               "try again later, or claim with your own wallet",
               (long long)count);
}

/* -- ordering -- */

struct relaying {
    const struct api_principal *who;
    const struct claim_relay_order *order;
    const struct vault *vault;
    int64_t now_us, gas;
    struct arena arena;
    struct onchain chain;
    struct claim claim;
    struct buf data;
};

static bool find_chain(struct db *db, struct relaying *it, struct err *err)
{
    bool is_there;
    if (!onchain_find(
            db, it->vault, it->claim.campaign.chain_id, &it->arena, &it->chain, &is_there, err))
        return false;
    return (is_there && it->chain.is_on && it->chain.claims_paid_a_day > 0) ||
           err_set(err, ERR_CONFLICT,
               "the server pays for no claims on this chain: claim with your own wallet");
}

static bool print_call(struct relaying *it, struct err *err)
{
    unsigned char signature[SECP_SIGNATURE_SIZE];
    struct abi_value room[CLAIM_TREE_DEPTH];
    const struct claim *claim = &it->claim;
    if (!check_signature(claim, it->order, signature, err))
        return false;
    const struct abi_value values[] = {
        abi_bytes((struct text){(const char *)claim->campaign.root.at, KECCAK_SIZE}),
        abi_address(&claim->mint.holder), abi_u64((uint64_t)claim->mint.number),
        abi_bytes((struct text){(const char *)claim->mint.commitment, KECCAK_SIZE}),
        campaign_proof(claim, room), abi_u64((uint64_t)(it->order->deadline_us / CLOCK_SECOND_US)),
        abi_bytes((struct text){(const char *)signature, sizeof signature})};
    return abi_print_call(&it->data,
        TEXT("claimFor(bytes32,address,uint256,bytes32,bytes32[],uint256,bytes)"), values,
        LEN_OF(values), err);
}

/* All that can be known before the chain is asked. */
static bool prepare(struct db *db, struct relaying *it, struct err *err)
{
    struct mint known;
    int64_t badge_id = it->order->wish.badge_id;
    if (!campaign_claim(db, it->who, &it->order->wish, it->now_us, &it->arena, &it->claim, err) ||
        !check_deadline(it->order->deadline_us, it->now_us, err) || !find_chain(db, it, err) ||
        !check_bound(db, it->who, &it->claim.mint.holder, &it->arena, err) ||
        !print_call(it, err) || !mint_find(db, badge_id, &it->arena, &known, err))
        return false;
    if (known.state != MINT_NONE && known.state != MINT_FAILED)
        return err_set(err, ERR_CONFLICT, "the badge is on a chain, or on its way there");
    return check_day(db, it->who, &it->chain, it->now_us, err);
}

/* Meanwhile the campaign may have been closed, the badge revoked, and others may have used up the day. */
static bool write(struct db *db, void *context, struct err *err)
{
    struct relaying *it = context;
    struct campaign now;
    struct mint mint = it->claim.mint;
    mint.error = (struct text){"", 0};
    mint.ordered_us = it->now_us;
    const struct mint_call call = {.purpose = CAMPAIGN_CLAIM_PURPOSE,
        .kind = "badge.claim_ordered",
        .data = buf_text(&it->data),
        .most_gas = 2 * it->gas};
    if (!campaign_find_claim(db, it->who, &it->order->wish, it->now_us, &it->arena, &now, err))
        return false;
    if (now.id != it->claim.campaign.id)
        return err_set(err, ERR_CONFLICT, "another campaign has the badge by now: look again");
    return check_day(db, it->who, &it->chain, it->now_us, err) &&
           mint_call_order(db, it->who, &mint, &call, it->now_us, err);
}

bool claim_relay_order(struct db *db, const struct api_principal *who,
    const struct claim_relay_order *order, const struct vault *vault, struct onchain_tools *tools,
    int64_t now_us, struct err *err)
{
    struct relaying it = {.who = who, .order = order, .vault = vault, .now_us = now_us};
    arena_init(&it.arena, LIMIT_RPC_ARENA);
    buf_init(&it.data, LIMIT_CHAIN_DATA_BYTES);
    bool is_fine = prepare(db, &it, err) &&
                   claim_relay_probe(&(struct claim_relay_probe){.tools = tools,
                                         .chain = &it.chain,
                                         .claim = &it.claim,
                                         .data = buf_text(&it.data),
                                         .arena = &it.arena},
                       &it.gas, err) &&
                   db_transact(db, write, &it, err);
    buf_done(&it.data);
    arena_done(&it.arena);
    return is_fine;
}
