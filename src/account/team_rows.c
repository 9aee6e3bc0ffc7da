/* SPDX-License-Identifier: Apache-2.0 */
#include "account/team.h"

#include <stdio.h>

#include "base/rand.h"
#include "codec/zone.h"
#include "journal/journal.h"

/* $1 and $2 are the one who asks. A role that is no word of ours reads as stranger. */
#define TEAM_SELECT                                                                                  \
    "SELECT t.id, t.name, t.created_us, m.role, "                                                    \
    "(SELECT count(*) FROM team_member n WHERE n.team_id = t.id), "                                  \
    "(SELECT count(*) FROM service s WHERE s.team_id = t.id AND s.deleted_us IS NULL), "             \
    "t.time_zone, (SELECT count(*) FROM team_coach c WHERE c.team_id = t.id AND c.account_id = $1) " \
    "FROM team t LEFT JOIN team_member m ON m.team_id = t.id AND m.account_id = $1 "                 \
    "WHERE t.deleted_us IS NULL AND " TEAM_ROLE_IS("m.role", "$2") " "

const char *team_role_shown(const struct api_principal *who, enum team_role role)
{
    enum team_role least = who->roles & ACCOUNT_ADMINISTRATOR ? TEAM_ADMIN : TEAM_VIEWER;
    return right_team_word(role > least ? role : least);
}

static enum team_role read_role(const struct db_rows *rows, size_t row, size_t column)
{
    enum team_role role = TEAM_STRANGER;
    return right_team_read(db_text(rows, row, column), &role) ? role : TEAM_STRANGER;
}

static struct team read_team(const struct db_rows *rows, size_t row)
{
    return (struct team){
        .id = db_int(rows, row, 0),
        .name = db_text(rows, row, 1),
        .created_us = db_int(rows, row, 2),
        .role = read_role(rows, row, 3),
        .member_count = db_int(rows, row, 4),
        .service_count = db_int(rows, row, 5),
        .time_zone = db_text(rows, row, 6),
        .is_coached = db_int(rows, row, 7) != 0,
    };
}

/* Checks the right in the one team that was found, or was not. */
static bool take_team(const struct db_rows *rows, const struct api_principal *who, enum right right,
    struct team *ret_team, struct err *err)
{
    struct team team = {.role = TEAM_STRANGER};
    if (!rows->count)
        return err_set(err, ERR_NOT_FOUND, "there is no such team");
    team = read_team(rows, 0);
    unsigned roles = who->roles | (team.is_coached ? ACCOUNT_TEAM_COACH : 0U);
    if (!right_check(roles, team.role, right, "team", err))
        return false;
    *ret_team = team;
    return true;
}

bool team_find(struct db *db, const struct api_principal *who, int64_t id, enum right right,
    struct arena *arena, struct team *ret_team, struct err *err)
{
    struct db_rows rows;
    return db_query(db, TEAM_SELECT "AND t.id = $3",
               DB_ARGS(DB_INT(who->account_id), DB_INT(TEAM_STRANGER), DB_INT(id)), arena, &rows,
               err) &&
           take_team(&rows, who, right, ret_team, err);
}

static bool choose_named(struct db *db, const struct api_principal *who, struct text name,
    enum right right, struct arena *arena, struct team *ret_team, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, TEAM_SELECT "AND lower(t.name) = lower($3)",
            DB_ARGS(DB_INT(who->account_id), DB_INT(TEAM_STRANGER), DB_TEXT(name)), arena, &rows,
            err))
        return false;
    return take_team(&rows, who, right, ret_team, err) || err_add(err, "team %.*s", TEXT_ARG(name));
}

bool team_choose(struct db *db, const struct api_principal *who, struct text name, enum right right,
    struct arena *arena, struct team *ret_team, struct err *err)
{
    struct db_rows rows;
    if (name.len)
        return choose_named(db, who, name, right, arena, ret_team, err);
    if (!db_query(db, TEAM_SELECT "ORDER BY t.name, t.id LIMIT 2",
            DB_ARGS(TEAM_SEES_ARGS(who, right)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_FORBIDDEN, "team: you may add services to none");
    if (rows.count > 1)
        return err_set(err, ERR_USAGE, "team: name one, such as \"%.*s\" or \"%.*s\"",
            TEXT_ARG(db_text(&rows, 0, 1)), TEXT_ARG(db_text(&rows, 1, 1)));
    *ret_team = read_team(&rows, 0);
    return true;
}

bool team_list(struct db *db, const struct api_principal *who, struct text after_name,
    int64_t after_id, size_t limit, struct arena *arena, struct team **ret_teams, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            TEAM_SELECT "AND (t.name > $3 OR (t.name = $3 AND t.id > $4)) "
                        "ORDER BY t.name, t.id LIMIT $5",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TEAM_READ), DB_TEXT(after_name), DB_INT(after_id),
                DB_INT((int64_t)limit)),
            arena, &rows, err))
        return false;
    struct team *teams = arena_take_array(arena, rows.count, sizeof *teams);
    if (!teams)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        teams[i] = read_team(&rows, i);
    *ret_teams = teams;
    *ret_count = rows.count;
    return true;
}

