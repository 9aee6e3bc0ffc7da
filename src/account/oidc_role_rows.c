/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_role_rows.h"

#include "journal/journal.h"

static bool count(
    struct db *db, const char *sql, struct db_args args, int64_t *ret_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_run = db_query(db, sql, args, &arena, &rows, err);
    if (is_run)
        *ret_count = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_run;
}

static bool read_role(
    struct db *db, int64_t account_id, int64_t team_id, enum team_role *ret_role, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    enum team_role role = TEAM_STRANGER;
    arena_init(&arena, SIZE_MAX);
    bool is_run =
        db_query(db, "SELECT role FROM team_member WHERE team_id = $1 AND account_id = $2",
            DB_ARGS(DB_INT(team_id), DB_INT(account_id)), &arena, &rows, err);
    if (is_run && rows.count)
        is_run = right_team_read(db_text(&rows, 0, 0), &role) ||
                 err_set(err, ERR_SYSTEM, "a member has no role that is known");
    arena_done(&arena);
    if (is_run)
        *ret_role = role;
    return is_run;
}

static bool write_role(struct db *db, int64_t account_id, int64_t team_id, enum team_role role,
    int64_t now_us, struct err *err)
{
    if (role == TEAM_STRANGER)
        return db_run(db, "DELETE FROM team_member WHERE team_id = $1 AND account_id = $2",
            DB_ARGS(DB_INT(team_id), DB_INT(account_id)), NULL, err);
    return db_run(db,
        "INSERT INTO team_member (team_id, account_id, role, created_us) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (team_id, account_id) DO UPDATE SET role = excluded.role",
        DB_ARGS(DB_INT(team_id), DB_INT(account_id), DB_TEXT(text_of(right_team_word(role))),
            DB_INT(now_us)),
        NULL, err);
}

static bool tell_team(struct db *db, int64_t account_id, int64_t team_id, enum team_role role,
    int64_t now_us, struct err *err)
{
    char facts[96];
    snprintf(facts, sizeof facts, "{\"account_id\":\"%lld\",\"role\":\"%s\",\"by\":\"groups\"}",
        (long long)account_id, right_team_word(role));
    return journal_add(db,
        &(struct journal_entry){
            .kind = role == TEAM_STRANGER ? "team.member_removed" : "team.member_set",
            .team_id = team_id,
            .object_kind = "team",
            .object_id = team_id,
            .at_us = now_us,
            .facts = text_of(facts)},
        err);
}

bool oidc_role_rows_set_team(struct db *db, int64_t account_id, int64_t team_id,
    enum team_role role, int64_t now_us, struct err *err)
{
    enum team_role before;
    int64_t others = 1;
    if (!read_role(db, account_id, team_id, &before, err))
        return false;
    if (before == TEAM_ADMIN &&
        !count(db,
            "SELECT count(*) FROM team_member WHERE team_id = $1 AND account_id <> $2 "
            "AND role = 'admin'",
            DB_ARGS(DB_INT(team_id), DB_INT(account_id)), &others, err))
        return false;
    if (before == role || others == 0)
        return true;
    return write_role(db, account_id, team_id, role, now_us, err) &&
           tell_team(db, account_id, team_id, role, now_us, err);
}

static bool check_administrator(
    struct db *db, const struct account *account, unsigned *roles, struct err *err)
{
    int64_t others = 1;
    if (account->roles & ~*roles & ACCOUNT_ADMINISTRATOR &&
        !count(db,
            "SELECT count(*) FROM account WHERE is_administrator = 1 AND disabled_us IS NULL "
            "AND id <> $1",
            DB_ARGS(DB_INT(account->id)), &others, err))
        return false;
    if (others == 0)
        *roles |= ACCOUNT_ADMINISTRATOR;
    return true;
}

bool oidc_role_rows_set(struct db *db, int64_t account_id, unsigned named, unsigned given,
    int64_t now_us, struct arena *arena, struct err *err)
{
    struct account account;
    if (!account_find(db, account_id, arena, &account, err))
        return false;
    unsigned roles = (account.roles & ~named) | given;
    if (!check_administrator(db, &account, &roles, err))
        return false;
    if (roles == account.roles)
        return true;
    account.roles = roles;
    return db_run(db,
               "UPDATE account SET is_administrator = $2, is_analyst = $3, is_governance = $4, "
               "is_coordinator = $5 WHERE id = $1",
               DB_ARGS(DB_INT(account_id), DB_INT((roles & ACCOUNT_ADMINISTRATOR) != 0),
                   DB_INT((roles & ACCOUNT_ANALYST) != 0),
                   DB_INT((roles & ACCOUNT_GOVERNANCE) != 0),
                   DB_INT((roles & ACCOUNT_COORDINATOR) != 0)),
               NULL, err) &&
           account_tell(db, "account.changed", &account, 0, now_us, err);
}
