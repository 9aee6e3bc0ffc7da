/* SPDX-License-Identifier: Apache-2.0 */
/* Sends requests straight to the handlers of a route table, as the server would, and looks at the replies.
   Example: assert_int_equal(api_test_send(&t, "POST", "/api/v1/teams", "{\"name\":\"a\"}"), 201);
            assert_text(api_test_text(&t, "/name"), "a"); */
#ifndef API_TEST_H
#define API_TEST_H

#include "store/store_test.h"

#include "account/account.h"
#include "account/api.h"

struct api_test {
    struct store_test *store;
    const struct api_route *const *tables; /* ends with NULL */
    struct api_principal who;              /* who sends, unless cookie or token says */
    const char *cookie, *token;
    int64_t now_us;
    int upload_fd;
    struct http_reply reply;
    struct json json; /* of the reply */
    struct err err;
};

static inline void api_test_init(
    struct api_test *t, struct store_test *store, const struct api_route *const *tables)
{
    *t = (struct api_test){
        .store = store, .tables = tables, .now_us = STORE_TEST_NOW_US, .upload_fd = -1};
    http_reply_init(&t->reply);
}

static inline void api_test_done(struct api_test *t)
{
    json_done(&t->json);
    http_reply_done(&t->reply);
}

/* Compares a path with a route's; its {name} parts go to params. */
static inline bool api_test_match(
    struct text pattern, struct text path, struct http_pair *params, size_t *ret_count)
{
    *ret_count = 0;
    while (pattern.at && path.at) {
        struct text part = text_cut(&pattern, '/'), segment = text_cut(&path, '/');
        if (text_starts(part, TEXT("{")))
            params[(*ret_count)++] = (struct http_pair){text_slice(part, 1, part.len - 1), segment};
        else if (!text_eq(part, segment))
            return false;
    }
    return !pattern.at && !path.at;
}

static inline const struct api_route *api_test_find(struct api_test *t, const char *method,
    struct text path, struct http_pair *params, size_t *ret_count)
{
    for (size_t i = 0; t->tables[i]; i++)
        for (const struct api_route *route = t->tables[i]; route->method; route++)
            if (strcmp(route->method, method) == 0 &&
                api_test_match(text_of(route->path), path, params, ret_count))
                return route;
    print_error("no route for %s %.*s\n", method, TEXT_ARG(path));
    fail();
    return NULL;
}

/* Cuts "limit=2&cursor=x" into pairs. */
static inline size_t api_test_query(struct text query, struct http_pair *pairs)
{
    size_t count = 0;
    while (query.len) {
        struct text value = text_cut(&query, '&'), name = text_cut(&value, '=');
        pairs[count++] = (struct http_pair){name, value};
    }
    return count;
}

/* Returns the status. target may have a query; body may be NULL. */
static inline unsigned api_test_send(
    struct api_test *t, const char *method, const char *target, const char *body)
{
    struct arena *arena = &t->store->arena;
    struct text query = text_of(target), path = text_cut(&query, '?');
    struct http_pair params[4], pairs[8];
    struct http_pair headers[] = {
        {TEXT("Content-Type"), TEXT("application/json")},
        {TEXT("Cookie"), arena_format(arena, "x=1; kenzen_session=%s", t->cookie ? t->cookie : "")},
        {TEXT("Authorization"), t->token ? arena_format(arena, "Bearer %s", t->token) : TEXT("")},
    };
    struct http_request request = {.method = text_of(method),
        .path = path,
        .query = pairs,
        .query_count = api_test_query(query, pairs),
        .headers = headers,
        .header_count = 3,
        .params = params,
        .body = text_of(body),
        .body_fd = t->upload_fd};
    const struct api_route *route = api_test_find(t, method, path, params, &request.param_count);
    api_test_done(t);
    t->err = (struct err){0};
    t->json = (struct json){0};
    http_reply_init(&t->reply);
    struct api_call call = {.request = &request,
        .reply = &t->reply,
        .db = t->store->db,
        .arena = arena,
        .now_us = t->now_us};
    call.who = t->who;
    bool has_secret = t->cookie || t->token;
    if ((has_secret && !api_authenticate(&call, &t->err)) ||
        !api_permit(&call.who, route->right, &t->err) || !route->handle(&call, &t->err))
        return http_status_of(t->err.code);
    if (t->reply.body.len)
        assert_ok(json_read(&t->json, buf_text(&t->reply.body), err));
    return t->reply.status ? t->reply.status : 200;
}

/* Returns a C string made for the length of the test. */
#define api_test_format(t, ...) (arena_format(&(t)->store->arena, __VA_ARGS__).at)

/* Returns the string at a JSON pointer of the reply, "/items/0/name"; fails when it is none. */
static inline struct text api_test_text(struct api_test *t, const char *pointer)
{
    struct text text = {"", 0};
    if (!json_text(yyjson_doc_ptr_get(t->json.doc, pointer), &text)) {
        print_error("%s is no string in %s\n", pointer, t->reply.body.at ? t->reply.body.at : "");
        fail();
    }
    return arena_text(&t->store->arena, text);
}

static inline yyjson_val *api_test_value(struct api_test *t, const char *pointer)
{
    return yyjson_doc_ptr_get(t->json.doc, pointer);
}

#endif
