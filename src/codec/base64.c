/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/base64.h"

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (text_is_digit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* at has room for what t, which is without padding, stands for; or it is NULL. */
static bool decode(char *at, struct text t)
{
    uint32_t bits = 0;
    int count = 0;
    for (size_t i = 0; i < t.len; i++) {
        int value = value_of(t.at[i]);
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
    bool is_read = decode(at, text_slice(t, 0, t.len - padding));
    if (!is_read)
        buf_cut(out, before);
    return is_read;
}
