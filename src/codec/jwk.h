/* SPDX-License-Identifier: Apache-2.0 */
/* Public keys as a provider publishes them, a JSON Web Key Set (RFC 7517), ready to check signatures with. A key checks only what
   belongs to its kind and to its own "alg": no signature can choose how it is checked.
   Example: jwk_set_read(&set, body, err); jwk_set_check(set, JWK_RS256 | JWK_ES256, JWK_RS256, kid, signed, signature, err) */
#ifndef CODEC_JWK_H
#define CODEC_JWK_H

#include "base/arena.h"
#include "base/err.h"

/* The algorithms (RFC 7518, 3.1; RFC 8037) that are taken. Symmetric ones and "none" are not among them, so that nobody can sign
   with a public key as if it were a shared secret. */
enum jwk_alg { JWK_NONE = 0, JWK_RS256 = 1, JWK_PS256 = 2, JWK_ES256 = 4, JWK_EDDSA = 8 };
enum { JWK_ALL = JWK_RS256 | JWK_PS256 | JWK_ES256 | JWK_EDDSA };

/* "RS256" …; JWK_NONE for any other word. And back. */
enum jwk_alg jwk_alg_read(struct text word);
const char *jwk_alg_word(enum jwk_alg alg);

struct jwk_set;

/* Reads {"keys": […]}. Keys of a kind that is not ours, too weak, or for encryption are passed over, as RFC 7517, 5 asks; one of ours
   that is damaged too. Fails with ERR_SYNTAX for what is no key set, ERR_LIMIT for one of more than LIMIT_JWK_KEYS. */
MUST_USE bool jwk_set_read(struct jwk_set **ret_set, struct text json, struct err *err);
void jwk_set_free(struct jwk_set *set);
/* Returns how many keys can be used, and the algorithms that they have between them, as bits. */
size_t jwk_set_count(const struct jwk_set *set);
unsigned jwk_set_algs(const struct jwk_set *set);

/* Succeeds when signature is alg's over bytes by the key called key_id; by the only key that fits alg when key_id is empty (OpenID
   Connect Core 1.0, 10.1). Fails with ERR_NOT_FOUND when no key of that name fits: the set may be out of date; ERR_FORBIDDEN when
   the signature is wrong. */
MUST_USE bool jwk_set_check(const struct jwk_set *set, enum jwk_alg alg, struct text key_id,
    struct text bytes, struct text signature, struct err *err);

#endif
