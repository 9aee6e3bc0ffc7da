/* SPDX-License-Identifier: Apache-2.0 */
/* A record of each vendor, in the shape in which OSV has it, against a package as SBOMs have it: one finding for each CVE. */
#include "match/os_world.h"

#define RECORD(id, more, ecosystem, package, fixed)                                                  \
    "{\"id\":\"" id "\",\"modified\":\"2026-01-01T00:00:00Z\"," more                                 \
    "\"affected\":[{\"package\":{\"ecosystem\":\"" ecosystem "\",\"name\":\"" package                \
    "\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"" fixed \
    "\"}]}]}]}"

static const char *const records[] = {
    /* Debian files by CVE since 2024, and by DSA and DLA before; both stand in its dump. */
    RECORD("DEBIAN-CVE-2026-0101", "\"upstream\":[\"CVE-2026-0101\"],", "Debian:12", "openssl",
        "3.0.17-1~deb12u1"),
    RECORD("DSA-9001-1", "\"upstream\":[\"CVE-2026-0101\",\"CVE-2026-0102\"],", "Debian:12",
        "openssl", "3.0.17-1~deb12u1"),
    RECORD("DLA-9002-1", "\"related\":[\"CVE-2026-0103\"],", "Debian:11", "openssl",
        "1.1.1w-0+deb11u9"),
    RECORD("USN-9003-1", "\"upstream\":[\"CVE-2026-0201\",\"UBUNTU-CVE-2026-0201\"],",
        "Ubuntu:22.04:LTS", "curl", "7.81.0-1ubuntu1.21"),
    RECORD("UBUNTU-CVE-2026-0201", "\"upstream\":[\"CVE-2026-0201\"],", "Ubuntu:22.04:LTS", "curl",
        "7.81.0-1ubuntu1.21"),
    "{\"id\":\"UBUNTU-CVE-2026-0202\",\"modified\":\"2026-01-01T00:00:00Z\",\"upstream\":[\"CVE-2026-0202\"],"
    "\"affected\":[{\"package\":{\"ecosystem\":\"Ubuntu:22.04:LTS\",\"name\":\"zope\"},\"ranges\":[{\"type\":"
    "\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"}]}]},{\"package\":{\"ecosystem\":"
    "\"Ubuntu:Pro:22.04:LTS\",\"name\":\"zope\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":"
    "[{\"introduced\":\"0\"},{\"fixed\":\"4.0-1ubuntu0.1~esm2\"}]}]}]}",
    RECORD("UBUNTU-CVE-2026-0203", "\"upstream\":[\"CVE-2026-0203\"],", "Ubuntu:Pro:18.04:LTS",
        "bash", "4.4.18-2ubuntu1.3+esm1"),
    RECORD("RHSA-2026:0301",
        "\"summary\":\"Red Hat Security Advisory: curl security update\",\"upstream\":"
        "[\"CVE-2026-0301\",\"CVE-2026-0302\"],",
        "Red Hat:enterprise_linux:9::baseos", "curl", "0:7.76.1-31.el9_6.1"),
    RECORD("RLSA-2026:0301", "\"summary\":\"Moderate: curl\",\"related\":[\"CVE-2026-0301\"],",
        "Rocky Linux:9", "curl", "0:7.76.1-31.el9_6.1"),
    RECORD("ALSA-2026:0301", "\"summary\":\"Moderate: curl\",\"related\":[\"CVE-2026-0301\"],",
        "AlmaLinux:9", "libcurl", "7.76.1-31.el9_6.1"),
    RECORD("RHBA-2026:0303", "\"upstream\":[\"CVE-2026-0303\"],",
        "Red Hat:enterprise_linux:9::baseos", "curl", "0:7.76.1-99.el9"),
    RECORD("RLBA-2026:0303", "\"related\":[\"CVE-2026-0303\"],", "Rocky Linux:9", "curl",
        "0:7.76.1-99.el9"),
    RECORD("SUSE-SU-2026:0401-1",
        "\"upstream\":[\"CVE-2026-0401\"],\"related\":[\"CVE-2026-0401\"],",
        "SUSE:Linux Enterprise Module for Basesystem 15 SP5", "curl", "8.0.1-150400.5.62.1"),
    RECORD("openSUSE-SU-2026:0402-1", "\"upstream\":[\"CVE-2026-0402\"],", "openSUSE:Leap 15.5",
        "curl", "8.0.1-150400.5.62.1"),
    RECORD("SUSE-RU-2026:0403-1", "\"related\":[\"CVE-2026-0403\"],",
        "SUSE:Linux Enterprise Server 15 SP5", "curl", "9.0"),
    RECORD("ALPINE-CVE-2026-0501", "\"upstream\":[\"CVE-2026-0501\"],", "Alpine:v3.18", "openssl",
        "3.1.4-r0"),
    RECORD("CGA-22aa-33bb-44cc", "\"aliases\":[\"CVE-2026-0601\",\"GHSA-aaaa-bbbb-cccc\"],",
        "Wolfi", "openssl", "3.5.0-r1"),
    RECORD("CGA-55dd-66ee-77ff", "\"upstream\":[\"CVE-2026-0601\"],", "Chainguard", "openssl",
        "3.5.0-r1"),
    /* A binary may have versions of its own; its source has an epoch, which the name of the source rpm leaves out. */
    "{\"id\":\"RLSA-2026:0304\",\"modified\":\"2026-01-01T00:00:00Z\",\"related\":[\"CVE-2026-0304\"],"
    "\"affected\":[{\"package\":{\"ecosystem\":\"Rocky Linux:8\",\"name\":\"perl\"},\"ranges\":[{\"type\":"
    "\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"4:5.26.3-423.el8\"}]}]},{\"package\":"
    "{\"ecosystem\":\"Rocky Linux:8\",\"name\":\"perl-Errno\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":"
    "[{\"introduced\":\"0\"},{\"fixed\":\"0:1.28-423.el8\"}]}]}]}",
    /* Kernels and boot loaders are signed in a source package of their own. */
    RECORD("DEBIAN-CVE-2026-0104", "\"upstream\":[\"CVE-2026-0104\"],", "Debian:12", "linux",
        "6.1.90-1"),
    RECORD("DEBIAN-CVE-2026-0105", "\"upstream\":[\"CVE-2026-0105\"],", "Debian:12", "grub2",
        "2.06-13+deb12u2"),
    RECORD("UBUNTU-CVE-2026-0204", "\"upstream\":[\"CVE-2026-0204\"],", "Ubuntu:22.04:LTS", "linux",
        "5.15.0-100.110"),
    RECORD("UBUNTU-CVE-2026-0205", "\"upstream\":[\"CVE-2026-0205\"],", "Ubuntu:22.04:LTS",
        "linux-aws", "5.15.0-1055.60"),
    RECORD("MAL-2026-1", "\"summary\":\"Malicious code in evil (npm)\",", "npm", "evil", "99.0.0"),
    RECORD("GHSA-1111-2222-3333", "\"aliases\":[\"CVE-2026-0701\"],", "PyPI", "requests", "2.32.0"),
};

