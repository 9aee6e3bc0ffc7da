/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/hex.h"

int hex_digit(char c)
{
    char small = text_lower_char(c);
    if (text_is_digit(small))
        return small - '0';
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* Returns the value of two digits, or -1. */
static int pair(const char *at)
{
    int high = hex_digit(at[0]), low = hex_digit(at[1]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
}

static bool is_all_digits(struct text hex)
{
    for (size_t i = 0; i < hex.len; i++)
        if (hex_digit(hex.at[i]) < 0)
            return false;
    return true;
}

bool hex_read_bare(struct text hex, unsigned char *ret_bytes, size_t size)
{
    if (hex.len != 2 * size || !is_all_digits(hex))
        return false;
    for (size_t i = 0; i < size; i++)
        ret_bytes[i] = (unsigned char)pair(hex.at + 2 * i);
    return true;
}

bool hex_read(struct text hex, unsigned char *ret_bytes, size_t size)
{
    return text_starts(hex, TEXT("0x")) && hex_read_bare(text_from(hex, 2), ret_bytes, size);
}

bool hex_read_all(struct text hex, struct buf *out)
{
    if (!text_starts(hex, TEXT("0x")) || hex.len % 2)
        return false;
    for (size_t i = 2; i < hex.len; i += 2) {
        int byte = pair(hex.at + i);
        if (byte < 0)
            return false;
        buf_add_char(out, (char)byte);
    }
    return !out->is_over;
}

const char *hex_print_into(char *at, const void *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *from = bytes;
    for (size_t i = 0; i < size; i++) {
        at[2 * i] = digits[from[i] >> 4];
        at[2 * i + 1] = digits[from[i] & 15];
    }
    at[2 * size] = '\0';
    return at;
}

void hex_print_bare(struct buf *out, const void *bytes, size_t size)
{
    const unsigned char *from = bytes;
    char two[3];
    for (size_t i = 0; i < size; i++)
        buf_add(out, (struct text){hex_print_into(two, from + i, 1), 2});
}

void hex_print(struct buf *out, const void *bytes, size_t size)
{
    buf_add(out, TEXT("0x"));
    hex_print_bare(out, bytes, size);
}
