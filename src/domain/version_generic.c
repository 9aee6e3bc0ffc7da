/* SPDX-License-Identifier: Apache-2.0 */
/* Versions of what has no order of its own: firmware, hand-written SBOMs, pkg:generic. Answers only where all orders of
   which we know would: numbers between dots that differ, more such numbers, the same words with another number. "1.0" and
   "1.0.0", or "1.0" and "1.0-rc1", have no order here. */
#include "domain/version_scheme.h"

/* "v1.2" is 1.2. */
static struct text without_v(struct text version)
{
    bool has_v =
        version.len > 1 && text_lower_char(version.at[0]) == 'v' && text_is_digit(version.at[1]);
    return has_v ? text_from(version, 1) : version;
}

/* Epochs, wildcards and what else we do not know make a version equal to nothing but itself; so does what may be a hash. */
static bool has_numbers(struct text version)
{
    for (size_t i = 0; i < version.len; i++)
        if (!text_is_digit(version.at[i]) && !text_is_alpha(version.at[i]) &&
            !strchr(".-_+~", version.at[i]))
            return false;
    struct text number = version_scheme_cut_digits(&version);
    return number.len && (version.len == 0 || !text_is_alpha(version.at[0]));
}

static bool has_idle_zero(struct text number)
{
    return number.len > 1 && number.at[0] == '0';
}

/* With a zero in front, a number is to some a fraction: 1.02 < 1.1. */
static int compare_number(struct text a, struct text b)
{
    int order = version_scheme_digits(a, b);
    if (!has_idle_zero(a) && !has_idle_zero(b))
        return order;
    return order == version_scheme_bytes(a, b) ? order : VERSION_NO_ORDER;
}

/* Cuts the next number of "1.2.3-rc1" off *rest; false behind the last. */
static bool cut_number(struct text *rest, bool is_first, struct text *ret_number)
{
    struct text in = *rest;
    if (!is_first && (in.len == 0 || in.at[0] != '.'))
        return false;
    if (!is_first)
        in = text_from(in, 1);
    *ret_number = version_scheme_cut_digits(&in);
    if (ret_number->len)
        *rest = in;
    return ret_number->len > 0;
}

/* One version's numbers have ended, and rest is what it has behind them; the other goes on with number and more. It is
   newer if one of its numbers is not 0, unless the rest may be a number, too (1.2-5, 1.2.x). */
static int compare_longer(struct text rest, struct text number, struct text more)
{
    if (rest.len > 1 && strchr("-_+~", rest.at[0]))
        rest = text_from(rest, 1);
    if (rest.len && !text_is_alpha(rest.at[0]))
        return VERSION_NO_ORDER;
    bool is_more = !version_scheme_is_zero(number);
    while (!is_more && cut_number(&more, false, &number))
        is_more = !version_scheme_is_zero(number);
    return is_more ? -1 : VERSION_NO_ORDER;
}

/* The same words, then numbers that differ: to some they are text, so both ways of reading must agree. To some, what is
   behind a '+' does not count. */
static int compare_rest(struct text a, struct text b)
{
    size_t same = 0;
    while (same < a.len && same < b.len && a.at[same] == b.at[same])
        same++;
    while (same > 0 && text_is_digit(a.at[same - 1]))
        same--;
    bool may_count = text_find(text_slice(a, 0, same), '+') < 0;
    a = text_from(a, same);
    b = text_from(b, same);
    int order = version_scheme_bytes(a, b);
    struct text left = version_scheme_cut_digits(&a);
    struct text right = version_scheme_cut_digits(&b);
    bool is_number = left.len && right.len && version_scheme_digits(left, right) == order;
    return order == 0 || (may_count && is_number) ? order : VERSION_NO_ORDER;
}

static int compare_numbers(struct text a, struct text b)
{
    struct text left, right;
    for (bool is_first = true;; is_first = false) {
        bool a_has = cut_number(&a, is_first, &left);
        bool b_has = cut_number(&b, is_first, &right);
        if (!a_has && !b_has)
            return compare_rest(a, b);
        if (!a_has)
            return compare_longer(a, right, b);
        if (!b_has) {
            int order = compare_longer(b, left, a);
            return order == VERSION_NO_ORDER ? order : -order;
        }
        int order = compare_number(left, right);
        if (order)
            return order;
    }
}

static int generic_compare(struct text a, struct text b)
{
    a = without_v(a);
    b = without_v(b);
    if (text_eq(a, b))
        return 0;
    return has_numbers(a) && has_numbers(b) ? compare_numbers(a, b) : VERSION_NO_ORDER;
}

static const char *generic_check(struct text version)
{
    (void)version;
    return NULL;
}

/* The version itself: what two versions have in common decides what of them may be compared. */
static void generic_add_key(struct version_writer *out, struct text version)
{
    version = without_v(version);
    for (size_t i = 0; i < version.len; i++)
        version_writer_add(out, (unsigned char)version.at[i]);
}

const struct version_rules version_generic_rules = {
    .name = "generic",
    .noun = "version",
    .check = generic_check,
    .compare = generic_compare,
    .add_key = generic_add_key,
    .compare_keys = generic_compare,
};
