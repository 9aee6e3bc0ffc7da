/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "base/limits.h"
#include "chain/keystore.h"

/* The parts of the two test vectors of "Web3 Secret Storage"; both hold one key under one password. */
#define PASSWORD TEXT("testpassword")
#define SECRET "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
#define FILE_OF(iv, secret, kdf, params, mac)                                                      \
    "{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"" iv                       \
    "\"},\"ciphertext\":\"" secret "\",\"kdf\":\"" kdf "\",\"kdfparams\":{" params                 \
    "},\"mac\":\"" mac "\"},\"id\":\"3198bc9c-6672-5ab3-d995-4942343ae5b6\",\"version\":3}"
#define PBKDF2(params)                                                                             \
    FILE_OF("6087dab2f9fdbbfaddc31a909735c1e6",                                                    \
        "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46", "pbkdf2", params,      \
        "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2")
#define PBKDF2_SALT "\"salt\":\"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd\""
#define SCRYPT(params)                                                                             \
    FILE_OF("83dbcc02d8ccb40e466191a123791e0e",                                                    \
        "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c", "scrypt", params,      \
        "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097")
#define SCRYPT_SALT "\"salt\":\"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19\""

static void check_opens(struct text json)
{
    unsigned char key[SECP_KEY_SIZE];
    struct chain_address address;
    char text[ADDRESS_TEXT_SIZE];
    assert_ok(keystore_read(json, PASSWORD, key, &address, err));
    assert_hex(key, sizeof key, SECRET);
    assert_string_equal(
        address_print(&address, text), "0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b");
}

static void test_vectors(void **state)
{
    (void)state;
    check_opens(TEXT(PBKDF2("\"c\":262144,\"dklen\":32,\"prf\":\"hmac-sha256\"," PBKDF2_SALT)));
    check_opens(TEXT(SCRYPT("\"dklen\":32,\"n\":262144,\"r\":1,\"p\":8," SCRYPT_SALT)));
}

static void test_own_files(void **state)
{
    unsigned char key[SECP_KEY_SIZE], again[SECP_KEY_SIZE] = {0};
    struct chain_address address, read;
    struct buf json;
    (void)state;
    secp_key_new(key);
    assert_ok(secp_address(key, &address, err));
    buf_init(&json, SIZE_MAX);
    assert_ok(keystore_print(key, TEXT("correct horse"), KEYSTORE_LIGHT, &json, err));
    assert_ok(keystore_read(buf_text(&json), TEXT("correct horse"), again, &read, err));
    assert_memory_equal(key, again, sizeof key);
    assert_true(address_eq(&address, &read));
    memset(again, 0, sizeof again);
    assert_err(
        ERR_CREDENTIALS, keystore_read(buf_text(&json), TEXT("correct hors"), again, &read, err));
    assert_err(ERR_CREDENTIALS, keystore_read(buf_text(&json), TEXT(""), again, &read, err));
    assert_int_equal(again[0] | again[31], 0);
    /* Another address than the key's, in a file that opens. */
    char *digit = strstr(json.at, "\"address\":\"") + 11;
    *digit = *digit == '0' ? '1' : '0';
    assert_err(
        ERR_SYNTAX, keystore_read(buf_text(&json), TEXT("correct horse"), again, &read, err));
    memset(key, 0, sizeof key);
    assert_err(ERR_SYNTAX, keystore_print(key, TEXT("x"), KEYSTORE_LIGHT, &json, err));
    buf_done(&json);
}

/* Each is refused at once: 2^40 for n would take 128 TiB. */
static void test_hostile_files(void **state)
{
    static const struct {
        const char *json;
        enum err_code code;
    } cases[] = {
        {"", ERR_SYNTAX},
        {"[]", ERR_UNSUPPORTED},
        {"{\"version\":1}", ERR_UNSUPPORTED},
        {SCRYPT("\"dklen\":32,\"n\":1099511627776,\"r\":8,\"p\":1," SCRYPT_SALT), ERR_LIMIT},
        {SCRYPT("\"dklen\":32,\"n\":1048576,\"r\":8,\"p\":1," SCRYPT_SALT), ERR_LIMIT},
        {SCRYPT("\"dklen\":32,\"n\":2,\"r\":8,\"p\":1000000000," SCRYPT_SALT), ERR_LIMIT},
        {SCRYPT("\"dklen\":32,\"n\":2,\"r\":18446744073709551615,\"p\":2," SCRYPT_SALT), ERR_LIMIT},
        {SCRYPT("\"dklen\":32,\"n\":2,\"r\":1,\"p\":2097153," SCRYPT_SALT), ERR_LIMIT},
        {SCRYPT("\"dklen\":32,\"n\":3,\"r\":8,\"p\":1," SCRYPT_SALT), ERR_SYNTAX},
        {SCRYPT("\"dklen\":32,\"n\":1,\"r\":8,\"p\":1," SCRYPT_SALT), ERR_SYNTAX},
        {SCRYPT("\"dklen\":32,\"n\":-2,\"r\":8,\"p\":1," SCRYPT_SALT), ERR_SYNTAX},
        {SCRYPT("\"dklen\":32,\"n\":2,\"r\":0,\"p\":1," SCRYPT_SALT), ERR_SYNTAX},
        {SCRYPT("\"dklen\":64,\"n\":2,\"r\":8,\"p\":1," SCRYPT_SALT), ERR_UNSUPPORTED},
        {SCRYPT("\"dklen\":32,\"n\":2,\"r\":8,\"p\":1,\"salt\":\"zz\""), ERR_SYNTAX},
        {SCRYPT("\"dklen\":32,\"n\":2,\"r\":8,\"p\":1," SCRYPT_SALT), ERR_CREDENTIALS},
        {PBKDF2("\"c\":4000001,\"dklen\":32,\"prf\":\"hmac-sha256\"," PBKDF2_SALT), ERR_LIMIT},
        {PBKDF2("\"c\":1,\"dklen\":32,\"prf\":\"hmac-sha1\"," PBKDF2_SALT), ERR_UNSUPPORTED},
        {PBKDF2("\"c\":1,\"dklen\":32,\"prf\":\"hmac-sha256\"," PBKDF2_SALT), ERR_CREDENTIALS},
        {FILE_OF("00", "00", "scrypt", "", "00"), ERR_SYNTAX},
        {FILE_OF("83dbcc02d8ccb40e466191a123791e0e", SECRET, "argon2", "\"dklen\":32," SCRYPT_SALT,
             SECRET),
            ERR_UNSUPPORTED},
    };
    unsigned char key[SECP_KEY_SIZE];
    struct chain_address address;
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++)
        assert_err(
            cases[i].code, keystore_read(text_of(cases[i].json), PASSWORD, key, &address, err));
    struct buf large;
    buf_init(&large, SIZE_MAX);
    memset(buf_grow(&large, LIMIT_KEYSTORE_BYTES + 1), ' ', LIMIT_KEYSTORE_BYTES + 1);
    assert_err(ERR_LIMIT, keystore_read(buf_text(&large), PASSWORD, key, &address, err));
    buf_done(&large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_own_files),
        cmocka_unit_test(test_hostile_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
