/* SPDX-License-Identifier: Apache-2.0 */
/* What the journal knows of people, sealed under a key of each one's own (XChaCha20-Poly1305). Who destroys the key erases the person:
   the entries stay, and their proofs, but nobody can read whom they are about.
   Example: journal_person_erase(db, account_id, now_us, err) when an account is deleted. */
#ifndef JOURNAL_JOURNAL_PERSON_H
#define JOURNAL_JOURNAL_PERSON_H

#include "store/db.h"

enum { JOURNAL_PERSON_KEY_SIZE = 32, JOURNAL_PERSON_DIGEST_SIZE = 32 };

struct journal_person_key {
    bool is_erased; /* there is no key, and there will be none */
    unsigned char secret[JOURNAL_PERSON_KEY_SIZE];
};

/* Finds the key of a person, and makes it where there is none yet. account_id 0 is kenzen itself. Must run inside a transaction. */
MUST_USE bool journal_person_key(struct db *db, int64_t account_id, int64_t now_us,
    struct journal_person_key *ret_key, struct err *err);
/* The same without making one: is_erased also when there never was one. */
MUST_USE bool journal_person_find(
    struct db *db, int64_t account_id, struct journal_person_key *ret_key, struct err *err);

/* Destroys the key of a person, and writes an entry "account.erased" by actor_id. A person of whom the journal knows nothing gets
   no key later either. Must run inside a transaction. */
MUST_USE bool journal_person_erase(
    struct db *db, int64_t account_id, int64_t actor_id, int64_t now_us, struct err *err);

/* Seals text for the entry of that id, in arena. ret_digest commits to it: an HMAC under chance that is sealed beside the text, so
   that nobody can guess at the text once the key is gone. */
struct text journal_person_seal(const struct journal_person_key *key, int64_t entry_id,
    struct text text, struct arena *arena, unsigned char ret_digest[JOURNAL_PERSON_DIGEST_SIZE]);
/* Opens it again. Fails without a message when it is not what was sealed, or not what digest commits to. */
MUST_USE bool journal_person_open(const struct journal_person_key *key, int64_t entry_id,
    struct text sealed, struct text digest, struct arena *arena, struct text *ret_text);

#endif
