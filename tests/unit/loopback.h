/* SPDX-License-Identifier: Apache-2.0 */
/* A web server for a test: on a free port of this machine, one connection at a time, with replies written out in full.
   Example: struct loopback *server = loopback_new(routes); … loopback_url(server, "/a", room, sizeof room) … */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit.h"

/* What a path gives. One with an etag says 304 to who has it; one that hangs sends nothing behind its headers. */
struct loopback_route {
    const char *path, *status, *headers,
        *etag; /* status "200 OK"; headers "A: b\r\n", or NULL; path NULL ends */
    struct text body;
    size_t promised_bytes; /* Content-Length, when it shall be a lie */
    bool hangs;
};

struct loopback {
    pthread_t thread;
    int fd;
    unsigned port;
    const struct loopback_route *routes;
    int gate[2]; /* what hangs waits for its end */
    int request_count;
    char request[4096]; /* the last one: its head and, if it fits, its body */
};

static inline void loopback_send(int fd, const char *at, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(fd, at, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        at += sent;
        len -= (size_t)sent;
    }
}

static inline void loopback_reply(
    const struct loopback *server, int fd, const struct loopback_route *route, const char *request)
{
    char head[1024], condition[256];
    snprintf(condition, sizeof condition, "If-None-Match: %s\r\n", route->etag ? route->etag : "");
    bool is_same = route->etag && strstr(request, condition);
    size_t len = is_same ? 0 : route->promised_bytes ? route->promised_bytes : route->body.len;
    int head_len = snprintf(head, sizeof head,
        "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n%s%s%s%s\r\n",
        is_same ? "304 Not Modified" : route->status, len, route->etag ? "ETag: " : "",
        route->etag ? route->etag : "", route->etag ? "\r\n" : "",
        route->headers ? route->headers : "");
    loopback_send(fd, head, (size_t)head_len);
    char byte;
    if (route->hangs)
        assert_int_equal(read(server->gate[0], &byte, 1), 0);
    else if (!is_same)
        loopback_send(fd, route->body.at, route->body.len);
}

/* Returns the length of what is still to come behind a head; SIZE_MAX while the head is not whole. */
static inline size_t loopback_left(const char *request, size_t len)
{
    const char *end = strstr(request, "\r\n\r\n"), *told = strstr(request, "Content-Length: ");
    if (!end)
        return SIZE_MAX;
    size_t body = told ? strtoul(told + strlen("Content-Length: "), NULL, 10) : 0;
    return (size_t)(end - request) + 4 + body - len;
}

static inline void loopback_answer(struct loopback *server, int fd)
{
    static const struct loopback_route missing = {.status = "404 Not Found", .body = {"none", 4}};
    char *request = server->request;
    size_t len = 0;
    memset(request, 0, sizeof server->request);
    while (len < sizeof server->request - 1 && loopback_left(request, len) > 0) {
        ssize_t more = recv(fd, request + len, sizeof server->request - 1 - len, 0);
        if (more <= 0)
            return;
        len += (size_t)more;
    }
    const struct loopback_route *route = server->routes;
    const char *target = strchr(request, ' ');
    char line[512];
    for (; route->path; route++) {
        snprintf(line, sizeof line, " %s HTTP/", route->path);
        if (target && strncmp(target, line, strlen(line)) == 0)
            break;
    }
    loopback_reply(server, fd, route->path ? route : &missing, request);
}

static inline void *loopback_serve(void *data)
{
    struct loopback *server = data;
    for (int fd; (fd = accept(server->fd, NULL, NULL)) >= 0; close(fd)) {
        __atomic_add_fetch(&server->request_count, 1, __ATOMIC_RELAXED);
        loopback_answer(server, fd);
    }
    return NULL;
}

static inline struct loopback *loopback_new(const struct loopback_route *routes)
{
    struct loopback *server = calloc(1, sizeof *server);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    assert_non_null(server);
    server->routes = routes;
    server->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(server->fd, (struct sockaddr *)&address, len), 0);
    assert_int_equal(listen(server->fd, 16), 0);
    assert_int_equal(getsockname(server->fd, (struct sockaddr *)&address, &len), 0);
    assert_int_equal(pipe(server->gate), 0);
    server->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&server->thread, NULL, loopback_serve, server), 0);
    return server;
}

static inline const char *loopback_url(
    const struct loopback *server, const char *path, char *room, size_t size)
{
    snprintf(room, size, "http://127.0.0.1:%u%s", server->port, path);
    return room;
}

static inline void loopback_free(struct loopback *server)
{
    close(server->gate[1]);
    shutdown(server->fd, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->fd);
    close(server->gate[0]);
    free(server);
}

#endif
