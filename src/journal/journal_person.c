/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_person.h"

#include <sodium.h>

#include "base/rand.h"

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    SALT = crypto_auth_hmacsha256_KEYBYTES,
};

_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == JOURNAL_PERSON_KEY_SIZE, "key");
_Static_assert(crypto_auth_hmacsha256_BYTES == JOURNAL_PERSON_DIGEST_SIZE, "digest");

static void commit(struct text plain, unsigned char ret_digest[JOURNAL_PERSON_DIGEST_SIZE])
{
    const unsigned char *at = (const unsigned char *)plain.at;
    crypto_auth_hmacsha256(ret_digest, at + SALT, plain.len - SALT, at);
}

/* nonce | sealed (salt | text) | tag; the entry's id is bound to it, so that it cannot stand beside another. */
struct text journal_person_seal(const struct journal_person_key *key, int64_t entry_id,
    struct text text, struct arena *arena, unsigned char ret_digest[JOURNAL_PERSON_DIGEST_SIZE])
{
    size_t plain_len = SALT + text.len;
    unsigned char *out = arena_take_raw(arena, NONCE + plain_len + TAG);
    unsigned char *plain = arena_take_raw(arena, plain_len);
    if (!out || !plain)
        return (struct text){"", 0};
    rand_bytes(out, NONCE);
    rand_bytes(plain, SALT);
    if (text.len)
        memcpy(plain + SALT, text.at, text.len);
    commit((struct text){(char *)plain, plain_len}, ret_digest);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, plain, plain_len,
        (const unsigned char *)&entry_id, sizeof entry_id, NULL, out, key->secret);
    return (struct text){(char *)out, NONCE + plain_len + TAG};
}

bool journal_person_open(const struct journal_person_key *key, int64_t entry_id, struct text sealed,
    struct text digest, struct arena *arena, struct text *ret_text)
{
    unsigned char found[JOURNAL_PERSON_DIGEST_SIZE];
    const unsigned char *at = (const unsigned char *)sealed.at;
    if (sealed.len < NONCE + SALT + TAG || digest.len != sizeof found)
        return false;
    size_t plain_len = sealed.len - NONCE - TAG;
    unsigned char *plain = arena_take_raw(arena, plain_len);
    if (!plain || crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, at + NONCE,
                      sealed.len - NONCE, (const unsigned char *)&entry_id, sizeof entry_id, at,
                      key->secret) != 0)
        return false;
    commit((struct text){(char *)plain, plain_len}, found);
    if (memcmp(found, digest.at, sizeof found) != 0)
        return false;
    *ret_text = (struct text){(char *)plain + SALT, plain_len - SALT};
    return true;
}
