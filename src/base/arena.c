/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    FIRST_BLOCK = 4096,
    LARGEST_STEP = 1 << 20, /* while there is little */
    STEP_SHARE = 8,         /* later a block is an eighth of what is there */
    HUGE_BYTES = 2 << 20,   /* pages that the kernel may give in place of 4 KiB ones */
    LARGE_BYTES = 64 << 10, /* what has a block of its own */
    ALIGN = 16
};

struct arena_block {
    struct arena_block *before;
    size_t size; /* keeps the data behind it aligned to 16 */
};

void arena_init(struct arena *arena, size_t cap_bytes)
{
    *arena = (struct arena){.cap_bytes = cap_bytes};
}

void arena_done(struct arena *arena)
{
    if (!arena)
        return;
    for (struct arena_block *block = arena->blocks, *before; block; block = before) {
        before = block->before;
        free(block);
    }
    arena_init(arena, arena->cap_bytes);
}

void arena_clear(struct arena *arena)
{
    struct arena_block *last = arena->blocks;
    if (!last || arena->is_spent) {
        arena_done(arena);
        return;
    }
    for (struct arena_block *block = last->before, *before; block; block = before) {
        before = block->before;
        free(block);
    }
    last->before = NULL;
    arena->next = (char *)(last + 1);
    arena->left = arena->taken_bytes = last->size;
}

void arena_advise_huge(void *at, size_t size)
{
    uintptr_t start = ((uintptr_t)at + HUGE_BYTES - 1) & ~(uintptr_t)(HUGE_BYTES - 1);
    uintptr_t end = ((uintptr_t)at + size) & ~(uintptr_t)(HUGE_BYTES - 1);
    /* Advice only: a kernel that does not take it changes nothing. */
    if (size >= 2 * HUGE_BYTES && end > start)
        (void)madvise((char *)at + (start - (uintptr_t)at), end - start, MADV_HUGEPAGE);
}

void arena_keep_memory(void)
{
    enum { KEPT_BYTES = 256 << 20, LARGEST_FROM_HEAP = 32 << 20 };
    mallopt(M_MMAP_THRESHOLD, LARGEST_FROM_HEAP);
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    mallopt(M_TOP_PAD, LARGEST_STEP);
}

/* Blocks double up to a step, so that few are made and little is wasted. */
static size_t block_size(const struct arena *arena, size_t wanted)
{
    size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
    size_t most = arena->taken_bytes / STEP_SHARE;
    if (most < LARGEST_STEP)
        most = LARGEST_STEP;
    if (size > most)
        size = most;
    return size < wanted ? wanted : size;
}

/* Returns a block that is counted, but not yet among the others; NULL when over the cap. */
static struct arena_block *make_block(struct arena *arena, size_t size, bool is_zeroed)
{
    if (size > arena->cap_bytes - arena->taken_bytes)
        return NULL;
    struct arena_block *block =
        is_zeroed ? calloc(1, sizeof *block + size) : malloc(sizeof *block + size);
    if (!block)
        err_panic("out of memory");
    arena_advise_huge(block, size);
    block->size = size;
    arena->taken_bytes += size;
    return block;
}

/* Takes what is large from a block of its own, behind the one that small things go on to come from. */
static void *take_alone(struct arena *arena, size_t size, bool is_zeroed)
{
    struct arena_block *block = make_block(arena, size, is_zeroed);
    if (!block)
        return NULL;
    struct arena_block **place = arena->blocks ? &arena->blocks->before : &arena->blocks;
    block->before = *place;
    *place = block;
    return block + 1;
}

static bool add_block(struct arena *arena, size_t wanted)
{
    struct arena_block *block = make_block(arena, block_size(arena, wanted), false);
    if (!block)
        block = make_block(arena, wanted, false);
    if (!block)
        return false;
    block->before = arena->blocks;
    arena->blocks = block;
    arena->next = (char *)(block + 1);
    arena->left = block->size;
    return true;
}

static void *take_small(struct arena *arena, size_t size)
{
    if (size > arena->left && !add_block(arena, size))
        return NULL;
    void *at = arena->next;
    arena->next += size;
    arena->left -= size;
    return at;
}

static void *take(struct arena *arena, size_t size, bool is_zeroed)
{
    size_t wanted = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (wanted == 0)
        wanted = size ? SIZE_MAX : ALIGN;
    bool is_large = wanted >= LARGE_BYTES;
    void *at = NULL;
    if (!arena->is_spent)
        at = is_large ? take_alone(arena, wanted, is_zeroed) : take_small(arena, wanted);
    if (!at)
        arena->is_spent = true;
    else if (is_zeroed && !is_large)
        memset(at, 0, wanted);
    return at;
}

void *arena_take(struct arena *arena, size_t size)
{
    return take(arena, size, true);
}

void *arena_take_raw(struct arena *arena, size_t size)
{
    return take(arena, size, false);
}

void *arena_take_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        arena->is_spent = true;
        return NULL;
    }
    return arena_take(arena, bytes);
}

/* Returns room for len characters and a NUL byte, which is set. */
static char *take_text(struct arena *arena, size_t len)
{
    char *at = len < SIZE_MAX ? arena_take_raw(arena, len + 1) : NULL;
    if (at)
        at[len] = '\0';
    return at;
}

struct text arena_text(struct arena *arena, struct text t)
{
    char *copy = take_text(arena, t.len);
    if (!copy)
        return (struct text){"", 0};
    if (t.len)
        memcpy(copy, t.at, t.len);
    return (struct text){copy, t.len};
}

struct text arena_text_lower(struct arena *arena, struct text t)
{
    char *copy = take_text(arena, t.len);
    if (!copy)
        return (struct text){"", 0};
    for (size_t i = 0; i < t.len; i++)
        copy[i] = text_lower_char(t.at[i]);
    return (struct text){copy, t.len};
}

struct text arena_join(struct arena *arena, struct text a, const char *between, struct text b)
{
    struct text middle = text_of(between);
    if (!a.len || !b.len)
        return a.len ? a : b;
    char *at = take_text(arena, a.len + middle.len + b.len);
    if (!at)
        return (struct text){"", 0};
    memcpy(at, a.at, a.len);
    memcpy(at + a.len, middle.at, middle.len);
    memcpy(at + a.len + middle.len, b.at, b.len);
    return (struct text){at, a.len + middle.len + b.len};
}

struct text arena_format(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *at = len < 0 ? NULL : take_text(arena, (size_t)len);
    if (at)
        vsnprintf(at, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
    return at ? (struct text){at, (size_t)len} : (struct text){"", 0};
}

bool arena_check(const struct arena *arena, struct err *err)
{
    if (!arena->is_spent)
        return true;
    return err_set(
        err, ERR_LIMIT, "needs more than the %zu bytes of memory allowed for it", arena->cap_bytes);
}