static const struct vendor_case {
    const char *purl, *told;
} cases[] = {
    {"pkg:deb/debian/libssl3@3.0.15-1~deb12u1?distro=debian-12.5&upstream=openssl",
        "CVE-2026-0101 CVE-2026-0102"},
    {"pkg:deb/debian/libssl3@3.0.17-1~deb12u1?distro=debian-12.5&upstream=openssl", ""},
    {"pkg:deb/debian/openssl@3.0.15-1~deb12u1?distro=bookworm", "CVE-2026-0101 CVE-2026-0102"},
    {"pkg:deb/debian/libssl1.1@1.1.1w-0%2Bdeb11u1?distro=debian-11&upstream=openssl",
        "CVE-2026-0103"},
    {"pkg:deb/ubuntu/libcurl4@7.81.0-1ubuntu1.20?distro=ubuntu-22.04&upstream=curl",
        "CVE-2026-0201"},
    {"pkg:deb/ubuntu/libcurl4@7.81.0-1ubuntu1.21?distro=ubuntu-22.04&upstream=curl", ""},
    /* Without Pro there is no fix; with it there is. */
    {"pkg:deb/ubuntu/zope@4.0-1?distro=ubuntu-22.04", "CVE-2026-0202"},
    {"pkg:deb/ubuntu/zope@4.0-1ubuntu0.1~esm1?distro=ubuntu-22.04", "CVE-2026-0202"},
    {"pkg:deb/ubuntu/zope@4.0-1ubuntu0.1~esm2?distro=ubuntu-22.04", ""},
    {"pkg:deb/ubuntu/bash@4.4.18-2ubuntu1.3?distro=ubuntu-18.04", "CVE-2026-0203"},
    {"pkg:deb/ubuntu/bash@4.4.18-2ubuntu1.3%2Besm1?distro=ubuntu-18.04", ""},
    {"pkg:rpm/redhat/libcurl@7.76.1-29.el9?distro=rhel-9.4&upstream=curl-7.76.1-29.el9.src.rpm",
        "CVE-2026-0301 CVE-2026-0302"},
    {"pkg:rpm/redhat/curl@7.76.1-31.el9_6.1?distro=rhel-9.4", ""},
    {"pkg:rpm/rocky/curl@7.76.1-29.el9?distro=rocky-9.3", "CVE-2026-0301"},
    {"pkg:rpm/alma/libcurl@7.76.1-29.el9?distro=alma-9.6", "CVE-2026-0301"},
    {"pkg:rpm/alma/curl@7.76.1-29.el9?distro=alma-9.6", ""},
    {"pkg:rpm/suse/libcurl4@8.0.1-150400.5.41.1?distro=sles-15.5&upstream="
     "curl-8.0.1-150400.5.41.1.src.rpm",
        "CVE-2026-0401"},
    {"pkg:rpm/opensuse/curl@8.0.1-150400.5.41.1?distro=opensuse-leap-15.5", "CVE-2026-0402"},
    {"pkg:rpm/opensuse/curl@8.0.1-150400.5.62.1?distro=opensuse-leap-15.5", ""},
    {"pkg:rpm/opensuse.leap/curl@8.0.1-150400.5.41.1?distro=opensuse.leap-15.5", "CVE-2026-0402"},
    {"pkg:apk/alpine/libcrypto3@3.1.3-r0?distro=alpine-3.18.4&upstream=openssl", "CVE-2026-0501"},
    {"pkg:apk/alpine/libcrypto3@3.1.4-r0?distro=alpine-3.18.4&upstream=openssl", ""},
    {"pkg:apk/wolfi/libcrypto3@3.5.0-r0?distro=20230201&upstream=openssl", "CVE-2026-0601"},
    {"pkg:apk/wolfi/openssl@3.5.0-r0", "CVE-2026-0601"},
    {"pkg:apk/chainguard/libcrypto3@3.5.0-r0?upstream=openssl", "CVE-2026-0601"},
    {"pkg:apk/chainguard/libcrypto3@3.5.0-r1?upstream=openssl", ""},
    {"pkg:rpm/rocky/perl-Errno@1.28-422.el8?distro=rocky-8.9&upstream=perl-5.26.3-422.el8.src.rpm",
        "CVE-2026-0304"},
    {"pkg:rpm/rocky/perl-Errno@1.28-423.el8?distro=rocky-8.9&upstream=perl-5.26.3-423.el8.src.rpm",
        ""},
    /* Where the record does not name the binary, its source speaks for it. */
    {"pkg:rpm/rocky/"
     "perl-libs@5.26.3-422.el8?epoch=4&distro=rocky-8.9&upstream=perl-5.26.3-422.el8.src.rpm",
        "CVE-2026-0304"},
    {"pkg:rpm/rocky/"
     "perl-libs@5.26.3-423.el8?epoch=4&distro=rocky-8.9&upstream=perl-5.26.3-423.el8.src.rpm",
        ""},
    {"pkg:deb/debian/linux-image-6.1.0-18-amd64@6.1.76-1?distro=debian-12&upstream="
     "linux-signed-amd64%406.1.76%2B1",
        "CVE-2026-0104"},
    {"pkg:deb/debian/linux-image-6.1.0-21-amd64@6.1.90-1?distro=debian-12&upstream="
     "linux-signed-amd64%406.1.90%2B1",
        ""},
    {"pkg:deb/debian/grub-efi-amd64-signed@1%2B2.06%2B13%2Bdeb12u1?distro=debian-12",
        "CVE-2026-0105"},
    {"pkg:deb/debian/grub-efi-amd64-bin@2.06-13%2Bdeb12u1?distro=debian-12&upstream=grub2",
        "CVE-2026-0105"},
    {"pkg:deb/debian/x@1%2B2.06%2B13%2Bdeb12u1?distro=debian-12&upstream=grub-efi-amd64-signed",
        "CVE-2026-0105"},
    {"pkg:deb/debian/x@1%2B2.06%2B13%2Bdeb12u2?distro=debian-12&upstream=grub-efi-amd64-signed",
        ""},
    {"pkg:deb/ubuntu/linux-image-5.15.0-91-generic@5.15.0-91.101?distro=ubuntu-22.04&upstream="
     "linux-signed",
        "CVE-2026-0204"},
    {"pkg:deb/ubuntu/linux-image-5.15.0-1050-aws@5.15.0-1050.55?distro=ubuntu-22.04&upstream="
     "linux-signed-aws",
        "CVE-2026-0205"},
    {"pkg:deb/ubuntu/linux-image-5.15.0-1055-aws@5.15.0-1055.60?distro=ubuntu-22.04&upstream="
     "linux-signed-aws",
        ""},
    /* A metapackage holds nothing, and its versions are of another kind. */
    {"pkg:deb/ubuntu/linux-image-generic@5.15.0.91.88?distro=ubuntu-22.04&upstream=linux-meta", ""},
    {"pkg:npm/evil@1.0.0", "MAL-2026-1"},
    {"pkg:pypi/requests@2.31.0", "CVE-2026-0701"},
    /* The word of the distribution, and not that of the language, counts for its package. */
    {"pkg:deb/debian/python3-requests@2.28.1%2Bdfsg-1?distro=debian-12&upstream=requests", ""},
};

