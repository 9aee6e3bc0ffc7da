/* SPDX-License-Identifier: Apache-2.0 */
#include "health/team_coach.h"

#include "account/account.h"
#include "codec/json.h"
#include "journal/journal.h"
#include "ticket/notice.h"

struct naming {
    const struct api_principal *who;
    int64_t team_id, now_us;
    struct text name;
    struct arena arena;
};

static bool tell(
    struct db *db, const struct naming *it, const char *kind, int64_t coach_id, struct err *err)
{
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member_id(&facts, "coach_id", coach_id);
    json_print_close(&facts, '}');
    bool is_told = journal_add(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = it->who->account_id,
            .team_id = it->team_id,
            .object_kind = "team",
            .object_id = it->team_id,
            .at_us = it->now_us,
            .facts = buf_text(&facts)},
        err);
    buf_done(&facts);
    return is_told;
}

/* The coach is told, unless it was by the coach. */
static bool tell_coach(
    struct db *db, const struct naming *it, const char *kind, int64_t coach_id, struct err *err)
{
    const struct notice notice = {.account_id = coach_id,
        .team_id = it->team_id,
        .kind = text_of(kind),
        .reason = NOTICE_TEAM,
        .count = 1,
        .actor_id = it->who->account_id,
        .updated_us = it->now_us};
    return coach_id == it->who->account_id || notice_write(db, &notice, 1, err);
}

/* Ends what stands, of anybody when coach_id is 0. */
static bool end(struct db *db, struct naming *it, int64_t coach_id, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               "DELETE FROM team_coach WHERE team_id = $1 AND "
               "(CAST($2 AS BIGINT) = 0 OR account_id = $2) RETURNING account_id",
               DB_ARGS(DB_INT(it->team_id), DB_INT(coach_id)), &it->arena, &rows, err) &&
           (!rows.count || (tell(db, it, "team.coach_withdrawn", db_int(&rows, 0, 0), err) &&
                               tell_coach(db, it, "coach_withdrawn", db_int(&rows, 0, 0), err)));
}

static bool find_team(struct db *db, struct naming *it, struct err *err)
{
    struct team team;
    return team_find(db, it->who, it->team_id, RIGHT_TEAM_MANAGE, &it->arena, &team, err);
}

static bool find_account(
    struct db *db, struct naming *it, struct account *ret_account, struct err *err)
{
    bool is_there = account_find_name(db, it->name, &it->arena, ret_account, err);
    if (!is_there && err->code != ERR_NOT_FOUND)
        return false;
    return (is_there && !ret_account->is_disabled) ||
           err_set(
               err, ERR_USAGE, "name: nobody who comes in is called \"%.*s\"", TEXT_ARG(it->name));
}

static bool put(struct db *db, struct naming *it, int64_t coach_id, struct err *err)
{
    return end(db, it, 0, err) &&
           db_run(db, "INSERT INTO team_coach (team_id, account_id, since_us) VALUES ($1, $2, $3)",
               DB_ARGS(DB_INT(it->team_id), DB_INT(coach_id), DB_INT(it->now_us)), NULL, err) &&
           tell(db, it, "team.coach_named", coach_id, err) &&
           tell_coach(db, it, "coach_named", coach_id, err);
}

static bool name(struct db *db, void *context, struct err *err)
{
    struct naming *it = context;
    struct account account = {0};
    struct team_coach former;
    return find_team(db, it, err) && find_account(db, it, &account, err) &&
           team_coach_find(db, it->team_id, &it->arena, &former, err) &&
           (former.account_id == account.id || put(db, it, account.id, err));
}

static bool withdraw(struct db *db, void *context, struct err *err)
{
    struct naming *it = context;
    return find_team(db, it, err) && end(db, it, 0, err);
}

static bool lay_down(struct db *db, void *context, struct err *err)
{
    struct naming *it = context;
    return end(db, it, it->who->account_id, err);
}

static bool change(struct db *db, struct naming it, db_work work, struct err *err)
{
    arena_init(&it.arena, SIZE_MAX);
    bool is_done = db_transact(db, work, &it, err);
    arena_done(&it.arena);
    return is_done;
}

bool team_coach_name(struct db *db, const struct api_principal *who, int64_t team_id,
    struct text wanted, int64_t now_us, struct err *err)
{
    return change(db,
        (struct naming){.who = who, .team_id = team_id, .now_us = now_us, .name = wanted}, name,
        err);
}

bool team_coach_withdraw(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t now_us, struct err *err)
{
    return change(
        db, (struct naming){.who = who, .team_id = team_id, .now_us = now_us}, withdraw, err);
}

bool team_coach_lay_down(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t now_us, struct err *err)
{
    return change(
        db, (struct naming){.who = who, .team_id = team_id, .now_us = now_us}, lay_down, err);
}

bool team_coach_find(struct db *db, int64_t team_id, struct arena *arena,
    struct team_coach *ret_coach, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT a.id, a.name, c.since_us FROM team_coach c "
            "JOIN account a ON a.id = c.account_id WHERE c.team_id = $1",
            DB_ARGS(DB_INT(team_id)), arena, &rows, err))
        return false;
    *ret_coach = (struct team_coach){.name = {"", 0}};
    if (rows.count)
        *ret_coach =
            (struct team_coach){db_int(&rows, 0, 0), db_text(&rows, 0, 1), db_int(&rows, 0, 2)};
    return true;
}

bool team_coach_list(struct db *db, const struct api_principal *who, struct arena *arena,
    struct team_coached **ret_teams, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT t.id, t.name, c.since_us FROM team_coach c JOIN team t ON t.id = c.team_id "
            "WHERE c.account_id = $1 AND t.deleted_us IS NULL ORDER BY lower(t.name), t.id",
            DB_ARGS(DB_INT(who->account_id)), arena, &rows, err))
        return false;
    struct team_coached *teams = arena_take_array(arena, rows.count, sizeof *teams);
    for (size_t i = 0; teams && i < rows.count; i++)
        teams[i] =
            (struct team_coached){db_int(&rows, i, 0), db_text(&rows, i, 1), db_int(&rows, i, 2)};
    *ret_teams = teams;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
