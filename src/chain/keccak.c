/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/keccak.h"

#include <nettle/sha3.h>

/* The rate for 256 bits: 1600 bits of state less twice 256 of capacity. */
enum { RATE_BYTES = 136, LANE_BYTES = 8 };

/* Mixes one block of the rate's size into the state: lanes are little-endian. */
static void absorb(struct sha3_state *state, const unsigned char *block)
{
    for (size_t i = 0; i < RATE_BYTES; i++)
        state->a[i / LANE_BYTES] ^= (uint64_t)block[i] << 8 * (i % LANE_BYTES);
    sha3_permute(state);
}

void keccak_of(struct text bytes, unsigned char ret_digest[KECCAK_SIZE])
{
    struct sha3_state state = {0};
    unsigned char last[RATE_BYTES] = {0};
    struct text rest = bytes;
    for (; rest.len >= RATE_BYTES; rest = text_from(rest, RATE_BYTES))
        absorb(&state, (const unsigned char *)rest.at);
    if (rest.len)
        memcpy(last, rest.at, rest.len);
    /* The Keccak submission pads with 1 and 1; FIPS 202 puts 01 in front, which is why its 06 is a 01 here. */
    last[rest.len] = 0x01;
    last[RATE_BYTES - 1] |= 0x80;
    absorb(&state, last);
    for (size_t i = 0; i < KECCAK_SIZE; i++)
        ret_digest[i] = (unsigned char)(state.a[i / LANE_BYTES] >> 8 * (i % LANE_BYTES));
}

void keccak_of_pair(const unsigned char a[KECCAK_SIZE], const unsigned char b[KECCAK_SIZE],
    unsigned char ret_digest[KECCAK_SIZE])
{
    unsigned char both[2 * KECCAK_SIZE];
    memcpy(both, a, KECCAK_SIZE);
    memcpy(both + KECCAK_SIZE, b, KECCAK_SIZE);
    keccak_of((struct text){(const char *)both, sizeof both}, ret_digest);
}

void keccak_selector(struct text signature, unsigned char ret_selector[KECCAK_SELECTOR_SIZE])
{
    unsigned char digest[KECCAK_SIZE];
    keccak_of(signature, digest);
    memcpy(ret_selector, digest, KECCAK_SELECTOR_SIZE);
}
