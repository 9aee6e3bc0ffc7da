/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/credential_cache.h"

#include <pthread.h>
#include <stdlib.h>

struct slot {
    unsigned char digest[SHA256_SIZE];
    char *at; /* NULL: nothing is kept */
    size_t len;
};

struct credential_cache {
    pthread_mutex_t lock;
    struct slot slots[CREDENTIAL_CACHE_SLOTS];
};

struct credential_cache *credential_cache_new(void)
{
    struct credential_cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        err_panic("out of memory");
    pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void credential_cache_free(struct credential_cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < CREDENTIAL_CACHE_SLOTS; i++)
        free(cache->slots[i].at);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

void credential_cache_digest(
    struct text key_id, struct text claims, unsigned char ret_digest[SHA256_SIZE])
{
    struct sha256 *hash = sha256_new();
    sha256_add(hash, key_id);
    sha256_add(hash, TEXT("\n"));
    sha256_add(hash, claims);
    sha256_end(hash, ret_digest);
}

static struct slot *slot_of(struct credential_cache *cache, const unsigned char digest[SHA256_SIZE])
{
    return &cache->slots[(digest[0] << 8 | digest[1]) % CREDENTIAL_CACHE_SLOTS];
}

bool credential_cache_find(
    struct credential_cache *cache, const unsigned char digest[SHA256_SIZE], struct buf *out)
{
    if (!cache)
        return false;
    pthread_mutex_lock(&cache->lock);
    const struct slot *slot = slot_of(cache, digest);
    bool is_there = slot->at && memcmp(slot->digest, digest, SHA256_SIZE) == 0;
    if (is_there)
        buf_add(out, (struct text){slot->at, slot->len});
    pthread_mutex_unlock(&cache->lock);
    return is_there;
}

void credential_cache_put(
    struct credential_cache *cache, const unsigned char digest[SHA256_SIZE], struct text token)
{
    if (!cache || !token.len || token.len > CREDENTIAL_CACHE_BYTES_MAX)
        return;
    char *kept = malloc(token.len);
    if (!kept)
        err_panic("out of memory");
    memcpy(kept, token.at, token.len);
    pthread_mutex_lock(&cache->lock);
    struct slot *slot = slot_of(cache, digest);
    char *former = slot->at;
    memcpy(slot->digest, digest, SHA256_SIZE);
    slot->at = kept;
    slot->len = token.len;
    pthread_mutex_unlock(&cache->lock);
    free(former);
}
