/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/json.h"
#include "journal/journal.h"
#include "onchain/onchain.h"

/* -- endpoints: sealed, since their URLs carry keys -- */

static struct text purpose_of(int64_t id, struct arena *arena)
{
    return arena_format(arena, "chain:%lld", (long long)id);
}

static void seal_endpoints(const struct vault *vault, const struct onchain *chain, struct buf *out)
{
    struct arena arena;
    struct buf plain;
    arena_init(&arena, SIZE_MAX);
    buf_init(&plain, SIZE_MAX);
    json_print_open(&plain, '[');
    for (size_t i = 0; i < chain->endpoint_count; i++)
        json_print_text(&plain, chain->endpoints[i]);
    json_print_close(&plain, ']');
    vault_seal(vault, purpose_of(chain->id, &arena), buf_text(&plain), out);
    buf_done(&plain);
    arena_done(&arena);
}

static bool open_endpoints(const struct vault *vault, struct text sealed, struct arena *arena,
    struct onchain *chain, struct err *err)
{
    struct json json;
    struct text plain;
    size_t i, most;
    yyjson_val *value;
    if (!vault_open(vault, purpose_of(chain->id, arena), sealed, arena, &plain, err) ||
        !json_read(&json, plain, err))
        return false;
    chain->endpoint_count = 0;
    yyjson_arr_foreach(json_root(&json), i, most, value)
    {
        struct text url;
        if (chain->endpoint_count < LIMIT_CHAIN_ENDPOINTS && json_text(value, &url))
            chain->endpoints[chain->endpoint_count++] = arena_text(arena, url);
    }
    json_done(&json);
    return true;
}

/* -- reading -- */

#define SELECT                                                                                     \
    "SELECT id, name, endpoints, wallet_url, explorer_url, symbol, confirmations, most_fee_wei, "  \
    "most_gas, replace_seconds, badge_contract, anchor_contract, is_on, trouble, trouble_us, "     \
    "block_number, seen_us, created_us, updated_us, anchor_seconds, claims_paid_a_day FROM chain "

static bool read_chain(const struct db_rows *rows, size_t row, const struct vault *vault,
    struct arena *arena, struct onchain *ret_chain, struct err *err)
{
    struct onchain chain = {
        .id = db_int(rows, row, 0),
        .name = db_text(rows, row, 1),
        .wallet_url = db_text(rows, row, 3),
        .explorer_url = db_text(rows, row, 4),
        .symbol = db_text(rows, row, 5),
        .confirmations = db_int(rows, row, 6),
        .most_fee_wei = db_int(rows, row, 7),
        .most_gas = db_int(rows, row, 8),
        .replace_seconds = db_int(rows, row, 9),
        .badge_contract = db_text(rows, row, 10),
        .anchor_contract = db_text(rows, row, 11),
        .is_on = db_int(rows, row, 12) != 0,
        .trouble = db_text(rows, row, 13),
        .trouble_us = db_int(rows, row, 14),
        .block_number = db_int(rows, row, 15),
        .seen_us = db_int(rows, row, 16),
        .created_us = db_int(rows, row, 17),
        .updated_us = db_int(rows, row, 18),
        .anchor_seconds = db_int(rows, row, 19),
        .claims_paid_a_day = db_int(rows, row, 20),
    };
    if (vault && !open_endpoints(vault, db_text(rows, row, 2), arena, &chain, err))
        return err_add(err, "chain %lld", (long long)chain.id);
    *ret_chain = chain;
    return true;
}

bool onchain_find(struct db *db, const struct vault *vault, int64_t id, struct arena *arena,
    struct onchain *ret_chain, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT "WHERE id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    *ret_is_there = rows.count == 1;
    return !rows.count || read_chain(&rows, 0, vault, arena, ret_chain, err);
}

