/* SPDX-License-Identifier: Apache-2.0 */
#include "job/hint.h"

#include "base/buf.h"
#include "base/rand.h"

/* The id tells when it was written, not when its cause began: a feed looks back for HINT_LATE_US only. */
bool hint_add(struct db *db, const struct hint *hint, struct err *err)
{
    struct buf ids;
    buf_init(&ids, SIZE_MAX);
    for (size_t i = 0; i < hint->id_count && hint->id_count <= HINT_IDS_MAX; i++)
        buf_format(&ids, "%s%lld", i ? "," : "", (long long)hint->ids[i]);
    bool is_ok = db_run(db,
        "INSERT INTO hint (id, kind, team_id, account_id, ids) VALUES ($1, $2, $3, $4, $5)",
        DB_ARGS(DB_INT(rand_id(clock_now_us())), DB_TEXT(hint->kind), DB_ID(hint->team_id),
            DB_ID(hint->account_id), DB_TEXT(buf_text(&ids))),
        NULL, err);
    buf_done(&ids);
    return is_ok && db_notify(db, err);
}

bool hint_list(struct db *db, int64_t after_id, size_t limit, struct arena *arena,
    struct hint **ret_hints, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT id, kind, coalesce(team_id, 0), coalesce(account_id, 0), ids FROM hint"
            " WHERE id > $1 ORDER BY id LIMIT $2",
            DB_ARGS(DB_INT(after_id), DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    struct hint *hints = arena_take_array(arena, rows.count, sizeof *hints);
    for (size_t i = 0; hints && i < rows.count; i++)
        hints[i] = (struct hint){.id = db_int(&rows, i, 0),
            .kind = db_text(&rows, i, 1),
            .team_id = db_int(&rows, i, 2),
            .account_id = db_int(&rows, i, 3),
            .id_list = db_text(&rows, i, 4)};
    *ret_hints = hints;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

int64_t hint_id_of(int64_t time_us)
{
    return time_us / 1000 << 21;
}

bool hint_forget(struct db *db, int64_t now_us, struct err *err)
{
    return db_run(db, "DELETE FROM hint WHERE id < $1",
        DB_ARGS(DB_INT(hint_id_of(now_us - 2 * HINT_KEPT_US))), NULL, err);
}
