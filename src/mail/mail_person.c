/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_person.h"

#include "codec/base64.h"
#include "codec/zone.h"

enum { MINUTES = 60 };

#define STOP_PURPOSE TEXT("mail:stop")

static const char *const wishes[] = {
    [MAIL_OFF] = "off", [MAIL_DIGEST] = "digest", [MAIL_NOW] = "now"};

const char *mail_person_wish_name(enum mail_wish wish)
{
    return wishes[wish];
}

bool mail_person_wish_read(struct text word, enum mail_wish *ret_wish)
{
    for (size_t i = 0; i < LEN_OF(wishes); i++)
        if (text_is(word, wishes[i])) {
            *ret_wish = (enum mail_wish)i;
            return true;
        }
    return false;
}

const char *mail_person_reason_name(enum mail_reason reason)
{
    static const char *const names[] = {[MAIL_MENTIONED] = "mentioned",
        [MAIL_ASSIGNED] = "assigned",
        [MAIL_WATCHING] = "watching",
        [MAIL_TEAM] = "team"};
    return names[reason];
}

int64_t mail_person_next_digest_us(const struct mail_person *person, int64_t now_us)
{
    struct zone zone = {NULL};
    int minute = (int)person->digest_hour * MINUTES;
    /* A zone was checked when it was set; a later database may know it no more. */
    if (!zone_open(&zone, person->zone, NULL) && !zone_open(&zone, TEXT("UTC"), NULL))
        return now_us + CLOCK_DAY_US;
    int64_t day = zone_time(&zone, now_us).day;
    int64_t at_us = zone_minute_us(&zone, day, minute);
    if (at_us <= now_us)
        at_us = zone_minute_us(&zone, day + 1, minute);
    zone_close(&zone);
    return at_us;
}

/* -- leaving -- */

struct text mail_person_stop_token(
    const struct vault *vault, int64_t account_id, struct arena *arena)
{
    struct buf sealed, token;
    buf_init(&sealed, SIZE_MAX);
    buf_init(&token, SIZE_MAX);
    vault_seal(vault, STOP_PURPOSE, arena_format(arena, "%lld", (long long)account_id), &sealed);
    base64_print_url(&token, buf_text(&sealed));
    struct text kept = arena_text(arena, buf_text(&token));
    buf_done(&token);
    buf_done(&sealed);
    return kept;
}

static bool open_token(
    const struct vault *vault, struct text token, struct arena *arena, int64_t *ret_account_id)
{
    struct buf sealed;
    struct text plain;
    buf_init(&sealed, SIZE_MAX);
    bool is_ours = token.len < ACCOUNT_SECRET_SIZE * 2 && base64_read_url(&sealed, token) &&
                   vault_open(vault, STOP_PURPOSE, buf_text(&sealed), arena, &plain, NULL) &&
                   text_read_i64(plain, ret_account_id);
    buf_done(&sealed);
    return is_ours;
}

bool mail_person_stop(
    struct db *db, const struct vault *vault, struct text token, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct mail_person person;
    int64_t account_id;
    arena_init(&arena, SIZE_MAX);
    bool is_ours = open_token(vault, token, &arena, &account_id);
    bool is_done = is_ours && mail_person_find(db, account_id, &arena, &person, err);
    if (!is_ours)
        err_set(err, ERR_NOT_FOUND,
            "this link for leaving is not known: change what you get in your profile");
    bool is_off = true;
    for (int i = 0; is_done && i < MAIL_REASONS; i++) {
        is_off &= person.wishes[i] == MAIL_OFF;
        person.wishes[i] = MAIL_OFF;
    }
    /* A link that is followed for ever writes the journal once. */
    if (is_done && !is_off)
        is_done = mail_person_write(db, &person, now_us, err);
    arena_done(&arena);
    return is_done;
}
