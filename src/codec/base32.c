/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/base32.h"

void base32_print(struct buf *out, struct text bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        held = (held << 8 | (unsigned char)bytes.at[i]) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5)
            buf_add_char(out, digits[held >> (bits - 5) & 31]);
    }
    if (bits)
        buf_add_char(out, digits[held << (5 - bits) & 31]);
}

/* Returns the digit's value, or 32 for what is none. */
static unsigned value_of(char c)
{
    char lower = text_lower_char(c);
    if (text_is_alpha(c))
        return (unsigned)(lower - 'a');
    return c >= '2' && c <= '7' ? (unsigned)(c - '2') + 26 : 32;
}

bool base32_read(struct buf *out, struct text t)
{
    unsigned held = 0, bits = 0;
    while (text_ends(t, TEXT("=")))
        t.len--;
    for (size_t i = 0; i < t.len; i++) {
        unsigned value = value_of(t.at[i]);
        if (t.at[i] == ' ' || t.at[i] == '-')
            continue;
        if (value == 32)
            return false;
        held = (held << 5 | value) & 0xfff;
        bits += 5;
        if (bits < 8)
            continue;
        bits -= 8;
        buf_add_char(out, (char)(held >> bits & 0xff));
    }
    return bits < 5 && (held & ((1U << bits) - 1)) == 0;
}
