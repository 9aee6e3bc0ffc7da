/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_hook.h"

#include <sodium.h>

#include "base/rand.h"
#include "codec/sha256.h"
#include "jira/jira_site.h"
#include "store/vault.h"

/* -- who speaks -- */

bool jira_hook_is_signed(struct text header, struct text body, struct text secret)
{
    unsigned char told[SHA256_SIZE], own[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    struct text hex = header, method = text_cut(&hex, '=');
    if (!text_is(method, "sha256") || !hex.at || !sha256_read(hex, told) || secret.len == 0)
        return false;
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret.at, secret.len);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.at, body.len);
    crypto_auth_hmacsha256_final(&state, own);
    return sodium_memcmp(own, told, sizeof own) == 0;
}

/* One that does not exist and one whose signature is wrong are told alike. */
static bool authenticate(struct api_call *call, struct jira *jira, struct err *err)
{
    int64_t id;
    bool is_there = false;
    struct text secret;
    if (!api_param_id(call, "connection", &id, NULL))
        id = 0;
    if (!jira_find(call->db, id, call->arena, jira, &is_there, err))
        return false;
    if (is_there && !vault_open(call->tools->vault, jira_site_purpose(id, "hook", call->arena),
                        jira->hook_secret, call->arena, &secret, err))
        return false;
    if (is_there && jira_hook_is_signed(
                        http_header(call->request, "X-Hub-Signature"), call->request->body, secret))
        return true;
    if (is_there && !jira_note_refused(call->db, id, call->now_us, err))
        return false;
    return err_set(err, ERR_UNAUTHENTICATED,
        "X-Hub-Signature: is missing, or is not made with the secret of this connection");
}

/* -- what is said -- */

static void read_words(struct jira_hearing *hearing, unsigned char digest[SHA256_SIZE])
{
    struct api_call *call = hearing->call;
    yyjson_val *stamp = json_get(hearing->root, "timestamp");
    sha256_of(call->request->body, digest);
    int64_t said_us = yyjson_is_int(stamp) ? yyjson_get_sint(stamp) : 0;
    bool is_likely = said_us > 0 && said_us <= call->now_us / 1000;
    hearing->said_us = is_likely ? said_us * 1000 : call->now_us;
    hearing->heard = (struct jira_heard){.id = rand_id(call->now_us),
        .tracker_id = hearing->jira.id,
        .at_us = call->now_us,
        .digest = {(const char *)digest, SHA256_SIZE},
        .event = jira_site_word(hearing->root, "webhookEvent", call->arena),
        .issue_key = jira_site_word(json_get(hearing->root, "issue"), "key", call->arena),
        .outcome = TEXT("")};
}

static bool hear(struct db *db, void *context, struct err *err)
{
    struct jira_hearing *hearing = context;
    struct jira_heard *heard = &hearing->heard;
    bool is_new, is_linked;
    heard->ticket_id = 0;
    if (!jira_heard_add(db, heard, &is_new, err) ||
        !jira_heard_forget(db, hearing->jira.id, hearing->call->now_us - JIRA_HOOK_KEPT_US, err))
        return false;
    heard->outcome = TEXT("heard before");
    if (!is_new)
        return true;
    if (!jira_link_find_issue(db, hearing->jira.id,
            jira_site_word(json_get(hearing->root, "issue"), "id", hearing->call->arena),
            hearing->call->arena, &hearing->link, &is_linked, err))
        return false;
    if (hearing->call->now_us - hearing->said_us > JIRA_HOOK_STALE_US)
        heard->outcome = TEXT("passed over: it is older than a day");
    else if (!hearing->jira.is_on)
        heard->outcome = TEXT("passed over: the connection is switched off");
    else if (!is_linked)
        heard->outcome = TEXT("passed over: the issue is linked to no ticket");
    else if (!jira_hear(hearing, db, err))
        return false;
    return jira_heard_end(db, heard, err);
}

/* What the ticket does not take is kept with the reason, and not said again: Jira would repeat it in vain. */
static bool note_refusal(struct db *db, void *context, struct err *err)
{
    struct jira_hearing *hearing = context;
    bool is_new;
    return jira_heard_add(db, &hearing->heard, &is_new, err) &&
           jira_heard_end(db, &hearing->heard, err);
}

static bool is_refusal(const struct err *why)
{
    return why->code == ERR_FORBIDDEN || why->code == ERR_NOT_FOUND || why->code == ERR_CONFLICT ||
           why->code == ERR_USAGE;
}

static bool hear_or_note(struct jira_hearing *hearing, struct err *err)
{
    struct api_call *call = hearing->call;
    struct err why = {0};
    if (db_transact(call->db, hear, hearing, &why))
        return true;
    if (!is_refusal(&why))
        return err_set(err, why.code, "%s", why.text);
    hearing->heard.outcome = arena_format(call->arena, "not done: %s", why.text);
    if (why.code == ERR_FORBIDDEN || why.code == ERR_NOT_FOUND) {
        /* No name: it would outlive the account. Who it is stands beside. */
        struct text trouble = TEXT(
            "the one on whose behalf the connection works may not work on the team's tickets: save it anew");
        if (!jira_note_trouble(call->db, hearing->jira.id, trouble, call->now_us, err))
            return false;
    }
    return db_transact(call->db, note_refusal, hearing, err);
}

bool jira_hook_receive(struct api_call *call, struct err *err)
{
    struct jira_hearing hearing = {.call = call};
    struct json body;
    unsigned char digest[SHA256_SIZE];
    if (!authenticate(call, &hearing.jira, err))
        return false;
    if (!json_read(&body, call->request->body, err))
        return err_add(err, "body");
    hearing.root = json_root(&body);
    read_words(&hearing, digest);
    bool is_done = hear_or_note(&hearing, err);
    if (is_done) {
        json_print_open(&call->reply->body, '{');
        json_print_member(&call->reply->body, "outcome", hearing.heard.outcome);
        json_print_close(&call->reply->body, '}');
    }
    json_done(&body);
    return is_done;
}
