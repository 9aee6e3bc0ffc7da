/* SPDX-License-Identifier: Apache-2.0 */
/* JSON Web Tokens (RFC 7519) in their compact form, signed (RFC 7515). What a token says of itself is read first, and must not be
   believed before jwt_check. Follows RFC 8725 (best current practices).
   Example: jwt_read(&jwt, compact, err) && jwt_check(&jwt, keys, JWK_ALL, err) … json_root(&jwt.claims) … jwt_done(&jwt) */
#ifndef CODEC_JWT_H
#define CODEC_JWT_H

#include "base/arena.h"
#include "codec/json.h"
#include "codec/jwk.h"

struct jwt {
    enum jwk_alg alg;
    struct text key_id, type; /* "kid", "typ"; or empty */
    struct json claims;       /* an object */
    struct text signed_bytes; /* borrows from the compact form */
    struct buf signature;
    struct json header;
};

/* Takes a token apart. Fails with ERR_SYNTAX: not three parts of base64url without padding, not JSON, a key twice; ERR_LIMIT: larger
   than LIMIT_JWT_BYTES; ERR_FORBIDDEN: "alg" is none of ours ("none", "HS256" …), or "crit" asks for what we do not know. */
MUST_USE bool jwt_read(struct jwt *ret_jwt, struct text compact, struct err *err);
/* Takes a zeroed struct too. */
void jwt_done(struct jwt *jwt);

/* Checks the signature by one of keys, with an algorithm that is among algs (bits). Fails with ERR_NOT_FOUND when keys has none of
   its name: it may be out of date; ERR_FORBIDDEN when the algorithm is not allowed or the signature is wrong. */
MUST_USE bool jwt_check(
    const struct jwt *jwt, const struct jwk_set *keys, unsigned algs, struct err *err);

/* -- claims -- */

/* Reads a claim that is a time in seconds since 1970, maybe with a fraction (RFC 7519, 2: NumericDate). Absent gives 0. Fails with
   ERR_SYNTAX when it is no such number. */
MUST_USE bool jwt_time(
    const struct jwt *jwt, const char *claim, int64_t *ret_time_us, struct err *err);
/* Returns whether "aud" is the text, or an array that holds it; and how many it names. */
bool jwt_is_for(const struct jwt *jwt, struct text audience, size_t *ret_count);

#endif
