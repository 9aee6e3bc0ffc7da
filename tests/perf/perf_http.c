/* SPDX-License-Identifier: Apache-2.0 */
/* Asks a server the same again and again: perf_http HOST PORT CONNECTIONS SECONDS < REQUEST, where REQUEST is the bytes of one.
   Each connection is a thread that sends, reads the whole reply and sends again. Prints "count failed p50_us p99_us most_us". */
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/vec.h"

enum { REQUEST_MAX = 65536, REPLY_MAX = 16 << 20, CONNECTIONS_MAX = 256 };

static char request[REQUEST_MAX];
static size_t request_len;
static int64_t end_us;

struct client {
    pthread_t thread;
    const char *host, *port;
    struct {
        VEC(int64_t);
    } times_us;
    size_t failed;
};

static int open_connection(const struct client *client)
{
    struct addrinfo *found, hints = {.ai_socktype = SOCK_STREAM};
    if (getaddrinfo(client->host, client->port, &hints, &found) != 0)
        return -1;
    int fd = socket(found->ai_family, SOCK_STREAM, 0);
    bool is_open = fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) == 0;
    freeaddrinfo(found);
    if (!is_open && fd >= 0)
        close(fd);
    return is_open ? fd : -1;
}

/* How long the reply is whose head is whole, and 0 while it is not. */
static size_t reply_len(const char *reply)
{
    const char *end = strstr(reply, "\r\n\r\n"), *length = strcasestr(reply, "\r\nContent-Length:");
    if (!end)
        return 0;
    size_t body = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
    return (size_t)(end - reply) + 4 + body;
}

static bool read_reply(int fd, char *reply)
{
    size_t len = 0, whole = 0;
    while (!whole || len < whole) {
        ssize_t count = read(fd, reply + len, REPLY_MAX - 1 - len);
        if (count <= 0)
            return false;
        len += (size_t)count;
        reply[len] = '\0';
        if (!whole)
            whole = reply_len(reply);
    }
    return strncmp(reply, "HTTP/1.1 2", 10) == 0;
}

static void *ask(void *context)
{
    struct client *client = context;
    char *reply = malloc(REPLY_MAX);
    int fd = open_connection(client);
    for (int64_t start; reply && fd >= 0 && (start = clock_steady_us()) < end_us;) {
        bool is_good = send(fd, request, request_len, MSG_NOSIGNAL) == (ssize_t)request_len &&
                       read_reply(fd, reply);
        *VEC_ADD(&client->times_us) = clock_steady_us() - start;
        if (is_good)
            continue;
        client->failed++;
        close(fd);
        fd = open_connection(client);
    }
    if (fd >= 0)
        close(fd);
    free(reply);
    return NULL;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void report(struct client *clients, size_t count)
{
    struct {
        VEC(int64_t);
    } all = {0};
    size_t failed = 0;
    for (size_t i = 0; i < count; i++) {
        failed += clients[i].failed;
        for (size_t k = 0; k < clients[i].times_us.len; k++)
            *VEC_ADD(&all) = clients[i].times_us.at[k];
        VEC_DONE(&clients[i].times_us);
    }
    if (all.len == 0)
        exit(3);
    qsort(all.at, all.len, sizeof *all.at, compare);
    printf("%zu %zu %lld %lld %lld\n", all.len, failed, (long long)all.at[all.len / 2],
        (long long)all.at[all.len * 99 / 100], (long long)all.at[all.len - 1]);
    VEC_DONE(&all);
}

int main(int argc, char **argv)
{
    static struct client clients[CONNECTIONS_MAX];
    size_t count = argc == 5 ? strtoul(argv[3], NULL, 10) : 0;
    if (count == 0 || count > CONNECTIONS_MAX) {
        fprintf(stderr, "usage: perf_http HOST PORT CONNECTIONS SECONDS < REQUEST\n");
        return 2;
    }
    request_len = fread(request, 1, sizeof request, stdin);
    end_us = clock_steady_us() + (int64_t)(strtod(argv[4], NULL) * CLOCK_SECOND_US);
    for (size_t i = 0; i < count; i++) {
        clients[i].host = argv[1];
        clients[i].port = argv[2];
        if (pthread_create(&clients[i].thread, NULL, ask, &clients[i]) != 0)
            return 3;
    }
    for (size_t i = 0; i < count; i++)
        pthread_join(clients[i].thread, NULL);
    report(clients, count);
    return 0;
}
