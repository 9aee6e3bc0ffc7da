/* SPDX-License-Identifier: Apache-2.0 */
/* A picture of badge_art.h as PNG, for cards, mail and whatever shows no SVG. librsvg and cairo are loaded when the first is drawn: linked,
   they would lengthen the start of every command by half. Example: badge_png_draw(&out, svg, 256, err) */
#ifndef BADGE_BADGE_PNG_H
#define BADGE_BADGE_PNG_H

#include "base/buf.h"

enum { BADGE_PNG_LEAST = 64, BADGE_PNG_MOST = 1024, BADGE_PNG_USUAL = 256 };

/* Adds the SVG, one of ours, to out as a PNG of size by size pixels: 64, 128, 256, 512 or 1024. What was drawn is kept. ERR_USAGE for another size, ERR_UNSUPPORTED when librsvg is not installed, ERR_SYNTAX for
   what is no SVG. */
MUST_USE bool badge_png_draw(struct buf *out, struct text svg, int64_t size, struct err *err);

#endif
