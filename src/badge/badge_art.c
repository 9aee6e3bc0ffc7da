/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_art.h"

#include <math.h>

/* All is drawn on a square of 128 units around its middle. */
#define MIDDLE 64.0
#define RIM_RADIUS 61.0
#define RING_RADIUS 54.0
#define PLATE_RADIUS 51.0
#define SHEEN_OPACITY ".16"

/* -- words -- */

static const char *const frame_words[BADGE_FRAMES] = {
    [BADGE_FRAME_ROUND] = "round",
    [BADGE_FRAME_HEXAGON] = "hexagon",
    [BADGE_FRAME_OCTAGON] = "octagon",
    [BADGE_FRAME_STAR] = "star",
    [BADGE_FRAME_SUN] = "sun",
    [BADGE_FRAME_SHIELD] = "shield",
    [BADGE_FRAME_BANNER] = "banner",
};

/* Strokes in the middle of the plate. */
static const struct {
    const char *word, *path;
} glyphs[BADGE_GLYPHS] = {
    [BADGE_GLYPH_CHECK] = {"check", "M41 62 57 78 88 43"},
    [BADGE_GLYPH_SHIELD] = {"shield", "M64 36 86 44V60Q86 78 64 88 42 78 42 60V44ZM64 50V72"},
    [BADGE_GLYPH_ARROWS] = {"arrows", "M40 51H86M74 38 87 51 74 64M88 74H42M54 61 41 74 54 87"},
    [BADGE_GLYPH_SCALES] = {"scales",
        "M64 36V86M50 86H78M42 46H86M33 68 42 46 51 68ZM77 68 86 46 95 68Z"},
    [BADGE_GLYPH_LENS] = {"lens", "M59 77A20 20 0 1 0 59 37 20 20 0 0 0 59 77M74 72 91 89"},
    [BADGE_GLYPH_CROSS] = {"cross", "M46 43 82 79M82 43 46 79"},
    [BADGE_GLYPH_CLOCK] = {"clock", "M64 36A26 26 0 1 1 64 88 26 26 0 1 1 64 36M64 46V62L76 70"},
    [BADGE_GLYPH_FLAME] = {"flame",
        "M66 34Q70 48 80 56 90 66 84 78 78 90 64 90 48 90 44 76 41 64 50 54 52 62 57 64 56 46 66 34Z"},
    [BADGE_GLYPH_BOOK] = {"book",
        "M64 48Q54 40 38 42V80Q54 78 64 86 74 78 90 80V42Q74 40 64 48ZM64 48V86"},
    [BADGE_GLYPH_CALENDAR] = {"calendar",
        "M40 44H88V86H40ZM40 58H88M52 36V46M76 36V46M54 72 62 79 76 66"},
    [BADGE_GLYPH_PEOPLE] = {"people",
        "M64 62A11 11 0 1 0 64 40 11 11 0 0 0 64 62M44 86Q44 70 64 70 84 70 84 86M41 58A7 7 0 1 1 45 46M87 58A7 7 0 1 0 83 46M31 78Q32 70 39 68M97 78Q96 70 89 68"},
    [BADGE_GLYPH_KEY] = {"key", "M53 75A14 14 0 1 0 53 47 14 14 0 0 0 53 75M67 61H94V73M82 61V71"},
    [BADGE_GLYPH_BOLT] = {"bolt", "M69 34 46 67H62L58 90 82 56H65Z"},
    [BADGE_GLYPH_CROWN] = {"crown", "M40 82V48L53 62 64 42 75 62 88 48V82Z"},
};

const char *badge_frame_word(enum badge_frame frame)
{
    return frame_words[frame];
}

const char *badge_glyph_word(enum badge_glyph glyph)
{
    return glyphs[glyph].word;
}

bool badge_frame_read(struct text word, enum badge_frame *ret_frame)
{
    for (int i = 0; i < BADGE_FRAMES; i++) {
        if (!text_is(word, frame_words[i]))
            continue;
        *ret_frame = (enum badge_frame)i;
        return true;
    }
    return false;
}

bool badge_glyph_read(struct text word, enum badge_glyph *ret_glyph)
{
    for (int i = 0; i < BADGE_GLYPHS; i++) {
        if (!text_is(word, glyphs[i].word))
            continue;
        *ret_glyph = (enum badge_glyph)i;
        return true;
    }
    return false;
}

