/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "chain/hd.h"
#include "chain/mnemonic.h"

/* BIP-32's test vectors 1 and 3: the private keys and chain codes in its extended keys. */
static void test_vectors(void **state)
{
    static const struct {
        const char *seed, *path, *key, *code;
    } vectors[] = {
        {"000102030405060708090a0b0c0d0e0f", "m",
            "e8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35",
            "873dff81c02f525623fd1fe5167eac3a55a049de3d314bb42ee227ffed37d508"},
        {"000102030405060708090a0b0c0d0e0f", "m/0'",
            "edb2e14f9ee77d26dd93b4ecede8d16ed408ce149b6cd80b0715a2d911a0afea",
            "47fdacbd0f1097043b78c63c20c34ef4ed9a111d980047ad16282c7ae6236141"},
        {"000102030405060708090a0b0c0d0e0f", "m/0'/1",
            "3c6cb8d0f6a264c91ea8b5030fadaa8e538b020f0a387421a12de9319dc93368",
            "2a7857631386ba23dacac34180dd1983734e444fdbf774041578e9b6adb37c19"},
        {"000102030405060708090a0b0c0d0e0f", "m/0'/1/2'/2/1000000000",
            "471b76e389e528d6de6d816857e012c5455051cad6660850e58372a6c3e6e7c8",
            "c783e67b921d2beb8f6b389cc646d7263b4145701dadd2161548a8b078e65e9e"},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(vectors); i++) {
        struct buf seed;
        unsigned char key[SECP_KEY_SIZE], code[32];
        buf_init(&seed, SIZE_MAX);
        add_hex(&seed, vectors[i].seed);
        assert_ok(hd_derive_node(buf_text(&seed), text_of(vectors[i].path), key, code, err));
        assert_hex(key, sizeof key, vectors[i].key);
        assert_hex(code, sizeof code, vectors[i].code);
        buf_done(&seed);
    }
}

/* The accounts that anvil and hardhat make of their words, which everybody knows. */
static void test_known_accounts(void **state)
{
    static const char *const addresses[] = {CHAIN_UNIT_ADDRESS,
        "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"};
    unsigned char seed[MNEMONIC_SEED_SIZE], key[SECP_KEY_SIZE];
    (void)state;
    assert_ok(mnemonic_seed(
        TEXT("test test test test test test test test test test test junk"), TEXT(""), seed, err));
    for (size_t i = 0; i < LEN_OF(addresses); i++) {
        char path[64], text[ADDRESS_TEXT_SIZE];
        struct chain_address address;
        snprintf(path, sizeof path, "m/44'/60'/0'/0/%zu", i);
        assert_ok(hd_derive(bytes_at(seed, sizeof seed), text_of(path), key, err));
        assert_ok(secp_address(key, &address, err));
        assert_string_equal(address_print(&address, text), addresses[i]);
    }
}

static void test_refusing(void **state)
{
    static const char *const wrong[] = {"", "/", "m/", "n", "M/0", "m/x", "m/-1", "m/'", "m/0''",
        "m//0", "m/2147483648", "m/0/", "m/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"};
    unsigned char seed[65] = {1}, key[SECP_KEY_SIZE];
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++)
        assert_err(ERR_SYNTAX, hd_derive(bytes_at(seed, 64), text_of(wrong[i]), key, err));
    assert_ok(hd_derive(
        bytes_at(seed, 64), TEXT("m/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/2147483647'"), key, err));
    assert_err(ERR_SYNTAX, hd_derive(bytes_at(seed, 15), TEXT("m"), key, err));
    assert_err(ERR_SYNTAX, hd_derive(bytes_at(seed, 65), TEXT("m"), key, err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_known_accounts),
        cmocka_unit_test(test_refusing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
