/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that do the slow part of requests (database, worker, hashing), so that those that read
   and write sockets never wait.
   Example: http_threads_new(&threads, 8, room, answer, &err); http_threads_push(threads,
   exchange); */
#ifndef NET_HTTP_THREADS_H
#define NET_HTTP_THREADS_H

#include <stddef.h>

#include "base/err.h"

struct http_threads;

/* Starts count threads, each calling work for one item at a time, in the order pushed. room is the
   most items that wait. */
MUST_USE bool http_threads_new(struct http_threads **ret_threads, size_t count, size_t room,
    void (*work)(void *item), struct err *err);
/* Lets the threads finish all items, and ends them. NULL is fine. */
void http_threads_end(struct http_threads *threads);
/* The same, and frees. */
void http_threads_free(struct http_threads *threads);

/* Returns false when room items wait already, or the threads have been told to end. */
MUST_USE bool http_threads_push(struct http_threads *threads, void *item);

#endif
