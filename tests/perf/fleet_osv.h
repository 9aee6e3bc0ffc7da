/* SPDX-License-Identifier: Apache-2.0 */
/* Advisories of a made-up world, shaped as those of osv.dev's dumps.
   Example: fleet_osv_init(&osv, &world, add, context); for each pool: fleet_osv_print_pool(&osv, pool); fleet_osv_done(&osv); */
#ifndef FLEET_OSV_H
#define FLEET_OSV_H

#include "fleet_json.h"
#include "fleet_world.h"

struct fleet_osv {
    const struct fleet_world *world;
    void (*add)(void *context, const char *id, struct text record);
    void *context;
    struct buf out;
    uint64_t flaw, state;
    int64_t record_count;
};

void fleet_osv_init(struct fleet_osv *osv, const struct fleet_world *world,
    void (*add)(void *context, const char *id, struct text record), void *context);
void fleet_osv_done(struct fleet_osv *osv);

/* Hands over the records of a pool one by one. */
void fleet_osv_print_pool(struct fleet_osv *osv, const struct fleet_pool *pool);
/* The one record about the package that is everywhere. Returns nothing else than fleet_osv_print_pool does. */
void fleet_osv_print_new(struct fleet_osv *osv, const struct fleet_pool *pool);

/* Returns the version number that mends the source's flaw, of which some service has a lower one; 0: it has no such flaw. */
unsigned fleet_osv_fixed(
    const struct fleet_world *world, const struct fleet_pool *pool, uint32_t source);

#endif
