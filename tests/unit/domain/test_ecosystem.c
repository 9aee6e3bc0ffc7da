/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "domain/ecosystem.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, SIZE_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void test_find(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *exact, *any;
    } cases[] = {
        {"PyPI", "PyPI", "PyPI"},
        {"pypi", NULL, "PyPI"},
        {"Alpine:v3.20", "Alpine", "Alpine"},
        {"Red Hat", "Red Hat", "Red Hat"},
        {"Red Hat:enterprise_linux:9::baseos", "Red Hat", "Red Hat"},
        {"Ubuntu:Pro:18.04:LTS", "Ubuntu", "Ubuntu"},
        {"Maven:https://maven.google.com", "Maven", "Maven"},
        {"maven", NULL, "Maven"},
        {"golang", NULL, "Go"},
        {"go", NULL, "Go"},
        {"cargo", NULL, "crates.io"},
        {"gem", NULL, "RubyGems"},
        {"composer", NULL, "Packagist"},
        {"DEB", NULL, "Debian"},
        {"apk", NULL, "Alpaquita"},
        {"rpm", NULL, "AlmaLinux"},
        {"", NULL, NULL},
        {"Debian Linux", NULL, NULL},
        {"deb:12", NULL, NULL},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        const struct ecosystem *exact = ecosystem_find(text_of(cases[i].typed));
        const struct ecosystem *any = ecosystem_find_any(text_of(cases[i].typed));
        if (strcmp(exact ? exact->name : "", cases[i].exact ? cases[i].exact : "") != 0 ||
            strcmp(any ? any->name : "", cases[i].any ? cases[i].any : "") != 0)
            fail_msg("%s: %s, %s", cases[i].typed, exact ? exact->name : "none",
                any ? any->name : "none");
    }
}

static void test_types_have_one_scheme(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        enum version_scheme scheme;
    } cases[] = {
        {"deb", VERSION_DEBIAN},
        {"rpm", VERSION_RPM},
        {"apk", VERSION_APK},
        {"npm", VERSION_SEMVER},
        {"golang", VERSION_SEMVER},
        {"cargo", VERSION_SEMVER},
        {"bitnami", VERSION_BITNAMI},
        {"opam", VERSION_OPAM},
        {"alpm", VERSION_PACMAN},
        {"generic", VERSION_GENERIC},
        {"pypi", VERSION_PYPI},
        {"maven", VERSION_MAVEN},
        {"gem", VERSION_RUBYGEMS},
        {"composer", VERSION_PACKAGIST},
        {"nuget", VERSION_NUGET},
        {"pub", VERSION_PUB},
        {"cran", VERSION_CRAN},
        {"hackage", VERSION_HACKAGE},
        {"conan", VERSION_SEMVER},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        const struct ecosystem *row = ecosystem_find_any(text_of(cases[i].type));
        assert_true(row->has_scheme && row->scheme == cases[i].scheme);
    }
    assert_false(ecosystem_find(TEXT("OSS-Fuzz"))->has_scheme);
}

