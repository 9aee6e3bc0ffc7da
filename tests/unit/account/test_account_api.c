/* SPDX-License-Identifier: Apache-2.0 */
#include "account/api_test.h"

#include "account/account_api.h"
#include "account/signin_api.h"
#include "account/team_api.h"
#include "base/limits.h"

static const struct api_route *const tables[] = {
    account_api_routes, signin_api_routes, team_api_routes, NULL};

/* Makes an account and its principal, straight in the database. */
static struct api_principal person(struct api_test *t, const char *name, bool is_administrator)
{
    struct account account = {.name = text_of(name),
        .roles = is_administrator ? ACCOUNT_ADMINISTRATOR : 0,
        .created_us = t->now_us};
    struct api_principal who = {
        .name = account.name, .roles = is_administrator ? ACCOUNT_ADMINISTRATOR : 0};
    assert_ok(account_add(t->store->db, &account, &who.account_id, err));
    return who;
}

static struct text id_text(struct api_test *t, const struct api_principal *who)
{
    return arena_format(&t->store->arena, "%lld", (long long)who->account_id);
}

static void test_signing_in_and_out(void **state)
{
    struct api_test t;
    api_test_init(&t, store_test(state), tables);
    t.who = person(&t, "root", true);
    assert_int_equal(
        api_test_send(&t, "POST", "/api/v1/accounts", "{\"name\":\" mia \",\"email\":\"m@x\"}"),
        201);
    assert_text(api_test_text(&t, "/name"), "mia");
    assert_true(text_starts(api_test_text(&t, "/signin_link/path"), TEXT("/signin#")));
    assert_true(text_starts(http_reply_get(&t.reply, "Location"), TEXT("/api/v1/accounts/")));
    struct text link = api_test_text(&t, "/signin_link/token");

    t.who = (struct api_principal){0};
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/me", NULL), 401);
    const char *body = api_test_format(&t, "{\"token\":\"%.*s\"}", TEXT_ARG(link));
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/session", body), 200);
    assert_text(api_test_text(&t, "/email"), "m@x");
    struct text cookie = http_reply_get(&t.reply, "Set-Cookie");
    assert_true(text_find_text(cookie, TEXT("; HttpOnly; SameSite=Lax")) > 0);
    assert_true(text_find_text(cookie, TEXT("Secure")) < 0);
    cookie = arena_text(&t.store->arena,
        text_slice(cookie, strlen("kenzen_session="), (size_t)text_find(cookie, ';')));
    assert_int_equal(cookie.len, 64);
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/session", body), 401);

    t.cookie = cookie.at;
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/me", NULL), 200);
    assert_text(api_test_text(&t, "/name"), "mia");
    assert_int_equal(api_test_send(&t, "DELETE", "/api/v1/session", NULL), 204);
    assert_true(text_find_text(http_reply_get(&t.reply, "Set-Cookie"), TEXT("Max-Age=0")) > 0);
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/me", NULL), 401);
    api_test_done(&t);
}

static void test_bodies_that_are_refused(void **state)
{
    struct api_test t;
    api_test_init(&t, store_test(state), tables);
    t.who = person(&t, "root", true);
    char long_name[LIMIT_API_NAME_BYTES + 20] = "{\"name\":\"";
    size_t at = strlen(long_name);
    memset(long_name + at, 'x', LIMIT_API_NAME_BYTES + 1);
    memcpy(long_name + at + LIMIT_API_NAME_BYTES + 1, "\"}", 3);
    const struct {
        const char *body;
        unsigned status;
    } cases[] = {
        {"", 400},
        {"[]", 400},
        {"{\"name\":\"a\",\"name\":\"b\"}", 400},
        {"{}", 422},
        {"{\"name\":null}", 422},
        {"{\"name\":7}", 422},
        {"{\"name\":\"  \"}", 422},
        {"{\"name\":\"a\\u0007b\"}", 422},
        {"{\"name\":\"a\\nb\"}", 422},
        {"{\"nam\":\"a\"}", 422},
        {long_name, 422},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++)
        assert_int_equal(
            api_test_send(&t, "POST", "/api/v1/teams", cases[i].body), cases[i].status);
    memcpy(long_name + at + LIMIT_API_NAME_BYTES, "\"}", 3);
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/teams", long_name), 201);
    assert_int_equal(store_test_number(t.store, "SELECT count(*) FROM team"), 1);
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/teams/x", NULL), 404);
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/teams/-1", NULL), 404);
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/teams/9223372036854775808", NULL), 404);
    api_test_done(&t);
}

