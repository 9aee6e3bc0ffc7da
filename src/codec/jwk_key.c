/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/jwk_key.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

enum { RSA_BITS_LEAST = 2048, RSA_BITS_MOST = 8192, RSA_EXPONENT_BYTES = 4 };
enum { P256_BYTES = 32, ED25519_BYTES = 32 };

/* An EVP_PKEY by another name, so that no caller needs OpenSSL's headers. */
static EVP_PKEY *pkey_of(const struct jwk_key *key)
{
    return (EVP_PKEY *)(uintptr_t)key;
}

static const unsigned char *bytes_of(struct text t)
{
    return (const unsigned char *)t.at;
}

void jwk_key_free(struct jwk_key *key)
{
    EVP_PKEY_free(pkey_of(key));
}

/* Makes a public key of a type from what a builder of parameters was given. */
static EVP_PKEY *make(const char *type, OSSL_PARAM_BLD *builder)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (params && context && EVP_PKEY_fromdata_init(context) == 1)
        (void)EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(params);
    return key;
}

/* Returns the key when it is a sound one, else frees it: a point beside the curve tells secrets, or fits any signature. */
static struct jwk_key *keep_sound(EVP_PKEY *key)
{
    EVP_PKEY_CTX *context = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
    bool is_sound = context && EVP_PKEY_public_check(context) == 1;
    EVP_PKEY_CTX_free(context);
    if (!is_sound)
        EVP_PKEY_free(key);
    return is_sound ? (struct jwk_key *)key : NULL;
}

/* A modulus must have full bytes: RFC 7518, 6.3.1.1 writes it without zeros in front. */
static bool is_rsa_sound(const BIGNUM *n, const BIGNUM *e)
{
    int bits = BN_num_bits(n);
    return bits >= RSA_BITS_LEAST && bits <= RSA_BITS_MOST && BN_is_odd(n) && BN_is_odd(e) &&
           !BN_is_one(e) && BN_num_bytes(e) <= RSA_EXPONENT_BYTES;
}

struct jwk_key *jwk_key_new_rsa(struct text modulus, struct text exponent)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BIGNUM *n = BN_bin2bn(bytes_of(modulus), (int)modulus.len, NULL);
    BIGNUM *e = BN_bin2bn(bytes_of(exponent), (int)exponent.len, NULL);
    if (builder && n && e && is_rsa_sound(n, e) &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1)
        key = make("RSA", builder);
    BN_free(n);
    BN_free(e);
    OSSL_PARAM_BLD_free(builder);
    return keep_sound(key);
}

/* RFC 7518, 6.2.1.2: each coordinate has the full size of the curve. */
struct jwk_key *jwk_key_new_p256(struct text x, struct text y)
{
    unsigned char point[1 + 2 * P256_BYTES] = {POINT_CONVERSION_UNCOMPRESSED};
    EVP_PKEY *key = NULL;
    if (x.len != P256_BYTES || y.len != P256_BYTES)
        return NULL;
    memcpy(point + 1, x.at, P256_BYTES);
    memcpy(point + 1 + P256_BYTES, y.at, P256_BYTES);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    if (builder &&
        OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point) ==
            1)
        key = make("EC", builder);
    OSSL_PARAM_BLD_free(builder);
    return keep_sound(key);
}

struct jwk_key *jwk_key_new_ed25519(struct text x, struct text nothing)
{
    (void)nothing;
    if (x.len != ED25519_BYTES)
        return NULL;
    return (struct jwk_key *)EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, NULL, bytes_of(x), x.len);
}

/* RFC 7518, 3.5: salt as long as the hash, MGF1 with the same one. */
static bool set_up(EVP_PKEY_CTX *context, enum jwk_alg alg)
{
    if (alg != JWK_PS256)
        return true;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

static bool check(
    const struct jwk_key *key, enum jwk_alg alg, struct text bytes, struct text signature)
{
    EVP_PKEY_CTX *context = NULL; /* belongs to the digest */
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    const EVP_MD *hash = alg == JWK_EDDSA ? NULL : EVP_sha256();
    bool is_good = digest &&
                   EVP_DigestVerifyInit(digest, &context, hash, NULL, pkey_of(key)) == 1 &&
                   set_up(context, alg) &&
                   EVP_DigestVerify(
                       digest, bytes_of(signature), signature.len, bytes_of(bytes), bytes.len) == 1;
    EVP_MD_CTX_free(digest);
    return is_good;
}

/* RFC 7518, 3.4: both numbers with their full size, one behind the other; OpenSSL wants them in DER. */
static bool check_ecdsa(const struct jwk_key *key, struct text bytes, struct text signature)
{
    unsigned char *der = NULL;
    bool is_good = false;
    if (signature.len != 2 * (size_t)P256_BYTES)
        return false;
    BIGNUM *r = BN_bin2bn(bytes_of(signature), P256_BYTES, NULL);
    BIGNUM *s = BN_bin2bn(bytes_of(signature) + P256_BYTES, P256_BYTES, NULL);
    ECDSA_SIG *pair = ECDSA_SIG_new();
    if (!r || !s || !pair || ECDSA_SIG_set0(pair, r, s) != 1)
        err_panic("out of memory");
    int len = i2d_ECDSA_SIG(pair, &der);
    if (len > 0)
        is_good = check(key, JWK_ES256, bytes, (struct text){(const char *)der, (size_t)len});
    OPENSSL_free(der);
    ECDSA_SIG_free(pair);
    return is_good;
}

bool jwk_key_check(
    const struct jwk_key *key, enum jwk_alg alg, struct text bytes, struct text signature)
{
    return alg == JWK_ES256 ? check_ecdsa(key, bytes, signature)
                            : check(key, alg, bytes, signature);
}
