/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_api.h"

#include <sodium.h>

#include "account/api_match.h"
#include "base/limits.h"
#include "base/rand.h"
#include "domain/ssvc.h"
#include "jira/jira_hook.h"
#include "jira/jira_site.h"
#include "journal/journal.h"
#include "sandbox/fetch.h"
#include "store/vault.h"

/* The version of a connection that there is not. */
enum { NO_CONNECTION = 1 };
enum { TOKEN_BYTES = 2048, KEY_BYTES = 50, SECRET_RANDOM = 32 };

bool jira_api_find(struct api_call *call, enum right right, struct jira *ret_jira, struct err *err)
{
    int64_t team_id;
    bool is_there;
    if (!team_api_find(call, right, &team_id, err) ||
        !jira_find_team(call->db, team_id, call->arena, ret_jira, &is_there, err))
        return false;
    return is_there || err_set(err, ERR_NOT_FOUND, "the team is not connected with Jira");
}

/* -- showing it -- */

static bool print_counts(struct api_call *call, const struct jira *jira, struct err *err)
{
    struct outbox_counts counts;
    struct buf *out = &call->reply->body;
    int64_t links;
    if (!outbox_count(call->db, TRACKER_CHANNEL, jira->id, &counts, err) ||
        !jira_link_count(call->db, jira->id, &links, err))
        return false;
    json_print_member_int(out, "linked_count", links);
    json_print_member_open(out, "deliveries", '{');
    for (int i = 0; i <= OUTBOX_FAILED; i++)
        json_print_member_int(out, outbox_state_name((enum outbox_state)i), counts.at[i]);
    json_print_close(out, '}');
    return true;
}

static void print_settings(struct buf *out, const struct jira *jira)
{
    json_print_member_z(out, "kind", jira->is_cloud ? "cloud" : "server");
    json_print_member(out, "base_url", jira->base_url);
    json_print_member(out, "project_key", jira->project_key);
    json_print_member(out, "issue_type", jira->issue_type);
    json_print_member(out, "mail", jira->mail);
    if (jira->least_priority < 0)
        json_print_member_null(out, "least_priority");
    else
        json_print_member_z(
            out, "least_priority", ssvc_word("decision", (int)jira->least_priority));
    json_print_member_bool(out, "assigns", jira->assigns);
    json_print_member_bool(out, "is_on", jira->is_on);
}

/* Shows the team's connection, null when there is none. The token and the secret of the hook are never shown. */
static bool reply_connection(struct api_call *call, int64_t team_id, struct err *err)
{
    struct jira jira;
    struct buf *out = &call->reply->body;
    bool is_there;
    if (!jira_find_team(call->db, team_id, call->arena, &jira, &is_there, err))
        return false;
    json_print_open(out, '{');
    if (is_there) {
        json_print_member_open(out, "connection", '{');
        json_print_member_id(out, "id", jira.id);
        print_settings(out, &jira);
        api_print_person(out, "acts_for", jira.account_id, jira.account_name);
        json_print_member_or_null(out, "own_name", jira.own_name);
        json_print_member_or_null(out, "trouble", jira.trouble);
        json_print_member_time(out, "trouble_at", jira.trouble_us);
        json_print_member_time(out, "checked_at", jira.checked_us);
        json_print_member_time(out, "heard_at", jira.heard_us);
        json_print_member_time(out, "refused_at", jira.refused_us);
        json_print_member_time(out, "updated_at", jira.updated_us);
        json_print_member(out, "hook_path",
            arena_format(call->arena, "/api/v1/hooks/jira/%lld", (long long)jira.id));
        if (!print_counts(call, &jira, err))
            return false;
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "connection");
    }
    json_print_close(out, '}');
    api_match_tag(call, is_there ? jira.updated_us : NO_CONNECTION);
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t team_id;
    return team_api_find(call, RIGHT_TEAM_READ, &team_id, err) &&
           reply_connection(call, team_id, err);
}

/* -- setting it -- */

