/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes handed from one process to another in a sealed memfd: once mapped, neither side can change
   them or take them away.
   Example: sealed_write(bytes, &fd, err) here, sealed_open(&sealed, fd, max, err) there. */
#ifndef SANDBOX_SEALED_H
#define SANDBOX_SEALED_H

#include "base/err.h"
#include "base/text.h"

struct sealed {
    struct text bytes; /* mapped read-only */
};

/* Copies bytes into a new sealed memfd. */
MUST_USE bool sealed_write(struct text bytes, int *ret_fd, struct err *err);

/* Maps the bytes of a memfd that is sealed against every change; fd is closed in any case. Fails
   with ERR_SYSTEM when it is no memfd or lacks a seal, ERR_LIMIT when it is longer than
   max_bytes. */
MUST_USE bool sealed_open(struct sealed *ret_sealed, int fd, size_t max_bytes, struct err *err);
void sealed_done(struct sealed *sealed);

#endif