static void begin(struct os_world *w)
{
    os_world_init(w);
    for (size_t i = 0; i < LEN_OF(records); i++)
        os_world_know(w, records[i]);
}

static void test_vendors(void **state)
{
    (void)state;
    struct os_world w;
    begin(&w);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        os_world_scan_purl(&w, cases[i].purl, NULL, NULL);
        if (w.result.not_covered_count)
            fail_msg("%s: is not covered", cases[i].purl);
        if (strcmp(os_world_told(&w), cases[i].told) != 0)
            fail_msg("%s: \"%s\" is not \"%s\"", cases[i].purl, os_world_told(&w), cases[i].told);
    }
    os_world_done(&w);
}

static void test_records_of_a_finding(void **state)
{
    (void)state;
    struct os_world w;
    begin(&w);
    os_world_scan_purl(&w, "pkg:deb/debian/openssl@3.0.15-1~deb12u1?distro=debian-12", NULL, NULL);
    assert_int_equal(w.result.finding_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct match_finding *finding = &w.result.findings[i];
        assert_int_equal(finding->record_count, text_is(finding->id, "CVE-2026-0101") ? 2 : 1);
        assert_int_equal(finding->fixed_count, 1);
        assert_text(finding->fixed[0], "3.0.17-1~deb12u1");
    }
    os_world_done(&w);
}

