/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "app/assets.h"

static struct http_reply reply;

static void serve(const char *path, const char *encodings)
{
    const struct http_pair headers[] = {{TEXT("Accept-Encoding"), text_of(encodings)}};
    const struct http_request request = {.method = TEXT("GET"),
        .path = text_of(path),
        .raw_path = text_of(path),
        .headers = headers,
        .header_count = encodings ? 1 : 0};
    http_reply_done(&reply);
    assets_serve(&request, &reply);
}

static int start(void **state)
{
    (void)state;
    http_reply_init(&reply);
    return 0;
}

static int end(void **state)
{
    (void)state;
    http_reply_done(&reply);
    return 0;
}

static bool is_packed(const char *encodings)
{
    serve("/index.html", encodings);
    bool is_gzip = text_is(http_reply_get(&reply, "Content-Encoding"), "gzip");
    bool looks_so = text_starts(reply.fixed_body, (struct text){"\x1f\x8b", 2});
    assert_int_equal(is_gzip, looks_so);
    assert_int_equal(is_gzip, text_ends(http_reply_get(&reply, "ETag"), TEXT("-gzip\"")));
    return is_gzip;
}

static void test_packed_for_those_who_take_it(void **state)
{
    (void)state;
    assert_true(is_packed("gzip"));
    assert_true(is_packed("br;q=1.0, GZIP;q=0.8, *;q=0.1"));
    assert_true(is_packed("*"));
    assert_false(is_packed(NULL));
    assert_false(is_packed(""));
    assert_false(is_packed("br"));
    assert_false(is_packed("gzip;q=0"));
    assert_false(is_packed("gzip; q=0.000"));
}

static void test_views_and_files(void **state)
{
    (void)state;
    static const char *const views[] = {"/", "/tickets", "/services/7/parts", "/signin"};
    static const char *const none[] = {
        "/assets/none", "/assets/", "/favicon.gif", "/a/b.js", "/../x.y"};
    for (size_t i = 0; i < LEN_OF(views); i++) {
        serve(views[i], NULL);
        assert_int_equal(reply.status, 0);
        assert_string_equal(reply.type, "text/html; charset=utf-8");
        assert_text(http_reply_get(&reply, "Cache-Control"), "no-cache");
    }
    for (size_t i = 0; i < LEN_OF(none); i++) {
        serve(none[i], NULL);
        assert_int_equal(reply.status, 404);
    }
}

static void test_table_is_sorted_and_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < assets_count; i++) {
        const struct asset *asset = &assets_table[i];
        assert_ptr_equal(assets_find(text_of(asset->path)), asset);
        assert_true(i == 0 || strcmp(assets_table[i - 1].path, asset->path) < 0);
        serve(asset->path, NULL);
        assert_int_equal(reply.fixed_body.len, *asset->plain_bytes);
        bool is_for_ever = text_starts(text_of(asset->path), TEXT("/assets/"));
        assert_int_equal(
            is_for_ever, text_ends(http_reply_get(&reply, "Cache-Control"), TEXT("immutable")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_packed_for_those_who_take_it, start, end),
        cmocka_unit_test_setup_teardown(test_views_and_files, start, end),
        cmocka_unit_test_setup_teardown(test_table_is_sorted_and_found, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
