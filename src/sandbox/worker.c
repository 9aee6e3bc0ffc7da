/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "sandbox/channel.h"
#include "sandbox/role.h"
#include "sandbox/worker_wire.h"

enum { START_SECONDS = 20, WAIT_SECONDS = 120, RETRY_SECONDS = 1 };

enum worker_state {
    WORKER_GONE,     /* to be started */
    WORKER_STARTING, /* the starter has it */
    WORKER_IDLE,
    WORKER_BUSY, /* the thread of a job has it */
};

struct worker {
    struct role role;
    enum worker_state state;
};

/* One thread starts all workers: a process started by role_start dies with the thread that started
   it. */
struct worker_pool {
    pthread_mutex_t lock;
    pthread_cond_t has_changed; /* a worker's state, or is_ending */
    pthread_t starter;
    bool has_starter, is_ending;
    struct worker *workers;
    const char *role;
    size_t count;
    int64_t limit_seconds;
    bool has_failed; /* the last start did */
    struct err why;
    bool has_warned;
    struct worker_counts counts;
};

static struct worker *find(struct worker_pool *pool, enum worker_state state)
{
    for (size_t i = 0; i < pool->count; i++)
        if (pool->workers[i].state == state)
            return &pool->workers[i];
    return NULL;
}

static void set_state(struct worker_pool *pool, struct worker *worker, enum worker_state state)
{
    pthread_mutex_lock(&pool->lock);
    worker->state = state;
    pthread_cond_broadcast(&pool->has_changed);
    pthread_mutex_unlock(&pool->lock);
}

/* Waits for a change, at most so long. Returns false when the time has passed. */
static bool wait_for_change(struct worker_pool *pool, const struct timespec *until)
{
    return pthread_cond_timedwait(&pool->has_changed, &pool->lock, until) != ETIMEDOUT;
}

static struct timespec in_seconds(time_t seconds)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec += seconds;
    return at;
}

/* A worker's first message says which protections its kernel does not have; mostly none. */
static bool wait_until_confined(struct worker_pool *pool, struct worker *worker, struct err *err)
{
    struct buf message;
    int64_t until_us = clock_steady_us() + START_SECONDS * CLOCK_SECOND_US;
    buf_init(&message, LIMIT_WORKER_MESSAGE_BYTES);
    bool is_good = channel_receive(worker->role.socket, until_us, &message, NULL, err);
    if (is_good && message.len && !pool->has_warned) {
        log_warn(pool->role, "missing=%.*s", TEXT_ARG(buf_text(&message)));
        pool->has_warned = true;
    }
    buf_done(&message);
    return is_good;
}

static bool start(struct worker_pool *pool, struct worker *worker, struct err *err)
{
    char how[32];
    if (!role_start(&worker->role, pool->role, err))
        return false;
    if (wait_until_confined(pool, worker, err))
        return true;
    role_end(&worker->role, how);
    return err_set(err, ERR_SYSTEM, "the %s does not start: %s", pool->role, how);
}

/* Called with the lock held, which it gives up meanwhile. */
static void start_one(struct worker_pool *pool, struct worker *worker)
{
    struct err err;
    worker->state = WORKER_STARTING;
    pthread_mutex_unlock(&pool->lock);
    bool is_good = start(pool, worker, &err);
    if (!is_good)
        log_error(pool->role, "error=\"%s\"", err.text);
    pthread_mutex_lock(&pool->lock);
    worker->state = is_good ? WORKER_IDLE : WORKER_GONE;
    pool->has_failed = !is_good;
    if (!is_good)
        pool->why = err;
    pthread_cond_broadcast(&pool->has_changed);
}

static void *run_starter(void *context)
{
    struct worker_pool *pool = context;
    pthread_mutex_lock(&pool->lock);
    while (!pool->is_ending) {
        struct worker *gone = find(pool, WORKER_GONE);
        if (!gone) {
            pthread_cond_wait(&pool->has_changed, &pool->lock);
            continue;
        }
        start_one(pool, gone);
        struct timespec retry = in_seconds(RETRY_SECONDS);
        while (pool->has_failed && !pool->is_ending && wait_for_change(pool, &retry)) {
        }
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static bool wait_for_all(struct worker_pool *pool, struct err *err)
{
    pthread_mutex_lock(&pool->lock);
    while (!pool->has_failed && (find(pool, WORKER_GONE) || find(pool, WORKER_STARTING)))
        pthread_cond_wait(&pool->has_changed, &pool->lock);
    bool is_good = !pool->has_failed || err_set(err, pool->why.code, "%s", pool->why.text);
    pthread_mutex_unlock(&pool->lock);
    return is_good;
}

bool worker_pool_new(
    struct worker_pool **ret_pool, const struct worker_options *options, struct err *err)
{
    struct worker_pool *pool = calloc(1, sizeof *pool);
    struct worker *workers = calloc(options->count, sizeof *workers);
    if (!pool || !workers)
        err_panic("out of memory");
    *pool = (struct worker_pool){.workers = workers,
        .count = options->count,
        .role = options->role ? options->role : "worker",
        .limit_seconds =
            options->limit_seconds ? options->limit_seconds : (int64_t)LIMIT_WORKER_SECONDS};
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->has_changed, NULL);
    errno = pthread_create(&pool->starter, NULL, run_starter, pool);
    pool->has_starter = errno == 0;
    bool is_good =
        pool->has_starter ? wait_for_all(pool, err) : err_set_errno(err, "cannot start a thread");
    if (is_good)
        *ret_pool = pool;
    else
        worker_pool_free(pool);
    return is_good;
}

void worker_pool_free(struct worker_pool *pool)
{
    char how[32];
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->is_ending = true;
    pthread_cond_broadcast(&pool->has_changed);
    pthread_mutex_unlock(&pool->lock);
    if (pool->has_starter)
        pthread_join(pool->starter, NULL);
    for (size_t i = 0; i < pool->count; i++)
        if (pool->workers[i].state == WORKER_IDLE)
            role_end(&pool->workers[i].role, how);
    pthread_cond_destroy(&pool->has_changed);
    pthread_mutex_destroy(&pool->lock);
    free(pool->workers);
    free(pool);
}

static struct worker *take(struct worker_pool *pool, struct err *err)
{
    struct worker *worker;
    struct timespec until = in_seconds(WAIT_SECONDS);
    pthread_mutex_lock(&pool->lock);
    do
        worker = find(pool, WORKER_IDLE);
    while (!worker && wait_for_change(pool, &until));
    if (worker)
        worker->state = WORKER_BUSY;
    pthread_mutex_unlock(&pool->lock);
    if (!worker)
        err_set(err, ERR_BUSY, "too many files are being read at once; try again later");
    return worker;
}

/* The worker may read the file and not write it, however we hold it. */
static bool open_for_reading(int fd, int *ret_fd, struct err *err)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int reader = open(path, O_RDONLY | O_CLOEXEC);
    if (reader < 0)
        return err_set_errno(err, "the upload cannot be read");
    *ret_fd = reader;
    return true;
}

