/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "base/limits.h"
#include "mint/siwe.h"

#define ADDRESS "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
#define HEAD "service.org wants you to sign in with your Ethereum account:\n"
#define REST                                                                                       \
    "URI: https://service.org/login\nVersion: 1\nChain ID: 1\nNonce: 32891756\nIssued At: 2021-09-30T16:25:24Z"
#define WHOLE HEAD ADDRESS "\n\nI accept.\n\n" REST

/* With all that the grammar of EIP-4361 has. */
static void test_whole(void **state)
{
    struct siwe siwe;
    (void)state;
    assert_ok(siwe_read(TEXT("https://" WHOLE "\nExpiration Time: 2021-10-30T16:25:24.000Z"
                             "\nNot Before: 2021-09-30T16:25:24+00:00\nRequest ID: x y"
                             "\nResources:\n- ipfs://b/\n- https://example.com/c.json"),
        &siwe, err));
    assert_text(siwe.scheme, "https");
    assert_text(siwe.domain, "service.org");
    assert_text(siwe.statement, "I accept.");
    assert_text(siwe.uri, "https://service.org/login");
    assert_text(siwe.nonce, "32891756");
    assert_text(siwe.request_id, "x y");
    assert_int_equal(siwe.chain_id, 1);
    assert_int_equal(siwe.issued_us, siwe.not_before_us);
    assert_int_equal(siwe.expires_us - siwe.issued_us, 30 * CLOCK_DAY_US);
}

static void test_printing(void **state)
{
    static const char *const messages[] = {WHOLE, HEAD ADDRESS "\n\n\n" REST,
        "https://" WHOLE
        "\nExpiration Time: 2021-10-30T16:25:24Z\nNot Before: 2021-09-30T16:25:24Z\nRequest ID: 7"};
    (void)state;
    for (size_t i = 0; i < LEN_OF(messages); i++) {
        struct siwe siwe;
        struct buf out;
        buf_init(&out, SIZE_MAX);
        assert_ok(siwe_read(text_of(messages[i]), &siwe, err));
        siwe_print(&out, &siwe);
        assert_text(buf_text(&out), messages[i]);
        buf_done(&out);
    }
}

static void test_refusing(void **state)
{
    static const char *const wrong[] = {
        "",
        "\n",
        " wants you to sign in with your Ethereum account:\n" ADDRESS "\n\n\n" REST,
        "a b" HEAD ADDRESS "\n\n\n" REST,
        "://" HEAD ADDRESS "\n\n\n" REST,
        "service.org/x wants you to sign in with your Ethereum account:\n" ADDRESS "\n\n\n" REST,
        HEAD "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\n\n\n" REST,
        HEAD ADDRESS "\n\n" REST,
        HEAD ADDRESS "\nI accept.\n\n" REST,
        HEAD ADDRESS "\n\nI accept.\n" REST,
        HEAD ADDRESS "\n\none\ntwo\n\n" REST,
        HEAD ADDRESS "\n\ncaf\xc3\xa9\n\n" REST,
        HEAD ADDRESS "\r\n\r\n\r\n" REST,
        WHOLE "\n",
        WHOLE "\nRequest ID: 7\nNot Before: 2021-09-30T16:25:24Z",
        WHOLE "\nResources:\n* https://a",
        WHOLE "\nResources:\n- a b",
        WHOLE "\nResources: \n- https://a",
        WHOLE "\nExpiration Time: tomorrow",
        WHOLE "\nExpiration Time: 2021-10-30",
        WHOLE "\nFree: text",
        HEAD ADDRESS
        "\n\n\nURI: x\nVersion: 1\nChain ID: 1\nNonce: 32891756\nIssued At: 2021-09-30T16:25:24Z",
        HEAD ADDRESS
        "\n\n\nURI: a:b\nVersion: 1\nChain ID: 0\nNonce: 32891756\nIssued At: 2021-09-30T16:25:24Z",
        HEAD ADDRESS
        "\n\n\nURI: a:b\nVersion: 1\nChain ID: 0x1\nNonce: 32891756\nIssued At: 2021-09-30T16:25:24Z",
        HEAD ADDRESS
        "\n\n\nURI: a:b\nVersion: 1\nChain ID: 1\nNonce: 3289175\nIssued At: 2021-09-30T16:25:24Z",
        HEAD ADDRESS
        "\n\n\nURI: a:b\nVersion: 1\nChain ID: 1\nNonce: 3289175-\nIssued At: 2021-09-30T16:25:24Z",
        HEAD ADDRESS "\n\n\nURI: a:b\nVersion: 1\nChain ID: 1\nNonce: 32891756",
    };
    struct siwe siwe;
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++)
        assert_err(ERR_SYNTAX, siwe_read(text_of(wrong[i]), &siwe, err));
    assert_err(ERR_UNSUPPORTED,
        siwe_read(TEXT(HEAD ADDRESS "\n\n\nURI: a:b\nVersion: 2\nChain ID: 1"), &siwe, err));
    /* Cut off anywhere, it is none, or says less. */
    for (size_t len = 0; len < sizeof WHOLE - 1; len++)
        assert_false(siwe_read(text_slice(TEXT(WHOLE), 0, len), &siwe, NULL));
}

