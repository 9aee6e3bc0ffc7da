/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "base/limits.h"
#include "chain/secp.h"
#include "chain/typed_data.h"

#define TYPES                                                                                                           \
    "{\"types\":{\"EIP712Domain\":[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"version\",\"type\":\"string\"}," \
    "{\"name\":\"chainId\",\"type\":\"uint256\"},{\"name\":\"verifyingContract\",\"type\":\"address\"}],"               \
    "\"Person\":[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"wallet\",\"type\":\"address\"}],"                  \
    "\"Mail\":[{\"name\":\"from\",\"type\":\"Person\"},{\"name\":\"to\",\"type\":\"Person\"},"                          \
    "{\"name\":\"contents\",\"type\":\"string\"}]},\"primaryType\":\"Mail\","                                           \
    "\"domain\":{\"name\":\"Ether Mail\",\"version\":\"1\",\"chainId\":1,"                                              \
    "\"verifyingContract\":\"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC\"},"
#define COW "{\"name\":\"Cow\",\"wallet\":\"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826\"}"
#define BOB "{\"name\":\"Bob\",\"wallet\":\"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB\"}"

/* The example of EIP-712 itself, signed by keccak256("cow"). */
static void test_mail(void **state)
{
    unsigned char digest[KECCAK_SIZE], key[SECP_KEY_SIZE], bytes[SECP_SIGNATURE_SIZE];
    struct secp_signature signature;
    (void)state;
    assert_ok(typed_data_digest(
        TEXT(TYPES "\"message\":{\"from\":" COW ",\"to\":" BOB ",\"contents\":\"Hello, Bob!\"}}"),
        digest, err));
    assert_hex(
        digest, sizeof digest, "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
    keccak_of(TEXT("cow"), key);
    assert_ok(secp_sign(key, digest, &signature, err));
    secp_signature_print(&signature, bytes);
    assert_hex(bytes, sizeof bytes,
        "4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff0"
        "07d72911b6f72307f996231605b915621c");
}

static void test_refusing(void **state)
{
    static const char *const wrong[] = {
        "",
        "[]",
        "{}",
        "{\"types\":{}}",
        TYPES "\"message\":{}}",
        TYPES "\"message\":{\"from\":" COW ",\"to\":" BOB "}}",
        TYPES "\"message\":{\"from\":" COW ",\"to\":[],\"contents\":\"\"}}",
        TYPES "\"message\":{\"from\":" COW ",\"to\":" BOB ",\"contents\":7}}",
        TYPES "\"message\":{\"from\":" COW
              ",\"to\":{\"name\":\"\",\"wallet\":\"0x12\"},\"contents\":\"\"}}",
    };
    unsigned char digest[KECCAK_SIZE];
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++)
        assert_err(ERR_SYNTAX, typed_data_digest(text_of(wrong[i]), digest, err));
}

#define ONE_MEMBER(type, value)                                                                    \
    "{\"types\":{\"EIP712Domain\":[],\"A\":[{\"name\":\"a\",\"type\":\"" type                      \
    "\"}]},\"primaryType\":\"A\","                                                                 \
    "\"domain\":{},\"message\":{\"a\":" value "}}"

static void test_values(void **state)
{
    static const struct {
        const char *json;
        bool is_fine;
    } cases[] = {
        {ONE_MEMBER("uint8", "255"), true},
        {ONE_MEMBER("uint8", "256"), false},
        {ONE_MEMBER("uint8", "-1"), false},
        {ONE_MEMBER("int8", "-128"), true},
        {ONE_MEMBER("int8", "-129"), false},
        {ONE_MEMBER("int8", "\"-0x80\""), true},
        {ONE_MEMBER("uint256", "\"0xff\""), true},
        {ONE_MEMBER("uint256", "1.5"), false},
        {ONE_MEMBER("bool", "1"), false},
        {ONE_MEMBER("bytes2", "\"0x0102\""), true},
        {ONE_MEMBER("bytes2", "\"0x010203\""), false},
        {ONE_MEMBER("uint8[2]", "[1,2]"), true},
        {ONE_MEMBER("uint8[2]", "[1,2,3]"), false},
        {ONE_MEMBER("uint8[][]", "[[1],[]]"), true},
        {ONE_MEMBER("uint8[", "[1]"), false},
        {ONE_MEMBER("uint", "1"), false},
        {ONE_MEMBER("B", "1"), false},
    };
    unsigned char digest[KECCAK_SIZE];
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++)
        if (cases[i].is_fine)
            assert_ok(typed_data_digest(text_of(cases[i].json), digest, err));
        else
            assert_err(ERR_SYNTAX, typed_data_digest(text_of(cases[i].json), digest, err));
}

static void test_limits(void **state)
{
    unsigned char digest[KECCAK_SIZE];
    struct buf json;
    (void)state;
    buf_init(&json, SIZE_MAX);
    memset(buf_grow(&json, LIMIT_TYPED_DATA_BYTES + 1), ' ', LIMIT_TYPED_DATA_BYTES + 1);
    assert_err(ERR_LIMIT, typed_data_digest(buf_text(&json), digest, err));
    for (size_t count = LIMIT_TYPED_DATA_VALUES - 1; count <= LIMIT_TYPED_DATA_VALUES; count++) {
        buf_cut(&json, 0);
        buf_add_z(&json,
            "{\"types\":{\"EIP712Domain\":[],\"A\":[{\"name\":\"a\",\"type\":\"uint8[]\"}]},");
        buf_add_z(&json, "\"primaryType\":\"A\",\"domain\":{},\"message\":{\"a\":[0");
        for (size_t i = 1; i < count; i++)
            buf_add_z(&json, ",0");
        buf_add_z(&json, "]}}");
        if (count < LIMIT_TYPED_DATA_VALUES)
            assert_ok(typed_data_digest(buf_text(&json), digest, err));
        else
            assert_err(ERR_LIMIT, typed_data_digest(buf_text(&json), digest, err));
    }
    buf_done(&json);
    assert_err(ERR_LIMIT, typed_data_digest(TEXT(ONE_MEMBER("uint8[][][][][][][][][][][][][][][][]",
                                                "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]")),
                              digest, err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mail),
        cmocka_unit_test(test_refusing),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
