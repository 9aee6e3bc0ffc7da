/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "base/rand.h"
#include "onchain/chain_tx.h"
#include "onchain/onchain.h"

static const char *const states[] = {
    "queued", "signed", "sent", "mined", "final", "failed", "replaced"};

const char *chain_tx_state_name(enum chain_tx_state state)
{
    return states[state];
}

bool chain_tx_state_read(struct text name, enum chain_tx_state *ret_state)
{
    for (size_t i = 0; i < LEN_OF(states); i++)
        if (text_is(name, states[i])) {
            *ret_state = (enum chain_tx_state)i;
            return true;
        }
    return false;
}

bool chain_tx_is_ended(enum chain_tx_state state)
{
    return state >= CHAIN_TX_FINAL;
}

/* -- ordering -- */

/* Ids of one moment differ by chance, but what is ordered first is sent first: each comes behind the last of its chain. */
static bool next_id(
    struct db *db, int64_t chain_id, int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(db, "SELECT coalesce(max(id), 0) FROM chain_tx WHERE chain_id = $1",
        DB_ARGS(DB_INT(chain_id)), &arena, &rows, err);
    int64_t last = is_read ? db_int(&rows, 0, 0) : 0, id = rand_id(now_us);
    arena_done(&arena);
    *ret_id = id > last ? id : last + 1;
    return is_read;
}

static bool check_order(struct db *db, const struct chain_tx_order *order, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    if (order->to.len != 0 && order->to.len != ONCHAIN_ADDRESS_SIZE)
        return err_set(err, ERR_USAGE, "to: is no address");
    if (order->data.len > LIMIT_CHAIN_DATA_BYTES)
        return err_set(err, ERR_LIMIT, "data: is longer than %zu bytes", LIMIT_CHAIN_DATA_BYTES);
    arena_init(&arena, SIZE_MAX);
    bool is_good =
        db_query(db, "SELECT is_on FROM chain WHERE id = $1", DB_ARGS(DB_INT(order->chain_id)),
            &arena, &rows, err) &&
        (rows.count ||
            err_set(err, ERR_NOT_FOUND, "chain %lld is not set up", (long long)order->chain_id)) &&
        (db_int(&rows, 0, 0) ||
            err_set(err, ERR_CONFLICT, "chain %lld is switched off", (long long)order->chain_id)) &&
        db_query(db,
            "SELECT id FROM chain_tx WHERE chain_id = $1 AND purpose = $2 AND object_id = $3 "
            "AND state NOT IN ('failed', 'replaced')",
            DB_ARGS(DB_INT(order->chain_id), DB_TEXT(text_of(order->purpose)),
                DB_INT(order->object_id)),
            &arena, &rows, err) &&
        (!rows.count || err_set(err, ERR_CONFLICT, "transaction %lld does that already",
                            (long long)db_int(&rows, 0, 0)));
    arena_done(&arena);
    return is_good;
}

bool chain_tx_add(struct db *db, const struct chain_tx_order *order, int64_t now_us,
    int64_t *ret_id, struct err *err)
{
    int64_t id;
    if (!check_order(db, order, err) || !next_id(db, order->chain_id, now_us, &id, err) ||
        !db_run(db,
            "INSERT INTO chain_tx (id, chain_id, state, purpose, object_id, to_address, data, "
            "value_wei, is_reverted, error, created_us, most_gas) "
            "VALUES ($1, $2, 'queued', $3, $4, $5, $6, $7, 0, '', $8, $9)",
            DB_ARGS(DB_INT(id), DB_INT(order->chain_id), DB_TEXT(text_of(order->purpose)),
                DB_INT(order->object_id), order->to.len ? DB_BLOB(order->to) : DB_NULL,
                DB_BLOB(order->data), DB_INT(order->value_wei), DB_INT(now_us),
                DB_ID(order->most_gas)),
            NULL, err))
        return false;
    if (ret_id)
        *ret_id = id;
    return true;
}

/* -- looking -- */

#define COLUMNS                                                                                    \
    "id, chain_id, state, purpose, object_id, to_address, data, value_wei, from_address, nonce, "  \
    "hash, block_number, block_hash, is_reverted, gas_used, paid_wei, contract, error, "           \
    "created_us, signed_us, sent_us, mined_us, ended_us, most_gas"

static struct chain_tx read_tx(const struct db_rows *rows, size_t row)
{
    struct chain_tx tx = {
        .id = db_int(rows, row, 0),
        .chain_id = db_int(rows, row, 1),
        .purpose = db_text(rows, row, 3),
        .object_id = db_int(rows, row, 4),
        .to = db_text(rows, row, 5),
        .data = db_text(rows, row, 6),
        .value_wei = db_int(rows, row, 7),
        .from = db_text(rows, row, 8),
        .nonce = db_int(rows, row, 9),
        .hash = db_text(rows, row, 10),
        .block_number = db_int(rows, row, 11),
        .block_hash = db_text(rows, row, 12),
        .is_reverted = db_int(rows, row, 13) != 0,
        .gas_used = db_int(rows, row, 14),
        .paid_wei = db_int(rows, row, 15),
        .contract = db_text(rows, row, 16),
        .error = db_text(rows, row, 17),
        .created_us = db_int(rows, row, 18),
        .signed_us = db_int(rows, row, 19),
        .sent_us = db_int(rows, row, 20),
        .mined_us = db_int(rows, row, 21),
        .ended_us = db_int(rows, row, 22),
        .most_gas = db_int(rows, row, 23),
    };
    /* The column has a CHECK: every word of it can be read. */
    (void)!chain_tx_state_read(db_text(rows, row, 2), &tx.state);
    return tx;
}

