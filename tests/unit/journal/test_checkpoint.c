/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/checkpoint.h"

#include "unit_err.h"

#include "base/limits.h"
#include "codec/base64.h"

#define NAME "example.com/behind-the-sofa"
#define DASH "\xe2\x80\x94 "

/* The example of C2SP's tlog-checkpoint, and of its signed-note the key: what others print must be read. */
static const char *const sofa = NAME
    "\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n" DASH NAME
    " Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

static void test_example(void **state)
{
    (void)state;
    struct checkpoint checkpoint;
    assert_ok(checkpoint_read(&checkpoint, text_of(sofa), err));
    assert_text(checkpoint.origin, NAME);
    assert_int_equal(checkpoint.head.size, 20852163);
    assert_int_equal(checkpoint.head.root.at[0], 0x0a);
}

/* A note of Go's own tests (golang.org/x/mod/sumdb/note): the same format, with a key that is known. */
static void test_note(void **state)
{
    (void)state;
    struct buf key, printed;
    struct text body = TEXT("If you think cryptography is the answer to your problem,\n"
                            "then you don't know what your problem is.\n");
    struct text line = TEXT(DASH
        "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
    buf_init(&key, SIZE_MAX);
    buf_init(&printed, SIZE_MAX);
    assert_true(base64_read(&key, TEXT("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")));
    const unsigned char *bytes = (const unsigned char *)key.at + 1;
    assert_true(checkpoint_note_is_signed(body, line, TEXT("PeterNeumann"), bytes));
    assert_false(checkpoint_note_is_signed(body, line, TEXT("PeterNewman"), bytes));
    assert_false(checkpoint_note_is_signed(text_from(body, 1), line, TEXT("PeterNeumann"), bytes));
    checkpoint_print_key(&printed, TEXT("PeterNeumann"), bytes);
    assert_text(
        buf_text(&printed), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    buf_done(&printed);
    buf_done(&key);
}

static void public_of(const struct jws_key *key, unsigned char ret_bytes[JWS_ED25519_BYTES])
{
    struct buf jwk;
    buf_init(&jwk, SIZE_MAX);
    jws_key_print_public(&jwk, key);
    assert_true(signing_key_bytes(buf_text(&jwk), ret_bytes));
    buf_done(&jwk);
}

static void test_own(void **state)
{
    (void)state;
    struct jws_key *key = jws_key_new(JWK_EDDSA), *other = jws_key_new(JWK_EDDSA);
    unsigned char bytes[JWS_ED25519_BYTES], foreign[JWS_ED25519_BYTES];
    struct journal_head head = {.size = 7, .root = {{1, 2, 3}}};
    struct checkpoint checkpoint;
    struct buf note;
    buf_init(&note, SIZE_MAX);
    public_of(key, bytes);
    public_of(other, foreign);
    checkpoint_print(&note, TEXT("kenzen.example.org:8443/journal"), &head, key, bytes);
    assert_ok(checkpoint_read(&checkpoint, buf_text(&note), err));
    assert_int_equal(checkpoint.head.size, 7);
    assert_true(merkle_eq(&checkpoint.head.root, &head.root));
    assert_true(checkpoint_is_signed(&checkpoint, bytes));
    assert_false(checkpoint_is_signed(&checkpoint, foreign));
    /* A witness's line beside it changes nothing; another size does. */
    buf_add_z(&note, DASH "witness AAAA\n");
    assert_ok(checkpoint_read(&checkpoint, buf_text(&note), err));
    assert_true(checkpoint_is_signed(&checkpoint, bytes));
    note.at[text_find(buf_text(&note), '7')] = '8';
    assert_ok(checkpoint_read(&checkpoint, buf_text(&note), err));
    assert_false(checkpoint_is_signed(&checkpoint, bytes));
    buf_done(&note);
    jws_key_free(other);
    jws_key_free(key);
}

static void test_malformed(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "\n",
        "\n\n",
        "name\n1\n",
        "name\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 name AAAA\n",
        "name\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 name AAAA\n",
        "name\n1\nAAAA\n\n\xe2\x80\x94 name AAAA\n",
        "name\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 name AAAA",
        "\xff\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 name AAAA\n",
    };
    struct checkpoint checkpoint;
    struct buf large;
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_err(ERR_SYNTAX, checkpoint_read(&checkpoint, text_of(bad[i]), err));
    buf_init(&large, SIZE_MAX);
    memset(buf_grow(&large, LIMIT_CHECKPOINT_BYTES + 1), '\n', LIMIT_CHECKPOINT_BYTES + 1);
    assert_err(ERR_LIMIT, checkpoint_read(&checkpoint, buf_text(&large), err));
    buf_done(&large);
}

static void test_origin(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    assert_text(checkpoint_origin(TEXT("https://kenzen.example.org"), &arena),
        "kenzen.example.org/journal");
    assert_text(
        checkpoint_origin(TEXT("http://127.0.0.1:8080/x"), &arena), "127.0.0.1:8080/journal");
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_example),
        cmocka_unit_test(test_note),
        cmocka_unit_test(test_own),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_origin),
    };
    return cmocka_run_group_tests_name("checkpoint", tests, NULL, NULL);
}
