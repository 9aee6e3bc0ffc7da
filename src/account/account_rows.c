/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_rows.h"

#include <stdio.h>

#include "account/account_secret.h"
#include "base/rand.h"
#include "codec/zone.h"
#include "journal/journal.h"

/* A role's flag is a column each: what an account may do is read with every request. */
#define ROLE_VALUES(roles)                                                                         \
    DB_INT(((roles) & ACCOUNT_ADMINISTRATOR) != 0), DB_INT(((roles) & ACCOUNT_ANALYST) != 0),      \
        DB_INT(((roles) & ACCOUNT_GOVERNANCE) != 0), DB_INT(((roles) & ACCOUNT_COORDINATOR) != 0)

struct db_value account_rows_hash(const unsigned char hash[SHA256_SIZE])
{
    return DB_BLOB(((struct text){(const char *)hash, SHA256_SIZE}));
}

struct account account_rows_read(const struct db_rows *rows, size_t row)
{
    return (struct account){
        .id = db_int(rows, row, 0),
        .name = db_text(rows, row, 1),
        .email = db_text(rows, row, 2),
        .roles = (unsigned)db_int(rows, row, 3),
        .created_us = db_int(rows, row, 4),
        .is_disabled = !db_is_null(rows, row, 5),
        .time_zone = db_text(rows, row, 6),
    };
}

/* Reads the one account that a statement gives; fails with code and what when it gives none. */
static bool find_one(struct db *db, const char *sql, struct db_args args, struct arena *arena,
    struct account *ret_account, enum err_code code, const char *what, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, sql, args, arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, code, "%s", what);
    *ret_account = account_rows_read(&rows, 0);
    return true;
}

/* -- accounts -- */

bool account_add(struct db *db, const struct account *account, int64_t *ret_id, struct err *err)
{
    int64_t id = rand_id(account->created_us);
    int64_t changed;
    if (!db_run(db,
            "INSERT INTO account (id, name, email, created_us, is_administrator, is_analyst, "
            "is_governance, is_coordinator) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
            "ON CONFLICT (lower(name)) DO NOTHING",
            DB_ARGS(DB_INT(id), DB_TEXT(account->name), DB_TEXT_OR_NULL(account->email),
                DB_INT(account->created_us), ROLE_VALUES(account->roles)),
            &changed, err))
        return false;
    if (!changed)
        return err_set(
            err, ERR_CONFLICT, "there is an account \"%.*s\" already", TEXT_ARG(account->name));
    *ret_id = id;
    return true;
}

bool account_find(
    struct db *db, int64_t id, struct arena *arena, struct account *ret_account, struct err *err)
{
    return find_one(db,
        "SELECT " ACCOUNT_ROWS_COLUMNS " FROM account a WHERE a.id = $1 AND a.deleted_us IS NULL",
        DB_ARGS(DB_INT(id)), arena, ret_account, ERR_NOT_FOUND, "there is no such account", err);
}

bool account_find_name(struct db *db, struct text name, struct arena *arena,
    struct account *ret_account, struct err *err)
{
    if (name.len == 0)
        return find_one(db,
            "SELECT " ACCOUNT_ROWS_COLUMNS " FROM account a WHERE a.is_administrator = 1 "
            "AND a.disabled_us IS NULL "
            "ORDER BY a.id LIMIT 1",
            DB_NO_ARGS, arena, ret_account, ERR_NOT_FOUND, "there is no administrator", err);
    return find_one(db,
               "SELECT " ACCOUNT_ROWS_COLUMNS " FROM account a "
               "WHERE lower(a.name) = lower($1) AND a.deleted_us IS NULL",
               DB_ARGS(DB_TEXT(name)), arena, ret_account, ERR_NOT_FOUND,
               "there is no such account", err) ||
           err_add(err, "%.*s", TEXT_ARG(name));
}

bool account_list(struct db *db, int64_t after_id, size_t limit, struct arena *arena,
    struct account **ret_accounts, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT " ACCOUNT_ROWS_COLUMNS " FROM account a WHERE a.id > $1 "
            "AND a.deleted_us IS NULL ORDER BY a.id LIMIT $2",
            DB_ARGS(DB_INT(after_id), DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    struct account *accounts = arena_take_array(arena, rows.count, sizeof *accounts);
    if (!accounts)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        accounts[i] = account_rows_read(&rows, i);
    *ret_accounts = accounts;
    *ret_count = rows.count;
    return true;
}

bool account_set_zone(struct db *db, int64_t account_id, struct text time_zone, struct err *err)
{
    return (zone_check(time_zone, err) || err_add(err, "time_zone")) &&
           db_run(db, "UPDATE account SET time_zone = $2 WHERE id = $1",
               DB_ARGS(DB_INT(account_id), DB_TEXT(time_zone)), NULL, err);
}

bool account_tell(struct db *db, const char *kind, const struct account *account, int64_t actor_id,
    int64_t now_us, struct err *err)
{
    char facts[64];
    snprintf(facts, sizeof facts, "{\"roles\":%u,\"is_disabled\":%s}", account->roles,
        account->is_disabled ? "true" : "false");
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = actor_id,
            .object_kind = "account",
            .object_id = account->id,
            .person_id = account->id,
            .at_us = now_us,
            .facts = text_of(facts)},
        JOURNAL_TEXTS({"name", account->name}, {"email", account->email}), err);
}

