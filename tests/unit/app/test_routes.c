/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "app/routes.h"

static bool answer(struct api_call *call, struct err *err)
{
    (void)call, (void)err;
    return true;
}

static const struct api_route first[] = {
    {"GET", "/a", RIGHT_ANYONE, answer, 1},
    {"GET", "/a/{one}", RIGHT_ANYONE, answer, 2},
    {"POST", "/a/{one}", RIGHT_ANYONE, answer, 3},
    {"GET", "/a/{one}/b/{two}", RIGHT_ANYONE, answer, 4},
    {0},
};
static const struct api_route second[] = {
    {"GET", "/a/fixed", RIGHT_ANYONE, answer, 5},
    {"POST", "/a/{one}", RIGHT_ANYONE, answer, 6},
    {0},
};
static const struct api_route *const tables[] = {first, second, NULL};

static struct arena arena;

static int start(void **state)
{
    (void)state;
    arena_init(&arena, SIZE_MAX);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static enum routes_answer find(const char *method, const char *path, struct routes_match *ret_match)
{
    return routes_find(tables, text_of(method), text_of(path), &arena, ret_match);
}

static void test_params(void **state)
{
    (void)state;
    struct routes_match match;
    assert_int_equal(find("GET", "/a", &match), ROUTES_FOUND);
    assert_int_equal(match.route->flags, 1);
    assert_int_equal(find("GET", "/a/x%2Fy/b/%20", &match), ROUTES_FOUND);
    assert_int_equal(match.route->flags, 4);
    assert_int_equal(match.param_count, 2);
    assert_text(match.params[0].name, "one");
    assert_text(match.params[0].value, "x/y");
    assert_text(match.params[1].name, "two");
    assert_text(match.params[1].value, " ");
}

static void test_the_first_one_answers(void **state)
{
    (void)state;
    struct routes_match match;
    assert_int_equal(find("POST", "/a/7", &match), ROUTES_FOUND);
    assert_int_equal(match.route->flags, 3);
}

static void test_methods(void **state)
{
    (void)state;
    struct routes_match match;
    assert_int_equal(find("HEAD", "/a", &match), ROUTES_FOUND);
    assert_int_equal(find("PUT", "/a/7", &match), ROUTES_NO_METHOD);
    assert_text(match.allow, "GET, HEAD, POST");
    assert_int_equal(find("get", "/a", &match), ROUTES_NO_METHOD);
    assert_text(match.allow, "GET, HEAD");
}

static void test_no_path(void **state)
{
    (void)state;
    static const char *const none[] = {"", "/", "a", "/b", "/a/", "//a", "/A", "/a/1/b", "/a/1/b/",
        "/a/1/b/2/", "/a/1/c/2", "/a/%zz", "*"};
    struct routes_match match;
    for (size_t i = 0; i < LEN_OF(none); i++)
        assert_int_equal(find("GET", none[i], &match), ROUTES_NO_PATH);
}

static void test_the_tables_of_the_program(void **state)
{
    (void)state;
    for (const struct api_route *const *table = routes_tables; *table; table++)
        for (const struct api_route *route = *table; route->method; route++) {
            struct text path = text_of(route->path);
            bool is_own = text_is(path, "/healthz") || text_is(path, "/metrics") ||
                          text_is(path, "/.well-known/did.json") /* where did:web wants it */ ||
                          text_is(path, "/api/version") /* as Dependency-Track has it */;
            assert_true(is_own || text_starts(path, TEXT("/api/v1/")));
            assert_non_null(route->handle);
            assert_true(!(route->flags & API_UPLOAD) || route->right != RIGHT_ANYONE);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_params, start, end),
        cmocka_unit_test_setup_teardown(test_the_first_one_answers, start, end),
        cmocka_unit_test_setup_teardown(test_methods, start, end),
        cmocka_unit_test_setup_teardown(test_no_path, start, end),
        cmocka_unit_test(test_the_tables_of_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
