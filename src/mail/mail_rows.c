/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal.h"
#include "mail/mail.h"

/* What the password is sealed for. */
#define PURPOSE TEXT("mail:password")

bool mail_find(struct db *db, struct arena *arena, struct mail_server *ret_server, bool *ret_is_set,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT host, port, security, user_name, password, from_address, from_name, authorities, "
            "is_on, trouble, trouble_us, sent_us, created_us, updated_us FROM mail_server",
            DB_NO_ARGS, arena, &rows, err))
        return false;
    *ret_is_set = rows.count == 1;
    if (!*ret_is_set)
        return true;
    *ret_server = (struct mail_server){
        .host = db_text(&rows, 0, 0),
        .port = db_int(&rows, 0, 1),
        .user = db_text(&rows, 0, 3),
        .password = db_text(&rows, 0, 4),
        .from_address = db_text(&rows, 0, 5),
        .from_name = db_text(&rows, 0, 6),
        .authorities = db_text(&rows, 0, 7),
        .is_on = db_int(&rows, 0, 8) != 0,
        .trouble = db_text(&rows, 0, 9),
        .trouble_us = db_int(&rows, 0, 10),
        .sent_us = db_int(&rows, 0, 11),
        .created_us = db_int(&rows, 0, 12),
        .updated_us = db_int(&rows, 0, 13),
    };
    /* The column has a CHECK: every word of it can be read. */
    (void)!mail_security_read(db_text(&rows, 0, 2), &ret_server->security);
    return true;
}

bool mail_is_on(struct db *db, bool *ret_is_on, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read =
        db_query(db, "SELECT 1 FROM mail_server WHERE is_on = 1", DB_NO_ARGS, &arena, &rows, err);
    if (is_read)
        *ret_is_on = rows.count > 0;
    arena_done(&arena);
    return is_read;
}

static bool tell(struct db *db, const char *kind, const struct mail_server *server,
    int64_t actor_id, int64_t now_us, struct err *err)
{
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind, .actor_id = actor_id, .at_us = now_us},
        JOURNAL_TEXTS({"host", server->host}, {"from_address", server->from_address},
            {"security", text_of(mail_security_name(server->security))}),
        err);
}

static bool write(struct db *db, const struct mail_server *it, int64_t now_us, struct err *err)
{
    return db_run(db,
        "INSERT INTO mail_server (id, host, port, security, user_name, from_address, from_name, "
        "authorities, is_on, trouble, created_us, updated_us) "
        "VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, '', $9, $9) ON CONFLICT (id) DO UPDATE SET "
        "host = excluded.host, port = excluded.port, security = excluded.security, "
        "user_name = excluded.user_name, from_address = excluded.from_address, "
        "from_name = excluded.from_name, authorities = excluded.authorities, is_on = excluded.is_on, "
        "trouble = '', trouble_us = NULL, updated_us = excluded.updated_us",
        DB_ARGS(DB_TEXT(it->host), DB_INT(it->port),
            DB_TEXT(text_of(mail_security_name(it->security))), DB_TEXT(it->user),
            DB_TEXT(it->from_address), DB_TEXT(it->from_name), DB_TEXT(it->authorities),
            DB_INT(it->is_on), DB_INT(now_us)),
        NULL, err);
}

static bool keep_password(
    struct db *db, const struct vault *vault, struct text password, struct err *err)
{
    struct buf sealed;
    buf_init(&sealed, SIZE_MAX);
    if (password.len)
        vault_seal(vault, PURPOSE, password, &sealed);
    bool is_kept = db_run(db, "UPDATE mail_server SET password = $1",
        DB_ARGS(password.len ? DB_BLOB(buf_text(&sealed)) : DB_NULL), NULL, err);
    buf_done(&sealed);
    return is_kept;
}

bool mail_set(struct db *db, const struct vault *vault, const struct mail_server *server,
    const struct text *password, int64_t actor_id, int64_t now_us, struct err *err)
{
    return write(db, server, now_us, err) &&
           (!password || keep_password(db, vault, *password, err)) &&
           tell(db, "mail.server_set", server, actor_id, now_us, err);
}

bool mail_remove(struct db *db, int64_t actor_id, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct mail_server server;
    bool is_set;
    arena_init(&arena, SIZE_MAX);
    bool is_done = mail_find(db, &arena, &server, &is_set, err) &&
                   (is_set || err_set(err, ERR_NOT_FOUND, "no mail server is set")) &&
                   db_run(db, "DELETE FROM mail_server", DB_NO_ARGS, NULL, err) &&
                   tell(db, "mail.server_removed", &server, actor_id, now_us, err);
    arena_done(&arena);
    return is_done;
}

bool mail_password(const struct vault *vault, const struct mail_server *server, struct arena *arena,
    struct text *ret_password, struct err *err)
{
    if (server->password.len)
        return vault_open(vault, PURPOSE, server->password, arena, ret_password, err);
    *ret_password = (struct text){"", 0};
    return true;
}

bool mail_note(struct db *db, struct text trouble, int64_t now_us, struct err *err)
{
    if (trouble.len)
        return db_run(db, "UPDATE mail_server SET trouble = $1, trouble_us = $2",
            DB_ARGS(DB_TEXT(trouble), DB_INT(now_us)), NULL, err);
    return db_run(db, "UPDATE mail_server SET trouble = '', trouble_us = NULL, sent_us = $1",
        DB_ARGS(DB_INT(now_us)), NULL, err);
}
