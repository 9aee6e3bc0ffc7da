/* SPDX-License-Identifier: Apache-2.0 */
#include "app/push.h"

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/rand.h"
#include "domain/support.h"
#include "net/http_client.h"
#include "net/http_target.h"

/* A server reads an SBOM for up to a minute, and may let it wait for two before that. */
enum { STALL_SECONDS = 300 };

enum { KEY_BYTES = 16 };

/* What the statuses of problem details mean for whoever ran the command. */
static const struct {
    unsigned status;
    enum err_code code;
} statuses[] = {
    {400, ERR_SYNTAX},
    {401, ERR_UNAUTHENTICATED},
    {403, ERR_FORBIDDEN},
    {404, ERR_NOT_FOUND},
    {409, ERR_CONFLICT},
    {413, ERR_LIMIT},
    {415, ERR_UNSUPPORTED},
    {422, ERR_USAGE},
};

static enum err_code code_of(unsigned status)
{
    for (size_t i = 0; i < LEN_OF(statuses); i++)
        if (statuses[i].status == status)
            return statuses[i].code;
    return ERR_SYSTEM;
}

/* 409: an earlier try with this key is being answered; the others: try again later. */
static bool is_passing(unsigned status)
{
    return status == 409 || status == 429 || status == 502 || status == 503 || status == 504;
}

/* Says what the server says; a page of something that stands before it is not shown. */
static bool fail_status(const struct push *push, unsigned status, struct text body, struct err *err)
{
    struct json json = {0};
    struct text detail = {"", 0};
    if (json_read(&json, body, NULL))
        detail = json_get_text(json_root(&json), "detail");
    if (detail.len)
        err_set(err, code_of(status), "%.*s: %.*s", TEXT_ARG(push->server), TEXT_ARG(detail));
    else if (status >= 300 && status < 400)
        err_set(err, ERR_USAGE, "%.*s: answers %u, it is elsewhere; name that address",
            TEXT_ARG(push->server), status);
    else
        err_set(err, code_of(status), "%.*s: answers %u", TEXT_ARG(push->server), status);
    json_done(&json);
    return false;
}

static void wait_for(int64_t pause_us)
{
    struct timespec left = {pause_us / CLOCK_SECOND_US, (long)(pause_us % CLOCK_SECOND_US) * 1000L};
    while (nanosleep(&left, &left) != 0) {
    }
}

/* Asks until there is an answer that does not pass. out holds its body. */
static bool ask(const struct push *push, const struct http_client_ask *question, struct buf *out,
    unsigned *ret_status, struct err *err)
{
    int64_t pause_us = push->pause_us;
    for (unsigned tries = 0;; tries++, pause_us *= 2) {
        struct http_client_answer answer = {0};
        buf_cut(out, 0);
        if (question->body && fseek(question->body, 0, SEEK_SET) != 0)
            return err_set_errno(err, "the file cannot be read again");
        bool is_answered = http_client_ask(question, out, &answer, err);
        cmd_progress_end();
        *ret_status = answer.status;
        if (is_answered ? !is_passing(answer.status) : err->code != ERR_BUSY)
            return is_answered;
        if (is_answered)
            fail_status(push, answer.status, buf_text(out), err);
        if (tries == push->retries)
            return false;
        int64_t asked_us = (int64_t)answer.retry_after_seconds * CLOCK_SECOND_US;
        int64_t wait_us = asked_us > pause_us ? asked_us : pause_us;
        if (push->on_retry)
            push->on_retry(err, wait_us);
        wait_for(wait_us);
    }
}

