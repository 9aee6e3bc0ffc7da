/* SPDX-License-Identifier: Apache-2.0 */
/* Chance that depends on nothing but what it is asked about: the same seed gives the same year on every machine, in whatever order
   it is worked off. Example: if (chance_permille(chance_of(seed, key, CHANCE_FATE)) < 80) … */
#ifndef HISTORY_CHANCE_H
#define HISTORY_CHANCE_H

#include <stdint.h>

#include "base/text.h"

/* What is drawn, so that two questions about one thing do not get the same answer. */
enum chance_what {
    CHANCE_WORLD = 1,
    CHANCE_FLAW,
    CHANCE_SBOM,
    CHANCE_UPLOAD,
    CHANCE_ACKNOWLEDGE,
    CHANCE_FIX,
    CHANCE_FATE,
    CHANCE_PERSON,
    CHANCE_WORDS,
    CHANCE_MINUTES,
};

static inline uint64_t chance_mix(uint64_t a, uint64_t b)
{
    uint64_t x = a + UINT64_C(0x9e3779b97f4a7c15) * (b + 1);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static inline uint64_t chance_of(uint64_t seed, uint64_t key, enum chance_what what)
{
    return chance_mix(chance_mix(seed, key), what);
}

/* FNV-1a. */
static inline uint64_t chance_key(uint64_t start, struct text text)
{
    uint64_t hash = start ^ UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static inline unsigned chance_below(uint64_t chance, unsigned bound)
{
    return (unsigned)((chance >> 33) % bound);
}

#endif
