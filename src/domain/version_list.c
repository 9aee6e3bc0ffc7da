/* SPDX-License-Identifier: Apache-2.0 */
/* Plain lists of numbers, of which a longer one comes behind its own beginning (1.0 < 1.0.0):
   - CRAN, R's package_version (Writing R Extensions, 1.1.1): numbers between '.' or '-';
   - Hackage, Cabal's Version: numbers between dots. */
#include "domain/version_scheme.h"

static const char *check_list(struct text version, const char *separators)
{
    while (version.len) {
        if (version_scheme_cut_digits(&version).len == 0)
            return "it is no row of numbers";
        if (version.len == 0)
            return NULL;
        if (!strchr(separators, version.at[0]))
            return "something else than a number stands between its separators";
        version = text_from(version, 1);
    }
    return "it ends with a separator";
}

static int compare_list(struct text a, struct text b)
{
    while (a.len && b.len) {
        int order =
            version_scheme_digits(version_scheme_cut_digits(&a), version_scheme_cut_digits(&b));
        if (order)
            return order;
        a = text_from(a, 1);
        b = text_from(b, 1);
    }
    return (a.len > 0) - (b.len > 0);
}

static void add_list_key(struct version_writer *out, struct text version)
{
    while (version.len) {
        version_writer_add_number(out, version_scheme_cut_digits(&version));
        version = text_from(version, 1);
    }
}

static const char *cran_check(struct text version)
{
    return check_list(version, ".-");
}

static const char *hackage_check(struct text version)
{
    return check_list(version, ".");
}

const struct version_rules version_list_cran_rules = {
    .name = "cran",
    .noun = "CRAN version",
    .check = cran_check,
    .compare = compare_list,
    .add_key = add_list_key,
};

const struct version_rules version_list_hackage_rules = {
    .name = "hackage",
    .noun = "Hackage version",
    .check = hackage_check,
    .compare = compare_list,
    .add_key = add_list_key,
};
