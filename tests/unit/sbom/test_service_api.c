/* SPDX-License-Identifier: Apache-2.0 */
#include "account/api_test.h"

#include "account/team.h"
#include "sbom/service_api.h"

/* The route itself stands on a later floor, where the tickets are. */
static bool change(struct api_call *call, struct err *err)
{
    return service_api_change(call, NULL, err);
}

static const struct api_route change_routes[] = {
    {"PATCH", "/api/v1/services/{service}", RIGHT_SERVICE_CHANGE, change, 0},
    {0},
};
static const struct api_route *const tables[] = {service_api_routes, change_routes, NULL};

/* Two people, and the team of the first. */
struct world {
    struct api_test api;
    struct api_principal mia, ben;
    int64_t team_id;
};

static struct api_principal person(struct store_test *store, const char *name)
{
    struct account account = {.name = text_of(name), .created_us = STORE_TEST_NOW_US};
    struct api_principal who = {.name = account.name};
    assert_ok(account_add(store->db, &account, &who.account_id, err));
    return who;
}

static void world_init(struct world *w, void **state)
{
    api_test_init(&w->api, store_test(state), tables);
    w->mia = person(w->api.store, "mia");
    w->ben = person(w->api.store, "ben");
    w->api.who = w->mia;
    assert_ok(team_add(w->api.store->db, &w->mia, &(struct team_change){.name = TEXT("web")},
        STORE_TEST_NOW_US, &w->team_id, err));
}

static struct text add_service(struct world *w, const char *name)
{
    const char *body = api_test_format(
        &w->api, "{\"team_id\":\"%lld\",\"name\":\"%s\"}", (long long)w->team_id, name);
    assert_int_equal(api_test_send(&w->api, "POST", "/api/v1/services", body), 201);
    return api_test_text(&w->api, "/id");
}

static void test_a_service_from_first_to_last(void **state)
{
    struct world w;
    world_init(&w, state);
    struct api_test *t = &w.api;
    const char *body = api_test_format(t,
        "{\"team_id\":\"%lld\",\"name\":\"shop\",\"exposure\":\"OPEN\",\"mission_impact\":null}",
        (long long)w.team_id);
    assert_int_equal(api_test_send(t, "POST", "/api/v1/services", body), 201);
    assert_text(api_test_text(t, "/exposure"), "open");
    assert_true(yyjson_is_null(api_test_value(t, "/safety_impact")));
    assert_text(api_test_text(t, "/team_name"), "web");
    assert_text(api_test_text(t, "/description"), "");
    assert_int_equal(yyjson_arr_size(api_test_value(t, "/parts")), 1);
    assert_int_equal(api_test_send(t, "POST", "/api/v1/services", body), 409);
    assert_int_equal(api_test_send(t, "GET", "/api/v1/services", NULL), 200);
    const char *path =
        api_test_format(t, "/api/v1/services/%.*s", TEXT_ARG(api_test_text(t, "/items/0/id")));

    t->now_us += 1000000;
    assert_int_equal(
        api_test_send(t, "PATCH", path,
            "{\"safety_impact\":\"critical\",\"exposure\":null,\"description\":\"a\\nb\"}"),
        200);
    assert_text(api_test_text(t, "/name"), "shop");
    assert_text(api_test_text(t, "/safety_impact"), "critical");
    assert_text(api_test_text(t, "/description"), "a\nb");
    assert_text(api_test_text(t, "/updated_at"), "2026-01-02T03:04:06Z");
    assert_true(yyjson_is_null(api_test_value(t, "/exposure")));
    static const char *const bad[] = {"{\"safety_impact\":\"mild\"}", "{\"safety_impact\":3}",
        "{\"name\":\"\"}", "{\"name\":null}", "{\"team_id\":\"1\"}", "{\"description\":[]}"};
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_int_equal(api_test_send(t, "PATCH", path, bad[i]), 422);

    assert_int_equal(api_test_send(t, "DELETE", path, NULL), 204);
    assert_int_equal(api_test_send(t, "GET", path, NULL), 404);
    assert_int_equal(api_test_send(t, "PATCH", path, "{}"), 404);
    add_service(&w, "shop");
    api_test_done(t);
}

