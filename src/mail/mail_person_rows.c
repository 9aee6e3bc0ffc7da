/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_secret.h"
#include "account/throttle.h"
#include "journal/journal.h"
#include "mail/mail_person.h"

enum { HOUR_USUAL = 8, WISH_COLUMN = 6 };

static enum mail_wish wish_of(struct text word, enum mail_reason reason)
{
    enum mail_wish wish = reason <= MAIL_ASSIGNED ? MAIL_NOW : MAIL_DIGEST;
    /* Nothing is set: what is usual holds. */
    (void)!mail_person_wish_read(word, &wish);
    return wish;
}

bool mail_person_find(struct db *db, int64_t account_id, struct arena *arena,
    struct mail_person *ret_person, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT p.address, p.verified_us, p.asked_us, p.asked_count, p.language, p.next_digest_us, "
            "p.mentioned, p.assigned, p.watching, p.team, p.digest_hour, a.name, a.email, "
            "CASE WHEN a.time_zone <> '' THEN a.time_zone ELSE coalesce((SELECT t.time_zone FROM team t "
            "JOIN team_member m ON m.team_id = t.id WHERE m.account_id = a.id AND t.deleted_us IS NULL "
            "ORDER BY m.created_us, t.id LIMIT 1), 'UTC') END "
            "FROM account a LEFT JOIN mail_person p ON p.account_id = a.id "
            "WHERE a.id = $1 AND a.deleted_us IS NULL",
            DB_ARGS(DB_INT(account_id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such account");
    struct mail_person person = {
        .account_id = account_id,
        .address = db_text(&rows, 0, 0),
        .verified_us = db_int(&rows, 0, 1),
        .asked_us = db_int(&rows, 0, 2),
        .asked_count = db_int(&rows, 0, 3),
        .is_japanese = text_is(db_text(&rows, 0, 4), "ja"),
        .next_digest_us = db_int(&rows, 0, 5),
        .digest_hour = db_is_null(&rows, 0, 10) ? HOUR_USUAL : db_int(&rows, 0, 10),
        .name = db_text(&rows, 0, 11),
        .email = db_text(&rows, 0, 12),
        .zone = db_text(&rows, 0, 13),
    };
    for (int i = 0; i < MAIL_REASONS; i++)
        person.wishes[i] =
            wish_of(db_text(&rows, 0, (size_t)(WISH_COLUMN + i)), (enum mail_reason)i);
    *ret_person = person;
    return true;
}

static bool tell(struct db *db, const char *kind, const struct mail_person *person, int64_t now_us,
    struct err *err)
{
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = person->account_id,
            .object_kind = "account",
            .object_id = person->account_id,
            .person_id = person->account_id,
            .at_us = now_us},
        JOURNAL_TEXTS({"address", person->address}), err);
}

#define WISH(it, reason) DB_TEXT(text_of(mail_person_wish_name((it)->wishes[reason])))

bool mail_person_write(struct db *db, const struct mail_person *it, int64_t now_us, struct err *err)
{
    return db_run(db,
               "INSERT INTO mail_person (account_id, address, verified_us, asked_us, asked_count, "
               "language, mentioned, assigned, watching, team, digest_hour, next_digest_us, updated_us) "
               "VALUES ($1, $2, $3, 0, 0, $4, $5, $6, $7, $8, $9, $10, $11) "
               "ON CONFLICT (account_id) DO UPDATE SET "
               "hash = CASE WHEN mail_person.address = excluded.address THEN mail_person.hash END, "
               "address = excluded.address, verified_us = excluded.verified_us, "
               "language = excluded.language, mentioned = excluded.mentioned, "
               "assigned = excluded.assigned, watching = excluded.watching, team = excluded.team, "
               "digest_hour = excluded.digest_hour, next_digest_us = excluded.next_digest_us, "
               "updated_us = excluded.updated_us",
               DB_ARGS(DB_INT(it->account_id), DB_TEXT(it->address), DB_ID(it->verified_us),
                   DB_TEXT(it->is_japanese ? TEXT("ja") : TEXT("en")), WISH(it, MAIL_MENTIONED),
                   WISH(it, MAIL_ASSIGNED), WISH(it, MAIL_WATCHING), WISH(it, MAIL_TEAM),
                   DB_INT(it->digest_hour), DB_INT(mail_person_next_digest_us(it, now_us)),
                   DB_INT(now_us)),
               NULL, err) &&
           tell(db, "mail.wishes_set", it, now_us, err);
}

