/* SPDX-License-Identifier: Apache-2.0 */
/* What one person wants by mail, and where: nothing is sent to an address before its owner has followed a link that was sent there.
   Example: mail_person_find(db, account_id, arena, &person, err) && person.verified_us && person.wishes[MAIL_MENTIONED] == MAIL_NOW */
#ifndef MAIL_MAIL_PERSON_H
#define MAIL_MAIL_PERSON_H

#include "account/account.h"
#include "store/vault.h"

enum mail_wish { MAIL_OFF, MAIL_DIGEST, MAIL_NOW };
/* Why somebody is told: as enum notice_reason (src/ticket/notice.h) has it. */
enum mail_reason { MAIL_MENTIONED, MAIL_ASSIGNED, MAIL_WATCHING, MAIL_TEAM, MAIL_REASONS };

/* How long a link that verifies is good; how soon, and how often a day, another is sent. */
#define MAIL_PERSON_LINK_US CLOCK_DAY_US
#define MAIL_PERSON_ASK_US (60 * CLOCK_SECOND_US)
enum { MAIL_PERSON_ASKS_A_DAY = 5 };
#define MAIL_PERSON_LINK_PATH "/mail-address#"
#define MAIL_PERSON_STOP_PATH "/mail-stop#"

struct mail_person {
    int64_t account_id;
    struct text address; /* empty: none */
    int64_t verified_us; /* 0: not yet */
    int64_t asked_us, asked_count;
    bool is_japanese; /* else English */
    enum mail_wish wishes[MAIL_REASONS];
    int64_t digest_hour, next_digest_us;
    /* Read only. */
    struct text name, email, zone; /* the account's; the zone is its own, or a team's, or UTC */
};

const char *mail_person_wish_name(enum mail_wish wish); /* "digest" */
MUST_USE bool mail_person_wish_read(struct text word, enum mail_wish *ret_wish);
const char *mail_person_reason_name(enum mail_reason reason); /* "mentioned" */

/* Finds what is set, or what holds as long as nothing is: no address, mentions and assignments at once, the rest in a digest at 8.
   ERR_NOT_FOUND when there is no such account. */
MUST_USE bool mail_person_find(struct db *db, int64_t account_id, struct arena *arena,
    struct mail_person *ret_person, struct err *err);
/* Keeps all but the link, and tells the journal. In a transaction. */
MUST_USE bool mail_person_write(
    struct db *db, const struct mail_person *person, int64_t now_us, struct err *err);

/* Makes a link for the address that is set: an earlier one is good no more. Fails with ERR_RATE too soon or too often, and sets
   ret_wait_us; ERR_USAGE when there is no address. In a transaction. */
MUST_USE bool mail_person_ask(struct db *db, struct mail_person *person, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], int64_t *ret_wait_us, struct err *err);
/* Uses such a link. ERR_NOT_FOUND when it is unknown, used or expired. In a transaction. */
MUST_USE bool mail_person_verify(
    struct db *db, struct text secret, int64_t now_us, int64_t *ret_account_id, struct err *err);

/* The next time at which the clock of the person shows the hour. */
int64_t mail_person_next_digest_us(const struct mail_person *person, int64_t now_us);

/* -- leaving -- */

/* What stands in a URL for leaving: it names the account, and only we can make it. */
struct text mail_person_stop_token(
    const struct vault *vault, int64_t account_id, struct arena *arena);
/* Sends nobody's notices by mail any more. ERR_NOT_FOUND when the token is none of ours. In a transaction. */
MUST_USE bool mail_person_stop(
    struct db *db, const struct vault *vault, struct text token, int64_t now_us, struct err *err);

#endif