bool onchain_list(struct db *db, const struct vault *vault, struct arena *arena,
    struct onchain **ret_chains, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT "ORDER BY id", DB_NO_ARGS, arena, &rows, err))
        return false;
    struct onchain *chains = arena_take_array(arena, rows.count, sizeof *chains);
    for (size_t i = 0; chains && i < rows.count; i++)
        if (!read_chain(&rows, i, vault, arena, &chains[i], err))
            return false;
    *ret_chains = chains;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool onchain_busy(
    struct db *db, struct arena *arena, int64_t **ret_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT id FROM chain WHERE is_on = 1 AND EXISTS (SELECT 1 FROM chain_tx t "
            "WHERE t.chain_id = chain.id AND t.state IN ('queued', 'signed', 'sent', 'mined')) "
            "ORDER BY id",
            DB_NO_ARGS, arena, &rows, err))
        return false;
    *ret_ids = arena_take_array(arena, rows.count, sizeof **ret_ids);
    for (size_t i = 0; *ret_ids && i < rows.count; i++)
        (*ret_ids)[i] = db_int(&rows, i, 0);
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- writing -- */

static bool tell(
    struct db *db, const char *kind, int64_t id, int64_t actor_id, int64_t now_us, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct text facts = arena_format(&arena, "{\"chain\":\"%lld\"}", (long long)id);
    bool is_told = journal_add(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = actor_id,
            .object_kind = "chain",
            .object_id = id,
            .at_us = now_us,
            .facts = facts},
        err);
    arena_done(&arena);
    return is_told;
}

static bool check_new(struct db *db, int64_t id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_good = db_query(db, "SELECT count(*), count(*) FILTER (WHERE id = $1) FROM chain",
        DB_ARGS(DB_INT(id)), &arena, &rows, err);
    if (is_good && db_int(&rows, 0, 1))
        is_good = err_set(err, ERR_CONFLICT, "chain %lld is set up already", (long long)id);
    else if (is_good && db_int(&rows, 0, 0) >= (int64_t)LIMIT_CHAINS)
        is_good =
            err_set(err, ERR_CONFLICT, "there are %zu chains, which is the most", LIMIT_CHAINS);
    arena_done(&arena);
    return is_good;
}

static bool write(struct db *db, const struct vault *vault, const struct onchain *it,
    int64_t now_us, struct err *err)
{
    struct buf sealed;
    buf_init(&sealed, SIZE_MAX);
    seal_endpoints(vault, it, &sealed);
    bool is_written = db_run(db,
        "INSERT INTO chain (id, name, endpoints, wallet_url, explorer_url, symbol, confirmations, "
        "most_fee_wei, most_gas, replace_seconds, badge_contract, anchor_contract, is_on, trouble, "
        "block_number, lease_until_us, created_us, updated_us, anchor_seconds, "
        "claims_paid_a_day) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', 0, 0, $14, $14, $15, $16) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, endpoints = excluded.endpoints, "
        "wallet_url = excluded.wallet_url, explorer_url = excluded.explorer_url, "
        "symbol = excluded.symbol, confirmations = excluded.confirmations, "
        "most_fee_wei = excluded.most_fee_wei, most_gas = excluded.most_gas, "
        "replace_seconds = excluded.replace_seconds, badge_contract = excluded.badge_contract, "
        "anchor_contract = excluded.anchor_contract, "
        "anchor_seconds = excluded.anchor_seconds, "
        "claims_paid_a_day = excluded.claims_paid_a_day, is_on = excluded.is_on, trouble = '', "
        "trouble_us = NULL, updated_us = excluded.updated_us",
        DB_ARGS(DB_INT(it->id), DB_TEXT(it->name), DB_BLOB(buf_text(&sealed)),
            DB_TEXT(it->wallet_url), DB_TEXT(it->explorer_url), DB_TEXT(it->symbol),
            DB_INT(it->confirmations), DB_INT(it->most_fee_wei), DB_INT(it->most_gas),
            DB_INT(it->replace_seconds),
            it->badge_contract.len ? DB_BLOB(it->badge_contract) : DB_NULL,
            it->anchor_contract.len ? DB_BLOB(it->anchor_contract) : DB_NULL, DB_INT(it->is_on),
            DB_INT(now_us), DB_INT(it->anchor_seconds), DB_INT(it->claims_paid_a_day)),
        NULL, err);
    buf_done(&sealed);
    return is_written;
}