struct account_write {
    const struct account *account;
    int64_t actor_id, now_us;
};

static bool read_was_disabled(
    struct db *db, int64_t account_id, bool *ret_was_disabled, struct err *err)
{
    struct arena arena;
    struct account former;
    arena_init(&arena, SIZE_MAX);
    bool is_read = account_find(db, account_id, &arena, &former, err);
    if (is_read)
        *ret_was_disabled = former.is_disabled;
    arena_done(&arena);
    return is_read;
}

/* Takes away all that lets somebody in. */
bool account_rows_lock_out(struct db *db, int64_t account_id, int64_t now_us, struct err *err)
{
    struct db_args id = DB_ARGS(DB_INT(account_id));
    return db_run(db, "DELETE FROM session WHERE account_id = $1", id, NULL, err) &&
           db_run(db, "DELETE FROM signin_link WHERE account_id = $1", id, NULL, err) &&
           db_run(db, "DELETE FROM known_browser WHERE account_id = $1", id, NULL, err) &&
           db_run(db,
               "UPDATE api_token SET revoked_us = $2 WHERE account_id = $1 AND revoked_us IS NULL",
               DB_ARGS(DB_INT(account_id), DB_INT(now_us)), NULL, err);
}

bool account_rows_check_left(struct db *db, struct err *err)
{
    struct arena arena;
    struct account account;
    struct err why = {0};
    arena_init(&arena, SIZE_MAX);
    bool is_left = account_find_name(db, TEXT(""), &arena, &account, &why);
    arena_done(&arena);
    if (is_left)
        return true;
    if (why.code != ERR_NOT_FOUND)
        return err_set(err, why.code, "%s", why.text);
    return err_set(err, ERR_CONFLICT, "nobody would be left to administer: name another one first");
}

static bool write_account(struct db *db, void *context, struct err *err)
{
    const struct account_write *given = context;
    const struct account *account = given->account;
    bool was_disabled;
    if (!read_was_disabled(db, account->id, &was_disabled, err) ||
        !db_run(db,
            "UPDATE account SET email = $2, is_administrator = $5, is_analyst = $6, "
            "is_governance = $7, is_coordinator = $8, "
            "disabled_us = CASE WHEN CAST($3 AS BIGINT) = 0 THEN NULL "
            "ELSE coalesce(disabled_us, $4) END WHERE id = $1",
            DB_ARGS(DB_INT(account->id), DB_TEXT_OR_NULL(account->email),
                DB_INT(account->is_disabled), DB_INT(given->now_us), ROLE_VALUES(account->roles)),
            NULL, err))
        return false;
    const char *kind = account->is_disabled == was_disabled ? "account.changed"
                       : account->is_disabled               ? "account.disabled"
                                                            : "account.enabled";
    return account_rows_check_left(db, err) &&
           (!account->is_disabled || account_rows_lock_out(db, account->id, given->now_us, err)) &&
           account_tell(db, kind, account, given->actor_id, given->now_us, err);
}

bool account_change(
    struct db *db, const struct account *account, int64_t actor_id, int64_t now_us, struct err *err)
{
    struct account_write given = {account, actor_id, now_us};
    return db_in_transaction(db) ? write_account(db, &given, err)
                                 : db_transact(db, write_account, &given, err);
}

struct first_start {
    int64_t now_us;
    char *secret;
    bool is_new;
};

static bool start_first(struct db *db, void *context, struct err *err)
{
    struct first_start *first = context;
    struct account admin = {
        .name = TEXT("admin"), .roles = ACCOUNT_ADMINISTRATOR, .created_us = first->now_us};
    struct arena arena;
    struct account *accounts;
    size_t count;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = account_list(db, 0, 1, &arena, &accounts, &count, err);
    arena_done(&arena);
    first->is_new = is_fine && count == 0;
    if (!first->is_new)
        return is_fine;
    return account_add(db, &admin, &admin.id, err) &&
           account_tell(db, "account.created", &admin, 0, first->now_us, err) &&
           account_link_new(db, admin.id, first->now_us, first->secret, err);
}

