/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/wallet.h"

#include "base/limits.h"
#include "base/rand.h"
#include "chain/hex.h"
#include "chain/secp.h"
#include "journal/journal.h"
#include "mint/siwe.h"
#include "mint/wallet_rows.h"

enum { NONCE_BYTES = 16, NONCE_SIZE = 2 * NONCE_BYTES + 1 };

/* -- asking -- */

struct asking {
    const struct api_principal *who;
    const struct wallet_challenge *challenge;
    int64_t now_us;
};

static bool ask(struct db *db, void *context, struct err *err)
{
    const struct asking *it = context;
    return wallet_rows_ask(db, it->who, it->challenge, it->now_us, err);
}

static void print_message(struct buf *out, const struct wallet_order *order,
    const struct wallet_challenge *challenge, int64_t now_us)
{
    siwe_print(out, &(struct siwe){.scheme = siwe_scheme_of(order->url),
                        .domain = siwe_domain_of(order->url),
                        .address = order->address,
                        .statement = TEXT("Bind this address to your account at kenzen. This costs "
                                          "nothing and moves nothing."),
                        .uri = order->url,
                        .chain_id = (uint64_t)order->chain_id,
                        .nonce = challenge->nonce,
                        .issued_us = now_us - now_us % CLOCK_SECOND_US,
                        .expires_us = now_us - now_us % CLOCK_SECOND_US + WALLET_CHALLENGE_US});
}

bool wallet_challenge(struct db *db, const struct api_principal *who,
    const struct wallet_order *order, int64_t now_us, struct buf *ret_message, struct err *err)
{
    unsigned char bytes[NONCE_BYTES];
    char nonce[NONCE_SIZE];
    if (order->chain_id < 1)
        return err_set(err, ERR_USAGE, "chain_id: not the id of a chain");
    rand_bytes(bytes, sizeof bytes);
    struct wallet_challenge challenge = {
        text_of(hex_print_into(nonce, bytes, sizeof bytes)), order->address, order->chain_id};
    struct asking it = {who, &challenge, now_us};
    if (!db_transact(db, ask, &it, err))
        return false;
    print_message(ret_message, order, &challenge, now_us);
    return true;
}

bool wallet_asked(struct db *db, const struct api_principal *who, const struct wallet_order *order,
    int64_t now_us, struct buf *ret_message, struct err *err)
{
    struct wallet_challenge challenge;
    struct wallet_order asked = *order;
    struct arena arena;
    int64_t asked_us;
    arena_init(&arena, SIZE_MAX);
    bool is_there =
        wallet_rows_asked(db, who, &order->address, now_us, &arena, &challenge, &asked_us, err);
    if (is_there) {
        asked.chain_id = challenge.chain_id;
        print_message(ret_message, &asked, &challenge, asked_us);
    }
    arena_done(&arena);
    return is_there;
}

/* -- binding -- */

struct binding {
    const struct api_principal *who;
    struct text nonce;
    struct wallet_challenge challenge;
    bool is_asked;
    struct wallet wallet;
    int64_t now_us;
};

static bool take(struct db *db, void *context, struct err *err)
{
    struct binding *it = context;
    return wallet_rows_take(db, it->who, it->nonce, it->now_us, &it->challenge, &it->is_asked, err);
}

/* The signature must be of the very address and chain that the challenge was made for. */
static bool check_signature(const struct siwe *siwe, const struct wallet_challenge *challenge,
    const struct wallet_proof *proof, struct err *err)
{
    struct secp_signature signature;
    struct chain_address signer;
    unsigned char digest[KECCAK_SIZE];
    if (!address_eq(&siwe->address, &challenge->address) ||
        siwe->chain_id != (uint64_t)challenge->chain_id)
        return err_set(err, ERR_USAGE, "message: another address or chain than was asked for");
    secp_message_digest(proof->message, digest);
    if (!secp_signature_read(proof->signature, &signature, err) ||
        !secp_recover(&signature, digest, &signer, err))
        return false;
    return address_eq(&signer, &siwe->address) ||
           err_set(err, ERR_USAGE,
               "signature: not one of this address (wallets that are contracts "
               "cannot be bound)");
}

