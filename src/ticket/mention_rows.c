/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/mention.h"

#include "account/team.h"
#include "store/db_in.h"

static bool read_people(const struct db_rows *rows, struct arena *arena,
    struct mention_person **ret_people, size_t *ret_count, struct err *err)
{
    struct mention_person *people = arena_take_array(arena, rows->count, sizeof *people);
    for (size_t i = 0; people && i < rows->count; i++)
        people[i] = (struct mention_person){db_int(rows, i, 0), db_text(rows, i, 1)};
    *ret_people = people;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool mention_people(struct db *db, int64_t team_id, struct text prefix, size_t limit,
    struct arena *arena, struct mention_person **ret_people, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               "SELECT a.id, a.name FROM account a WHERE " TEAM_SEERS("$1", "a",
                   "$2") " AND substr(lower(a.name), 1, length(CAST($3 AS TEXT))) = lower(CAST($3 AS TEXT))"
                         " ORDER BY lower(a.name), a.id LIMIT $4",
               DB_ARGS(DB_INT(team_id), TEAM_SEERS_ARG(RIGHT_TICKET_READ), DB_TEXT(prefix),
                   DB_INT(limit ? (int64_t)limit : INT64_MAX)),
               arena, &rows, err) &&
           read_people(&rows, arena, ret_people, ret_count, err);
}

bool mention_named(struct db *db, const int64_t *ids, size_t id_count, struct arena *arena,
    struct mention_person **ret_people, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    struct db_value *values = arena_take_array(arena, id_count, sizeof *values);
    for (size_t i = 0; values && i < id_count; i++)
        values[i] = DB_INT(ids[i]);
    return arena_check(arena, err) &&
           db_in_query(db, "SELECT id, name FROM account WHERE id IN", DB_NO_ARGS,
               (struct db_args){values, id_count}, "ORDER BY id", arena, &rows, err) &&
           read_people(&rows, arena, ret_people, ret_count, err);
}
