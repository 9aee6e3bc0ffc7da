/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/version_scheme.h"

static const struct version_rules *const schemes[VERSION_SCHEMES] = {
    [VERSION_SEMVER] = &version_semver_rules,
    [VERSION_PYPI] = &version_pypi_rules,
    [VERSION_DEBIAN] = &version_debian_rules,
    [VERSION_RPM] = &version_rpm_rules,
    [VERSION_APK] = &version_apk_rules,
    [VERSION_MAVEN] = &version_maven_rules,
    [VERSION_RUBYGEMS] = &version_rubygems_rules,
    [VERSION_PACKAGIST] = &version_packagist_rules,
    [VERSION_NUGET] = &version_nuget_rules,
    [VERSION_PUB] = &version_semver_pub_rules,
    [VERSION_CRAN] = &version_list_cran_rules,
    [VERSION_HACKAGE] = &version_list_hackage_rules,
    [VERSION_PACMAN] = &version_pacman_rules,
    [VERSION_BITNAMI] = &version_semver_bitnami_rules,
    [VERSION_OPAM] = &version_debian_opam_rules,
    [VERSION_GENERIC] = &version_generic_rules,
};

const struct version_rules *version_scheme_rules(enum version_scheme scheme)
{
    return schemes[scheme];
}

int version_scheme_bytes(struct text a, struct text b)
{
    int order = text_cmp(a, b);
    return (order > 0) - (order < 0);
}

int version_scheme_nocase(struct text a, struct text b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        int order = text_lower_char(a.at[i]) - text_lower_char(b.at[i]);
        if (order)
            return order < 0 ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static struct text without_zeros(struct text digits)
{
    while (digits.len && digits.at[0] == '0')
        digits = (struct text){digits.at + 1, digits.len - 1};
    return digits;
}

int version_scheme_digits(struct text a, struct text b)
{
    a = without_zeros(a);
    b = without_zeros(b);
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return version_scheme_bytes(a, b);
}

struct text version_scheme_cut(struct text *rest, size_t len)
{
    struct text part = text_slice(*rest, 0, len);
    *rest = text_from(*rest, len);
    return part;
}

struct text version_scheme_cut_digits(struct text *rest)
{
    size_t len = 0;
    while (len < rest->len && text_is_digit(rest->at[len]))
        len++;
    return version_scheme_cut(rest, len);
}

struct text version_scheme_cut_letters(struct text *rest)
{
    size_t len = 0;
    while (len < rest->len && text_is_alpha(rest->at[len]))
        len++;
    return version_scheme_cut(rest, len);
}

bool version_scheme_is_digits(struct text t)
{
    return version_scheme_cut_digits(&t).len && t.len == 0;
}

bool version_scheme_is_zero(struct text t)
{
    return without_zeros(t).len == 0;
}

struct version_evr version_scheme_split_evr(struct text evr)
{
    struct version_evr v = {.version = evr};
    struct text rest = evr;
    struct text digits = version_scheme_cut_digits(&rest);
    if (rest.len && rest.at[0] == ':') {
        v.epoch = digits;
        v.version = text_from(rest, 1);
    }
    ptrdiff_t hyphen = text_find_last(v.version, '-');
    if (hyphen >= 0) {
        v.release = text_from(v.version, (size_t)hyphen + 1);
        v.version.len = (size_t)hyphen;
    }
    return v;
}
