/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>

#include "store/db.h"

struct db_pool {
    pthread_mutex_t mutex;
    pthread_cond_t given;
    struct db **free; /* the first count are free */
    size_t count, size;
};

static bool open_all(struct db_pool *pool, const char *url, size_t size, struct err *err)
{
    for (; pool->size < size; pool->size++, pool->count++)
        if (!db_open(&pool->free[pool->size], url, err))
            return false;
    return true;
}

bool db_pool_new(struct db_pool **ret_pool, const char *url, size_t size, struct err *err)
{
    if (strcmp(url, ":memory:") == 0 && size > 1)
        return err_set(err, ERR_USAGE, "a database in memory has one connection only");
    struct db_pool *pool = calloc(1, sizeof *pool);
    struct db **connections = calloc(size, sizeof(struct db *));
    if (!pool || !connections)
        err_panic("out of memory");
    pool->free = connections;
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->given, NULL);
    if (!open_all(pool, url, size, err)) {
        db_pool_free(pool);
        return false;
    }
    *ret_pool = pool;
    return true;
}

void db_pool_free(struct db_pool *pool)
{
    if (!pool)
        return;
    if (pool->count != pool->size)
        err_panic("a pool of connections is freed while one is in use");
    for (size_t i = 0; i < pool->count; i++)
        db_free(pool->free[i]);
    pthread_cond_destroy(&pool->given);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->free);
    free(pool);
}

/* The last one given is taken first: its cache is warm, and the others' connections may rest. */
struct db *db_pool_take(struct db_pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    while (pool->count == 0)
        pthread_cond_wait(&pool->given, &pool->mutex);
    struct db *db = pool->free[--pool->count];
    pthread_mutex_unlock(&pool->mutex);
    return db;
}

void db_pool_give(struct db_pool *pool, struct db *db)
{
    pthread_mutex_lock(&pool->mutex);
    pool->free[pool->count++] = db;
    pthread_cond_signal(&pool->given);
    pthread_mutex_unlock(&pool->mutex);
}
