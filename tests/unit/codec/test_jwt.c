/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/jwt_test.h"

#include <openssl/hmac.h>

#include "unit_err.h"

#include "base/clock.h"
#include "base/limits.h"

static struct jwt_test_key keys[4];
static struct arena arena;

static int make_keys(void **state)
{
    (void)state;
    keys[0] = jwt_test_key_new(JWK_RS256, "rsa");
    keys[1] = jwt_test_key_new(JWK_PS256, "pss");
    keys[2] = jwt_test_key_new(JWK_ES256, "ec");
    keys[3] = jwt_test_key_new(JWK_EDDSA, "ed");
    arena_init(&arena, SIZE_MAX);
    return 0;
}

static int drop_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(keys); i++)
        jwt_test_key_done(&keys[i]);
    arena_done(&arena);
    return 0;
}

static struct jwk_set *read_set(const char *json)
{
    struct jwk_set *set;
    assert_ok(jwk_set_read(&set, text_of(json), err));
    return set;
}

/* A set of one key with more members. */
static struct jwk_set *set_of(const struct jwt_test_key *key, const char *more)
{
    struct text jwk = jwt_test_jwk(key, &arena);
    return read_set(arena_format(&arena, "{\"keys\":[%.*s%s}]}", TEXT_ARG(jwk), more).at);
}

static enum err_code check(struct text token, const struct jwk_set *set, unsigned algs)
{
    struct jwt jwt;
    struct err err = {0};
    if (!jwt_read(&jwt, token, &err))
        return err.code;
    bool is_good = jwt_check(&jwt, set, algs, &err);
    jwt_done(&jwt);
    return is_good ? ERR_NONE : err.code;
}

#define PAYLOAD                                                                                    \
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cn"   \
    "VlfQ"

/* RFC 7515, A.2. */
static void test_rsa_vector(void **state)
{
    (void)state;
    struct jwk_set *set = read_set(
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W2"
        "6mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2j"
        "Z47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xs"
        "mtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91"
        "kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}]}");
    struct text token = TEXT(
        "eyJhbGciOiJSUzI1NiJ9." PAYLOAD ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3"
        "XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f"
        "_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwus"
        "C-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmt"
        "VrBp0igcN_IoypGlUPQGe77Rw");
    assert_int_equal(check(token, set, JWK_ALL), ERR_NONE);
    assert_int_equal(check(token, set, JWK_ALL & ~JWK_RS256), ERR_FORBIDDEN);
    struct jwt jwt;
    assert_ok(jwt_read(&jwt, token, err));
    assert_text(json_get_text(json_root(&jwt.claims), "iss"), "joe");
    assert_text(jwt.key_id, "");
    int64_t expires_us;
    assert_ok(jwt_time(&jwt, "exp", &expires_us, err));
    assert_true(expires_us == 1300819380 * CLOCK_SECOND_US);
    jwt_done(&jwt);
    jwk_set_free(set);
}

/* RFC 7515, A.3. */
static void test_ecdsa_vector(void **state)
{
    (void)state;
    struct jwk_set *set = read_set(
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9u"
        "PHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}");
    struct text token = TEXT("eyJhbGciOiJFUzI1NiJ9." PAYLOAD
                             ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQ"
                             "xfKTUJqPP3-Kg6NU1Q");
    assert_int_equal(check(token, set, JWK_ALL), ERR_NONE);
    jwk_set_free(set);
}

/* RFC 8037, A.4. */
static void test_eddsa_vector(void **state)
{
    (void)state;
    struct jwk_set *set = read_set("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYK"
                                   "xCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}");
    struct text bytes = TEXT("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc");
    struct buf signature;
    buf_init(&signature, SIZE_MAX);
    assert_true(base64_read_url(
        &signature, TEXT("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt"
                         "9g7sVvpAr_MuM0KAg")));
    assert_ok(jwk_set_check(set, JWK_EDDSA, TEXT(""), bytes, buf_text(&signature), err));
    buf_done(&signature);
    jwk_set_free(set);
}

