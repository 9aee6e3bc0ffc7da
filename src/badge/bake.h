/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures that carry their credential (Open Badges 3.0, section 5.3, "Baking"): whoever has the picture can verify it.
   Example: bake_svg(&out, svg, jwt, err); bake_find(file, arena, &jwt, err) */
#ifndef BADGE_BAKE_H
#define BADGE_BAKE_H

#include "base/arena.h"
#include "base/buf.h"

#define BAKE_SPACE "https://purl.imsglobal.org/ob/v3p0"
#define BAKE_KEYWORD "openbadgecredential"

/* Adds the picture to out with the credential in it. The SVG must be one of ours: its first tag is <svg …>. */
MUST_USE bool bake_svg(struct buf *out, struct text svg, struct text jwt, struct err *err);
MUST_USE bool bake_png(struct buf *out, struct text png, struct text jwt, struct err *err);

/* Finds the credential in a file: in a picture, or the JWT itself with white space around it. What it is was not looked at. ERR_NOT_FOUND when a
   picture has none, ERR_SYNTAX, ERR_UNSUPPORTED, ERR_LIMIT. */
MUST_USE bool bake_find(
    struct text file, struct arena *arena, struct text *ret_jwt, struct err *err);

#endif
