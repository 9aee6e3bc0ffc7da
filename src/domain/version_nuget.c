/* SPDX-License-Identifier: Apache-2.0 */
/* NuGet: NuGet.Versioning's VersionComparer.Default. One to four numbers, then SemVer labels compared without case;
   build metadata does not count. Numbers are of any size here, where NuGet stops at 32 bits. */
#include "domain/version_scheme.h"

enum { NUMBERS_MAX = 4 };

struct nuget {
    struct text numbers;
    struct text labels; /* at is NULL without any */
    struct text build;  /* the same */
};

static struct nuget split(struct text version)
{
    struct nuget v;
    struct text front = text_cut(&version, '+');
    v.build = version;
    v.numbers = text_cut(&front, '-');
    v.labels = front;
    return v;
}

static bool are_labels(struct text labels)
{
    while (labels.at) {
        struct text label = text_cut(&labels, '.');
        if (label.len == 0)
            return false;
        for (size_t i = 0; i < label.len; i++)
            if (!text_is_digit(label.at[i]) && !text_is_alpha(label.at[i]) && label.at[i] != '-')
                return false;
    }
    return true;
}

static const char *nuget_check(struct text version)
{
    struct nuget v = split(version);
    unsigned count = 0;
    while (v.numbers.at) {
        if (!version_scheme_is_digits(text_cut(&v.numbers, '.')))
            return "it does not begin with numbers between dots";
        if (++count > NUMBERS_MAX)
            return "it has more than four numbers";
    }
    return are_labels(v.labels) && are_labels(v.build)
               ? NULL
               : "a label behind its numbers is empty or holds something else than letters, digits and hyphens";
}

/* A label counts as a number if it fits int.TryParse; a longer one is text. */
static bool is_number(struct text label)
{
    return version_scheme_is_digits(label) && version_scheme_digits(label, TEXT("2147483647")) <= 0;
}

static int compare_label(struct text a, struct text b)
{
    bool a_is_number = is_number(a);
    if (a_is_number != is_number(b))
        return a_is_number ? -1 : 1;
    return a_is_number ? version_scheme_digits(a, b) : version_scheme_nocase(a, b);
}

static int compare_labels(struct text a, struct text b)
{
    if (!a.at || !b.at)
        return !a.at - !b.at;
    int order = 0;
    while (order == 0 && a.at && b.at)
        order = compare_label(text_cut(&a, '.'), text_cut(&b, '.'));
    return order ? order : !b.at - !a.at;
}

static int nuget_compare(struct text a, struct text b)
{
    struct nuget left = split(a);
    struct nuget right = split(b);
    int order = 0;
    while (order == 0 && (left.numbers.at || right.numbers.at))
        order = version_scheme_digits(text_cut(&left.numbers, '.'), text_cut(&right.numbers, '.'));
    return order ? order : compare_labels(left.labels, right.labels);
}

/* What ends the numbers. */
enum { MARK_PRE = 1, MARK_RELEASE = 2 };

static void nuget_add_key(struct version_writer *out, struct text version)
{
    struct nuget v = split(version);
    bool was_word = false;
    version_writer_add_release(out, v.numbers);
    version_writer_add(out, v.labels.at ? MARK_PRE : MARK_RELEASE);
    while (v.labels.at) {
        struct text label = text_cut(&v.labels, '.');
        bool is_word = !is_number(label);
        if (was_word && is_word)
            version_writer_add(out, VERSION_WRITER_BREAK);
        if (is_word)
            version_writer_add_word_lower(out, label);
        else
            version_writer_add_number(out, label);
        was_word = is_word;
    }
}

const struct version_rules version_nuget_rules = {
    .name = "nuget",
    .noun = "NuGet version",
    .check = nuget_check,
    .compare = nuget_compare,
    .add_key = nuget_add_key,
};