/* Each algorithm by its own key, and by none of the others. */
static void test_a_key_checks_its_own_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(keys); i++) {
        struct text token = jwt_test_sign(&keys[i], "{\"sub\":\"mia\"}", &arena);
        for (size_t k = 0; k < LEN_OF(keys); k++) {
            struct jwk_set *set = set_of(&keys[k], "");
            assert_int_equal(check(token, set, JWK_ALL), i == k ? ERR_NONE : ERR_NOT_FOUND);
            jwk_set_free(set);
        }
        struct jwk_set *set = set_of(&keys[i], "");
        char *last = (char *)(uintptr_t)token.at + token.len / 2;
        *last = *last == 'A' ? 'B' : 'A';
        assert_int_not_equal(check(token, set, JWK_ALL), ERR_NONE);
        jwk_set_free(set);
    }
}

/* The same RSA key does both, unless its "alg" says one. */
static void test_a_key_may_name_its_algorithm(void **state)
{
    (void)state;
    struct text token = jwt_test_sign(&keys[1], "{}", &arena);
    struct {
        const char *more;
        enum err_code wanted;
    } cases[] = {
        {"", ERR_NONE},
        {",\"alg\":\"PS256\"", ERR_NONE},
        {",\"alg\":\"RS256\"", ERR_NOT_FOUND},
        {",\"alg\":\"RS512\"", ERR_NOT_FOUND},
        {",\"alg\":7", ERR_NOT_FOUND},
        {",\"use\":\"sig\"", ERR_NONE},
        {",\"use\":\"enc\"", ERR_NOT_FOUND},
        {",\"key_ops\":[\"verify\"]", ERR_NONE},
        {",\"key_ops\":[\"encrypt\"]", ERR_NOT_FOUND},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct jwk_set *set = set_of(&keys[1], cases[i].more);
        assert_int_equal(check(token, set, JWK_ALL), cases[i].wanted);
        jwk_set_free(set);
    }
}

/* Without a name, only a key that stands alone is taken. */
static void test_keys_are_chosen_by_name(void **state)
{
    (void)state;
    struct jwt_test_key other = jwt_test_key_new(JWK_ES256, "other");
    struct text one = jwt_test_jwk(&keys[2], &arena), two = jwt_test_jwk(&other, &arena);
    struct jwk_set *both = read_set(arena_format(
        &arena, "{\"keys\":[%s},%s},{\"kty\":\"oct\",\"k\":\"AAAA\"}]}", one.at, two.at)
            .at);
    assert_int_equal(jwk_set_count(both), 2);
    assert_int_equal(jwk_set_algs(both), JWK_ES256);
    assert_int_equal(check(jwt_test_sign(&other, "{}", &arena), both, JWK_ALL), ERR_NONE);
    const char *nameless = "{\"alg\":\"ES256\"}", *strange = "{\"alg\":\"ES256\",\"kid\":\"new\"}";
    const char *wrong = "{\"alg\":\"ES256\",\"kid\":\"ec\"}";
    struct jwk_set *single = set_of(&other, "");
    struct text token = jwt_test_sign_as(&other, nameless, "{}", &arena);
    assert_int_equal(check(token, both, JWK_ALL), ERR_NOT_FOUND);
    assert_int_equal(check(token, single, JWK_ALL), ERR_NONE);
    token = jwt_test_sign_as(&other, strange, "{}", &arena);
    assert_int_equal(check(token, both, JWK_ALL), ERR_NOT_FOUND);
    token = jwt_test_sign_as(&other, wrong, "{}", &arena);
    assert_int_equal(check(token, both, JWK_ALL), ERR_FORBIDDEN);
    jwk_set_free(both);
    jwk_set_free(single);
    jwt_test_key_done(&other);
}

/* A token "signed" with HMAC under what everybody knows: the public key, as text. */
static void test_no_symmetric_signature(void **state)
{
    (void)state;
    struct text jwk = jwt_test_jwk(&keys[0], &arena);
    struct text head = jwt_test_url(TEXT("{\"alg\":\"HS256\",\"kid\":\"rsa\"}"), &arena);
    struct text bytes = arena_join(&arena, head, ".", jwt_test_url(TEXT("{}"), &arena));
    unsigned char mac[32];
    unsigned size;
    assert_non_null(HMAC(EVP_sha256(), jwk.at, (int)jwk.len, (const unsigned char *)bytes.at,
        bytes.len, mac, &size));
    struct text signature = jwt_test_url((struct text){(char *)mac, size}, &arena);
    struct jwk_set *set = set_of(&keys[0], "");
    assert_int_equal(check(arena_join(&arena, bytes, ".", signature), set, JWK_ALL), ERR_FORBIDDEN);
    static const char *const algs[] = {
        "none", "None", "NONE", "", "HS256", "RS1", "rs256", "ES256K", "RS256 ", "RS384"};
    for (size_t i = 0; i < LEN_OF(algs); i++) {
        struct text header = arena_format(&arena, "{\"alg\":\"%s\"}", algs[i]);
        struct text token = jwt_test_sign_as(&keys[0], header.at, "{}", &arena);
        assert_int_equal(check(token, set, JWK_ALL), ERR_FORBIDDEN);
    }
    jwk_set_free(set);
}