static void test_tokens_through_the_interface(void **state)
{
    struct api_test t;
    api_test_init(&t, store_test(state), tables);
    t.who = person(&t, "mia", false);
    static const char *const refused[] = {
        "\"expires_at\":\"2020-01-01T00:00:00Z\"",
        "\"expires_at\":\"2027-01-04T00:00:00Z\"", /* more than a year */
        "\"scopes\":[]",
        "\"scopes\":[\"read\",\"everything\"]",
        "\"scopes\":[1]",
        "\"scopes\":\"read\"",
    };
    for (size_t i = 0; i < LEN_OF(refused); i++)
        assert_int_equal(api_test_send(&t, "POST", "/api/v1/tokens",
                             api_test_format(&t, "{\"name\":\"x\",%s}", refused[i])),
            422);
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/tokens",
                         "{\"name\":\"ci\",\"expires_at\":\"2027-01-02T00:00:00Z\","
                         "\"scopes\":[\"read\",\"work\",\"read\"]}"),
        201);
    assert_text(api_test_text(&t, "/expires_at"), "2027-01-02T00:00:00Z");
    assert_text(api_test_text(&t, "/scopes/0"), "read");
    assert_text(api_test_text(&t, "/scopes/1"), "work");
    assert_null(api_test_value(&t, "/scopes/2"));
    struct text secret = api_test_text(&t, "/token"), id = api_test_text(&t, "/id");
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/tokens", NULL), 200);
    assert_null(api_test_value(&t, "/items/0/token"));
    assert_text(api_test_text(&t, "/items/0/name"), "ci");

    struct api_principal mia = t.who;
    t.who = (struct api_principal){0};
    t.token = secret.at;
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/me", NULL), 200);
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/tokens", "{\"name\":\"more\"}"), 403);
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/teams", "{\"name\":\"more\"}"), 403);
    assert_non_null(strstr(t.err.text, "manage"));
    t.token = "kz_0000";
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/me", NULL), 401);
    t.token = NULL;
    t.who = mia;
    const char *path = api_test_format(&t, "/api/v1/tokens/%.*s", TEXT_ARG(id));
    assert_int_equal(api_test_send(&t, "DELETE", path, NULL), 204);
    assert_int_equal(api_test_send(&t, "DELETE", path, NULL), 404);
    t.token = secret.at;
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/me", NULL), 401);
    api_test_done(&t);
}

static void test_only_administrators_see_accounts(void **state)
{
    struct api_test t;
    api_test_init(&t, store_test(state), tables);
    struct api_principal root = person(&t, "root", true);
    t.who = person(&t, "mia", false);
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/accounts", NULL), 403);
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/accounts", "{\"name\":\"x\"}"), 403);
    t.who = root;
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/accounts", "{\"name\":\"Mia\"}"), 409);
    t.now_us += 1000000;
    person(&t, "zoe", false);
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/accounts?limit=2", NULL), 200);
    struct text next = api_test_text(&t, "/next_cursor");
    assert_non_null(api_test_value(&t, "/items/1"));
    assert_null(api_test_value(&t, "/items/2"));
    const char *more = api_test_format(&t, "/api/v1/accounts?limit=2&cursor=%.*s", TEXT_ARG(next));
    assert_int_equal(api_test_send(&t, "GET", more, NULL), 200);
    assert_text(api_test_text(&t, "/items/0/name"), "zoe");
    assert_true(yyjson_is_null(api_test_value(&t, "/next_cursor")));
    const char *link =
        api_test_format(&t, "/api/v1/accounts/%.*s/signin-link", TEXT_ARG(id_text(&t, &root)));
    assert_int_equal(api_test_send(&t, "POST", link, NULL), 201);
    assert_int_equal(api_test_text(&t, "/signin_link/token").len, 64);
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/accounts/1/signin-link", NULL), 404);
    static const char *const bad[] = {
        "limit=0", "limit=201", "limit=x", "cursor=x", "cursor=1.2", "cursor=."};
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_int_equal(
            api_test_send(&t, "GET",
                api_test_format(&t, "/api/v1/accounts?%.*s", TEXT_ARG(text_of(bad[i]))), NULL),
            422);
    api_test_done(&t);
}

