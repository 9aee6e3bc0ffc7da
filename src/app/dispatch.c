/* SPDX-License-Identifier: Apache-2.0 */
#include "app/dispatch.h"

#include "account/api_session.h"
#include "account/throttle.h"
#include "app/app.h"
#include "app/assets.h"
#include "app/caller.h"
#include "app/idempotency.h"
#include "app/origin.h"
#include "app/routes.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"

/* What all steps of one request share. */
struct visit {
    struct app *app;
    struct http_request *request;
    struct routes_match match;
    struct api_call call;
};

static bool is_read(struct text method)
{
    return text_is(method, "GET") || text_is(method, "HEAD");
}

/* Everything that is no route is a file of the user interface, or one of its views. */
static bool is_for_routes(struct text path)
{
    return text_starts(path, TEXT("/api/")) || text_is(path, "/api") || text_is(path, "/healthz") ||
           text_is(path, "/metrics") || text_is(path, "/.well-known/did.json");
}

/* Turns an error into the reply. What failed beneath us is for the log, not for strangers. */
static void fail(struct visit *visit, unsigned status, const struct err *why)
{
    struct err err = *why;
    struct text id = visit->request->id;
    if (status == 500) {
        log_error("request-failed", "request=%.*s error=\"%s\"", TEXT_ARG(id), why->text);
        err_set(&err, ERR_SYSTEM, "something failed here; the server's log has it under %.*s",
            TEXT_ARG(id));
    }
    if (status == 503 && !http_reply_get(visit->call.reply, "Retry-After").len)
        http_reply_header(visit->call.reply, "Retry-After", TEXT("1"));
    if (status == 401)
        http_reply_header(visit->call.reply, "WWW-Authenticate", TEXT("Bearer realm=\"kenzen\""));
    http_problem(visit->call.reply, visit->request, status, &err);
}

static bool find_route(struct visit *visit, struct err *err, unsigned *ret_status)
{
    struct http_request *request = visit->request;
    enum routes_answer answer = routes_find(
        routes_tables, request->method, request->raw_path, visit->call.arena, &visit->match);
    if (answer == ROUTES_NO_PATH) {
        *ret_status = 404;
        return err_set(err, ERR_NOT_FOUND, "%.*s: there is nothing here", TEXT_ARG(request->path));
    }
    visit->call.reply->route = visit->match.route->path;
    if (answer == ROUTES_NO_METHOD) {
        *ret_status = 405;
        http_reply_header(visit->call.reply, "Allow", visit->match.allow);
        return err_set(err, ERR_USAGE, "%.*s is not possible here; possible: %.*s",
            TEXT_ARG(request->method), TEXT_ARG(visit->match.allow));
    }
    request->params = visit->match.params;
    request->param_count = visit->match.param_count;
    return true;
}

/* An account is counted wherever it calls from; who is nobody, by the address. */
static bool check_pace(struct visit *visit, struct err *err)
{
    struct api_call *call = &visit->call;
    struct text name = throttle_address(call->address, call->arena);
    if (call->who.account_id)
        name = arena_format(call->arena, "account %lld", (long long)call->who.account_id);
    int64_t wait_us = pace_take(visit->app->pace, pace_key(name), call->now_us);
    if (!wait_us)
        return true;
    api_retry_after(call, wait_us);
    return err_set(err, ERR_RATE, "too many requests at once: not more than %lld a minute",
        (long long)visit->app->config.requests_per_minute);
}

/* What is grave takes the person, and not a browser that was left open. */
static bool check_confirmed(const struct visit *visit, struct err *err)
{
    const struct api_route *route = visit->match.route;
    bool changes_by_right =
        right_row(route->right)->scope == RIGHT_SCOPE_CONFIRMED && !is_read(visit->request->method);
    bool is_asked = changes_by_right || route->flags & API_CONFIRMED;
    return !is_asked || api_check_confirmed(&visit->call, err);
}

static bool authorise(struct visit *visit, struct err *err)
{
    struct api_call *call = &visit->call;
    if (!api_authenticate(call, err) || !check_pace(visit, err))
        return false;
    if (call->who.account_id)
        call->reply->log =
            arena_format(call->arena, "account=%lld", (long long)call->who.account_id);
    if (!api_permit(&call->who, visit->match.route->right, err))
        return false;
    bool needs_origin = !is_read(visit->request->method) && !visit->call.who.is_token &&
                        !(visit->match.route->flags & API_NO_ORIGIN_CHECK);
    return (!needs_origin || origin_check(visit->request, visit->call.who.account_id != 0, err)) &&
           check_confirmed(visit, err);
}

