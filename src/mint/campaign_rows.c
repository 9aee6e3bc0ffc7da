/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/campaign_rows.h"

#include "base/limits.h"
#include "ticket/action_meta.h"

#define CAMPAIGN_SELECT                                                                            \
    "SELECT g.id, g.chain_id, g.contract, g.root, CASE WHEN g.state = 'open' AND "                 \
    "g.closing_tx_id IS NOT NULL THEN 'closing' ELSE g.state END, g.expires_us, g.created_us, "    \
    "g.created_by, g.tx_id, g.scanned_block, "                                                     \
    "(SELECT count(*) FROM mint_claim q WHERE q.campaign_id = g.id), "                             \
    "(SELECT count(*) FROM mint_claim q WHERE q.campaign_id = g.id AND q.is_claimed = 1), "        \
    "g.closing_tx_id, g.error "                                                                    \
    "FROM mint_campaign g "

static struct db_value blob(const void *at, size_t size)
{
    return DB_BLOB(((struct text){at, size}));
}

static void read_bytes(
    const struct db_rows *rows, size_t row, size_t column, unsigned char *at, size_t size)
{
    struct text bytes = db_text(rows, row, column);
    if (bytes.len == size)
        memcpy(at, bytes.at, size);
}

static struct campaign read_campaign(const struct db_rows *rows, size_t row)
{
    struct campaign campaign = {.id = db_int(rows, row, 0),
        .chain_id = db_int(rows, row, 1),
        .state = db_text(rows, row, 4),
        .expires_us = db_int(rows, row, 5),
        .created_us = db_int(rows, row, 6),
        .created_by = db_int(rows, row, 7),
        .tx_id = db_int(rows, row, 8),
        .scanned_block = db_int(rows, row, 9),
        .count = db_int(rows, row, 10),
        .claimed = db_int(rows, row, 11),
        .closing_tx_id = db_int(rows, row, 12),
        .error = db_text(rows, row, 13)};
    read_bytes(rows, row, 2, campaign.contract.at, ADDRESS_SIZE);
    read_bytes(rows, row, 3, campaign.root.at, KECCAK_SIZE);
    return campaign;
}

static bool read_campaigns(const struct db_rows *rows, struct arena *arena,
    struct campaign **ret_campaigns, size_t *ret_count, struct err *err)
{
    *ret_campaigns = arena_take_array(arena, rows->count, sizeof **ret_campaigns);
    for (size_t i = 0; *ret_campaigns && i < rows->count; i++)
        (*ret_campaigns)[i] = read_campaign(rows, i);
    *ret_count = rows->count;
    return arena_check(arena, err);
}

/* badge, holder, number, commitment */
static bool read_mints(const struct db_rows *rows, struct arena *arena, struct mint **ret_mints,
    size_t *ret_count, struct err *err)
{
    *ret_mints = arena_take_array(arena, rows->count, sizeof **ret_mints);
    for (size_t i = 0; *ret_mints && i < rows->count; i++) {
        struct mint *mint = &(*ret_mints)[i];
        mint->badge_id = db_int(rows, i, 0);
        mint->number = (int)db_int(rows, i, 2);
        read_bytes(rows, i, 1, mint->holder.at, ADDRESS_SIZE);
        read_bytes(rows, i, 3, mint->commitment, sizeof mint->commitment);
    }
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool campaign_rows_candidates(struct db *db, int64_t now_us, struct arena *arena,
    struct mint **ret_mints, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               "SELECT b.id, w.address, c.number, n.hash FROM badge b "
               "JOIN badge_class c ON c.id = b.class_id "
               "JOIN wallet_address w ON w.account_id = b.account_id AND w.is_receiving = 1 "
               "JOIN journal_entry e ON e.id = b.entry_id "
               "JOIN journal_node n ON n.level = 0 AND n.position = e.seq "
               "LEFT JOIN badge_mint m ON m.badge_id = b.id "
               "WHERE b.revoked_us IS NULL AND (b.expires_us IS NULL OR b.expires_us > $1) "
               "AND c.number IS NOT NULL AND b.certifier <> $2 "
               "AND (m.badge_id IS NULL OR m.state = 'failed') AND NOT EXISTS "
               "(SELECT 1 FROM mint_claim q JOIN mint_campaign g ON g.id = q.campaign_id "
               "WHERE q.badge_id = b.id AND g.state IN ('ordered', 'open') "
               "AND g.expires_us > $1) ORDER BY b.id LIMIT $3",
               DB_ARGS(
                   DB_INT(now_us), DB_INT(ACTION_MYSELF), DB_INT((int64_t)LIMIT_CAMPAIGN_BADGES)),
               arena, &rows, err) &&
           read_mints(&rows, arena, ret_mints, ret_count, err);
}

