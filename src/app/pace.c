/* SPDX-License-Identifier: Apache-2.0 */
#include "app/pace.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/rand.h"

/* Two that share a slot take it from each other, and begin anew: then neither is held back too early. */
enum { SLOTS = 4096 };

struct slot {
    uint64_t key;
    int64_t
        full_us; /* when all may be asked at once again: each request puts it off by one's share of a minute */
};

struct pace {
    pthread_mutex_t mutex;
    int64_t share_us;
    struct slot slots[SLOTS];
};

#define MINUTE_US (60 * CLOCK_SECOND_US)

struct pace *pace_new(int64_t per_minute)
{
    struct pace *pace = calloc(1, sizeof *pace);
    if (!pace)
        err_panic("out of memory");
    pthread_mutex_init(&pace->mutex, NULL);
    pace->share_us = per_minute > 0 ? MINUTE_US / per_minute : 0;
    return pace;
}

void pace_free(struct pace *pace)
{
    if (!pace)
        return;
    pthread_mutex_destroy(&pace->mutex);
    free(pace);
}

int64_t pace_take(struct pace *pace, uint64_t key, int64_t now_us)
{
    if (!pace->share_us)
        return 0;
    struct slot *slot = &pace->slots[key % SLOTS];
    pthread_mutex_lock(&pace->mutex);
    if (slot->key != key || slot->full_us < now_us)
        *slot = (struct slot){key, now_us};
    int64_t wait_us = slot->full_us + pace->share_us - now_us - MINUTE_US;
    if (wait_us <= 0)
        slot->full_us += pace->share_us;
    pthread_mutex_unlock(&pace->mutex);
    return wait_us > 0 ? wait_us : 0;
}

uint64_t pace_key(struct text name)
{
    uint64_t key;
    _Static_assert(crypto_shorthash_BYTES == sizeof key, "a short hash is a key");
    crypto_shorthash((unsigned char *)&key, (const unsigned char *)name.at, name.len,
        (const unsigned char *)rand_process_key());
    return key;
}