/* -- colours -- */

/* A colour from hue, saturation and lightness (CSS Color 4, section 7.1), as every reader of SVG knows it: "#rrggbb". */
static int channel(int n, int hue, double saturation, double lightness)
{
    double k = fmod(n + hue / 30.0, 12);
    double reach = saturation * fmin(lightness, 1 - lightness);
    double least = fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
    return (int)lround((lightness - reach * least) * 255);
}

static const char *colour(int hue, int saturation, int lightness, char room[8])
{
    double s = saturation / 100.0, l = lightness / 100.0;
    snprintf(room, 8, "#%02x%02x%02x", (unsigned)channel(0, hue, s, l) & 0xff,
        (unsigned)channel(8, hue, s, l) & 0xff, (unsigned)channel(4, hue, s, l) & 0xff);
    return room;
}

/* The rim's metal, dark and light: steel without a level, then bronze, silver, gold, and what is above. */
static const struct {
    const char *dark, *light;
} metals[BADGE_ART_LEVELS + 1] = {
    {"#3d4a5c", "#8b9bb0"},
    {"#7a4520", "#c98a52"},
    {"#5b6672", "#c7d0d9"},
    {"#8a6206", "#f2c230"},
    {"#3b2a78", "#b9a5f5"},
    {"#0c4a55", "#7fe3ee"},
};

/* -- shapes -- */

static void add_point(struct buf *out, char command, double angle, double radius)
{
    buf_format(
        out, "%c%.1f %.1f", command, MIDDLE + radius * sin(angle), MIDDLE - radius * cos(angle));
}

static void add_round(struct buf *out, double r)
{
    buf_format(out, "M64 %.1fA%.1f %.1f 0 1 1 64 %.1f %.1f %.1f 0 1 1 64 %.1fZ", MIDDLE - r, r, r,
        MIDDLE + r, r, r, MIDDLE - r);
}

/* Corners alternate between radius and inner: equal ones make a plain polygon. */
static void add_corners(struct buf *out, int corners, double turn, double radius, double inner)
{
    for (int i = 0; i < corners; i++)
        add_point(out, i ? 'L' : 'M', turn + i * 2 * M_PI / corners, i % 2 ? inner : radius);
    buf_add_char(out, 'Z');
}

/* A ring of bows. */
static void add_sun(struct buf *out, int bows, double radius)
{
    double base = radius * .93, bow = base * sin(M_PI / bows) * 1.05;
    add_point(out, 'M', 0, base);
    for (int i = 1; i <= bows; i++) {
        buf_format(out, "A%.1f %.1f 0 0 1 ", bow, bow);
        add_point(out, ' ', i * 2 * M_PI / bows, base);
    }
    buf_add_char(out, 'Z');
}

static void add_shield(struct buf *out, double r)
{
    buf_format(out, "M64 %.1fL%.1f %.1fV%.1fQ%.1f %.1f 64 %.1f %.1f %.1f %.1f %.1fV%.1fZ",
        MIDDLE - r, MIDDLE + r * .88, MIDDLE - r * .72, MIDDLE + r * .1, MIDDLE + r * .86,
        MIDDLE + r * .72, MIDDLE + r, MIDDLE - r * .86, MIDDLE + r * .72, MIDDLE - r * .88,
        MIDDLE + r * .1, MIDDLE - r * .72);
}

/* Cloth that hangs from a pole, cut like a swallow's tail. */
static void add_banner(struct buf *out, double r)
{
    double side = r * .86, top = MIDDLE - r * .96, end = MIDDLE + r * .98;
    buf_format(out, "M%.1f %.1fH%.1fV%.1fL64 %.1f %.1f %.1fZ", MIDDLE - side, top, MIDDLE + side,
        end, end - r * .26, MIDDLE - side, end);
}

static void add_shape(struct buf *out, enum badge_frame frame, double r)
{
    switch (frame) {
    case BADGE_FRAME_HEXAGON: add_corners(out, 6, 0, r, r); return;
    case BADGE_FRAME_OCTAGON: add_corners(out, 8, M_PI / 8, r * .99, r * .99); return;
    case BADGE_FRAME_STAR: add_corners(out, 20, 0, r, r * .86); return;
    case BADGE_FRAME_SUN: add_sun(out, 12, r); return;
    case BADGE_FRAME_SHIELD: add_shield(out, r); return;
    case BADGE_FRAME_BANNER: add_banner(out, r); return;
    case BADGE_FRAME_ROUND:
    case BADGE_FRAMES: break;
    }
    add_round(out, r);
}