/* A key that the token itself brings along is not looked at. */
static void test_no_key_of_the_token(void **state)
{
    (void)state;
    struct jwt_test_key own = jwt_test_key_new(JWK_EDDSA, "ed");
    struct text jwk = jwt_test_jwk(&own, &arena);
    struct text header = arena_format(&arena,
        "{\"alg\":\"EdDSA\",\"kid\":\"ed\",\"jwk\":%.*s},\"jku\":\"http://a/\"}", TEXT_ARG(jwk));
    struct jwk_set *set = set_of(&keys[3], "");
    struct text token = jwt_test_sign_as(&own, header.at, "{}", &arena);
    assert_int_equal(check(token, set, JWK_ALL), ERR_FORBIDDEN);
    jwk_set_free(set);
    jwt_test_key_done(&own);
}

static void test_malformed_tokens(void **state)
{
    (void)state;
    static const struct {
        const char *token;
        enum err_code wanted;
    } cases[] = {
        {"", ERR_SYNTAX}, {".", ERR_SYNTAX}, {"..", ERR_SYNTAX}, {"e30.e30", ERR_SYNTAX},
        {"e30.e30.AA", ERR_FORBIDDEN},                              /* {}: no alg */
        {"eyJhbGciOiJFZERTQSJ9.e30.AA.AA", ERR_SYNTAX},             /* JWE or four parts */
        {"eyJhbGciOiJFZERTQSJ9.e30.", ERR_SYNTAX},                  /* no signature */
        {"eyJhbGciOiJFZERTQSJ9.e30=.AA", ERR_SYNTAX},               /* padding */
        {"eyJhbGciOiJFZERTQSJ9.e31.AA", ERR_SYNTAX},                /* not zero bits behind */
        {"eyJhbGciOiJFZERTQSJ9.e30.A A", ERR_SYNTAX},               /* a space */
        {"eyJhbGciOiJFZERTQSJ9.e30\n.AA", ERR_SYNTAX},              /* a line end */
        {"eyJhbGciOiJFZERTQSJ9.W10.AA", ERR_SYNTAX},                /* claims: [] */
        {"eyJhbGciOiJFZERTQSJ9.eyJhIjoxLCJhIjoyfQ.AA", ERR_SYNTAX}, /* a key twice */
        {"eyJhbGciOiJFZERTQSIsImNyaXQiOlsiYjY0Il19.e30.AA", ERR_FORBIDDEN}, /* crit */
        {"e30.eyJh+jox.AA", ERR_FORBIDDEN},
        {"eyJhbGciOiJFZERTQSJ9.eyJhIjo+.AA", ERR_SYNTAX}, /* not the alphabet of URLs */
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct jwt jwt;
        assert_err(cases[i].wanted, jwt_read(&jwt, text_of(cases[i].token), err));
    }
}

static void test_the_largest_token(void **state)
{
    (void)state;
    struct buf token;
    struct jwt jwt;
    buf_init(&token, SIZE_MAX);
    buf_add_z(&token, "eyJhbGciOiJFZERTQSJ9.e30.");
    size_t head = token.len;
    memset(buf_grow(&token, LIMIT_JWT_BYTES - head), 'A', LIMIT_JWT_BYTES - head);
    while ((token.len - head) % 4 == 1)
        buf_cut(&token, token.len - 1);
    assert_ok(jwt_read(&jwt, buf_text(&token), err));
    jwt_done(&jwt);
    memset(buf_grow(&token, 4), 'A', 4);
    assert_err(ERR_LIMIT, jwt_read(&jwt, buf_text(&token), err));
    buf_done(&token);
}

