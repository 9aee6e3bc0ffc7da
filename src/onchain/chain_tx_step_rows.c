/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/chain_tx_step.h"

#include "journal/journal.h"

bool chain_tx_step_nonce(struct db *db, int64_t chain_id, struct text from, int64_t *ret_next,
    int64_t *ret_ended, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(db,
        "SELECT coalesce(max(nonce) FILTER (WHERE state IN ('signed', 'sent', 'mined')) + 1, 0), "
        "coalesce(max(nonce) FILTER (WHERE state NOT IN ('signed', 'sent', 'mined')), -1) "
        "FROM chain_tx WHERE chain_id = $1 AND from_address = $2",
        DB_ARGS(DB_INT(chain_id), DB_BLOB(from)), &arena, &rows, err);
    if (is_read) {
        *ret_next = db_int(&rows, 0, 0);
        *ret_ended = db_int(&rows, 0, 1);
    }
    arena_done(&arena);
    return is_read;
}

static bool add_attempt(
    struct db *db, int64_t id, const struct chain_tx_attempt *it, int64_t now_us, struct err *err)
{
    return db_run(db,
        "INSERT INTO chain_attempt (chain_tx_id, number, hash, raw, gas, most_fee_wei, tip_wei, "
        "signed_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        DB_ARGS(DB_INT(id), DB_INT(it->number), DB_BLOB(it->hash), DB_BLOB(it->raw),
            DB_INT(it->gas), DB_INT(it->most_fee_wei), DB_INT(it->tip_wei), DB_INT(now_us)),
        NULL, err);
}

/* Runs a change of one row, and tells whether the row was still as it should be. */
static bool change(
    struct db *db, const char *sql, struct db_args args, bool *ret_is_done, struct err *err)
{
    int64_t changed;
    if (!db_run(db, sql, args, &changed, err))
        return false;
    *ret_is_done = changed == 1;
    return true;
}

bool chain_tx_step_sign(struct db *db, const struct chain_tx *tx, struct text from, int64_t nonce,
    const struct chain_tx_attempt *attempt, int64_t now_us, bool *ret_is_done, struct err *err)
{
    return change(db,
               "UPDATE chain_tx SET state = 'signed', from_address = $2, nonce = $3, hash = $4, "
               "signed_us = $5, error = '' WHERE id = $1 AND state = 'queued'",
               DB_ARGS(DB_INT(tx->id), DB_BLOB(from), DB_INT(nonce), DB_BLOB(attempt->hash),
                   DB_INT(now_us)),
               ret_is_done, err) &&
           (!*ret_is_done || add_attempt(db, tx->id, attempt, now_us, err));
}

bool chain_tx_step_replace(struct db *db, const struct chain_tx *tx,
    const struct chain_tx_attempt *attempt, int64_t now_us, bool *ret_is_done, struct err *err)
{
    return change(db,
               "UPDATE chain_tx SET hash = $2, error = '' WHERE id = $1 AND state IN ('signed', 'sent') "
               "AND NOT EXISTS (SELECT 1 FROM chain_attempt WHERE chain_tx_id = $1 AND number = $3)",
               DB_ARGS(DB_INT(tx->id), DB_BLOB(attempt->hash), DB_INT(attempt->number)),
               ret_is_done, err) &&
           (!*ret_is_done || add_attempt(db, tx->id, attempt, now_us, err));
}

bool chain_tx_step_send(struct db *db, const struct chain_tx *tx, int64_t number, int64_t now_us,
    bool *ret_is_done, struct err *err)
{
    return change(db,
               "UPDATE chain_tx SET state = 'sent', sent_us = coalesce(sent_us, $2), error = '' "
               "WHERE id = $1 AND state IN ('signed', 'sent')",
               DB_ARGS(DB_INT(tx->id), DB_INT(now_us)), ret_is_done, err) &&
           db_run(db,
               "UPDATE chain_attempt SET sent_us = $3 WHERE chain_tx_id = $1 AND number = $2",
               DB_ARGS(DB_INT(tx->id), DB_INT(number), DB_INT(now_us)), NULL, err);
}

bool chain_tx_step_mine(
    struct db *db, const struct chain_tx *tx, int64_t now_us, bool *ret_is_done, struct err *err)
{
    return change(db,
        "UPDATE chain_tx SET state = 'mined', hash = $2, block_number = $3, block_hash = $4, "
        "is_reverted = $5, gas_used = $6, paid_wei = $7, contract = $8, error = $9, mined_us = $10, "
        "sent_us = coalesce(sent_us, $10) WHERE id = $1 AND state IN ('signed', 'sent')",
        DB_ARGS(DB_INT(tx->id), DB_BLOB(tx->hash), DB_INT(tx->block_number),
            DB_BLOB(tx->block_hash), DB_INT(tx->is_reverted), DB_INT(tx->gas_used),
            DB_INT(tx->paid_wei), tx->contract.len ? DB_BLOB(tx->contract) : DB_NULL,
            DB_TEXT(tx->error), DB_INT(now_us)),
        ret_is_done, err);
}

bool chain_tx_step_unmine(
    struct db *db, const struct chain_tx *tx, bool *ret_is_done, struct err *err)
{
    return change(db,
        "UPDATE chain_tx SET state = 'sent', block_number = NULL, block_hash = NULL, "
        "is_reverted = 0, gas_used = NULL, paid_wei = NULL, contract = NULL, mined_us = NULL, "
        "error = $3 WHERE id = $1 AND state = 'mined' AND block_hash = $2",
        DB_ARGS(DB_INT(tx->id), DB_BLOB(tx->block_hash),
            DB_TEXT(TEXT("the block that it was in is no longer on the chain"))),
        ret_is_done, err);
}

/* What came of it is told for ever. The hash is public. */
static bool tell(struct db *db, const struct chain_tx *tx, enum chain_tx_state state,
    int64_t now_us, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct text facts = arena_format(&arena, "{\"chain\":\"%lld\",\"state\":\"%s\"}",
        (long long)tx->chain_id, chain_tx_state_name(state));
    bool is_told = journal_add(db,
        &(struct journal_entry){.kind = "chain.transaction_ended",
            .object_kind = "chain_transaction",
            .object_id = tx->id,
            .at_us = now_us,
            .facts = facts},
        err);
    arena_done(&arena);
    return is_told;
}

bool chain_tx_step_end(struct db *db, const struct chain_tx *tx, enum chain_tx_state state,
    int64_t now_us, bool *ret_is_done, struct err *err)
{
    return change(db,
               "UPDATE chain_tx SET state = $2, error = $3, ended_us = $4 "
               "WHERE id = $1 AND state = $5",
               DB_ARGS(DB_INT(tx->id), DB_TEXT(text_of(chain_tx_state_name(state))),
                   DB_TEXT(tx->error), DB_INT(now_us),
                   DB_TEXT(text_of(chain_tx_state_name(tx->state)))),
               ret_is_done, err) &&
           (!*ret_is_done || tell(db, tx, state, now_us, err));
}

bool chain_tx_step_note(
    struct db *db, const struct chain_tx *tx, struct text error, struct err *err)
{
    if (text_eq(tx->error, error))
        return true;
    return db_run(db, "UPDATE chain_tx SET error = $2 WHERE id = $1 AND state = $3",
        DB_ARGS(DB_INT(tx->id), DB_TEXT(error), DB_TEXT(text_of(chain_tx_state_name(tx->state)))),
        NULL, err);
}
