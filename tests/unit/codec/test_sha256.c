/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "codec/sha256.h"

/* FIPS 180-4's own examples, and the empty text. */
static const struct {
    const char *bytes, *hex;
} vectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void test_known_digests(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(vectors); i++) {
        unsigned char digest[SHA256_SIZE];
        char hex[SHA256_HEX_SIZE];
        sha256_of(text_of(vectors[i].bytes), digest);
        assert_string_equal(sha256_print(digest, hex), vectors[i].hex);
    }
    unsigned char digest[SHA256_SIZE], empty[SHA256_SIZE];
    sha256_of((struct text){NULL, 0}, digest);
    sha256_of(TEXT(""), empty);
    assert_memory_equal(digest, empty, SHA256_SIZE);
}

static void test_bit_by_bit_is_the_same(void **state)
{
    (void)state;
    unsigned char whole[SHA256_SIZE], parts[SHA256_SIZE];
    sha256_of(text_of(vectors[2].bytes), whole);
    struct sha256 *hash = sha256_new();
    for (const char *c = vectors[2].bytes; *c; c++)
        sha256_add(hash, (struct text){c, 1});
    sha256_end(hash, parts);
    assert_memory_equal(whole, parts, SHA256_SIZE);
    sha256_end(sha256_new(), NULL);
}

static void test_reading_hexadecimal(void **state)
{
    (void)state;
    unsigned char digest[SHA256_SIZE], again[SHA256_SIZE];
    sha256_of(TEXT("abc"), digest);
    assert_true(sha256_read(text_of(vectors[1].hex), again));
    assert_memory_equal(digest, again, SHA256_SIZE);
    assert_true(sha256_read(
        TEXT("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"), again));
    assert_memory_equal(digest, again, SHA256_SIZE);
    assert_false(sha256_read(TEXT(""), again));
    assert_false(sha256_read(text_slice(text_of(vectors[1].hex), 0, 63), again));
    assert_false(sha256_read(
        TEXT("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_digests),
        cmocka_unit_test(test_bit_by_bit_is_the_same),
        cmocka_unit_test(test_reading_hexadecimal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