static void test_who_leaves_is_locked_out(void **state)
{
    struct api_test t;
    api_test_init(&t, store_test(state), tables);
    struct api_principal root = person(&t, "root", true), mia = person(&t, "mia", false);
    const char *of_mia = api_test_format(&t, "/api/v1/accounts/%lld", (long long)mia.account_id);
    const char *of_root = api_test_format(&t, "/api/v1/accounts/%lld", (long long)root.account_id);
    const char *link_of_mia = api_test_format(&t, "%s/signin-link", of_mia);
    t.who = mia;
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/tokens", "{\"name\":\"ci\"}"), 201);
    struct text token = api_test_text(&t, "/token");
    assert_int_equal(api_test_send(&t, "PATCH", of_mia, "{\"roles\":[\"administrator\"]}"), 403);
    t.who = root;
    assert_int_equal(api_test_send(&t, "POST", link_of_mia, NULL), 201);
    const char *sign_in = api_test_format(
        &t, "{\"token\":\"%.*s\"}", TEXT_ARG(api_test_text(&t, "/signin_link/token")));
    assert_int_equal(api_test_send(&t, "PATCH", of_mia, "{\"is_disabled\":true}"), 200);
    assert_true(yyjson_get_bool(api_test_value(&t, "/is_disabled")));
    assert_int_equal(api_test_send(&t, "POST", link_of_mia, NULL), 409);
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/session", sign_in), 401);
    t.token = token.at;
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/me", NULL), 401);
    t.token = NULL;
    assert_int_equal(
        api_test_send(&t, "PATCH", of_mia, "{\"is_disabled\":false,\"email\":\"m@x\"}"), 200);
    assert_int_equal(api_test_send(&t, "POST", link_of_mia, NULL), 201);

    assert_int_equal(api_test_send(&t, "PATCH", of_root, "{\"is_disabled\":true}"), 409);
    assert_int_equal(api_test_send(&t, "PATCH", of_root, "{\"roles\":[]}"), 409);
    assert_int_equal(api_test_send(&t, "PATCH", of_mia, "{\"roles\":[\"administrator\"]}"), 200);
    assert_text(api_test_text(&t, "/email"), "m@x");
    assert_int_equal(api_test_send(&t, "PATCH", of_root, "{\"roles\":[]}"), 200);
    assert_int_equal(api_test_send(&t, "PATCH", "/api/v1/accounts/5", "{}"), 404);
    assert_int_equal(api_test_send(&t, "PATCH", of_mia, "{\"name\":\"x\"}"), 422);
    api_test_done(&t);
}

static struct text new_team(struct api_test *t, const char *body)
{
    assert_int_equal(api_test_send(t, "POST", "/api/v1/teams", body), 201);
    return api_test_text(t, "/id");
}

static void test_a_stranger_finds_no_team(void **state)
{
    struct api_test t;
    api_test_init(&t, store_test(state), tables);
    struct api_principal mia = person(&t, "mia", false), ben = person(&t, "ben", false),
                         root = person(&t, "root", true);
    t.who = mia;
    struct text team = new_team(&t, "{\"name\":\"web\"}");
    assert_text(api_test_text(&t, "/role"), "admin");
    const char *path = api_test_format(&t, "/api/v1/teams/%.*s", TEXT_ARG(team));
    const char *member = api_test_format(
        &t, "/api/v1/teams/%.*s/members/%.*s", TEXT_ARG(team), TEXT_ARG(id_text(&t, &ben)));
    const char *members = api_test_format(&t, "/api/v1/teams/%.*s/members", TEXT_ARG(team));

    t.who = ben;
    assert_int_equal(api_test_send(&t, "GET", path, NULL), 404);
    assert_int_equal(api_test_send(&t, "PATCH", path, "{\"name\":\"mine\"}"), 404);
    assert_int_equal(api_test_send(&t, "DELETE", path, NULL), 404);
    assert_int_equal(api_test_send(&t, "GET", members, NULL), 404);
    assert_int_equal(api_test_send(&t, "PUT", member, "{\"role\":\"admin\"}"), 404);
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/teams", NULL), 200);
    assert_null(api_test_value(&t, "/items/0"));

    t.who = mia;
    assert_int_equal(api_test_send(&t, "PUT", member, "{\"role\":\"owner\"}"), 422);
    assert_int_equal(api_test_send(&t, "PUT", member, "{\"role\":\"viewer\"}"), 204);
    t.who = ben;
    assert_int_equal(api_test_send(&t, "GET", path, NULL), 200);
    assert_text(api_test_text(&t, "/role"), "viewer");
    assert_int_equal(yyjson_get_int(api_test_value(&t, "/member_count")), 2);
    assert_int_equal(api_test_send(&t, "PATCH", path, "{\"name\":\"mine\"}"), 403);
    assert_int_equal(api_test_send(&t, "PUT", member, "{\"role\":\"admin\"}"), 403);
    assert_int_equal(api_test_send(&t, "GET", members, NULL), 200);
    assert_text(api_test_text(&t, "/items/0/name"), "ben");
    assert_text(api_test_text(&t, "/items/1/role"), "admin");
    assert_int_equal(api_test_send(&t, "DELETE", member, NULL), 204);
    assert_int_equal(api_test_send(&t, "GET", path, NULL), 404);

    t.who = root;
    assert_int_equal(api_test_send(&t, "PATCH", path, "{\"name\":\"Web\"}"), 200);
    assert_text(api_test_text(&t, "/name"), "Web");
    api_test_done(&t);
}

