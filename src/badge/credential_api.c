/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/credential_api.h"

#include "account/api_public.h"
#include "badge/credential_form.h"

/* Revoking shows soon; a list of a day costs little. */
#define FRESH "public, max-age=60"

static struct credential_issuer issuer_of(const struct api_call *call)
{
    return (struct credential_issuer){.db = call->db,
        .vault = call->tools->vault,
        .url = text_of(call->tools->url),
        .now_us = call->now_us};
}

static struct text query_word(const struct api_call *call, const char *name)
{
    struct text word = {"", 0};
    http_query(call->request, name, &word);
    return word;
}

/* A picture is of the recipient's own making: it goes where the recipient puts it. */
static void name_file(struct api_call *call, const struct badge *badge, const char *end)
{
    http_reply_header(call->reply, "Content-Disposition",
        arena_format(call->arena, "inline; filename=\"%.*s.%s\"", TEXT_ARG(badge->of.slug), end));
}

static bool print_form(struct api_call *call, const struct badge *badge,
    const struct credential_order *order, enum credential_form form, struct err *err)
{
    struct credential_issuer issuer = issuer_of(call);
    /* Who somebody is, or what an entry says, is kept nowhere. */
    if (order->identity == CREDENTIAL_NOBODY && !order->is_open)
        issuer.cache = call->tools->credentials;
    if (!credential_form_print(&call->reply->body, form, &issuer, badge, order, call->arena, err))
        return false;
    call->reply->type = credential_form_type(form);
    name_file(call, badge, credential_form_word(form));
    return true;
}

/* -- for who sees it -- */

static bool read_order(const struct api_call *call, struct credential_order *order, struct err *err)
{
    return credential_read_alg(query_word(call, "alg"), &order->alg, err) &&
           credential_read_identity(query_word(call, "identity"), &order->identity, err) &&
           api_query_flag(call, "open", &order->is_open, err);
}

static bool show(struct api_call *call, enum credential_form form, struct err *err)
{
    struct badge badge;
    struct credential_order order = {0};
    int64_t id;
    return read_order(call, &order, err) && api_param_id(call, "badge", &id, err) &&
           badge_find(call->db, &call->who, id, call->arena, &badge, err) &&
           credential_form_check(&call->who, &badge, &order, err) &&
           print_form(call, &badge, &order, form, err);
}

static bool show_credential(struct api_call *call, struct err *err)
{
    return show(call, CREDENTIAL_JWT, err);
}

static bool show_svg(struct api_call *call, struct err *err)
{
    return show(call, CREDENTIAL_SVG, err);
}

static bool show_png(struct api_call *call, struct err *err)
{
    return show(call, CREDENTIAL_PNG, err);
}

/* -- for everybody -- */

static bool show_shared(struct api_call *call, enum credential_form form, struct err *err)
{
    struct badge badge;
    struct credential_order order = {0};
    api_public_open(call);
    if (!credential_read_alg(query_word(call, "alg"), &order.alg, err) ||
        !badge_find_shared(
            call->db, http_param(call->request, "share"), call->arena, &badge, err) ||
        !print_form(call, &badge, &order, form, err))
        return false;
    api_public_cache(call, FRESH);
    return true;
}

static bool show_shared_credential(struct api_call *call, struct err *err)
{
    return show_shared(call, CREDENTIAL_JWT, err);
}

static bool show_shared_svg(struct api_call *call, struct err *err)
{
    return show_shared(call, CREDENTIAL_SVG, err);
}

static bool show_shared_png(struct api_call *call, struct err *err)
{
    return show_shared(call, CREDENTIAL_PNG, err);
}

static bool show_status(struct api_call *call, struct err *err)
{
    struct credential_issuer issuer = issuer_of(call);
    enum jwk_alg alg;
    int64_t list;
    issuer.cache = call->tools->credentials;
    api_public_open(call);
    if (!credential_read_alg(query_word(call, "alg"), &alg, err))
        return false;
    if (!text_read_i64(http_param(call->request, "list"), &list))
        return err_set(err, ERR_NOT_FOUND, "there is no such status list");
    if (!credential_print_status(&call->reply->body, &issuer, list, alg, call->arena, err))
        return false;
    call->reply->type = "application/vc+jwt";
    api_public_cache(call, FRESH);
    return true;
}

const struct api_route credential_api_routes[] = {
    {"GET", "/api/v1/badges/{badge}/credential", RIGHT_BADGE_READ, show_credential, 0},
    {"GET", "/api/v1/badges/{badge}/badge.svg", RIGHT_BADGE_READ, show_svg, 0},
    {"GET", "/api/v1/badges/{badge}/badge.png", RIGHT_BADGE_READ, show_png, 0},
    {"GET", "/api/v1/public/badges/{share}/credential.jwt", RIGHT_ANYONE, show_shared_credential,
        0},
    {"GET", "/api/v1/public/badges/{share}/badge.svg", RIGHT_ANYONE, show_shared_svg, 0},
    {"GET", "/api/v1/public/badges/{share}/badge.png", RIGHT_ANYONE, show_shared_png, 0},
    {"GET", "/api/v1/public/status-lists/{list}", RIGHT_ANYONE, show_status, 0},
    {0},
};
