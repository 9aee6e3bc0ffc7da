/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and tokens made for a test, good ones and others.
   Example: struct jwt_test_key key = jwt_test_key_new(JWK_ES256, "one"); token = jwt_test_sign(&key, "{…}", &arena) */
#ifndef JWT_TEST_H
#define JWT_TEST_H

#include "unit.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "codec/base64.h"
#include "codec/jwt.h"

struct jwt_test_key {
    EVP_PKEY *pkey;
    enum jwk_alg alg;
    const char *id;
};

static inline struct jwt_test_key jwt_test_key_new(enum jwk_alg alg, const char *id)
{
    EVP_PKEY *pkey = alg == JWK_EDDSA   ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
                     : alg == JWK_ES256 ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256")
                                        : EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
    assert_non_null(pkey);
    return (struct jwt_test_key){pkey, alg, id};
}

static inline void jwt_test_key_done(struct jwt_test_key *key)
{
    EVP_PKEY_free(key->pkey);
}

/* Returns bytes in base64url. */
static inline struct text jwt_test_url(struct text bytes, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    base64_print_url(&out, bytes);
    struct text text = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static inline struct text jwt_test_number(
    const struct jwt_test_key *key, const char *name, size_t size, struct arena *arena)
{
    unsigned char at[512];
    BIGNUM *number = NULL;
    assert_int_equal(EVP_PKEY_get_bn_param(key->pkey, name, &number), 1);
    int len = size ? BN_bn2binpad(number, at, (int)size) : BN_bn2bin(number, at);
    BN_free(number);
    return jwt_test_url((struct text){(char *)at, (size_t)len}, arena);
}

/* Returns the public key as a JSON Web Key without its closing brace, so that a test can add to it. */
static inline struct text jwt_test_jwk(const struct jwt_test_key *key, struct arena *arena)
{
    unsigned char raw[32];
    size_t len = sizeof raw;
    struct text id = text_of(key->id);
    if (key->alg == JWK_EDDSA) {
        assert_int_equal(EVP_PKEY_get_raw_public_key(key->pkey, raw, &len), 1);
        struct text x = jwt_test_url((struct text){(char *)raw, len}, arena);
        return arena_format(arena,
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"%.*s\",\"x\":\"%.*s\"", TEXT_ARG(id),
            TEXT_ARG(x));
    }
    if (key->alg == JWK_ES256) {
        struct text x = jwt_test_number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32, arena);
        struct text y = jwt_test_number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32, arena);
        return arena_format(arena,
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"%.*s\",\"x\":\"%.*s\",\"y\":\"%.*s\"",
            TEXT_ARG(id), TEXT_ARG(x), TEXT_ARG(y));
    }
    struct text n = jwt_test_number(key, OSSL_PKEY_PARAM_RSA_N, 0, arena);
    struct text e = jwt_test_number(key, OSSL_PKEY_PARAM_RSA_E, 0, arena);
    return arena_format(arena, "{\"kty\":\"RSA\",\"kid\":\"%.*s\",\"n\":\"%.*s\",\"e\":\"%.*s\"",
        TEXT_ARG(id), TEXT_ARG(n), TEXT_ARG(e));
}

/* ECDSA in DER becomes two numbers of 32 bytes. */
static inline size_t jwt_test_flat(unsigned char *signature, size_t len)
{
    const unsigned char *at = signature;
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)len);
    assert_non_null(pair);
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), signature, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), signature + 32, 32);
    ECDSA_SIG_free(pair);
    return 64;
}

static inline struct text jwt_test_signature(
    const struct jwt_test_key *key, struct text bytes, struct arena *arena)
{
    unsigned char signature[512];
    size_t len = sizeof signature;
    EVP_PKEY_CTX *context;
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    const EVP_MD *hash = key->alg == JWK_EDDSA ? NULL : EVP_sha256();
    assert_int_equal(EVP_DigestSignInit(digest, &context, hash, NULL, key->pkey), 1);
    if (key->alg == JWK_PS256) {
        assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING), 1);
        assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST), 1);
    }
    const unsigned char *at = (const unsigned char *)bytes.at;
    assert_int_equal(EVP_DigestSign(digest, signature, &len, at, bytes.len), 1);
    EVP_MD_CTX_free(digest);
    if (key->alg == JWK_ES256)
        len = jwt_test_flat(signature, len);
    return jwt_test_url((struct text){(char *)signature, len}, arena);
}

/* Returns a token of that header and those claims. */
static inline struct text jwt_test_sign_as(
    const struct jwt_test_key *key, const char *header, const char *claims, struct arena *arena)
{
    struct text head = jwt_test_url(text_of(header), arena);
    struct text body = jwt_test_url(text_of(claims), arena);
    struct text bytes = arena_join(arena, head, ".", body);
    return arena_join(arena, bytes, ".", jwt_test_signature(key, bytes, arena));
}

static inline struct text jwt_test_sign(
    const struct jwt_test_key *key, const char *claims, struct arena *arena)
{
    struct text header = arena_format(
        arena, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"JWT\"}", jwk_alg_word(key->alg), key->id);
    return jwt_test_sign_as(key, header.at, claims, arena);
}

#endif
