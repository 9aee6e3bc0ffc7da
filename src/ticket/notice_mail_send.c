/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account.h"
#include "codec/json.h"
#include "mail/mail_deliver.h"
#include "mail/mail_page.h"
#include "mail/mail_person.h"
#include "ticket/mention.h"
#include "ticket/notice_mail.h"
#include "ticket/notice_mail_words.h"

enum { EXCERPT_BYTES = 300 };

struct sending {
    struct outbox_call *call;
    struct arena *arena;
    const char *url;
    struct mail_person person;
    bool is_digest;
    struct notice *notices;
    size_t count;
    int64_t total; /* of which the mail shows count */
    const struct notice_mail_words *words;
    struct text subject;
};

static bool skip(struct outbox_result *result, const char *why)
{
    result->state = OUTBOX_SKIPPED;
    snprintf(result->words, sizeof result->words, "%s", why);
    return true;
}

static struct text number(const struct sending *it, int64_t n)
{
    return arena_format(it->arena, "%lld", (long long)n);
}

/* -- what it says -- */

static struct text headline(const struct sending *it, const struct notice *notice)
{
    bool is_opened = text_is(notice->kind, "opened");
    bool is_of_team = notice_mail_words_path(notice, it->arena).len > 0;
    const char *sentence = notice->ticket_id ? it->words->one
                           : is_of_team      ? it->words->about
                           : is_opened       ? it->words->opened
                                             : it->words->many;
    return MAIL_PAGE_FILL(it->arena, sentence,
        {"what", text_of(notice_mail_words_event(notice->kind, it->person.is_japanese))},
        {"package", notice->package}, {"flaw", notice->vulnerability}, {"team", notice->team_name},
        {"count", number(it, notice->count)});
}

/* What was written, with the people it names as they are called now. */
static bool excerpt(
    const struct sending *it, const struct notice *notice, struct text *ret_text, struct err *err)
{
    struct mention_person *people = NULL;
    int64_t *ids;
    size_t id_count, count = 0;
    mention_read(notice->detail, it->arena, &ids, &id_count);
    if (id_count && !mention_named(it->call->db, ids, id_count, it->arena, &people, &count, err))
        return false;
    struct text whole = text_trim(mention_show(notice->text, people, count, it->arena));
    struct text front = text_front(whole, EXCERPT_BYTES);
    *ret_text = front.len < whole.len ? arena_format(it->arena, "%.*s…", TEXT_ARG(front)) : front;
    return true;
}

static struct text url_of(const struct sending *it, const struct notice *notice)
{
    struct text path = notice_mail_words_path(notice, it->arena);
    if (path.len)
        return arena_format(it->arena, "%s%.*s", it->url, TEXT_ARG(path));
    if (notice->ticket_id)
        return arena_format(it->arena, "%s/tickets/%lld", it->url, (long long)notice->ticket_id);
    return arena_format(
        it->arena, "%s/tickets?team=%lld&sort=updated", it->url, (long long)notice->team_id);
}

static bool add_item(
    const struct sending *it, struct mail_page *page, const struct notice *notice, struct err *err)
{
    struct text said = {"", 0};
    bool is_opened = text_is(notice->kind, "opened");
    if (!is_opened && !excerpt(it, notice, &said, err))
        return false;
    const char *where = notice->service_name.len ? it->words->foot : it->words->team_foot;
    struct text foot = MAIL_PAGE_FILL(it->arena, where,
        {"who", notice->actor_name.len ? notice->actor_name : TEXT("kenzen")},
        {"team", notice->team_name}, {"service", notice->service_name},
        {"part", notice->part_name});
    if (notice->ticket_id && notice->count > 1)
        foot = arena_join(it->arena, foot, " · ",
            MAIL_PAGE_FILL(it->arena, it->words->times, {"count", number(it, notice->count)}));
    mail_page_item(
        page, headline(it, notice), arena_join(it->arena, said, " — ", foot), url_of(it, notice));
    return true;
}

static void set_subject(struct sending *it)
{
    const char *several = it->is_digest ? it->words->digest_title : it->words->several;
    it->subject = it->total == 1 && !it->is_digest
                      ? headline(it, &it->notices[0])
                      : MAIL_PAGE_FILL(it->arena, several, {"count", number(it, it->total)});
}