static bool send_request(
    struct worker *worker, const char *kind, struct text name, int fd, struct err *err)
{
    struct buf message;
    int reader;
    if (!open_for_reading(fd, &reader, err))
        return false;
    buf_init(&message, LIMIT_WORKER_MESSAGE_BYTES);
    worker_wire_print_request(&message, kind, name);
    bool is_sent = buf_check(&message, err) &&
                   channel_send(worker->role.socket, buf_text(&message), reader, err);
    buf_done(&message);
    close(reader);
    return is_sent;
}

/* Turns what came back into a result or the job's error. is_dead tells that there was no proper
   answer. */
static bool receive_reply(const struct worker_pool *pool, struct worker *worker,
    struct sealed *ret_result, bool *ret_is_dead, struct err *err)
{
    struct buf message;
    int fd = -1;
    int64_t until_us = clock_steady_us() + pool->limit_seconds * CLOCK_SECOND_US;
    buf_init(&message, LIMIT_WORKER_MESSAGE_BYTES);
    *ret_is_dead = !channel_receive(worker->role.socket, until_us, &message, &fd, err);
    bool is_good = !*ret_is_dead && worker_wire_read_reply(buf_text(&message), ret_is_dead, err);
    buf_done(&message);
    if (is_good) {
        is_good = sealed_open(ret_result, fd, LIMIT_WORKER_RESULT_BYTES, err);
        *ret_is_dead = !is_good;
    } else if (fd >= 0) {
        close(fd);
    }
    return is_good;
}

/* Says what became of a job whose worker gave no proper answer: the file did this, whatever it
   was. */
static bool explain_death(const struct worker_pool *pool, struct text name, struct err *err)
{
    if (err->code == ERR_BUSY)
        return err_set(err, ERR_LIMIT, "%.*s: not read within %lld seconds", TEXT_ARG(name),
            (long long)pool->limit_seconds);
    return err_set(err, ERR_SYNTAX,
        "%.*s: could not be read: it made its reader stop, by its form or by its need of memory",
        TEXT_ARG(name));
}

/* Takes a worker and gives it the job. Those that have died while they had nothing to do are passed
   over. */
static struct worker *begin_job(
    struct worker_pool *pool, const char *kind, struct text name, int fd, struct err *err)
{
    char how[32];
    for (size_t passed = 0; passed <= pool->count; passed++) {
        struct worker *worker = take(pool, err);
        if (!worker || send_request(worker, kind, name, fd, err))
            return worker;
        role_end(&worker->role, how);
        log_warn(pool->role, "error=\"%s\" how=%s", err->text, how);
        set_state(pool, worker, WORKER_GONE);
    }
    return NULL;
}

bool worker_run(struct worker_pool *pool, const char *kind, struct text name, int fd,
    struct sealed *ret_result, struct err *err)
{
    bool is_dead = false;
    char how[32];
    struct worker *worker = begin_job(pool, kind, name, fd, err);
    if (!worker)
        return false;
    __atomic_fetch_add(&pool->counts.jobs, 1, __ATOMIC_RELAXED);
    bool is_good = receive_reply(pool, worker, ret_result, &is_dead, err);
    role_end(&worker->role, how);
    if (is_dead) {
        log_warn(
            "worker-died", "role=%s kind=%s how=%s error=\"%s\"", pool->role, kind, how, err->text);
        explain_death(pool, name, err);
        __atomic_fetch_add(&pool->counts.deaths, 1, __ATOMIC_RELAXED);
    }
    set_state(pool, worker, WORKER_GONE);
    return is_good;
}

struct worker_counts worker_pool_counts(struct worker_pool *pool)
{
    return (struct worker_counts){__atomic_load_n(&pool->counts.jobs, __ATOMIC_RELAXED),
        __atomic_load_n(&pool->counts.deaths, __ATOMIC_RELAXED)};
}
