/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/secp.h"

#include <secp256k1_recovery.h>
#include <sodium.h>

#include "base/buf.h"
#include "base/rand.h"

enum { UNCOMPRESSED_SIZE = 65, UNCOMPRESSED_MARK = 4, V_BASE = 27 };

/* Half of the curve's order, the greatest s that EIP-2 takes. */
static const unsigned char half_order[32] = {0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf,
    0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0};

/* A context for what touches private keys, blinded so that the time it takes tells less of them. */
static secp256k1_context *context_new(void)
{
    unsigned char seed[32];
    secp256k1_context *context = secp256k1_context_create(SECP256K1_CONTEXT_SIGN);
    rand_bytes(seed, sizeof seed);
    if (secp256k1_context_randomize(context, seed) != 1)
        err_panic("secp256k1 does not work here");
    sodium_memzero(seed, sizeof seed);
    return context;
}

/* What touches no private key needs no context of its own. */
static const secp256k1_context *verifier(void)
{
    return secp256k1_context_static;
}

bool secp_key_check(const unsigned char key[SECP_KEY_SIZE])
{
    return secp256k1_ec_seckey_verify(verifier(), key) == 1;
}

void secp_key_new(unsigned char ret_key[SECP_KEY_SIZE])
{
    do
        rand_bytes(ret_key, SECP_KEY_SIZE);
    while (!secp_key_check(ret_key));
}

static bool read_point(
    const unsigned char *bytes, size_t size, secp256k1_pubkey *ret_key, struct err *err)
{
    if (secp256k1_ec_pubkey_parse(verifier(), ret_key, bytes, size) != 1)
        return err_set(err, ERR_SYNTAX, "not a public key: no point of secp256k1");
    return true;
}

static bool read_public(
    const unsigned char point[SECP_PUBLIC_SIZE], secp256k1_pubkey *ret_key, struct err *err)
{
    unsigned char bytes[UNCOMPRESSED_SIZE] = {UNCOMPRESSED_MARK};
    memcpy(bytes + 1, point, SECP_PUBLIC_SIZE);
    return read_point(bytes, sizeof bytes, ret_key, err);
}

static void print_public(const secp256k1_pubkey *key, unsigned char ret_public[SECP_PUBLIC_SIZE])
{
    unsigned char bytes[UNCOMPRESSED_SIZE];
    size_t size = sizeof bytes;
    secp256k1_ec_pubkey_serialize(verifier(), bytes, &size, key, SECP256K1_EC_UNCOMPRESSED);
    memcpy(ret_public, bytes + 1, SECP_PUBLIC_SIZE);
}

bool secp_public(const unsigned char key[SECP_KEY_SIZE], unsigned char ret_public[SECP_PUBLIC_SIZE],
    struct err *err)
{
    secp256k1_pubkey point;
    secp256k1_context *context = context_new();
    bool is_fine = secp256k1_ec_pubkey_create(context, &point, key) == 1;
    secp256k1_context_destroy(context);
    if (!is_fine)
        return err_set(err, ERR_SYNTAX, "not a private key of secp256k1");
    print_public(&point, ret_public);
    return true;
}

void secp_public_compress(
    const unsigned char point[SECP_PUBLIC_SIZE], unsigned char ret_compressed[SECP_COMPRESSED_SIZE])
{
    ret_compressed[0] = point[SECP_PUBLIC_SIZE - 1] & 1 ? 3 : 2;
    memcpy(ret_compressed + 1, point, SECP_COMPRESSED_SIZE - 1);
}

bool secp_compressed(const unsigned char key[SECP_KEY_SIZE],
    unsigned char ret_public[SECP_COMPRESSED_SIZE], struct err *err)
{
    unsigned char point[SECP_PUBLIC_SIZE];
    if (!secp_public(key, point, err))
        return false;
    secp_public_compress(point, ret_public);
    return true;
}

bool secp_public_read(const unsigned char compressed[SECP_COMPRESSED_SIZE],
    unsigned char ret_public[SECP_PUBLIC_SIZE], struct err *err)
{
    secp256k1_pubkey key;
    if (!read_point(compressed, SECP_COMPRESSED_SIZE, &key, err))
        return false;
    print_public(&key, ret_public);
    return true;
}

bool secp_address(
    const unsigned char key[SECP_KEY_SIZE], struct chain_address *ret_address, struct err *err)
{
    unsigned char point[SECP_PUBLIC_SIZE];
    if (!secp_public(key, point, err))
        return false;
    *ret_address = address_of_public(point);
    return true;
}