struct saving {
    struct api_call *call;
    struct jira jira;
    struct text token; /* as given; empty: the one that is there */
    int64_t version;   /* of what was there */
    bool is_new;
};

static struct text seal(struct api_call *call, int64_t id, const char *what, struct text plain)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    vault_seal(call->tools->vault, jira_site_purpose(id, what, call->arena), plain, &out);
    struct text sealed = arena_text(call->arena, buf_text(&out));
    buf_done(&out);
    return sealed;
}

static struct text new_secret(struct arena *arena)
{
    unsigned char bytes[SECRET_RANDOM];
    char hex[2 * SECRET_RANDOM + 1];
    rand_bytes(bytes, sizeof bytes);
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    struct text secret = arena_text(arena, text_of(hex));
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(hex, sizeof hex);
    return secret;
}

static bool read_kind(const struct json *body, struct jira *jira, struct err *err)
{
    struct text word;
    if (!api_member_name(body, "kind", &word, err))
        return false;
    jira->is_cloud = text_is(word, "cloud");
    return jira->is_cloud || text_is(word, "server") ||
           err_set(err, ERR_USAGE, "kind: must be cloud or server");
}

static bool read_priority(const struct json *body, struct jira *jira, struct err *err)
{
    struct text word = {"", 0};
    int value;
    if (!api_member_line(body, "least_priority", &word, err))
        return false;
    jira->least_priority = -1;
    if (!word.len)
        return true;
    if (!ssvc_read("decision", word, &value))
        return err_set(err, ERR_USAGE,
            "least_priority: must be immediate, out-of-cycle, scheduled, defer, or null");
    jira->least_priority = value;
    return true;
}

/* An address as browsers show it often ends with a slash. */
static bool read_address(
    const struct api_call *call, const struct json *body, struct text *ret_url, struct err *err)
{
    struct text url;
    if (!api_member_name(body, "base_url", &url, err))
        return false;
    while (text_ends(url, TEXT("/")))
        url.len--;
    if (text_find(url, '?') >= 0)
        return err_set(err, ERR_USAGE, "base_url: must have nothing behind the path");
    if (!fetch_check_url(call->tools->fetch, url, err))
        return err_add(err, "base_url");
    *ret_url = url;
    return true;
}

static bool is_key(struct text key)
{
    for (size_t i = 0; i < key.len; i++)
        if (!text_is_alpha(key.at[i]) && !text_is_digit(key.at[i]) && key.at[i] != '_')
            return false;
    return key.len > 0 && key.len <= KEY_BYTES && text_is_alpha(key.at[0]);
}

static bool read_settings(
    const struct api_call *call, const struct json *body, struct saving *saving, struct err *err)
{
    struct jira *jira = &saving->jira;
    jira->mail = saving->token = TEXT("");
    jira->assigns = false;
    jira->is_on = true;
    if (!read_kind(body, jira, err) || !read_address(call, body, &jira->base_url, err) ||
        !api_member_name(body, "project_key", &jira->project_key, err) ||
        !api_member_name(body, "issue_type", &jira->issue_type, err) ||
        !api_member_line(body, "mail", &jira->mail, err) ||
        !api_member_text(body, "token", TOKEN_BYTES, &saving->token, err) ||
        !read_priority(body, jira, err) || !api_member_bool(body, "assigns", &jira->assigns, err) ||
        !api_member_bool(body, "is_on", &jira->is_on, err))
        return false;
    saving->token = text_trim(saving->token);
    if (!is_key(jira->project_key))
        return err_set(err, ERR_USAGE, "project_key: must be a key such as PROJ");
    if (jira->is_cloud && !jira->mail.len)
        return err_set(
            err, ERR_USAGE, "mail: is missing: Jira Cloud takes a mail address with its token");
    if (text_find(jira->mail, ':') >= 0 && !jira->is_cloud)
        return err_set(err, ERR_USAGE, "mail: a name must not have a colon");
    return true;
}

