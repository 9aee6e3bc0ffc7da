/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_qr_api.h"

#include "badge/badge.h"
#include "badge/badge_api.h"
#include "codec/qr.h"

#include <inttypes.h>

static bool show(struct api_call *call, struct err *err)
{
    int64_t id;
    struct badge badge;
    struct text url = badge_api_url(call);
    if (!api_param_id(call, "badge", &id, err) ||
        !badge_find(call->db, &call->who, id, call->arena, &badge, err))
        return false;
    call->reply->type = "image/svg+xml";
    return qr_print_svg(&call->reply->body,
        arena_format(call->arena, "%.*s/badges/%" PRId64, TEXT_ARG(url), badge.id), err);
}

const struct api_route badge_qr_api_routes[] = {
    {"GET", "/api/v1/badges/{badge}/qr.svg", RIGHT_BADGE_READ, show, 0},
    {0},
};
