/* SPDX-License-Identifier: Apache-2.0 */
#include "account/password.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/limits.h"

/* libsodium's cost for signing in: 64 MiB and two passes, more than OWASP's least (19 MiB, two passes). */
#define OPS crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE

/* Of a password that nobody knows: compared when there is none, so that the answer takes as long. */
static const char nobodys[] = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/* -- one after the other -- */

struct password_gate {
    pthread_mutex_t mutex;
    pthread_cond_t free;
    unsigned running, waiting;
};

struct password_gate *password_gate_new(void)
{
    struct password_gate *gate = calloc(1, sizeof *gate);
    if (!gate)
        err_panic("out of memory");
    pthread_mutex_init(&gate->mutex, NULL);
    pthread_cond_init(&gate->free, NULL);
    return gate;
}

void password_gate_free(struct password_gate *gate)
{
    if (!gate)
        return;
    pthread_cond_destroy(&gate->free);
    pthread_mutex_destroy(&gate->mutex);
    free(gate);
}

static bool enter(struct password_gate *gate, struct err *err)
{
    if (!gate)
        return true;
    pthread_mutex_lock(&gate->mutex);
    bool may_wait = gate->running < PASSWORD_GATE_RUNNING || gate->waiting < PASSWORD_GATE_WAITING;
    if (may_wait) {
        gate->waiting++;
        while (gate->running == PASSWORD_GATE_RUNNING)
            pthread_cond_wait(&gate->free, &gate->mutex);
        gate->waiting--;
        gate->running++;
    }
    pthread_mutex_unlock(&gate->mutex);
    return may_wait ||
           err_set(err, ERR_BUSY, "many people are signing in just now: try again in a moment");
}

static void leave(struct password_gate *gate)
{
    if (!gate)
        return;
    pthread_mutex_lock(&gate->mutex);
    gate->running--;
    pthread_cond_signal(&gate->free);
    pthread_mutex_unlock(&gate->mutex);
}

/* -- hashes -- */

bool password_hash(struct password_gate *gate, struct text password,
    char ret_hash[PASSWORD_HASH_SIZE], struct err *err)
{
    _Static_assert(PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES, "the text of a hash fits");
    if (!enter(gate, err))
        return false;
    bool is_made = crypto_pwhash_str(ret_hash, password.at, password.len, OPS, MEMORY) == 0;
    leave(gate);
    return is_made || err_set(err, ERR_BUSY, "there is no memory to keep a password safe just now");
}

bool password_compare(struct password_gate *gate, struct text password, struct text hash,
    bool *ret_is_same, struct err *err)
{
    char kept[PASSWORD_HASH_SIZE] = {0};
    bool has_one = hash.len > 0 && hash.len < sizeof kept;
    memcpy(kept, has_one ? hash.at : nobodys, has_one ? hash.len : sizeof nobodys - 1);
    if (!enter(gate, err))
        return false;
    bool is_same = crypto_pwhash_str_verify(kept, password.at, password.len) == 0;
    leave(gate);
    *ret_is_same = is_same && has_one;
    return true;
}

bool password_is_dated(struct text hash)
{
    char kept[PASSWORD_HASH_SIZE] = {0};
    if (hash.len >= sizeof kept)
        return true;
    memcpy(kept, hash.at, hash.len);
    return crypto_pwhash_str_needs_rehash(kept, OPS, MEMORY) != 0;
}
