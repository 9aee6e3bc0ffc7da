/* SPDX-License-Identifier: Apache-2.0 */
/* The operating system of an SBOM, as its producers write it, and the end of its support. */
#include "match/os_world.h"

#include "match/match_system.h"

#define DAY (int64_t)86400000000

static const char products[] =
    "{\"schema_version\":\"1.2.0\",\"result\":[{\"name\":\"debian\",\"label\":\"Debian\",\"releases\":"
    "[{\"name\":\"12\",\"eolFrom\":\"1970-01-11\",\"isEol\":false}]},{\"name\":\"rhel\",\"label\":"
    "\"Red Hat Enterprise Linux\",\"releases\":[{\"name\":\"9\",\"eolFrom\":\"1970-01-11\",\"eoesFrom\":"
    "\"1970-01-21\",\"isEol\":false}]},{\"name\":\"broken\",\"releases\":7}]}";

struct system_case {
    const char *name, *release;    /* as the SBOM says */
    const char *ecosystem, *label; /* "" where there is none */
    bool has_cycle;
};

static const struct system_case cases[] = {
    {"debian", "12.11", "Debian:12", "Debian 12", true},
    {"debian", "bookworm", "Debian:12", "Debian 12", true},
    {"Debian", "12", "Debian:12", "Debian 12", true},
    {"debian", "13", "Debian:13", "debian 13", false},
    {"debian", "", "Debian", "debian", false},
    {"ubuntu", "22.04", "Ubuntu:22.04:LTS", "ubuntu 22.04", false},
    {"alpine", "3.18.4", "Alpine:v3.18", "alpine 3.18.4", false},
    {"alma", "9.6", "AlmaLinux:9", "alma 9.6", false},
    {"almalinux", "8.10", "AlmaLinux:8", "almalinux 8.10", false},
    {"rocky", "8.9", "Rocky Linux:8", "rocky 8.9", false},
    {"rhel", "9.4", "Red Hat:enterprise_linux:9", "Red Hat Enterprise Linux 9", true},
    {"redhat", "9.6", "Red Hat:enterprise_linux:9", "Red Hat Enterprise Linux 9", true},
    {"sles", "15.5", "SUSE:Linux Enterprise Server 15 SP5", "sles 15.5", false},
    {"opensuse-leap", "15.5", "openSUSE:Leap 15.5", "opensuse-leap 15.5", false},
    {"wolfi", "20230201", "Wolfi", "wolfi 20230201", false},
    {"chainguard", "20230214", "Chainguard", "chainguard 20230214", false},
    {"ol", "9.6", "Oracle Linux:9", "ol 9.6", false},
    {"amzn", "2", "Amazon Linux:2", "amzn 2", false},
    {"templeos", "5.3", "", "templeos 5.3", false},
    {"", "", "", "", false},
};

static void test_systems(void **state)
{
    (void)state;
    struct os_world w;
    os_world_init(&w);
    os_world_know(&w, products);
    os_world_import(&w);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct match_system system;
        struct err err = {0};
        assert_true(match_system_find(
            &system, w.index, text_of(cases[i].name), text_of(cases[i].release), &w.arena, &err));
        assert_text(system.ecosystem, cases[i].ecosystem);
        assert_text(system.label, cases[i].label);
        assert_int_equal(system.has_cycle, cases[i].has_cycle);
        assert_true(!system.has_cycle || system.cycle.support.end_us == 10 * DAY);
        assert_true(match_system_find(
            &system, NULL, text_of(cases[i].name), text_of(cases[i].release), &w.arena, &err));
        assert_false(system.has_cycle);
    }
    os_world_done(&w);
}

/* Cycles are notices: they neither become findings nor cover what they are not. */
static void test_they_are_no_advisories(void **state)
{
    (void)state;
    struct os_world w;
    os_world_init(&w);
    os_world_know(&w, products);
    os_world_scan_purl(&w, "pkg:deb/debian/debian@12?distro=debian-12", NULL, NULL);
    assert_int_equal(w.result.finding_count, 0);
    assert_int_equal(w.result.not_covered_count, 1);
    struct advisory_source source = advisory_index_source(w.index, 0);
    assert_text(source.name, "eol");
    assert_int_equal(source.record_count, 2);
    assert_int_equal(source.refused_count, 1);
    os_world_done(&w);
}

/* Where no component is the operating system, its packages say which it is. */
static void test_by_the_packages(void **state)
{
    (void)state;
    static const struct {
        const char *purl, *name, *release;
    } packages[] = {
        {"pkg:deb/debian/a@1?distro=bookworm", "debian", "bookworm"},
        {"pkg:deb/ubuntu/a@1?distro=ubuntu-22.04", "ubuntu", "22.04"},
        {"pkg:apk/alpine/a@1?distro=alpine-3.18.4", "alpine", "3.18.4"},
        {"pkg:apk/alpine/a@1?distro=3.22.0", "alpine", "3.22.0"},
        {"pkg:rpm/redhat/a@1?distro=rhel-9.4", "rhel", "9.4"},
        {"pkg:rpm/suse/a@1?distro=sles-15.5", "sles", "15.5"},
        {"pkg:rpm/opensuse/a@1?distro=opensuse-leap-15.5", "opensuse-leap", "15.5"},
        {"pkg:npm/a@1?distro=debian-12", "", ""},
        {"pkg:deb/debian/a@1", "", ""},
    };
    struct os_world w;
    os_world_init(&w);
    os_world_know(&w, products);
    for (size_t i = 0; i < LEN_OF(packages); i++) {
        os_world_scan_purl(&w, packages[i].purl, NULL, NULL);
        assert_text(w.sbom.os_name, packages[i].name);
        assert_text(w.sbom.os_version, packages[i].release);
    }
    os_world_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_systems),
        cmocka_unit_test(test_they_are_no_advisories),
        cmocka_unit_test(test_by_the_packages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
