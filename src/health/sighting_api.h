/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of sightings; the table ends with a row without a method.
   Example: POST /api/v1/sightings {"team_id": "…", "kind": "indicator", "indicator_type": "ipv4", "value": "203.0.113.7"} */
#ifndef HEALTH_SIGHTING_API_H
#define HEALTH_SIGHTING_API_H

#include "health/sighting.h"

extern const struct api_route sighting_api_routes[];

/* Adds a sighting as people see it: docs/api.yaml, Sighting. */
void sighting_api_print(struct buf *out, const struct sighting *sighting);

#endif
