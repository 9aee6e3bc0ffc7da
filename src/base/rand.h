/* SPDX-License-Identifier: Apache-2.0 */
/* Random bytes from the kernel, and ids made of time and chance.
   Example: int64_t id = rand_id(clock_now_us()); */
#ifndef BASE_RAND_H
#define BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

/* Fills at with size bytes fit for secrets. Aborts when the kernel gives none. */
void rand_bytes(void *at, size_t size);

/* Returns a positive 63-bit id: 42 bits of milliseconds since 1970, 21 random bits. Ids sort by the
   time of their making; two of one millisecond differ with probability 1 - 2^-21, and the primary
   key refuses the rest. */
int64_t rand_id(int64_t now_us);

/* Returns 128 random bits chosen once in this process: the key of in-memory hash tables. */
const uint64_t *rand_process_key(void);

#endif
