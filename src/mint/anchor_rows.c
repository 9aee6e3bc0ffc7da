/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor_rows.h"

/* Whether it is in a block by now, its transaction knows. */
#define ANCHOR_SELECT                                                                              \
    "SELECT a.id, a.chain_id, c.name, c.explorer_url, a.contract, a.origin, a.size, a.root, "      \
    "CASE WHEN a.state = 'ordered' AND t.state = 'mined' THEN 'mined' ELSE a.state END, "          \
    "t.error, a.ordered_us, CASE WHEN a.state = 'final' THEN t.ended_us END, a.tx_id, "            \
    "t.from_address, t.hash, t.block_number FROM anchor a JOIN chain c ON c.id = a.chain_id "      \
    "LEFT JOIN chain_tx t ON t.id = a.tx_id "

static enum anchor_state state_of(struct text word)
{
    for (size_t i = 0; i < ANCHOR_STATES; i++)
        if (text_is(word, anchor_state_word((enum anchor_state)i)))
            return (enum anchor_state)i;
    return ANCHOR_FAILED;
}

static struct anchor read_anchor(const struct db_rows *rows, size_t row)
{
    struct anchor anchor = {
        .id = db_int(rows, row, 0),
        .chain_id = db_int(rows, row, 1),
        .chain_name = db_text(rows, row, 2),
        .explorer_url = db_text(rows, row, 3),
        .contract = db_text(rows, row, 4),
        .origin = db_text(rows, row, 5),
        .head.size = db_int(rows, row, 6),
        .state = state_of(db_text(rows, row, 8)),
        .error = db_text(rows, row, 9),
        .ordered_us = db_int(rows, row, 10),
        .final_us = db_int(rows, row, 11),
        .tx_id = db_int(rows, row, 12),
        .sender = db_text(rows, row, 13),
        .hash = db_text(rows, row, 14),
        .block_number = db_int(rows, row, 15),
    };
    struct text root = db_text(rows, row, 7);
    if (root.len == sizeof anchor.head.root.at)
        memcpy(anchor.head.root.at, root.at, root.len);
    return anchor;
}

/* A column before a plain 0 gives PostgreSQL the parameter's type: of 64 bits. */
bool anchor_list(struct db *db, const struct anchor_query *query, struct arena *arena,
    struct anchor **ret_anchors, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            ANCHOR_SELECT
            "WHERE a.id < $1 AND (a.chain_id = $2 OR $2 = 0) AND (a.id = $3 OR $3 = 0) "
            "AND ($4 = 0 OR a.state = 'final') ORDER BY a.id DESC LIMIT $5",
            DB_ARGS(DB_INT(query->before_id), DB_INT(query->chain_id), DB_INT(query->id),
                DB_INT(query->is_final), DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct anchor *anchors = arena_take_array(arena, rows.count, sizeof *anchors);
    for (size_t i = 0; anchors && i < rows.count; i++)
        anchors[i] = read_anchor(&rows, i);
    *ret_anchors = anchors;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool anchor_rows_last(struct db *db, const struct anchor *of, struct arena *arena,
    struct anchor *ret_last, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            ANCHOR_SELECT
            "WHERE a.chain_id = $1 AND a.contract = $2 AND a.origin = $3 AND a.state <> 'failed' "
            "ORDER BY a.size DESC LIMIT 1",
            DB_ARGS(DB_INT(of->chain_id), DB_BLOB(of->contract), DB_TEXT(of->origin)), arena, &rows,
            err))
        return false;
    *ret_is_there = rows.count == 1;
    if (rows.count)
        *ret_last = read_anchor(&rows, 0);
    return true;
}

bool anchor_rows_add(struct db *db, const struct anchor *anchor, bool *ret_is_new, struct err *err)
{
    int64_t added;
    struct text root = {(const char *)anchor->head.root.at, sizeof anchor->head.root.at};
    if (!db_run(db,
            "INSERT INTO anchor (id, chain_id, contract, origin, size, root, state, ordered_us) "
            "VALUES ($1, $2, $3, $4, $5, $6, 'ordered', $7) ON CONFLICT DO NOTHING",
            DB_ARGS(DB_INT(anchor->id), DB_INT(anchor->chain_id), DB_BLOB(anchor->contract),
                DB_TEXT(anchor->origin), DB_INT(anchor->head.size), DB_BLOB(root),
                DB_INT(anchor->ordered_us)),
            &added, err))
        return false;
    *ret_is_new = added == 1;
    return true;
}

bool anchor_rows_set_tx(struct db *db, int64_t id, int64_t tx_id, struct err *err)
{
    return db_run(db, "UPDATE anchor SET tx_id = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(tx_id)), NULL, err);
}

bool anchor_rows_end(struct db *db, int64_t id, enum anchor_state state, struct err *err)
{
    return db_run(db, "UPDATE anchor SET state = $2 WHERE id = $1 AND state = 'ordered'",
        DB_ARGS(DB_INT(id), DB_TEXT(text_of(anchor_state_word(state)))), NULL, err);
}

bool anchor_rows_has_news(struct db *db, int64_t seq, bool *ret_has_news, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_done = db_query(db,
        "SELECT 1 FROM journal_entry e WHERE e.seq >= $1 AND NOT (e.kind = 'chain.transaction_ended' "
        "AND EXISTS (SELECT 1 FROM chain_tx t WHERE t.id = e.object_id AND t.purpose = $2)) LIMIT 1",
        DB_ARGS(DB_INT(seq), DB_TEXT(TEXT(ANCHOR_PURPOSE))), &arena, &rows, err);
    if (is_done)
        *ret_has_news = rows.count > 0;
    arena_done(&arena);
    return is_done;
}

/* What failed is tried again within the hour: it may have been the price of gas. */
bool anchor_rows_due(struct db *db, int64_t now_us, struct arena *arena, int64_t **ret_ids,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT c.id FROM chain c WHERE c.is_on = 1 AND c.anchor_seconds > 0 "
            "AND c.anchor_contract IS NOT NULL AND NOT EXISTS (SELECT 1 FROM anchor a "
            "WHERE a.chain_id = c.id AND a.state = 'ordered') "
            "AND NOT EXISTS (SELECT 1 FROM (SELECT b.state, b.ordered_us FROM anchor b "
            "WHERE b.chain_id = c.id ORDER BY b.id DESC LIMIT 1) l WHERE l.ordered_us > $1 - 1000000 * "
            "CASE WHEN l.state = 'failed' AND c.anchor_seconds > 3600 THEN 3600 "
            "ELSE c.anchor_seconds END) ORDER BY c.id",
            DB_ARGS(DB_INT(now_us)), arena, &rows, err))
        return false;
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; ids && i < rows.count; i++)
        ids[i] = db_int(&rows, i, 0);
    *ret_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
