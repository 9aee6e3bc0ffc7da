/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_listen.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <unistd.h>

enum { NAME_SIZE = 256, BACKLOG = 511 };

/* Splits HOST:PORT at the last colon, and takes the brackets off an IPv6 address. */
static bool split(struct text address, char host[NAME_SIZE], char port[NAME_SIZE], struct err *err)
{
    ptrdiff_t colon = text_find_last(address, ':');
    struct text name = text_slice(address, 0, colon < 0 ? 0 : (size_t)colon);
    struct text number = text_from(address, colon < 0 ? 0 : (size_t)colon + 1);
    uint64_t value;
    bool is_bracketed = text_starts(name, TEXT("[")) && text_ends(name, TEXT("]"));
    if (is_bracketed)
        name = text_slice(name, 1, name.len - 1);
    if (colon < 0 || name.len == 0 || name.len >= NAME_SIZE ||
        (!is_bracketed && text_find(name, ':') >= 0) || !text_read_u64(number, &value) ||
        value > UINT16_MAX)
        return err_set(err, ERR_USAGE,
            "%.*s: not an address to listen on (HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080)",
            TEXT_ARG(address));
    snprintf(host, NAME_SIZE, "%.*s", TEXT_ARG(name));
    snprintf(port, NAME_SIZE, "%u", (unsigned)value);
    return true;
}

static int open_one(const struct addrinfo *at)
{
    int on = 1;
    int fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    close(fd);
    return -1;
}

bool http_listen_open(const char *address, int *ret_fd, struct err *err)
{
    char host[NAME_SIZE], port[NAME_SIZE];
    if (!split(text_of(address), host, port, err))
        return false;
    struct addrinfo hints = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *list;
    int problem = getaddrinfo(host, port, &hints, &list);
    if (problem)
        return err_set(err, ERR_USAGE, "%s: %s", address, gai_strerror(problem));
    int fd = -1;
    for (struct addrinfo *at = list; at && fd < 0; at = at->ai_next)
        fd = open_one(at);
    bool is_open = fd >= 0 || err_set_errno(err, "cannot listen on %s", address);
    freeaddrinfo(list);
    if (is_open)
        *ret_fd = fd;
    return is_open;
}

const char *http_listen_host(const struct sockaddr *address, char at[HTTP_LISTEN_TEXT_SIZE])
{
    socklen_t size =
        address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    if (getnameinfo(address, size, at, HTTP_LISTEN_TEXT_SIZE, NULL, 0, NI_NUMERICHOST) != 0)
        snprintf(at, HTTP_LISTEN_TEXT_SIZE, "?");
    return at;
}

const char *http_listen_address(int fd, char at[HTTP_LISTEN_TEXT_SIZE])
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    char host[INET6_ADDRSTRLEN] = "?", port[8] = "?";
    if (getsockname(fd, (struct sockaddr *)&address, &size) == 0)
        getnameinfo((struct sockaddr *)&address, size, host, sizeof host, port, sizeof port,
            NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(
        at, HTTP_LISTEN_TEXT_SIZE, address.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
    return at;
}