/* Asks, and reads the JSON of an answer that went well. */
static bool ask_json(const struct push *push, const struct http_client_ask *question,
    struct arena *arena, struct push_answer *ret_answer, struct err *err)
{
    struct push_answer answer = {0};
    struct buf out;
    buf_init(&out, LIMIT_HTTP_BODY_BYTES);
    bool is_done = ask(push, question, &out, &answer.status, err);
    if (is_done && (answer.status < 200 || answer.status > 299))
        is_done = fail_status(push, answer.status, buf_text(&out), err);
    if (is_done) {
        answer.body = arena_text(arena, text_trim(buf_text(&out)));
        is_done = json_read(&answer.json, answer.body, err) ||
                  err_set(err, ERR_SYSTEM, "%.*s: answers what is no JSON: is it kenzen?",
                      TEXT_ARG(push->server));
    }
    buf_done(&out);
    if (is_done)
        *ret_answer = answer;
    return is_done;
}

void push_answer_done(struct push_answer *answer)
{
    json_done(&answer->json);
}

/* -- which server, and in whose name -- */

static bool take_value(const struct cmd *cmd, const char *name, const char *option,
    const char *variable, struct text *ret_value, struct err *err)
{
    const char *value = cmd_get(cmd, option);
    if (!value)
        value = getenv(variable);
    if (!value || !*value)
        return err_set(err, ERR_USAGE, "%s: --%s or $%s is missing", name, option, variable);
    *ret_value = text_of(value);
    return true;
}

/* A token goes into a header, where the end of a line would begin another. */
static bool check_token(struct text token, struct err *err)
{
    for (size_t i = 0; i < token.len; i++)
        if (token.at[i] <= 0x20 || token.at[i] > 0x7e)
            return err_set(err, ERR_USAGE, "--token: has a character that no token has");
    return true;
}

bool push_open(struct push *ret_push, const struct cmd *cmd, const char *name, struct err *err)
{
    struct push push = *ret_push;
    if (!take_value(cmd, name, "server", "KENZEN_SERVER", &push.server, err) ||
        !take_value(cmd, name, "token", "KENZEN_TOKEN", &push.token, err) ||
        !check_token(push.token, err))
        return false;
    while (text_ends(push.server, TEXT("/")))
        push.server.len--;
    *ret_push = push;
    return true;
}

bool push_get(const struct push *push, struct text path, struct arena *arena,
    struct push_answer *ret_answer, struct err *err)
{
    struct http_client_ask question = {
        .url = arena_format(arena, "%.*s%.*s", TEXT_ARG(push->server), TEXT_ARG(path)).at,
        .token = push->token,
        .stall_seconds = STALL_SECONDS};
    return arena_check(arena, err) && ask_json(push, &question, arena, ret_answer, err);
}

/* -- an SBOM -- */

static void add_param(struct buf *url, const char *name, struct text value, struct arena *arena)
{
    if (value.len)
        buf_format(url, "&%s=%.*s", name, TEXT_ARG(http_target_encode(value, arena)));
}

/* One for each SBOM and run: who sends it again gets the first answer. */
static struct text new_key(struct arena *arena)
{
    unsigned char bytes[KEY_BYTES];
    struct text key = TEXT("push-");
    rand_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        key = arena_format(arena, "%.*s%02x", TEXT_ARG(key), bytes[i]);
    return key;
}

bool push_send(const struct push *push, const struct push_order *order, struct arena *arena,
    struct push_answer *ret_answer, struct err *err)
{
    struct buf url;
    struct push_answer answer;
    buf_init(&url, SIZE_MAX);
    buf_format(&url, "%.*s/api/v1/sboms?create=1", TEXT_ARG(push->server));
    add_param(&url, "team", order->team, arena);
    add_param(&url, "service", order->service, arena);
    add_param(&url, "part", order->part, arena);
    add_param(&url, "filename", order->file_name, arena);
    add_param(&url, "note", order->note, arena);
    if (order->is_stored_only)
        buf_add_z(&url, "&store_only=1");
    struct http_client_ask question = {.url = url.at,
        .token = push->token,
        .key = new_key(arena),
        .body = order->file,
        .body_bytes = order->bytes,
        .stall_seconds = STALL_SECONDS,
        .on_progress = cmd_progress};
    bool is_done = ask_json(push, &question, arena, &answer, err);
    buf_done(&url);
    if (is_done && !yyjson_is_obj(json_get(json_root(&answer.json), "sbom"))) {
        push_answer_done(&answer);
        return err_set(err, ERR_SYSTEM, "%.*s: its answer names no SBOM", TEXT_ARG(push->server));
    }
    if (is_done)
        *ret_answer = answer;
    return is_done;
}

