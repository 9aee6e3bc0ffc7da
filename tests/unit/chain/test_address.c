/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "chain/address.h"

/* The addresses that EIP-55 gives as its test cases. */
static const char *const checked[] = {
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
};

static void test_capitals(void **state)
{
    struct chain_address address;
    char again[ADDRESS_TEXT_SIZE], small[ADDRESS_TEXT_SIZE];
    (void)state;
    for (size_t i = 0; i < LEN_OF(checked); i++) {
        assert_ok(address_read(text_of(checked[i]), &address, err));
        assert_string_equal(address_print(&address, again), checked[i]);
        for (size_t at = 0; at < sizeof small; at++)
            small[at] = text_lower_char(checked[i][at]);
        assert_ok(address_read(text_of(small), &address, err));
        assert_string_equal(address_print(&address, again), checked[i]);
    }
}

static void test_refusing(void **state)
{
    static const char *const wrong[] = {
        "",
        "0x",
        "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
        /* One capital too few: mistyped, or another address. */
        "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    };
    struct chain_address address = {{7}};
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++)
        assert_err(ERR_SYNTAX, address_read(text_of(wrong[i]), &address, err));
    assert_int_equal(address.at[0], 7);
}

/* What cast compute-address says of anvil's first account. */
static void test_contracts(void **state)
{
    static const char *const made[] = {
        "0x5FbDB2315678afecb367f032d93F642f64180aa3", "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"};
    struct chain_address from, contract;
    char text[ADDRESS_TEXT_SIZE];
    (void)state;
    assert_ok(address_read(TEXT(CHAIN_UNIT_ADDRESS), &from, err));
    for (size_t i = 0; i < LEN_OF(made); i++) {
        contract = address_of_contract(&from, i);
        assert_string_equal(address_print(&contract, text), made[i]);
    }
    assert_false(address_is_zero(&from));
    assert_true(address_is_zero(&(struct chain_address){{0}}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capitals),
        cmocka_unit_test(test_refusing),
        cmocka_unit_test(test_contracts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
