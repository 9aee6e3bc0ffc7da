/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_cpe.h"

/* NISTIR 7695, section 5.1: part, vendor, product, version, update, edition, language, sw_edition, target_sw, target_hw, other. */
enum { PART, VENDOR, PRODUCT, VERSION, ATTRIBUTES = 11 };

struct name {
    struct text at[ATTRIBUTES];
};

/* Cuts the attribute before the next colon that no backslash quotes. */
static struct text cut(struct text *rest)
{
    size_t i = 0;
    while (i < rest->len && rest->at[i] != ':')
        i += rest->at[i] == '\\' ? 2 : 1;
    struct text part = text_slice(*rest, 0, i);
    *rest = text_from(*rest, i + 1);
    return part;
}

static bool split(struct name *ret_name, struct text cpe)
{
    struct text rest;
    if (text_starts(cpe, TEXT("cpe:2.3:")))
        rest = text_from(cpe, 8);
    else if (text_starts(cpe, TEXT("cpe:/")))
        rest = text_from(cpe, 5);
    else
        return false;
    for (size_t i = 0; i < ATTRIBUTES; i++)
        ret_name->at[i] = cut(&rest);
    return true;
}

static bool is_any(struct text attribute)
{
    return attribute.len == 0 || text_is(attribute, "*");
}

/* The next character without its quoting: a backslash, or a percent sign and two digits. */
static char take(struct text text, size_t *at)
{
    int byte = text_escaped_byte(text_from(text, *at));
    char c = text.at[(*at)++];
    if (c == '\\' && *at < text.len)
        return text_lower_char(text.at[(*at)++]);
    if (byte < 0)
        return text_lower_char(c);
    *at += 2;
    return text_lower_char((char)byte);
}

static bool is_same(struct text a, struct text b)
{
    size_t i = 0, k = 0;
    while (i < a.len && k < b.len)
        if (take(a, &i) != take(b, &k))
            return false;
    return i == a.len && k == b.len;
}

bool vex_cpe_covers(struct text wanted, struct text got)
{
    struct name a, b;
    if (!split(&a, wanted) || !split(&b, got))
        return false;
    for (size_t i = 0; i < ATTRIBUTES; i++) {
        if (i <= PRODUCT && is_any(a.at[i]))
            return false;
        if (!is_any(a.at[i]) && !is_same(a.at[i], b.at[i]))
            return false;
    }
    return true;
}

bool vex_cpe_has_version(struct text cpe)
{
    struct name name;
    return split(&name, cpe) && !is_any(name.at[VERSION]);
}
