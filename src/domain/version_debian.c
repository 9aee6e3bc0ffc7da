/* SPDX-License-Identifier: Apache-2.0 */
/* Debian, Ubuntu: deb-version(7), [epoch:]upstream-version[-debian-revision]; ordered as dpkg's lib/dpkg/version.c
   does. What dpkg calls an error is one here; what it only warns about (no digit in front) can be compared.
   opam: the same without epoch (src/core/opamVersionCompare.ml; opam manual, "Version ordering"). */
#include "domain/version_scheme.h"

struct debian {
    struct text epoch, upstream, revision;
};

static struct debian split_opam(struct text version)
{
    struct debian v = {.upstream = version};
    ptrdiff_t hyphen = text_find_last(version, '-');
    if (hyphen >= 0) {
        v.revision = text_from(version, (size_t)hyphen + 1);
        v.upstream.len = (size_t)hyphen;
    }
    return v;
}

static struct debian split(struct text version)
{
    ptrdiff_t colon = text_find(version, ':');
    if (colon < 0)
        return split_opam(version);
    struct debian v = split_opam(text_from(version, (size_t)colon + 1));
    v.epoch = text_slice(version, 0, (size_t)colon);
    return v;
}

static bool holds_only(struct text t, const char *others)
{
    for (size_t i = 0; i < t.len; i++)
        if (!text_is_digit(t.at[i]) && !text_is_alpha(t.at[i]) && !strchr(others, t.at[i]))
            return false;
    return true;
}

static const char *debian_check(struct text version)
{
    struct debian v = split(version);
    if (v.epoch.at && !version_scheme_is_digits(v.epoch))
        return "its epoch is no number";
    if (version_scheme_digits(v.epoch, TEXT("2147483647")) > 0)
        return "its epoch is larger than 2147483647";
    if (v.revision.at && v.revision.len == 0)
        return "nothing follows its last hyphen";
    if (v.upstream.len == 0)
        return "its upstream version is empty";
    /* "may contain only alphanumerics and the characters . + - ~", and ':' behind an epoch. */
    if (!holds_only(v.upstream, ".+-~:") || !holds_only(v.revision, ".+~"))
        return "it may hold letters, digits and . + - ~ only";
    return NULL;
}

/* "All letters sort earlier than all non-letters, and a tilde sorts before anything, even the end of a part." */
static int weight(struct text rest)
{
    if (rest.len == 0 || text_is_digit(rest.at[0]))
        return 0;
    if (rest.at[0] == '~')
        return -1;
    unsigned char c = (unsigned char)rest.at[0];
    return text_is_alpha(rest.at[0]) ? c : c + 256;
}

static int compare_words(struct text *a, struct text *b)
{
    while ((a->len && !text_is_digit(a->at[0])) || (b->len && !text_is_digit(b->at[0]))) {
        int order = weight(*a) - weight(*b);
        if (order)
            return order < 0 ? -1 : 1;
        *a = text_from(*a, 1);
        *b = text_from(*b, 1);
    }
    return 0;
}

/* "First the initial part of each string consisting entirely of non-digit characters … Then the initial part of
   the remainder … consisting entirely of digit characters", and so on. A missing part counts as 0. */
static int compare_part(struct text a, struct text b)
{
    int order = 0;
    while (order == 0 && (a.len || b.len)) {
        order = compare_words(&a, &b);
        if (order == 0)
            order =
                version_scheme_digits(version_scheme_cut_digits(&a), version_scheme_cut_digits(&b));
    }
    return order;
}

static int compare_split(const struct debian *a, const struct debian *b)
{
    int order = version_scheme_digits(a->epoch, b->epoch);
    if (order == 0)
        order = compare_part(a->upstream, b->upstream);
    return order ? order : compare_part(a->revision, b->revision);
}

static int debian_compare(struct text a, struct text b)
{
    struct debian left = split(a);
    struct debian right = split(b);
    return compare_split(&left, &right);
}

/* "a version is any non-empty sequence of alphanumerics and - _ + . ~" (opam manual, "Package formula"). */
static const char *opam_check(struct text version)
{
    return holds_only(version, "-_+.~") ? NULL : "it may hold letters, digits and - _ + . ~ only";
}

static int opam_compare(struct text a, struct text b)
{
    struct debian left = split_opam(a);
    struct debian right = split_opam(b);
    return compare_split(&left, &right);
}

/* The bytes of weight's order: '~', the end of a part, digits (which end a word), letters, all else. */
enum { KEY_TILDE = 1, KEY_END = 2, KEY_OTHER = 0xfb };

static unsigned char key_of(char c)
{
    static const char others[] = "+-.:_";
    if (c == '~')
        return KEY_TILDE;
    const char *other = strchr(others, c);
    return other ? (unsigned char)(KEY_OTHER + (other - others)) : version_writer_word_byte(c);
}

/* Words and numbers by turns; a number ends each word, as 0 where none is written. */
static void add_part(struct version_writer *out, struct text part)
{
    do {
        while (part.len && !text_is_digit(part.at[0])) {
            version_writer_add(out, key_of(part.at[0]));
            part = text_from(part, 1);
        }
        version_writer_add_number(out, version_scheme_cut_digits(&part));
    } while (part.len);
    version_writer_add(out, KEY_END);
}

static void debian_add_key(struct version_writer *out, struct text version)
{
    struct debian v = split(version);
    version_writer_add_number(out, v.epoch);
    add_part(out, v.upstream);
    add_part(out, v.revision);
}

static void opam_add_key(struct version_writer *out, struct text version)
{
    struct debian v = split_opam(version);
    add_part(out, v.upstream);
    add_part(out, v.revision);
}

const struct version_rules version_debian_rules = {
    .name = "debian",
    .noun = "Debian version",
    .check = debian_check,
    .compare = debian_compare,
    .add_key = debian_add_key,
};

const struct version_rules version_debian_opam_rules = {
    .name = "opam",
    .noun = "opam version",
    .check = opam_check,
    .compare = opam_compare,
    .add_key = opam_add_key,
};
