/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/rand.h"

enum { FIRST_ROOM = 16 };

struct map_slot {
    struct text key; /* at is NULL in a free slot */
    uint32_t hash;
    uint32_t value;
};

static uint64_t rotate(uint64_t x, unsigned by)
{
    return (x << by) | (x >> (64 - by));
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[1] = rotate(v[1], 13) ^ v[0], v[0] = rotate(v[0], 32);
    v[2] += v[3], v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3], v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1], v[1] = rotate(v[1], 17) ^ v[2], v[2] = rotate(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
}

/* SipHash-1-3: that of Aumasson and Bernstein (2012) with fewer rounds, as hash tables elsewhere take it. */
static uint64_t sip_hash(struct text t, const uint64_t key[2])
{
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d,
        key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573};
    size_t i = 0;
    for (; i + 8 <= t.len; i += 8) {
        uint64_t word;
        memcpy(&word, t.at + i, 8);
        sip_word(v, word);
    }
    uint64_t last = (uint64_t)t.len << 56;
    for (size_t k = 0; i + k < t.len; k++)
        last |= (uint64_t)(unsigned char)t.at[i + k] << (8 * k);
    sip_word(v, last);
    v[2] ^= 0xff;
    for (int round = 0; round < 3; round++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t map_hash(struct text t)
{
    return sip_hash(t, rand_process_key());
}

void map_done(struct map *map)
{
    if (!map)
        return;
    free(map->slots);
    *map = (struct map){0};
}

static struct map_slot *slot_of(const struct map *map, struct text key, uint32_t hash)
{
    size_t i = hash & (map->room - 1);
    while (map->slots[i].key.at && (map->slots[i].hash != hash || !text_eq(map->slots[i].key, key)))
        i = (i + 1) & (map->room - 1);
    return &map->slots[i];
}

static void grow(struct map *map, size_t room)
{
    struct map grown = {.room = room, .len = map->len};
    grown.slots = calloc(grown.room, sizeof *grown.slots);
    if (!grown.slots)
        err_panic("out of memory");
    for (size_t i = 0; i < map->room; i++)
        if (map->slots[i].key.at)
            *slot_of(&grown, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    free(map->slots);
    *map = grown;
}

void map_expect(struct map *map, size_t more)
{
    size_t room = map->room ? map->room : FIRST_ROOM;
    while ((map->len + more) * 4 >= room * 3)
        room *= 2;
    if (room > map->room)
        grow(map, room);
}

bool map_add(struct map *map, struct text key, uint32_t value, uint32_t *ret_old)
{
    if (map->len * 4 >= map->room * 3)
        grow(map, map->room ? map->room * 2 : FIRST_ROOM);
    if (!key.at)
        key = TEXT("");
    uint32_t hash = (uint32_t)map_hash(key);
    struct map_slot *slot = slot_of(map, key, hash);
    if (slot->key.at) {
        if (ret_old)
            *ret_old = slot->value;
        return false;
    }
    *slot = (struct map_slot){.key = key, .hash = hash, .value = value};
    map->len++;
    return true;
}

static struct map_slot *find_slot(const struct map *map, struct text key)
{
    if (map->room == 0)
        return NULL;
    struct map_slot *slot = slot_of(map, key, (uint32_t)map_hash(key));
    return slot->key.at ? slot : NULL;
}

bool map_find(const struct map *map, struct text key, uint32_t *ret_value)
{
    struct map_slot *slot = find_slot(map, key);
    if (slot && ret_value)
        *ret_value = slot->value;
    return slot != NULL;
}

void map_find_many(const struct map *map, const struct text *keys, size_t count, uint32_t absent,
    uint32_t *ret_values)
{
    uint32_t hashes[MAP_MANY];
    for (size_t i = 0; i < count; i++)
        ret_values[i] = absent;
    if (map->room == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        hashes[i] = (uint32_t)map_hash(keys[i]);
        __builtin_prefetch(&map->slots[hashes[i] & (map->room - 1)]);
    }
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(map->slots[hashes[i] & (map->room - 1)].key.at);
    for (size_t i = 0; i < count; i++) {
        const struct map_slot *slot = slot_of(map, keys[i], hashes[i]);
        if (slot->key.at)
            ret_values[i] = slot->value;
    }
}

bool map_set(struct map *map, struct text key, uint32_t value)
{
    struct map_slot *slot = find_slot(map, key);
    if (slot)
        slot->value = value;
    return slot != NULL;
}

uint64_t map_stable_hash(struct text t)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < t.len; i++)
        hash = (hash ^ (unsigned char)t.at[i]) * 0x100000001b3;
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93;
    return hash ^ (hash >> 32);
}
