/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "base/limits.h"
#include "chain/rlp.h"

/* Of ethereum/tests, RLPTests/rlptest.json: strings and what they are written as. */
static void test_strings(void **state)
{
    static const struct {
        const char *bytes, *rlp;
    } vectors[] = {
        {"", "80"},
        {"00", "00"},
        {"01", "01"},
        {"7f", "7f"},
        {"80", "8180"},
        {"646f67", "83646f67"},
        /* "Lorem ipsum dolor sit amet, consectetur adipisicing eli", 55 bytes, and with its t, 56. */
        {"4c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c69",
            "b74c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c69"},
        {"4c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c6974",
            "b8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c6974"},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(vectors); i++) {
        struct buf bytes, out;
        struct rlp item;
        buf_init(&bytes, SIZE_MAX);
        buf_init(&out, SIZE_MAX);
        add_hex(&bytes, vectors[i].bytes);
        rlp_print_bytes(&out, buf_text(&bytes));
        assert_hex(out.at, out.len, vectors[i].rlp);
        assert_ok(rlp_read(buf_text(&out), &item, err));
        assert_false(item.is_list);
        assert_true(text_eq(item.bytes, buf_text(&bytes)));
        buf_done(&bytes);
        buf_done(&out);
    }
}

/* Numbers of the same file. */
static void test_numbers(void **state)
{
    static const struct {
        const char *decimal, *rlp;
    } vectors[] = {
        {"0", "80"},
        {"1", "01"},
        {"127", "7f"},
        {"128", "8180"},
        {"1000", "8203e8"},
        {"100000", "830186a0"},
        {"83729609699884896815286331701780722", "8f102030405060708090a0b0c0d0e0f2"},
        {"105315505618206987246253880190783558935785933862974822347068935681",
            "9c0100020003000400050006000700080009000a000b000c000d000e01"},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(vectors); i++) {
        struct buf out;
        struct u256 value, again;
        buf_init(&out, SIZE_MAX);
        assert_true(u256_read_decimal(text_of(vectors[i].decimal), &value));
        rlp_print_u256(&out, &value);
        assert_hex(out.at, out.len, vectors[i].rlp);
        struct text rest = buf_text(&out);
        assert_ok(rlp_next_u256(&rest, "n", &again, err));
        assert_int_equal(u256_cmp(&value, &again), 0);
        buf_done(&out);
    }
}

/* [[], [[]], [[], [[]]]]: "listsoflists2", the numbers as sets have them. */
static void test_lists(void **state)
{
    struct buf empty, one, inner, all, out;
    struct rlp item;
    (void)state;
    buf_init(&empty, SIZE_MAX);
    buf_init(&one, SIZE_MAX);
    buf_init(&inner, SIZE_MAX);
    buf_init(&all, SIZE_MAX);
    buf_init(&out, SIZE_MAX);
    rlp_print_list(&empty, (struct text){"", 0});
    rlp_print_list(&one, buf_text(&empty));
    buf_add(&inner, buf_text(&empty));
    buf_add(&inner, buf_text(&one));
    buf_add(&all, buf_text(&inner));
    rlp_print_list(&all, buf_text(&inner));
    rlp_print_list(&out, buf_text(&all));
    assert_hex(out.at, out.len, "c7c0c1c0c3c0c1c0");
    assert_ok(rlp_read(buf_text(&out), &item, err));
    assert_true(item.is_list);
    assert_int_equal(item.bytes.len, 7);
    buf_done(&empty);
    buf_done(&one);
    buf_done(&inner);
    buf_done(&all);
    buf_done(&out);
}

/* Most are of ethereum/tests, RLPTests/invalidRLPTest.json. */
static void test_refusing(void **state)
{
    static const char long_for_55[] =
        "b8378080808080808080808080808080808080808080808080808080808080808080808080808080808080808080"
        "808080808080808080808080808080";
    static const char *const wrong[] = {
        "", "bf0f000000000000021111", /* a length with a zero, longer than what is there */
        "ff0f000000000000021111",     /* the same as a list */
        "b800",                       /* long form, nothing */
        "b900",                       /* its length cut off */
        "ba0002ffff",                 /* a length with a zero in front */
        "8100",                       /* small bytes stand for themselves */
        "8101", "817f", long_for_55,  /* 55 bytes in the form of 56 */
        "83646f",                     /* cut off */
        "83646f6700",                 /* a byte behind the end */
        "c2c1",                       /* a list cut off */
        "f90000", "f80180",           /* a long list that is short */
        "c3820102",                   /* fits: two bytes */
        "c28101",                     /* wrong within a list */
        "bfffffffffffffffff00",       /* wraps around when added up */
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++) {
        struct buf bytes;
        struct rlp item;
        buf_init(&bytes, SIZE_MAX);
        add_hex(&bytes, wrong[i]);
        if (strcmp(wrong[i], "c3820102") == 0)
            assert_ok(rlp_read(buf_text(&bytes), &item, err));
        else
            assert_err(ERR_SYNTAX, rlp_read(buf_text(&bytes), &item, err));
        buf_done(&bytes);
    }
}

static void test_numbers_that_are_none(void **state)
{
    struct text zero_in_front = TEXT("\x82\x00\x01"), list = TEXT("\xc0");
    struct text large = TEXT("\x89\x01\x00\x00\x00\x00\x00\x00\x00\x00");
    uint64_t value;
    (void)state;
    assert_err(ERR_SYNTAX, rlp_next_u64(&zero_in_front, "n", &value, err));
    assert_err(ERR_SYNTAX, rlp_next_u64(&list, "n", &value, err));
    assert_err(ERR_SYNTAX, rlp_next_u64(&large, "n", &value, err));
}

static void test_depth(void **state)
{
    struct rlp item;
    (void)state;
    for (size_t depth = LIMIT_RLP_DEPTH; depth <= LIMIT_RLP_DEPTH + 1; depth++) {
        char bytes[LIMIT_RLP_DEPTH + 1];
        for (size_t i = 0; i < depth; i++)
            bytes[i] = (char)(0xc0 + depth - 1 - i);
        if (depth == LIMIT_RLP_DEPTH)
            assert_ok(rlp_read(bytes_at(bytes, depth), &item, err));
        else
            assert_err(ERR_LIMIT, rlp_read(bytes_at(bytes, depth), &item, err));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_refusing),
        cmocka_unit_test(test_numbers_that_are_none),
        cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
