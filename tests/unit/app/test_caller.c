/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "app/caller.h"
#include "app/pace.h"
#include "base/clock.h"

static struct address_net nets[2];

static void expect(const char *remote, const char *first, const char *second, const char *wanted)
{
    struct arena arena;
    const struct http_pair headers[] = {
        {TEXT("X-Forwarded-For"), text_of(first)},
        {TEXT("Accept"), TEXT("10.0.0.9")},
        {TEXT("x-forwarded-for"), text_of(second)},
    };
    struct http_request request = {.remote = text_of(remote),
        .headers = headers,
        .header_count = second  ? 3
                        : first ? 1
                                : 0};
    arena_init(&arena, SIZE_MAX);
    assert_text(caller_address(nets, LEN_OF(nets), &request, &arena), wanted);
    arena_done(&arena);
}

static void test_only_a_trusted_proxy_is_believed(void **state)
{
    (void)state;
    assert_ok(address_net_read(&nets[0], TEXT("10.0.0.0/8"), err));
    assert_ok(address_net_read(&nets[1], TEXT("::1"), err));
    expect("203.0.113.5", "198.51.100.7", NULL, "203.0.113.5");
    expect("10.0.0.1", NULL, NULL, "10.0.0.1");
    expect("10.0.0.1", "198.51.100.7", NULL, "198.51.100.7");
    /* What the client wrote itself stands further left. */
    expect("10.0.0.1", "127.0.0.1, 198.51.100.7", NULL, "198.51.100.7");
    expect("::1", "1.2.3.4,198.51.100.7 , 10.9.9.9", NULL, "198.51.100.7");
    expect("10.0.0.1", "1.2.3.4", "198.51.100.7", "198.51.100.7");
    expect("10.0.0.1", "1.2.3.4", "10.3.3.3", "1.2.3.4");
    expect("10.0.0.1", "10.2.2.2", NULL, "10.2.2.2");
    expect("10.0.0.1", "198.51.100.7:4711", NULL, "198.51.100.7");
    expect("10.0.0.1", "[2001:db8::7]:80", NULL, "2001:db8::7");
    expect("10.0.0.1", "2001:db8::7", NULL, "2001:db8::7");
    expect("::ffff:10.0.0.1", "198.51.100.7", NULL, "198.51.100.7");
}

static void test_nonsense_is_not_taken_for_an_address(void **state)
{
    (void)state;
    expect("10.0.0.1", "unknown", NULL, "10.0.0.1");
    expect("10.0.0.1", "", NULL, "10.0.0.1");
    expect("10.0.0.1", "1.2.3.4, _hidden, 10.5.5.5", NULL, "10.5.5.5");
    expect("10.0.0.1", "[", NULL, "10.0.0.1");
    expect("10.0.0.1", ",,,", NULL, "10.0.0.1");
}

static void test_who_asks_too_often_waits(void **state)
{
    const int64_t second = CLOCK_SECOND_US, now_us = 1000 * second;
    struct pace *pace = pace_new(60);
    (void)state;
    for (int i = 0; i < 60; i++)
        assert_true(pace_take(pace, 7, now_us) == 0);
    assert_true(pace_take(pace, 7, now_us) == second);
    assert_true(pace_take(pace, 8, now_us) == 0);
    assert_true(pace_take(pace, 7, now_us + second) == 0);
    assert_true(pace_take(pace, 7, now_us + second) == second);
    for (int i = 0; i < 60; i++)
        assert_true(pace_take(pace, 7, now_us + 120 * second) == 0);
    assert_true(pace_take(pace, 7, now_us + 120 * second) > 0);
    pace_free(pace);
    pace = pace_new(0);
    for (int i = 0; i < 1000; i++)
        assert_true(pace_take(pace, 7, now_us) == 0);
    pace_free(pace);
    assert_true(pace_key(TEXT("a")) == pace_key(TEXT("a")));
    assert_true(pace_key(TEXT("a")) != pace_key(TEXT("b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_a_trusted_proxy_is_believed),
        cmocka_unit_test(test_nonsense_is_not_taken_for_an_address),
        cmocka_unit_test(test_who_asks_too_often_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
