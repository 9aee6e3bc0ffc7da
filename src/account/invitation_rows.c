/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_secret.h"
#include "account/invitation.h"
#include "account/password.h"
#include "base/rand.h"
#include "journal/journal.h"

#define SELECT                                                                                     \
    "SELECT i.id, i.team_id, t.name, i.team_role, i.roles, i.email, i.uses_max, i.used, "          \
    "i.created_by, i.created_us, i.expires_us, i.revoked_us, a.name FROM invitation i "            \
    "JOIN account a ON a.id = i.created_by LEFT JOIN team t ON t.id = i.team_id "

static struct invitation read_invitation(const struct db_rows *rows, size_t row)
{
    struct invitation invitation = {
        .id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .team_name = db_text(rows, row, 2),
        .team_role = TEAM_STRANGER,
        .roles = (unsigned)db_int(rows, row, 4),
        .email = db_text(rows, row, 5),
        .uses_max = db_int(rows, row, 6),
        .used = db_int(rows, row, 7),
        .created_by = db_int(rows, row, 8),
        .created_us = db_int(rows, row, 9),
        .expires_us = db_int(rows, row, 10),
        .revoked_us = db_int(rows, row, 11),
        .creator_name = db_text(rows, row, 12),
    };
    if (!right_team_read(db_text(rows, row, 3), &invitation.team_role))
        invitation.team_role = TEAM_STRANGER;
    return invitation;
}

/* The journal has the role. The address is told when it was used, as that of the person who used it: told before, it could only be
   erased with whoever invited them. */
static bool tell(struct db *db, const char *kind, const struct invitation *invitation,
    int64_t actor_id, int64_t now_us, struct err *err)
{
    char facts[96];
    bool is_theirs = strcmp(kind, "invitation.used") == 0;
    snprintf(facts, sizeof facts, "{\"team_role\":\"%s\",\"roles\":%u,\"uses_max\":%lld}",
        invitation->team_role ? right_team_word(invitation->team_role) : "", invitation->roles,
        (long long)invitation->uses_max);
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = actor_id,
            .team_id = invitation->team_id,
            .object_kind = "invitation",
            .object_id = invitation->id,
            .at_us = now_us,
            .facts = text_of(facts)},
        JOURNAL_TEXTS({"email", is_theirs ? invitation->email : TEXT("")}), err);
}

static bool check_right(
    struct db *db, const struct api_principal *who, int64_t team_id, struct err *err)
{
    struct arena arena;
    struct team team;
    if (!team_id)
        return right_check(who->roles, TEAM_STRANGER, RIGHT_ACCOUNT_MANAGE, "invitation", err);
    arena_init(&arena, SIZE_MAX);
    bool may = team_find(db, who, team_id, RIGHT_TEAM_INVITE, &arena, &team, err);
    arena_done(&arena);
    return may;
}

/* -- making and revoking -- */

struct adding {
    struct invitation *invitation;
    const struct api_principal *who;
    const struct invitation_then *then;
    unsigned char hash[SHA256_SIZE];
};

static struct db_value hash_value(const unsigned char hash[SHA256_SIZE])
{
    return DB_BLOB(((struct text){(const char *)hash, SHA256_SIZE}));
}

static bool add(struct db *db, void *context, struct err *err)
{
    const struct adding *adding = context;
    const struct invitation *new = adding->invitation;
    struct text role =
        new->team_id ? text_of(right_team_word(new->team_role)) : (struct text){"", 0};
    return check_right(db, adding->who, new->team_id, err) &&
           db_run(db,
               "INSERT INTO invitation (id, hash, team_id, team_role, roles, email, uses_max, used, "
               "created_by, created_us, expires_us) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)",
               DB_ARGS(DB_INT(new->id), hash_value(adding->hash), DB_ID(new->team_id),
                   DB_TEXT_OR_NULL(role), DB_INT(new->roles), DB_TEXT_OR_NULL(new->email),
                   DB_INT(new->uses_max), DB_INT(new->created_by), DB_INT(new->created_us),
                   DB_INT(new->expires_us)),
               NULL, err) &&
           tell(db, "invitation.created", new, new->created_by, new->created_us, err) &&
           (!adding->then || adding->then->work(db, adding->then->context, err));
}

bool invitation_add(struct db *db, struct invitation *invitation, const struct api_principal *who,
    int64_t now_us, char ret_secret[ACCOUNT_SECRET_SIZE], const struct invitation_then *then,
    struct err *err)
{
    struct adding adding = {.invitation = invitation, .who = who, .then = then};
    invitation->id = rand_id(now_us);
    invitation->created_by = who->account_id;
    invitation->creator_name = who->name;
    invitation->created_us = now_us;
    account_secret_new("", ret_secret, adding.hash);
    return db_transact(db, add, &adding, err);
}