/* Sets that are none, and keys that are passed over. */
static void test_bad_key_sets(void **state)
{
    (void)state;
    static const char *const none[] = {
        "", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}"};
    struct jwk_set *set;
    for (size_t i = 0; i < LEN_OF(none); i++)
        assert_err(ERR_SYNTAX, jwk_set_read(&set, text_of(none[i]), err));
    static const char *const unusable[] = {
        "1",
        "{}",
        "{\"kty\":\"RSA\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
        /* a point that is not on the curve */
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
        "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a1\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
        "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5aE\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"oct\",\"k\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
    };
    for (size_t i = 0; i < LEN_OF(unusable); i++) {
        set = read_set(arena_format(&arena, "{\"keys\":[%s]}", unusable[i]).at);
        assert_int_equal(jwk_set_count(set), 0);
        jwk_set_free(set);
    }
}

static void test_as_many_keys_as_fit(void **state)
{
    (void)state;
    struct buf json;
    struct jwk_set *set;
    buf_init(&json, SIZE_MAX);
    buf_add_z(&json, "{\"keys\":[{}");
    for (size_t i = 1; i < LIMIT_JWK_KEYS; i++)
        buf_add_z(&json, ",{}");
    size_t full = json.len;
    buf_add_z(&json, "]}");
    set = read_set(json.at);
    jwk_set_free(set);
    buf_cut(&json, full);
    buf_add_z(&json, ",{}]}");
    assert_err(ERR_LIMIT, jwk_set_read(&set, buf_text(&json), err));
    buf_done(&json);
}

static void read_claims(struct jwt *jwt, const char *claims)
{
    assert_ok(jwt_read(jwt, jwt_test_sign(&keys[3], claims, &arena), err));
}

static void test_times(void **state)
{
    (void)state;
    struct jwt jwt;
    int64_t time_us = 7;
    read_claims(&jwt, "{\"a\":1.5,\"b\":\"1\",\"c\":-1,\"d\":1e300,\"e\":true,\"f\":253402300799}");
    assert_ok(jwt_time(&jwt, "a", &time_us, err));
    assert_true(time_us == 1500000);
    assert_ok(jwt_time(&jwt, "f", &time_us, err));
    assert_ok(jwt_time(&jwt, "absent", &time_us, err));
    assert_true(time_us == 0);
    static const char *const bad[] = {"b", "c", "d", "e"};
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_err(ERR_SYNTAX, jwt_time(&jwt, bad[i], &time_us, err));
    jwt_done(&jwt);
}

static void test_audiences(void **state)
{
    (void)state;
    static const struct {
        const char *claims;
        bool is_for;
        size_t count;
    } cases[] = {
        {"{}", false, 0},
        {"{\"aud\":\"kenzen\"}", true, 1},
        {"{\"aud\":\"kenzen2\"}", false, 1},
        {"{\"aud\":[]}", false, 0},
        {"{\"aud\":[\"kenzen\"]}", true, 1},
        {"{\"aud\":[\"other\",\"kenzen\"]}", true, 2},
        {"{\"aud\":[[\"kenzen\"]]}", false, 1},
        {"{\"aud\":{\"kenzen\":1}}", false, 1},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct jwt jwt;
        size_t count;
        read_claims(&jwt, cases[i].claims);
        assert_int_equal(jwt_is_for(&jwt, TEXT("kenzen"), &count), cases[i].is_for);
        assert_int_equal(count, cases[i].count);
        jwt_done(&jwt);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rsa_vector),
        cmocka_unit_test(test_ecdsa_vector),
        cmocka_unit_test(test_eddsa_vector),
        cmocka_unit_test(test_a_key_checks_its_own_kind),
        cmocka_unit_test(test_a_key_may_name_its_algorithm),
        cmocka_unit_test(test_keys_are_chosen_by_name),
        cmocka_unit_test(test_no_symmetric_signature),
        cmocka_unit_test(test_no_key_of_the_token),
        cmocka_unit_test(test_malformed_tokens),
        cmocka_unit_test(test_the_largest_token),
        cmocka_unit_test(test_bad_key_sets),
        cmocka_unit_test(test_as_many_keys_as_fit),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_audiences),
    };
    return cmocka_run_group_tests(tests, make_keys, drop_keys);
}
