/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/jws.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "codec/base64.h"
#include "codec/json.h"

struct jws_key {
    enum jwk_alg alg;
    EVP_PKEY *pkey;
};

static struct jws_key *keep(enum jwk_alg alg, EVP_PKEY *pkey)
{
    struct jws_key *key = malloc(sizeof *key);
    if (!key || !pkey)
        err_panic("a key could not be made");
    *key = (struct jws_key){alg, pkey};
    return key;
}

struct jws_key *jws_key_new(enum jwk_alg alg)
{
    return keep(alg, alg == JWK_RS256 ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)JWS_RSA_BITS)
                                      : EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"));
}

static EVP_PKEY *read_rsa(struct text bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    EVP_PKEY *pkey = d2i_AutoPrivateKey(NULL, &at, (long)bytes.len);
    if (pkey && !EVP_PKEY_is_a(pkey, "RSA")) {
        EVP_PKEY_free(pkey);
        return NULL;
    }
    return pkey;
}

bool jws_key_read(struct jws_key **ret_key, enum jwk_alg alg, struct text bytes, struct err *err)
{
    EVP_PKEY *pkey = alg == JWK_RS256 ? read_rsa(bytes)
                                      : EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
                                            (const unsigned char *)bytes.at, bytes.len);
    if (!pkey)
        return err_set(err, ERR_SYNTAX, "is no key for %s", jwk_alg_word(alg));
    *ret_key = keep(alg, pkey);
    return true;
}

void jws_key_free(struct jws_key *key)
{
    if (!key)
        return;
    EVP_PKEY_free(key->pkey);
    free(key);
}

void jws_key_print(struct buf *out, const struct jws_key *key)
{
    unsigned char raw[JWS_ED25519_BYTES], *der = NULL;
    size_t raw_len = sizeof raw;
    if (key->alg == JWK_EDDSA) {
        if (EVP_PKEY_get_raw_private_key(key->pkey, raw, &raw_len) != 1)
            err_panic("a key has no secret half");
        buf_add(out, (struct text){(const char *)raw, raw_len});
        OPENSSL_cleanse(raw, sizeof raw);
        return;
    }
    PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key->pkey);
    int len = info ? i2d_PKCS8_PRIV_KEY_INFO(info, &der) : -1;
    if (len <= 0)
        err_panic("a key has no secret half");
    buf_add(out, (struct text){(const char *)der, (size_t)len});
    OPENSSL_clear_free(der, (size_t)len);
    PKCS8_PRIV_KEY_INFO_free(info);
}

/* RFC 7518, 6.3.1: big-endian, without zeros in front. */
static void print_number(struct buf *out, const char *name, const EVP_PKEY *pkey, const char *param)
{
    BIGNUM *number = NULL;
    unsigned char bytes[JWS_RSA_BITS / 8];
    struct buf digits;
    if (EVP_PKEY_get_bn_param(pkey, param, &number) != 1 ||
        (size_t)BN_num_bytes(number) > sizeof bytes)
        err_panic("a key has no public half");
    size_t len = (size_t)BN_bn2bin(number, bytes);
    buf_init(&digits, SIZE_MAX);
    base64_print_url(&digits, (struct text){(const char *)bytes, len});
    json_print_member(out, name, buf_text(&digits));
    buf_done(&digits);
    BN_free(number);
}

static void print_ed25519(struct buf *out, const EVP_PKEY *pkey)
{
    unsigned char raw[JWS_ED25519_BYTES];
    size_t len = sizeof raw;
    struct buf digits;
    if (EVP_PKEY_get_raw_public_key(pkey, raw, &len) != 1)
        err_panic("a key has no public half");
    buf_init(&digits, SIZE_MAX);
    base64_print_url(&digits, (struct text){(const char *)raw, len});
    json_print_member_z(out, "crv", "Ed25519");
    json_print_member_z(out, "kty", "OKP");
    json_print_member(out, "x", buf_text(&digits));
    buf_done(&digits);
}

void jws_key_print_public(struct buf *out, const struct jws_key *key)
{
    json_print_open(out, '{');
    if (key->alg == JWK_EDDSA) {
        print_ed25519(out, key->pkey);
    } else {
        print_number(out, "e", key->pkey, OSSL_PKEY_PARAM_RSA_E);
        json_print_member_z(out, "kty", "RSA");
        print_number(out, "n", key->pkey, OSSL_PKEY_PARAM_RSA_N);
    }
    json_print_close(out, '}');
}

void jws_thumbprint(struct buf *out, struct text jwk)
{
    unsigned char digest[SHA256_SIZE];
    sha256_of(jwk, digest);
    base64_print_url(out, (struct text){(const char *)digest, sizeof digest});
}

void jws_key_sign(struct buf *out, const struct jws_key *key, struct text bytes)
{
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    const EVP_MD *hash = key->alg == JWK_EDDSA ? NULL : EVP_sha256();
    const unsigned char *at = (const unsigned char *)bytes.at;
    size_t len = 0;
    if (!digest || EVP_DigestSignInit(digest, NULL, hash, NULL, key->pkey) != 1 ||
        EVP_DigestSign(digest, NULL, &len, at, bytes.len) != 1)
        err_panic("a key cannot sign");
    unsigned char *room = (unsigned char *)buf_grow(out, len);
    if (room && EVP_DigestSign(digest, room, &len, at, bytes.len) != 1)
        err_panic("a key cannot sign");
    EVP_MD_CTX_free(digest);
}

void jws_sign(struct buf *out, const struct jws_key *key, struct text key_id, const char *type,
    struct text claims)
{
    struct buf header, signature;
    size_t from = out->len;
    buf_init(&header, SIZE_MAX);
    buf_init(&signature, SIZE_MAX);
    json_print_open(&header, '{');
    json_print_member_z(&header, "alg", jwk_alg_word(key->alg));
    json_print_member(&header, "kid", key_id);
    if (type)
        json_print_member_z(&header, "typ", type);
    json_print_close(&header, '}');
    base64_print_url(out, buf_text(&header));
    buf_add_char(out, '.');
    base64_print_url(out, claims);
    jws_key_sign(&signature, key, text_from(buf_text(out), from));
    buf_add_char(out, '.');
    base64_print_url(out, buf_text(&signature));
    buf_done(&signature);
    buf_done(&header);
}
