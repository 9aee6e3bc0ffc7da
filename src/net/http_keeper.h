/* SPDX-License-Identifier: Apache-2.0 */
/* Looks after connections where the library does not: cuts those whose request head does not come,
   and lets those that were refused in the middle of a body hear why.
   Example: connection = http_keeper_add(keeper, fd); … http_keeper_remove(keeper, connection);

   A socket that is closed with bytes unread resets the connection, and its peer may lose the reply
   that was sent. So it is read to its end, for a while, after we have said ours (RFC 9112, 9.6). */
#ifndef NET_HTTP_KEEPER_H
#define NET_HTTP_KEEPER_H

#include <stdint.h>

#include "base/err.h"

struct http_keeper;
struct http_keeper_connection;

struct http_keeper_options {
    int64_t head_ms;   /* for a head to come in, since the connection's start or the last reply */
    int64_t linger_ms; /* for a refused peer to stop sending */
};

/* Starts a thread. */
MUST_USE bool http_keeper_new(
    struct http_keeper **ret_keeper, const struct http_keeper_options *options, struct err *err);
/* All connections must have been removed. */
void http_keeper_free(struct http_keeper *keeper);

/* The socket of a connection, which waits for its first head; it must stay open until it is
   removed. */
struct http_keeper_connection *http_keeper_add(struct http_keeper *keeper, int fd);
/* Call before closing the socket. */
void http_keeper_remove(struct http_keeper *keeper, struct http_keeper_connection *connection);

/* A head is there; a request has ended and the next head is waited for. */
void http_keeper_end_head(struct http_keeper *keeper, struct http_keeper_connection *connection);
void http_keeper_begin_head(struct http_keeper *keeper, struct http_keeper_connection *connection);
/* What comes after this request is not read by anybody: linger when it is removed. */
void http_keeper_linger(struct http_keeper *keeper, struct http_keeper_connection *connection);

#endif