static void add_plate(struct buf *out, enum badge_frame frame, double radius, const char *fill)
{
    buf_add_z(out, "<path d=\"");
    add_shape(out, frame, radius);
    buf_format(out, "\" fill=\"%s\"/>", fill);
}

static void add_line(struct buf *out, enum badge_frame frame, double radius, const char *stroke,
    double width, const char *dashes)
{
    buf_add_z(out, "<path d=\"");
    add_shape(out, frame, radius);
    buf_format(out,
        "\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\"", stroke,
        width);
    if (dashes)
        buf_format(out, " stroke-linecap=\"round\" stroke-dasharray=\"%s\"", dashes);
    buf_add_z(out, "/>");
}

/* -- the picture -- */

static void add_glyph(struct buf *out, enum badge_glyph glyph, const char *stroke, double width)
{
    buf_format(out,
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linecap=\"round\" "
        "stroke-linejoin=\"round\"/>",
        glyphs[glyph].path, stroke, width);
}

/* From the second level on, as many diamonds under the glyph. */
static void add_marks(struct buf *out, const struct badge_art *art, const char *fill)
{
    int count = art->level > BADGE_ART_LEVELS ? BADGE_ART_LEVELS : art->level;
    double y = art->frame == BADGE_FRAME_BANNER ? 98 : 101;
    if (count < 2)
        return;
    buf_add_z(out, "<path d=\"");
    for (int i = 0; i < count; i++) {
        double x = MIDDLE + (i - (count - 1) / 2.0) * 13;
        buf_format(out, "M%.1f %.1fl5.8 6.2-5.8 6.2-5.8-6.2Z", x, y - 6.2);
    }
    buf_format(out, "\" fill=\"%s\"/>", fill);
}

/* Light ink on a dark plate in a rim of metal. */
static void draw_certified(struct buf *out, const struct badge_art *art)
{
    char dark[8], deep[8];
    int metal = art->level < 0                    ? 0
                : art->level > BADGE_ART_LEVELS   ? BADGE_ART_LEVELS
                : art->frame == BADGE_FRAME_ROUND ? 0
                                                  : art->level;
    colour(art->hue, 62, 30, dark);
    colour(art->hue, 70, 17, deep);
    add_plate(out, art->frame, RIM_RADIUS, metals[metal].dark);
    add_plate(out, art->frame, RIM_RADIUS - 2.5, metals[metal].light);
    add_plate(out, art->frame, PLATE_RADIUS + 1.5, deep);
    add_plate(out, art->frame, PLATE_RADIUS - 1.5, dark);
    /* The light falls from above. */
    buf_add_z(out, "<path d=\"");
    add_round(out, 30);
    buf_add_z(out, "\" fill=\"#fff\" fill-opacity=\"" SHEEN_OPACITY "\"/>");
    add_glyph(out, art->glyph, deep, 13);
    add_glyph(out, art->glyph, "#fff", 8);
    add_marks(out, art, metals[metal].light);
}

/* Dark ink on paper in a dashed ring: the other way round, so that nobody takes it for the other even in grey. */
static void draw_open(struct buf *out, const struct badge_art *art)
{
    char paper[8], ink[8];
    colour(art->hue, 55, 96, paper);
    colour(art->hue, 70, 28, ink);
    add_plate(out, art->frame, RIM_RADIUS, "#fff");
    add_plate(out, art->frame, RIM_RADIUS, paper);
    add_line(out, art->frame, RING_RADIUS, ink, 4, "7 8");
    add_glyph(out, art->glyph, ink, 7);
    add_marks(out, art, ink);
}

void badge_art_draw(struct buf *out, const struct badge_art *art)
{
    buf_format(out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 128 128\">",
        BADGE_ART_SIZE, BADGE_ART_SIZE);
    if (art->is_self_certified)
        draw_open(out, art);
    else
        draw_certified(out, art);
    /* Nothing behind it: SecurityBadge takes no picture that ends otherwise. */
    buf_add_z(out, "</svg>");
}