/* A purl's ecosystem with its release, and its package. */
static const struct {
    const char *purl, *wanted;
} purls[] = {
    {"pkg:npm/%40angular/core@17.0.0", "npm @angular/core"},
    {"pkg:npm/%40Angular/Core@17.0.0", "npm @angular/core"},
    {"pkg:npm/core@17.0.0", "npm core"},
    {"pkg:npm/JSONStream@1.3.5", "npm jsonstream"},
    {"pkg:pypi/Zope.Interface_x@5", "PyPI zope-interface-x"},
    {"pkg:pypi/a.-_b@5", "PyPI a-b"},
    {"pkg:golang/github.com/Masterminds/semver/v3@v3.2.1#sub",
        "Go github.com/masterminds/semver/v3"},
    {"pkg:golang/github.com/Masterminds/semver@v1.5.0", "Go github.com/masterminds/semver"},
    {"pkg:golang/gopkg.in/yaml.v2@v2.4.0", "Go gopkg.in/yaml.v2"},
    {"pkg:golang/golang.org/x/net@v0.7.0#http2/hpack", "Go golang.org/x/net"},
    {"pkg:golang/stdlib@1.22", "Go stdlib"},
    {"pkg:golang/std@1.22", "Go stdlib"},
    {"pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
        "Maven org.apache.logging.log4j:log4j-core"},
    {"pkg:maven/log4j-core@2.14.1", "Maven log4j-core"},
    {"pkg:composer/Laravel/Framework@5", "Packagist laravel/framework"},
    {"pkg:gem/RedCloth@4", "RubyGems RedCloth"},
    {"pkg:cargo/serde_json@1", "crates.io serde_json"},
    {"pkg:nuget/Newtonsoft.Json@13", "NuGet newtonsoft.json"},
    {"pkg:hex/Phoenix@1", "Hex phoenix"},
    {"pkg:pub/http-parser@1", "Pub http_parser"},
    {"pkg:swift/github.com/Vapor/vapor@4", "SwiftURL github.com/vapor/vapor"},
    {"pkg:githubactions/Actions/checkout@v4", "GitHub Actions actions/checkout"},
    {"pkg:vscode-extension/MS-Python/python@2023", "VSCode ms-python.python"},
    {"pkg:conan/conan/zlib@1.3", "ConanCenter zlib"},
    {"pkg:bitnami/wordpress@6", "Bitnami wordpress"},
    {"pkg:alpm/arch/pacman@6.0.1-1?arch=x86_64", "Arch Linux pacman"},
    {"pkg:alpm/manjaro/linux612@6.12.1-1?arch=x86_64", "Arch Linux linux612"},
    {"pkg:opam/Dune@3", "opam Dune"},
    {"pkg:generic/openssl@1.1.10g", "generic openssl"},
    {"pkg:deb/debian/curl@7?distro=debian-12.11", "Debian:12 curl"},
    {"pkg:deb/debian/curl@7?distro=jessie", "Debian:8 curl"},
    {"pkg:deb/debian/curl@7?distro=sid", "Debian:sid curl"},
    {"pkg:deb/debian/curl@7", "Debian curl"},
    {"pkg:deb/curl@7?distro=debian-12", "Debian:12 curl"},
    {"pkg:deb/ubuntu/curl@7?distro=ubuntu-24.04", "Ubuntu:24.04:LTS curl"},
    {"pkg:deb/ubuntu/curl@7?distro=ubuntu-22.04.3", "Ubuntu:22.04:LTS curl"},
    {"pkg:deb/ubuntu/curl@7?distro=jammy", "Ubuntu:22.04:LTS curl"},
    {"pkg:deb/ubuntu/curl@7?distro=ubuntu-23.04", "Ubuntu:23.04 curl"},
    {"pkg:deb/ubuntu/curl@7?distro=ubuntu-24.10", "Ubuntu:24.10 curl"},
    {"pkg:deb/ubuntu/curl@7?distro=6.06", "Ubuntu:6.06:LTS curl"},
    {"pkg:deb/ubuntu/curl@7?distro=ubuntu-18.04-ESM", "Ubuntu:Pro:18.04:LTS curl"},
    {"pkg:apk/alpine/curl@7?distro=3.22.0", "Alpine:v3.22 curl"},
    {"pkg:apk/alpine/curl@7?distro=alpine-v3.9", "Alpine:v3.9 curl"},
    {"pkg:apk/alpine/curl@7?distro=alpine-edge", "Alpine:edge curl"},
    {"pkg:apk/wolfi/curl@7?distro=20230201", "Wolfi curl"},
    {"pkg:apk/chainguard/curl@7?distro=20230201", "Chainguard curl"},
    {"pkg:apk/alpaquita/curl@7?distro=alpaquita-stream", "Alpaquita:stream curl"},
    {"pkg:apk/alpaquita/curl@7?distro=alpaquita-23", "Alpaquita:23 curl"},
    {"pkg:rpm/alma/curl@7?distro=alma-9.6", "AlmaLinux:9 curl"},
    {"pkg:rpm/almalinux/curl@7?distro=almalinux-10", "AlmaLinux:10 curl"},
    {"pkg:rpm/rocky/curl@7?distro=rocky-9.3", "Rocky Linux:9 curl"},
    {"pkg:rpm/redhat/curl@7?distro=redhat-9.6", "Red Hat:enterprise_linux:9 curl"},
    {"pkg:rpm/redhat/curl@7?distro=rhel-10.1", "Red Hat:enterprise_linux:10 curl"},
    {"pkg:rpm/opensuse/curl@7?distro=opensuse-leap-15.6", "openSUSE:Leap 15.6 curl"},
    {"pkg:rpm/opensuse/curl@7?distro=opensuse-leap-micro-5.5", "openSUSE:Leap Micro 5.5 curl"},
    {"pkg:rpm/opensuse/curl@7?distro=opensuse-tumbleweed-20250630", "openSUSE:Tumbleweed curl"},
    {"pkg:rpm/opensuse/curl@7?distro=20250630", "openSUSE:Tumbleweed curl"},
    {"pkg:rpm/opensuse/curl@7?distro=opensuse-tumbleweed", "openSUSE:Tumbleweed curl"},
    {"pkg:rpm/suse/curl@7?distro=sles-15.7", "SUSE:Linux Enterprise Server 15 SP7 curl"},
    {"pkg:rpm/suse/curl@7?distro=sles-15", "SUSE:Linux Enterprise Server 15 curl"},
    {"pkg:rpm/suse/curl@7?distro=sled-12.5", "SUSE:Linux Enterprise Desktop 12 SP5 curl"},
    {"pkg:rpm/suse/curl@7?distro=sles-16.0", "SUSE:Linux Enterprise Server 16.0 curl"},
    {"pkg:rpm/suse/curl@7?distro=slem-5.5", "SUSE:Linux Enterprise Micro 5.5 curl"},
    {"pkg:rpm/suse/curl@7?distro=sl-micro-6.0", "SUSE:Linux Micro 6.0 curl"},
    {"pkg:rpm/photon/curl@7?distro=photon-5.0", "Photon OS:5.0 curl"},
    {"pkg:rpm/azurelinux/curl@7?distro=azurelinux-3.0", "Azure Linux:3 curl"},
    {"pkg:rpm/cbl-mariner/curl@7?distro=cbl-mariner-2.0", "Azure Linux:2 curl"},
    {"pkg:rpm/mariner/curl@7?distro=mariner-2.0.20230", "Azure Linux:2 curl"},
    {"pkg:rpm/mageia/curl@7?distro=mageia-9", "Mageia:9 curl"},
    {"pkg:rpm/openeuler/curl@7?distro=openeuler-24.03", "openEuler:24.03-LTS curl"},
    {"pkg:rpm/openeuler/curl@7?distro=openeuler-22.03+(LTS-SP3)", "openEuler:22.03-LTS-SP3 curl"},
    {"pkg:rpm/openeuler/curl@7?distro=openeuler-23.09", "openEuler:23.09 curl"},
    {"pkg:rpm/amazon/curl@7?distro=amazon-2023.7.20250609+%28Amazon+Linux%29",
        "Amazon Linux:2023 curl"},
    {"pkg:rpm/amzn/curl@7?distro=amzn-2", "Amazon Linux:2 curl"},
    {"pkg:rpm/amazon/curl@7?distro=amazon-2018.03", "Amazon Linux:1 curl"},
    {"pkg:rpm/centos/curl@7?distro=centos-7.9.2009", "CentOS:7 curl"},
    {"pkg:rpm/fedora/NetworkManager@7?distro=fedora-42", "Fedora:42 NetworkManager"},
    {"pkg:rpm/oracle/curl@7?distro=oracle-9.6", "Oracle Linux:9 curl"},
    {"pkg:rpm/ol/curl@7?distro=ol-8.10", "Oracle Linux:8 curl"},
    {"pkg:rpm/nobody/curl@7?distro=nobody-1", NULL},
    {"pkg:rpm/curl@7", NULL},
    {"pkg:github/openssl/openssl@3.0.0", NULL},
    {"pkg:docker/nginx@1", NULL},
};