static bool add_claim(struct db *db, int64_t id, const struct mint *mint, struct err *err)
{
    return db_run(db,
        "INSERT INTO mint_claim (campaign_id, badge_id, holder, number, commitment, is_claimed) "
        "VALUES ($1, $2, $3, $4, $5, 0)",
        DB_ARGS(DB_INT(id), DB_INT(mint->badge_id), blob(mint->holder.at, ADDRESS_SIZE),
            DB_INT(mint->number), blob(mint->commitment, sizeof mint->commitment)),
        NULL, err);
}

bool campaign_rows_add(struct db *db, const struct campaign *campaign, const struct mint *mints,
    size_t count, struct err *err)
{
    if (!db_run(db,
            "INSERT INTO mint_campaign (id, chain_id, contract, root, state, expires_us, "
            "created_us, created_by, scanned_block, watched_us) "
            "VALUES ($1, $2, $3, $4, 'ordered', $5, $6, $7, $8, 0)",
            DB_ARGS(DB_INT(campaign->id), DB_INT(campaign->chain_id),
                blob(campaign->contract.at, ADDRESS_SIZE), blob(campaign->root.at, KECCAK_SIZE),
                DB_INT(campaign->expires_us), DB_INT(campaign->created_us),
                DB_INT(campaign->created_by), DB_INT(campaign->scanned_block)),
            NULL, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!add_claim(db, campaign->id, &mints[i], err))
            return false;
    return true;
}

bool campaign_rows_set_tx(struct db *db, int64_t id, int64_t tx_id, struct err *err)
{
    return db_run(db, "UPDATE mint_campaign SET tx_id = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(tx_id)), NULL, err);
}

bool campaign_rows_step(
    struct db *db, int64_t id, const char *from, const char *to, struct err *err)
{
    return db_run(db, "UPDATE mint_campaign SET state = $3 WHERE id = $1 AND state = $2",
        DB_ARGS(DB_INT(id), DB_TEXT(text_of(from)), DB_TEXT(text_of(to))), NULL, err);
}

bool campaign_rows_set_closing(struct db *db, int64_t id, int64_t tx_id, struct err *err)
{
    return db_run(db, "UPDATE mint_campaign SET closing_tx_id = $2, error = '' WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(tx_id)), NULL, err);
}

bool campaign_rows_refused(struct db *db, const struct chain_tx *tx, struct err *err)
{
    return db_run(db,
        "UPDATE mint_campaign SET error = $3, "
        "state = CASE WHEN state = 'ordered' THEN 'failed' ELSE state END, "
        "closing_tx_id = CASE WHEN closing_tx_id = $2 THEN NULL ELSE closing_tx_id END "
        "WHERE id = $1 AND (closing_tx_id = $2 OR (tx_id = $2 AND state = 'ordered'))",
        DB_ARGS(DB_INT(tx->object_id), DB_INT(tx->id), DB_TEXT(tx->error)), NULL, err);
}

bool campaign_rows_end_closed(struct db *db, int64_t id, struct err *err)
{
    return db_run(db,
        "UPDATE mint_campaign SET state = 'ended' WHERE id = $1 AND state = 'open' AND EXISTS "
        "(SELECT 1 FROM chain_tx t WHERE t.id = mint_campaign.closing_tx_id "
        "AND t.state = 'final' AND t.block_number <= mint_campaign.scanned_block)",
        DB_ARGS(DB_INT(id)), NULL, err);
}

bool campaign_rows_claims(struct db *db, int64_t id, struct arena *arena, struct mint **ret_mints,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               "SELECT q.badge_id, q.holder, q.number, q.commitment FROM mint_claim q "
               "WHERE q.campaign_id = $1 ORDER BY q.badge_id",
               DB_ARGS(DB_INT(id)), arena, &rows, err) &&
           read_mints(&rows, arena, ret_mints, ret_count, err);
}

bool campaign_rows_find(struct db *db, const struct mint_wish *wish,
    const struct chain_address *holder, int64_t now_us, struct arena *arena,
    struct campaign *ret_campaign, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            CAMPAIGN_SELECT
            "JOIN mint_claim s ON s.campaign_id = g.id WHERE s.badge_id = $1 "
            "AND (CAST($2 AS BIGINT) = 0 OR g.chain_id = $2) "
            "AND (CAST($3 AS BIGINT) = 0 OR s.holder = $4) "
            "AND g.state = 'open' AND g.closing_tx_id IS NULL AND g.expires_us > $5 ORDER BY g.id DESC LIMIT 1",
            DB_ARGS(DB_INT(wish->badge_id), DB_INT(wish->chain_id), DB_INT(wish->address.len > 0),
                blob(holder->at, ADDRESS_SIZE), DB_INT(now_us)),
            arena, &rows, err))
        return false;
    *ret_is_there = rows.count > 0;
    if (*ret_is_there)
        *ret_campaign = read_campaign(&rows, 0);
    return true;
}

