/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <math.h>
#include <stdlib.h>

bool text_eq_nocase(struct text a, struct text b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (text_lower_char(a.at[i]) != text_lower_char(b.at[i]))
            return false;
    return true;
}

bool text_is_nocase(struct text a, const char *z)
{
    return text_eq_nocase(a, text_of(z));
}

int text_cmp(struct text a, struct text b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.at, b.at, n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool text_ends(struct text t, struct text suffix)
{
    return t.len >= suffix.len && text_eq(text_from(t, t.len - suffix.len), suffix);
}

ptrdiff_t text_find(struct text t, char c)
{
    const char *found = t.len ? memchr(t.at, c, t.len) : NULL;
    return found ? found - t.at : -1;
}

ptrdiff_t text_find_last(struct text t, char c)
{
    const char *found = t.len ? memrchr(t.at, c, t.len) : NULL;
    return found ? found - t.at : -1;
}

ptrdiff_t text_find_text(struct text t, struct text needle)
{
    if (needle.len == 0)
        return 0;
    const char *found = t.len ? memmem(t.at, t.len, needle.at, needle.len) : NULL;
    return found ? found - t.at : -1;
}

struct text text_trim(struct text t)
{
    while (t.len && text_is_space(t.at[0]))
        t = text_from(t, 1);
    while (t.len && text_is_space(t.at[t.len - 1]))
        t.len--;
    return t;
}

struct text text_front(struct text t, size_t max_bytes)
{
    size_t end = max_bytes;
    if (t.len <= max_bytes)
        return t;
    while (end > 0 && ((unsigned char)t.at[end] & 0xc0) == 0x80)
        end--;
    return text_slice(t, 0, end);
}

struct text text_cut(struct text *rest, char c)
{
    ptrdiff_t at = text_find(*rest, c);
    struct text part = *rest;
    if (at < 0) {
        *rest = (struct text){NULL, 0};
        return part;
    }
    part.len = (size_t)at;
    *rest = text_from(*rest, (size_t)at + 1);
    return part;
}

bool text_read_u64(struct text t, uint64_t *ret_value)
{
    uint64_t value = 0;
    if (t.len == 0)
        return false;
    for (size_t i = 0; i < t.len; i++) {
        if (!text_is_digit(t.at[i]) || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(t.at[i] - '0'), &value))
            return false;
    }
    *ret_value = value;
    return true;
}

bool text_read_i64(struct text t, int64_t *ret_value)
{
    bool is_negative = t.len && t.at[0] == '-';
    uint64_t size;
    if (!text_read_u64(is_negative ? text_from(t, 1) : t, &size) ||
        size > (uint64_t)INT64_MAX + is_negative)
        return false;
    *ret_value = is_negative ? (int64_t)(0 - size) : (int64_t)size;
    return true;
}

bool text_read_double(struct text t, double *ret_value)
{
    char z[64];
    if (t.len == 0 || t.len >= sizeof z || !(text_is_digit(t.at[0]) || t.at[0] == '-'))
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (!text_is_digit(t.at[i]) && !strchr("+-.eE", t.at[i]))
            return false;
    memcpy(z, t.at, t.len);
    z[t.len] = '\0';
    char *end;
    /* The program never calls setlocale for LC_NUMERIC, so the decimal mark is the point. */
    double value = strtod(z, &end);
    if (end != z + t.len || !isfinite(value))
        return false;
    *ret_value = value;
    return true;
}

/* Returns the length of the well-formed sequence at p, 0 if there is none (RFC 3629, section 4). */
static size_t utf8_len(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80)
        return 1;
    size_t n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || left < n)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    bool is_overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
    bool is_surrogate = p[0] == 0xed && p[1] > 0x9f;
    bool is_beyond = p[0] == 0xf4 && p[1] > 0x8f;
    return is_overlong || is_surrogate || is_beyond ? 0 : n;
}

size_t text_control_len(struct text t)
{
    const unsigned char *c = (const unsigned char *)t.at;
    if (t.len && (c[0] < 0x20 || c[0] == 0x7f))
        return 1;
    if (t.len < 2 || c[0] < 0xc2)
        return 0;
    if (c[0] == 0xc2)
        return c[1] < 0xa0 ? 2 : 0; /* U+0080 to U+009F */
    if (c[0] == 0xd8)
        return c[1] == 0x9c ? 2 : 0; /* U+061C */
    if (t.len < 3 || c[0] != 0xe2)
        return 0;
    bool is_line_or_turn =
        c[1] == 0x80 && (c[2] == 0x8e || c[2] == 0x8f ||            /* U+200E, U+200F */
                            (c[2] >= 0xa8 && c[2] <= 0xae));        /* U+2028 to U+202E */
    bool is_isolate = c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9; /* U+2066 to U+2069 */
    return is_line_or_turn || is_isolate ? 3 : 0;
}

ptrdiff_t text_find_bad_utf8(struct text t)
{
    const unsigned char *p = (const unsigned char *)t.at;
    for (size_t i = 0; i < t.len;) {
        uint64_t eight;
        if (t.len - i >= sizeof eight) {
            memcpy(&eight, p + i, sizeof eight);
            if (!(eight & 0x8080808080808080)) {
                i += sizeof eight;
                continue;
            }
        }
        size_t n = utf8_len(p + i, t.len - i);
        if (n == 0)
            return (ptrdiff_t)i;
        i += n;
    }
    return -1;
}

/* Each "*" but the last takes as little as it can, which is enough. */
bool text_fits(struct text pattern, struct text s)
{
    size_t p = 0, at = 0, star = SIZE_MAX, from = 0;
    while (at < s.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            from = at;
        } else if (p < pattern.len && pattern.at[p] == s.at[at]) {
            p++;
            at++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            at = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

static int hex_value(char c)
{
    char lower = text_lower_char(c);
    if (text_is_digit(c))
        return c - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int text_escaped_byte(struct text t)
{
    if (t.len < 3 || t.at[0] != '%')
        return -1;
    int high = hex_value(t.at[1]), low = hex_value(t.at[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}
