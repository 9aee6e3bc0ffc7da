/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/notice_mail.h"

/* What a person p wants of a notice n. */
#define WISH(n)                                                                                    \
    "CASE " n ".reason WHEN 'mentioned' THEN p.mentioned WHEN 'assigned' THEN p.assigned "         \
    "WHEN 'watching' THEN p.watching ELSE p.team END"

/* Nothing from before the address was verified: it would be all that was ever left unread. */
#define UNMAILED(n)                                                                                \
    n ".read_us IS NULL AND (" n ".mailed_us IS NULL OR " n ".mailed_us < " n ".updated_us) "      \
      "AND p.verified_us IS NOT NULL AND " n ".updated_us > p.verified_us"

static struct db_value wish_value(bool is_digest)
{
    return DB_TEXT(is_digest ? TEXT("digest") : TEXT("now"));
}

static bool read_ids(const struct db_rows *rows, struct arena *arena, int64_t **ret_ids,
    size_t *ret_count, struct err *err)
{
    int64_t *ids = arena_take_array(arena, rows->count, sizeof *ids);
    for (size_t i = 0; ids && i < rows->count; i++)
        ids[i] = db_int(rows, i, 0);
    *ret_ids = ids;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool notice_mail_due(struct db *db, bool is_digest, int64_t wait_us, int64_t now_us, size_t limit,
    struct arena *arena, int64_t **ret_accounts, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    static const char digests[] =
        "SELECT p.account_id FROM mail_person p JOIN account a ON a.id = p.account_id "
        "WHERE p.verified_us IS NOT NULL AND a.disabled_us IS NULL AND p.next_digest_us <= $1 "
        "ORDER BY p.next_digest_us, p.account_id LIMIT $2";
    static const char now[] =
        "SELECT DISTINCT p.account_id FROM mail_person p JOIN account a ON a.id = p.account_id "
        "JOIN notice n ON n.account_id = p.account_id WHERE a.disabled_us IS NULL "
        "AND " WISH("n") " = 'now' AND " UNMAILED(
            "n") " AND (n.updated_us <= $1 OR n.since_us <= $2) ORDER BY p.account_id LIMIT $3";
    struct db_args digest_args = DB_ARGS(DB_INT(now_us), DB_INT((int64_t)limit));
    struct db_args now_args = DB_ARGS(DB_INT(now_us - wait_us),
        DB_INT(now_us - NOTICE_MAIL_WAITS * wait_us), DB_INT((int64_t)limit));
    return db_query(db, is_digest ? digests : now, is_digest ? digest_args : now_args, arena, &rows,
               err) &&
           read_ids(&rows, arena, ret_accounts, ret_count, err);
}

bool notice_mail_find(struct db *db, int64_t account_id, bool is_digest, struct arena *arena,
    int64_t **ret_ids, size_t *ret_count, int64_t *ret_total, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT n.id, count(*) OVER () FROM notice n JOIN mail_person p ON p.account_id = n.account_id "
            "WHERE n.account_id = $1 AND " WISH("n") " = $2 AND " UNMAILED(
                "n") " ORDER BY n.updated_us DESC, n.id DESC LIMIT $3",
            DB_ARGS(DB_INT(account_id), wish_value(is_digest), DB_INT(NOTICE_MAIL_MAX)), arena,
            &rows, err))
        return false;
    *ret_total = rows.count ? db_int(&rows, 0, 1) : 0;
    return read_ids(&rows, arena, ret_ids, ret_count, err);
}

bool notice_mail_mark(struct db *db, int64_t account_id, bool is_digest, struct err *err)
{
    return db_run(db,
        "UPDATE notice SET mailed_us = updated_us WHERE account_id = $1 AND read_us IS NULL "
        "AND EXISTS (SELECT 1 FROM mail_person p WHERE p.account_id = notice.account_id "
        "AND " WISH("notice") " = $2 AND " UNMAILED("notice") ")",
        DB_ARGS(DB_INT(account_id), wish_value(is_digest)), NULL, err);
}

bool notice_mail_plan(struct db *db, int64_t account_id, int64_t next_us, struct err *err)
{
    return db_run(db, "UPDATE mail_person SET next_digest_us = $2 WHERE account_id = $1",
        DB_ARGS(DB_INT(account_id), DB_INT(next_us)), NULL, err);
}