static void test_a_team_keeps_an_admin_and_its_name(void **state)
{
    struct api_test t;
    api_test_init(&t, store_test(state), tables);
    struct api_principal mia = person(&t, "mia", false);
    t.who = mia;
    struct text team = new_team(&t, "{\"name\":\"web\"}");
    assert_int_equal(api_test_send(&t, "POST", "/api/v1/teams", "{\"name\":\"WEB\"}"), 409);
    const char *self = api_test_format(
        &t, "/api/v1/teams/%.*s/members/%.*s", TEXT_ARG(team), TEXT_ARG(id_text(&t, &mia)));
    assert_int_equal(api_test_send(&t, "PUT", self, "{\"role\":\"member\"}"), 409);
    assert_int_equal(api_test_send(&t, "DELETE", self, NULL), 409);
    assert_int_equal(api_test_send(&t, "PUT",
                         api_test_format(&t, "/api/v1/teams/%.*s/members/5", TEXT_ARG(team)),
                         "{\"role\":\"viewer\"}"),
        404);
    const char *path = api_test_format(&t, "/api/v1/teams/%.*s", TEXT_ARG(team));
    assert_int_equal(api_test_send(&t, "DELETE", path, NULL), 204);
    assert_int_equal(api_test_send(&t, "GET", path, NULL), 404);
    new_team(&t, "{\"name\":\"web\"}");
    assert_int_equal(api_test_send(&t, "GET", "/api/v1/me", NULL), 200);
    assert_text(api_test_text(&t, "/teams/0/name"), "web");
    assert_null(api_test_value(&t, "/teams/1"));
    api_test_done(&t);
}

static void test_teams_are_paged_by_name(void **state)
{
    struct api_test t;
    api_test_init(&t, store_test(state), tables);
    t.who = person(&t, "mia", false);
    static const char *const names[] = {"delta", "alpha", "charlie", "bravo", "echo"};
    for (size_t i = 0; i < LEN_OF(names); i++)
        new_team(&t, api_test_format(&t, "{\"name\":\"%.*s\"}", TEXT_ARG(text_of(names[i]))));
    const char *path = "/api/v1/teams?limit=2";
    char seen[64] = "";
    for (int page = 0; path; page++) {
        assert_true(page < 4);
        assert_int_equal(api_test_send(&t, "GET", path, NULL), 200);
        size_t i, count;
        yyjson_val *item;
        yyjson_arr_foreach(api_test_value(&t, "/items"), i, count, item)
            snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%c",
                json_get_text(item, "name").at[0]);
        bool is_last = yyjson_is_null(api_test_value(&t, "/next_cursor"));
        path = is_last ? NULL
                       : api_test_format(&t, "/api/v1/teams?limit=2&cursor=%.*s",
                             TEXT_ARG(api_test_text(&t, "/next_cursor")));
    }
    assert_string_equal(seen, "abcde");
    api_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_signing_in_and_out),
        STORE_TEST(test_bodies_that_are_refused),
        STORE_TEST(test_tokens_through_the_interface),
        STORE_TEST(test_only_administrators_see_accounts),
        STORE_TEST(test_who_leaves_is_locked_out),
        STORE_TEST(test_a_stranger_finds_no_team),
        STORE_TEST(test_a_team_keeps_an_admin_and_its_name),
        STORE_TEST(test_teams_are_paged_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
