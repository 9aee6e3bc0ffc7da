/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor_rows.h"

#define ANCHOR_SELECT                                                                              \
    "SELECT n.id, n.chain_id, n.contract, n.origin, n.size, n.root, n.state, n.tx_id, t.hash, "    \
    "n.ordered_us FROM anchor n LEFT JOIN chain_tx t ON t.id = n.tx_id "

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

static struct anchor read_anchor(const struct db_rows *rows, size_t row)
{
    struct anchor anchor = {.id = db_int(rows, row, 0),
        .chain_id = db_int(rows, row, 1),
        .origin = db_text(rows, row, 3),
        .head = {.size = db_int(rows, row, 4)},
        .state = db_text(rows, row, 6),
        .tx_id = db_int(rows, row, 7),
        .tx_hash = db_text(rows, row, 8),
        .ordered_us = db_int(rows, row, 9)};
    read_bytes(rows, row, 2, anchor.contract.at, ADDRESS_SIZE);
    read_bytes(rows, row, 5, anchor.head.root.at, sizeof anchor.head.root.at);
    return anchor;
}

bool anchor_rows_add(struct db *db, const struct anchor *anchor, struct err *err)
{
    return db_run(db,
        "INSERT INTO anchor (id, chain_id, contract, origin, size, root, state, ordered_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, 'ordered', $7)",
        DB_ARGS(DB_INT(anchor->id), DB_INT(anchor->chain_id),
            blob(anchor->contract.at, ADDRESS_SIZE), DB_TEXT(anchor->origin),
            DB_INT(anchor->head.size), blob(anchor->head.root.at, sizeof anchor->head.root.at),
            DB_INT(anchor->ordered_us)),
        NULL, err);
}

bool anchor_rows_set_tx(struct db *db, int64_t id, int64_t tx_id, struct err *err)
{
    return db_run(db, "UPDATE anchor SET tx_id = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(tx_id)), NULL, err);
}

bool anchor_rows_end(struct db *db, int64_t id, bool is_final, struct err *err)
{
    return db_run(db, "UPDATE anchor SET state = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_TEXT(is_final ? TEXT("final") : TEXT("failed"))), NULL, err);
}

bool anchor_rows_last(struct db *db, const struct onchain *chain, struct arena *arena,
    struct anchor *ret_anchor, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            ANCHOR_SELECT "WHERE n.chain_id = $1 AND n.contract = $2 ORDER BY n.id DESC LIMIT 1",
            DB_ARGS(DB_INT(chain->id), DB_BLOB(chain->anchor_contract)), arena, &rows, err))
        return false;
    *ret_is_there = rows.count > 0;
    if (*ret_is_there)
        *ret_anchor = read_anchor(&rows, 0);
    return true;
}

bool anchor_list(struct db *db, struct arena *arena, struct anchor **ret_anchors, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, ANCHOR_SELECT "ORDER BY n.id DESC LIMIT 200", DB_NO_ARGS, arena, &rows, err))
        return false;
    *ret_anchors = arena_take_array(arena, rows.count, sizeof **ret_anchors);
    for (size_t i = 0; *ret_anchors && i < rows.count; i++)
        (*ret_anchors)[i] = read_anchor(&rows, i);
    *ret_count = rows.count;
    return arena_check(arena, err);
}