bool onchain_add(struct db *db, const struct vault *vault, const struct onchain *chain,
    int64_t actor_id, int64_t now_us, struct err *err)
{
    return check_new(db, chain->id, err) && write(db, vault, chain, now_us, err) &&
           tell(db, "chain.added", chain->id, actor_id, now_us, err);
}

bool onchain_set(struct db *db, const struct vault *vault, const struct onchain *chain,
    int64_t actor_id, int64_t now_us, struct err *err)
{
    return write(db, vault, chain, now_us, err) &&
           tell(db, "chain.changed", chain->id, actor_id, now_us, err);
}

bool onchain_set_contract(struct db *db, int64_t id, enum onchain_contract which,
    struct text address, int64_t actor_id, int64_t now_us, struct err *err)
{
    return db_run(db,
               which == ONCHAIN_BADGES
                   ? "UPDATE chain SET badge_contract = $2, updated_us = $3 WHERE id = $1"
                   : "UPDATE chain SET anchor_contract = $2, updated_us = $3 WHERE id = $1",
               DB_ARGS(DB_INT(id), DB_BLOB(address), DB_INT(now_us)), NULL, err) &&
           tell(db, "chain.changed", id, actor_id, now_us, err);
}

bool onchain_remove(struct db *db, int64_t id, int64_t actor_id, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    int64_t removed = 0;
    arena_init(&arena, SIZE_MAX);
    bool is_done =
        db_query(db, "SELECT 1 FROM chain_tx WHERE chain_id = $1 LIMIT 1", DB_ARGS(DB_INT(id)),
            &arena, &rows, err) &&
        (!rows.count || err_set(err, ERR_CONFLICT,
                            "chain %lld: transactions were sent there: it can be switched off",
                            (long long)id)) &&
        db_run(db, "DELETE FROM chain WHERE id = $1", DB_ARGS(DB_INT(id)), &removed, err) &&
        (removed || err_set(err, ERR_NOT_FOUND, "chain %lld is not set up", (long long)id)) &&
        tell(db, "chain.removed", id, actor_id, now_us, err);
    arena_done(&arena);
    return is_done;
}

/* -- working on it -- */

bool onchain_note(struct db *db, int64_t id, struct text trouble, int64_t block_number,
    int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE chain SET trouble = $2, "
        "trouble_us = CASE WHEN $2 = '' THEN NULL WHEN trouble = $2 THEN trouble_us ELSE $4 END, "
        "block_number = CASE WHEN $3 > 0 THEN $3 ELSE block_number END, "
        "seen_us = CASE WHEN $3 > 0 THEN $4 ELSE seen_us END WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_TEXT(trouble), DB_INT(block_number), DB_INT(now_us)), NULL, err);
}

bool onchain_lease(struct db *db, int64_t id, struct text server, int64_t until_us, int64_t now_us,
    bool *ret_is_taken, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "UPDATE chain SET lease_until_us = $2, lease_by = $4 WHERE id = $1 AND is_on = 1 "
            "AND lease_until_us <= $3",
            DB_ARGS(DB_INT(id), DB_INT(until_us), DB_INT(now_us), DB_TEXT(server)), &changed, err))
        return false;
    *ret_is_taken = changed == 1;
    return true;
}

bool onchain_release(struct db *db, int64_t id, int64_t until_us, struct err *err)
{
    return db_run(db, "UPDATE chain SET lease_until_us = 0 WHERE id = $1 AND lease_until_us = $2",
        DB_ARGS(DB_INT(id), DB_INT(until_us)), NULL, err);
}

bool onchain_release_all(struct db *db, struct text server, struct err *err)
{
    return db_run(db, "UPDATE chain SET lease_until_us = 0 WHERE lease_by = $1",
        DB_ARGS(DB_TEXT(server)), NULL, err);
}
