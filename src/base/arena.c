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
    RAW_BYTES = 64 << 10,
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
    char *start = (char *)(last + 1);
    memset(start, 0, (size_t)(arena->next - start));
    last->before = NULL;
    arena->next = start;
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

static bool add_block(struct arena *arena, size_t wanted, bool is_raw)
{
    size_t room = arena->cap_bytes - arena->taken_bytes;
    size_t size = is_raw ? wanted : block_size(arena, wanted);
    if (size > room)
        size = wanted;
    if (size > room)
        return false;
    struct arena_block *block =
        is_raw ? malloc(sizeof *block + size) : calloc(1, sizeof *block + size);
    if (!block)
        err_panic("out of memory");
    arena_advise_huge(block, size);
    *block = (struct arena_block){.before = arena->blocks, .size = size};
    arena->blocks = block;
    arena->next = (char *)(block + 1);
    arena->left = size;
    arena->taken_bytes += size;
    return true;
}

static void *take(struct arena *arena, size_t size, bool is_raw)
{
    size_t wanted = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (wanted == 0)
        wanted = size ? SIZE_MAX : ALIGN;
    if (arena->is_spent || (wanted > arena->left && !add_block(arena, wanted, is_raw))) {
        arena->is_spent = true;
        return NULL;
    }
    void *at = arena->next;
    arena->next += wanted;
    arena->left -= wanted;
    return at;
}

void *arena_take(struct arena *arena, size_t size)
{
    return take(arena, size, false);
}

void *arena_take_raw(struct arena *arena, size_t size)
{
    return take(arena, size, size >= RAW_BYTES);
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

struct text arena_text(struct arena *arena, struct text t)
{
    char *copy = t.len < SIZE_MAX ? arena_take(arena, t.len + 1) : NULL;
    if (!copy)
        return (struct text){"", 0};
    if (t.len)
        memcpy(copy, t.at, t.len);
    return (struct text){copy, t.len};
}

struct text arena_text_lower(struct arena *arena, struct text t)
{
    char *copy = t.len < SIZE_MAX ? arena_take(arena, t.len + 1) : NULL;
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
    char *at = arena_take(arena, a.len + middle.len + b.len);
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
    char *at = len < 0 ? NULL : arena_take(arena, (size_t)len + 1);
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
