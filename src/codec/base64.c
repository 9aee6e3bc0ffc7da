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

bool base64_read(struct buf *out, struct text t)
{
    size_t padding = text_ends(t, TEXT("==")) ? 2 : text_ends(t, TEXT("=")) ? 1 : 0;
    uint32_t bits = 0;
    int count = 0;
    if (t.len % 4 != 0)
        return false;
    for (size_t i = 0; i < t.len - padding; i++) {
        int value = value_of(t.at[i]);
        if (value < 0)
            return false;
        bits = (bits << 6 | (uint32_t)value) & 0xffffff;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        buf_add_char(out, (char)(bits >> count & 0xff));
    }
    /* What the last character has too much must be zero. */
    return (bits & ((1u << count) - 1)) == 0;
}