bool account_first_start(struct db *db, int64_t now_us, char ret_secret[ACCOUNT_SECRET_SIZE],
    bool *ret_is_new, struct err *err)
{
    struct first_start first = {.now_us = now_us, .secret = ret_secret};
    if (!db_transact(db, start_first, &first, err))
        return false;
    *ret_is_new = first.is_new;
    return true;
}

/* -- sign-in links -- */

bool account_link_new(struct db *db, int64_t account_id, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    int64_t changed;
    account_secret_new("", ret_secret, hash);
    return db_run(db,
               "INSERT INTO signin_link (hash, account_id, created_us, expires_us) "
               "SELECT $1, a.id, $3, $4 FROM account a WHERE a.id = $2 AND a.disabled_us IS NULL",
               DB_ARGS(account_rows_hash(hash), DB_INT(account_id), DB_INT(now_us),
                   DB_INT(now_us + ACCOUNT_LINK_US)),
               &changed, err) &&
           (changed || err_set(err, ERR_CONFLICT, "the account is disabled"));
}

bool account_link_give(struct db *db, int64_t account_id, int64_t actor_id, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], struct err *err)
{
    return account_link_new(db, account_id, now_us, ret_secret, err) &&
           journal_add(db,
               &(struct journal_entry){.kind = "signin.link_made",
                   .actor_id = actor_id,
                   .object_kind = "account",
                   .object_id = account_id,
                   .at_us = now_us},
               err);
}

static bool fail_link(struct err *err)
{
    return err_set(err, ERR_UNAUTHENTICATED,
        "this sign-in link is not known, was used before, or has expired: ask for a new one");
}

/* Marks the link as used, unless somebody was quicker. */
static bool use_link(struct db *db, const unsigned char hash[SHA256_SIZE], int64_t now_us,
    int64_t *ret_account_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_run = db_query(db,
        "UPDATE signin_link SET used_us = $2 WHERE hash = $1 AND used_us IS NULL "
        "AND expires_us > $2 RETURNING account_id",
        DB_ARGS(account_rows_hash(hash), DB_INT(now_us)), &arena, &rows, err);
    bool is_used = is_run && rows.count == 1;
    if (is_used)
        *ret_account_id = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_used || (is_run && fail_link(err));
}

bool account_link_find(
    struct db *db, struct text secret, int64_t now_us, int64_t *ret_account_id, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    struct arena arena;
    struct db_rows rows;
    if (!account_secret_hash("", secret, hash))
        return fail_link(err);
    arena_init(&arena, SIZE_MAX);
    bool is_run = db_query(db,
        "SELECT account_id FROM signin_link "
        "WHERE hash = $1 AND used_us IS NULL AND expires_us > $2",
        DB_ARGS(account_rows_hash(hash), DB_INT(now_us)), &arena, &rows, err);
    bool is_there = is_run && rows.count == 1;
    if (is_there)
        *ret_account_id = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_there || (is_run && fail_link(err));
}

bool account_link_use(
    struct db *db, struct text secret, int64_t now_us, int64_t *ret_account_id, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    if (!account_secret_hash("", secret, hash))
        return fail_link(err);
    return use_link(db, hash, now_us, ret_account_id, err) &&
           db_run(db, "DELETE FROM signin_link WHERE expires_us <= $1",
               DB_ARGS(DB_INT(now_us - 30 * ACCOUNT_LINK_US)), NULL, err);
}

bool account_link_forget(struct db *db, int64_t account_id, struct err *err)
{
    return db_run(db, "DELETE FROM signin_link WHERE account_id = $1", DB_ARGS(DB_INT(account_id)),
        NULL, err);
}

bool account_rows_is_stale(int64_t used_us, int64_t now_us)
{
    return used_us <= now_us - 3600 * CLOCK_SECOND_US;
}

bool account_rows_fail_secret(struct err *err)
{
    return err_set(err, ERR_UNAUTHENTICATED,
        "the session or API token is not known, was ended, or has expired");
}

/* -- API tokens -- */

struct token_work {
    int64_t account_id, token_id, now_us;
    const struct account_token *token;
    char *secret;
};

static bool tell_token(
    struct db *db, const char *kind, const struct token_work *work, struct err *err)
{
    struct text name = work->token ? work->token->name : TEXT("");
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = work->account_id,
            .object_kind = "token",
            .object_id = work->token_id,
            .at_us = work->now_us},
        JOURNAL_TEXTS({"name", name}), err);
}

