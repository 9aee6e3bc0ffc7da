/* SPDX-License-Identifier: Apache-2.0 */
/* Keys that sign, and what they sign: JSON Web Signatures in their compact form (RFC 7515), by Ed25519 (RFC 8037) or RSA (RFC 7518,
   3.3). To check a signature see jwt.h and jwk.h.
   Example: key = jws_key_new(JWK_EDDSA); jws_sign(&out, key, TEXT("key-1"), "JWT", claims) */
#ifndef CODEC_JWS_H
#define CODEC_JWS_H

#include "base/buf.h"
#include "codec/jwk.h"
#include "codec/sha256.h"

struct jws_key;

enum { JWS_RSA_BITS = 3072, JWS_ED25519_BYTES = 32 };

/* Makes a new key for JWK_EDDSA or JWK_RS256; the latter takes some tenths of a second. */
MUST_USE struct jws_key *jws_key_new(enum jwk_alg alg);
/* Reads what jws_key_print gave. ERR_SYNTAX. */
MUST_USE bool jws_key_read(
    struct jws_key **ret_key, enum jwk_alg alg, struct text bytes, struct err *err);
void jws_key_free(struct jws_key *key);

/* Adds the secret half to out: 32 bytes (RFC 8032), or PKCS #8 in DER. */
void jws_key_print(struct buf *out, const struct jws_key *key);
/* Adds the public half as a JSON Web Key: only the members that RFC 7638 counts, in its order, so that the SHA-256 of this text is
   the key's thumbprint. */
void jws_key_print_public(struct buf *out, const struct jws_key *key);
/* Adds the thumbprint of such a text in base64url (RFC 7638, 3). */
void jws_thumbprint(struct buf *out, struct text jwk);

/* Adds the signature over bytes to out. */
void jws_key_sign(struct buf *out, const struct jws_key *key, struct text bytes);
/* Adds HEADER.CLAIMS.SIGNATURE; type is "typ", or NULL. */
void jws_sign(struct buf *out, const struct jws_key *key, struct text key_id, const char *type,
    struct text claims);

#endif
