/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/credential_api.h"

#include "account/api_public.h"
#include "badge/badge_png.h"
#include "badge/bake.h"
#include "badge/credential.h"

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

static void draw(struct buf *out, const struct badge *badge)
{
    struct badge_art art = badge->of.art;
    art.is_self_certified = badge_is_self_certified(badge);
    badge_art_draw(out, &art);
}

enum form { FORM_JWT, FORM_SVG, FORM_PNG };

static bool print_picture(
    struct buf *out, const struct badge *badge, enum form form, struct text jwt, struct err *err)
{
    struct buf svg, png;
    buf_init(&svg, SIZE_MAX);
    buf_init(&png, SIZE_MAX);
    draw(&svg, badge);
    bool is_ok = form == FORM_SVG ? bake_svg(out, buf_text(&svg), jwt, err)
                                  : badge_png_draw(&png, buf_text(&svg), BADGE_PNG_USUAL, err) &&
                                        bake_png(out, buf_text(&png), jwt, err);
    buf_done(&png);
    buf_done(&svg);
    return is_ok;
}

static bool print_form(struct api_call *call, const struct badge *badge,
    const struct credential_order *order, enum form form, struct err *err)
{
    static const struct {
        const char *type, *end;
    } forms[] = {{"application/vc+jwt", "jwt"}, {"image/svg+xml", "svg"}, {"image/png", "png"}};
    struct credential_issuer issuer = issuer_of(call);
    struct buf jwt, *out = &call->reply->body;
    buf_init(&jwt, SIZE_MAX);
    bool is_ok = credential_print(&jwt, &issuer, badge, order, call->arena, err);
    if (is_ok && form == FORM_JWT)
        buf_add(out, buf_text(&jwt));
    else if (is_ok)
        is_ok = print_picture(out, badge, form, buf_text(&jwt), err);
    buf_done(&jwt);
    if (!is_ok)
        return false;
    call->reply->type = forms[form].type;
    name_file(call, badge, forms[form].end);
    return true;
}

/* -- for who sees it -- */

static bool read_order(const struct api_call *call, struct credential_order *order, struct err *err)
{
    return credential_read_alg(query_word(call, "alg"), &order->alg, err) &&
           credential_read_identity(query_word(call, "identity"), &order->identity, err) &&
           api_query_flag(call, "open", &order->is_open, err);
}

/* Who somebody is, or what the entry says, is told by the one whom it praises, and by nobody else; of a team, by whoever sees its badge. */
static bool may_tell(const struct api_call *call, const struct badge *badge,
    const struct credential_order *order, struct err *err)
{
    bool is_plain = order->identity == CREDENTIAL_NOBODY && !order->is_open;
    bool is_own = !badge->account_id || badge->account_id == call->who.account_id;
    return is_plain || is_own ||
           err_set(err, ERR_FORBIDDEN, "identity and open: are for the badge's recipient");
}

static bool show(struct api_call *call, enum form form, struct err *err)
{
    struct badge badge;
    struct credential_order order = {0};
    int64_t id;
    return read_order(call, &order, err) && api_param_id(call, "badge", &id, err) &&
           badge_find(call->db, &call->who, id, call->arena, &badge, err) &&
           may_tell(call, &badge, &order, err) && print_form(call, &badge, &order, form, err);
}

static bool show_credential(struct api_call *call, struct err *err)
{
    return show(call, FORM_JWT, err);
}

static bool show_svg(struct api_call *call, struct err *err)
{
    return show(call, FORM_SVG, err);
}

static bool show_png(struct api_call *call, struct err *err)
{
    return show(call, FORM_PNG, err);
}

/* -- for everybody -- */

static bool show_shared(struct api_call *call, enum form form, struct err *err)
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
    return show_shared(call, FORM_JWT, err);
}

static bool show_shared_svg(struct api_call *call, struct err *err)
{
    return show_shared(call, FORM_SVG, err);
}

static bool show_shared_png(struct api_call *call, struct err *err)
{
    return show_shared(call, FORM_PNG, err);
}

static bool show_status(struct api_call *call, struct err *err)
{
    struct credential_issuer issuer = issuer_of(call);
    enum jwk_alg alg;
    int64_t list;
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
