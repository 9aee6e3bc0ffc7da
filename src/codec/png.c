/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/png.h"

#include <zlib.h>

static const struct text magic = {"\x89PNG\r\n\x1a\n", 8};

/* Length, type and checksum around the data. */
enum { HEAD = 8, CRC = 4 };

struct chunk {
    struct text type, data, whole;
};

bool png_is_likely(struct text bytes)
{
    return text_starts(bytes, magic);
}

static uint32_t read_u32(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void print_u32(struct buf *out, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_char(out, (char)(unsigned char)(value >> shift));
}

static uint32_t crc_of(struct text bytes)
{
    return (uint32_t)crc32_z(0, (const Bytef *)bytes.at, bytes.len);
}

/* Reads the chunk at *at, and goes on behind it. */
static bool next(struct text file, size_t *at, struct chunk *ret_chunk, struct err *err)
{
    if (file.len - *at < HEAD + CRC)
        return err_set(err, ERR_SYNTAX, "byte %zu: the PNG file is cut off", *at);
    size_t len = read_u32(file.at + *at);
    if (len > file.len - *at - HEAD - CRC)
        return err_set(
            err, ERR_SYNTAX, "byte %zu: a chunk of %zu bytes is longer than the file", *at, len);
    struct text checked = text_slice(file, *at + 4, *at + HEAD + len);
    if (read_u32(file.at + *at + HEAD + len) != crc_of(checked))
        return err_set(err, ERR_SYNTAX, "byte %zu: the checksum of a chunk is wrong", *at);
    *ret_chunk = (struct chunk){text_slice(checked, 0, 4), text_from(checked, 4),
        text_slice(file, *at, *at + HEAD + len + CRC)};
    *at += HEAD + len + CRC;
    return true;
}

static bool check_magic(struct text file, struct err *err)
{
    return png_is_likely(file) || err_set(err, ERR_SYNTAX, "is no PNG file");
}

/* Section 11.3.3.4: keyword, NUL, flag, method, language, NUL, translated keyword, NUL, text. */
static bool is_text(const struct chunk *chunk, const char *keyword)
{
    size_t len = strlen(keyword);
    return text_is(chunk->type, "iTXt") && chunk->data.len > len &&
           memcmp(chunk->data.at, keyword, len + 1) == 0;
}

static bool open_text(
    const struct chunk *chunk, const char *keyword, struct text *ret_text, struct err *err)
{
    struct text rest = text_from(chunk->data, strlen(keyword) + 1);
    if (rest.len < 2)
        return err_set(err, ERR_SYNTAX, "iTXt: is cut off");
    if (rest.at[0] != 0)
        return err_set(err, ERR_UNSUPPORTED, "iTXt: is compressed, which badges must not be");
    rest = text_from(rest, 2);
    (void)text_cut(&rest, '\0');
    if (rest.at)
        (void)text_cut(&rest, '\0');
    if (!rest.at)
        return err_set(err, ERR_SYNTAX, "iTXt: is cut off");
    *ret_text = rest;
    return true;
}

bool png_find_text(struct text file, const char *keyword, struct text *ret_text, struct err *err)
{
    size_t at = magic.len;
    struct chunk chunk = {0};
    struct text text = {NULL, 0};
    if (!check_magic(file, err))
        return false;
    while (!text_is(chunk.type, "IEND")) {
        if (!next(file, &at, &chunk, err))
            return false;
        if (!is_text(&chunk, keyword))
            continue;
        if (text.at)
            return err_set(err, ERR_CONFLICT, "has two chunks \"%s\"", keyword);
        if (!open_text(&chunk, keyword, &text, err))
            return false;
    }
    if (!text.at)
        return err_set(err, ERR_NOT_FOUND, "has no chunk \"%s\"", keyword);
    *ret_text = text;
    return true;
}

static void print_text(struct buf *out, const char *keyword, struct text text)
{
    struct buf chunk;
    buf_init(&chunk, SIZE_MAX);
    buf_add_z(&chunk, "iTXt");
    buf_add(&chunk, (struct text){keyword, strlen(keyword) + 1});
    buf_add(&chunk, (struct text){"\0\0\0\0", 4});
    buf_add(&chunk, text);
    print_u32(out, (uint32_t)(chunk.len - 4));
    buf_add(out, buf_text(&chunk));
    print_u32(out, crc_of(buf_text(&chunk)));
    buf_done(&chunk);
}

bool png_add_text(
    struct buf *out, struct text file, const char *keyword, struct text text, struct err *err)
{
    size_t at = magic.len;
    struct chunk chunk = {0};
    if (!check_magic(file, err))
        return false;
    buf_add(out, magic);
    for (;;) {
        if (!next(file, &at, &chunk, err))
            return false;
        if (is_text(&chunk, keyword))
            continue;
        if (text_is(chunk.type, "IEND"))
            break;
        buf_add(out, chunk.whole);
    }
    print_text(out, keyword, text);
    buf_add(out, chunk.whole);
    return buf_check(out, err);
}
