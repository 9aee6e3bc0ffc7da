/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of one request or job: taken bit by bit, given back at once, with a cap.
   Example: struct arena a; arena_init(&a, LIMIT_REQUEST_ARENA); p = arena_take(&a, n); arena_done(&a);
   Over the cap, arena_take returns NULL and the arena is spent: arena_is_spent() tells, and the
   caller turns that into ERR_LIMIT. Running out of real memory aborts. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/err.h"
#include "base/text.h"

struct arena_block;

struct arena {
    struct arena_block *blocks;
    char *next;
    size_t left;
    size_t taken_bytes;
    size_t cap_bytes;
    bool is_spent;
};

/* cap_bytes counts what the arena asks from the system; SIZE_MAX means no cap. */
void arena_init(struct arena *arena, size_t cap_bytes);
/* Gives all memory back; the arena is as after arena_init. NULL is fine. */
void arena_done(struct arena *arena);

/* Forgets all that was taken but keeps the last block, for the next of many small tasks. */
void arena_clear(struct arena *arena);

/* Returns size zeroed bytes, aligned for anything, or NULL when over the cap. size 0 is fine. */
MUST_USE void *arena_take(struct arena *arena, size_t size);
/* The same for bytes that are all written before they are read: they are not zeroed first. */
MUST_USE void *arena_take_raw(struct arena *arena, size_t size);
/* Returns count zeroed elements of size bytes, or NULL when over the cap or count*size overflows. */
MUST_USE void *arena_take_array(struct arena *arena, size_t count, size_t size);

/* Returns a copy of t, followed by a NUL byte that its length does not count; empty when over the cap. */
struct text arena_text(struct arena *arena, struct text t);
/* The same with ASCII capitals made small. */
struct text arena_text_lower(struct arena *arena, struct text t);
/* Returns a and b with between in the middle; one of them as it is when the other is empty. */
struct text arena_join(struct arena *arena, struct text a, const char *between, struct text b);
/* Returns a formatted text (NUL-terminated beyond its length). */
struct text arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/* Returns false with ERR_LIMIT if the arena was asked for more than its cap. */
MUST_USE bool arena_check(const struct arena *arena, struct err *err);

/* Asks the kernel for huge pages in a large block that was just allocated: each page that is touched first costs a
   microsecond, and a document of 100 MB has 25,000 small ones. */
void arena_advise_huge(void *at, size_t size);

/* Lets malloc keep what is freed, for a program that reads one document after another. */
void arena_keep_memory(void);

#endif