/* The token was given for one server and one name: who changes either must give it again, or could have it sent elsewhere. */
static bool take_token(struct saving *saving, const struct jira *before, struct err *err)
{
    struct jira *jira = &saving->jira;
    if (saving->token.len) {
        jira->token = seal(saving->call, jira->id, "token", saving->token);
        return true;
    }
    if (saving->is_new)
        return err_set(err, ERR_USAGE, "token: is missing");
    if (!text_eq(before->base_url, jira->base_url) || !text_eq(before->mail, jira->mail) ||
        before->is_cloud != jira->is_cloud)
        return err_set(
            err, ERR_USAGE, "token: give it again, since it would go to another server or account");
    jira->token = before->token;
    return true;
}

static bool prepare(
    struct saving *saving, int64_t team_id, const struct jira *before, struct err *err)
{
    struct api_call *call = saving->call;
    struct jira *jira = &saving->jira;
    jira->id = saving->is_new ? rand_id(call->now_us) : before->id;
    jira->team_id = team_id;
    jira->account_id = call->who.account_id;
    jira->created_us = jira->updated_us = call->now_us;
    jira->project_id = jira->own_author = jira->own_name = TEXT("");
    if (!take_token(saving, before, err))
        return false;
    if (saving->is_new) {
        jira->hook_secret = seal(call, jira->id, "hook", new_secret(call->arena));
        return true;
    }
    jira->hook_secret = before->hook_secret;
    bool is_same = text_eq(before->base_url, jira->base_url);
    if (is_same && text_eq(before->project_key, jira->project_key))
        jira->project_id = before->project_id;
    if (is_same && !saving->token.len) {
        jira->own_author = before->own_author;
        jira->own_name = before->own_name;
    }
    return true;
}

static bool tell_journal(struct db *db, const struct api_call *call, const struct jira *jira,
    const char *kind, struct err *err)
{
    return journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = call->who.account_id,
            .team_id = jira->team_id,
            .object_kind = "tracker",
            .object_id = jira->id,
            .at_us = call->now_us},
        JOURNAL_TEXTS(
            {"url", jira->base_url}, {"project", jira->project_key}, {"mail", jira->mail}),
        err);
}

/* What was read before the transaction may be another one by now, or gone. */
static bool check_version(struct db *db, const struct saving *saving, struct err *err)
{
    struct jira now = {0};
    bool is_there;
    if (!jira_find_team(db, saving->jira.team_id, saving->call->arena, &now, &is_there, err))
        return false;
    int64_t version = is_there ? now.updated_us : NO_CONNECTION;
    return api_match_check(saving->call, version, err) &&
           (version == saving->version ||
               err_set(
                   err, ERR_CONFLICT, "the connection was changed meanwhile: look at it again"));
}

static bool save(struct db *db, void *context, struct err *err)
{
    struct saving *saving = context;
    const struct jira *jira = &saving->jira;
    if (!check_version(db, saving, err))
        return false;
    bool is_saved = saving->is_new ? jira_add(db, jira, err) : jira_write(db, jira, err);
    return is_saved && jira_note_untested(db, jira->id, err) &&
           outbox_release(db, TRACKER_CHANNEL, jira->id, saving->call->now_us, err) &&
           tell_journal(db, saving->call, jira,
               saving->is_new ? "tracker.connected" : "tracker.changed", err);
}

static bool set(struct api_call *call, struct err *err)
{
    struct json body;
    struct saving saving = {.call = call};
    struct jira before = {0};
    int64_t team_id;
    bool is_there;
    if (!team_api_find(call, RIGHT_TEAM_MANAGE, &team_id, err) ||
        !jira_find_team(call->db, team_id, call->arena, &before, &is_there, err) ||
        !api_body(call,
            "kind base_url project_key issue_type mail token least_priority assigns is_on", &body,
            err))
        return false;
    saving.is_new = !is_there;
    saving.version = is_there ? before.updated_us : NO_CONNECTION;
    bool is_done = read_settings(call, &body, &saving, err) &&
                   prepare(&saving, team_id, &before, err) && arena_check(call->arena, err) &&
                   db_transact(call->db, save, &saving, err);
    json_done(&body);
    return is_done && reply_connection(call, team_id, err);
}

