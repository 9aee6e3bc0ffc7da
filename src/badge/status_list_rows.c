/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/status_list.h"

#include "base/rand.h"

/* Bits of a list that is not full are found by chance in two tries on average; so many fail once in 2^64. */
enum { TRIES = 64 };

static bool find(struct db *db, int64_t badge_id, struct status_place *ret_place,
    bool *ret_is_found, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, "SELECT list, position FROM badge_status WHERE badge_id = $1",
        DB_ARGS(DB_INT(badge_id)), &arena, &rows, err);
    *ret_is_found = is_ok && rows.count == 1;
    if (*ret_is_found)
        *ret_place = (struct status_place){db_int(&rows, 0, 0), db_int(&rows, 0, 1)};
    arena_done(&arena);
    return is_ok;
}

/* The newest list, or the next one when that is as full as it gets. */
static bool open_list(struct db *db, int64_t *ret_list, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT list, count(*) FROM badge_status WHERE list = (SELECT max(list) FROM badge_status) "
        "GROUP BY list",
        DB_NO_ARGS, &arena, &rows, err);
    if (is_ok)
        *ret_list =
            rows.count == 0 ? 1 : db_int(&rows, 0, 0) + (db_int(&rows, 0, 1) >= STATUS_LIST_USED);
    arena_done(&arena);
    return is_ok;
}

struct placing {
    int64_t badge_id;
    struct status_place place;
};

static bool take(struct db *db, void *context, struct err *err)
{
    struct placing *placing = context;
    bool is_found;
    int64_t list, changed = 0;
    if (!find(db, placing->badge_id, &placing->place, &is_found, err) ||
        (!is_found && !open_list(db, &list, err)))
        return false;
    for (int i = 0; !is_found && i < TRIES; i++) {
        uint32_t chance;
        rand_bytes(&chance, sizeof chance);
        placing->place = (struct status_place){list, chance % STATUS_LIST_BITS};
        if (!db_run(db,
                "INSERT INTO badge_status (badge_id, list, position) VALUES ($1, $2, $3) "
                "ON CONFLICT (list, position) DO NOTHING",
                DB_ARGS(DB_INT(placing->badge_id), DB_INT(list), DB_INT(placing->place.position)),
                &changed, err))
            return false;
        is_found = changed == 1;
    }
    return is_found || err_set(err, ERR_SYSTEM, "no place in the status list was found");
}

bool status_list_place(
    struct db *db, int64_t badge_id, struct status_place *ret_place, struct err *err)
{
    struct placing placing = {.badge_id = badge_id};
    bool is_found;
    if (!find(db, badge_id, ret_place, &is_found, err))
        return false;
    if (is_found)
        return true;
    if (!db_transact(db, take, &placing, err))
        return false;
    *ret_place = placing.place;
    return true;
}

static bool exists(struct db *db, int64_t list, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, "SELECT max(list) FROM badge_status", DB_NO_ARGS, &arena, &rows, err);
    bool is_there = is_ok && list >= 1 && (list == 1 || list <= db_int(&rows, 0, 0));
    arena_done(&arena);
    return is_there || (is_ok && err_set(err, ERR_NOT_FOUND, "there is no such status list"));
}

bool status_list_find(
    struct db *db, int64_t list, struct arena *arena, struct status_list *ret_list, struct err *err)
{
    struct db_rows rows;
    if (!exists(db, list, err) ||
        !db_query(db,
            "SELECT s.position, b.revoked_us FROM badge_status s JOIN badge b ON b.id = s.badge_id "
            "WHERE s.list = $1 AND b.revoked_us IS NOT NULL ORDER BY s.position",
            DB_ARGS(DB_INT(list)), arena, &rows, err))
        return false;
    int64_t *revoked = arena_take_array(arena, rows.count, sizeof *revoked);
    int64_t changed_us = 0;
    if (!revoked)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++) {
        revoked[i] = db_int(&rows, i, 0);
        if (db_int(&rows, i, 1) > changed_us)
            changed_us = db_int(&rows, i, 1);
    }
    *ret_list = (struct status_list){list, revoked, rows.count, changed_us};
    return true;
}
