/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/ecosystem.h"

#define NO_SCHEME false, VERSION_SEMVER
#define SCHEME(name) true, VERSION_##name

/* What osv-schema 1.7 defines, then what it has no name for. Rows of one purl type have the same scheme, so for a bare type
   that a person types the first will do. */
static const struct ecosystem rows[] = {
    {"AlmaLinux", "rpm", "alma almalinux", NAMING_AS_IS, RELEASE_MAJOR, true, SCHEME(RPM)},
    {"Alpaquita", "apk", "alpaquita", NAMING_LOWER, RELEASE_AS_IS, true, SCHEME(APK)},
    {"Alpine", "apk", "alpine", NAMING_LOWER, RELEASE_ALPINE, true, SCHEME(APK)},
    {"Android", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, NO_SCHEME},
    {"Azure Linux", "rpm", "azurelinux azure-linux mariner cbl-mariner", NAMING_AS_IS,
        RELEASE_MAJOR, true, SCHEME(RPM)},
    {"BellSoft Hardened Containers", "apk", "bellsoft-hardened-containers", NAMING_LOWER,
        RELEASE_AS_IS, true, SCHEME(APK)},
    {"Bioconductor", "bioconductor", NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(CRAN)},
    {"Bitnami", "bitnami", NULL, NAMING_LOWER, RELEASE_NONE, false, SCHEME(BITNAMI)},
    {"CRAN", "cran", NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(CRAN)},
    {"Chainguard", "apk", "chainguard", NAMING_LOWER, RELEASE_NONE, false, SCHEME(APK)},
    {"CleanStart", "apk", "cleanstart", NAMING_LOWER, RELEASE_NONE, false, SCHEME(APK)},
    {"ConanCenter", "conan", NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"Debian", "deb", "debian", NAMING_LOWER, RELEASE_DEBIAN, true, SCHEME(DEBIAN)},
    {"Docker Hardened Images", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, NO_SCHEME},
    {"Echo", "deb", "echo", NAMING_LOWER, RELEASE_NONE, false, SCHEME(DEBIAN)},
    {"FreeBSD", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, NO_SCHEME},
    {"GHC", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(HACKAGE)},
    {"GitHub Actions", "githubactions", NULL, NAMING_PATH, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"Go", "golang", NULL, NAMING_GO, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"Hackage", "hackage", NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(HACKAGE)},
    {"Hex", "hex", NULL, NAMING_LOWER, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"Julia", "julia", NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"Kubernetes", NULL, NULL, NAMING_PATH, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"Linux", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, NO_SCHEME},
    {"Mageia", "rpm", "mageia", NAMING_AS_IS, RELEASE_MAJOR, true, SCHEME(RPM)},
    {"Maven", "maven", NULL, NAMING_MAVEN, RELEASE_NONE, false, SCHEME(MAVEN)},
    {"MinimOS", "apk", "minimos", NAMING_LOWER, RELEASE_NONE, false, SCHEME(APK)},
    {"NuGet", "nuget", NULL, NAMING_LOWER, RELEASE_NONE, false, SCHEME(NUGET)},
    {"OSS-Fuzz", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, NO_SCHEME},
    {"Packagist", "composer", NULL, NAMING_PATH, RELEASE_NONE, false, SCHEME(PACKAGIST)},
    {"Photon OS", "rpm", "photon", NAMING_AS_IS, RELEASE_MINOR, true, SCHEME(RPM)},
    {"Pub", "pub", NULL, NAMING_UNDERSCORE, RELEASE_NONE, false, SCHEME(PUB)},
    {"PyPI", "pypi", NULL, NAMING_PYPI, RELEASE_NONE, false, SCHEME(PYPI)},
    {"Red Hat", "rpm", "redhat rhel", NAMING_AS_IS, RELEASE_REDHAT, true, SCHEME(RPM)},
    {"Rocky Linux", "rpm", "rocky rockylinux rocky-linux", NAMING_AS_IS, RELEASE_MAJOR, true,
        SCHEME(RPM)},
    {"Root", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, NO_SCHEME},
    {"RubyGems", "gem", NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(RUBYGEMS)},
    {"SUSE", "rpm", "suse sles sled slem sle-micro sl-micro", NAMING_AS_IS, RELEASE_SUSE, true,
        SCHEME(RPM)},
    {"SwiftURL", "swift", NULL, NAMING_URL, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"TuxCare", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, NO_SCHEME},
    {"Ubuntu", "deb", "ubuntu", NAMING_LOWER, RELEASE_UBUNTU, true, SCHEME(DEBIAN)},
    {"VSCode", "vscode-extension", NULL, NAMING_DOTTED, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"Wolfi", "apk", "wolfi", NAMING_LOWER, RELEASE_NONE, false, SCHEME(APK)},
    {"crates.io", "cargo", NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"npm", "npm", NULL, NAMING_PATH, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"opam", "opam", NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(OPAM)},
    {"openEuler", "rpm", "openeuler", NAMING_AS_IS, RELEASE_OPENEULER, true, SCHEME(RPM)},
    {"openSUSE", "rpm",
        "opensuse opensuse-leap opensuse-tumbleweed opensuse.leap opensuse.tumbleweed",
        NAMING_AS_IS, RELEASE_OPENSUSE, true, SCHEME(RPM)},

    {"Amazon Linux", "rpm", "amazon amzn", NAMING_AS_IS, RELEASE_AMAZON, true, SCHEME(RPM)},
    {"Arch Linux", "alpm", "arch archarm archlinux manjaro", NAMING_LOWER, RELEASE_NONE, false,
        SCHEME(PACMAN)},
    {"CentOS", "rpm", "centos", NAMING_AS_IS, RELEASE_MAJOR, true, SCHEME(RPM)},
    {"Fedora", "rpm", "fedora", NAMING_AS_IS, RELEASE_MAJOR, true, SCHEME(RPM)},
    {"Oracle Linux", "rpm", "oracle ol oraclelinux", NAMING_AS_IS, RELEASE_MAJOR, true,
        SCHEME(RPM)},
    {"CPE", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(GENERIC)},
    {"CPE/dpkg", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(DEBIAN)},
    {"CPE/maven", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(MAVEN)},
    {"CPE/python", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(PYPI)},
    {"CPE/rpm", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(RPM)},
    {"CPE/semver", NULL, NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(SEMVER)},
    {"generic", "generic", NULL, NAMING_AS_IS, RELEASE_NONE, false, SCHEME(GENERIC)},
};

