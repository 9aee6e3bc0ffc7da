/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "chain/secp.h"

static const char order[] = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

static void read_key(const char *digits, unsigned char key[SECP_KEY_SIZE])
{
    assert_true(hex_read_bare(text_of(digits), key, SECP_KEY_SIZE));
}

static void test_keys_and_addresses(void **state)
{
    unsigned char key[SECP_KEY_SIZE], compressed[SECP_COMPRESSED_SIZE], point[SECP_PUBLIC_SIZE],
        again[SECP_PUBLIC_SIZE];
    struct chain_address address;
    char text[ADDRESS_TEXT_SIZE];
    (void)state;
    read_key(CHAIN_UNIT_KEY, key);
    assert_ok(secp_address(key, &address, err));
    assert_string_equal(address_print(&address, text), CHAIN_UNIT_ADDRESS);
    memset(key, 0, sizeof key);
    assert_err(ERR_SYNTAX, secp_address(key, &address, err));
    read_key(order, key);
    assert_false(secp_key_check(key));
    key[31]--;
    assert_true(secp_key_check(key));
    /* The generator itself is the public key of 1. */
    memset(key, 0, sizeof key);
    key[31] = 1;
    assert_ok(secp_compressed(key, compressed, err));
    assert_hex(compressed, sizeof compressed,
        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    assert_ok(secp_public(key, point, err));
    assert_ok(secp_public_read(compressed, again, err));
    assert_memory_equal(point, again, sizeof point);
    compressed[0] = 5;
    assert_err(ERR_SYNTAX, secp_public_read(compressed, again, err));
}

/* What cast wallet sign says of the message "hello". */
static void test_messages(void **state)
{
    unsigned char key[SECP_KEY_SIZE], digest[KECCAK_SIZE], bytes[SECP_SIGNATURE_SIZE];
    struct secp_signature signature, again;
    struct chain_address address;
    char text[ADDRESS_TEXT_SIZE];
    (void)state;
    read_key(CHAIN_UNIT_KEY, key);
    secp_message_digest(TEXT("hello"), digest);
    assert_hex(
        digest, sizeof digest, "50b2c43fd39106bafbba0da34fc430e1f91e3c96ea2acee2bc34119f92b37750");
    assert_ok(secp_sign(key, digest, &signature, err));
    secp_signature_print(&signature, bytes);
    assert_hex(bytes, sizeof bytes,
        "f16ea9a3478698f695fd1401bfe27e9e4a7e8e3da94aa72b021125e31fa899cc573c48ea3fe1d4ab61a9db10c1903202"
        "6e3ed2dbccba5a178235ac27f94504311c");
    assert_ok(secp_signature_read(bytes_at(bytes, sizeof bytes), &again, err));
    assert_ok(secp_recover(&again, digest, &address, err));
    assert_string_equal(address_print(&address, text), CHAIN_UNIT_ADDRESS);
}

static void test_signatures_that_are_none(void **state)
{
    unsigned char key[SECP_KEY_SIZE], digest[KECCAK_SIZE] = {1},
                                      bytes[SECP_SIGNATURE_SIZE + 1] = {0};
    struct secp_signature signature, twin;
    struct chain_address address;
    unsigned char n[32];
    (void)state;
    read_key(CHAIN_UNIT_KEY, key);
    assert_ok(secp_sign(key, digest, &signature, err));
    /* The other s, order - s, with the other parity is a signature too: whoever takes both can be shown one twice. */
    twin = signature;
    read_key(order, n);
    int borrow = 0;
    for (size_t i = 32; i-- > 0;) {
        int left = n[i] - signature.s[i] - borrow;
        borrow = left < 0;
        twin.s[i] = (unsigned char)(left & 0xff);
    }
    twin.y_parity ^= 1;
    assert_err(ERR_SYNTAX, secp_recover(&twin, digest, &address, err));
    memset(&twin, 0, sizeof twin);
    assert_err(ERR_SYNTAX, secp_recover(&twin, digest, &address, err));
    twin = signature;
    twin.y_parity = 2;
    assert_err(ERR_SYNTAX, secp_recover(&twin, digest, &address, err));
    assert_err(ERR_SYNTAX, secp_signature_read(bytes_at(bytes, 64), &twin, err));
    assert_err(ERR_SYNTAX, secp_signature_read(bytes_at(bytes, 66), &twin, err));
    bytes[64] = 29;
    assert_err(ERR_SYNTAX, secp_signature_read(bytes_at(bytes, 65), &twin, err));
    bytes[64] = 2;
    assert_err(ERR_SYNTAX, secp_signature_read(bytes_at(bytes, 65), &twin, err));
}

/* Adding on both sides keeps a pair a pair, and both sides of an exchange come to one point. */
static void test_adding_and_multiplying(void **state)
{
    unsigned char a[SECP_KEY_SIZE], b[SECP_KEY_SIZE], of_a[SECP_PUBLIC_SIZE],
        of_b[SECP_PUBLIC_SIZE], sum[SECP_PUBLIC_SIZE];
    (void)state;
    secp_key_new(a);
    secp_key_new(b);
    assert_ok(secp_public(a, of_a, err));
    assert_ok(secp_public(b, of_b, err));
    memcpy(sum, of_a, sizeof sum);
    assert_ok(secp_public_mul(of_a, b, err));
    assert_ok(secp_public_mul(of_b, a, err));
    assert_memory_equal(of_a, of_b, sizeof of_a);
    assert_ok(secp_public_add(sum, b, err));
    assert_ok(secp_key_add(a, b, err));
    assert_ok(secp_public(a, of_a, err));
    assert_memory_equal(sum, of_a, sizeof sum);
    memset(sum, 0, sizeof sum);
    assert_err(ERR_SYNTAX, secp_public_mul(sum, b, err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_and_addresses),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_signatures_that_are_none),
        cmocka_unit_test(test_adding_and_multiplying),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