/* -- what a build fails on -- */

static bool has_undecidable(yyjson_val *sbom)
{
    return yyjson_get_sint(json_get(json_get(sbom, "summary"), "undecidable")) > 0;
}

static bool has_not_covered(yyjson_val *sbom)
{
    return yyjson_get_sint(json_get(json_get(sbom, "summary"), "not_covered")) > 0;
}

static bool is_out_of_support(yyjson_val *sbom)
{
    struct text state = json_get_text(json_get(json_get(sbom, "operating_system"), "eol"), "state");
    return state.len && !text_is(state, support_state_name(SUPPORT_GOES_ON));
}

static bool is_held(yyjson_val *sbom)
{
    return yyjson_get_bool(json_get(sbom, "is_held"));
}

/* Words that ask for tickets which are not done, by a filter of GET /api/v1/tickets; or that look at the SBOM. */
static const struct criterion {
    const char *word, *filter;
    bool (*is_met)(yyjson_val *sbom);
} criteria[] = {
    {"immediate", "priority=immediate", NULL},
    {"out-of-cycle", "priority=immediate,out-of-cycle", NULL},
    {"scheduled", "priority=immediate,out-of-cycle,scheduled", NULL},
    {"critical", "severity=critical", NULL},
    {"high", "severity=critical,high", NULL},
    {"medium", "severity=critical,high,medium", NULL},
    {"low", "severity=critical,high,medium,low", NULL},
    {"unknown", "severity=unknown", NULL},
    {"kev", "kev=1", NULL},
    {"undecidable", NULL, has_undecidable},
    {"not-covered", NULL, has_not_covered},
    {"eol", NULL, is_out_of_support},
    {"held", NULL, is_held},
};

static const struct criterion *find_criterion(struct text word)
{
    for (size_t i = 0; i < LEN_OF(criteria); i++)
        if (text_is(word, criteria[i].word))
            return &criteria[i];
    return NULL;
}

bool push_fail_check(struct text list, struct err *err)
{
    while (list.at) {
        struct text word = text_trim(text_cut(&list, ','));
        if (!find_criterion(word))
            return err_set(err, ERR_USAGE,
                "--fail-on: \"%.*s\" is none of immediate, out-of-cycle, scheduled, critical, "
                "high, medium, low, unknown, kev, undecidable, not-covered, eol, held",
                TEXT_ARG(word));
    }
    return true;
}

static bool has_tickets(const struct push *push, const char *filter, yyjson_val *sbom,
    struct arena *arena, bool *ret_has, struct err *err)
{
    struct text part = json_get_text(sbom, "part_id");
    struct push_answer answer;
    struct text path = arena_format(arena,
        "/api/v1/tickets?limit=1&state=open,acknowledged,scheduled&part=%.*s&%s",
        TEXT_ARG(http_target_encode(part, arena)), filter);
    if (!push_get(push, path, arena, &answer, err))
        return false;
    *ret_has = yyjson_arr_size(json_get(json_root(&answer.json), "items")) > 0;
    push_answer_done(&answer);
    return true;
}

bool push_fail_met(const struct push *push, struct text list, const struct push_answer *answer,
    struct arena *arena, struct text *ret_met, struct err *err)
{
    yyjson_val *sbom = json_get(json_root(&answer->json), "sbom");
    struct text met = {"", 0};
    while (list.at) {
        struct text word = text_trim(text_cut(&list, ','));
        const struct criterion *row = find_criterion(word);
        bool is_met = row && row->is_met && row->is_met(sbom);
        if (row && row->filter && !has_tickets(push, row->filter, sbom, arena, &is_met, err))
            return false;
        if (is_met)
            met = arena_join(arena, met, ",", word);
    }
    *ret_met = met;
    return true;
}