/* What one record calls mended and another does not, is not mended. */
static void test_fixed_by_all(void **state)
{
    static const struct {
        const char *purl, *fixed;
    } wanted[] = {
        {"pkg:pypi/several@1.9", "2.0"},
        {"pkg:pypi/several@2.5", "2.6"},
        {"pkg:pypi/apart@1.0",
            "1.1 1.2"}, /* one knows no fix at all, so none has the word of both */
        {"pkg:pypi/entries@1.0", "1.2"},
    };
    (void)state;
    struct os_world w;
    os_world_init(&w);
    os_world_know(
        &w, RECORD("GHSA-1", "\"aliases\":[\"CVE-2026-1\"],", "PyPI", "several", "1.9.5"));
    os_world_know(&w,
        "{\"id\":\"PYSEC-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"aliases\":[\"CVE-2026-1\"],"
        "\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"several\"},\"ranges\":[{"
        "\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"2.0\"},{"
        "\"introduced\":\"2.5\"},{\"fixed\":\"2.6\"}]}]}]}");
    os_world_know(&w, RECORD("GHSA-2", "\"aliases\":[\"CVE-2026-2\"],", "PyPI", "apart", "1.1"));
    os_world_know(&w, RECORD("GHSA-3", "\"aliases\":[\"CVE-2026-2\"],", "PyPI", "apart", "1.2"));
    os_world_know(&w,
        "{\"id\":\"PYSEC-2\",\"modified\":\"2026-01-01T00:00:00Z\",\"aliases\":[\"CVE-2026-2\"],"
        "\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"apart\"},\"ranges\":[{"
        "\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"}]}]}]}");
    os_world_know(&w,
        "{\"id\":\"GHSA-4\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{\"package\":{"
        "\"ecosystem\":\"PyPI\",\"name\":\"entries\"},\"ranges\":[{\"type\":\"ECOSYSTEM\","
        "\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"1.1\"}]}]},{\"package\":{\"ecosystem\":"
        "\"PyPI\",\"name\":\"entries\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{"
        "\"introduced\":\"1.0\"},{\"fixed\":\"1.2\"}]}]}]}");
    for (size_t i = 0; i < LEN_OF(wanted); i++) {
        os_world_scan_purl(&w, wanted[i].purl, NULL, NULL);
        assert_int_equal(w.result.finding_count, 1);
        const struct match_finding *finding = &w.result.findings[0];
        struct text rest = text_of(wanted[i].fixed);
        for (size_t k = 0; k < finding->fixed_count; k++) {
            struct text one = text_cut(&rest, ' ');
            if (!text_eq(finding->fixed[k], one))
                fail_msg("%s: fixed by %.*s", wanted[i].purl, TEXT_ARG(finding->fixed[k]));
        }
        assert_int_equal(rest.len, 0);
    }
    os_world_done(&w);
}

