/* SPDX-License-Identifier: Apache-2.0 */
/* Messages between two processes over a socket: a length, then that many bytes, and a descriptor if
   one comes along.
   Example: channel_send(socket, TEXT("read this"), fd, err); channel_receive(socket, until_us,
   &message, &fd, err); */
#ifndef SANDBOX_CHANNEL_H
#define SANDBOX_CHANNEL_H

#include "base/buf.h"
#include "base/err.h"

/* Sends a message, with a copy of fd unless that is -1. Fails with ERR_SYSTEM when the other side
   is gone. */
MUST_USE bool channel_send(int socket, struct text message, int fd, struct err *err);

/* Receives one message into ret_message (an initialised buf, whose maximum caps the length) until
   clock_steady_us passes until_us; INT64_MAX waits for ever. ret_fd gets the descriptor, or -1;
   when it is NULL, none is taken. Fails with ERR_NOT_FOUND at the end of the stream, ERR_BUSY when
   time is up, ERR_LIMIT when it is too long, ERR_SYSTEM else. */
MUST_USE bool channel_receive(
    int socket, int64_t until_us, struct buf *ret_message, int *ret_fd, struct err *err);

#endif