static bool note(struct db *db, const char *kind, const struct wallet *wallet, int64_t actor_id,
    int64_t now_us, struct err *err)
{
    char address[ADDRESS_TEXT_SIZE];
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = actor_id,
            .object_kind = "wallet",
            .object_id = wallet->id,
            .at_us = now_us,
            .person_id = wallet->account_id},
        JOURNAL_TEXTS({"address", text_of(address_print(&wallet->address, address))}), err);
}

static bool add(struct db *db, struct binding *it, struct arena *arena, struct err *err)
{
    struct wallet *all;
    size_t count;
    bool has_receiving = false;
    if (!wallet_list(db, it->who->account_id, arena, &all, &count, err))
        return false;
    if (count >= LIMIT_WALLET_ADDRESSES)
        return err_set(err, ERR_LIMIT, "this account has %zu addresses already", count);
    for (size_t i = 0; i < count; i++)
        has_receiving |= all[i].is_receiving;
    it->wallet.id = rand_id(it->now_us);
    it->wallet.is_receiving = !has_receiving;
    return wallet_rows_add(db, &it->wallet, err) &&
           note(db, "wallet.bound", &it->wallet, it->who->account_id, it->now_us, err);
}

static bool bind(struct db *db, void *context, struct err *err)
{
    struct binding *it = context;
    struct wallet there;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = wallet_find_address(db, &it->wallet.address, &arena, &there, err);
    if (is_fine && !there.id) {
        is_fine = add(db, it, &arena, err);
    } else if (is_fine && there.account_id == it->who->account_id) {
        it->wallet.id = there.id;
        is_fine = wallet_rows_verify(db, there.id, it->now_us, err);
    } else if (is_fine) {
        is_fine = err_set(err, ERR_CONFLICT, "this address is bound to another account");
    }
    arena_done(&arena);
    return is_fine;
}

bool wallet_bind(struct db *db, const struct api_principal *who, const struct wallet_proof *proof,
    int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct siwe siwe;
    if (!siwe_read(proof->message, &siwe, err))
        return false;
    struct binding it = {.who = who, .nonce = siwe.nonce, .now_us = now_us};
    if (!db_transact(db, take, &it, err))
        return false;
    if (!it.is_asked)
        return err_set(err, ERR_CONFLICT, "message: used already, expired, or not of this session");
    if (!siwe_check(&siwe, proof->url, now_us, err) ||
        !check_signature(&siwe, &it.challenge, proof, err))
        return false;
    it.wallet = (struct wallet){.account_id = who->account_id,
        .address = siwe.address,
        .is_stealth = proof->is_stealth,
        .verified_us = now_us};
    if (!db_transact(db, bind, &it, err))
        return false;
    *ret_id = it.wallet.id;
    return true;
}

/* -- what one does with them -- */

struct change {
    int64_t account_id, id, actor_id, now_us;
    bool is_receiving;
};

static bool unbind(struct db *db, void *context, struct err *err)
{
    const struct change *it = context;
    struct wallet wallet;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = wallet_find(db, it->account_id, it->id, &arena, &wallet, err) &&
                   wallet_rows_remove(db, it->id, err) &&
                   note(db, "wallet.unbound", &wallet, it->actor_id, it->now_us, err);
    arena_done(&arena);
    return is_fine;
}

bool wallet_unbind(struct db *db, int64_t account_id, int64_t id, int64_t actor_id, int64_t now_us,
    struct err *err)
{
    struct change it = {account_id, id, actor_id, now_us, false};
    return db_transact(db, unbind, &it, err);
}

static bool receive(struct db *db, void *context, struct err *err)
{
    const struct change *it = context;
    struct wallet wallet;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = wallet_find(db, it->account_id, it->id, &arena, &wallet, err) &&
                   wallet_rows_receive(db, it->account_id, it->id, it->is_receiving, err);
    arena_done(&arena);
    return is_fine;
}

bool wallet_receive(
    struct db *db, int64_t account_id, int64_t id, bool is_receiving, struct err *err)
{
    struct change it = {.account_id = account_id, .id = id, .is_receiving = is_receiving};
    return db_transact(db, receive, &it, err);
}