static void test_purls(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(purls); i++) {
        struct purl purl;
        struct err err;
        assert_true(purl_read(&purl, text_of(purls[i].purl), &arena, &err));
        const struct ecosystem *row = ecosystem_of_purl(&purl);
        if (!row && !purls[i].wanted)
            continue;
        if (!row || !purls[i].wanted)
            fail_msg("%s: %s", purls[i].purl, row ? row->name : "no row");
        struct text name = ecosystem_full_name(row, purl_qualifier(&purl, "distro"), &arena);
        struct text package = ecosystem_package_name(row, &purl, &arena);
        assert_text(
            arena_format(&arena, "%.*s %.*s", TEXT_ARG(name), TEXT_ARG(package)), purls[i].wanted);
    }
}

static void test_odd_releases(void **state)
{
    (void)state;
    static const struct {
        const char *ecosystem, *release, *wanted;
    } cases[] = {
        {"Debian", "", "Debian"},
        {"Debian", "debian", "Debian"},
        {"Debian", "debian-", "Debian"},
        {"Debian", "trixie/sid", "Debian:13"},
        {"Debian", "...", "Debian:..."},
        {"Debian", "9.", "Debian:9"},
        {"Ubuntu", "99999999999999999999.04", "Ubuntu:99999999999999999999.04:LTS"},
        {"Ubuntu", "24", "Ubuntu:24"},
        {"Red Hat", "9", "Red Hat:enterprise_linux:9"},
        {"openSUSE", "15.6", "openSUSE:Leap 15.6"},
        {"SUSE", "15.7", "SUSE:Linux Enterprise Server 15 SP7"},
        {"npm", "12", "npm"},
        {"Fedora", "rawhide", "Fedora:rawhide"},
        {"Rocky Linux", "9.3 (Blue Onyx)", "Rocky Linux:9"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        const struct ecosystem *row = ecosystem_find(text_of(cases[i].ecosystem));
        assert_text(ecosystem_full_name(row, text_of(cases[i].release), &arena), cases[i].wanted);
    }
}

static void test_normal_names(void **state)
{
    (void)state;
    static const struct {
        const char *ecosystem, *name, *wanted;
    } cases[] = {
        {"PyPI", "Foo._-Bar", "foo-bar"},
        {"PyPI", "", ""},
        {"SwiftURL", "https://github.com/Vapor/Vapor.git", "github.com/vapor/vapor"},
        {"SwiftURL", "github.com/vapor/vapor/", "github.com/vapor/vapor"},
        {"SwiftURL", "github.com/vapor/vapor.git/.git//", "github.com/vapor/vapor"},
        {"SwiftURL", "https://", ""},
        {"Maven", " org.x:Y ", "org.x:Y"},
        {"Go", "github.com/A/b", "github.com/a/b"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        const struct ecosystem *row = ecosystem_find(text_of(cases[i].ecosystem));
        assert_text(ecosystem_normal_name(row, text_of(cases[i].name), &arena), cases[i].wanted);
    }
}

static void test_normal_releases(void **state)
{
    (void)state;
    static const struct {
        const char *written, *wanted;
    } cases[] = {
        {"Red Hat", "Red Hat"},
        {"Red Hat:enterprise_linux:9::appstream", "Red Hat:enterprise_linux:9"},
        {"Red Hat:enterprise_linux:10.2", "Red Hat:enterprise_linux:10"},
        {"Red Hat:rhel_eus:9.4::baseos", "Red Hat:rhel_eus:9.4"},
        {"SUSE:Linux Enterprise Server 15 SP7", "SUSE:Linux Enterprise Server 15 SP7"},
        {"SUSE:Linux Enterprise Server 15 SP4-LTSS", "SUSE:Linux Enterprise Server 15 SP4"},
        {"SUSE:Linux Enterprise Module for Basesystem 15 SP7",
            "SUSE:Linux Enterprise Server 15 SP7"},
        {"SUSE:Linux Enterprise Module for Python 3 15 SP6", "SUSE:Linux Enterprise Server 15 SP6"},
        {"SUSE:Linux Enterprise Module for Basesystem 15", "SUSE:Linux Enterprise Server 15"},
        {"SUSE:Linux Enterprise Micro 5.5", "SUSE:Linux Enterprise Micro 5.5"},
        {"Debian:12", "Debian:12"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++)
        assert_text(ecosystem_normal_release(text_of(cases[i].written), &arena), cases[i].wanted);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_find),
        CASE(test_types_have_one_scheme),
        CASE(test_purls),
        CASE(test_odd_releases),
        CASE(test_normal_names),
        CASE(test_normal_releases),
    };
    return cmocka_run_group_tests_name("ecosystem", tests, NULL, NULL);
}
