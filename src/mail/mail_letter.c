/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_letter.h"

#include "base/limits.h"
#include "base/rand.h"
#include "codec/base64.h"
#include "mail/mail_letter_words.h"
#include "mail/mail_page.h"
#include "mail/mail_person.h"

/* Whose body it is: sealed for one row, it opens in no other. */
static struct text purpose(struct text key, struct arena *arena)
{
    return arena_format(arena, "mail:letter:%.*s", TEXT_ARG(key));
}

/* -- keeping -- */

struct text mail_letter_masked(struct text address, struct arena *arena)
{
    ptrdiff_t at = text_find_last(address, '@');
    struct text domain = text_from(address, at < 0 ? address.len : (size_t)at);
    return arena_format(arena, "%.*s…%.*s", TEXT_ARG(text_front(address, 1)), TEXT_ARG(domain));
}

bool mail_letter_add(struct db *db, const struct vault *vault, const struct mail_letter_rest *rest,
    int64_t until_us, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct buf plain, sealed, body;
    arena_init(&arena, SIZE_MAX);
    buf_init(&plain, SIZE_MAX);
    buf_init(&sealed, SIZE_MAX);
    buf_init(&body, SIZE_MAX);
    json_print_open(&plain, '{');
    json_print_member(&plain, "address", rest->address);
    json_print_member(&plain, "subject", rest->subject);
    json_print_member(&plain, "text", rest->text);
    json_print_member(&plain, "html", rest->html);
    json_print_member_id(&plain, "until", until_us);
    json_print_close(&plain, '}');
    vault_seal(vault, purpose(rest->key, &arena), buf_text(&plain), &sealed);
    json_print_open(&body, '{');
    json_print_key(&body, "sealed");
    buf_add_char(&body, '"');
    base64_print(&body, buf_text(&sealed));
    buf_add_char(&body, '"');
    json_print_close(&body, '}');
    bool is_added = outbox_add(db,
        &(struct outbox_order){.channel = MAIL_LETTER_CHANNEL,
            .kind = rest->kind,
            .key = rest->key,
            .lane = rest->about_id,
            .title = mail_letter_masked(rest->address, &arena),
            .body = buf_text(&body)},
        now_us, err);
    buf_done(&body);
    buf_done(&sealed);
    buf_done(&plain);
    arena_done(&arena);
    return is_added;
}