static bool read_txs(const struct db_rows *rows, struct arena *arena, struct chain_tx **ret_txs,
    size_t *ret_count, struct err *err)
{
    struct chain_tx *txs = arena_take_array(arena, rows->count, sizeof *txs);
    for (size_t i = 0; txs && i < rows->count; i++)
        txs[i] = read_tx(rows, i);
    *ret_txs = txs;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool chain_tx_find(struct db *db, int64_t id, struct arena *arena, struct chain_tx *ret_tx,
    bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT " COLUMNS " FROM chain_tx WHERE id = $1", DB_ARGS(DB_INT(id)), arena,
            &rows, err))
        return false;
    *ret_is_there = rows.count == 1;
    if (rows.count)
        *ret_tx = read_tx(&rows, 0);
    return true;
}

bool chain_tx_list(struct db *db, const struct chain_tx_query *query, struct arena *arena,
    struct chain_tx **ret_txs, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               "SELECT " COLUMNS " FROM chain_tx WHERE id < $1 "
               "AND (CAST($2 AS BIGINT) IS NULL OR chain_id = $2) "
               "AND (CAST($3 AS TEXT) IS NULL OR state = $3) "
               "AND (CAST($4 AS TEXT) IS NULL OR purpose = $4) "
               "AND (CAST($5 AS BIGINT) IS NULL OR object_id = $5) ORDER BY id DESC LIMIT $6",
               DB_ARGS(DB_INT(query->before_id), DB_ID(query->chain_id),
                   query->state < 0 ? DB_NULL : DB_TEXT(text_of(states[query->state])),
                   DB_TEXT_OR_NULL(query->purpose), DB_ID(query->object_id),
                   DB_INT((int64_t)query->limit)),
               arena, &rows, err) &&
           read_txs(&rows, arena, ret_txs, ret_count, err);
}

bool chain_tx_list_open(struct db *db, int64_t chain_id, size_t limit, struct arena *arena,
    struct chain_tx **ret_txs, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               "SELECT " COLUMNS " FROM chain_tx WHERE id IN (SELECT id FROM chain_tx "
               "WHERE chain_id = $1 AND state IN ('signed', 'sent', 'mined') ORDER BY nonce LIMIT $2) "
               "OR id IN (SELECT id FROM chain_tx WHERE chain_id = $1 AND state = 'queued' "
               "ORDER BY id LIMIT $2) ORDER BY nonce NULLS LAST, id",
               DB_ARGS(DB_INT(chain_id), DB_INT((int64_t)limit)), arena, &rows, err) &&
           read_txs(&rows, arena, ret_txs, ret_count, err);
}

bool chain_tx_count(
    struct db *db, int64_t chain_id, struct chain_tx_counts *ret_counts, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    struct chain_tx_counts counts = {{0}};
    arena_init(&arena, SIZE_MAX);
    bool is_read =
        db_query(db, "SELECT state, count(*) FROM chain_tx WHERE chain_id = $1 GROUP BY state",
            DB_ARGS(DB_INT(chain_id)), &arena, &rows, err);
    for (size_t i = 0; is_read && i < rows.count; i++) {
        enum chain_tx_state state = CHAIN_TX_QUEUED;
        (void)!chain_tx_state_read(db_text(&rows, i, 0), &state);
        counts.at[state] = db_int(&rows, i, 1);
    }
    arena_done(&arena);
    if (is_read)
        *ret_counts = counts;
    return is_read;
}

bool chain_tx_attempts(struct db *db, int64_t id, struct arena *arena,
    struct chain_tx_attempt **ret_attempts, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT number, hash, raw, gas, most_fee_wei, tip_wei, signed_us, sent_us "
            "FROM chain_attempt WHERE chain_tx_id = $1 ORDER BY number",
            DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    struct chain_tx_attempt *attempts = arena_take_array(arena, rows.count, sizeof *attempts);
    for (size_t i = 0; attempts && i < rows.count; i++)
        attempts[i] = (struct chain_tx_attempt){
            .number = db_int(&rows, i, 0),
            .hash = db_text(&rows, i, 1),
            .raw = db_text(&rows, i, 2),
            .gas = db_int(&rows, i, 3),
            .most_fee_wei = db_int(&rows, i, 4),
            .tip_wei = db_int(&rows, i, 5),
            .signed_us = db_int(&rows, i, 6),
            .sent_us = db_int(&rows, i, 7),
        };
    *ret_attempts = attempts;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
