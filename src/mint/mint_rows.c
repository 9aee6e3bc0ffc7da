/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/mint_rows.h"

#include "base/rand.h"

#define MINT_SELECT                                                                                \
    "SELECT m.badge_id, m.chain_id, m.contract, m.holder, m.number, m.commitment, m.state, "       \
    "m.tx_id, m.error, m.ordered_us, m.final_us FROM badge_mint m "

static struct db_value blob(const void *at, size_t size)
{
    return DB_BLOB(((struct text){at, size}));
}

static struct db_value address_of(const struct chain_address *address)
{
    return blob(address->at, ADDRESS_SIZE);
}

static struct db_value word_of(enum mint_state state)
{
    return DB_TEXT(text_of(mint_state_word(state)));
}

static void read_bytes(
    const struct db_rows *rows, size_t row, size_t column, unsigned char *at, size_t size)
{
    struct text bytes = db_text(rows, row, column);
    if (bytes.len == size)
        memcpy(at, bytes.at, size);
}

static struct mint read_mint(const struct db_rows *rows, size_t row)
{
    struct mint mint = {.badge_id = db_int(rows, row, 0),
        .chain_id = db_int(rows, row, 1),
        .number = (int)db_int(rows, row, 4),
        .state = mint_state_of(db_text(rows, row, 6)),
        .tx_id = db_int(rows, row, 7),
        .error = db_text(rows, row, 8),
        .ordered_us = db_int(rows, row, 9),
        .final_us = db_int(rows, row, 10)};
    read_bytes(rows, row, 2, mint.contract.at, ADDRESS_SIZE);
    read_bytes(rows, row, 3, mint.holder.at, ADDRESS_SIZE);
    read_bytes(rows, row, 5, mint.commitment, sizeof mint.commitment);
    return mint;
}

bool mint_rows_add(struct db *db, const struct mint *mint, bool *ret_is_new, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "INSERT INTO badge_mint (badge_id, chain_id, contract, holder, number, commitment, "
            "state, error, ordered_us) VALUES ($1, $2, $3, $4, $5, $6, 'ordered', '', $7) "
            "ON CONFLICT (badge_id) DO UPDATE SET chain_id = $2, contract = $3, holder = $4, "
            "number = $5, commitment = $6, state = 'ordered', tx_id = NULL, error = '', "
            "ordered_us = $7 WHERE badge_mint.state = 'failed'",
            DB_ARGS(DB_INT(mint->badge_id), DB_INT(mint->chain_id), address_of(&mint->contract),
                address_of(&mint->holder), DB_INT(mint->number),
                blob(mint->commitment, sizeof mint->commitment), DB_INT(mint->ordered_us)),
            &changed, err))
        return false;
    *ret_is_new = changed == 1;
    return true;
}

bool mint_rows_step(struct db *db, int64_t badge_id, const struct mint_step *step,
    bool *ret_is_changed, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "UPDATE badge_mint SET state = $4, error = $5, "
            "final_us = CASE WHEN CAST($6 AS BIGINT) = 0 THEN final_us ELSE $6 END, "
            "refused_us = $7 WHERE badge_id = $1 AND state IN ($2, $3)",
            DB_ARGS(DB_INT(badge_id), word_of(step->from), word_of(step->or_from),
                word_of(step->to), DB_TEXT(step->error), DB_INT(step->final_us),
                DB_ID(step->refused_us)),
            &changed, err))
        return false;
    if (ret_is_changed)
        *ret_is_changed = changed == 1;
    return true;
}

bool mint_rows_count(
    struct db *db, int64_t account_id, int64_t since_us, int64_t *ret_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "SELECT count(*) FROM badge b JOIN badge_mint m ON m.badge_id = b.id "
        "WHERE b.account_id = $1 AND m.ordered_us > $2 AND m.tx_id IS NOT NULL",
        DB_ARGS(DB_INT(account_id), DB_INT(since_us)), &arena, &rows, err);
    if (is_fine)
        *ret_count = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_fine;
}

