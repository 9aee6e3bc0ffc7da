/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_verify_rows.h"

#include "journal/journal_tree_rows.h"

bool journal_verify_rows_entries(struct db *db, int64_t from_seq, size_t limit, struct arena *arena,
    struct journal_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT " JOURNAL_TREE_ROWS_COLUMNS
            " FROM journal_entry e WHERE e.seq >= $1 ORDER BY e.seq LIMIT $2",
            DB_ARGS(DB_INT(from_seq), DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    struct journal_row *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        list[i] = journal_tree_rows_read(&rows, i);
    *ret_rows = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool journal_verify_rows_nodes(struct db *db, int64_t level, int64_t from, int64_t to,
    struct arena *arena, const struct merkle_hash **ret_hashes, struct err *err)
{
    struct db_rows rows;
    memset(ret_hashes, 0, (size_t)(to - from) * sizeof(*ret_hashes));
    if (!db_query(db,
            "SELECT position, hash FROM journal_node "
            "WHERE level = $1 AND position >= $2 AND position < $3",
            DB_ARGS(DB_INT(level), DB_INT(from), DB_INT(to)), arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct text hash = db_text(&rows, i, 1);
        if (hash.len == sizeof(struct merkle_hash))
            ret_hashes[db_int(&rows, i, 0) - from] = (const struct merkle_hash *)hash.at;
    }
    return true;
}

static bool read_number(struct db *db, const char *sql, struct db_args args, int64_t if_none,
    int64_t *ret_number, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, sql, args, &arena, &rows, err);
    if (is_ok)
        *ret_number = rows.count ? db_int(&rows, 0, 0) : if_none;
    arena_done(&arena);
    return is_ok;
}

bool journal_verify_rows_node_count(struct db *db, int64_t *ret_count, struct err *err)
{
    return read_number(db, "SELECT count(*) FROM journal_node", DB_NO_ARGS, 0, ret_count, err);
}

bool journal_verify_rows_size(struct db *db, int64_t *ret_size, struct err *err)
{
    return read_number(
        db, "SELECT coalesce(max(size), 0) FROM journal_head", DB_NO_ARGS, 0, ret_size, err);
}

bool journal_verify_rows_outside(struct db *db, int64_t size, int64_t *ret_count, struct err *err)
{
    return read_number(db, "SELECT count(*) FROM journal_entry WHERE seq < 0 OR seq >= $1",
        DB_ARGS(DB_INT(size)), 0, ret_count, err);
}

bool journal_verify_rows_find_leaf(
    struct db *db, const struct merkle_hash *leaf, int64_t *ret_seq, struct err *err)
{
    return read_number(db,
        "SELECT position FROM journal_node WHERE level = 0 AND hash = $1 ORDER BY position LIMIT 1",
        DB_ARGS(DB_BLOB(((struct text){(const char *)leaf->at, sizeof leaf->at}))), -1, ret_seq,
        err);
}

bool journal_verify_rows_heads(struct db *db, int64_t after_size, size_t limit, struct arena *arena,
    struct journal_head **ret_heads, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT size, root, at_us FROM journal_head WHERE size > $1 ORDER BY size LIMIT $2",
            DB_ARGS(DB_INT(after_size), DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    struct journal_head *heads = arena_take_array(arena, rows.count, sizeof *heads);
    for (size_t i = 0; heads && i < rows.count; i++) {
        struct text root = db_text(&rows, i, 1);
        heads[i] = (struct journal_head){.size = db_int(&rows, i, 0), .at_us = db_int(&rows, i, 2)};
        if (root.len == sizeof heads[i].root)
            memcpy(heads[i].root.at, root.at, root.len);
    }
    *ret_heads = heads;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
