/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_tree_rows.h"

#include "store/db_batch.h"

/* In one transaction: a thousand take some ten milliseconds, for which writers wait on SQLite. */
enum { PLACES = 1000 };

struct journal_row journal_tree_rows_read(const struct db_rows *rows, size_t row)
{
    return (struct journal_row){
        .id = db_int(rows, row, 0),
        .seq = db_is_null(rows, row, 1) ? -1 : db_int(rows, row, 1),
        .at_us = db_int(rows, row, 2),
        .actor_id = db_int(rows, row, 3),
        .team_id = db_int(rows, row, 4),
        .object_id = db_int(rows, row, 5),
        .person_id = db_int(rows, row, 6),
        .kind = db_text(rows, row, 7),
        .object_kind = db_text(rows, row, 8),
        .facts = db_text(rows, row, 9),
        .secret = db_text(rows, row, 10),
        .personal = db_text(rows, row, 11),
        .personal_digest = db_text(rows, row, 12),
    };
}

static bool copy_hash(struct text bytes, struct merkle_hash *ret_hash)
{
    if (bytes.len != sizeof ret_hash->at)
        return false;
    memcpy(ret_hash->at, bytes.at, bytes.len);
    return true;
}

bool journal_tree_rows_node(
    void *db, int64_t level, int64_t position, struct merkle_hash *ret_hash, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, "SELECT hash FROM journal_node WHERE level = $1 AND position = $2",
        DB_ARGS(DB_INT(level), DB_INT(position)), &arena, &rows, err);
    bool is_there = is_ok && rows.count == 1 && copy_hash(db_text(&rows, 0, 0), ret_hash);
    arena_done(&arena);
    return is_there || (is_ok && err_set(err, ERR_CONFLICT,
                                     "the journal's tree is damaged: hash %lld of level %lld is "
                                     "missing ('kenzen journal verify' tells more)",
                                     (long long)position, (long long)level));
}

static bool read_number(
    struct db *db, const char *sql, struct db_args args, int64_t *ret_number, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, sql, args, &arena, &rows, err);
    if (is_ok)
        *ret_number = rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_ok;
}

bool journal_tree_rows_head_time(struct db *db, int64_t size, int64_t *ret_at_us, struct err *err)
{
    return read_number(db, "SELECT at_us FROM journal_head WHERE size = $1", DB_ARGS(DB_INT(size)),
        ret_at_us, err);
}

bool journal_tree_first_head(
    struct db *db, int64_t seq, struct journal_head *ret_head, struct err *err)
{
    int64_t size;
    if (!read_number(db, "SELECT size FROM journal_head WHERE size > $1 ORDER BY size LIMIT 1",
            DB_ARGS(DB_INT(seq)), &size, err))
        return false;
    return size ? journal_tree_head_of(db, size, ret_head, err)
                : err_set(err, ERR_NOT_FOUND, "the journal is not that long");
}

bool journal_tree_waiting(struct db *db, int64_t *ret_count, struct err *err)
{
    return read_number(
        db, "SELECT count(*) FROM journal_entry WHERE seq IS NULL", DB_NO_ARGS, ret_count, err);
}

bool journal_tree_head(struct db *db, struct journal_head *ret_head, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    struct journal_head head = {0};
    struct merkle_stack empty = {0};
    merkle_stack_root(&empty, &head.root);
    arena_init(&arena, SIZE_MAX);
    bool is_ok =
        db_query(db, "SELECT size, root, at_us FROM journal_head ORDER BY size DESC LIMIT 1",
            DB_NO_ARGS, &arena, &rows, err);
    bool is_good = is_ok;
    if (is_ok && rows.count) {
        head.size = db_int(&rows, 0, 0);
        head.at_us = db_int(&rows, 0, 2);
        is_good = copy_hash(db_text(&rows, 0, 1), &head.root);
    }
    arena_done(&arena);
    if (is_ok && !is_good)
        return err_set(err, ERR_CONFLICT, "the journal's head at %lld entries is damaged",
            (long long)head.size);
    if (is_good)
        *ret_head = head;
    return is_good;
}

/* -- giving places -- */

struct placing {
    int64_t now_us;
    size_t placed;
    struct arena arena; /* of the hashes until they are written */
    struct db_batch nodes;
    struct merkle_stack stack;
    struct err *err;
    bool is_ok;
};

