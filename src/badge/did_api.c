/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/did_api.h"

#include "account/api_public.h"
#include "badge/did_issuer.h"

static bool show_document(struct api_call *call, struct err *err)
{
    const struct did_issuer issuer = {
        call->db, call->tools->vault, text_of(call->tools->url), call->now_us};
    api_public_open(call);
    if (!did_issuer_print(&call->reply->body, &issuer, call->arena, err))
        return false;
    call->reply->type = "application/did+json";
    api_public_cache(call, "public, max-age=300");
    return true;
}

const struct api_route did_api_routes[] = {
    {"GET", "/.well-known/did.json", RIGHT_ANYONE, show_document, 0},
    {0},
};
