/* SPDX-License-Identifier: Apache-2.0 */
/* What each SBOM of the fleet has. */
#include <stdio.h>

#include "base/attr.h"
#include "fleet_sbom.h"

/* 65536 × 2^(i/16): a power of two of a number with four binary places, without floating point. */
static const uint32_t powers[16] = {65536, 68438, 71468, 74632, 77936, 81386, 84990, 88752, 92682,
    96785, 101070, 105545, 110218, 115098, 120194, 125515};

/* The sum of four even chances is nearly normal; two to its power is nearly log-normal. */
static uint64_t draw_weight(uint64_t *state)
{
    uint64_t chance = fleet_next(state), sum = 0;
    for (int i = 0; i < 4; i++)
        sum += (chance >> (16 * i)) & 0xffff;
    uint64_t exponent = sum * 3 * 16 >> 16; /* 0 to 12, in sixteenths */
    return (uint64_t)powers[exponent % 16] << (exponent / 16);
}

void fleet_sbom_sizes(const struct fleet_world *world, uint32_t *sizes)
{
    static const uint32_t permille[] = {
        50, 25, 15, 10, 10}; /* the largest, of all components: 30,000 … */
    uint64_t state = fleet_mix(world->seed, 4), weights = 0;
    int64_t rest = world->component_count;
    uint32_t count = world->sbom_count, fixed = count > 50 ? (uint32_t)LEN_OF(permille) : 0;
    for (uint32_t i = 0; i < fixed; i++)
        rest -= sizes[i] = (uint32_t)(world->component_count * permille[i] / FLEET_MILLE);
    uint64_t first = state;
    for (uint32_t i = fixed; i + 1 < count; i++)
        weights += draw_weight(&state);
    sizes[count - 1] = 4;
    rest -= 4 * (int64_t)(count - fixed);
    int64_t left = rest;
    for (uint32_t i = fixed; i + 1 < count; i++) {
        uint64_t share = (uint64_t)rest * (draw_weight(&first) >> 8) / (weights >> 8);
        sizes[i] = 4 + (uint32_t)share;
        left -= (int64_t)share;
    }
    sizes[fixed] += (uint32_t)(left > 0 ? left : 0); /* what rounding left */
}

static int64_t left_of(const struct fleet_pool *pool)
{
    return pool->left > 1 ? pool->left : 1;
}

static int64_t sum_left(const struct fleet_world *world, bool is_system)
{
    int64_t sum = 0;
    for (unsigned i = 0; i < FLEET_POOLS; i++)
        sum += world->pools[i].row->is_system == is_system ? left_of(&world->pools[i]) : 0;
    return sum;
}

/* Chooses a pool in proportion to what is still to be drawn from it, so that the whole keeps the mix. */
static struct fleet_pool *choose_pool(struct fleet_world *world, bool is_system, uint64_t *state)
{
    int64_t at = (int64_t)fleet_below(state, (uint32_t)sum_left(world, is_system));
    for (unsigned i = 0; i < FLEET_POOLS; i++) {
        struct fleet_pool *pool = &world->pools[i];
        if (pool->row->is_system != is_system)
            continue;
        at -= left_of(pool);
        if (at < 0)
            return pool;
    }
    return &world->pools[FLEET_POOLS - 1];
}

/* A package version that the SBOM has not yet, if some tries find one. */
static struct fleet_entry *draw_new(struct fleet_pool *pool, uint32_t number, uint64_t *state)
{
    struct fleet_entry *entry = fleet_draw(pool, state);
    for (int i = 0; i < 6 && entry->seen_in == number; i++)
        entry = fleet_draw(pool, state);
    for (int i = 0; i < 64 && entry->seen_in == number; i++)
        entry = &pool->entries[((size_t)(entry - pool->entries) + 1) % pool->entry_count];
    return entry;
}

static void add_items(struct fleet_sbom *sbom, struct fleet_pool *pool, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct fleet_entry *entry = draw_new(pool, sbom->number, &sbom->state);
        *VEC_ADD(&sbom->items) = (struct fleet_item){
            .pool = pool, .entry = *entry, .is_again = entry->seen_in == sbom->number};
        entry->seen_in = sbom->number;
    }
    pool->left -= count;
}

static struct fleet_pool *go_pool(struct fleet_world *world)
{
    unsigned i = 0;
    while (world->pools[i].row->style != FLEET_GO)
        i++;
    return &world->pools[i];
}

/* Which of the services with the package that is everywhere this one is, from 1; 0: none. They are evenly spread. */
static uint32_t place_everywhere(const struct fleet_world *world, uint32_t number)
{
    uint64_t most = world->everywhere_count;
    uint64_t place = number * most / world->sbom_count;
    return place != (number - 1) * most / world->sbom_count ? (uint32_t)place : 0;
}

static void add_everywhere(struct fleet_sbom *sbom, struct fleet_world *world, uint32_t place)
{
    struct fleet_pool *pool = go_pool(world);
    struct fleet_entry entry = {.source = FLEET_EVERYWHERE,
        .version = (uint8_t)(FLEET_VERSION_FIRST + place % FLEET_VERSIONS_MOST)};
    *VEC_ADD(&sbom->items) = (struct fleet_item){.pool = pool, .entry = entry};
    pool->left--;
}

static void begin(struct fleet_sbom *sbom, const struct fleet_world *world, uint32_t number)
{
    sbom->number = number;
    sbom->state = fleet_mix(world->seed ^ 0x5b0a, number);
    sbom->items.len = 0;
    sbom->system = NULL;
}

void fleet_sbom_plan(
    struct fleet_sbom *sbom, struct fleet_world *world, uint32_t number, uint32_t size)
{
    begin(sbom, world, number);
    sbom->shape = fleet_below(&sbom->state, 100) < 60 ? FLEET_SYFT : FLEET_TRIVY;
    uint32_t place = place_everywhere(world, number);
    if (place) {
        add_everywhere(sbom, world, place);
        size--;
    }
    int64_t system = sum_left(world, true), language = sum_left(world, false);
    uint32_t of_system = (uint32_t)((int64_t)size * system / (system + language));
    bool is_image = size < 20 || fleet_below(&sbom->state, 10) != 0;
    if (is_image && of_system) {
        struct fleet_pool *pool = choose_pool(world, true, &sbom->state);
        sbom->system = pool;
        add_items(sbom, pool, of_system);
        size -= of_system;
    }
    uint32_t second = size * fleet_below(&sbom->state, 35) / 100;
    add_items(sbom, choose_pool(world, false, &sbom->state), size - second);
    add_items(sbom, choose_pool(world, false, &sbom->state), second);
}

void fleet_sbom_plan_large(struct fleet_sbom *sbom, struct fleet_world *world)
{
    /* Round after round over the same packages, each with other versions: some older, some newer than the fleet's. */
    static const int shifts[] = {0, -4, 4, 8, 12, -8, 16, 20};
    begin(sbom, world, UINT32_MAX);
    sbom->shape = FLEET_LEAN;
    sbom->system = &world->pools[0];
    for (unsigned i = 0; i < FLEET_POOLS; i++) {
        const struct fleet_pool *pool = &world->pools[i];
        int64_t count = fleet_share(pool, world->large_count);
        for (int64_t k = 0; k < count; k++) {
            struct fleet_entry entry = pool->entries[k % pool->entry_count];
            entry.version =
                (uint8_t)(entry.version + shifts[k / pool->entry_count % (int64_t)LEN_OF(shifts)]);
            *VEC_ADD(&sbom->items) = (struct fleet_item){.pool = pool, .entry = entry};
        }
    }
}
