/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "chain/mnemonic.h"
#include "chain/mnemonic_words.h"
#include "codec/sha256.h"

#define ABANDON                                                                                    \
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "

/* Of the vectors that BIP-39 refers to; their pass phrase is TREZOR. */
static const struct {
    const char *entropy, *words, *seed;
} vectors[] = {
    {"00000000000000000000000000000000", ABANDON "about",
        "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f"
        "001698e7463b04"},
    {"7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
        "legal winner thank year wave sausage worth useful legal winner thank yellow",
        "2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6fa457fe1296106559a3c80937a1c1069be3a3a5bd381ee6260e"
        "8d9739fce1f607"},
    {"80808080808080808080808080808080",
        "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
        "d71de856f81a8acc65e6fc851a38d4d7ec216fd0796d0a6827a3ad6ed5511a30fa280f12eb2e47ed2ac03b5c462a0358d18d69fe4f985ec817"
        "78c1b370b652a8"},
    {"ffffffffffffffffffffffffffffffff", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
        "ac27495480225222079d7be181583751e86f571027b0497b5b5d11218e0a8a13332572917f0f8e5a589620c6f15b11c61dee327651a14c34e1"
        "8231052e48c069"},
    {"0000000000000000000000000000000000000000000000000000000000000000",
        ABANDON ABANDON "abandon art",
        "bda85446c68413707090a52022edd26a1c9462295029f2e60cd7c4f2bbd3097170af7a4d73245cafa9c3cca8d561a7c3de6f5d4a10be8ed2a5"
        "e608d68f92fcc8"},
};

static void test_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(vectors); i++) {
        struct buf entropy;
        char words[MNEMONIC_TEXT_SIZE];
        unsigned char again[MNEMONIC_ENTROPY_SIZE], seed[MNEMONIC_SEED_SIZE];
        size_t size;
        buf_init(&entropy, SIZE_MAX);
        add_hex(&entropy, vectors[i].entropy);
        assert_ok(mnemonic_print(buf_text(&entropy), words, err));
        assert_string_equal(words, vectors[i].words);
        assert_ok(mnemonic_read(text_of(words), again, &size, err));
        assert_hex(again, size, vectors[i].entropy);
        assert_ok(mnemonic_seed(text_of(words), TEXT("TREZOR"), seed, err));
        assert_hex(seed, sizeof seed, vectors[i].seed);
        buf_done(&entropy);
    }
}

static void test_how_people_type(void **state)
{
    unsigned char seed[MNEMONIC_SEED_SIZE], again[MNEMONIC_SEED_SIZE];
    (void)state;
    assert_ok(mnemonic_seed(text_of(vectors[1].words), TEXT(""), seed, err));
    assert_ok(mnemonic_seed(
        TEXT("  Legal winner thank year\nwave sausage WORTH useful legal winner\t thank yellow\n"),
        TEXT(""), again, err));
    assert_memory_equal(seed, again, sizeof seed);
}

static void test_refusing(void **state)
{
    static const char *const wrong[] = {"", "abandon", ABANDON "abandon", ABANDON "aboutt",
        ABANDON "abou", ABANDON, ABANDON ABANDON "abandon art art",
        "winner legal thank year wave sausage worth useful legal winner thank yellow"};
    unsigned char entropy[MNEMONIC_ENTROPY_SIZE], seed[MNEMONIC_SEED_SIZE];
    char words[MNEMONIC_TEXT_SIZE], bytes[33] = {0};
    size_t size;
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++)
        assert_err(ERR_SYNTAX, mnemonic_read(text_of(wrong[i]), entropy, &size, err));
    for (size_t len = 0; len <= sizeof bytes; len++)
        if (len < 16 || len > 32 || len % 4)
            assert_err(ERR_SYNTAX, mnemonic_print(bytes_at(bytes, len), words, err));
        else
            assert_ok(mnemonic_print(bytes_at(bytes, len), words, err));
    assert_err(
        ERR_UNSUPPORTED, mnemonic_seed(text_of(vectors[0].words), TEXT("caf\xc3\xa9"), seed, err));
    memset(bytes, 'a', sizeof bytes);
    char longest[257];
    memset(longest, 'a', sizeof longest);
    assert_ok(mnemonic_seed(text_of(vectors[0].words), bytes_at(longest, 256), seed, err));
    assert_err(
        ERR_LIMIT, mnemonic_seed(text_of(vectors[0].words), bytes_at(longest, 257), seed, err));
}

/* What english.txt of BIP-39 is known by. */
static void test_the_list(void **state)
{
    struct sha256 *hash = sha256_new();
    unsigned char digest[SHA256_SIZE];
    struct text rest = text_of(mnemonic_words), last = {"", 0};
    size_t count = 0;
    (void)state;
    while (rest.at) {
        struct text word = text_cut(&rest, ' ');
        assert_true(text_cmp(last, word) < 0);
        sha256_add(hash, word);
        sha256_add(hash, TEXT("\n"));
        last = word;
        count++;
    }
    sha256_end(hash, digest);
    assert_int_equal(count, 2048);
    assert_hex(
        digest, sizeof digest, "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_how_people_type),
        cmocka_unit_test(test_refusing),
        cmocka_unit_test(test_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
