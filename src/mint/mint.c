/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/mint.h"

#include "base/limits.h"
#include "chain/abi.h"
#include "journal/journal.h"
#include "mint/mint_rows.h"
#include "mint/wallet.h"

static const char *const words[MINT_STATES] = {[MINT_NONE] = "none",
    [MINT_ORDERED] = "ordered",
    [MINT_MINED] = "mined",
    [MINT_FINAL] = "final",
    [MINT_FAILED] = "failed",
    [MINT_REVOKING] = "revoking",
    [MINT_REVOKED] = "revoked",
    [MINT_KEPT] = "kept"};

const char *mint_state_word(enum mint_state state)
{
    return words[state];
}

enum mint_state mint_state_of(struct text word)
{
    for (size_t i = 0; i < MINT_STATES; i++)
        if (text_is(word, words[i]))
            return (enum mint_state)i;
    return MINT_NONE;
}

struct u256 mint_token(const struct chain_address *holder, int number)
{
    struct u256 token = {{0}};
    memcpy(token.at + U256_SIZE - ADDRESS_SIZE, holder->at, ADDRESS_SIZE);
    token.at[U256_SIZE - ADDRESS_SIZE - 1] = (unsigned char)number;
    return token;
}

struct text mint_nft_id(const struct mint *mint, struct arena *arena)
{
    char contract[ADDRESS_TEXT_SIZE], token[U256_DECIMAL_SIZE];
    struct u256 id = mint_token(&mint->holder, mint->number);
    return arena_format(arena, "%lld:%s:%s", (long long)mint->chain_id,
        address_print(&mint->contract, contract), u256_print_decimal(&id, token));
}

/* -- what would become public -- */

/* A badge that nobody but its recipient vouches for would look on a chain like those that somebody does: the class is all that one sees. */
static bool check_badge(const struct badge *badge, int64_t now_us, struct err *err)
{
    if (badge->revoked_us)
        return err_set(err, ERR_CONFLICT, "the badge is revoked");
    if (badge->expires_us && badge->expires_us <= now_us)
        return err_set(err, ERR_CONFLICT, "the badge has expired");
    if (badge->of.number == BADGE_NO_NUMBER)
        return err_set(err, ERR_CONFLICT, "badges of this class are on no chain");
    if (badge_is_self_certified(badge))
        return err_set(err, ERR_CONFLICT,
            "nobody but its recipient vouches for this badge: it stays a credential");
    if (badge->entry.leaf.len != sizeof((struct mint *)0)->commitment)
        return err_set(err, ERR_BUSY, "the badge waits for its place in the journal: a moment");
    return true;
}

static bool find_badge(struct db *db, const struct api_principal *who, const struct mint_wish *wish,
    struct arena *arena, struct badge *ret_badge, struct err *err)
{
    if (!badge_find(db, who, wish->badge_id, arena, ret_badge, err))
        return false;
    if (!ret_badge->account_id)
        return err_set(err, ERR_CONFLICT, "a team has no address: its badges stay credentials");
    return ret_badge->account_id == who->account_id ||
           err_set(err, ERR_FORBIDDEN, "only whom a badge praises may bring it onto a chain");
}

static bool has_badges(const struct onchain *chain)
{
    return chain->is_on && chain->badge_contract.len == ADDRESS_SIZE;
}