static bool fill(struct sending *it, struct mail_page *page, struct text token, struct err *err)
{
    for (size_t i = 0; i < it->count; i++)
        if (!add_item(it, page, &it->notices[i], err))
            return false;
    if (it->total > (int64_t)it->count)
        mail_page_say(page, MAIL_PAGE_FILL(it->arena, it->words->more,
                                {"count", number(it, it->total - (int64_t)it->count)}));
    mail_page_link(page, text_of(it->words->inbox), arena_format(it->arena, "%s/inbox", it->url));
    mail_page_end(page,
        MAIL_PAGE_FILL(it->arena, it->is_digest ? it->words->why_digest : it->words->why_now,
            {"url", text_of(it->url)}, {"address", it->person.address}),
        text_of(it->words->change),
        arena_format(it->arena, "%s" MAIL_PERSON_STOP_PATH "%.*s", it->url, TEXT_ARG(token)));
    return arena_check(it->arena, err);
}

static bool deliver(struct sending *it, struct outbox_result *ret_result, struct err *err)
{
    struct outbox_call *call = it->call;
    struct mail_page page;
    struct mail_outcome outcome;
    const struct mail_call mail = {call->db, call->tools, it->arena, call->now_us};
    const struct mime_address to = {it->person.name, it->person.address};
    struct text token =
        mail_person_stop_token(call->tools->vault, it->person.account_id, it->arena);
    set_subject(it);
    mail_page_init(&page, it->subject);
    bool is_done = fill(it, &page, token, err);
    const struct mail_letter letter = {
        .to = &to,
        .to_count = 1,
        .subject = it->subject,
        .text = buf_text(&page.text),
        .html = buf_text(&page.html),
        .key = number(it, call->message->id),
        .date_us = call->message->created_us,
        .stream = TEXT("notices"),
        .unsubscribe_url =
            arena_format(it->arena, "%s/api/v1/mail/stop?token=%.*s", it->url, TEXT_ARG(token)),
    };
    is_done = is_done && mail_deliver(&mail, &letter, &outcome, err);
    mail_page_done(&page);
    if (is_done)
        *ret_result = outcome.result;
    return is_done;
}

/* -- whether there is anything to say -- */

static bool read_body(struct sending *it, int64_t **ret_ids, size_t *ret_count, struct err *err)
{
    struct json body;
    if (!json_read(&body, it->call->message->body, err))
        return false;
    yyjson_val *list = json_get(json_root(&body), "ids"), *value;
    size_t i, max, count = 0;
    int64_t *ids = arena_take_array(it->arena, yyjson_arr_size(list), sizeof *ids);
    yyjson_arr_foreach(list, i, max, value)
    {
        struct text id;
        if (ids && json_text(value, &id) && text_read_i64(id, &ids[count]))
            count++;
    }
    it->total = yyjson_get_sint(json_get(json_root(&body), "total"));
    json_done(&body);
    *ret_ids = ids;
    *ret_count = count;
    return arena_check(it->arena, err);
}

/* Finds what is still unread of what one still may see. */
static bool find(struct sending *it, struct err *err)
{
    struct account account;
    int64_t *ids;
    size_t count;
    if (!read_body(it, &ids, &count, err) ||
        !account_find(it->call->db, it->call->message->lane, it->arena, &account, err))
        return false;
    const struct api_principal who = {.account_id = account.id, .roles = account.roles};
    if (!notice_find_unread(
            it->call->db, &who, ids, count, it->arena, &it->notices, &it->count, err))
        return false;
    it->total -= (int64_t)(count - it->count);
    return true;
}

bool notice_mail_send(struct outbox_call *call, struct outbox_result *ret_result, struct err *err)
{
    struct sending it = {.call = call,
        .arena = call->arena,
        .url = call->tools->url,
        .is_digest = text_is(call->message->kind, "digest")};
    struct err why = {0};
    if (!mail_person_find(call->db, call->message->lane, it.arena, &it.person, &why))
        return why.code == ERR_NOT_FOUND ? skip(ret_result, "the account was deleted")
                                         : err_set(err, why.code, "%s", why.text);
    if (!it.person.verified_us)
        return skip(ret_result, "the address is not verified any more");
    it.words = &notice_mail_words[it.person.is_japanese];
    if (!find(&it, err))
        return false;
    if (!it.count)
        return skip(ret_result, "it was read in the inbox before");
    return deliver(&it, ret_result, err);
}