/* What a change of a team or its members is done with, inside a transaction. */
struct change {
    const struct api_principal *who;
    int64_t team_id, account_id, now_us;
    struct text name, time_zone;
    enum team_role role;
};

static bool check_right(
    struct db *db, const struct change *change, enum right right, struct err *err)
{
    struct arena arena;
    struct team team;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = team_find(db, change->who, change->team_id, right, &arena, &team, err);
    arena_done(&arena);
    return is_fine;
}

/* Gives the first number of a statement's rows, 0 when there are none. */
static bool read_number(
    struct db *db, const char *sql, struct db_args args, int64_t *ret_number, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db, sql, args, &arena, &rows, err);
    if (is_fine)
        *ret_number = rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_fine;
}

static bool check_name_free(struct db *db, const struct change *change, struct err *err)
{
    int64_t other;
    return read_number(db,
               "SELECT id FROM team WHERE lower(name) = lower($1) AND deleted_us IS NULL "
               "AND id <> $2",
               DB_ARGS(DB_TEXT(change->name), DB_INT(change->team_id)), &other, err) &&
           (!other || err_set(err, ERR_CONFLICT, "there is a team \"%.*s\" already",
                          TEXT_ARG(change->name)));
}

static bool tell(struct db *db, const char *kind, const struct change *change, struct err *err)
{
    char facts[64] = "";
    if (change->account_id && change->role != TEAM_STRANGER)
        snprintf(facts, sizeof facts, "{\"account_id\":\"%lld\",\"role\":\"%s\"}",
            (long long)change->account_id, right_team_word(change->role));
    else if (change->account_id)
        snprintf(facts, sizeof facts, "{\"account_id\":\"%lld\"}", (long long)change->account_id);
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = change->who->account_id,
            .team_id = change->team_id,
            .object_kind = "team",
            .object_id = change->team_id,
            .at_us = change->now_us,
            .facts = text_of(facts)},
        JOURNAL_TEXTS({"name", change->name}), err);
}

static bool put_member(struct db *db, const struct change *change, struct err *err)
{
    return db_run(db,
        "INSERT INTO team_member (team_id, account_id, role, created_us) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (team_id, account_id) DO UPDATE SET role = excluded.role",
        DB_ARGS(DB_INT(change->team_id), DB_INT(change->account_id),
            DB_TEXT(text_of(right_team_word(change->role))), DB_INT(change->now_us)),
        NULL, err);
}

static bool add(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    return check_name_free(db, change, err) &&
           db_run(db, "INSERT INTO team (id, name, created_us, time_zone) VALUES ($1, $2, $3, $4)",
               DB_ARGS(DB_INT(change->team_id), DB_TEXT(change->name), DB_INT(change->now_us),
                   DB_TEXT(change->time_zone)),
               NULL, err) &&
           put_member(db, change, err) && tell(db, "team.created", change, err);
}

bool team_add(struct db *db, const struct api_principal *who, const struct team_change *wanted,
    int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct change change = {.who = who,
        .team_id = rand_id(now_us),
        .account_id = who->account_id,
        .now_us = now_us,
        .name = wanted->name,
        .time_zone = wanted->time_zone.len ? wanted->time_zone : TEXT("UTC"),
        .role = TEAM_ADMIN};
    if (!zone_check(change.time_zone, err))
        return err_add(err, "time_zone");
    if (!db_transact(db, add, &change, err))
        return false;
    *ret_id = change.team_id;
    return true;
}

static bool rename_team(struct db *db, const struct change *change, struct err *err)
{
    return check_name_free(db, change, err) &&
           db_run(db, "UPDATE team SET name = $2 WHERE id = $1",
               DB_ARGS(DB_INT(change->team_id), DB_TEXT(change->name)), NULL, err) &&
           tell(db, "team.renamed", change, err);
}

static bool set_zone(struct db *db, const struct change *change, struct err *err)
{
    char facts[ZONE_NAME_MAX + 32];
    snprintf(facts, sizeof facts, "{\"time_zone\":\"%.*s\"}", TEXT_ARG(change->time_zone));
    return db_run(db, "UPDATE team SET time_zone = $2 WHERE id = $1",
               DB_ARGS(DB_INT(change->team_id), DB_TEXT(change->time_zone)), NULL, err) &&
           journal_add(db,
               &(struct journal_entry){.kind = "team.zone_set",
                   .actor_id = change->who->account_id,
                   .team_id = change->team_id,
                   .object_kind = "team",
                   .object_id = change->team_id,
                   .at_us = change->now_us,
                   .facts = text_of(facts)},
               err);
}

static bool change_team(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    return check_right(db, change, RIGHT_TEAM_MANAGE, err) &&
           (!change->name.len || rename_team(db, change, err)) &&
           (!change->time_zone.len || set_zone(db, change, err));
}

