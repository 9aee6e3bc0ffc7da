/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_batch.h"
#include "store/db_in.h"
#include "ticket/action_ground.h"

/* The id of the sighting that a ground is; 0: it is none. */
static int64_t sighting_of(const struct action_ground *ground)
{
    int64_t id = 0;
    return text_is(ground->kind, "sighting") && text_read_i64(ground->id, &id) ? id : 0;
}

bool action_ground_check(struct db *db, int64_t team_id, const struct action_ground *grounds,
    size_t count, struct err *err)
{
    struct arena arena;
    bool is_ok = true;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; is_ok && i < count; i++) {
        struct db_rows rows;
        if (!text_is(grounds[i].kind, "sighting"))
            continue;
        is_ok =
            db_query(db, "SELECT 1 FROM sighting WHERE id = $1 AND team_id = $2",
                DB_ARGS(DB_INT(sighting_of(&grounds[i])), DB_INT(team_id)), &arena, &rows, err) &&
            (rows.count > 0 ||
                err_set(err, ERR_USAGE, "grounds[%zu].id: is no sighting of the team", i));
    }
    arena_done(&arena);
    return is_ok;
}

bool action_ground_add(struct db *db, int64_t action_id, const struct action_ground *grounds,
    size_t count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO action_ground (action_id, position, kind, source_id, read_us, sighting_id) VALUES",
        6, "");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct db_value values[] = {DB_INT(action_id), DB_INT((int64_t)i),
            DB_TEXT(grounds[i].kind), DB_TEXT(grounds[i].id), DB_ID(grounds[i].read_us),
            DB_ID(sighting_of(&grounds[i]))};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool action_ground_find(struct db *db, struct db_args action_ids, struct arena *arena,
    struct action_ground **ret_grounds, int64_t **ret_owners, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_in_query(db,
            "SELECT action_id, kind, source_id, read_us FROM action_ground WHERE action_id IN",
            DB_NO_ARGS, action_ids, "ORDER BY action_id, position", arena, &rows, err))
        return false;
    struct action_ground *grounds = arena_take_array(arena, rows.count, sizeof *grounds);
    int64_t *owners = arena_take_array(arena, rows.count, sizeof *owners);
    for (size_t i = 0; grounds && owners && i < rows.count; i++) {
        owners[i] = db_int(&rows, i, 0);
        grounds[i] = (struct action_ground){.kind = db_text(&rows, i, 1),
            .id = db_text(&rows, i, 2),
            .read_us = db_int(&rows, i, 3)};
    }
    *ret_grounds = grounds;
    *ret_owners = owners;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
