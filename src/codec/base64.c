/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/base64.h"

/* The two digits in which they differ. */
static const char plain[2] = {'+', '/'};
static const char url[2] = {'-', '_'};

static int value_of(char c, const char last[2])
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (text_is_digit(c))
        return c - '0' + 52;
    return c == last[0] ? 62 : c == last[1] ? 63 : -1;
}

/* at has room for what t, which is without padding, stands for; or it is NULL. */
static bool decode(char *at, struct text t, const char last[2])
{
    uint32_t bits = 0;
    int count = 0;
    for (size_t i = 0; i < t.len; i++) {
        int value = value_of(t.at[i], last);
        if (value < 0)
            return false;
        bits = (bits << 6 | (uint32_t)value) & 0xffffff;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        if (at)
            *at++ = (char)(bits >> count & 0xff);
    }
    /* What the last character has too much must be zero. */
    return (bits & ((1u << count) - 1)) == 0;
}

bool base64_read(struct buf *out, struct text t)
{
    size_t padding = text_ends(t, TEXT("==")) ? 2 : text_ends(t, TEXT("=")) ? 1 : 0;
    size_t before = out->len;
    if (t.len % 4 != 0)
        return false;
    char *at = buf_grow(out, t.len / 4 * 3 - padding);
    bool is_read = decode(at, text_slice(t, 0, t.len - padding), plain);
    if (!is_read)
        buf_cut(out, before);
    return is_read;
}

bool base64_read_url(struct buf *out, struct text t)
{
    size_t before = out->len, rest = t.len % 4;
    if (rest == 1)
        return false;
    char *at = buf_grow(out, t.len / 4 * 3 + (rest ? rest - 1 : 0));
    bool is_read = decode(at, t, url);
    if (!is_read)
        buf_cut(out, before);
    return is_read;
}

static void add_digit(struct buf *out, uint32_t value, const char last[2])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    buf_add_char(out, value < 62 ? digits[value] : last[value - 62]);
}

static void encode(struct buf *out, struct text bytes, const char last[2])
{
    uint32_t bits = 0;
    unsigned count = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        bits = (bits << 8 | (unsigned char)bytes.at[i]) & 0xffff;
        for (count += 8; count >= 6; count -= 6)
            add_digit(out, bits >> (count - 6) & 63, last);
    }
    if (count)
        add_digit(out, bits << (6 - count) & 63, last);
}

void base64_print(struct buf *out, struct text bytes)
{
    encode(out, bytes, plain);
    for (size_t i = bytes.len; i % 3; i++)
        buf_add_char(out, '=');
}

void base64_print_url(struct buf *out, struct text bytes)
{
    encode(out, bytes, url);
}
