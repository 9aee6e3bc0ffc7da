/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/wallet_rows.h"

#define WALLET_SELECT                                                                              \
    "SELECT w.id, w.account_id, w.address, w.is_receiving, w.is_stealth, w.verified_us, a.name "   \
    "FROM wallet_address w JOIN account a ON a.id = w.account_id "

static struct db_value blob(const struct chain_address *address)
{
    return DB_BLOB(((struct text){(const char *)address->at, ADDRESS_SIZE}));
}

static struct chain_address read_address(const struct db_rows *rows, size_t row, size_t column)
{
    struct chain_address address = {{0}};
    struct text bytes = db_text(rows, row, column);
    if (bytes.len == ADDRESS_SIZE)
        memcpy(address.at, bytes.at, ADDRESS_SIZE);
    return address;
}

static struct wallet read_wallet(const struct db_rows *rows, size_t row)
{
    return (struct wallet){.id = db_int(rows, row, 0),
        .account_id = db_int(rows, row, 1),
        .address = read_address(rows, row, 2),
        .is_receiving = db_int(rows, row, 3) != 0,
        .is_stealth = db_int(rows, row, 4) != 0,
        .verified_us = db_int(rows, row, 5),
        .account_name = db_text(rows, row, 6)};
}

/* -- challenges -- */

bool wallet_rows_ask(struct db *db, const struct api_principal *who,
    const struct wallet_challenge *challenge, int64_t now_us, struct err *err)
{
    return db_run(db,
               "DELETE FROM wallet_challenge WHERE (session_id = $1 AND account_id = $2) OR "
               "expires_us <= $3",
               DB_ARGS(DB_INT(who->session_id), DB_INT(who->account_id), DB_INT(now_us)), NULL,
               err) &&
           db_run(db,
               "INSERT INTO wallet_challenge (nonce, account_id, session_id, address, chain_id, "
               "expires_us) VALUES ($1, $2, $3, $4, $5, $6)",
               DB_ARGS(DB_TEXT(challenge->nonce), DB_INT(who->account_id), DB_INT(who->session_id),
                   blob(&challenge->address), DB_INT(challenge->chain_id),
                   DB_INT(now_us + WALLET_CHALLENGE_US)),
               NULL, err);
}

bool wallet_rows_asked(struct db *db, const struct api_principal *who,
    const struct chain_address *address, int64_t now_us, struct arena *arena,
    struct wallet_challenge *ret_challenge, int64_t *ret_asked_us, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT nonce, chain_id, expires_us FROM wallet_challenge WHERE account_id = $1 AND "
            "session_id = $2 AND address = $3 AND expires_us > $4",
            DB_ARGS(
                DB_INT(who->account_id), DB_INT(who->session_id), blob(address), DB_INT(now_us)),
            arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "no message waits to be signed by this address");
    *ret_challenge = (struct wallet_challenge){db_text(&rows, 0, 0), *address, db_int(&rows, 0, 1)};
    *ret_asked_us = db_int(&rows, 0, 2) - WALLET_CHALLENGE_US;
    return true;
}

bool wallet_rows_take(struct db *db, const struct api_principal *who, struct text nonce,
    int64_t now_us, struct wallet_challenge *ret_challenge, bool *ret_is_there, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "DELETE FROM wallet_challenge WHERE nonce = $1 AND account_id = $2 AND session_id = $3 "
        "AND expires_us > $4 RETURNING address, chain_id",
        DB_ARGS(DB_TEXT(nonce), DB_INT(who->account_id), DB_INT(who->session_id), DB_INT(now_us)),
        &arena, &rows, err);
    if (is_fine) {
        *ret_is_there = rows.count == 1;
        if (*ret_is_there)
            *ret_challenge =
                (struct wallet_challenge){nonce, read_address(&rows, 0, 0), db_int(&rows, 0, 1)};
    }
    arena_done(&arena);
    return is_fine;
}

/* -- addresses -- */

bool wallet_rows_add(struct db *db, const struct wallet *wallet, struct err *err)
{
    return db_run(db,
        "INSERT INTO wallet_address (id, account_id, address, is_receiving, is_stealth, "
        "verified_us) VALUES ($1, $2, $3, $4, $5, $6)",
        DB_ARGS(DB_INT(wallet->id), DB_INT(wallet->account_id), blob(&wallet->address),
            DB_INT(wallet->is_receiving), DB_INT(wallet->is_stealth), DB_INT(wallet->verified_us)),
        NULL, err);
}

bool wallet_rows_verify(struct db *db, int64_t id, int64_t now_us, struct err *err)
{
    return db_run(db, "UPDATE wallet_address SET verified_us = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(now_us)), NULL, err);
}

bool wallet_rows_remove(struct db *db, int64_t id, struct err *err)
{
    return db_run(db, "DELETE FROM wallet_address WHERE id = $1", DB_ARGS(DB_INT(id)), NULL, err);
}

bool wallet_rows_receive(
    struct db *db, int64_t account_id, int64_t id, bool is_receiving, struct err *err)
{
    if (!db_run(db,
            "UPDATE wallet_address SET is_receiving = 0 WHERE account_id = $1 AND (CAST($3 AS BIGINT) = 1 OR id = $2)",
            DB_ARGS(DB_INT(account_id), DB_INT(id), DB_INT(is_receiving)), NULL, err))
        return false;
    return !is_receiving ||
           db_run(db,
               "UPDATE wallet_address SET is_receiving = 1 WHERE account_id = $1 AND id = $2",
               DB_ARGS(DB_INT(account_id), DB_INT(id)), NULL, err);
}

bool wallet_find(struct db *db, int64_t account_id, int64_t id, struct arena *arena,
    struct wallet *ret_wallet, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, WALLET_SELECT "WHERE w.account_id = $1 AND w.id = $2",
            DB_ARGS(DB_INT(account_id), DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such address");
    *ret_wallet = read_wallet(&rows, 0);
    return true;
}

bool wallet_find_address(struct db *db, const struct chain_address *address, struct arena *arena,
    struct wallet *ret_wallet, struct err *err)
{
    struct db_rows rows;
    if (!db_query(
            db, WALLET_SELECT "WHERE w.address = $1", DB_ARGS(blob(address)), arena, &rows, err))
        return false;
    *ret_wallet = rows.count ? read_wallet(&rows, 0) : (struct wallet){0};
    return true;
}

bool wallet_list(struct db *db, int64_t account_id, struct arena *arena,
    struct wallet **ret_wallets, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            WALLET_SELECT "WHERE CAST($1 AS BIGINT) = 0 OR w.account_id = $1 ORDER BY w.id",
            DB_ARGS(DB_INT(account_id)), arena, &rows, err))
        return false;
    *ret_wallets = arena_take_array(arena, rows.count, sizeof **ret_wallets);
    for (size_t i = 0; *ret_wallets && i < rows.count; i++)
        (*ret_wallets)[i] = read_wallet(&rows, i);
    *ret_count = rows.count;
    return arena_check(arena, err);
}
