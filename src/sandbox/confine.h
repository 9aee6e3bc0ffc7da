/* SPDX-License-Identifier: Apache-2.0 */
/* Takes from this process all it does not need to turn bytes into other bytes.
   Example: struct text missing; confine_worker(&missing, &err) before the first byte of a stranger
   is read. */
#ifndef SANDBOX_CONFINE_H
#define SANDBOX_CONFINE_H

#include "base/err.h"
#include "base/text.h"

/* The sanitizers map terabytes of address space, so they cannot live under RLIMIT_AS. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CONFINE_IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CONFINE_IS_SANITIZED 1
#endif
#endif
#ifndef CONFINE_IS_SANITIZED
#define CONFINE_IS_SANITIZED 0
#endif

/* Limits on memory, processor time and file size, no core, no new privileges, not to be looked
   into; Landlock; seccomp. A kernel without Landlock is no failure: ret_missing then says so, else
   it is empty. */
MUST_USE bool confine_worker(struct text *ret_missing, struct err *err);
/* The same for a library that opens its files by their names: those in folder stay within its reach. */
MUST_USE bool confine_reader(const char *folder, struct text *ret_missing, struct err *err);
/* The same for who calls other servers: it may connect, start threads, and read what names are looked up by. */
MUST_USE bool confine_fetch(struct text *ret_missing, struct err *err);

#endif
