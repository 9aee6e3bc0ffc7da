/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/filter.h"

#include "base/limits.h"
#include "codec/json.h"
#include "journal/journal.h"

/* $1 and $2 are the one who asks. */
#define SELECT                                                                                     \
    "SELECT f.id, f.account_id, f.team_id, f.name, f.query, f.created_us, a.name, g.name,"         \
    " d.filter_id FROM saved_filter f JOIN account a ON a.id = f.account_id"                       \
    " LEFT JOIN team g ON g.id = f.team_id"                                                        \
    " LEFT JOIN saved_filter_default d ON d.filter_id = f.id AND d.account_id = $1"                \
    " WHERE (f.account_id = $1 OR (f.team_id IS NOT NULL AND g.deleted_us IS NULL AND " TEAM_SEES( \
        "f.team_id", "$1", "$2") "))"

static struct filter read_filter(const struct db_rows *rows, size_t row)
{
    return (struct filter){.id = db_int(rows, row, 0),
        .account_id = db_int(rows, row, 1),
        .team_id = db_int(rows, row, 2),
        .name = db_text(rows, row, 3),
        .query = db_text(rows, row, 4),
        .created_us = db_int(rows, row, 5),
        .owner_name = db_text(rows, row, 6),
        .team_name = db_text(rows, row, 7),
        .is_default = !db_is_null(rows, row, 8)};
}

bool filter_list(struct db *db, const struct api_principal *who, size_t limit, struct arena *arena,
    struct filter **ret_filters, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT " ORDER BY lower(f.name), f.id LIMIT $3",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ), DB_INT((int64_t)limit)), arena, &rows,
            err))
        return false;
    struct filter *filters = arena_take_array(arena, rows.count, sizeof *filters);
    for (size_t i = 0; filters && i < rows.count; i++)
        filters[i] = read_filter(&rows, i);
    *ret_filters = filters;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool filter_find(struct db *db, const struct api_principal *who, int64_t id, struct arena *arena,
    struct filter *ret_filter, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT " AND f.id = $3",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ), DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such filter");
    *ret_filter = read_filter(&rows, 0);
    return true;
}

struct change {
    const struct api_principal *who;
    const struct filter *filter;
    int64_t id;
    bool is_new;
    int64_t now_us;
};

static bool check_team(
    struct db *db, const struct change *change, struct arena *arena, struct err *err)
{
    struct team team;
    return change->filter->team_id == 0 || team_find(db, change->who, change->filter->team_id,
                                               RIGHT_TICKET_WORK, arena, &team, err);
}

/* Names are told apart as people see them; $3 is the filter itself. */
static bool check_others(
    struct db *db, const struct change *change, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT count(*), count(CASE WHEN lower(name) = lower(CAST($2 AS TEXT)) THEN 1 END)"
            " FROM saved_filter WHERE account_id = $1 AND id <> $3",
            DB_ARGS(DB_INT(change->who->account_id), DB_TEXT(change->filter->name),
                DB_INT(change->filter->id)),
            arena, &rows, err))
        return false;
    if (db_int(&rows, 0, 0) >= (int64_t)LIMIT_SAVED_FILTERS)
        return err_set(
            err, ERR_LIMIT, "you keep %zu filters: delete one first", LIMIT_SAVED_FILTERS);
    return db_int(&rows, 0, 1) == 0 ||
           err_set(err, ERR_CONFLICT, "name: you have a filter \"%.*s\" already",
               TEXT_ARG(change->filter->name));
}

static bool check_own(
    struct db *db, const struct change *change, struct arena *arena, struct err *err)
{
    struct filter found;
    if (change->is_new)
        return true;
    if (!filter_find(db, change->who, change->filter->id, arena, &found, err))
        return false;
    return found.account_id == change->who->account_id ||
           err_set(err, ERR_FORBIDDEN, "it is %.*s's: keep one of your own",
               TEXT_ARG(found.owner_name));
}

/* What a person calls it is theirs. */
static bool tell(struct db *db, const struct api_principal *who, const char *kind,
    const struct filter *filter, int64_t now_us, struct err *err)
{
    struct buf name;
    buf_init(&name, SIZE_MAX);
    json_print_open(&name, '{');
    json_print_member(&name, "name", filter->name);
    json_print_close(&name, '}');
    bool is_ok = journal_add(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = who->account_id,
            .team_id = filter->team_id,
            .object_kind = "filter",
            .object_id = filter->id,
            .at_us = now_us,
            .personal = buf_text(&name)},
        err);
    buf_done(&name);
    return is_ok;
}

static bool put(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    const struct filter *filter = change->filter;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_ok =
        check_own(db, change, &arena, err) && check_team(db, change, &arena, err) &&
        check_others(db, change, &arena, err) &&
        tell(db, change->who, "filter.kept", filter, change->now_us, err) &&
        db_run(db,
            "INSERT INTO saved_filter (id, account_id, team_id, name, query, created_us)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET"
            " team_id = excluded.team_id, name = excluded.name, query = excluded.query",
            DB_ARGS(DB_INT(filter->id), DB_INT(change->who->account_id), DB_ID(filter->team_id),
                DB_TEXT(filter->name), DB_TEXT(filter->query), DB_INT(filter->created_us)),
            NULL, err);
    arena_done(&arena);
    return is_ok;
}

bool filter_put(struct db *db, const struct api_principal *who, const struct filter *filter,
    bool is_new, int64_t now_us, struct err *err)
{
    struct change change = {.who = who, .filter = filter, .is_new = is_new, .now_us = now_us};
    return db_transact(db, put, &change, err);
}

static bool check_may_delete(struct db *db, const struct change *change, struct arena *arena,
    struct filter *ret_found, struct err *err)
{
    struct team team;
    if (!filter_find(db, change->who, change->id, arena, ret_found, err))
        return false;
    return ret_found->account_id == change->who->account_id ||
           team_find(db, change->who, ret_found->team_id, RIGHT_TEAM_MANAGE, arena, &team, err);
}

static bool delete_filter(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct filter found;
    bool is_ok = check_may_delete(db, change, &arena, &found, err) &&
                 tell(db, change->who, "filter.deleted", &found, change->now_us, err) &&
                 db_run(db, "DELETE FROM saved_filter_default WHERE filter_id = $1",
                     DB_ARGS(DB_INT(change->id)), NULL, err) &&
                 db_run(db, "DELETE FROM saved_filter WHERE id = $1", DB_ARGS(DB_INT(change->id)),
                     NULL, err);
    arena_done(&arena);
    return is_ok;
}

bool filter_delete(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err)
{
    struct change change = {.who = who, .id = id, .now_us = now_us};
    return db_transact(db, delete_filter, &change, err);
}

static bool set_default(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    struct arena arena;
    struct filter found;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = change->id == 0 || filter_find(db, change->who, change->id, &arena, &found, err);
    arena_done(&arena);
    if (!is_ok || !db_run(db, "DELETE FROM saved_filter_default WHERE account_id = $1",
                      DB_ARGS(DB_INT(change->who->account_id)), NULL, err))
        return false;
    return change->id == 0 ||
           db_run(db, "INSERT INTO saved_filter_default (account_id, filter_id) VALUES ($1, $2)",
               DB_ARGS(DB_INT(change->who->account_id), DB_INT(change->id)), NULL, err);
}

bool filter_set_default(struct db *db, const struct api_principal *who, int64_t id, struct err *err)
{
    struct change change = {.who = who, .id = id};
    return db_transact(db, set_default, &change, err);
}