/* Debian's python3-requests, found again as PyPI's: judged through Debian, and in the dark where Debian is. */
static const char owned[] =
    "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\",\"name\":"
    "\"python3-requests\",\"version\":\"2.28.1+dfsg-1\",\"purl\":"
    "\"pkg:deb/debian/python3-requests@2.28.1%2Bdfsg-1?distro=debian-12\"},{\"type\":\"library\",\"name\":"
    "\"requests\",\"version\":\"2.28.1\",\"purl\":\"pkg:pypi/requests@2.28.1\",\"properties\":[{\"name\":"
    "\"syft:location:0:path\",\"value\":\"/usr/lib/python3/dist-packages/requests/__init__.py\"}]},"
    "{\"type\":\"library\",\"name\":\"requests\",\"version\":\"2.31.0\",\"purl\":\"pkg:pypi/requests@2.31.0\","
    "\"properties\":[{\"name\":\"syft:location:0:path\",\"value\":\"/opt/app/lib/requests/__init__.py\"}]}]}";

static void test_owned(void **state)
{
    (void)state;
    struct os_world w;
    begin(&w);
    os_world_scan(&w, owned);
    assert_int_equal(w.result.finding_count, 1);
    assert_int_equal(w.result.findings[0].component, 2);
    assert_int_equal(w.result.owned_count, 1);
    assert_int_equal(w.result.owned[0].count, 1);
    assert_int_equal(w.result.owned[0].components[0], 1);
    assert_int_equal(w.result.not_covered_count, 0);
    os_world_done(&w);
}

/* A path that climbs out of the folder of the operating system is none of its own. */
static void test_climbing_paths_own_nothing(void **state)
{
    (void)state;
    struct os_world w;
    begin(&w);
    os_world_scan(&w,
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\",\"name\":"
        "\"python3-requests\",\"purl\":\"pkg:deb/debian/python3-requests@2.28.1%2Bdfsg-1?distro=debian-12\"},"
        "{\"type\":\"library\",\"name\":\"requests\",\"purl\":\"pkg:pypi/requests@2.28.1\",\"properties\":[{"
        "\"name\":\"syft:location:0:path\",\"value\":"
        "\"/usr/lib/python3/dist-packages/../../../../opt/requests\"}]}]}");
    assert_int_equal(w.result.owned_count, 0);
    assert_int_equal(w.result.finding_count, 1);
    assert_int_equal(w.result.findings[0].component, 1);
    os_world_done(&w);
}

static void test_owned_by_what_is_not_covered(void **state)
{
    (void)state;
    struct os_world w;
    os_world_init(&w);
    os_world_know(&w, records[LEN_OF(records) - 1]);
    os_world_scan(&w, owned);
    assert_int_equal(w.result.owned_count, 0);
    assert_int_equal(w.result.finding_count, 1);
    assert_int_equal(w.result.not_covered_count, 2);
    assert_text(w.result.not_covered[1].reason,
        "owned by packages of Debian:12, for which no advisory source is imported");
    os_world_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vendors),
        cmocka_unit_test(test_records_of_a_finding),
        cmocka_unit_test(test_fixed_by_all),
        cmocka_unit_test(test_owned),
        cmocka_unit_test(test_climbing_paths_own_nothing),
        cmocka_unit_test(test_owned_by_what_is_not_covered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