/* libsecp256k1 makes nonces by RFC 6979 and gives the lower s of the two by itself. */
bool secp_sign(const unsigned char key[SECP_KEY_SIZE], const unsigned char digest[KECCAK_SIZE],
    struct secp_signature *ret_signature, struct err *err)
{
    secp256k1_ecdsa_recoverable_signature signature;
    unsigned char compact[64];
    int parity = 0;
    secp256k1_context *context = context_new();
    bool is_fine = secp256k1_ecdsa_sign_recoverable(context, &signature, digest, key,
                       secp256k1_nonce_function_rfc6979, NULL) == 1;
    if (is_fine)
        secp256k1_ecdsa_recoverable_signature_serialize_compact(
            context, compact, &parity, &signature);
    secp256k1_context_destroy(context);
    /* A parity of 2 or 3 means an r beyond the order, which the chain has no room for: nobody has ever met one. */
    if (!is_fine || parity > 1)
        return err_set(err, ERR_SYNTAX, "not a private key of secp256k1");
    memcpy(ret_signature->r, compact, 32);
    memcpy(ret_signature->s, compact + 32, 32);
    ret_signature->y_parity = (unsigned char)parity;
    return true;
}

bool secp_recover(const struct secp_signature *signature, const unsigned char digest[KECCAK_SIZE],
    struct chain_address *ret_address, struct err *err)
{
    secp256k1_ecdsa_recoverable_signature parsed;
    secp256k1_pubkey key;
    unsigned char compact[64], point[SECP_PUBLIC_SIZE];
    if (signature->y_parity > 1 || memcmp(signature->s, half_order, sizeof half_order) > 0)
        return err_set(
            err, ERR_SYNTAX, "signature: s is in the upper half (EIP-2), or v is no parity");
    memcpy(compact, signature->r, 32);
    memcpy(compact + 32, signature->s, 32);
    if (secp256k1_ecdsa_recoverable_signature_parse_compact(
            verifier(), &parsed, compact, signature->y_parity) != 1 ||
        secp256k1_ecdsa_recover(verifier(), &key, &parsed, digest) != 1)
        return err_set(err, ERR_SYNTAX, "signature: not one that a key of secp256k1 can make");
    print_public(&key, point);
    *ret_address = address_of_public(point);
    return true;
}

void secp_signature_print(
    const struct secp_signature *signature, unsigned char ret_bytes[SECP_SIGNATURE_SIZE])
{
    memcpy(ret_bytes, signature->r, 32);
    memcpy(ret_bytes + 32, signature->s, 32);
    ret_bytes[64] = (unsigned char)(V_BASE + signature->y_parity);
}

bool secp_signature_read(struct text bytes, struct secp_signature *ret_signature, struct err *err)
{
    unsigned v;
    if (bytes.len != SECP_SIGNATURE_SIZE)
        return err_set(err, ERR_SYNTAX, "signature: has %zu bytes instead of 65", bytes.len);
    v = (unsigned char)bytes.at[64];
    v = v >= V_BASE ? v - V_BASE : v;
    if (v > 1)
        return err_set(err, ERR_SYNTAX, "signature: its last byte is none of 0, 1, 27 and 28");
    memcpy(ret_signature->r, bytes.at, 32);
    memcpy(ret_signature->s, bytes.at + 32, 32);
    ret_signature->y_parity = (unsigned char)v;
    return true;
}

void secp_message_digest(struct text message, unsigned char ret_digest[KECCAK_SIZE])
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    buf_format(&buf,
        "\x19"
        "Ethereum Signed Message:\n%zu",
        message.len);
    buf_add(&buf, message);
    keccak_of(buf_text(&buf), ret_digest);
    buf_done(&buf);
}

bool secp_key_add(
    unsigned char key[SECP_KEY_SIZE], const unsigned char tweak[SECP_KEY_SIZE], struct err *err)
{
    if (secp256k1_ec_seckey_tweak_add(verifier(), key, tweak) != 1)
        return err_set(err, ERR_SYNTAX, "no private key comes of this sum");
    return true;
}

bool secp_public_add(unsigned char point[SECP_PUBLIC_SIZE],
    const unsigned char tweak[SECP_KEY_SIZE], struct err *err)
{
    secp256k1_pubkey key;
    if (!read_public(point, &key, err))
        return false;
    if (secp256k1_ec_pubkey_tweak_add(verifier(), &key, tweak) != 1)
        return err_set(err, ERR_SYNTAX, "no public key comes of this sum");
    print_public(&key, point);
    return true;
}

bool secp_public_mul(
    unsigned char point[SECP_PUBLIC_SIZE], const unsigned char key[SECP_KEY_SIZE], struct err *err)
{
    secp256k1_pubkey product;
    if (!read_public(point, &product, err))
        return false;
    if (secp256k1_ec_pubkey_tweak_mul(verifier(), &product, key) != 1)
        return err_set(err, ERR_SYNTAX, "not a private key of secp256k1");
    print_public(&product, point);
    return true;
}