static bool find_only_chain(
    struct db *db, struct arena *arena, struct onchain *ret_chain, struct err *err)
{
    struct onchain *chains;
    size_t count, found = 0;
    if (!onchain_list(db, NULL, arena, &chains, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (has_badges(&chains[i]) && found++ == 0)
            *ret_chain = chains[i];
    if (found > 1)
        return err_set(err, ERR_USAGE, "chain_id: is missing: there are several chains");
    return found == 1 || err_set(err, ERR_NOT_FOUND, "no chain has a contract for badges");
}

bool mint_chain(
    struct db *db, int64_t id, struct arena *arena, struct onchain *ret_chain, struct err *err)
{
    bool is_there;
    if (!id)
        return find_only_chain(db, arena, ret_chain, err);
    if (!onchain_find(db, NULL, id, arena, ret_chain, &is_there, err))
        return false;
    if (!is_there)
        return err_set(err, ERR_NOT_FOUND, "there is no such chain");
    return has_badges(ret_chain) ||
           err_set(err, ERR_CONFLICT, "this chain is off, or has no contract for badges yet");
}

static bool find_holder(struct db *db, const struct api_principal *who, struct text address,
    struct arena *arena, struct chain_address *ret_holder, struct err *err)
{
    struct wallet *wallets;
    size_t count;
    struct chain_address wanted;
    if (address.len && !address_read(address, &wanted, err))
        return err_add(err, "address");
    if (!wallet_list(db, who->account_id, arena, &wallets, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (address.len ? !address_eq(&wallets[i].address, &wanted) : !wallets[i].is_receiving)
            continue;
        *ret_holder = wallets[i].address;
        return true;
    }
    return err_set(err, ERR_NOT_FOUND,
        address.len ? "address: not one that is bound to your account"
                    : "no address of yours receives: bind one first");
}

/* One badge is one token: of two, revoking would take back the one that is written down here. */
static bool check_claim(struct db *db, const struct mint *mint, struct err *err)
{
    bool is_elsewhere;
    if (!mint_rows_is_claimable_elsewhere(db, mint, &is_elsewhere, err))
        return false;
    return !is_elsewhere ||
           err_set(err, ERR_CONFLICT,
               "a campaign lets the badge be claimed at another address: claim it there");
}

bool mint_preview(struct db *db, const struct api_principal *who, const struct mint_wish *wish,
    int64_t now_us, struct arena *arena, struct mint *ret_mint, struct onchain *ret_chain,
    struct err *err)
{
    struct badge badge;
    struct mint mint = {.badge_id = wish->badge_id, .error = {"", 0}, .ordered_us = now_us};
    if (!find_badge(db, who, wish, arena, &badge, err) || !check_badge(&badge, now_us, err) ||
        !mint_chain(db, wish->chain_id, arena, ret_chain, err) ||
        !find_holder(db, who, wish->address, arena, &mint.holder, err))
        return false;
    mint.chain_id = ret_chain->id;
    mint.number = badge.of.number;
    memcpy(mint.contract.at, ret_chain->badge_contract.at, ADDRESS_SIZE);
    memcpy(mint.commitment, badge.entry.leaf.at, sizeof mint.commitment);
    if (!check_claim(db, &mint, err))
        return false;
    *ret_mint = mint;
    return true;
}

/* -- ordering -- */

static bool note_order(struct db *db, const struct mint *mint, const char *kind,
    const struct api_principal *who, int64_t now_us, struct err *err)
{
    char facts[64], holder[ADDRESS_TEXT_SIZE];
    snprintf(facts, sizeof facts, "{\"chain\":\"%lld\"}", (long long)mint->chain_id);
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = who->account_id,
            .object_kind = "badge",
            .object_id = mint->badge_id,
            .at_us = now_us,
            .facts = text_of(facts),
            .person_id = who->account_id},
        JOURNAL_TEXTS({"address", text_of(address_print(&mint->holder, holder))}), err);
}

bool mint_call_order(struct db *db, const struct api_principal *who, const struct mint *mint,
    const struct mint_call *call, int64_t now_us, struct err *err)
{
    bool is_new;
    int64_t tx_id = 0;
    const struct chain_tx_order order = {.chain_id = mint->chain_id,
        .purpose = call->purpose,
        .object_id = mint->badge_id,
        .to = {(const char *)mint->contract.at, ADDRESS_SIZE},
        .data = call->data,
        .most_gas = call->most_gas};
    if (!mint_rows_add(db, mint, &is_new, err))
        return false;
    if (!is_new)
        return err_set(err, ERR_CONFLICT, "the badge is on a chain, or on its way there");
    return chain_tx_add(db, &order, now_us, &tx_id, err) &&
           mint_rows_set_tx(db, mint->badge_id, tx_id, err) &&
           note_order(db, mint, call->kind, who, now_us, err);
}

static bool order_issue(struct db *db, const struct api_principal *who, const struct mint *mint,
    int64_t now_us, struct err *err)
{
    const struct abi_value values[] = {abi_address(&mint->holder), abi_u64((uint64_t)mint->number),
        abi_bytes((struct text){(const char *)mint->commitment, sizeof mint->commitment})};
    struct buf data;
    buf_init(&data, SIZE_MAX);
    bool is_fine =
        abi_print_call(
            &data, TEXT("issue(address,uint256,bytes32)"), values, LEN_OF(values), err) &&
        mint_call_order(db, who, mint,
            &(struct mint_call){
                .purpose = MINT_PURPOSE, .kind = "badge.mint_ordered", .data = buf_text(&data)},
            now_us, err);
    buf_done(&data);
    return is_fine;
}

/* Two who praise each other all day would spend what the server's key has. */
bool mint_check_day(struct db *db, const struct api_principal *who, int64_t now_us, struct err *err)
{
    int64_t count;
    if (!mint_rows_count(db, who->account_id, now_us - CLOCK_DAY_US, &count, err))
        return false;
    return count < (int64_t)LIMIT_MINTS_A_DAY ||
           err_set(err, ERR_LIMIT, "one has %zu badges of a day brought onto a chain at most",
               LIMIT_MINTS_A_DAY);
}

struct ordering {
    const struct api_principal *who;
    const struct mint_wish *wish;
    int64_t now_us;
};

static bool order(struct db *db, void *context, struct err *err)
{
    const struct ordering *it = context;
    struct arena arena;
    struct mint mint;
    struct onchain chain;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = mint_preview(db, it->who, it->wish, it->now_us, &arena, &mint, &chain, err) &&
                   mint_check_day(db, it->who, it->now_us, err) &&
                   mint_class_order(db, &mint, it->now_us, err) &&
                   order_issue(db, it->who, &mint, it->now_us, err);
    arena_done(&arena);
    return is_fine;
}

bool mint_order(struct db *db, const struct api_principal *who, const struct mint_wish *wish,
    int64_t now_us, struct err *err)
{
    struct ordering it = {who, wish, now_us};
    return db_transact(db, order, &it, err);
}
