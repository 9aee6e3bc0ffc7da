/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_site.h"

#include "codec/base64.h"
#include "sandbox/fetch.h"
#include "store/vault.h"

enum { REPLY_BYTES = 4 << 20, CALL_SECONDS = 20, WORDS_BYTES = 200, WORD_BYTES = 100 };

#define WAIT_UNSAID_US (60 * CLOCK_SECOND_US)
#define WAIT_LONGEST_US (3600 * CLOCK_SECOND_US)

struct text jira_site_purpose(int64_t id, const char *what, struct arena *arena)
{
    return arena_format(arena, "jira:%lld:%s", (long long)id, what);
}

/* Another system's words are shown to people and kept: they must not steer a terminal, nor be cut inside a character. */
static struct text plain(struct text t, size_t max_bytes, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add_plain(&out, text_front(t, max_bytes));
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

struct text jira_site_word(yyjson_val *object, const char *key, struct arena *arena)
{
    return plain(json_get_text(object, key), WORD_BYTES, arena);
}

struct text jira_site_escape(struct text t, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < t.len; i++) {
        char c = t.at[i];
        if (text_is_alpha(c) || text_is_digit(c) || (c && strchr("-._~", c)))
            buf_add_char(&out, c);
        else
            buf_format(&out, "%%%02X", (unsigned char)c);
    }
    struct text escaped = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return escaped;
}

/* Cloud takes a mail and an API token; Server and Data Center a personal access token, or a name and a password. */
static struct text authorization_of(const struct jira *jira, struct text token, struct arena *arena)
{
    struct buf out;
    if (!jira->is_cloud && jira->mail.len == 0)
        return arena_format(arena, "Bearer %.*s", TEXT_ARG(token));
    buf_init(&out, SIZE_MAX);
    buf_add_z(&out, "Basic ");
    base64_print(&out, arena_format(arena, "%.*s:%.*s", TEXT_ARG(jira->mail), TEXT_ARG(token)));
    struct text value = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return value;
}

bool jira_site_open(struct jira_site *ret_site, const struct jira *jira,
    const struct api_tools *tools, struct arena *arena, struct err *err)
{
    struct text token;
    *ret_site = (struct jira_site){.fetch = tools->fetch,
        .arena = arena,
        .root = arena_format(
            arena, "%.*s/rest/api/%d", TEXT_ARG(jira->base_url), jira->is_cloud ? 3 : 2),
        .is_cloud = jira->is_cloud};
    if (!vault_open(tools->vault, jira_site_purpose(jira->id, "token", arena), jira->token, arena,
            &token, err))
        return err_add(err, "the token of the connection");
    ret_site->authorization = authorization_of(jira, token, arena);
    return arena_check(arena, err);
}

void jira_site_done(struct jira_site *site)
{
    for (size_t i = 0; i < site->answers.len; i++)
        json_done(&site->answers.at[i]);
    VEC_DONE(&site->answers);
}

/* -- one call -- */

/* {"errorMessages": ["…"], "errors": {"field": "…"}}: the first word of it. */
static struct text read_words(yyjson_val *root, struct arena *arena)
{
    struct text text;
    yyjson_val *errors = json_get(root, "errors");
    yyjson_obj_iter members = yyjson_obj_iter_with(errors);
    if (json_text(yyjson_arr_get_first(json_get(root, "errorMessages")), &text) && text.len)
        return text;
    yyjson_val *key = yyjson_obj_iter_next(&members);
    struct text name;
    if (key && json_text(key, &name) && json_text(yyjson_obj_iter_get_val(key), &text))
        return arena_format(arena, "%.*s: %.*s", TEXT_ARG(text_front(name, WORD_BYTES)),
            TEXT_ARG(text_front(text, WORDS_BYTES)));
    return json_get_text(root, "message");
}

static int64_t read_wait(const struct http_call_reply *reply)
{
    uint64_t seconds;
    struct text value = http_call_header(reply, "Retry-After");
    if (value.len == 0)
        return 0;
    if (!text_read_u64(value, &seconds))
        return WAIT_UNSAID_US; /* a date, which would need our clocks to agree */
    int64_t wait_us = seconds > 3600 ? WAIT_LONGEST_US : (int64_t)seconds * CLOCK_SECOND_US;
    return wait_us ? wait_us : CLOCK_SECOND_US;
}