static struct text without_release(struct text osv_name)
{
    return text_cut(&osv_name, ':');
}

/* This is asked for every component: most rows begin with another letter. */
static bool is_word(struct text name, const char *word)
{
    return name.len && name.at[0] == word[0] && text_is(name, word);
}

const struct ecosystem *ecosystem_find(struct text osv_name)
{
    struct text name = without_release(osv_name);
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (is_word(name, rows[i].name))
            return &rows[i];
    return NULL;
}

const struct ecosystem *ecosystem_find_any(struct text name)
{
    struct text bare = without_release(name);
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (text_is_nocase(bare, rows[i].name))
            return &rows[i];
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (rows[i].purl_type && text_is_nocase(name, rows[i].purl_type))
            return &rows[i];
    return NULL;
}

static bool has_space(const struct ecosystem *row, struct text space)
{
    struct text rest = text_of(row->purl_spaces);
    while (rest.len)
        if (text_eq(text_cut(&rest, ' '), space))
            return true;
    return false;
}

/* The namespace, or where a tool left it out the "debian" of distro=debian-12. */
static struct text space_of(const struct purl *purl)
{
    if (purl->space.len)
        return purl->space;
    struct text distro = purl_qualifier(purl, "distro");
    size_t len = 0;
    while (len < distro.len && !text_is_digit(distro.at[len]))
        len++;
    while (len > 0 && distro.at[len - 1] == '-')
        len--;
    return text_slice(distro, 0, len);
}

const struct ecosystem *ecosystem_of_purl(const struct purl *purl)
{
    struct text space = space_of(purl);
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        const struct ecosystem *row = &rows[i];
        if (row->purl_type && is_word(purl->type, row->purl_type) &&
            (!row->purl_spaces || has_space(row, space)))
            return row;
    }
    return NULL;
}

bool ecosystem_is_cpe(struct text osv_name)
{
    return text_is(osv_name, "CPE") || text_starts(osv_name, TEXT("CPE/"));
}

size_t ecosystem_cpe_orders(const struct ecosystem *orders[ECOSYSTEM_CPE_ORDERS])
{
    size_t count = 0;
    for (size_t i = 0; i < LEN_OF(rows) && count < ECOSYSTEM_CPE_ORDERS; i++)
        if (ecosystem_is_cpe(text_of(rows[i].name)))
            orders[count++] = &rows[i];
    return count;
}
