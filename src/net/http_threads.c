/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_threads.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct http_threads {
    pthread_mutex_t lock;
    pthread_cond_t has_work;
    void **ring;
    size_t room, first, waiting;
    bool is_ending;
    void (*work)(void *item);
    pthread_t *threads;
    size_t count;
};

/* Waits for an item; NULL when it is time to end. */
static void *next_item(struct http_threads *threads)
{
    void *item = NULL;
    pthread_mutex_lock(&threads->lock);
    while (!threads->waiting && !threads->is_ending)
        pthread_cond_wait(&threads->has_work, &threads->lock);
    if (threads->waiting) {
        item = threads->ring[threads->first];
        threads->first = (threads->first + 1) % threads->room;
        threads->waiting--;
    }
    pthread_mutex_unlock(&threads->lock);
    return item;
}

static void *run(void *context)
{
    struct http_threads *threads = context;
    for (void *item; (item = next_item(threads));)
        threads->work(item);
    return NULL;
}

static void *take_memory(size_t count, size_t size)
{
    void *at = calloc(count, size);
    if (!at)
        err_panic("out of memory");
    return at;
}

bool http_threads_new(struct http_threads **ret_threads, size_t count, size_t room,
    void (*work)(void *item), struct err *err)
{
    struct http_threads *threads = take_memory(1, sizeof *threads);
    *threads = (struct http_threads){.room = room, .work = work};
    threads->ring = take_memory(room, sizeof *threads->ring);
    threads->threads = take_memory(count, sizeof *threads->threads);
    pthread_mutex_init(&threads->lock, NULL);
    pthread_cond_init(&threads->has_work, NULL);
    for (; threads->count < count; threads->count++) {
        int number = pthread_create(&threads->threads[threads->count], NULL, run, threads);
        if (number == 0)
            continue;
        http_threads_free(threads);
        errno = number;
        return err_set_errno(err, "cannot start a thread");
    }
    *ret_threads = threads;
    return true;
}

void http_threads_end(struct http_threads *threads)
{
    if (!threads)
        return;
    pthread_mutex_lock(&threads->lock);
    threads->is_ending = true;
    pthread_cond_broadcast(&threads->has_work);
    pthread_mutex_unlock(&threads->lock);
    for (size_t i = 0; i < threads->count; i++)
        pthread_join(threads->threads[i], NULL);
    threads->count = 0;
}

void http_threads_free(struct http_threads *threads)
{
    if (!threads)
        return;
    http_threads_end(threads);
    pthread_cond_destroy(&threads->has_work);
    pthread_mutex_destroy(&threads->lock);
    free(threads->threads);
    free(threads->ring);
    free(threads);
}

bool http_threads_push(struct http_threads *threads, void *item)
{
    pthread_mutex_lock(&threads->lock);
    bool has_room = !threads->is_ending && threads->waiting < threads->room;
    if (has_room) {
        threads->ring[(threads->first + threads->waiting) % threads->room] = item;
        threads->waiting++;
        pthread_cond_signal(&threads->has_work);
    }
    pthread_mutex_unlock(&threads->lock);
    return has_room;
}