static bool delete_it(struct db *db, void *context, struct err *err)
{
    struct saving *saving = context;
    return jira_delete(db, &saving->jira, saving->call->now_us, err) &&
           tell_journal(db, saving->call, &saving->jira, "tracker.disconnected", err);
}

static bool disconnect(struct api_call *call, struct err *err)
{
    struct saving saving = {.call = call};
    if (!jira_api_find(call, RIGHT_TEAM_MANAGE, &saving.jira, err) ||
        !db_transact(call->db, delete_it, &saving, err))
        return false;
    call->reply->status = 204;
    return true;
}

/* -- the secret of the hook -- */

static bool keep_secret(struct db *db, void *context, struct err *err)
{
    struct saving *saving = context;
    return jira_write(db, &saving->jira, err) &&
           tell_journal(db, saving->call, &saving->jira, "tracker.secret_made", err);
}

static bool make_secret(struct api_call *call, struct err *err)
{
    struct saving saving = {.call = call};
    struct text secret = new_secret(call->arena);
    if (!jira_api_find(call, RIGHT_TEAM_MANAGE, &saving.jira, err))
        return false;
    saving.jira.hook_secret = seal(call, saving.jira.id, "hook", secret);
    saving.jira.updated_us = call->now_us;
    if (!arena_check(call->arena, err) || !db_transact(call->db, keep_secret, &saving, err))
        return false;
    json_print_open(&call->reply->body, '{');
    json_print_member(&call->reply->body, "secret", secret);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- the test -- */

/* Whatever it finds is an answer, and stands on the connection until the next call or test. */
static bool keep_check(
    struct api_call *call, const struct jira *jira, const struct err *why, struct err *err)
{
    if (why)
        return jira_note_trouble(call->db, jira->id, text_of(why->text), call->now_us, err);
    return jira_note_check(call->db, jira, call->now_us, err) &&
           outbox_release(call->db, TRACKER_CHANNEL, jira->id, call->now_us, err);
}

static bool test(struct api_call *call, struct err *err)
{
    struct jira jira;
    struct jira_site site;
    struct err why = {0};
    struct buf *out = &call->reply->body;
    if (!jira_api_find(call, RIGHT_TEAM_MANAGE, &jira, err))
        return false;
    bool is_working = jira_site_open(&site, &jira, call->tools, call->arena, &why) &&
                      jira_site_check(&site, &jira, &why);
    bool is_kept = keep_check(call, &jira, is_working ? NULL : &why, err);
    json_print_open(out, '{');
    json_print_member_bool(out, "is_working", is_working);
    json_print_member_or_null(out, "trouble", is_working ? TEXT("") : text_of(why.text));
    json_print_member_or_null(out, "own_name", is_working ? jira.own_name : TEXT(""));
    json_print_member(out, "project_key", jira.project_key);
    json_print_close(out, '}');
    jira_site_done(&site);
    return is_kept;
}

#define JIRA_PATH "/api/v1/teams/{team}/jira"

const struct api_route jira_api_routes[] = {
    {"GET", JIRA_PATH, RIGHT_TEAM_READ, show, 0},
    {"PUT", JIRA_PATH, RIGHT_TEAM_MANAGE, set, 0},
    {"DELETE", JIRA_PATH, RIGHT_TEAM_MANAGE, disconnect, 0},
    {"POST", JIRA_PATH "/test", RIGHT_TEAM_MANAGE, test, 0},
    {"POST", JIRA_PATH "/hook-secret", RIGHT_TEAM_MANAGE, make_secret, API_SECRET},
    {"POST", "/api/v1/hooks/jira/{connection}", RIGHT_ANYONE, jira_hook_receive,
        API_NO_ORIGIN_CHECK},
    {0},
};