static void test_roles_decide(void **state)
{
    struct world w;
    world_init(&w, state);
    struct api_test *t = &w.api;
    struct text id = add_service(&w, "shop");
    const char *path = api_test_format(t, "/api/v1/services/%.*s", TEXT_ARG(id));
    const char *parts = api_test_format(t, "/api/v1/services/%.*s/parts", TEXT_ARG(id));
    const char *body =
        api_test_format(t, "{\"team_id\":\"%lld\",\"name\":\"x\"}", (long long)w.team_id);
    /* What ben gets as a stranger, viewer, member and admin. */
    static const enum team_role roles[] = {TEAM_STRANGER, TEAM_VIEWER, TEAM_MEMBER, TEAM_ADMIN};
    static const unsigned reads[] = {404, 200, 200, 200}, adds[] = {404, 403, 201, 409},
                          changes[] = {404, 403, 200, 200}, deletes[] = {404, 403, 403, 204},
                          makes_parts[] = {404, 403, 201, 409};
    for (size_t i = 0; i < LEN_OF(roles); i++) {
        if (roles[i])
            assert_ok(team_member_set(t->store->db, &w.mia, w.team_id, w.ben.account_id, roles[i],
                STORE_TEST_NOW_US, err));
        t->who = w.ben;
        assert_int_equal(api_test_send(t, "GET", path, NULL), reads[i]);
        assert_int_equal(api_test_send(t, "GET", parts, NULL), reads[i]);
        assert_int_equal(api_test_send(t, "POST", "/api/v1/services", body), adds[i]);
        assert_int_equal(api_test_send(t, "PATCH", path, "{\"exposure\":\"small\"}"), changes[i]);
        assert_int_equal(api_test_send(t, "POST", parts, "{\"name\":\"image\"}"), makes_parts[i]);
        assert_int_equal(api_test_send(t, "DELETE", path, NULL), deletes[i]);
        assert_int_equal(api_test_send(t, "GET", "/api/v1/services", NULL), 200);
        assert_true((api_test_value(t, "/items/0") == NULL) == (roles[i] == TEAM_STRANGER));
    }
    api_test_done(t);
}

static void test_parts(void **state)
{
    struct world w;
    world_init(&w, state);
    struct api_test *t = &w.api;
    struct text id = add_service(&w, "shop");
    const char *parts = api_test_format(t, "/api/v1/services/%.*s/parts", TEXT_ARG(id));
    t->now_us += 1000000;
    assert_int_equal(api_test_send(t, "POST", parts, "{\"name\":\"Main\"}"), 409);
    assert_int_equal(api_test_send(t, "POST", parts, "{\"name\":\"image\"}"), 201);
    assert_text(api_test_text(t, "/service_name"), "shop");
    assert_true(yyjson_is_null(api_test_value(t, "/current_sbom")));
    const char *part = api_test_format(t, "/api/v1/parts/%.*s", TEXT_ARG(api_test_text(t, "/id")));
    assert_int_equal(api_test_send(t, "GET", part, NULL), 200);
    assert_text(api_test_text(t, "/name"), "image");
    assert_int_equal(api_test_send(t, "GET", parts, NULL), 200);
    assert_text(api_test_text(t, "/items/0/name"), "main");
    assert_text(api_test_text(t, "/items/1/name"), "image");
    t->who = w.ben;
    assert_int_equal(api_test_send(t, "GET", part, NULL), 404);
    api_test_done(t);
}

static void test_lists_by_team_and_name(void **state)
{
    struct world w;
    world_init(&w, state);
    struct api_test *t = &w.api;
    int64_t other;
    assert_ok(team_add(t->store->db, &w.ben, &(struct team_change){.name = TEXT("ops")},
        STORE_TEST_NOW_US, &other, err));
    add_service(&w, "Shop");
    add_service(&w, "100%_sure");
    add_service(&w, "forum");
    static const struct {
        const char *query, *first;
        size_t count;
    } cases[] = {
        {"", "100%_sure", 3},
        {"?q=SHO", "Shop", 1},
        {"?q=%", "100%_sure", 1},
        {"?q=_", "100%_sure", 1},
        {"?q=zzz", NULL, 0},
        {"?limit=1", "100%_sure", 1},
        {"?q=o&limit=1", "Shop", 1},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        const char *path = api_test_format(t, "/api/v1/services%s", cases[i].query);
        assert_int_equal(api_test_send(t, "GET", path, NULL), 200);
        assert_int_equal(yyjson_arr_size(api_test_value(t, "/items")), cases[i].count);
        if (cases[i].first)
            assert_text(api_test_text(t, "/items/0/name"), cases[i].first);
    }
    const char *next = api_test_format(
        t, "/api/v1/services?q=o&limit=1&cursor=%.*s", TEXT_ARG(api_test_text(t, "/next_cursor")));
    assert_int_equal(api_test_send(t, "GET", next, NULL), 200);
    assert_text(api_test_text(t, "/items/0/name"), "forum");
    assert_true(yyjson_is_null(api_test_value(t, "/next_cursor")));
    const char *of_other = api_test_format(t, "/api/v1/services?team=%lld", (long long)other);
    assert_int_equal(api_test_send(t, "GET", of_other, NULL), 200);
    assert_null(api_test_value(t, "/items/0"));
    assert_int_equal(api_test_send(t, "GET", "/api/v1/services?team=x", NULL), 422);
    api_test_done(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_service_from_first_to_last),
        STORE_TEST(test_roles_decide),
        STORE_TEST(test_parts),
        STORE_TEST(test_lists_by_team_and_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
