/* SPDX-License-Identifier: Apache-2.0 */
#include "account/api_test.h"
#include "sbom/world.h"

#include "sbom/sbom_api.h"

static const struct api_route *const tables[] = {sbom_api_routes, NULL};

static const char *const paths[] = {
    "/api/v1/parts/%lld/sboms", "/api/v1/sboms/%lld", "/api/v1/sboms/%lld/original"};

static const char *path_of(struct api_test *t, size_t which, long long id)
{
    struct text pattern = text_of(paths[which]), head = text_cut(&pattern, '%');
    return api_test_format(
        t, "%.*s%lld%.*s", TEXT_ARG(head), id, TEXT_ARG(text_from(pattern, strlen("lld"))));
}

static void test_only_the_team_sees_its_sboms(void **state)
{
    struct world w = world_make(state);
    struct sbom sbom = world_sbom(w.t, "shop", 0, 3);
    struct put put = world_upload(&w, &sbom, "original bytes", false);
    struct api_test t;
    api_test_init(&t, w.t, tables);
    for (size_t i = 0; i < LEN_OF(paths); i++) {
        const char *path = path_of(&t, i, i ? put.row.id : w.part_id);
        t.who = w.who;
        assert_int_equal(api_test_send(&t, "GET", path, NULL), 200);
        t.who = (struct api_principal){.account_id = 99};
        assert_int_equal(api_test_send(&t, "GET", path, NULL), 404);
        t.who = w.who;
        assert_int_equal(api_test_send(&t, "GET", path_of(&t, i, 5), NULL), 404);
    }
    api_test_done(&t);
}

static void test_an_sbom_is_shown(void **state)
{
    struct world w = world_make(state);
    struct sbom ten = world_sbom(w.t, "shop", 0, 10), two = world_sbom(w.t, "", 0, 2);
    world_upload(&w, &ten, "ten", false);
    long long held = world_upload(&w, &two, "two", false).row.id;
    struct api_test t;
    api_test_init(&t, w.t, tables);
    t.who = w.who;
    assert_int_equal(api_test_send(&t, "GET", path_of(&t, 1, held), NULL), 200);
    assert_true(yyjson_get_bool(api_test_value(&t, "/is_held")));
    assert_false(yyjson_get_bool(api_test_value(&t, "/is_current")));
    assert_true(text_find_text(api_test_text(&t, "/held_reason"), TEXT("under half")) > 0);
    assert_true(yyjson_is_null(api_test_value(&t, "/subject_name")));
    assert_true(yyjson_is_null(api_test_value(&t, "/made_at")));
    assert_int_equal(api_test_text(&t, "/digest").len, 64);
    assert_text(api_test_text(&t, "/uploaded_by/name"), "mia");
    const char *list = path_of(&t, 0, w.part_id);
    assert_int_equal(api_test_send(&t, "GET", api_test_format(&t, "%s?limit=1", list), NULL), 200);
    assert_int_equal(yyjson_get_int(api_test_value(&t, "/items/0/number")), 2);
    const char *next = api_test_format(
        &t, "%s?limit=1&cursor=%.*s", list, TEXT_ARG(api_test_text(&t, "/next_cursor")));
    assert_int_equal(api_test_send(&t, "GET", next, NULL), 200);
    assert_int_equal(yyjson_get_int(api_test_value(&t, "/items/0/number")), 1);
    assert_true(yyjson_is_null(api_test_value(&t, "/next_cursor")));
    api_test_done(&t);
}

static void test_the_original_comes_back(void **state)
{
    struct world w = world_make(state);
    struct sbom sbom = world_sbom(w.t, "shop", 0, 1);
    struct put put = world_upload(&w, &sbom, "original bytes", false);
    assert_ok(db_run(w.t->db, "UPDATE sbom SET file_name = $1",
        DB_ARGS(DB_TEXT(TEXT("../x/bom \"1\"\r\n.json"))), NULL, err));
    struct api_test t;
    api_test_init(&t, w.t, tables);
    t.who = w.who;
    assert_int_equal(api_test_send(&t, "GET", path_of(&t, 2, put.row.id), NULL), 200);
    char bytes[32];
    assert_int_equal(t.reply.file_bytes, 14);
    assert_int_equal(pread(t.reply.file_fd, bytes, sizeof bytes, 0), 14);
    assert_memory_equal(bytes, "original bytes", 14);
    assert_text(
        http_reply_get(&t.reply, "Content-Disposition"), "attachment; filename=\"bom__1___.json\"");
    api_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_only_the_team_sees_its_sboms),
        STORE_TEST(test_an_sbom_is_shown),
        STORE_TEST(test_the_original_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
