/* SPDX-License-Identifier: Apache-2.0 */
/* The keys that kenzen signs with, so that others can verify without asking it: heads of the journal, credentials of badges. Made at
   first need; their secret halves are sealed in the vault.
   Example: signing_key_take(&key, db, vault, SIGNING_LOG, JWK_EDDSA, now_us, arena, err) … signing_key_done(&key) */
#ifndef JOURNAL_SIGNING_KEY_H
#define JOURNAL_SIGNING_KEY_H

#include "codec/jws.h"
#include "store/vault.h"

/* One purpose has its own keys: what one signs, another's signature cannot stand for. */
#define SIGNING_LOG "log"
#define SIGNING_CREDENTIAL "credential"

struct signing_key {
    int64_t id;
    struct text purpose;
    enum jwk_alg alg;
    struct text jwk, thumbprint; /* the public half, and its name */
    int64_t created_us;
    int64_t retired_us;  /* 0: it signs */
    struct jws_key *key; /* the secret half; NULL in lists */
};

/* Gives the key of a purpose that signs now, and makes it when there is none. Must not run inside a transaction. Its texts live in
   arena. */
MUST_USE bool signing_key_take(struct signing_key *ret_key, struct db *db,
    const struct vault *vault, const char *purpose, enum jwk_alg alg, int64_t now_us,
    struct arena *arena, struct err *err);
/* The same without its secret half: which key signs now. */
MUST_USE bool signing_key_look(struct signing_key *ret_key, struct db *db,
    const struct vault *vault, const char *purpose, enum jwk_alg alg, int64_t now_us,
    struct arena *arena, struct err *err);
/* Forgets the secret half. */
void signing_key_done(struct signing_key *key);

/* All keys there ever were: those for credentials first, and of each purpose those that sign now. Verifiers that look at no names take the
   first one. */
MUST_USE bool signing_key_list(struct db *db, struct arena *arena, struct signing_key **ret_keys,
    size_t *ret_count, struct err *err);

/* Retires the keys of a purpose, and destroys their secret halves: the next signature makes new ones. ret_count tells how many. */
MUST_USE bool signing_key_retire(struct db *db, const char *purpose, int64_t actor_id,
    int64_t now_us, size_t *ret_count, struct err *err);

/* The 32 bytes of an Ed25519 key's public half. Fails without a message for any other. */
MUST_USE bool signing_key_bytes(struct text jwk, unsigned char ret_bytes[JWS_ED25519_BYTES]);

/* -- rows -- */

MUST_USE bool signing_key_rows_find(struct db *db, const char *purpose, enum jwk_alg alg,
    struct arena *arena, struct signing_key *ret_key, struct text *ret_sealed, bool *ret_is_there,
    struct err *err);
/* Whoever comes second changes nothing. */
MUST_USE bool signing_key_rows_add(struct db *db, const struct signing_key *key, struct text sealed,
    bool *ret_is_added, struct err *err);
MUST_USE bool signing_key_rows_retire(
    struct db *db, const char *purpose, int64_t now_us, int64_t *ret_count, struct err *err);

#endif
