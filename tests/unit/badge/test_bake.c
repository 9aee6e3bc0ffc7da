/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/bake.h"

#include <zlib.h>

#include "unit_err.h"

#include "base/limits.h"
#include "codec/png.h"

#define SVG                                                                                        \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><path d=\"M0 0\"/></svg>"
#define JWT "eyJhbGciOiJFZERTQSJ9.e30.AAAA"

static struct arena arena;

static void add_u32(struct buf *out, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_char(out, (char)(unsigned char)(value >> shift));
}

static void add_chunk(struct buf *out, const char *type, struct text data)
{
    struct buf checked;
    buf_init(&checked, SIZE_MAX);
    buf_add_z(&checked, type);
    buf_add(&checked, data);
    add_u32(out, (uint32_t)data.len);
    buf_add(out, buf_text(&checked));
    add_u32(out, (uint32_t)crc32(0, (const Bytef *)checked.at, (uInt)checked.len));
    buf_done(&checked);
}

static void begin_png(struct buf *out)
{
    buf_init(out, SIZE_MAX);
    buf_add(out, (struct text){"\x89PNG\r\n\x1a\n", 8});
    add_chunk(out, "IHDR", (struct text){"\0\0\0\1\0\0\0\1\x8\0\0\0\0", 13});
}

static struct text found(struct text file)
{
    struct text jwt;
    assert_ok(bake_find(file, &arena, &jwt, err));
    return jwt;
}

static enum err_code refusal(struct text file)
{
    struct text jwt;
    struct err err = {0};
    assert_false(bake_find(file, &arena, &jwt, &err));
    return err.code;
}

static void test_svg(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    assert_ok(bake_svg(&out, TEXT(SVG), TEXT(JWT), err));
    assert_text(found(buf_text(&out)), JWT);
    assert_true(
        text_find_text(buf_text(&out), TEXT("<openbadges:credential verify=\"" JWT "\">")) > 0);
    assert_true(text_ends(buf_text(&out), TEXT("<path d=\"M0 0\"/></svg>")));
    buf_done(&out);
}

static void test_svg_malformed(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    assert_err(ERR_SYNTAX, bake_svg(&out, TEXT("<svg/>"), TEXT(JWT), err));
    assert_err(ERR_SYNTAX, bake_svg(&out, TEXT("no picture"), TEXT(JWT), err));
    buf_done(&out);
    assert_int_equal(refusal(TEXT(SVG)), ERR_NOT_FOUND);
    assert_int_equal(
        refusal(TEXT("<svg xmlns:o=\"" BAKE_SPACE "\"><o:credential/></svg>")), ERR_UNSUPPORTED);
    assert_int_equal(
        refusal(TEXT("<svg xmlns:o=\"" BAKE_SPACE
                     "\"><o:credential verify=\"a\"/><g><o:credential verify=\"b\"/></g></svg>")),
        ERR_CONFLICT);
    assert_int_equal(
        refusal(
            TEXT("<svg xmlns:o=\"https://elsewhere.example\"><o:credential verify=\"a\"/></svg>")),
        ERR_NOT_FOUND);
    assert_int_equal(
        refusal(TEXT("<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg>&a;</svg>")), ERR_SYNTAX);
    assert_int_equal(refusal(TEXT("<svg><g></svg>")), ERR_SYNTAX);
}

static void test_png(void **state)
{
    (void)state;
    struct buf png, baked, again;
    begin_png(&png);
    add_chunk(&png, "IEND", TEXT(""));
    buf_init(&baked, SIZE_MAX);
    buf_init(&again, SIZE_MAX);
    assert_int_equal(refusal(buf_text(&png)), ERR_NOT_FOUND);
    assert_ok(bake_png(&baked, buf_text(&png), TEXT(JWT), err));
    assert_text(found(buf_text(&baked)), JWT);
    assert_ok(bake_png(&again, buf_text(&baked), TEXT("another"), err));
    assert_text(found(buf_text(&again)), "another");
    assert_int_equal(again.len, baked.len - sizeof JWT + sizeof "another");
    buf_done(&again);
    buf_done(&baked);
    buf_done(&png);
}

/* A chunk of text with what stands between its keyword and its end. */
static struct text png_of(struct text data, size_t times)
{
    struct buf png;
    begin_png(&png);
    for (size_t i = 0; i < times; i++)
        add_chunk(&png, "iTXt", data);
    add_chunk(&png, "IEND", TEXT(""));
    struct text file = arena_text(&arena, buf_text(&png));
    buf_done(&png);
    return file;
}

#define DATA(literal) ((struct text){BAKE_KEYWORD literal, sizeof(BAKE_KEYWORD literal) - 1})

static void test_png_malformed(void **state)
{
    (void)state;
    struct text good = png_of(DATA("\0\0\0\0\0" JWT), 1);
    assert_text(found(good), JWT);
    assert_text(found(png_of(DATA("\0\0\0en\0badge\0" JWT), 1)), JWT);
    assert_int_equal(refusal(png_of(DATA("\0\0\0\0\0" JWT), 2)), ERR_CONFLICT);
    assert_int_equal(refusal(png_of(DATA("\0\1\0\0\0packed"), 1)), ERR_UNSUPPORTED);
    assert_int_equal(refusal(png_of(DATA("\0\0"), 1)), ERR_SYNTAX);
    assert_int_equal(refusal(png_of(DATA("\0\0\0en"), 1)), ERR_SYNTAX);
    assert_int_equal(refusal(png_of(DATA("x\0\0\0\0\0" JWT), 1)), ERR_NOT_FOUND);
    for (size_t len = 8; len < good.len; len++)
        assert_int_equal(refusal(text_slice(good, 0, len)), ERR_SYNTAX);
    struct text changed = arena_text(&arena, good);
    ((char *)(uintptr_t)changed.at)[60] ^= 1;
    assert_int_equal(refusal(changed), ERR_SYNTAX);
    /* A chunk of four gigabytes that is not there. */
    struct text large = arena_text(&arena, good);
    memset((char *)(uintptr_t)large.at + 8, 0xff, 4);
    assert_int_equal(refusal(large), ERR_SYNTAX);
}

static void test_else(void **state)
{
    (void)state;
    struct buf large;
    buf_init(&large, SIZE_MAX);
    memset(buf_grow(&large, LIMIT_BAKED_BYTES + 1), ' ', LIMIT_BAKED_BYTES + 1);
    assert_int_equal(refusal(buf_text(&large)), ERR_LIMIT);
    buf_done(&large);
    assert_text(found(TEXT(" \n" JWT "\n")), JWT);
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_svg),
        cmocka_unit_test(test_svg_malformed),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_png_malformed),
        cmocka_unit_test(test_else),
    };
    arena_init(&arena, SIZE_MAX);
    return cmocka_run_group_tests_name("bake", tests, NULL, end);
}
