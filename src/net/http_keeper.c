/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

/* More refused peers than this at once are simply cut. */
enum { LINGERERS_MAX = 64, LOOK_MS = 500 };

struct http_keeper_connection {
    struct http_keeper_connection *next, **back;
    int fd;
    int64_t head_since_us; /* 0: no head is waited for */
    bool lingers;
};

struct lingerer {
    int fd;
    int64_t until_us;
};

struct http_keeper {
    struct http_keeper_options options;
    pthread_t thread;
    int wake; /* an eventfd */
    pthread_mutex_t lock;
    struct http_keeper_connection *connections;
    struct lingerer lingerers[LINGERERS_MAX];
    size_t lingerer_count;
    bool is_ending;
};

/* Reads what is there and drops it. Returns false at the end of the stream. */
static bool drop_input(int fd)
{
    char dropped[65536];
    ssize_t got;
    do
        got = recv(fd, dropped, sizeof dropped, MSG_DONTWAIT);
    while (got > 0);
    return got < 0 && (errno == EAGAIN || errno == EINTR);
}

static void drop_for_lingerers(struct http_keeper *keeper)
{
    int64_t now_us = clock_steady_us();
    for (size_t i = 0; i < keeper->lingerer_count;) {
        struct lingerer *one = &keeper->lingerers[i];
        if (drop_input(one->fd) && now_us < one->until_us) {
            i++;
            continue;
        }
        close(one->fd);
        *one = keeper->lingerers[--keeper->lingerer_count];
    }
}

/* The library sees the end of the stream and closes the connection. */
static void cut_slow_heads(struct http_keeper *keeper)
{
    int64_t oldest_us = clock_steady_us() - keeper->options.head_ms * 1000;
    for (struct http_keeper_connection *at = keeper->connections; at; at = at->next)
        if (at->head_since_us && at->head_since_us < oldest_us) {
            shutdown(at->fd, SHUT_RDWR);
            at->head_since_us = 0;
        }
}

/* Called with the lock held. */
static nfds_t list_descriptors(
    const struct http_keeper *keeper, struct pollfd polled[LINGERERS_MAX + 1])
{
    polled[0] = (struct pollfd){.fd = keeper->wake, .events = POLLIN};
    for (size_t i = 0; i < keeper->lingerer_count; i++)
        polled[i + 1] = (struct pollfd){.fd = keeper->lingerers[i].fd, .events = POLLIN};
    return keeper->lingerer_count + 1;
}

static void *run(void *context)
{
    struct http_keeper *keeper = context;
    struct pollfd polled[LINGERERS_MAX + 1];
    uint64_t ignored;
    pthread_mutex_lock(&keeper->lock);
    while (!keeper->is_ending) {
        nfds_t count = list_descriptors(keeper, polled);
        pthread_mutex_unlock(&keeper->lock);
        if (poll(polled, count, LOOK_MS) > 0 && polled[0].revents)
            eventfd_read(keeper->wake, &ignored);
        pthread_mutex_lock(&keeper->lock);
        drop_for_lingerers(keeper);
        cut_slow_heads(keeper);
    }
    pthread_mutex_unlock(&keeper->lock);
    return NULL;
}

bool http_keeper_new(
    struct http_keeper **ret_keeper, const struct http_keeper_options *options, struct err *err)
{
    struct http_keeper *keeper = calloc(1, sizeof *keeper);
    if (!keeper)
        err_panic("out of memory");
    keeper->options = *options;
    keeper->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_mutex_init(&keeper->lock, NULL);
    int number = keeper->wake < 0 ? errno : pthread_create(&keeper->thread, NULL, run, keeper);
    if (number == 0) {
        *ret_keeper = keeper;
        return true;
    }
    if (keeper->wake >= 0)
        close(keeper->wake);
    free(keeper);
    errno = number;
    return err_set_errno(err, "cannot look after connections");
}

void http_keeper_free(struct http_keeper *keeper)
{
    if (!keeper)
        return;
    pthread_mutex_lock(&keeper->lock);
    keeper->is_ending = true;
    pthread_mutex_unlock(&keeper->lock);
    eventfd_write(keeper->wake, 1);
    pthread_join(keeper->thread, NULL);
    for (size_t i = 0; i < keeper->lingerer_count; i++)
        close(keeper->lingerers[i].fd);
    close(keeper->wake);
    pthread_mutex_destroy(&keeper->lock);
    free(keeper);
}

struct http_keeper_connection *http_keeper_add(struct http_keeper *keeper, int fd)
{
    struct http_keeper_connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        err_panic("out of memory");
    connection->fd = fd;
    connection->head_since_us = clock_steady_us();
    pthread_mutex_lock(&keeper->lock);
    connection->next = keeper->connections;
    connection->back = &keeper->connections;
    if (connection->next)
        connection->next->back = &connection->next;
    keeper->connections = connection;
    pthread_mutex_unlock(&keeper->lock);
    return connection;
}

/* Keeps a copy of the socket, whose sending side the library has closed. */
static void add_lingerer(struct http_keeper *keeper, int fd)
{
    int copy = keeper->lingerer_count < LINGERERS_MAX ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (copy < 0)
        return;
    shutdown(copy, SHUT_WR);
    keeper->lingerers[keeper->lingerer_count++] =
        (struct lingerer){copy, clock_steady_us() + keeper->options.linger_ms * 1000};
    eventfd_write(keeper->wake, 1);
}

void http_keeper_remove(struct http_keeper *keeper, struct http_keeper_connection *connection)
{
    pthread_mutex_lock(&keeper->lock);
    *connection->back = connection->next;
    if (connection->next)
        connection->next->back = connection->back;
    if (connection->lingers)
        add_lingerer(keeper, connection->fd);
    pthread_mutex_unlock(&keeper->lock);
    free(connection);
}

void http_keeper_end_head(struct http_keeper *keeper, struct http_keeper_connection *connection)
{
    pthread_mutex_lock(&keeper->lock);
    connection->head_since_us = 0;
    pthread_mutex_unlock(&keeper->lock);
}

void http_keeper_begin_head(struct http_keeper *keeper, struct http_keeper_connection *connection)
{
    pthread_mutex_lock(&keeper->lock);
    connection->head_since_us = clock_steady_us();
    pthread_mutex_unlock(&keeper->lock);
}

void http_keeper_linger(struct http_keeper *keeper, struct http_keeper_connection *connection)
{
    pthread_mutex_lock(&keeper->lock);
    connection->lingers = true;
    pthread_mutex_unlock(&keeper->lock);
}
