/* SPDX-License-Identifier: Apache-2.0 */
/* Services and parts as JSON. What hangs on them (parts, current SBOMs, counts of tickets) is read in a few statements, however
   many they are. Example: service_json_print(call, services, count, err) between api_list_open and api_list_close. */
#ifndef SBOM_SERVICE_JSON_H
#define SBOM_SERVICE_JSON_H

#include "sbom/service.h"

/* Adds an object for each service to the reply. */
MUST_USE bool service_json_print(
    struct api_call *call, const struct service *services, size_t count, struct err *err);
/* Adds an object for each part to the reply. */
MUST_USE bool service_json_print_parts(
    struct api_call *call, const struct service_part *parts, size_t count, struct err *err);

#endif
