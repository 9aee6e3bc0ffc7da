/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/jws.h"

#include "unit_err.h"

#include "codec/base64.h"
#include "codec/jwt.h"

static struct arena arena;

static struct text from_url(const char *digits)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    assert_true(base64_read_url(&out, text_of(digits)));
    struct text bytes = arena_text(&arena, buf_text(&out));
    buf_done(&out);
    return bytes;
}

/* RFC 8037, appendix A: a key, its thumbprint, and a signature in the compact form. */
static void test_rfc8037(void **state)
{
    (void)state;
    struct jws_key *key;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    assert_ok(jws_key_read(
        &key, JWK_EDDSA, from_url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"), err));
    jws_key_print_public(&out, key);
    assert_text(buf_text(&out),
        "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
    struct text jwk = arena_text(&arena, buf_text(&out));
    buf_cut(&out, 0);
    jws_thumbprint(&out, jwk);
    assert_text(buf_text(&out), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    buf_cut(&out, 0);
    jws_key_sign(&out, key, TEXT("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"));
    struct text signature = arena_text(&arena, buf_text(&out));
    buf_cut(&out, 0);
    base64_print_url(&out, signature);
    assert_text(buf_text(&out),
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    buf_done(&out);
    jws_key_free(key);
}

/* RFC 7638, 3.1: the thumbprint of an RSA key. */
static void test_thumbprint(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    jws_thumbprint(&out,
        TEXT(
            "{\"e\":\"AQAB\",\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM"
            "78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4H"
            "c5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHz"
            "u6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqb"
            "w0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\"}"));
    assert_text(buf_text(&out), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    buf_done(&out);
}

static void check_kept(enum jwk_alg alg, enum jwk_alg other)
{
    struct jws_key *key = jws_key_new(alg), *again;
    struct buf secret, token, set;
    struct jwk_set *keys;
    struct jwt jwt;
    buf_init(&secret, SIZE_MAX);
    buf_init(&token, SIZE_MAX);
    buf_init(&set, SIZE_MAX);
    jws_key_print(&secret, key);
    assert_err(ERR_SYNTAX, jws_key_read(&again, other, buf_text(&secret), err));
    assert_ok(jws_key_read(&again, alg, buf_text(&secret), err));
    jws_sign(&token, again, TEXT("one"), "JWT", TEXT("{\"iss\":\"me\"}"));
    buf_add_z(&set, "{\"keys\":[");
    jws_key_print_public(&set, key);
    buf_add_z(&set, "]}");
    assert_ok(jwk_set_read(&keys, buf_text(&set), err));
    assert_ok(jwt_read(&jwt, buf_text(&token), err));
    assert_text(jwt.key_id, "one");
    assert_text(jwt.type, "JWT");
    jwt.key_id = TEXT("");
    assert_ok(jwt_check(&jwt, keys, alg, err));
    jwt_done(&jwt);
    jwk_set_free(keys);
    buf_done(&set);
    buf_done(&token);
    buf_done(&secret);
    jws_key_free(again);
    jws_key_free(key);
}

static void test_new(void **state)
{
    (void)state;
    check_kept(JWK_EDDSA, JWK_RS256);
    check_kept(JWK_RS256, JWK_EDDSA);
}

static void test_malformed(void **state)
{
    (void)state;
    struct jws_key *key;
    assert_err(ERR_SYNTAX, jws_key_read(&key, JWK_EDDSA, TEXT("short"), err));
    assert_err(ERR_SYNTAX, jws_key_read(&key, JWK_RS256, TEXT("no DER"), err));
    assert_err(ERR_SYNTAX, jws_key_read(&key, JWK_RS256, TEXT(""), err));
    jws_key_free(NULL);
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc8037),
        cmocka_unit_test(test_thumbprint),
        cmocka_unit_test(test_new),
        cmocka_unit_test(test_malformed),
    };
    arena_init(&arena, SIZE_MAX);
    return cmocka_run_group_tests_name("jws", tests, NULL, end);
}