static bool read_answer(struct jira_site *site, const struct http_call_reply *reply,
    struct jira_answer *answer, struct err *err)
{
    struct json json = {0};
    struct err why = {0};
    *answer = (struct jira_answer){.status = reply->status, .wait_us = read_wait(reply)};
    bool is_good = reply->status >= 200 && reply->status < 300;
    if (reply->body.len && json_read(&json, reply->body, &why)) {
        *VEC_ADD(&site->answers) = json;
        answer->root = json_root(&json);
    } else if (reply->body.len && is_good) {
        return err_set(err, ERR_SYSTEM, "%.*s: does not answer as Jira does",
            TEXT_ARG(http_call_host(site->root)));
    }
    if (!is_good)
        answer->words = plain(read_words(answer->root, site->arena), WORDS_BYTES, site->arena);
    if (!answer->words.len)
        answer->words = text_of(http_status_text(reply->status));
    return true;
}

bool jira_site_ask(struct jira_site *site, const char *method, struct text path, struct text body,
    struct jira_answer *ret_answer, struct err *err)
{
    const struct http_pair headers[] = {{TEXT("Authorization"), site->authorization},
        {TEXT("Accept"), TEXT("application/json")}, {TEXT("X-Atlassian-Token"), TEXT("no-check")},
        {TEXT("Content-Type"), TEXT("application/json")}};
    struct http_call call = {.method = text_of(method),
        .url = arena_format(site->arena, "%.*s%.*s", TEXT_ARG(site->root), TEXT_ARG(path)),
        .headers = headers,
        .header_count = LEN_OF(headers) - (body.len == 0),
        .body = body,
        .max_reply_bytes = REPLY_BYTES,
        .total_seconds = CALL_SECONDS};
    struct http_call_reply reply;
    return fetch_run(site->fetch, &call, site->arena, &reply, err) &&
           read_answer(site, &reply, ret_answer, err);
}

/* -- the test -- */

static bool check_self(struct jira_site *site, struct jira *jira, struct err *err)
{
    struct jira_answer answer;
    if (!jira_site_ask(site, "GET", TEXT("/myself"), TEXT(""), &answer, err))
        return false;
    if (answer.status == 401 || answer.status == 403)
        return err_set(
            err, ERR_USAGE, "Jira refuses the mail address and token (%u)", answer.status);
    if (answer.status == 429 || answer.status >= 500)
        return err_set(err, ERR_BUSY, "Jira answers %u %.*s: try again later", answer.status,
            TEXT_ARG(answer.words));
    jira->own_author =
        jira_site_word(answer.root, site->is_cloud ? "accountId" : "name", site->arena);
    jira->own_name = jira_site_word(answer.root, "displayName", site->arena);
    return (answer.status == 200 && jira->own_author.len) ||
           err_set(
               err, ERR_USAGE, "there is no Jira at this address: it answers %u", answer.status);
}

static bool has_type(yyjson_val *project, struct text wanted)
{
    size_t i, count;
    yyjson_val *type;
    yyjson_arr_foreach(json_get(project, "issueTypes"), i, count, type)
    {
        if (text_eq(json_get_text(type, "name"), wanted))
            return true;
    }
    return false;
}

/* A project that was renamed is found by its number, and by its former key. */
static bool check_project(struct jira_site *site, struct jira *jira, struct err *err)
{
    struct jira_answer answer;
    struct text name = jira->project_id.len ? jira->project_id : jira->project_key;
    if (!jira_site_ask(site, "GET",
            arena_format(
                site->arena, "/project/%.*s", TEXT_ARG(jira_site_escape(name, site->arena))),
            TEXT(""), &answer, err))
        return false;
    if (answer.status != 200)
        return err_set(err, ERR_USAGE,
            "project_key: there is no project %.*s, or this account does not see it (%u)",
            TEXT_ARG(jira->project_key), answer.status);
    if (!has_type(answer.root, jira->issue_type))
        return err_set(err, ERR_USAGE, "issue_type: project %.*s has no issue type \"%.*s\"",
            TEXT_ARG(jira->project_key), TEXT_ARG(jira->issue_type));
    jira->project_id = jira_site_word(answer.root, "id", site->arena);
    jira->project_key = jira_site_word(answer.root, "key", site->arena);
    return (jira->project_id.len && jira->project_key.len) ||
           err_set(err, ERR_SYSTEM, "Jira tells no id of the project");
}

bool jira_site_check(struct jira_site *site, struct jira *jira, struct err *err)
{
    return check_self(site, jira, err) && check_project(site, jira, err);
}
