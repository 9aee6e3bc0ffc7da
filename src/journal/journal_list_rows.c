/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_list.h"
#include "journal/journal_person.h"
#include "journal/journal_tree_rows.h"

#define SELECT                                                                                     \
    "SELECT " JOURNAL_TREE_ROWS_COLUMNS ", a.name, t.name, p.secret FROM journal_entry e "         \
    "LEFT JOIN account a ON a.id = e.actor_id LEFT JOIN team t ON t.id = e.team_id "               \
    "LEFT JOIN journal_person p ON p.account_id = e.person_id "

/* $1 and $2 are the reader. */
#define IS_SEEN                                                                                    \
    "(CAST($2 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM team_member m WHERE m.team_id = e.team_id "  \
    "AND m.account_id = $1 AND CASE m.role WHEN 'admin' THEN 3 WHEN 'member' THEN 2 ELSE 1 END "   \
    ">= $2)) "

/* Opens what is personal; what cannot be opened is for 'journal verify' to tell of. */
static void open_personal(struct journal_view *view, struct text secret, struct arena *arena)
{
    const struct journal_row *row = &view->row;
    struct journal_person_key key = {.is_erased = secret.len != sizeof key.secret};
    if (!row->personal_digest.len)
        return;
    view->is_erased = key.is_erased;
    if (key.is_erased)
        return;
    memcpy(key.secret, secret.at, sizeof key.secret);
    if (!journal_person_open(
            &key, row->id, row->personal, row->personal_digest, arena, &view->personal))
        view->personal = (struct text){0};
}

static bool read(struct db *db, const char *sql, struct db_args args, struct arena *arena,
    struct journal_view **ret_views, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, sql, args, arena, &rows, err))
        return false;
    struct journal_view *views = arena_take_array(arena, rows.count, sizeof *views);
    for (size_t i = 0; views && i < rows.count; i++) {
        views[i] = (struct journal_view){
            .row = journal_tree_rows_read(&rows, i),
            .actor_name = db_text(&rows, i, JOURNAL_TREE_ROWS_COLUMN_COUNT),
            .team_name = db_text(&rows, i, JOURNAL_TREE_ROWS_COLUMN_COUNT + 1),
        };
        open_personal(&views[i], db_text(&rows, i, JOURNAL_TREE_ROWS_COLUMN_COUNT + 2), arena);
    }
    *ret_views = views;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool journal_list(struct db *db, const struct journal_query *query, struct arena *arena,
    struct journal_view **ret_views, size_t *ret_count, struct err *err)
{
    return read(db,
        SELECT
        "WHERE " IS_SEEN
        "AND (CAST($3 AS TEXT) IS NULL OR e.kind = $3 OR substr(e.kind, 1, length($3) + 1) = $3 || '.') "
        "AND (CAST($4 AS BIGINT) IS NULL OR e.actor_id = $4) "
        "AND (CAST($5 AS BIGINT) IS NULL OR e.team_id = $5) "
        "AND (CAST($6 AS TEXT) IS NULL OR e.object_kind = $6) "
        "AND (CAST($7 AS BIGINT) IS NULL OR e.object_id = $7) "
        "AND (CAST($8 AS BIGINT) IS NULL OR e.at_us >= $8) "
        "AND (CAST($9 AS BIGINT) IS NULL OR e.at_us < $9) "
        "AND (CAST($10 AS BIGINT) IS NULL OR e.id < $10) "
        "ORDER BY e.id DESC LIMIT $11",
        DB_ARGS(DB_INT(query->reader.account_id), DB_INT(query->reader.least_role),
            DB_TEXT_OR_NULL(query->kind), DB_ID(query->actor_id), DB_ID(query->team_id),
            DB_TEXT_OR_NULL(query->object_kind), DB_ID(query->object_id), DB_ID(query->since_us),
            DB_ID(query->until_us), DB_ID(query->before_id), DB_INT((int64_t)query->limit)),
        arena, ret_views, ret_count, err);
}

bool journal_list_find(struct db *db, const struct journal_reader *reader, int64_t id,
    struct arena *arena, struct journal_view *ret_view, struct err *err)
{
    struct journal_view *views;
    size_t count;
    if (!read(db, SELECT "WHERE " IS_SEEN "AND e.id = $3",
            DB_ARGS(DB_INT(reader->account_id), DB_INT(reader->least_role), DB_INT(id)), arena,
            &views, &count, err))
        return false;
    if (!count)
        return err_set(err, ERR_NOT_FOUND, "there is no such entry of the journal");
    *ret_view = views[0];
    return true;
}

bool journal_list_find_object(struct db *db, const char *object_kind, int64_t object_id,
    struct arena *arena, struct journal_view *ret_view, bool *ret_is_found, struct err *err)
{
    struct journal_view *views;
    size_t count;
    if (!read(db, SELECT "WHERE e.object_id = $1 AND e.object_kind = $2 ORDER BY e.id DESC LIMIT 1",
            DB_ARGS(DB_INT(object_id), DB_TEXT(text_of(object_kind))), arena, &views, &count, err))
        return false;
    *ret_is_found = count > 0;
    if (count)
        *ret_view = views[0];
    return true;
}
