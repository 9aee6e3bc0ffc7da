/* SPDX-License-Identifier: Apache-2.0 */
/* Landlock: the kernel refuses this process files and connections, whatever its user may do.
   Example: if (!landlock_refuse_all(&err)) …say that this protection is missing… */
#ifndef SANDBOX_LANDLOCK_H
#define SANDBOX_LANDLOCK_H

#include "base/err.h"

/* Takes all rights that the kernel's Landlock knows from this process; open descriptors stay
   usable. Needs PR_SET_NO_NEW_PRIVS. Fails with ERR_UNSUPPORTED when the kernel has none or has it
   switched off. */
MUST_USE bool landlock_refuse_all(struct err *err);

/* What is left to a process. */
struct landlock_keep {
    const char
        *folder; /* whose files may be read, written, made and removed, and not run; or NULL */
    const char *const *
        readable; /* files and folders that may be read, up to a NULL, or NULL; one that is not there is passed over */
    bool may_connect; /* to other machines */
};

/* The same, but for what is kept. */
MUST_USE bool landlock_refuse_all_but(const struct landlock_keep *keep, struct err *err);

#endif
