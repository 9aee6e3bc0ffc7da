/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "app/origin.h"

static bool check(const char *host, const char *origin, const char *site, bool must_be_told)
{
    struct err err;
    const struct http_pair headers[] = {
        {TEXT("Host"), text_of(host)},
        {TEXT("Origin"), text_of(origin)},
        {TEXT("Sec-Fetch-Site"), text_of(site)},
    };
    const struct http_request request = {.headers = headers, .header_count = LEN_OF(headers)};
    bool is_good = origin_check(&request, must_be_told, &err);
    assert_true(is_good || err.code == ERR_FORBIDDEN);
    return is_good;
}

static void test_same(void **state)
{
    (void)state;
    assert_true(check("127.0.0.1:8080", "http://127.0.0.1:8080", NULL, true));
    assert_true(check("kenzen.example", "https://kenzen.example", NULL, true));
    assert_true(check("Kenzen.example:443", "https://kenzen.example", NULL, true));
    assert_true(check("kenzen.example:80", "http://kenzen.example", NULL, true));
    assert_true(check("h", NULL, "same-origin", true));
    assert_true(check("h", NULL, "none", true));
    assert_true(check("h", "http://h", "same-origin", true));
}

static void test_other(void **state)
{
    (void)state;
    static const char *const others[] = {"http://127.0.0.1:8081", "http://127.0.0.1",
        "http://127.0.0.1:8080.evil.example", "http://evil.example/127.0.0.1:8080", "null",
        "http://", "127.0.0.1:8080", "ftp://127.0.0.1:8080", "https://127.0.0.1:8080 "};
    for (size_t i = 0; i < LEN_OF(others); i++)
        assert_false(check("127.0.0.1:8080", others[i], NULL, false));
    assert_false(check("h:443", "http://h", NULL, false));
    assert_false(check("", "http://", NULL, false));
    assert_false(check("h", "http://h", "cross-site", false));
    assert_false(check("h", NULL, "same-site", false));
}

static void test_silent(void **state)
{
    (void)state;
    assert_false(check("h", NULL, NULL, true));
    assert_true(check("h", NULL, NULL, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_other),
        cmocka_unit_test(test_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
