/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/notice_mail.h"

#include "codec/json.h"
#include "mail/mail.h"
#include "mail/mail_person.h"

/* People of one round; more come in the next. */
enum { ROUND_ACCOUNTS = 200 };

struct taking {
    int64_t account_id, now_us;
    bool is_digest;
};

static void print_body(struct buf *out, const int64_t *ids, size_t count, int64_t total)
{
    json_print_open(out, '{');
    json_print_member_int(out, "total", total);
    json_print_member_open(out, "ids", '[');
    for (size_t i = 0; i < count; i++) {
        char id[24];
        snprintf(id, sizeof id, "%lld", (long long)ids[i]);
        json_print_text(out, text_of(id));
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static bool order(struct db *db, const struct taking *it, const int64_t *ids, size_t count,
    int64_t total, struct arena *arena, struct err *err)
{
    struct buf body;
    const char *kind = it->is_digest ? "digest" : "now";
    buf_init(&body, SIZE_MAX);
    print_body(&body, ids, count, total);
    bool is_added = outbox_add(db,
        &(struct outbox_order){.channel = NOTICE_MAIL_CHANNEL,
            .kind = kind,
            .key = arena_format(
                arena, "%lld:%s:%lld", (long long)it->account_id, kind, (long long)it->now_us),
            .lane = it->account_id,
            .title = arena_format(arena, "notices: %lld", (long long)total),
            .body = buf_text(&body)},
        it->now_us, err);
    buf_done(&body);
    return is_added;
}

static bool plan_next(struct db *db, const struct taking *it, struct arena *arena, struct err *err)
{
    struct mail_person person;
    return mail_person_find(db, it->account_id, arena, &person, err) &&
           notice_mail_plan(
               db, it->account_id, mail_person_next_digest_us(&person, it->now_us), err);
}

/* Whoever comes second, from another server, finds nothing left. */
static bool take(struct db *db, void *context, struct err *err)
{
    const struct taking *it = context;
    struct arena arena;
    int64_t *ids, total;
    size_t count;
    arena_init(&arena, SIZE_MAX);
    bool is_done =
        notice_mail_find(db, it->account_id, it->is_digest, &arena, &ids, &count, &total, err) &&
        (count == 0 || (order(db, it, ids, count, total, &arena, err) &&
                           notice_mail_mark(db, it->account_id, it->is_digest, err))) &&
        (!it->is_digest || plan_next(db, it, &arena, err));
    arena_done(&arena);
    return is_done;
}

static bool take_all(
    struct db *db, bool is_digest, int64_t wait_us, int64_t now_us, struct err *err)
{
    struct arena arena;
    int64_t *accounts;
    size_t count;
    arena_init(&arena, SIZE_MAX);
    bool is_done = notice_mail_due(
        db, is_digest, wait_us, now_us, ROUND_ACCOUNTS, &arena, &accounts, &count, err);
    for (size_t i = 0; is_done && i < count; i++)
        is_done = db_transact(db, take, &(struct taking){accounts[i], now_us, is_digest}, err);
    arena_done(&arena);
    return is_done;
}

bool notice_mail_round(struct db *db, int64_t wait_us, int64_t now_us, struct err *err)
{
    bool is_on;
    if (!mail_is_on(db, &is_on, err))
        return false;
    return !is_on ||
           (take_all(db, false, wait_us, now_us, err) && take_all(db, true, wait_us, now_us, err));
}
