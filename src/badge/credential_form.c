/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/credential_form.h"

#include "badge/badge_png.h"
#include "badge/bake.h"

static const struct {
    const char *word, *type;
} forms[] = {{"jwt", "application/vc+jwt"}, {"svg", "image/svg+xml"}, {"png", "image/png"}};

const char *credential_form_word(enum credential_form form)
{
    return forms[form].word;
}

const char *credential_form_type(enum credential_form form)
{
    return forms[form].type;
}

bool credential_form_read(struct text word, enum credential_form *ret_form)
{
    for (size_t i = 0; i < LEN_OF(forms); i++)
        if (text_is(word, forms[i].word)) {
            *ret_form = (enum credential_form)i;
            return true;
        }
    return false;
}

bool credential_form_check(const struct api_principal *who, const struct badge *badge,
    const struct credential_order *order, struct err *err)
{
    bool is_plain = order->identity == CREDENTIAL_NOBODY && !order->is_open;
    bool is_own = !badge->account_id || badge->account_id == who->account_id;
    return is_plain || is_own ||
           err_set(err, ERR_FORBIDDEN, "identity and open: are for the badge's recipient");
}

static void draw(struct buf *out, const struct badge *badge)
{
    struct badge_art art = badge->of.art;
    art.is_self_certified = badge_is_self_certified(badge);
    badge_art_draw(out, &art);
}

static bool print_picture(struct buf *out, const struct badge *badge, enum credential_form form,
    struct text jwt, struct err *err)
{
    struct buf svg, png;
    buf_init(&svg, SIZE_MAX);
    buf_init(&png, SIZE_MAX);
    draw(&svg, badge);
    bool is_ok = form == CREDENTIAL_SVG
                     ? bake_svg(out, buf_text(&svg), jwt, err)
                     : badge_png_draw(&png, buf_text(&svg), BADGE_PNG_USUAL, err) &&
                           bake_png(out, buf_text(&png), jwt, err);
    buf_done(&png);
    buf_done(&svg);
    return is_ok;
}

bool credential_form_print(struct buf *out, enum credential_form form,
    const struct credential_issuer *issuer, const struct badge *badge,
    const struct credential_order *order, struct arena *arena, struct err *err)
{
    struct buf jwt;
    buf_init(&jwt, SIZE_MAX);
    bool is_ok = credential_print(&jwt, issuer, badge, order, arena, err);
    if (is_ok && form == CREDENTIAL_JWT)
        buf_add(out, buf_text(&jwt));
    else if (is_ok)
        is_ok = print_picture(out, badge, form, buf_text(&jwt), err);
    buf_done(&jwt);
    return is_ok;
}
