/* SPDX-License-Identifier: Apache-2.0 */
/* The SBOMs of a made-up fleet, as Trivy (indented) and Syft (on one line) write CycloneDX JSON, and a lean one.
   Example: fleet_sbom_plan(&plan, &world, number, size); fleet_sbom_print(&plan, &world, &out); */
#ifndef FLEET_SBOM_H
#define FLEET_SBOM_H

#include "fleet_json.h"
#include "fleet_world.h"

/* Lean: what is needed to match, with licences and dependencies; the large SBOM fits the limit on size thanks to it. */
enum fleet_shape { FLEET_TRIVY, FLEET_SYFT, FLEET_LEAN };

struct fleet_item {
    const struct fleet_pool *pool;
    struct fleet_entry entry;
    bool is_again; /* the same package version at another place of the same SBOM */
};

struct fleet_sbom {
    uint32_t number; /* from 1 */
    enum fleet_shape shape;
    const struct fleet_pool *system; /* or NULL: what was scanned is no image */
    struct fleet_items {
        VEC(struct fleet_item);
    } items;
    uint64_t state;
};

/* Fills the sizes of all SBOMs: few of thousands, most of some hundred, one of 4 and one of 30,000 in the full fleet. */
void fleet_sbom_sizes(const struct fleet_world *world, uint32_t *sizes);

/* Chooses what an SBOM has. sbom must be zero or used before; VEC_DONE its items at the end. */
void fleet_sbom_plan(
    struct fleet_sbom *sbom, struct fleet_world *world, uint32_t number, uint32_t size);
/* The same for the one large SBOM, in which no package version occurs twice. */
void fleet_sbom_plan_large(struct fleet_sbom *sbom, struct fleet_world *world);

void fleet_sbom_print(struct fleet_sbom *sbom, const struct fleet_world *world, struct buf *out);

#endif
