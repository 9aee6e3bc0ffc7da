/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table from text to a number, with keys that it borrows: for interning and look-ups.
   Example: struct map m = {0}; if (map_add(&m, name, (uint32_t)i, &old)) …new…; map_done(&m);
   The hash is SipHash-1-3 with a key of this process, so hostile names cannot pile up in one slot. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/text.h"

struct map_slot;

struct map {
    struct map_slot *slots;
    size_t room; /* a power of two, or 0 */
    size_t len;
};

void map_done(struct map *map);

/* Makes room for so many more keys at once, when their number is known and within limits. */
void map_expect(struct map *map, size_t more);

/* Adds key → value if key is not there and returns true. Else returns false, changes nothing, and
   stores the value it has in ret_old (which may be NULL). key must outlive the map. */
bool map_add(struct map *map, struct text key, uint32_t value, uint32_t *ret_old);

/* Returns whether key is there; stores its value in ret_value (which may be NULL). */
bool map_find(const struct map *map, struct text key, uint32_t *ret_value);

/* The same for up to MAP_MANY keys, whose values or absent come into ret_values: in a large map, what the look-ups read is
   asked for before the first of them waits for it. */
enum { MAP_MANY = 16 };
void map_find_many(const struct map *map, const struct text *keys, size_t count, uint32_t absent,
    uint32_t *ret_values);

/* Replaces the value of a key that is there; returns false when it is not. */
bool map_set(struct map *map, struct text key, uint32_t value);

/* Returns the hash that maps use: keyed, so that hostile texts cannot be chosen to share one. It
   differs from process to process. */
uint64_t map_hash(struct text t);

/* Returns a hash of t that is the same in every process and run, for files. Not for hostile keys
   in memory. FNV-1a, 64 bits, with a final mix. */
uint64_t map_stable_hash(struct text t);

#endif
