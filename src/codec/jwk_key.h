/* SPDX-License-Identifier: Apache-2.0 */
/* One public key, by OpenSSL. Example: key = jwk_key_new_ed25519(bytes, TEXT("")); jwk_key_check(key, JWK_EDDSA, bytes, signature) */
#ifndef CODEC_JWK_KEY_H
#define CODEC_JWK_KEY_H

#include "codec/jwk.h"

struct jwk_key;

/* From the numbers of a key, big-endian: modulus and exponent; the two coordinates; the 32 bytes of the key, and nothing. Return
   NULL when they make no key, or one that is too weak or larger than any real one (RFC 7518, 3.3: 2048 bits at least). */
struct jwk_key *jwk_key_new_rsa(struct text modulus, struct text exponent);
struct jwk_key *jwk_key_new_p256(struct text x, struct text y);
struct jwk_key *jwk_key_new_ed25519(struct text x, struct text nothing);
void jwk_key_free(struct jwk_key *key);

/* Returns whether signature is alg's over bytes. alg must be one of the key's kind. */
bool jwk_key_check(
    const struct jwk_key *key, enum jwk_alg alg, struct text bytes, struct text signature);

#endif