static bool new_token(struct db *db, void *context, struct err *err)
{
    const struct token_work *work = context;
    const struct account_token *token = work->token;
    unsigned char hash[SHA256_SIZE];
    account_secret_new(ACCOUNT_TOKEN_PREFIX, work->secret, hash);
    return db_run(db,
               "INSERT INTO api_token (id, account_id, name, hash, created_us, expires_us, scopes) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7)",
               DB_ARGS(DB_INT(work->token_id), DB_INT(work->account_id), DB_TEXT(token->name),
                   account_rows_hash(hash), DB_INT(work->now_us), DB_ID(token->expires_us),
                   DB_INT(token->scopes)),
               NULL, err) &&
           tell_token(db, "token.created", work, err);
}

bool account_token_new(struct db *db, int64_t account_id, const struct account_token *token,
    int64_t now_us, char ret_secret[ACCOUNT_SECRET_SIZE], int64_t *ret_id, struct err *err)
{
    struct token_work work = {account_id, rand_id(now_us), now_us, token, ret_secret};
    if (!db_transact(db, new_token, &work, err))
        return false;
    *ret_id = work.token_id;
    return true;
}

bool account_token_find(struct db *db, struct text secret, int64_t now_us, struct arena *arena,
    struct account *ret_account, unsigned *ret_scopes, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    struct db_rows rows;
    if (!account_secret_hash(ACCOUNT_TOKEN_PREFIX, secret, hash))
        return account_rows_fail_secret(err);
    if (!db_query(db,
            "SELECT " ACCOUNT_ROWS_COLUMNS ", t.used_us, t.scopes FROM api_token t "
            "JOIN account a ON a.id = t.account_id WHERE t.hash = $1 AND t.revoked_us IS NULL "
            "AND a.disabled_us IS NULL AND (t.expires_us IS NULL OR t.expires_us > $2)",
            DB_ARGS(account_rows_hash(hash), DB_INT(now_us)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return account_rows_fail_secret(err);
    if (account_rows_is_stale(db_int(&rows, 0, ACCOUNT_ROWS_COLUMN_COUNT), now_us) &&
        !db_run(db, "UPDATE api_token SET used_us = $2 WHERE hash = $1",
            DB_ARGS(account_rows_hash(hash), DB_INT(now_us)), NULL, err))
        return false;
    *ret_scopes = (unsigned)db_int(&rows, 0, ACCOUNT_ROWS_COLUMN_COUNT + 1);
    *ret_account = account_rows_read(&rows, 0);
    return true;
}

bool account_token_is_known(struct db *db, struct text secret, bool *ret_is_known, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    struct arena arena;
    struct db_rows rows;
    *ret_is_known = false;
    if (!account_secret_hash(ACCOUNT_TOKEN_PREFIX, secret, hash))
        return true;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db, "SELECT 1 FROM api_token WHERE hash = $1",
        DB_ARGS(account_rows_hash(hash)), &arena, &rows, err);
    *ret_is_known = is_fine && rows.count > 0;
    arena_done(&arena);
    return is_fine;
}

bool account_token_list(struct db *db, int64_t account_id, int64_t after_id, size_t limit,
    struct arena *arena, struct account_token **ret_tokens, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT id, name, created_us, expires_us, used_us, scopes FROM api_token "
            "WHERE account_id = $1 AND id > $2 AND revoked_us IS NULL ORDER BY id LIMIT $3",
            DB_ARGS(DB_INT(account_id), DB_INT(after_id), DB_INT((int64_t)limit)), arena, &rows,
            err))
        return false;
    struct account_token *tokens = arena_take_array(arena, rows.count, sizeof *tokens);
    if (!tokens)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        tokens[i] = (struct account_token){
            .id = db_int(&rows, i, 0),
            .name = db_text(&rows, i, 1),
            .created_us = db_int(&rows, i, 2),
            .expires_us = db_int(&rows, i, 3),
            .used_us = db_int(&rows, i, 4),
            .scopes = (unsigned)db_int(&rows, i, 5),
        };
    *ret_tokens = tokens;
    *ret_count = rows.count;
    return true;
}

static bool revoke_token(struct db *db, void *context, struct err *err)
{
    const struct token_work *work = context;
    int64_t changed;
    return db_run(db,
               "UPDATE api_token SET revoked_us = $3 "
               "WHERE account_id = $1 AND id = $2 AND revoked_us IS NULL",
               DB_ARGS(DB_INT(work->account_id), DB_INT(work->token_id), DB_INT(work->now_us)),
               &changed, err) &&
           (changed || err_set(err, ERR_NOT_FOUND, "there is no such token")) &&
           tell_token(db, "token.revoked", work, err);
}

bool account_token_revoke(
    struct db *db, int64_t account_id, int64_t token_id, int64_t now_us, struct err *err)
{
    struct token_work work = {.account_id = account_id, .token_id = token_id, .now_us = now_us};
    return db_transact(db, revoke_token, &work, err);
}
