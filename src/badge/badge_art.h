/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures of badges, drawn by kenzen: SVG of paths alone, the same bytes for the same badge, told apart at 64 pixels and without colour.
   Example: badge_art_draw(&out, &(struct badge_art){.frame = BADGE_FRAME_STAR, .glyph = BADGE_GLYPH_FLAME, .hue = 8, .level = 3}) */
#ifndef BADGE_BADGE_ART_H
#define BADGE_BADGE_ART_H

#include "base/buf.h"

/* The frame's shape says how far one is in a series. */
enum badge_frame {
    BADGE_FRAME_ROUND,
    BADGE_FRAME_HEXAGON,
    BADGE_FRAME_OCTAGON,
    BADGE_FRAME_STAR,
    BADGE_FRAME_SUN,
    BADGE_FRAME_SHIELD,
    BADGE_FRAME_BANNER, /* of teams */
    BADGE_FRAMES
};

enum badge_glyph {
    BADGE_GLYPH_CHECK,
    BADGE_GLYPH_SHIELD,
    BADGE_GLYPH_ARROWS,
    BADGE_GLYPH_SCALES,
    BADGE_GLYPH_LENS,
    BADGE_GLYPH_CROSS,
    BADGE_GLYPH_CLOCK,
    BADGE_GLYPH_FLAME,
    BADGE_GLYPH_BOOK,
    BADGE_GLYPH_CALENDAR,
    BADGE_GLYPH_PEOPLE,
    BADGE_GLYPH_KEY,
    BADGE_GLYPH_BOLT,
    BADGE_GLYPH_CROWN,
    BADGE_GLYPHS
};

struct badge_art {
    enum badge_frame frame;
    enum badge_glyph glyph;
    int hue;                /* 0 to 359 */
    int level;              /* 0: none; else as many marks, up to BADGE_ART_LEVELS */
    bool is_self_certified; /* an open shape in a dashed ring: nobody else vouches for it */
};
enum { BADGE_ART_LEVELS = 5, BADGE_ART_SIZE = 256 };

const char *badge_frame_word(enum badge_frame frame);
const char *badge_glyph_word(enum badge_glyph glyph);
MUST_USE bool badge_frame_read(struct text word, enum badge_frame *ret_frame);
MUST_USE bool badge_glyph_read(struct text word, enum badge_glyph *ret_glyph);

/* Adds the picture to out: width and height as well as a viewBox, no text, script or reference. */
void badge_art_draw(struct buf *out, const struct badge_art *art);

#endif
