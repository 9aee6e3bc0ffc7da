/* SPDX-License-Identifier: Apache-2.0 */
/* Short names for the compiler attributes that the house uses: MUST_USE bool f(void); */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))
#define NORETURN __attribute__((noreturn))

/* Number of elements of an array (not of a pointer). */
#define LEN_OF(array) (sizeof(array) / sizeof((array)[0]))

/* For a large scratch variable in a hot place, which the build would otherwise fill with zeros (-ftrivial-auto-var-init). */
#define NOT_ZEROED __attribute__((uninitialized))

#endif
