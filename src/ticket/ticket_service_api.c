/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_service_api.h"

#include "sbom/service_api.h"
#include "ticket/ticket_redecide.h"

static bool redecide(struct db *db, void *context, struct err *err)
{
    const struct api_call *call = context;
    struct ticket_cause_of_sync why = {.account_id = call->who.account_id, .now_us = call->now_us};
    struct arena arena;
    int64_t id;
    arena_init(&arena, SIZE_MAX);
    bool is_done = api_param_id(call, "service", &id, err) &&
                   ticket_redecide(db, &(struct ticket_redecide_of){.service_id = id},
                       &(struct ticket_redecision){.cause = "service", .why = &why}, &arena, err);
    arena_done(&arena);
    return is_done;
}

static bool change_service(struct api_call *call, struct err *err)
{
    return service_api_change(call, redecide, err);
}

const struct api_route ticket_service_api_routes[] = {
    {"PATCH", "/api/v1/services/{service}", RIGHT_SERVICE_CHANGE, change_service, 0},
    {0},
};