bool mint_rows_is_claimable_elsewhere(
    struct db *db, const struct mint *mint, bool *ret_is_so, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "SELECT 1 FROM mint_claim q JOIN mint_campaign g ON g.id = q.campaign_id "
        "WHERE q.badge_id = $1 AND g.state IN ('ordered', 'open') AND g.expires_us > $2 "
        "AND (g.chain_id <> $3 OR g.contract <> $4 OR q.holder <> $5) LIMIT 1",
        DB_ARGS(DB_INT(mint->badge_id), DB_INT(mint->ordered_us - CLOCK_DAY_US),
            DB_INT(mint->chain_id), address_of(&mint->contract), address_of(&mint->holder)),
        &arena, &rows, err);
    if (is_fine)
        *ret_is_so = rows.count > 0;
    arena_done(&arena);
    return is_fine;
}

bool mint_rows_set_tx(struct db *db, int64_t badge_id, int64_t tx_id, struct err *err)
{
    return db_run(db, "UPDATE badge_mint SET tx_id = $2 WHERE badge_id = $1",
        DB_ARGS(DB_INT(badge_id), DB_INT(tx_id)), NULL, err);
}

bool mint_find(
    struct db *db, int64_t badge_id, struct arena *arena, struct mint *ret_mint, struct err *err)
{
    struct db_rows rows;
    if (!db_query(
            db, MINT_SELECT "WHERE m.badge_id = $1", DB_ARGS(DB_INT(badge_id)), arena, &rows, err))
        return false;
    *ret_mint = rows.count ? read_mint(&rows, 0) : (struct mint){.error = {"", 0}};
    return true;
}

bool mint_rows_try_again(
    struct db *db, int64_t badge_id, int64_t before_us, int64_t *ret_count, struct err *err)
{
    return db_run(db,
        "UPDATE badge_mint SET state = 'final', error = '', refused_us = NULL "
        "WHERE refused_us IS NOT NULL AND refused_us < $2 AND state = 'kept' "
        "AND (CAST($1 AS BIGINT) = 0 OR badge_id = $1)",
        DB_ARGS(DB_INT(badge_id), DB_INT(before_us)), ret_count, err);
}

bool mint_rows_revoked(
    struct db *db, struct arena *arena, struct mint **ret_mints, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            MINT_SELECT
            "JOIN badge b ON b.id = m.badge_id WHERE b.revoked_us IS NOT NULL "
            "AND m.state IN ('ordered', 'mined', 'final') ORDER BY m.badge_id LIMIT 100",
            DB_NO_ARGS, arena, &rows, err))
        return false;
    *ret_mints = arena_take_array(arena, rows.count, sizeof **ret_mints);
    for (size_t i = 0; *ret_mints && i < rows.count; i++)
        (*ret_mints)[i] = read_mint(&rows, i);
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool mint_rows_is_shared(
    struct db *db, const struct mint *mint, bool *ret_is_shared, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "SELECT 1 FROM badge_mint m JOIN badge b ON b.id = m.badge_id WHERE m.chain_id = $1 AND "
        "m.contract = $2 AND m.holder = $3 AND m.number = $4 AND m.badge_id <> $5 AND "
        "b.revoked_us IS NULL AND m.state IN ('ordered', 'mined', 'final') LIMIT 1",
        DB_ARGS(DB_INT(mint->chain_id), address_of(&mint->contract), address_of(&mint->holder),
            DB_INT(mint->number), DB_INT(mint->badge_id)),
        &arena, &rows, err);
    if (is_fine)
        *ret_is_shared = rows.count > 0;
    arena_done(&arena);
    return is_fine;
}

/* -- classes -- */

bool mint_rows_add_class(struct db *db, const struct mint *mint, int number, int64_t now_us,
    int64_t *ret_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "INSERT INTO mint_class (id, chain_id, contract, number, state) "
        "VALUES ($1, $2, $3, $4, 'ordered') ON CONFLICT (chain_id, contract, number) DO UPDATE SET "
        "state = 'ordered' WHERE mint_class.state = 'failed' RETURNING id",
        DB_ARGS(DB_INT(rand_id(now_us)), DB_INT(mint->chain_id), address_of(&mint->contract),
            DB_INT(number)),
        &arena, &rows, err);
    if (is_fine)
        *ret_id = rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_fine;
}

bool mint_rows_step_class(struct db *db, int64_t id, bool is_defined, struct err *err)
{
    return db_run(db, "UPDATE mint_class SET state = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_TEXT(is_defined ? TEXT("defined") : TEXT("failed"))), NULL, err);
}