bool team_change(struct db *db, const struct api_principal *who, int64_t id,
    const struct team_change *wanted, int64_t now_us, struct err *err)
{
    struct change change = {.who = who,
        .team_id = id,
        .name = wanted->name,
        .time_zone = wanted->time_zone,
        .now_us = now_us};
    return (!change.time_zone.len || zone_check(change.time_zone, err) ||
               err_add(err, "time_zone")) &&
           db_transact(db, change_team, &change, err);
}

static bool delete_team(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    int64_t services;
    if (!check_right(db, change, RIGHT_TEAM_MANAGE, err) ||
        !read_number(db, "SELECT count(*) FROM service WHERE team_id = $1 AND deleted_us IS NULL",
            DB_ARGS(DB_INT(change->team_id)), &services, err))
        return false;
    if (services)
        return err_set(err, ERR_CONFLICT, "the team still has services (%lld): delete them first",
            (long long)services);
    return db_run(db, "UPDATE team SET deleted_us = $2 WHERE id = $1",
               DB_ARGS(DB_INT(change->team_id), DB_INT(change->now_us)), NULL, err) &&
           tell(db, "team.deleted", change, err);
}

bool team_delete(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err)
{
    struct change change = {.who = who, .team_id = id, .now_us = now_us};
    return db_transact(db, delete_team, &change, err);
}

/* -- members -- */

bool team_member_list(struct db *db, int64_t team_id, struct arena *arena,
    struct team_member **ret_members, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT m.account_id, a.name, m.role, m.created_us FROM team_member m "
            "JOIN account a ON a.id = m.account_id WHERE m.team_id = $1 ORDER BY a.name",
            DB_ARGS(DB_INT(team_id)), arena, &rows, err))
        return false;
    struct team_member *members = arena_take_array(arena, rows.count, sizeof *members);
    if (!members)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        members[i] = (struct team_member){
            .account_id = db_int(&rows, i, 0),
            .name = db_text(&rows, i, 1),
            .role = read_role(&rows, i, 2),
            .created_us = db_int(&rows, i, 3),
        };
    *ret_members = members;
    *ret_count = rows.count;
    return true;
}

static bool read_was_admin(
    struct db *db, const struct change *change, int64_t *ret_was_admin, struct err *err)
{
    return read_number(db,
        "SELECT count(*) FROM team_member WHERE team_id = $1 AND account_id = $2 "
        "AND role = 'admin'",
        DB_ARGS(DB_INT(change->team_id), DB_INT(change->account_id)), ret_was_admin, err);
}

/* An admin who comes in no more manages nothing. Where no admin goes, nothing is worse than it was. */
static bool check_admin_left(
    struct db *db, const struct change *change, int64_t was_admin, struct err *err)
{
    int64_t admins;
    return !was_admin || change->role == TEAM_ADMIN ||
           (read_number(db,
                "SELECT count(*) FROM team_member m JOIN account a ON a.id = m.account_id "
                "WHERE m.team_id = $1 AND m.role = 'admin' AND a.disabled_us IS NULL",
                DB_ARGS(DB_INT(change->team_id)), &admins, err) &&
               (admins || err_set(err, ERR_CONFLICT,
                              "the team would be left without an admin: name another one first")));
}

static bool set_member(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    int64_t account, was_admin;
    if (!check_right(db, change, RIGHT_TEAM_MANAGE, err) ||
        !read_was_admin(db, change, &was_admin, err) ||
        !read_number(db, "SELECT id FROM account WHERE id = $1 AND deleted_us IS NULL",
            DB_ARGS(DB_INT(change->account_id)), &account, err))
        return false;
    if (!account)
        return err_set(err, ERR_NOT_FOUND, "there is no such account");
    return put_member(db, change, err) && check_admin_left(db, change, was_admin, err) &&
           tell(db, "team.member_set", change, err);
}

bool team_member_set(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t account_id, enum team_role role, int64_t now_us, struct err *err)
{
    struct change change = {
        .who = who, .team_id = team_id, .account_id = account_id, .now_us = now_us, .role = role};
    return db_transact(db, set_member, &change, err);
}

static bool remove_member(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    bool is_self = change->account_id == change->who->account_id;
    int64_t changed, was_admin;
    if (!check_right(db, change, is_self ? RIGHT_TEAM_LEAVE : RIGHT_TEAM_MANAGE, err) ||
        !read_was_admin(db, change, &was_admin, err) ||
        !db_run(db, "DELETE FROM team_member WHERE team_id = $1 AND account_id = $2",
            DB_ARGS(DB_INT(change->team_id), DB_INT(change->account_id)), &changed, err))
        return false;
    if (!changed)
        return err_set(err, ERR_NOT_FOUND, "there is no such member");
    return check_admin_left(db, change, was_admin, err) &&
           tell(db, "team.member_removed", change, err);
}

bool team_member_remove(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t account_id, int64_t now_us, struct err *err)
{
    struct change change = {
        .who = who, .team_id = team_id, .account_id = account_id, .now_us = now_us};
    return db_transact(db, remove_member, &change, err);
}
