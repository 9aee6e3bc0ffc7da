/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_distinct.h"

#include "base/map.h"

struct match_distinct_slot {
    uint64_t hash; /* 0: free */
    uint32_t at, number;
};

void match_distinct_done(struct match_distinct *distinct)
{
    free(distinct->slots);
    *distinct = (struct match_distinct){0};
}

/* Keyed, so that hostile names cannot pile up; never 0. A factor between keeps the fields in their places. */
static uint64_t hash_of(const struct sbom_component *c)
{
    const struct text parts[] = {
        c->ecosystem, c->package, c->version, c->source_package, c->source_version, c->module};
    uint64_t hash = 0;
    for (size_t i = 0; i < LEN_OF(parts); i++)
        hash = hash * 0x9e3779b97f4a7c15u + (parts[i].len ? map_hash(parts[i]) : 1);
    return hash ? hash : 1;
}

static bool is_same(const struct sbom_component *a, const struct sbom_component *b)
{
    return text_eq(a->package, b->package) && text_eq(a->version, b->version) &&
           text_eq(a->ecosystem, b->ecosystem) && text_eq(a->source_package, b->source_package) &&
           text_eq(a->source_version, b->source_version) && text_eq(a->module, b->module);
}

static struct match_distinct_slot *find_slot(const struct match_distinct *distinct,
    const struct sbom_component *components, uint32_t at, uint64_t hash)
{
    size_t i = hash & (distinct->room - 1);
    for (;; i = (i + 1) & (distinct->room - 1)) {
        struct match_distinct_slot *slot = &distinct->slots[i];
        if (slot->hash == 0 ||
            (slot->hash == hash && is_same(&components[slot->at], &components[at])))
            return slot;
    }
}

/* At most three quarters full, so that a free slot is near. */
static void make_room(struct match_distinct *distinct)
{
    struct match_distinct old = *distinct;
    if (old.len * 4 < old.room * 3)
        return;
    distinct->room = old.room ? old.room * 2 : 64;
    distinct->slots = calloc(distinct->room, sizeof *distinct->slots);
    if (!distinct->slots)
        err_panic("out of memory");
    for (size_t i = 0; i < old.room; i++) {
        size_t to = old.slots[i].hash & (distinct->room - 1);
        while (old.slots[i].hash && distinct->slots[to].hash)
            to = (to + 1) & (distinct->room - 1);
        if (old.slots[i].hash)
            distinct->slots[to] = old.slots[i];
    }
    free(old.slots);
}

bool match_distinct_add(struct match_distinct *distinct, const struct sbom_component *components,
    uint32_t at, uint32_t number, uint32_t *ret_number)
{
    make_room(distinct);
    uint64_t hash = hash_of(&components[at]);
    struct match_distinct_slot *slot = find_slot(distinct, components, at, hash);
    bool is_first = slot->hash == 0;
    if (is_first) {
        *slot = (struct match_distinct_slot){hash, at, number};
        distinct->len++;
    }
    *ret_number = slot->number;
    return is_first;
}
