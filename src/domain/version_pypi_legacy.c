/* SPDX-License-Identifier: Apache-2.0 */
/* PyPI versions from before PEP 440, "1.0beta6.1" or "trunk", by the rules of setuptools' pkg_resources, which
   packaging kept as version.LegacyVersion up to 21.3. */
#include "base/attr.h"
#include "base/limits.h"
#include "domain/version_scheme.h"

struct legacy {
    char lower[LIMIT_VERSION_BYTES];
    struct text parts[LIMIT_VERSION_BYTES + 1];
    size_t count;
};

static bool is_word(struct text part)
{
    return !text_is_digit(part.at[0]);
}

/* pkg_resources pads numbers to eight digits and compares them as text. */
enum { PADDED = 8 };

static bool is_eight_zeros(struct text part)
{
    return part.len <= PADDED && version_scheme_is_zero(part);
}

/* A word drops the zeros in front of it, and one that sorts before "final" the hyphens too. */
static void add_legacy(struct legacy *v, struct text part)
{
    if (is_word(part)) {
        if (text_cmp(part, TEXT("final")) < 0)
            while (v->count && text_is(v->parts[v->count - 1], "final-"))
                v->count--;
        while (v->count && is_eight_zeros(v->parts[v->count - 1]))
            v->count--;
    }
    v->parts[v->count++] = part;
}

static struct text legacy_word(struct text part)
{
    if (text_is(part, "-"))
        return TEXT("final-");
    if (text_is(part, "pre") || text_is(part, "preview") || text_is(part, "rc"))
        return TEXT("c");
    return text_is(part, "dev") ? TEXT("@") : part;
}

static bool is_other(char c)
{
    return !text_is_digit(c) && !text_is_alpha(c) && c != '.' && c != '-';
}

/* Digits, letters, a '.', a '-', or a run of anything else. */
static struct text cut_legacy(struct text *rest)
{
    struct text part = version_scheme_cut_digits(rest);
    if (part.len == 0)
        part = version_scheme_cut_letters(rest);
    if (part.len)
        return part;
    size_t len = 0;
    while (len < rest->len && is_other(rest->at[len]))
        len++;
    return version_scheme_cut(rest, len ? len : 1);
}

static void read_legacy(struct legacy *v, struct text version)
{
    for (size_t i = 0; i < version.len; i++)
        v->lower[i] = text_lower_char(version.at[i]);
    v->count = 0;
    struct text rest = {v->lower, version.len};
    while (rest.len) {
        struct text part = legacy_word(cut_legacy(&rest));
        if (!text_is(part, "."))
            add_legacy(v, part);
    }
    add_legacy(v, TEXT("final"));
}

static char padded_at(struct text digits, size_t len, size_t i)
{
    size_t zeros = len - digits.len;
    return i < zeros ? '0' : digits.at[i - zeros];
}

static int compare_legacy_part(struct text a, struct text b)
{
    if (is_word(a) || is_word(b))
        return is_word(a) && is_word(b) ? version_scheme_bytes(a, b) : is_word(b) - is_word(a);
    size_t a_len = a.len < PADDED ? PADDED : a.len;
    size_t b_len = b.len < PADDED ? PADDED : b.len;
    for (size_t i = 0; i < a_len && i < b_len; i++) {
        int order = padded_at(a, a_len, i) - padded_at(b, b_len, i);
        if (order)
            return order < 0 ? -1 : 1;
    }
    return (a_len > b_len) - (a_len < b_len);
}

int version_pypi_legacy_compare(struct text a, struct text b)
{
    NOT_ZEROED struct legacy left;
    NOT_ZEROED struct legacy right;
    read_legacy(&left, a);
    read_legacy(&right, b);
    for (size_t i = 0; i < left.count && i < right.count; i++) {
        int order = compare_legacy_part(left.parts[i], right.parts[i]);
        if (order)
            return order;
    }
    return (left.count > right.count) - (left.count < right.count);
}

/* Words come before numbers, which are padded with zeros and compared as text. */
enum { KEY_WORD = 1, KEY_NUMBER = 2 };

void version_pypi_legacy_add_key(struct version_writer *out, struct text version)
{
    NOT_ZEROED struct legacy v;
    read_legacy(&v, version);
    for (size_t i = 0; i < v.count; i++) {
        struct text part = v.parts[i];
        version_writer_add(out, is_word(part) ? KEY_WORD : KEY_NUMBER);
        for (size_t len = part.len; !is_word(part) && len < PADDED; len++)
            version_writer_add_word(out, TEXT("0"));
        version_writer_add_word(out, part);
    }
}
