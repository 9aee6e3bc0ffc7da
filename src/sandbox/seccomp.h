/* SPDX-License-Identifier: Apache-2.0 */
/* Seccomp: the kernel lets this process make only the system calls that reading bytes and handing
   over a result needs.
   Example: if (!seccomp_allow_little(false, &err)) _exit(1); */
#ifndef SANDBOX_SECCOMP_H
#define SANDBOX_SECCOMP_H

#include "base/err.h"

/* From here on: memory, open descriptors, memfds, time. Opening files fails unless it may, as does every unknown
   call; sockets, processes, other processes' memory and new programs kill. Cannot be undone. */
MUST_USE bool seccomp_allow_little(bool may_open_files, struct err *err);

#endif
