/* SPDX-License-Identifier: Apache-2.0 */
#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/limits.h"
#include "net/http_call.h"
#include "unit.h"

static const struct sockaddr *address_of(const char *z, struct sockaddr_storage *room)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(443)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(443)};
    *room = (struct sockaddr_storage){0};
    if (inet_pton(AF_INET, z, &v4.sin_addr) == 1)
        memcpy(room, &v4, sizeof v4);
    else if (inet_pton(AF_INET6, z, &v6.sin6_addr) == 1)
        memcpy(room, &v6, sizeof v6);
    else
        fail_msg("%s: no address", z);
    return (const struct sockaddr *)room;
}

static void test_what_is_public(void **state)
{
    (void)state;
    static const char *const public[] = {"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0",
        "172.15.255.255", "172.32.0.0", "192.167.255.255", "223.255.255.255", "::ffff:8.8.8.8",
        "2606:4700::1111", "2a00:1450::1"};
    static const char *const other[] = {"0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1",
        "100.100.100.200", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
        "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
        "2002:7f00:1::", "3fff::1", "4000::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
        "ff02::1"};
    struct sockaddr_storage room;
    for (size_t i = 0; i < LEN_OF(public); i++)
        if (!address_is_public(address_of(public[i], &room)))
            fail_msg("%s is public", public[i]);
    for (size_t i = 0; i < LEN_OF(other); i++)
        if (address_is_public(address_of(other[i], &room)))
            fail_msg("%s is not public", other[i]);
    room.ss_family = AF_UNIX;
    assert_false(address_is_public((const struct sockaddr *)&room));
    assert_int_equal(address_port((const struct sockaddr *)&room), 0);
    assert_int_equal(address_port(address_of("::1", &room)), 443);
}

static void test_nets(void **state)
{
    (void)state;
    static const struct {
        const char *net, *in, *out;
    } cases[] = {
        {"10.0.0.0/8", "10.255.0.1", "11.0.0.0"},
        {"10.0.0.0/8", "::ffff:10.0.0.1", "::10.0.0.1"},
        {"192.168.4.0/22", "192.168.7.255", "192.168.8.0"},
        {"127.0.0.1", "127.0.0.1", "127.0.0.2"},
        {"0.0.0.0/0", "8.8.8.8", "2606:4700::1111"},
        {"fd00::/8", "fdff::1", "fe00::1"},
        {"::/0", "1.2.3.4", NULL},
        {"::1", "::1", "::2"},
        {"2001:db8::/33", "2001:db8:7fff::", "2001:db8:8000::"},
    };
    struct err err;
    struct sockaddr_storage room;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct address_net net;
        assert_true(address_net_read(&net, text_of(cases[i].net), &err));
        if (!address_is_in(&net, 1, address_of(cases[i].in, &room)))
            fail_msg("%s is in %s", cases[i].in, cases[i].net);
        if (cases[i].out && address_is_in(&net, 1, address_of(cases[i].out, &room)))
            fail_msg("%s is not in %s", cases[i].out, cases[i].net);
    }
}

static void test_no_nets(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0/8", "::/129",
        "10.0.0.0/-1", "10.0.0.0/8/8", "localhost", "10.0.0.0 /8",
        "::ffff:10.0.0.0/999999999999999999999", "1111:2222:3333:4444:5555:6666:7777:8888:9999"};
    struct err err;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct address_net net;
        if (address_net_read(&net, text_of(cases[i]), &err))
            fail_msg("%s is no net", cases[i]);
        assert_int_equal(err.code, ERR_USAGE);
    }
}

static void test_urls(void **state)
{
    (void)state;
    static const char *const good[] = {"https://example.com", "http://example.com:80/a?b=c",
        "HTTPS://example.com/", "https://example.com:8443/jira", "https://[2606:4700::1111]/x",
        "https://example.com:443/%20"};
    static const char *const bad[] = {"", "example.com", "ftp://example.com/", "file:///etc/passwd",
        "gopher://example.com/", "https://user@example.com/", "https://user:secret@example.com/",
        "https://example.com/#part", "https://example.com:22/", "https://example.com:0/",
        "https://example.com:65536/", "https://", "https://exa mple.com/",
        "https://example.com/\nX: y", "https://example.com\\@evil.example/", "//example.com/",
        "https://\xE2\x80\xAEmoc.elpmaxe/", "https://example.com/\xC2\x85",
        "https://example.com/\xFF"};
    struct err err;
    for (size_t i = 0; i < LEN_OF(good); i++)
        if (!http_call_check_url(text_of(good[i]), false, &err))
            fail_msg("%s: %s", good[i], err.text);
    for (size_t i = 0; i < LEN_OF(bad); i++) {
        if (http_call_check_url(text_of(bad[i]), false, &err))
            fail_msg("%s is taken", bad[i]);
        assert_int_equal(err.code, ERR_USAGE);
    }
    assert_true(http_call_check_url(TEXT("https://example.com:22/"), true, &err));
    assert_text(http_call_host(TEXT("https://a.example:8443/b?c")), "a.example:8443");
    assert_text(http_call_host(TEXT("what")), "what");
}

static void test_longest_url(void **state)
{
    (void)state;
    char url[LIMIT_URL_BYTES + 2];
    struct err err;
    memset(url, 'a', sizeof url);
    memcpy(url, "https://example.com/", 20);
    assert_true(http_call_check_url((struct text){url, LIMIT_URL_BYTES}, false, &err));
    assert_false(http_call_check_url((struct text){url, LIMIT_URL_BYTES + 1}, false, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_public),
        cmocka_unit_test(test_nets),
        cmocka_unit_test(test_no_nets),
        cmocka_unit_test(test_urls),
        cmocka_unit_test(test_longest_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
