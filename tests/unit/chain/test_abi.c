/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "base/limits.h"
#include "chain/abi.h"

/* The example of Solidity's ABI specification: f(uint256,uint32[],bytes10,bytes). */
#define EXAMPLE                                                                                    \
    "0000000000000000000000000000000000000000000000000000000000000123"                             \
    "0000000000000000000000000000000000000000000000000000000000000080"                             \
    "3132333435363738393000000000000000000000000000000000000000000000"                             \
    "00000000000000000000000000000000000000000000000000000000000000e0"                             \
    "0000000000000000000000000000000000000000000000000000000000000002"                             \
    "0000000000000000000000000000000000000000000000000000000000000456"                             \
    "0000000000000000000000000000000000000000000000000000000000000789"                             \
    "000000000000000000000000000000000000000000000000000000000000000d"                             \
    "48656c6c6f2c20776f726c642100000000000000000000000000000000000000"
#define WORD(last) "00000000000000000000000000000000000000000000000000000000000000" last

static void test_the_example(void **state)
{
    struct abi_value numbers[] = {abi_u64(0x456), abi_u64(0x789)}, tuple;
    struct abi_value values[] = {abi_u64(0x123), abi_list(numbers, 2),
        abi_bytes(TEXT("1234567890")), abi_bytes(TEXT("Hello, world!"))};
    struct buf out;
    struct arena arena;
    (void)state;
    buf_init(&out, SIZE_MAX);
    arena_init(&arena, SIZE_MAX);
    assert_ok(abi_print_call(&out, TEXT("f(uint256,uint32[],bytes10,bytes)"), values, 4, err));
    assert_hex(out.at, out.len, "8be65246" EXAMPLE);
    assert_ok(abi_read(TEXT("(uint256,uint32[],bytes10,bytes)"), text_from(buf_text(&out), 4),
        &arena, &tuple, err));
    assert_int_equal(tuple.count, 4);
    assert_int_equal(tuple.items[1].count, 2);
    assert_int_equal(tuple.items[1].items[1].number.at[31], 0x89);
    assert_text(tuple.items[2].bytes, "1234567890");
    assert_text(tuple.items[3].bytes, "Hello, world!");
    buf_done(&out);
    arena_done(&arena);
}

static void test_our_own_calls(void **state)
{
    struct chain_address holder = {{0x11}}, again;
    unsigned char commitment[32] = {0xcc}, topic[KECCAK_SIZE];
    struct abi_value args[] = {
        abi_address(&holder), abi_u64(7), abi_bytes(bytes_at(commitment, sizeof commitment))};
    struct buf out;
    (void)state;
    buf_init(&out, SIZE_MAX);
    assert_ok(abi_print_call(&out, TEXT("issue(address,uint256,bytes32)"), args, 3, err));
    assert_hex(out.at, out.len,
        "ea3f068d0000000000000000000000001100000000000000000000000000000000000000" WORD(
            "07") "cc00000000000000000000000000000000000000000000000000000000000000");
    again = abi_address_of(&args[0]);
    assert_true(address_eq(&holder, &again));
    assert_err(ERR_SYNTAX, abi_print_call(&out, TEXT("issue(address,uint256)"), args, 3, err));
    assert_err(ERR_SYNTAX, abi_print_call(&out, TEXT("(address)"), args, 1, err));
    args[2].bytes.len = 31;
    assert_err(
        ERR_SYNTAX, abi_print_call(&out, TEXT("issue(address,uint256,bytes32)"), args, 3, err));
    buf_done(&out);
    abi_topic(TEXT("Transfer(address,address,uint256)"), topic);
    assert_hex(
        topic, sizeof topic, "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
}

static void test_types(void **state)
{
    static const struct {
        const char *type;
        enum err_code code;
    } cases[] = {
        {"uint8", ERR_NONE},
        {"(uint256,(string,bytes32[3])[],bool)[2][]", ERR_NONE},
        {"()", ERR_NONE},
        {"uint", ERR_SYNTAX},
        {"uint7", ERR_SYNTAX},
        {"uint264", ERR_SYNTAX},
        {"uint08", ERR_SYNTAX},
        {"bytes0", ERR_SYNTAX},
        {"bytes33", ERR_SYNTAX},
        {"address8", ERR_SYNTAX},
        {"(uint8", ERR_SYNTAX},
        {"(uint8,)", ERR_SYNTAX},
        {"uint8[0]", ERR_SYNTAX},
        {"()[]", ERR_SYNTAX},
        {"uint8[1", ERR_SYNTAX},
        {"uint8 ", ERR_SYNTAX},
        {"", ERR_SYNTAX},
        {"uint8[100000]", ERR_NONE},
        {"uint8[100001]", ERR_LIMIT},
        {"uint8[1000][1000]", ERR_LIMIT},
        {"uint8[18446744073709551615][2]", ERR_LIMIT},
        {"((((((((((((((((uint8))))))))))))))))", ERR_LIMIT},
        {"uint8[][][][][][][][][][][][][][][][]", ERR_LIMIT},
    };
    struct arena arena;
    struct abi_type type;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(cases); i++)
        if (cases[i].code == ERR_NONE)
            assert_ok(abi_type_read(text_of(cases[i].type), &arena, &type, err));
        else
            assert_err(cases[i].code, abi_type_read(text_of(cases[i].type), &arena, &type, err));
    char *longest = arena_take(&arena, LIMIT_ABI_TYPE_BYTES + 1);
    memset(longest, '[', LIMIT_ABI_TYPE_BYTES + 1);
    assert_err(
        ERR_LIMIT, abi_type_read(bytes_at(longest, LIMIT_ABI_TYPE_BYTES + 1), &arena, &type, err));
    arena_done(&arena);
}