static void test_limit(void **state)
{
    struct buf long_one;
    struct siwe siwe;
    (void)state;
    buf_init(&long_one, SIZE_MAX);
    buf_add_z(&long_one, WHOLE "\nRequest ID: ");
    while (long_one.len < LIMIT_SIWE_BYTES)
        buf_add_char(&long_one, 'x');
    assert_ok(siwe_read(buf_text(&long_one), &siwe, err));
    buf_add_char(&long_one, 'x');
    assert_err(ERR_LIMIT, siwe_read(buf_text(&long_one), &siwe, err));
    buf_done(&long_one);
}

static void test_checking(void **state)
{
    struct siwe siwe;
    int64_t now_us;
    (void)state;
    assert_ok(siwe_read(TEXT(WHOLE "\nExpiration Time: 2021-09-30T17:00:00Z"), &siwe, err));
    now_us = siwe.issued_us + CLOCK_SECOND_US;
    assert_ok(siwe_check(&siwe, TEXT("https://service.org"), now_us, err));
    assert_err(ERR_USAGE, siwe_check(&siwe, TEXT("https://service.org:8443"), now_us, err));
    assert_err(ERR_USAGE, siwe_check(&siwe, TEXT("https://evil.org"), now_us, err));
    assert_err(ERR_USAGE, siwe_check(&siwe, TEXT("http://service.org"), now_us, err));
    assert_err(ERR_USAGE, siwe_check(&siwe, TEXT(""), now_us, err));
    assert_err(ERR_USAGE, siwe_check(&siwe, TEXT("https://service.org"), siwe.expires_us, err));
    /* Clocks may differ by minutes, not by more. */
    assert_ok(siwe_check(
        &siwe, TEXT("https://service.org"), siwe.issued_us - 300 * CLOCK_SECOND_US, err));
    assert_err(ERR_USAGE, siwe_check(&siwe, TEXT("https://service.org"),
                              siwe.issued_us - 301 * CLOCK_SECOND_US, err));
    siwe.uri = TEXT("https://service.org.evil.org/");
    assert_err(ERR_USAGE, siwe_check(&siwe, TEXT("https://service.org"), now_us, err));
    siwe.uri = TEXT("https://service.org");
    siwe.scheme = TEXT("http");
    assert_err(ERR_USAGE, siwe_check(&siwe, TEXT("https://service.org"), now_us, err));
    siwe.scheme = TEXT("");
    siwe.not_before_us = now_us + 1;
    assert_err(ERR_USAGE, siwe_check(&siwe, TEXT("https://service.org"), now_us, err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_printing),
        cmocka_unit_test(test_refusing),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_checking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
