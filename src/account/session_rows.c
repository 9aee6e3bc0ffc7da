/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_rows.h"
#include "account/account_secret.h"
#include "account/session.h"
#include "base/limits.h"
#include "base/rand.h"
#include "codec/json.h"
#include "journal/journal.h"

#define COLUMNS                                                                                    \
    "s.id, s.means, s.address, s.user_agent, s.created_us, s.seen_us, s.expires_us, "              \
    "s.confirmed_us"

static struct session read_session(const struct db_rows *rows, size_t row, size_t column)
{
    return (struct session){
        .id = db_int(rows, row, column),
        .means = db_text(rows, row, column + 1),
        .address = db_text(rows, row, column + 2),
        .user_agent = db_text(rows, row, column + 3),
        .created_us = db_int(rows, row, column + 4),
        .seen_us = db_int(rows, row, column + 5),
        .expires_us = db_int(rows, row, column + 6),
        .confirmed_us = db_int(rows, row, column + 7),
    };
}

static bool write_journal(struct db *db, const char *kind, int64_t account_id, int64_t session_id,
    const struct session_start *start, int64_t now_us, struct err *err)
{
    struct buf facts, personal;
    buf_init(&facts, SIZE_MAX);
    buf_init(&personal, SIZE_MAX);
    if (start) {
        json_print_open(&facts, '{');
        json_print_member_z(&facts, "means", start->means);
        json_print_close(&facts, '}');
        json_print_open(&personal, '{');
        json_print_member_or_null(&personal, "address", start->address);
        json_print_member_or_null(&personal, "user_agent", start->user_agent);
        json_print_close(&personal, '}');
    }
    bool is_fine = journal_add(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = account_id,
            .object_kind = "session",
            .object_id = session_id,
            .at_us = now_us,
            .facts = buf_text(&facts),
            .personal = buf_text(&personal)},
        err);
    buf_done(&facts);
    buf_done(&personal);
    return is_fine;
}

bool session_new(struct db *db, const struct session_start *start, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], int64_t *ret_id, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    int64_t changed, id = rand_id(now_us);
    account_secret_new("", ret_secret, hash);
    if (!db_run(
            db, "DELETE FROM session WHERE expires_us <= $1", DB_ARGS(DB_INT(now_us)), NULL, err) ||
        !db_run(db,
            "INSERT INTO session (hash, account_id, created_us, expires_us, seen_us, id, means, "
            "address, user_agent, confirmed_us) SELECT $1, a.id, $3, $4, $3, $5, $6, $7, $8, $3 "
            "FROM account a WHERE a.id = $2 AND a.disabled_us IS NULL",
            DB_ARGS(account_rows_hash(hash), DB_INT(start->account_id), DB_INT(now_us),
                DB_INT(now_us + SESSION_KEPT_US), DB_INT(id), DB_TEXT(text_of(start->means)),
                DB_TEXT_OR_NULL(start->address), DB_TEXT_OR_NULL(start->user_agent)),
            &changed, err))
        return false;
    if (!changed)
        return err_set(err, ERR_UNAUTHENTICATED, "the account is disabled");
    *ret_id = id;
    return write_journal(db, "signin.done", start->account_id, id, start, now_us, err);
}

bool session_find(struct db *db, struct text secret, int64_t now_us, struct arena *arena,
    struct session *ret_session, struct account *ret_account, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    struct db_rows rows;
    if (!account_secret_hash("", secret, hash))
        return account_rows_fail_secret(err);
    if (!db_query(db,
            "SELECT " ACCOUNT_ROWS_COLUMNS ", " COLUMNS " FROM session s "
            "JOIN account a ON a.id = s.account_id "
            "WHERE s.hash = $1 AND s.expires_us > $2 AND a.disabled_us IS NULL",
            DB_ARGS(account_rows_hash(hash), DB_INT(now_us)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return account_rows_fail_secret(err);
    struct session session = read_session(&rows, 0, ACCOUNT_ROWS_COLUMN_COUNT);
    if (account_rows_is_stale(session.seen_us, now_us) &&
        !db_run(db, "UPDATE session SET seen_us = $2, expires_us = $3 WHERE hash = $1",
            DB_ARGS(account_rows_hash(hash), DB_INT(now_us), DB_INT(now_us + SESSION_KEPT_US)),
            NULL, err))
        return false;
    *ret_session = session;
    *ret_account = account_rows_read(&rows, 0);
    return true;
}

bool session_confirm(struct db *db, int64_t id, int64_t now_us, struct err *err)
{
    return db_run(db, "UPDATE session SET confirmed_us = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(now_us)), NULL, err);
}

bool session_list(struct db *db, int64_t account_id, int64_t now_us, struct arena *arena,
    struct session **ret_sessions, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT " COLUMNS " FROM session s WHERE s.account_id = $1 AND s.expires_us > $2 "
            "ORDER BY s.seen_us DESC, s.id DESC LIMIT $3",
            DB_ARGS(DB_INT(account_id), DB_INT(now_us), DB_INT((int64_t)LIMIT_SESSIONS)), arena,
            &rows, err))
        return false;
    struct session *sessions = arena_take_array(arena, rows.count, sizeof *sessions);
    if (!sessions)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        sessions[i] = read_session(&rows, i, 0);
    *ret_sessions = sessions;
    *ret_count = rows.count;
    return true;
}

struct ending {
    int64_t account_id, id, now_us;
};

static bool end_one(struct db *db, void *context, struct err *err)
{
    const struct ending *it = context;
    int64_t changed;
    if (!db_run(db, "DELETE FROM session WHERE account_id = $1 AND id = $2",
            DB_ARGS(DB_INT(it->account_id), DB_INT(it->id)), &changed, err))
        return false;
    if (!changed)
        return err_set(err, ERR_NOT_FOUND, "there is no such session");
    return write_journal(db, "signin.ended", it->account_id, it->id, NULL, it->now_us, err);
}

bool session_end(struct db *db, int64_t account_id, int64_t id, int64_t now_us, struct err *err)
{
    return db_transact(db, end_one, &(struct ending){account_id, id, now_us}, err);
}

bool session_end_others(
    struct db *db, int64_t account_id, int64_t keep_id, int64_t *ret_count, struct err *err)
{
    struct db_args args = DB_ARGS(DB_INT(account_id), DB_INT(keep_id));
    return db_run(db, "DELETE FROM session WHERE account_id = $1 AND id <> $2", args, ret_count,
               err) &&
           db_run(db, "DELETE FROM known_browser WHERE account_id = $1",
               DB_ARGS(DB_INT(account_id)), NULL, err);
}

bool session_note_ended(struct db *db, int64_t account_id, int64_t now_us, struct err *err)
{
    return write_journal(db, "signin.ended", account_id, 0, NULL, now_us, err);
}