static void check_answer(const char *types, const char *hex, enum err_code code)
{
    struct buf data;
    struct arena arena;
    struct abi_value tuple;
    buf_init(&data, SIZE_MAX);
    arena_init(&arena, (size_t)64 << 20);
    add_hex(&data, hex);
    if (code == ERR_NONE)
        assert_ok(abi_read(text_of(types), buf_text(&data), &arena, &tuple, err));
    else
        assert_err(code, abi_read(text_of(types), buf_text(&data), &arena, &tuple, err));
    buf_done(&data);
    arena_done(&arena);
}

static void test_hostile_answers(void **state)
{
    static const struct {
        const char *types, *hex;
        enum err_code code;
    } cases[] = {
        {"(uint8)", WORD("ff"), ERR_NONE},
        {"(uint8)", "", ERR_SYNTAX},
        {"(uint8)", "00000000000000000000000000000000000000000000000000000000000001ff", ERR_SYNTAX},
        {"(int8)", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff80", ERR_NONE},
        {"(int8)", WORD("80"), ERR_SYNTAX},
        {"(bool)", WORD("02"), ERR_SYNTAX},
        {"(address)", "0000000000000000000000010000000000000000000000000000000000000000",
            ERR_SYNTAX},
        {"(bytes31)", WORD("01"), ERR_SYNTAX},
        {"(string)", WORD("20") WORD("00"), ERR_NONE},
        {"(string)", WORD("40") WORD("00"), ERR_SYNTAX},
        {"(string)", WORD("20") WORD("01"), ERR_SYNTAX},
        {"(string)", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" WORD("00"),
            ERR_SYNTAX},
        {"(uint8[])", WORD("20") WORD("02") WORD("01"), ERR_SYNTAX},
        {"(uint8[])", WORD("20") "0000000000000000000000000000000000000000000000007fffffffffffffff",
            ERR_SYNTAX},
        /* An array that points at itself: each step down finds it again, but types end. */
        {"(uint8[][])", WORD("00"), ERR_NONE},
        {"(uint8[][])", WORD("20") WORD("01") WORD("00"), ERR_NONE},
        {"(uint8,uint8)", WORD("01"), ERR_SYNTAX},
        {"(uint8[2])", WORD("01"), ERR_SYNTAX},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++)
        check_answer(cases[i].types, cases[i].hex, cases[i].code);
}

/* A few words, in which each of many elements points at the same many elements: what they stand for is refused, not built. */
static void test_answers_that_unfold(void **state)
{
    struct buf data;
    struct arena arena;
    struct abi_value tuple;
    enum { COUNT = 100 };
    (void)state;
    buf_init(&data, SIZE_MAX);
    arena_init(&arena, (size_t)64 << 20);
    struct u256 word = u256_of(32), count = u256_of(COUNT), zero = u256_of(0);
    buf_add(&data, bytes_at(word.at, U256_SIZE));
    buf_add(&data, bytes_at(count.at, U256_SIZE));
    for (size_t i = 0; i < COUNT; i++) {
        word = u256_of(COUNT * 32);
        buf_add(&data, bytes_at(word.at, U256_SIZE));
    }
    buf_add(&data, bytes_at(count.at, U256_SIZE));
    for (size_t i = 0; i < COUNT; i++) {
        word = u256_of(COUNT * 32);
        buf_add(&data, bytes_at(word.at, U256_SIZE));
    }
    word = u256_of(2000);
    buf_add(&data, bytes_at(word.at, U256_SIZE));
    for (size_t i = 0; i < 2000; i++)
        buf_add(&data, bytes_at(zero.at, U256_SIZE));
    assert_err(ERR_LIMIT, abi_read(TEXT("(uint8[][][])"), buf_text(&data), &arena, &tuple, err));
    buf_done(&data);
    arena_done(&arena);
}

static void test_topics(void **state)
{
    unsigned char topic[KECCAK_SIZE] = {0};
    struct abi_value value;
    (void)state;
    topic[31] = 9;
    assert_ok(abi_read_topic("uint256", topic, &value, err));
    assert_int_equal(value.number.at[31], 9);
    assert_err(ERR_SYNTAX, abi_read_topic("string", topic, &value, err));
    assert_err(ERR_SYNTAX, abi_read_topic("uint8[2]", topic, &value, err));
    topic[0] = 1;
    assert_err(ERR_SYNTAX, abi_read_topic("address", topic, &value, err));
}

static void test_reasons(void **state)
{
    struct arena arena;
    struct buf data;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    buf_init(&data, SIZE_MAX);
    struct abi_value reason = abi_bytes(TEXT("not\x1b[2J the issuer"));
    assert_ok(abi_print_call(&data, TEXT("Error(string)"), &reason, 1, err));
    assert_text(abi_revert_text(buf_text(&data), &arena), "not?[2J the issuer");
    assert_text(abi_revert_text(text_slice(buf_text(&data), 0, 40), &arena), "error 0x08c379a0");
    assert_text(abi_revert_text(TEXT(""), &arena), "reverted without a reason");
    buf_cut(&data, 0);
    reason = abi_u64(0x11);
    assert_ok(abi_print_call(&data, TEXT("Panic(uint256)"), &reason, 1, err));
    assert_text(abi_revert_text(buf_text(&data), &arena), "panic 0x11");
    buf_done(&data);
    arena_done(&arena);
}

static void assert_reason(
    const char *signature, struct abi_value value, size_t count, const char *wanted)
{
    struct arena arena;
    struct buf data;
    arena_init(&arena, SIZE_MAX);
    buf_init(&data, SIZE_MAX);
    assert_ok(abi_print_call(&data, text_of(signature), &value, count, err));
    assert_text(abi_revert_text(buf_text(&data), &arena), wanted);
    buf_done(&data);
    arena_done(&arena);
}

static void test_reasons_with_names(void **state)
{
    struct chain_address who = {{0x11}};
    unsigned char root[32] = {0xcc};
    (void)state;
    assert_reason("NotIssuer(address)", abi_address(&who), 1,
        "NotIssuer(0x1100000000000000000000000000000000000000)");
    assert_reason("ClassOutOfOrder(uint256)", abi_u64(12), 1, "ClassOutOfOrder(12)");
    assert_reason("Shrunk(uint64)", abi_u64(UINT64_MAX), 1, "Shrunk(18446744073709551615)");
    assert_reason("CampaignNotOpen(bytes32)", abi_bytes(bytes_at(root, sizeof root)), 1,
        "CampaignNotOpen(0xcc00000000000000000000000000000000000000000000000000000000000000)");
    assert_reason("Soulbound()", abi_u64(0), 0, "Soulbound()");
    assert_reason("SomethingElse()", abi_u64(0), 0, "error 0xb704eaea");
}

/* An answer that is cut off, or whose number is out of its type's range, has no name: it is none of the contract's. */
static void test_reasons_that_are_broken(void **state)
{
    struct arena arena;
    struct buf data;
    struct abi_value value = abi_u64(7);
    (void)state;
    arena_init(&arena, SIZE_MAX);
    buf_init(&data, SIZE_MAX);
    assert_ok(abi_print_call(&data, TEXT("Shrunk(uint64)"), &value, 1, err));
    assert_text(abi_revert_text(buf_text(&data), &arena), "Shrunk(7)");
    struct text cut = abi_revert_text(text_slice(buf_text(&data), 0, 35), &arena);
    assert_true(text_starts(cut, TEXT("error 0x")));
    data.at[4] = 1;
    assert_true(text_eq(abi_revert_text(buf_text(&data), &arena), cut));
    buf_done(&data);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_example),
        cmocka_unit_test(test_our_own_calls),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_hostile_answers),
        cmocka_unit_test(test_answers_that_unfold),
        cmocka_unit_test(test_topics),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_reasons_with_names),
        cmocka_unit_test(test_reasons_that_are_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
