/* SPDX-License-Identifier: Apache-2.0 */
/* Text to read: a pointer and a length, never owned, never NUL-terminated by promise.
   Example: struct text name = TEXT("lodash"); if (text_is(name, "lodash")) ... */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attr.h"
#include "base/ban.h"

struct text {
    const char *at;
    size_t len;
};

/* A text from a string literal. */
#define TEXT(literal) ((struct text){("" literal), sizeof(literal) - 1})
/* For printf's "%.*s". */
#define TEXT_ARG(t) (int)(t).len, ((t).at ? (t).at : "")

/* Those used most are inline: comparing with a literal is then one memcmp of a known length. */

/* Returns a text over a NUL-terminated string; NULL gives the empty text. */
static inline struct text text_of(const char *z)
{
    return (struct text){z ? z : "", z ? strlen(z) : 0};
}

/* Returns whether a and b hold the same bytes. */
static inline bool text_eq(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}
static inline bool text_is(struct text a, const char *z)
{
    return text_eq(a, text_of(z));
}
/* The same, with ASCII letters compared without case. */
bool text_eq_nocase(struct text a, struct text b);
bool text_is_nocase(struct text a, const char *z);

/* Returns <0, 0 or >0 in byte order; a prefix comes first. Usable by sorting. */
int text_cmp(struct text a, struct text b);

static inline bool text_starts(struct text t, struct text prefix)
{
    return t.len >= prefix.len && (prefix.len == 0 || memcmp(t.at, prefix.at, prefix.len) == 0);
}
bool text_ends(struct text t, struct text suffix);

/* Returns the index of the first / last c, or of the first needle, or -1. */
ptrdiff_t text_find(struct text t, char c);
ptrdiff_t text_find_last(struct text t, char c);
ptrdiff_t text_find_text(struct text t, struct text needle);

/* Returns whether a pattern fits s: "*" in it stands for any text. */
bool text_fits(struct text pattern, struct text s);

/* Returns the part [from, to) clamped to the text. */
static inline struct text text_slice(struct text t, size_t from, size_t to)
{
    if (to > t.len)
        to = t.len;
    if (from > to)
        from = to;
    return (struct text){t.at ? t.at + from : NULL, to - from};
}
/* Returns the text from an index on. */
static inline struct text text_from(struct text t, size_t from)
{
    return text_slice(t, from, t.len);
}
/* Returns the first max_bytes of t, or a little less: no character of UTF-8 is cut in two. */
struct text text_front(struct text t, size_t max_bytes);
/* Returns t without ASCII white space at both ends. */
struct text text_trim(struct text t);

/* Cuts the part before the first c off *rest and returns it; *rest goes on behind c, or becomes
   {NULL, 0} when there was none. Loop: while (rest.at) { part = text_cut(&rest, ','); … } */
struct text text_cut(struct text *rest, char c);

/* Reads a whole text of ASCII digits. Fails on anything else, on empty, and on overflow. */
MUST_USE bool text_read_u64(struct text t, uint64_t *ret_value);
MUST_USE bool text_read_i64(struct text t, int64_t *ret_value);

/* Reads a whole finite decimal number such as "9.8" or "1e-3", independent of the locale. */
MUST_USE bool text_read_double(struct text t, double *ret_value);

/* Returns the length in bytes of the character at the start of t if it could steer a terminal or deceive who reads it, else
   0: C0 and C1 controls, DEL, line and paragraph separators, and what turns the direction of writing (UAX 9). */
size_t text_control_len(struct text t);

/* Returns the offset of the first byte that is not well-formed UTF-8, or -1 (RFC 3629). */
ptrdiff_t text_find_bad_utf8(struct text t);

static inline char text_lower_char(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}
static inline bool text_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool text_is_alpha(char c)
{
    char lower = text_lower_char(c);
    return lower >= 'a' && lower <= 'z';
}
static inline bool text_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Returns the byte that the percent sign and the two hexadecimal digits at the front of t stand for (RFC 3986, section 2.1); -1
   when they are not there. */
int text_escaped_byte(struct text t);

#endif
