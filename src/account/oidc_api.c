/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_api.h"

#include "account/api_session.h"
#include "account/oidc_admit.h"
#include "account/oidc_identity.h"
#include "account/signin_api.h"
#include "base/limits.h"
#include "base/log.h"
#include "journal/journal.h"
#include "net/http_target.h"

struct oidc_client oidc_api_client(const struct api_call *call)
{
    return (struct oidc_client){
        .db = call->db,
        .fetch = call->tools->fetch,
        .vault = call->tools->vault,
        .url = call->tools->url,
        .now_us = call->now_us,
    };
}

/* Where browsers reach us by https, the cookie's name keeps other hosts of our domain from setting one (RFC 6265bis, 4.1.3.2), and with
   it from letting somebody finish a sign-in that another began. */
static const char *cookie_name(const struct api_call *call)
{
    return text_starts(text_of(call->tools->url), TEXT("https://")) ? "__Host-kenzen_sso"
                                                                    : "kenzen_sso";
}

/* -- the way there -- */

static bool list_buttons(struct api_call *call, struct err *err)
{
    struct oidc_provider *providers;
    size_t count;
    struct buf *out = &call->reply->body;
    if (!oidc_list(call->db, call->arena, &providers, &count, err))
        return false;
    json_print_open(out, '{');
    json_print_member_open(out, "items", '[');
    for (size_t i = 0; i < count; i++) {
        if (!providers[i].is_enabled)
            continue;
        json_print_open(out, '{');
        json_print_member(out, "slug", providers[i].slug);
        json_print_member(out, "name", providers[i].name);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}

/* Finds the provider of the path; one that is switched off is as good as none. */
static bool find_provider(
    struct api_call *call, struct oidc_provider *ret_provider, struct err *err)
{
    struct oidc_provider provider;
    if (!oidc_find_slug(
            call->db, http_param(call->request, "provider"), call->arena, &provider, err))
        return false;
    if (!provider.is_enabled)
        return err_set(err, ERR_NOT_FOUND, "there is no such provider of single sign-on");
    *ret_provider = provider;
    return true;
}

/* Linking makes another way into an account, so it takes a person who has just shown who they are. */
static bool check_link(const struct api_call *call, struct err *err)
{
    return api_permit(&call->who, RIGHT_SELF_MANAGE, err) && api_check_confirmed(call, err);
}

static bool read_start(struct api_call *call, struct oidc_flow *flow, struct err *err)
{
    struct json body;
    struct text path = TEXT("/");
    bool is_link = false;
    if (!api_body(call, "return_path link", &body, err))
        return false;
    bool is_read = api_member_text(&body, "return_path", LIMIT_URL_BYTES, &path, err) &&
                   api_member_bool(&body, "link", &is_link, err);
    flow->return_path = arena_text(call->arena, oidc_flow_path(path));
    json_done(&body);
    if (!is_read || !is_link)
        return is_read;
    flow->account_id = call->who.account_id;
    return check_link(call, err);
}

/* Why a provider cannot be asked is for the log: whoever reads this is a stranger yet. */
static bool find_metadata(struct api_call *call, struct oidc_provider *provider,
    struct oidc_metadata *ret_metadata, struct err *err)
{
    struct err why;
    struct oidc_client client = oidc_api_client(call);
    if (oidc_client_metadata(&client, provider, call->arena, ret_metadata, &why))
        return true;
    log_warn("single-sign-on", "request=%.*s provider=%.*s error=\"%s\"",
        TEXT_ARG(call->request->id), TEXT_ARG(provider->slug), log_words(why.text));
    return err_set(err, ERR_BUSY, "%.*s does not answer as it should: try again later",
        TEXT_ARG(provider->name));
}

static bool start(struct api_call *call, struct err *err)
{
    struct oidc_provider provider;
    struct oidc_metadata metadata;
    struct oidc_flow flow = {0};
    struct oidc_flow_words words;
    struct oidc_client client = oidc_api_client(call);
    char state[ACCOUNT_SECRET_SIZE], browser[ACCOUNT_SECRET_SIZE];
    struct text cookie = http_cookie(call->request, cookie_name(call));
    if (!find_provider(call, &provider, err) || !read_start(call, &flow, err) ||
        !find_metadata(call, &provider, &metadata, err))
        return false;
    flow.provider_id = provider.id;
    if (!oidc_flow_begin(call->db, &flow, cookie, call->now_us, state, browser, err))
        return false;
    oidc_flow_words(text_of(state), text_of(browser), &words);
    api_set_cookie(call, cookie_name(call), text_of(browser), "/", OIDC_FLOW_US);
    json_print_open(&call->reply->body, '{');
    json_print_member(&call->reply->body, "location",
        oidc_client_authorize(&client, &provider, &metadata, state, &words, call->arena));
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- the way back -- */

/* What is known on the way back. */
struct arrival {
    struct oidc_provider provider;
    struct oidc_metadata metadata;
    struct oidc_flow flow;
    struct oidc_flow_words words;
    struct oidc_tokens tokens;
    struct oidc_person person;
    const char *refusal; /* how the sign-in page tells it; or NULL */
};

/* A page is waiting, not a program: it is sent on, and never kept. */
static void go(struct api_call *call, struct text location)
{
    call->reply->status = 303;
    http_reply_header(call->reply, "Location", location);
    http_reply_header(call->reply, "Cache-Control", TEXT("no-store"));
    http_reply_header(call->reply, "Referrer-Policy", TEXT("no-referrer"));
}

/* Where somebody is told why it did not work: who wanted to link an identity, on the page that they came from. The reason itself is for
   the log, under the request's id. */
static void go_refused(struct api_call *call, const struct arrival *it, const char *word)
{
    bool is_link = it->flow.account_id != 0;
    struct text path = is_link ? it->flow.return_path : TEXT("/sign-in");
    go(call, arena_format(call->arena, "%.*s%csso=%s&request=%.*s", TEXT_ARG(path),
                 text_find(path, '?') >= 0 ? '&' : '?', word, TEXT_ARG(call->request->id)));
}

/* RFC 6749, 3.1: no parameter may come twice; it could be read one way here and another way there. */
static bool read_once(
    const struct api_call *call, const char *name, struct text *ret_value, struct err *err)
{
    size_t count = 0;
    *ret_value = (struct text){"", 0};
    for (size_t i = 0; i < call->request->query_count; i++)
        if (text_is(call->request->query[i].name, name)) {
            *ret_value = call->request->query[i].value;
            count++;
        }
    return count <= 1 || err_set(err, ERR_SYNTAX, "%s: is there twice", name);
}

/* RFC 9207, 2.4: an answer that names another issuer, or none where it must, is not this provider's. */
static bool check_issuer(const struct arrival *it, struct text issuer, struct err *err)
{
    if (!issuer.len && !it->metadata.tells_issuer)
        return true;
    return text_eq(issuer, it->provider.issuer) ||
           err_set(err, ERR_FORBIDDEN, "iss: is \"%.*s\", not \"%.*s\"", TEXT_ARG(issuer),
               TEXT_ARG(it->provider.issuer));
}

/* Reads what the provider sent the browser back with; gives the code. */
static bool read_answer(
    struct api_call *call, struct arrival *it, struct text *ret_code, struct err *err)
{
    struct text state, issuer, error;
    struct text browser = http_cookie(call->request, cookie_name(call));
    struct oidc_client client = oidc_api_client(call);
    if (!read_once(call, "state", &state, err) || !read_once(call, "code", ret_code, err) ||
        !read_once(call, "iss", &issuer, err) || !read_once(call, "error", &error, err))
        return false;
    it->refusal = "expired";
    if (!oidc_flow_take(
            call->db, it->provider.id, state, browser, call->now_us, call->arena, &it->flow, err))
        return false;
    it->refusal = "failed";
    oidc_flow_words(state, browser, &it->words);
    if (!oidc_client_metadata(&client, &it->provider, call->arena, &it->metadata, err) ||
        !check_issuer(it, issuer, err))
        return false;
    if (error.len)
        it->refusal = text_is(error, "access_denied") ? "denied" : "failed";
    if (error.len)
        return err_set(
            err, ERR_FORBIDDEN, "the provider says: %.*s", TEXT_ARG(text_front(error, 100)));
    return ret_code->len || err_set(err, ERR_SYNTAX, "code: is missing");
}

/* Who began to link an identity must be the one who is here now. */
static bool check_same_person(const struct api_call *call, struct arrival *it, struct err *err)
{
    if (it->flow.account_id == 0 || it->flow.account_id == call->who.account_id)
        return true;
    it->refusal = "expired";
    return err_set(err, ERR_FORBIDDEN, "somebody else is signed in now");
}

static bool find_person(struct api_call *call, struct arrival *it, struct err *err)
{
    struct text code;
    struct oidc_client client = oidc_api_client(call);
    return read_answer(call, it, &code, err) && check_same_person(call, it, err) &&
           oidc_client_exchange(&client, &it->provider, &it->metadata, code, it->words.verifier,
               call->arena, &it->tokens, err) &&
           oidc_client_person(&client, &it->provider, &it->metadata, &it->tokens, it->words.nonce,
               call->arena, &it->person, err);
}

struct failure {
    int64_t account_id, provider_id, now_us;
    const char *word;
    struct text address;
};

static bool write_failure(struct db *db, void *context, struct err *err)
{
    const struct failure *it = context;
    char facts[96];
    snprintf(facts, sizeof facts, "{\"means\":\"sso\",\"provider_id\":\"%lld\",\"reason\":\"%s\"}",
        (long long)it->provider_id, it->word);
    return journal_add_texts(db,
        &(struct journal_entry){.kind = "signin.failed",
            .actor_id = it->account_id,
            .at_us = it->now_us,
            .facts = text_of(facts)},
        JOURNAL_TEXTS({"address", it->address}), err);
}

/* Somebody is sent back with a word; the log has the reason, the journal that it happened. */
static bool refuse(struct api_call *call, const struct arrival *it, int64_t account_id,
    const char *word, const struct err *why, struct err *err)
{
    /* An address that belongs to nobody could never be erased. */
    struct failure failure = {
        account_id, it->provider.id, call->now_us, word, account_id ? call->address : TEXT("")};
    struct err said = *why;
    log_warn("single-sign-on", "request=%.*s provider=%.*s refused=%s error=\"%s\"",
        TEXT_ARG(call->request->id), TEXT_ARG(it->provider.slug), word, log_words(said.text));
    go_refused(call, it, word);
    /* A state that nobody here began is noise that any page of another site can make. */
    return strcmp(word, "expired") == 0 || db_transact(call->db, write_failure, &failure, err);
}

static void welcome(
    struct api_call *call, const struct arrival *it, const struct oidc_admitted *admitted)
{
    struct text path = it->flow.return_path;
    if (admitted->link[0]) {
        go(call, arena_format(call->arena, ACCOUNT_LINK_PATH "%s", admitted->link));
        return;
    }
    if (admitted->session[0])
        api_set_session(call, text_of(admitted->session));
    go(call, path);
}

static bool admit(struct api_call *call, const struct arrival *it, struct err *err)
{
    static const char *const words[] = {
        [OIDC_UNKNOWN] = "unknown",
        [OIDC_DOMAIN] = "domain",
        [OIDC_DISABLED] = "disabled",
        [OIDC_TAKEN] = "taken",
    };
    struct oidc_admitted admitted;
    struct err why = {.text = "the person is known to the provider, and not let in here"};
    const struct oidc_admission admission = {
        .provider = &it->provider,
        .person = &it->person,
        .flow = &it->flow,
        .vault = call->tools->vault,
        .id_token = it->tokens.id_token,
        .start = signin_api_start(call, 0, "sso"),
        .now_us = call->now_us,
    };
    if (!oidc_admit(call->db, &admission, &admitted, err))
        return false;
    if (admitted.refusal != OIDC_FINE)
        return refuse(call, it, admitted.account_id, words[admitted.refusal], &why, err);
    welcome(call, it, &admitted);
    return true;
}

static bool come_back(struct api_call *call, struct err *err)
{
    struct arrival it = {.refusal = "failed"};
    struct err why;
    if (!find_provider(call, &it.provider, err))
        return false;
    if (!find_person(call, &it, &why))
        return refuse(call, &it, 0, it.refusal, &why, err);
    return admit(call, &it, err);
}

/* -- out again -- */

/* Where the provider's session is ended too; empty when it is not to be, or cannot. */
static bool find_logout(struct api_call *call, struct text *ret_location, struct err *err)
{
    int64_t provider_id;
    struct text id_token;
    struct oidc_provider provider;
    struct oidc_metadata metadata;
    struct err why;
    struct oidc_client client = oidc_api_client(call);
    *ret_location = (struct text){"", 0};
    if (!oidc_admit_session(call->db, call->tools->vault, call->who.session_id, call->arena,
            &provider_id, &id_token, err))
        return false;
    if (provider_id && oidc_find(call->db, provider_id, call->arena, &provider, &why) &&
        provider.signs_out &&
        oidc_client_metadata(&client, &provider, call->arena, &metadata, &why))
        *ret_location = oidc_client_logout(&client, &provider, &metadata, id_token, call->arena);
    return true;
}

static bool sign_out(struct api_call *call, struct err *err)
{
    struct text location;
    struct err why = {0};
    if (!find_logout(call, &location, err))
        return false;
    if (!session_end(call->db, call->who.account_id, call->who.session_id, call->now_us, &why) &&
        why.code != ERR_NOT_FOUND)
        return err_set(err, why.code, "%s", why.text);
    api_set_session(call, TEXT(""));
    json_print_open(&call->reply->body, '{');
    json_print_member_or_null(&call->reply->body, "location", location);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- identities -- */

static bool list_identities(struct api_call *call, struct err *err)
{
    struct oidc_identity *identities;
    size_t count;
    struct buf *out = &call->reply->body;
    if (!oidc_identity_list(call->db, call->who.account_id, call->arena, &identities, &count, err))
        return false;
    json_print_open(out, '{');
    json_print_member_open(out, "items", '[');
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member_id(out, "id", identities[i].id);
        json_print_member(out, "issuer", identities[i].issuer);
        json_print_member_or_null(out, "provider", identities[i].provider_name);
        json_print_member(out, "label", identities[i].label);
        json_print_member_time(out, "created_at", identities[i].created_us);
        json_print_member_time(out, "used_at", identities[i].used_us);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}

static bool remove_identity(struct api_call *call, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "identity", &id, err) ||
        !oidc_identity_remove(call->db, call->who.account_id, id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

const struct api_route oidc_api_routes[] = {
    {"GET", OIDC_PATH, RIGHT_ANYONE, list_buttons, 0},
    {"POST", OIDC_PATH "/{provider}/start", RIGHT_ANYONE, start, API_SECRET},
    {"GET", OIDC_PATH "/{provider}/callback", RIGHT_ANYONE, come_back, 0},
    {"POST", OIDC_PATH "/sign-out", RIGHT_SELF_READ, sign_out, API_SECRET},
    {"GET", "/api/v1/identities", RIGHT_SELF_READ, list_identities, 0},
    {"DELETE", "/api/v1/identities/{identity}", RIGHT_SELF_MANAGE, remove_identity, API_CONFIRMED},
    {0},
};
