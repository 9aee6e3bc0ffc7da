/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of services and their parts; the table ends with a row without a method.
   Example: POST /api/v1/services {"team_id": "7", "name": "shop", "exposure": "open"} */
#ifndef SBOM_SERVICE_API_H
#define SBOM_SERVICE_API_H

#include "account/api.h"
#include "sbom/service.h"

extern const struct api_route service_api_routes[];

/* PATCH /api/v1/services/{service}, whose route a later floor has: after, which gets the call as its context, does what else
   must follow in the same transaction (service_change). */
MUST_USE bool service_api_change(struct api_call *call, db_work after, struct err *err);

/* Reads the service of the path, for which the caller has the right, with the inputs that the body changes: to try what a change
   would do. Texts that the body has are gone. */
MUST_USE bool service_api_read_change(
    struct api_call *call, enum right right, struct service *ret_service, struct err *err);

#endif
