/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "badge/badge_art.h"
#include "badge/badge_png.h"
#include "base/map.h"

enum { HUES = 4 };

static struct text draw(struct buf *out, const struct badge_art *art)
{
    buf_init(out, SIZE_MAX);
    badge_art_draw(out, art);
    return buf_text(out);
}

static bool has(struct text svg, const char *what)
{
    return text_find_text(svg, text_of(what)) >= 0;
}

static void assert_harmless(struct text svg)
{
    static const char *const bad[] = {
        "<text", "<script", "href", "url(", "<image", "<style", "<use", "onload"};
    assert_true(text_starts(
        svg, TEXT("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"256\" height=\"256\" "
                  "viewBox=\"0 0 128 128\">")));
    assert_true(text_ends(svg, TEXT("</svg>")));
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_false(has(svg, bad[i]));
}

static void test_the_same_bytes_each_time(void **state)
{
    (void)state;
    for (int frame = 0; frame < BADGE_FRAMES; frame++) {
        struct buf first, second;
        struct badge_art art = {
            .frame = (enum badge_frame)frame, .glyph = BADGE_GLYPH_FLAME, .hue = 8, .level = 3};
        assert_true(text_eq(draw(&first, &art), draw(&second, &art)));
        assert_harmless(buf_text(&first));
        buf_done(&first);
        buf_done(&second);
    }
}

static void add_picture(struct map *seen, struct buf *kept, const struct badge_art *art)
{
    assert_harmless(draw(kept, art));
    assert_true(map_add(seen, buf_text(kept), 0, NULL));
}

/* Every frame, glyph, hue, level and look makes a picture of its own. */
static void test_no_two_are_alike(void **state)
{
    (void)state;
    struct map seen = {0};
    struct buf *kept = calloc((size_t)BADGE_FRAMES * BADGE_GLYPHS * HUES * 2, sizeof *kept);
    size_t count = 0;
    for (int frame = 0; frame < BADGE_FRAMES; frame++)
        for (int glyph = 0; glyph < BADGE_GLYPHS; glyph++)
            for (int hue = 0; hue < HUES; hue++)
                for (int is_self = 0; is_self < 2; is_self++)
                    add_picture(&seen, &kept[count++],
                        &(struct badge_art){.frame = (enum badge_frame)frame,
                            .glyph = (enum badge_glyph)glyph,
                            .hue = hue * 90,
                            .level = 1,
                            .is_self_certified = is_self});
    assert_int_equal(seen.len, count);
    map_done(&seen);
    while (count--)
        buf_done(&kept[count]);
    free(kept);
}

/* From the second level on a diamond stands for each; there is room for so many. */
static void test_levels_are_counted(void **state)
{
    (void)state;
    struct map seen = {0};
    struct buf kept[BADGE_ART_LEVELS + 2];
    for (int level = 0; level < BADGE_ART_LEVELS + 2; level++) {
        struct badge_art art = {.frame = BADGE_FRAME_BANNER, .hue = 96, .level = level};
        bool is_new = map_add(&seen, draw(&kept[level], &art), 0, NULL);
        assert_int_equal(is_new, level <= BADGE_ART_LEVELS);
    }
    map_done(&seen);
    for (size_t i = 0; i < LEN_OF(kept); i++)
        buf_done(&kept[i]);
}

static void test_self_certified_is_open(void **state)
{
    (void)state;
    struct buf own, other;
    struct badge_art art = {.frame = BADGE_FRAME_ROUND, .glyph = BADGE_GLYPH_LENS, .hue = 201};
    assert_false(has(draw(&other, &art), "stroke-dasharray"));
    art.is_self_certified = true;
    assert_true(has(draw(&own, &art), "stroke-dasharray"));
    buf_done(&own);
    buf_done(&other);
}

static void test_words(void **state)
{
    (void)state;
    for (int i = 0; i < BADGE_FRAMES; i++) {
        enum badge_frame frame;
        assert_true(badge_frame_read(text_of(badge_frame_word((enum badge_frame)i)), &frame));
        assert_int_equal(frame, i);
    }
    for (int i = 0; i < BADGE_GLYPHS; i++) {
        enum badge_glyph glyph;
        assert_true(badge_glyph_read(text_of(badge_glyph_word((enum badge_glyph)i)), &glyph));
        assert_int_equal(glyph, i);
    }
    enum badge_frame frame;
    enum badge_glyph glyph;
    assert_false(badge_frame_read(TEXT("square"), &frame));
    assert_false(badge_glyph_read(TEXT(""), &glyph));
}

/* The size stands behind the first chunk's name (PNG, section 11.2.2). */
static uint32_t width_of(struct text png)
{
    const unsigned char *at = (const unsigned char *)png.at + 16;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void test_png(void **state)
{
    (void)state;
    static const int64_t sizes[] = {BADGE_PNG_LEAST, BADGE_PNG_USUAL, BADGE_PNG_MOST};
    struct buf svg, png;
    struct badge_art art = {
        .frame = BADGE_FRAME_STAR, .glyph = BADGE_GLYPH_CHECK, .hue = 150, .level = 3};
    draw(&svg, &art);
    for (size_t i = 0; i < LEN_OF(sizes); i++) {
        buf_init(&png, SIZE_MAX);
        assert_ok(badge_png_draw(&png, buf_text(&svg), sizes[i], err));
        assert_true(text_starts(buf_text(&png), TEXT("\x89PNG\r\n\x1a\n")));
        assert_int_equal(width_of(buf_text(&png)), sizes[i]);
        buf_done(&png);
    }
    buf_done(&svg);
}

/* What is asked for again is what was drawn, beside pictures of other sizes and looks. */
static void test_png_again(void **state)
{
    (void)state;
    struct badge_art art = {
        .frame = BADGE_FRAME_STAR, .glyph = BADGE_GLYPH_CHECK, .hue = 150, .level = 3};
    struct buf svg, first, again;
    buf_init(&first, SIZE_MAX);
    buf_init(&again, SIZE_MAX);
    for (int round = 0; round < 2; round++)
        for (art.hue = 0; art.hue < 300; art.hue++) {
            draw(&svg, &art);
            assert_ok(badge_png_draw(round ? &again : &first, buf_text(&svg), 64, err));
            buf_done(&svg);
        }
    assert_true(text_eq(buf_text(&first), buf_text(&again)));
    buf_done(&again);
    buf_done(&first);
}

static void test_png_of_bad_sizes_and_no_svg(void **state)
{
    (void)state;
    static const int64_t sizes[] = {
        BADGE_PNG_LEAST - 1, BADGE_PNG_LEAST + 1, 300, BADGE_PNG_MOST + 1, 0, -64, INT64_MAX};
    struct buf png;
    struct err err;
    buf_init(&png, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(sizes); i++) {
        assert_false(badge_png_draw(&png, TEXT("<svg/>"), sizes[i], &err));
        assert_int_equal(err.code, ERR_USAGE);
    }
    assert_false(badge_png_draw(&png, TEXT("no picture"), 64, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    assert_int_equal(png.len, 0);
    buf_done(&png);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_bytes_each_time),
        cmocka_unit_test(test_no_two_are_alike),
        cmocka_unit_test(test_levels_are_counted),
        cmocka_unit_test(test_self_certified_is_open),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_png_again),
        cmocka_unit_test(test_png_of_bad_sizes_and_no_svg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
