/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account.h"
#include "account/account_delete.h"
#include "account/account_rows.h"
#include "journal/journal.h"
#include "journal/journal_person.h"

enum { TEAMS_NAMED_MAX = 10, SQL_SIZE = 128 };

const struct account_delete_table account_delete_tables[] = {
    {"authenticator", "account_id"},
    {"badge_act", "account_id"},
    {"diary_coach", "account_id"},
    {"diary_coach", "coach_id"},
    {"invitation_use", "account_id"},
    {"kept_reply", "account_id"},
    {"mail_person", "account_id"},
    {"notice", "account_id"},
    {"oidc_flow", "account_id"},
    {"oidc_identity", "account_id"},
    {"password", "account_id"},
    {"reading", "account_id"}, /* with reading_team */
    {"recovery_code", "account_id"},
    {"saved_filter_default", "account_id"},
    {"team_coach", "account_id"},
    {"team_member", "account_id"},
    {"ticket_watch", "account_id"},
    {"wallet_address", "account_id"},
    {"wallet_challenge", "account_id"},
    {NULL, NULL},
};

struct deletion {
    int64_t id, actor_id, now_us;
    db_work first;
    void *context;
};

/* Names the teams that would be left without an admin who comes in. */
static bool check_teams(struct db *db, int64_t id, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    struct buf names;
    if (!db_query(db,
            "SELECT t.name FROM team t JOIN team_member m ON m.team_id = t.id "
            "WHERE m.account_id = $1 AND m.role = 'admin' AND t.deleted_us IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM team_member o JOIN account a ON a.id = o.account_id "
            "WHERE o.team_id = t.id AND o.role = 'admin' AND o.account_id <> $1 "
            "AND a.disabled_us IS NULL) ORDER BY t.name LIMIT $2",
            DB_ARGS(DB_INT(id), DB_INT(TEAMS_NAMED_MAX)), arena, &rows, err))
        return false;
    if (!rows.count)
        return true;
    buf_init(&names, SIZE_MAX);
    for (size_t i = 0; i < rows.count; i++)
        buf_format(&names, "%s\"%.*s\"", i ? ", " : "", TEXT_ARG(db_text(&rows, i, 0)));
    err_set(err, ERR_CONFLICT,
        "this is the last admin of %s: make somebody else an admin there, or delete the team",
        names.at);
    buf_done(&names);
    return false;
}

/* A filter that is shared is the team's; a private one may still be what somebody else's list begins with, from before. */
static bool forget_filters(struct db *db, int64_t id, struct err *err)
{
    return db_run(db,
               "DELETE FROM saved_filter_default WHERE filter_id IN "
               "(SELECT id FROM saved_filter WHERE account_id = $1 AND team_id IS NULL)",
               DB_ARGS(DB_INT(id)), NULL, err) &&
           db_run(db, "DELETE FROM saved_filter WHERE account_id = $1 AND team_id IS NULL",
               DB_ARGS(DB_INT(id)), NULL, err);
}

/* What a provider of single sign-on said of somebody is kept with the session, which is gone by now. */
static bool forget_tokens(struct db *db, struct err *err)
{
    return db_run(db,
        "DELETE FROM oidc_session WHERE NOT EXISTS "
        "(SELECT 1 FROM session s WHERE s.id = oidc_session.session_id)",
        DB_NO_ARGS, NULL, err);
}

/* Letters name whom they are for; what waits is not sent any more. */
static bool forget_letters(struct db *db, int64_t id, struct err *err)
{
    return db_run(db,
        "DELETE FROM outbox WHERE channel IN ('mail', 'notice') AND target_id = 0 AND lane = $1",
        DB_ARGS(DB_INT(id)), NULL, err);
}

/* Somebody who was invited by mail may stand in the invitation that they used. */
static bool forget_rows(struct db *db, const struct deletion *it, struct err *err)
{
    struct db_args id = DB_ARGS(DB_INT(it->id));
    if (!db_run(db,
            "UPDATE invitation SET email = NULL WHERE id IN "
            "(SELECT invitation_id FROM invitation_use WHERE account_id = $1)",
            id, NULL, err) ||
        !db_run(db,
            "UPDATE invitation SET revoked_us = $2 WHERE created_by = $1 AND revoked_us IS NULL",
            DB_ARGS(DB_INT(it->id), DB_INT(it->now_us)), NULL, err) ||
        !db_run(db, "UPDATE api_token SET name = 'deleted' WHERE account_id = $1", id, NULL, err))
        return false;
    if (!forget_filters(db, it->id, err) || !forget_letters(db, it->id, err) ||
        !forget_tokens(db, err))
        return false;
    for (const struct account_delete_table *table = account_delete_tables; table->name; table++) {
        char sql[SQL_SIZE];
        snprintf(sql, sizeof sql, "DELETE FROM %s WHERE %s = $1", table->name, table->column);
        if (!db_run(db, sql, id, NULL, err))
            return false;
    }
    return true;
}

/* The name must be one that nobody has: the id makes it so. */
static bool overwrite(struct db *db, const struct deletion *it, struct err *err)
{
    char name[64];
    snprintf(name, sizeof name, "deleted account %lld", (long long)it->id);
    return db_run(db,
        "UPDATE account SET name = $2, email = NULL, is_administrator = 0, is_analyst = 0, "
        "is_governance = 0, is_coordinator = 0, disabled_us = coalesce(disabled_us, $3), "
        "deleted_us = $3, time_zone = '' WHERE id = $1",
        DB_ARGS(DB_INT(it->id), DB_TEXT(text_of(name)), DB_INT(it->now_us)), NULL, err);
}

static bool tell(struct db *db, const struct deletion *it, struct err *err)
{
    return journal_add(db,
        &(struct journal_entry){.kind = "account.deleted",
            .actor_id = it->actor_id,
            .object_kind = "account",
            .object_id = it->id,
            .at_us = it->now_us},
        err);
}

static bool delete(struct db *db, void *context, struct err *err)
{
    const struct deletion *it = context;
    struct arena arena;
    struct account account;
    arena_init(&arena, SIZE_MAX);
    bool may =
        account_find(db, it->id, &arena, &account, err) && check_teams(db, it->id, &arena, err);
    arena_done(&arena);
    return may && (!it->first || it->first(db, it->context, err)) &&
           account_rows_lock_out(db, it->id, it->now_us, err) && forget_rows(db, it, err) &&
           overwrite(db, it, err) && account_rows_check_left(db, err) && tell(db, it, err) &&
           journal_person_erase(db, it->id, it->actor_id, it->now_us, err);
}

bool account_delete(struct db *db, int64_t id, int64_t actor_id, int64_t now_us, db_work first,
    void *context, struct err *err)
{
    struct deletion it = {id, actor_id, now_us, first, context};
    return db_transact(db, delete, &it, err);
}
