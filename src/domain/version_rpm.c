/* SPDX-License-Identifier: Apache-2.0 */
/* RPM: [epoch:]version[-release], split and ordered as rpm's rpmverParse, rpmverCmp and rpmvercmp do
   (rpm-version(7)). Bytes that are neither letters, digits, '~' nor '^' only separate, those beyond ASCII too. */
#include "domain/version_scheme.h"

/* rpm reads anything as a version. */
static const char *rpm_check(struct text evr)
{
    (void)evr;
    return NULL;
}

static struct text skip_separators(struct text t)
{
    while (t.len && !text_is_digit(t.at[0]) && !text_is_alpha(t.at[0]) && t.at[0] != '~' &&
           t.at[0] != '^')
        t = text_from(t, 1);
    return t;
}

static bool begins(struct text t, char c)
{
    return t.len && t.at[0] == c;
}

/* '~' sorts before everything, even the end; '^' after the end, but before everything else. Where both have the
   mark, it is cut off both. */
static int compare_marks(struct text *a, struct text *b, bool *ret_both)
{
    *ret_both = false;
    for (const char *mark = "~^"; *mark; mark++) {
        bool a_has = begins(*a, *mark);
        bool b_has = begins(*b, *mark);
        if (!a_has && !b_has)
            continue;
        if (a_has && b_has) {
            *a = text_from(*a, 1);
            *b = text_from(*b, 1);
            *ret_both = true;
            return 0;
        }
        bool other_ended = *mark == '^' && (a_has ? b->len == 0 : a->len == 0);
        return a_has == other_ended ? 1 : -1;
    }
    return 0;
}

static int compare_run(struct text *a, struct text *b)
{
    if (text_is_digit(a->at[0]) != text_is_digit(b->at[0]))
        return text_is_digit(a->at[0]) ? 1 : -1;
    if (text_is_digit(a->at[0]))
        return version_scheme_digits(version_scheme_cut_digits(a), version_scheme_cut_digits(b));
    return version_scheme_bytes(version_scheme_cut_letters(a), version_scheme_cut_letters(b));
}

static int compare_part(struct text a, struct text b)
{
    while (a.len || b.len) {
        a = skip_separators(a);
        b = skip_separators(b);
        bool both;
        int order = compare_marks(&a, &b, &both);
        if (order)
            return order;
        if (both)
            continue;
        if (a.len == 0 || b.len == 0)
            break;
        order = compare_run(&a, &b);
        if (order)
            return order;
    }
    return (a.len > 0) - (b.len > 0);
}

/* A missing epoch is 0; a missing release comes before any. */
static int rpm_compare(struct text a, struct text b)
{
    struct version_evr left = version_scheme_split_evr(a);
    struct version_evr right = version_scheme_split_evr(b);
    int order = version_scheme_digits(left.epoch, right.epoch);
    if (order == 0)
        order = compare_part(left.version, right.version);
    if (order)
        return order;
    if (!left.release.at || !right.release.at)
        return !right.release.at - !left.release.at;
    return compare_part(left.release, right.release);
}

/* The first bytes of what may stand in one place, in their order; numbers come behind them all. */
enum { KEY_TILDE = 1, KEY_END = 2, KEY_CARET = 3, KEY_WORD = 4 };

static void add_part(struct version_writer *out, struct text part)
{
    for (part = skip_separators(part); part.len; part = skip_separators(part)) {
        if (text_is_digit(part.at[0])) {
            version_writer_add_number(out, version_scheme_cut_digits(&part));
        } else if (text_is_alpha(part.at[0])) {
            version_writer_add(out, KEY_WORD);
            version_writer_add_word(out, version_scheme_cut_letters(&part));
        } else {
            version_writer_add(out, part.at[0] == '~' ? KEY_TILDE : KEY_CARET);
            part = text_from(part, 1);
        }
    }
    version_writer_add(out, KEY_END);
}

static void rpm_add_key(struct version_writer *out, struct text evr)
{
    struct version_evr v = version_scheme_split_evr(evr);
    version_writer_add_number(out, v.epoch);
    add_part(out, v.version);
    if (v.release.at)
        add_part(out, v.release);
}

const struct version_rules version_rpm_rules = {
    .name = "rpm",
    .noun = "RPM version",
    .takes_unicode = true,
    .check = rpm_check,
    .compare = rpm_compare,
    .add_key = rpm_add_key,
};