/* Names are chosen by whoever likes, and the letter may go to anybody: no link in it is theirs. */
static struct text unlinked(struct text name, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    while (name.len) {
        size_t link = mail_page_unlink(&out, name);
        if (!link)
            buf_add_char(&out, name.at[0]);
        name = text_from(name, link ? link : 1);
    }
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

static struct text fill(
    const char *sentence, const struct letter *letter, const char *url, struct arena *arena)
{
    struct text team = unlinked(letter->team, arena);
    if (!team.len)
        team = text_of(url);
    return MAIL_PAGE_FILL(arena, sentence, {"by", unlinked(letter->by, arena)},
        {"name", unlinked(letter->name, arena)}, {"team", team}, {"url", text_of(url)},
        {"address", letter->address});
}

static bool compose(struct db *db, const struct api_tools *tools, const struct letter *letter,
    int64_t now_us, struct arena *arena, struct err *err)
{
    const struct mail_letter_words *words =
        mail_letter_words(letter->kind, letter->team.len > 0, letter->is_japanese);
    struct mail_page page;
    struct text subject = fill(words->subject, letter, tools->url, arena);
    mail_page_init(&page, subject);
    mail_page_say(&page, fill(words->lead, letter, tools->url, arena));
    mail_page_link(&page, text_of(words->label),
        arena_format(arena, "%s%.*s", tools->url, TEXT_ARG(letter->path)));
    mail_page_say(&page, text_of(words->until));
    mail_page_end(&page, fill(words->why, letter, tools->url, arena), TEXT(""), TEXT(""));
    const struct mail_letter_rest rest = {.kind = words->kind,
        .key = arena_format(arena, "%lld", (long long)rand_id(now_us)),
        .address = letter->address,
        .subject = subject,
        .text = buf_text(&page.text),
        .html = buf_text(&page.html),
        .about_id = letter->about_id};
    bool is_added = arena_check(arena, err) &&
                    mail_letter_add(db, tools->vault, &rest, letter->until_us, now_us, err);
    mail_page_done(&page);
    return is_added;
}

/* That somebody signed in is told where notices go, and nowhere else: only that address was verified. */
static bool find_owner(
    struct db *db, struct letter *letter, struct arena *arena, bool *ret_is_there, struct err *err)
{
    struct mail_person person;
    if (!mail_person_find(db, letter->about_id, arena, &person, err))
        return false;
    letter->address = person.address;
    letter->is_japanese = person.is_japanese;
    *ret_is_there = person.verified_us != 0;
    return true;
}

static bool write_letter(struct db *db, const struct api_tools *tools, const struct letter *given,
    int64_t now_us, struct arena *arena, struct err *err)
{
    struct letter letter = *given;
    bool is_there = true;
    if (letter.kind == LETTER_BROWSER && !find_owner(db, &letter, arena, &is_there, err))
        return false;
    return !is_there || (mime_address_check(letter.address, err) &&
                            compose(db, tools, &letter, now_us, arena, err));
}

bool mail_letter_write(struct db *db, const struct api_tools *tools, const struct letter *letter,
    int64_t now_us, struct err *err)
{
    struct arena arena;
    bool is_on;
    if (!mail_is_on(db, &is_on, err))
        return false;
    if (!is_on)
        return err_set(
            err, ERR_CONFLICT, "no mail server is set: copy the link, and send it yourself");
    arena_init(&arena, SIZE_MAX);
    bool is_written = write_letter(db, tools, letter, now_us, &arena, err);
    arena_done(&arena);
    return is_written;
}

/* -- sending -- */

static bool open_body(struct outbox_call *call, struct json *ret_letter, struct err *err)
{
    struct json body;
    struct text plain;
    struct buf sealed;
    if (!json_read(&body, call->message->body, err))
        return false;
    buf_init(&sealed, LIMIT_MAIL_BYTES);
    bool is_open = (base64_read(&sealed, json_get_text(json_root(&body), "sealed")) ||
                       err_set(err, ERR_SYNTAX, "the letter cannot be read")) &&
                   vault_open(call->tools->vault, purpose(call->message->key, call->arena),
                       buf_text(&sealed), call->arena, &plain, err) &&
                   json_read(ret_letter, plain, err);
    buf_done(&sealed);
    json_done(&body);
    return is_open;
}

static bool is_too_late(const struct json *letter, int64_t now_us)
{
    int64_t until_us;
    return text_read_i64(json_get_text(json_root(letter), "until"), &until_us) && until_us &&
           until_us <= now_us;
}

static bool deliver(struct outbox_call *call, const struct json *json,
    struct mail_outcome *ret_outcome, struct err *err)
{
    yyjson_val *root = json_root(json);
    const struct mime_address to = {TEXT(""), json_get_text(root, "address")};
    const struct mail_call mail = {call->db, call->tools, call->arena, call->now_us};
    const struct mail_letter letter = {
        .to = &to,
        .to_count = 1,
        .subject = json_get_text(root, "subject"),
        .text = json_get_text(root, "text"),
        .html = json_get_text(root, "html"),
        .key = arena_format(call->arena, "%lld", (long long)call->message->id),
        .date_us = call->message->created_us,
    };
    return mail_deliver(&mail, &letter, ret_outcome, err);
}

bool mail_letter_send(struct outbox_call *call, struct outbox_result *ret_result, struct err *err)
{
    struct json letter;
    struct mail_outcome outcome = {
        .result = {.state = OUTBOX_SKIPPED, .words = "the link in it has expired"}};
    if (!open_body(call, &letter, err))
        return false;
    bool is_done = is_too_late(&letter, call->now_us) || deliver(call, &letter, &outcome, err);
    json_done(&letter);
    if (!is_done)
        return false;
    outcome.result.is_forgotten = true;
    *ret_result = outcome.result;
    return true;
}