bool campaign_rows_due(struct db *db, int64_t before_us, struct arena *arena,
    struct campaign **ret_campaigns, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               CAMPAIGN_SELECT
               "WHERE g.state = 'open' AND g.watched_us < $1 ORDER BY g.id LIMIT 20",
               DB_ARGS(DB_INT(before_us)), arena, &rows, err) &&
           read_campaigns(&rows, arena, ret_campaigns, ret_count, err);
}

bool campaign_rows_watched(
    struct db *db, int64_t id, int64_t scanned_block, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE mint_campaign SET scanned_block = $2, watched_us = $3 "
        "WHERE id = $1 AND scanned_block <= $2",
        DB_ARGS(DB_INT(id), DB_INT(scanned_block), DB_INT(now_us)), NULL, err);
}

bool campaign_rows_claimed(struct db *db, const struct campaign *campaign, const struct mint *mint,
    int64_t now_us, bool *ret_is_new, struct err *err)
{
    int64_t changed;
    *ret_is_new = false;
    if (!db_run(db,
            "UPDATE mint_claim SET is_claimed = 1 "
            "WHERE campaign_id = $1 AND badge_id = $2 AND is_claimed = 0",
            DB_ARGS(DB_INT(campaign->id), DB_INT(mint->badge_id)), &changed, err))
        return false;
    if (changed == 0)
        return true;
    if (!db_run(db,
            "INSERT INTO badge_mint (badge_id, chain_id, contract, holder, number, commitment, "
            "state, error, ordered_us, final_us) VALUES ($1, $2, $3, $4, $5, $6, 'final', '', "
            "$7, $7) ON CONFLICT (badge_id) DO UPDATE SET chain_id = $2, contract = $3, "
            "holder = $4, number = $5, commitment = $6, state = 'final', error = '', "
            "tx_id = CASE WHEN badge_mint.state = 'failed' THEN NULL ELSE badge_mint.tx_id END, "
            "final_us = $7 WHERE badge_mint.state = 'failed' OR (badge_mint.state IN "
            "('ordered', 'mined') AND badge_mint.chain_id = $2 AND badge_mint.contract = $3 "
            "AND badge_mint.holder = $4)",
            DB_ARGS(DB_INT(mint->badge_id), DB_INT(campaign->chain_id),
                blob(campaign->contract.at, ADDRESS_SIZE), blob(mint->holder.at, ADDRESS_SIZE),
                DB_INT(mint->number), blob(mint->commitment, sizeof mint->commitment),
                DB_INT(now_us)),
            &changed, err))
        return false;
    *ret_is_new = changed == 1;
    return true;
}

bool campaign_rows_count_paid(
    struct db *db, int64_t chain_id, int64_t since_us, int64_t *ret_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(db,
        "SELECT count(*) FROM chain_tx WHERE chain_id = $1 AND created_us > $2 "
        "AND purpose = '" CAMPAIGN_CLAIM_PURPOSE "'",
        DB_ARGS(DB_INT(chain_id), DB_INT(since_us)), &arena, &rows, err);
    if (is_read)
        *ret_count = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_read;
}

bool campaign_rows_bar(struct db *db, int64_t now_us, struct err *err)
{
    return db_run(db,
        "INSERT INTO badge_mint (badge_id, chain_id, contract, holder, number, commitment, state, "
        "error, ordered_us) SELECT q.badge_id, g.chain_id, g.contract, q.holder, q.number, "
        "q.commitment, 'final', '', CAST($1 AS BIGINT) FROM mint_claim q "
        "JOIN mint_campaign g ON g.id = q.campaign_id JOIN badge b ON b.id = q.badge_id "
        "WHERE b.revoked_us IS NOT NULL AND g.state IN ('ordered', 'open') AND g.expires_us > $1 "
        "AND NOT EXISTS (SELECT 1 FROM badge_mint m WHERE m.badge_id = q.badge_id "
        "AND m.state <> 'failed') ON CONFLICT (badge_id) DO UPDATE SET "
        "chain_id = excluded.chain_id, contract = excluded.contract, holder = excluded.holder, "
        "number = excluded.number, commitment = excluded.commitment, state = 'final', error = '', "
        "tx_id = NULL WHERE badge_mint.state = 'failed'",
        DB_ARGS(DB_INT(now_us)), NULL, err);
}

bool campaign_list(struct db *db, struct arena *arena, struct campaign **ret_campaigns,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(
               db, CAMPAIGN_SELECT "ORDER BY g.id DESC LIMIT 200", DB_NO_ARGS, arena, &rows, err) &&
           read_campaigns(&rows, arena, ret_campaigns, ret_count, err);
}

bool campaign_find(
    struct db *db, int64_t id, struct arena *arena, struct campaign *ret_campaign, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, CAMPAIGN_SELECT "WHERE g.id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such campaign");
    *ret_campaign = read_campaign(&rows, 0);
    return true;
}
