/* SPDX-License-Identifier: Apache-2.0 */
/* Seccomp: the kernel lets this process make only the system calls that reading bytes and handing
   over a result needs.
   Example: if (!seccomp_allow_little(SECCOMP_NOTHING, &err)) _exit(1); */
#ifndef SANDBOX_SECCOMP_H
#define SANDBOX_SECCOMP_H

#include "base/err.h"

enum seccomp_more {
    SECCOMP_NOTHING,
    SECCOMP_FILES,   /* may open, make and remove files */
    SECCOMP_NETWORK, /* may connect over IPv4 and IPv6, start threads, and open files to read them */
};

/* From here on: memory, open descriptors, memfds, time, and what more says. Opening files fails unless it may, as does every
   unknown call; sockets, processes, other processes' memory and new programs kill. Cannot be undone. */
MUST_USE bool seccomp_allow_little(enum seccomp_more more, struct err *err);

#endif
