/* SPDX-License-Identifier: Apache-2.0 */
/* This program started again as another process with one task, joined to us by a socket.
   Example: role_start(&role, "worker", err) runs "kenzen --role=worker", whose main calls
   role_of(argc, argv). */
#ifndef SANDBOX_ROLE_H
#define SANDBOX_ROLE_H

#include <sys/types.h>

#include "base/err.h"
#include "base/text.h"

/* The number that the socket has in the new process. */
enum { ROLE_SOCKET = 3 };

struct role {
    pid_t pid;
    int socket;
};

/* Starts the program again with an empty environment and no descriptor but the socket. It is killed
   when the calling *thread* ends: PR_SET_PDEATHSIG goes by threads. */
MUST_USE bool role_start(struct role *ret_role, const char *name, struct err *err);

/* Kills the process and waits for its end. Returns how it ended, in words for a log: "exit=0",
   "signal=31". */
struct text role_end(struct role *role, char at[32]);

/* Returns the role that this process was started for, or an empty text: it is the program
   itself. */
struct text role_of(int argc, const char *const *argv);

#endif