/* -- verifying -- */

static bool check_pace(
    const struct mail_person *person, int64_t now_us, int64_t *ret_wait_us, struct err *err)
{
    bool is_today = person->asked_us > now_us - CLOCK_DAY_US;
    int64_t free_us = 0;
    if (is_today && person->asked_count >= MAIL_PERSON_ASKS_A_DAY)
        free_us = person->asked_us + CLOCK_DAY_US;
    else if (person->asked_us)
        free_us = person->asked_us + MAIL_PERSON_ASK_US;
    *ret_wait_us = free_us > now_us ? free_us - now_us : 0;
    return !*ret_wait_us || throttle_fail(*ret_wait_us, err);
}

bool mail_person_ask(struct db *db, struct mail_person *person, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], int64_t *ret_wait_us, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    *ret_wait_us = 0;
    if (!person->address.len)
        return err_set(err, ERR_USAGE, "address: is missing");
    if (!check_pace(person, now_us, ret_wait_us, err))
        return false;
    bool is_today = person->asked_us > now_us - CLOCK_DAY_US;
    int64_t changed;
    account_secret_new("", ret_secret, hash);
    if (!db_run(db,
            "UPDATE mail_person SET hash = $2, expires_us = $3, asked_us = $4, asked_count = $5 "
            "WHERE account_id = $1 AND asked_us = $6 AND asked_count = $7",
            DB_ARGS(DB_INT(person->account_id),
                DB_BLOB(((struct text){(const char *)hash, SHA256_SIZE})),
                DB_INT(now_us + MAIL_PERSON_LINK_US), DB_INT(now_us),
                DB_INT(is_today ? person->asked_count + 1 : 1), DB_INT(person->asked_us),
                DB_INT(person->asked_count)),
            &changed, err))
        return false;
    if (changed)
        return true;
    /* Another one asked since the person was read. */
    *ret_wait_us = MAIL_PERSON_ASK_US;
    return throttle_fail(*ret_wait_us, err);
}

bool mail_person_verify(
    struct db *db, struct text secret, int64_t now_us, int64_t *ret_account_id, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    struct arena arena;
    struct db_rows rows = {.count = 0};
    bool is_run = true;
    arena_init(&arena, SIZE_MAX);
    if (account_secret_hash("", secret, hash))
        is_run = db_query(db,
            "UPDATE mail_person SET verified_us = $2, hash = NULL, expires_us = NULL "
            "WHERE hash = $1 AND expires_us > $2 RETURNING account_id, address",
            DB_ARGS(DB_BLOB(((struct text){(const char *)hash, SHA256_SIZE})), DB_INT(now_us)),
            &arena, &rows, err);
    bool is_done = is_run && (rows.count || err_set(err, ERR_NOT_FOUND,
                                                "this link is not known, was used before, or has "
                                                "expired: ask for a new one in your profile"));
    if (is_done) {
        const struct mail_person person = {
            .account_id = db_int(&rows, 0, 0), .address = db_text(&rows, 0, 1)};
        *ret_account_id = person.account_id;
        /* An account without an address has this one now, for sign-in links. */
        is_done = db_run(db, "UPDATE account SET email = $2 WHERE id = $1 AND email IS NULL",
                      DB_ARGS(DB_INT(person.account_id), DB_TEXT(person.address)), NULL, err) &&
                  tell(db, "mail.address_verified", &person, now_us, err);
    }
    arena_done(&arena);
    return is_done;
}
