/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials that were signed, kept for who asks for the same again: signing by RSA takes milliseconds, on routes that anybody may call.
   What is looked up is the key's name and the claims themselves, both found anew each time: so a badge that is revoked, a key that is
   rotated or a day that ends, by whatever process, can never be answered by what was signed before.
   Example: credential_cache_digest(kid, claims, digest); if (!credential_cache_find(cache, digest, out)) … */
#ifndef BADGE_CREDENTIAL_CACHE_H
#define BADGE_CREDENTIAL_CACHE_H

#include "base/buf.h"
#include "codec/sha256.h"

enum {
    CREDENTIAL_CACHE_SLOTS = 256,
    CREDENTIAL_CACHE_BYTES_MAX = 64 << 10 /* of one; so all of them have 16 MiB at most */
};

struct credential_cache;

struct credential_cache *credential_cache_new(void);
void credential_cache_free(struct credential_cache *cache);

void credential_cache_digest(
    struct text key_id, struct text claims, unsigned char ret_digest[SHA256_SIZE]);

/* Adds what was kept under a digest to out; returns false when there is none, also when cache is NULL. From any thread. */
MUST_USE bool credential_cache_find(
    struct credential_cache *cache, const unsigned char digest[SHA256_SIZE], struct buf *out);
/* Keeps it, in the place of what lay in its slot; what is too large is not kept. */
void credential_cache_put(
    struct credential_cache *cache, const unsigned char digest[SHA256_SIZE], struct text token);

#endif