bool invitation_count_addressed(
    struct db *db, int64_t account_id, int64_t since_us, int64_t *ret_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(db,
        "SELECT count(*) FROM invitation WHERE created_by = $1 AND created_us > $2 "
        "AND email IS NOT NULL",
        DB_ARGS(DB_INT(account_id), DB_INT(since_us)), &arena, &rows, err);
    if (is_read)
        *ret_count = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_read;
}

bool invitation_list(struct db *db, int64_t team_id, int64_t before_id, size_t limit,
    struct arena *arena, struct invitation **ret_invitations, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            SELECT "WHERE coalesce(i.team_id, 0) = $1 AND i.revoked_us IS NULL AND i.id < $2 "
                   "ORDER BY i.id DESC LIMIT $3",
            DB_ARGS(DB_INT(team_id), DB_INT(before_id), DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    struct invitation *invitations = arena_take_array(arena, rows.count, sizeof *invitations);
    for (size_t i = 0; invitations && i < rows.count; i++)
        invitations[i] = read_invitation(&rows, i);
    *ret_invitations = invitations;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

struct revoking {
    struct invitation invitation;
    int64_t actor_id, now_us;
};

static bool revoke(struct db *db, void *context, struct err *err)
{
    const struct revoking *given = context;
    int64_t changed;
    if (!db_run(db,
            "UPDATE invitation SET revoked_us = $3 WHERE id = $1 AND coalesce(team_id, 0) = $2 "
            "AND revoked_us IS NULL",
            DB_ARGS(DB_INT(given->invitation.id), DB_INT(given->invitation.team_id),
                DB_INT(given->now_us)),
            &changed, err))
        return false;
    if (!changed)
        return err_set(err, ERR_NOT_FOUND, "there is no such invitation");
    return tell(db, "invitation.revoked", &given->invitation, given->actor_id, given->now_us, err);
}

bool invitation_revoke(
    struct db *db, int64_t team_id, int64_t id, int64_t actor_id, int64_t now_us, struct err *err)
{
    struct revoking given = {{.id = id, .team_id = team_id}, actor_id, now_us};
    return db_transact(db, revoke, &given, err);
}

/* -- using -- */

bool invitation_fail(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND,
        "this invitation is not known, or not good any more: ask who invited you for a new one");
}

/* Whether who made it may still invite. */
static bool check_creator(struct db *db, const struct invitation *invitation, struct err *err)
{
    struct arena arena;
    struct account creator;
    struct err why = {0};
    arena_init(&arena, SIZE_MAX);
    bool is_found = account_find(db, invitation->created_by, &arena, &creator, &why);
    struct api_principal who = {.account_id = invitation->created_by};
    if (is_found)
        who.roles = creator.roles;
    bool may = is_found && !creator.is_disabled && check_right(db, &who, invitation->team_id, &why);
    arena_done(&arena);
    if (may)
        return true;
    return why.code == ERR_SYSTEM || why.code == ERR_BUSY ? err_set(err, why.code, "%s", why.text)
                                                          : invitation_fail(err);
}

bool invitation_find(struct db *db, struct text secret, int64_t now_us, struct arena *arena,
    struct invitation *ret_invitation, struct err *err)
{
    struct db_rows rows;
    unsigned char hash[SHA256_SIZE];
    if (!account_secret_hash("", text_trim(secret), hash))
        return invitation_fail(err);
    if (!db_query(db,
            SELECT "WHERE i.hash = $1 AND i.revoked_us IS NULL AND i.expires_us > $2 "
                   "AND (i.team_id IS NULL OR t.deleted_us IS NULL)",
            DB_ARGS(hash_value(hash), DB_INT(now_us)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return invitation_fail(err);
    struct invitation found = read_invitation(&rows, 0);
    if (!check_creator(db, &found, err))
        return false;
    *ret_invitation = found;
    return true;
}

/* Notes the use; ret_is_new is false for who used it before. ERR_NOT_FOUND when it is used up: somebody may have been quicker. */
static bool use(struct db *db, const struct invitation *invitation, int64_t account_id,
    int64_t now_us, bool *ret_is_new, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "INSERT INTO invitation_use (invitation_id, account_id, used_us) VALUES ($1, $2, $3) "
            "ON CONFLICT (invitation_id, account_id) DO NOTHING",
            DB_ARGS(DB_INT(invitation->id), DB_INT(account_id), DB_INT(now_us)), &changed, err))
        return false;
    *ret_is_new = changed > 0;
    if (!changed)
        return true;
    if (!db_run(db, "UPDATE invitation SET used = used + 1 WHERE id = $1 AND used < uses_max",
            DB_ARGS(DB_INT(invitation->id)), &changed, err))
        return false;
    return changed || invitation_fail(err);
}

static bool join_team(struct db *db, const struct invitation *invitation, int64_t account_id,
    int64_t now_us, struct err *err)
{
    return db_run(db,
        "INSERT INTO team_member (team_id, account_id, role, created_us) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (team_id, account_id) DO UPDATE SET role = excluded.role "
        "WHERE team_member.role = 'viewer' OR excluded.role = 'admin'",
        DB_ARGS(DB_INT(invitation->team_id), DB_INT(account_id),
            DB_TEXT(text_of(right_team_word(invitation->team_role))), DB_INT(now_us)),
        NULL, err);
}

static bool add_roles(struct db *db, unsigned roles, int64_t account_id, struct err *err)
{
    return !roles ||
           db_run(db,
               "UPDATE account SET "
               "is_administrator = CASE WHEN CAST($2 AS BIGINT) = 1 THEN 1 ELSE is_administrator END, "
               "is_analyst = CASE WHEN CAST($3 AS BIGINT) = 1 THEN 1 ELSE is_analyst END, "
               "is_governance = CASE WHEN CAST($4 AS BIGINT) = 1 THEN 1 ELSE is_governance END, "
               "is_coordinator = CASE WHEN CAST($5 AS BIGINT) = 1 THEN 1 ELSE is_coordinator END "
               "WHERE id = $1",
               DB_ARGS(DB_INT(account_id), DB_INT((roles & ACCOUNT_ADMINISTRATOR) != 0),
                   DB_INT((roles & ACCOUNT_ANALYST) != 0),
                   DB_INT((roles & ACCOUNT_GOVERNANCE) != 0),
                   DB_INT((roles & ACCOUNT_COORDINATOR) != 0)),
               NULL, err);
}

struct accepting {
    struct text secret;
    int64_t account_id, now_us;
    struct invitation_newcomer *newcomer; /* whose account is made; NULL: it is there */
    char *session;
};

static bool accept_it(struct db *db, const struct accepting *given, int64_t account_id,
    struct arena *arena, struct err *err)
{
    struct invitation invitation;
    bool is_new;
    if (!invitation_find(db, given->secret, given->now_us, arena, &invitation, err) ||
        !use(db, &invitation, account_id, given->now_us, &is_new, err))
        return false;
    if (!is_new)
        return true;
    bool is_given = invitation.team_id ? join_team(db, &invitation, account_id, given->now_us, err)
                                       : add_roles(db, invitation.roles, account_id, err);
    return is_given && tell(db, "invitation.used", &invitation, account_id, given->now_us, err);
}

static bool accept_now(struct db *db, void *context, struct err *err)
{
    const struct accepting *given = context;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_done = accept_it(db, given, given->account_id, &arena, err);
    arena_done(&arena);
    return is_done;
}

bool invitation_accept(
    struct db *db, struct text secret, int64_t account_id, int64_t now_us, struct err *err)
{
    struct accepting given = {.secret = secret, .account_id = account_id, .now_us = now_us};
    return db_transact(db, accept_now, &given, err);
}

static bool make_account(struct db *db, const struct accepting *given, struct err *err)
{
    struct invitation_newcomer *new = given->newcomer;
    return account_add(db, &new->account, &new->account.id, err) &&
           account_tell(
               db, "account.created", &new->account, new->account.id, given->now_us, err) &&
           (!new->password_hash.len ||
               password_set(db, new->account.id, new->password_hash, given->now_us, err));
}

static bool sign_up(struct db *db, void *context, struct err *err)
{
    const struct accepting *given = context;
    struct invitation_newcomer *new = given->newcomer;
    struct arena arena;
    struct invitation invitation;
    int64_t session_id;
    arena_init(&arena, SIZE_MAX);
    bool is_done = invitation_find(db, given->secret, given->now_us, &arena, &invitation, err) &&
                   make_account(db, given, err) &&
                   accept_it(db, given, new->account.id, &arena, err);
    arena_done(&arena);
    new->start.account_id = new->account.id;
    return is_done && session_new(db, &new->start, given->now_us, given->session, &session_id, err);
}

bool invitation_sign_up(struct db *db, struct text secret, struct invitation_newcomer *newcomer,
    int64_t now_us, char ret_session[ACCOUNT_SECRET_SIZE], struct err *err)
{
    struct accepting given = {
        .secret = secret, .now_us = now_us, .newcomer = newcomer, .session = ret_session};
    newcomer->account.created_us = now_us;
    newcomer->account.roles = 0;
    return db_transact(db, sign_up, &given, err);
}
