/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/bake.h"

#include "base/limits.h"
#include "codec/png.h"
#include "codec/xml.h"

bool bake_svg(struct buf *out, struct text svg, struct text jwt, struct err *err)
{
    ptrdiff_t tag = text_find_text(svg, TEXT("<svg"));
    ptrdiff_t end = tag < 0 ? -1 : text_find(text_from(svg, (size_t)tag), '>');
    if (end < 0 || svg.at[tag + end - 1] == '/')
        return err_set(err, ERR_SYNTAX, "is no SVG picture with something in it");
    size_t name = (size_t)tag + 4, inside = (size_t)(tag + end) + 1;
    buf_add(out, text_slice(svg, 0, name));
    buf_add_z(out, " xmlns:openbadges=\"" BAKE_SPACE "\"");
    buf_add(out, text_slice(svg, name, inside));
    /* A JWT has no character that XML would escape. */
    buf_format(
        out, "<openbadges:credential verify=\"%.*s\"></openbadges:credential>", TEXT_ARG(jwt));
    buf_add(out, text_from(svg, inside));
    return buf_check(out, err);
}

bool bake_png(struct buf *out, struct text png, struct text jwt, struct err *err)
{
    return png_add_text(out, png, BAKE_KEYWORD, jwt, err);
}

/* The element may stand anywhere; the tree is bounded by the reader. */
static const struct xml_element *next_element(const struct xml_element *at)
{
    if (at->child)
        return at->child;
    while (at && !at->next)
        at = at->up;
    return at ? at->next : NULL;
}

static bool find_in_svg(
    struct text file, struct arena *arena, struct text *ret_jwt, struct err *err)
{
    const struct xml_element *root, *found = NULL;
    const struct text *verify;
    if (!xml_read(&root, file, arena, err))
        return false;
    for (const struct xml_element *e = root; e; e = next_element(e)) {
        if (!text_is(e->space, BAKE_SPACE) || !text_is(e->name, "credential"))
            continue;
        if (found)
            return xml_fail(e, err, ERR_CONFLICT, "is a second credential");
        found = e;
    }
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "the picture has no credential in it");
    verify = xml_attribute(found, "verify");
    if (!verify || !verify->len)
        return xml_fail(found, err, ERR_UNSUPPORTED,
            "has no JWT in \"verify\": only credentials that are secured as one are read");
    *ret_jwt = text_trim(*verify);
    return true;
}

bool bake_find(struct text file, struct arena *arena, struct text *ret_jwt, struct err *err)
{
    if (file.len > LIMIT_BAKED_BYTES)
        return err_set(err, ERR_LIMIT, "is longer than %zu bytes", LIMIT_BAKED_BYTES);
    if (png_is_likely(file)) {
        if (png_find_text(file, BAKE_KEYWORD, ret_jwt, err))
            return true;
        return err && err->code == ERR_NOT_FOUND
                   ? err_set(err, ERR_NOT_FOUND, "the picture has no credential in it")
                   : false;
    }
    if (xml_is_likely(file))
        return find_in_svg(file, arena, ret_jwt, err);
    *ret_jwt = text_trim(file);
    return true;
}
