/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_live.h"

#include <errno.h>
#include <pthread.h>
#include <sys/stat.h>

struct generation {
    struct generation *older;
    struct advisory_index *index;
    size_t takers;
};

struct advisory_live {
    char *path;
    pthread_mutex_t lock;
    struct generation *newest; /* the older ones behind it are still in somebody's hands */
    struct stat seen;          /* the file that was opened, or tried, last */
    uint64_t sequence; /* of its header then: two imports may fall into one tick of the clock */
};

struct advisory_live *advisory_live_new(const char *path)
{
    struct advisory_live *live = calloc(1, sizeof *live);
    char *copy = strdup(path);
    if (!live || !copy)
        err_panic("out of memory");
    live->path = copy;
    pthread_mutex_init(&live->lock, NULL);
    return live;
}

/* Frees the older generations that nobody has any more. */
static void drop_unused(struct advisory_live *live)
{
    struct generation **at = live->newest ? &live->newest->older : NULL;
    while (at && *at) {
        struct generation *generation = *at;
        if (generation->takers) {
            at = &generation->older;
            continue;
        }
        *at = generation->older;
        advisory_index_free(generation->index);
        free(generation);
    }
}

void advisory_live_free(struct advisory_live *live)
{
    if (!live)
        return;
    drop_unused(live);
    if (live->newest && (live->newest->takers || live->newest->older))
        err_panic("the advisory index is freed while it is in use");
    if (live->newest)
        advisory_index_free(live->newest->index);
    free(live->newest);
    pthread_mutex_destroy(&live->lock);
    free(live->path);
    free(live);
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void put(struct advisory_live *live, struct advisory_index *index)
{
    struct generation *generation = calloc(1, sizeof *generation);
    if (!generation)
        err_panic("out of memory");
    pthread_mutex_lock(&live->lock);
    *generation = (struct generation){.older = live->newest, .index = index};
    live->newest = generation;
    drop_unused(live);
    pthread_mutex_unlock(&live->lock);
}

bool advisory_live_refresh(struct advisory_live *live, bool *ret_is_new, struct err *err)
{
    struct stat now;
    struct advisory_index *index;
    *ret_is_new = false;
    if (stat(live->path, &now) != 0)
        return errno == ENOENT || err_set_errno(err, "%s: cannot be looked at", live->path);
    uint64_t sequence = advisory_index_sequence(live->path);
    if (is_same_file(&now, &live->seen) && sequence == live->sequence)
        return true;
    live->seen = now;
    live->sequence = sequence;
    if (!advisory_index_open(&index, live->path, err))
        return false;
    put(live, index);
    *ret_is_new = true;
    return true;
}

const struct advisory_index *advisory_live_take(struct advisory_live *live)
{
    const struct advisory_index *index = NULL;
    pthread_mutex_lock(&live->lock);
    if (live->newest) {
        live->newest->takers++;
        index = live->newest->index;
    }
    pthread_mutex_unlock(&live->lock);
    return index;
}

void advisory_live_give(struct advisory_live *live, const struct advisory_index *index)
{
    if (!index)
        return;
    pthread_mutex_lock(&live->lock);
    struct generation *generation = live->newest;
    while (generation->index != index)
        generation = generation->older;
    generation->takers--;
    drop_unused(live);
    pthread_mutex_unlock(&live->lock);
}
