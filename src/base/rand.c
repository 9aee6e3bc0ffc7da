/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rand.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/random.h>

#include "base/err.h"

void rand_bytes(void *at, size_t size)
{
    char *next = at;
    while (size > 0) {
        ssize_t got = getrandom(next, size, 0);
        if (got < 0 && errno != EINTR)
            err_panic("the kernel gives no random bytes");
        if (got > 0) {
            next += got;
            size -= (size_t)got;
        }
    }
}

/* Ids of one process also differ for certain: each is larger than the one before. */
int64_t rand_id(int64_t now_us)
{
    static int64_t last;
    uint32_t chance;
    rand_bytes(&chance, sizeof chance);
    int64_t id = (now_us / 1000) << 21 | (chance & 0x1fffff);
    int64_t before = __atomic_load_n(&last, __ATOMIC_RELAXED);
    do {
        if (id <= before)
            id = before + 1;
    } while (!__atomic_compare_exchange_n(
        &last, &before, id, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    return id;
}

static uint64_t process_key[2];

static void choose_key(void)
{
    rand_bytes(process_key, sizeof process_key);
}

const uint64_t *rand_process_key(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, choose_key);
    return process_key;
}
