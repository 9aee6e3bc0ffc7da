/* SPDX-License-Identifier: Apache-2.0 */
/* The socket that a server listens on, from an address as people write it.
   Example: http_listen_open("127.0.0.1:0", &fd, err) gives a socket on a free port. */
#ifndef NET_HTTP_LISTEN_H
#define NET_HTTP_LISTEN_H

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/text.h"

enum { HTTP_LISTEN_TEXT_SIZE = INET6_ADDRSTRLEN + 8 };

/* Opens a listening socket on HOST:PORT, where HOST is a name, an IPv4 address or an IPv6 address
   in brackets, and port 0 means a free one. Fails with ERR_USAGE for an address that cannot be read
   or found, ERR_SYSTEM when it cannot be had. */
MUST_USE bool http_listen_open(const char *address, int *ret_fd, struct err *err);

/* Writes the address that a socket is bound to, "127.0.0.1:8080" or "[::1]:8080". Returns at. */
const char *http_listen_address(int fd, char at[HTTP_LISTEN_TEXT_SIZE]);
/* Writes an address without its port. Returns at. */
const char *http_listen_host(const struct sockaddr *address, char at[HTTP_LISTEN_TEXT_SIZE]);

#endif