static void write_node(
    void *context, int64_t level, int64_t position, const struct merkle_hash *hash)
{
    struct placing *placing = context;
    struct text bytes =
        arena_text(&placing->arena, (struct text){(const char *)hash->at, sizeof hash->at});
    const struct db_value values[] = {DB_INT(level), DB_INT(position), DB_BLOB(bytes)};
    placing->is_ok = placing->is_ok && db_batch_add(&placing->nodes, values, placing->err);
}

/* The right edge of the tree as it stands. */
static bool load_stack(struct db *db, struct merkle_stack *stack, int64_t size, struct err *err)
{
    stack->size = size;
    for (int level = 0; level < MERKLE_LEVELS; level++)
        if (size >> level & 1 &&
            !journal_tree_rows_node(db, level, (size >> level) - 1, &stack->at[level], err))
            return false;
    return true;
}

static bool add_leaves(struct db *db, struct placing *placing, const struct db_rows *rows,
    int64_t size, struct err *err)
{
    placing->err = err;
    placing->is_ok = load_stack(db, &placing->stack, size, err);
    db_batch_init(
        &placing->nodes, db, "INSERT INTO journal_node (level, position, hash) VALUES", 3, "");
    for (size_t i = 0; placing->is_ok && i < rows->count; i++) {
        struct journal_row row = journal_tree_rows_read(rows, i);
        struct merkle_hash leaf;
        journal_leaf_hash(&row, &leaf);
        merkle_stack_add(&placing->stack, &leaf, write_node, placing);
    }
    bool is_ok = placing->is_ok && db_batch_end(&placing->nodes, err);
    db_batch_done(&placing->nodes);
    return is_ok;
}

/* The rows that were read get the numbers from size on, in the same order. */
static bool write_places(struct db *db, int64_t size, size_t count, struct err *err)
{
    int64_t changed;
    return db_run(db,
               "UPDATE journal_entry SET seq = w.place FROM ("
               "SELECT id AS entry, CAST($1 AS BIGINT) - 1 + row_number() OVER (ORDER BY id) AS place "
               "FROM journal_entry WHERE seq IS NULL ORDER BY id LIMIT $2) w "
               "WHERE journal_entry.id = w.entry",
               DB_ARGS(DB_INT(size), DB_INT((int64_t)count)), &changed, err) &&
           (changed == (int64_t)count ||
               err_set(err, ERR_BUSY, "the journal changed while places were given"));
}

static bool write_head(struct db *db, const struct placing *placing, struct err *err)
{
    struct merkle_hash root;
    merkle_stack_root(&placing->stack, &root);
    return db_run(db, "INSERT INTO journal_head (size, root, at_us) VALUES ($1, $2, $3)",
        DB_ARGS(DB_INT(placing->stack.size),
            DB_BLOB(((struct text){(const char *)root.at, sizeof root.at})),
            DB_INT(placing->now_us)),
        NULL, err);
}

static bool place(struct db *db, void *context, struct err *err)
{
    struct placing *placing = context;
    struct journal_head head;
    struct db_rows rows;
    arena_clear(&placing->arena);
    if (!db_run(db, "UPDATE journal_turn SET at_us = $1 WHERE id = 1",
            DB_ARGS(DB_INT(placing->now_us)), NULL, err) ||
        !journal_tree_head(db, &head, err) ||
        !db_query(db,
            "SELECT " JOURNAL_TREE_ROWS_COLUMNS
            " FROM journal_entry e WHERE e.seq IS NULL ORDER BY e.id LIMIT $1",
            DB_ARGS(DB_INT(PLACES)), &placing->arena, &rows, err))
        return false;
    placing->placed = rows.count;
    return rows.count == 0 ||
           (add_leaves(db, placing, &rows, head.size, err) &&
               write_places(db, head.size, rows.count, err) && write_head(db, placing, err));
}

bool journal_tree_place(struct db *db, int64_t now_us, bool *ret_is_more, struct err *err)
{
    struct placing placing = {.now_us = now_us};
    int64_t waiting;
    /* Asks before it writes, so that whoever looks every second does not stand in the way of writers. */
    if (!read_number(
            db, "SELECT 1 FROM journal_entry WHERE seq IS NULL LIMIT 1", DB_NO_ARGS, &waiting, err))
        return false;
    arena_init(&placing.arena, SIZE_MAX);
    bool is_ok = !waiting || db_transact(db, place, &placing, err);
    arena_done(&placing.arena);
    if (is_ok)
        *ret_is_more = placing.placed == PLACES;
    return is_ok;
}