/* A form of another site cannot send JSON without asking first, so this also keeps those out. */
static bool check_type(const struct visit *visit, struct err *err)
{
    const struct http_request *request = visit->request;
    if (request->body_bytes == 0 || visit->match.route->flags & (API_UPLOAD | API_ANY_BODY) ||
        http_has_type(request, "application/json"))
        return true;
    return err_set(err, ERR_UNSUPPORTED, "Content-Type: must be application/json");
}

/* Lets the handler answer; its error becomes the reply, so that this cannot fail. */
static void run_handler(struct visit *visit)
{
    struct err err;
    const struct api_route *route = visit->match.route;
    bool is_done = route->handle(&visit->call, &err) && arena_check(visit->call.arena, &err);
    if (!is_done)
        fail(visit, http_status_of(err.code), &err);
    else if (route->flags & API_SECRET)
        http_reply_header(visit->call.reply, "Cache-Control", TEXT("no-store"));
}

static bool handle(struct visit *visit, struct err *err)
{
    struct idempotency it;
    struct err why;
    bool is_replayed;
    if (!authorise(visit, err) || !check_type(visit, err))
        return false;
    if (visit->match.route->flags & API_SECRET) {
        run_handler(visit);
        return true;
    }
    if (!idempotency_begin(&it, &visit->call, &is_replayed, err))
        return false;
    if (is_replayed)
        return true;
    run_handler(visit);
    if (!idempotency_end(&it, &visit->call, &why))
        log_error(
            "idempotency", "request=%.*s error=\"%s\"", TEXT_ARG(visit->request->id), why.text);
    return true;
}

/* A proxy that takes TLS off says so; what a liar gains is a cookie that his own browser will not
   send. */
static bool is_secure(const struct app *app, const struct http_request *request)
{
    return text_starts(text_of(app->config.url), TEXT("https://")) ||
           text_is_nocase(http_header(request, "X-Forwarded-Proto"), "https") ||
           text_starts(http_header(request, "Origin"), TEXT("https://"));
}

static struct visit begin(
    struct app *app, struct http_request *request, struct http_reply *reply, struct arena *arena)
{
    return (struct visit){.app = app,
        .request = request,
        .call = {.request = request,
            .reply = reply,
            .arena = arena,
            .tools = &app->tools,
            .now_us = clock_now_us(),
            .address = caller_address(app->config.proxies, app->config.proxy_count, request, arena),
            .is_secure = is_secure(app, request)}};
}

/* Runs one step with a connection to the database. */
static bool with_db(struct visit *visit, bool (*step)(struct visit *, struct err *))
{
    struct err err;
    unsigned status = 0;
    bool is_good = find_route(visit, &err, &status);
    if (is_good) {
        visit->call.db = db_pool_take(visit->app->db);
        is_good = step(visit, &err);
        db_pool_give(visit->app->db, visit->call.db);
    }
    if (!is_good)
        fail(visit, status ? status : http_status_of(err.code), &err);
    return is_good;
}

struct http_rule dispatch_rule(void *app, const struct http_request *request)
{
    (void)app;
    struct http_rule rule = {.body_max_bytes = LIMIT_HTTP_BODY_BYTES};
    struct routes_match match;
    struct arena arena;
    arena_init(&arena, LIMIT_HTTP_HEAD_BYTES);
    if (routes_find(routes_tables, request->method, request->raw_path, &arena, &match) ==
            ROUTES_FOUND &&
        match.route->flags & API_UPLOAD)
        rule =
            (struct http_rule){.body_max_bytes = LIMIT_SBOM_BYTES, .is_upload = true, .asks = true};
    arena_done(&arena);
    return rule;
}

bool dispatch_permit(
    void *app, const struct http_request *request, struct http_reply *reply, struct arena *arena)
{
    struct http_request copy = *request;
    struct visit visit = begin(app, &copy, reply, arena);
    return with_db(&visit, authorise);
}

void dispatch_handle(
    void *context, struct http_request *request, struct http_reply *reply, struct arena *arena)
{
    struct app *app = context;
    struct visit visit = begin(app, request, reply, arena);
    if (is_for_routes(request->path)) {
        bool is_done = with_db(&visit, handle);
        if (is_done && visit.match.route->flags & API_UPLOAD && reply->status < 300)
            metrics_upload(app->metrics, request->body_bytes);
        return;
    }
    reply->route = "asset";
    if (is_read(request->method)) {
        assets_serve(request, reply);
        return;
    }
    struct err err;
    http_reply_header(reply, "Allow", TEXT("GET, HEAD"));
    err_set(&err, ERR_USAGE, "%.*s is not possible here; possible: GET, HEAD",
        TEXT_ARG(request->method));
    fail(&visit, 405, &err);
}

void dispatch_observe(void *context, const struct http_request *request,
    const struct http_reply *reply, int64_t duration_us)
{
    (void)request;
    struct app *app = context;
    metrics_request(app->metrics, reply->route, reply->status, duration_us);
}
