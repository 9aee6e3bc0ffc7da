/* SPDX-License-Identifier: Apache-2.0 */
/* What a service is made of, and how that becomes an SBOM.
   Example: parts_init(&parts, &world, service); parts_update(&parts, …); history_sbom_print(service, &parts, 3, &out) */
#ifndef HISTORY_SBOM_H
#define HISTORY_SBOM_H

#include "history_cast.h"

enum parts_want { PARTS_NOTHING, PARTS_LATEST, PARTS_OUT };

/* The number of the version that it has of each package; 0: it has none. wants: what is to become of it next time, enum parts_want. */
struct history_parts {
    unsigned version[WORLD_ECOSYSTEMS][WORLD_PACKAGES_MOST];
    unsigned char wants[WORLD_ECOSYSTEMS][WORLD_PACKAGES_MOST];
};

/* As a service is when its first SBOM is made. */
void history_sbom_init(struct history_parts *parts, const struct world *world, unsigned service);
/* As it is when its next SBOM is made, number counting them from 1. */
void history_sbom_update(
    struct history_parts *parts, const struct world *world, unsigned service, unsigned number);
void history_sbom_print(unsigned service, const struct history_parts *parts, unsigned number,
    int64_t made_us, struct buf *out);

/* Marks the package that a ticket is of, if it is not to go already; false when the service has none such. ecosystem: "npm",
   "Debian:12". */
bool history_sbom_want(
    struct history_parts *parts, struct text ecosystem, struct text package, enum parts_want want);

#endif
