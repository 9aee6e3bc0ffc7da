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

/* The same, but for the files in a folder, which may be read, written, made and removed, and not run. */
MUST_USE bool landlock_refuse_all_but(const char *folder, struct err *err);

#endif
