/* SPDX-License-Identifier: Apache-2.0 */
/* Module streams and repeated builds, with records in the shape of AlmaLinux, Rocky Linux and Red Hat. */
#include "match/os_world.h"

#include "match/match_build.h"

#define ALMA_MODULE "aquasecurity:trivy:Modularitylabel"

static const char nodejs_14[] =
    "{\"id\":\"ALSA-1:14\",\"modified\":\"2026-01-01T00:00:00Z\",\"summary\":\"Important: nodejs:14 security "
    "update\",\"related\":[\"CVE-2026-1014\"],\"affected\":[{\"package\":{\"ecosystem\":\"AlmaLinux:8\","
    "\"name\":\"nodejs\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":"
    "\"1:14.18.2-2.module_el8.5.0+2618+8d46dafd\"}]}]}]}";
static const char nodejs_16[] =
    "{\"id\":\"ALSA-1:16\",\"modified\":\"2026-01-01T00:00:00Z\",\"summary\":\"Important: nodejs:16 security "
    "update\",\"related\":[\"CVE-2026-1016\"],\"affected\":[{\"package\":{\"ecosystem\":\"AlmaLinux:8\","
    "\"name\":\"nodejs\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":"
    "\"1:16.13.1-3.module_el8.5.0+2605+45d748af\"}]}]}]}";
static const char virt[] =
    "{\"id\":\"ALSA-2:virt\",\"modified\":\"2026-01-01T00:00:00Z\",\"summary\":\"Moderate: virt:rhel and "
    "virt-devel:rhel security update\",\"related\":[\"CVE-2026-2000\"],\"affected\":[{\"package\":{\"ecosystem\":"
    "\"AlmaLinux:8\",\"name\":\"hivex\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},"
    "{\"fixed\":\"1.3.18-21.module_el8.5.0+2608+72063365\"}]}]}]}";
static const char tools[] =
    "{\"id\":\"ALSA-3:tools\",\"modified\":\"2026-01-01T00:00:00Z\",\"summary\":\"Moderate: container-tools "
    "security update\",\"related\":[\"CVE-2026-3000\"],\"affected\":[{\"package\":{\"ecosystem\":\"AlmaLinux:8\","
    "\"name\":\"podman\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":"
    "\"4:4.9.4-4.module_el8.10.0+3862+c5a22a8d\"}]}]}]}";
static const char plain[] =
    "{\"id\":\"ALSA-4:plain\",\"modified\":\"2026-01-01T00:00:00Z\",\"summary\":\"Low: hivex security update\","
    "\"related\":[\"CVE-2026-4000\"],\"affected\":[{\"package\":{\"ecosystem\":\"AlmaLinux:8\",\"name\":\"hivex\"},"
    "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"1.9-1.el8\"}]}]}]}";
/* One source, built three times: the entries come in any order. */
static const char builds[] =
    "{\"id\":\"ALSA-5:builds\",\"modified\":\"2026-01-01T00:00:00Z\",\"summary\":\"Low: vim security update\","
    "\"related\":[\"CVE-2026-5000\"],\"affected\":[{\"package\":{\"ecosystem\":\"AlmaLinux:8\",\"name\":\"vim\"},"
    "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"2:8.0.1763-16.el8_5.13\"}]}]},"
    "{\"package\":{\"ecosystem\":\"AlmaLinux:8\",\"name\":\"vim\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":"
    "[{\"introduced\":\"0\"},{\"fixed\":\"2:8.0.1763-16.el8\"}]}]},"
    "{\"package\":{\"ecosystem\":\"AlmaLinux:8\",\"name\":\"two\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":"
    "[{\"introduced\":\"0\"},{\"fixed\":\"4.15.5-8.el8_6\"}]}]},"
    "{\"package\":{\"ecosystem\":\"AlmaLinux:8\",\"name\":\"two\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":"
    "[{\"introduced\":\"0\"},{\"fixed\":\"4.15.5-5.el8\"}]}]}]}";

static void begin(struct os_world *w)
{
    os_world_init(w);
    os_world_know(w, nodejs_14);
    os_world_know(w, nodejs_16);
    os_world_know(w, virt);
    os_world_know(w, tools);
    os_world_know(w, plain);
    os_world_know(w, builds);
}

struct build_case {
    const char *package, *version; /* as in a package URL; '+' is written %2B */
    const char *label;             /* the module's, or NULL */
    const char *told;
};

static const struct build_case cases[] = {
    /* Each stream is judged by its own fix. */
    {"nodejs", "14.18.1-1.module_el8.5.0%2B1%2B0a&epoch=1", "nodejs:14:8050020211:a75119d5",
        "CVE-2026-1014"},
    {"nodejs", "16.13.0-1.module_el8.5.0%2B1%2B0a&epoch=1", "nodejs:16:8050020211:a75119d5",
        "CVE-2026-1016"},
    {"nodejs", "14.18.2-2.module_el8.5.0%2B2618%2B8d46dafd&epoch=1",
        "nodejs:14:8050020211:a75119d5", ""},
    {"nodejs", "18.1.0-1.module_el8.7.0%2B1%2B0a&epoch=1", "nodejs:18:8050020211:a75119d5", ""},
    {"nodejs", "10.1.0-1.module_el8.3.0%2B1%2B0a&epoch=1", "nodejs:10:8050020211:a75119d5", ""},
    {"nodejs", "10.1.0-1.module_el8.3.0%2B1%2B0a&epoch=1", "nodejs:1:8050020211:a75119d5", ""},
    /* Without a label: above every fix it is mended, whichever stream; below, nobody knows. */
    {"nodejs", "16.13.1-3.module_el8.5.0%2B2605%2B45d748af&epoch=1", NULL, ""},
    {"nodejs", "14.18.2-2.module_el8.5.0%2B2618%2B8d46dafd&epoch=1", NULL, "?CVE-2026-1016"},
    {"nodejs", "12.1.0-1.module_el8.3.0%2B1%2B0a&epoch=1", NULL, "?CVE-2026-1014 ?CVE-2026-1016"},
    {"nodejs", "12.1.0-1.module_el8.3.0%2B1%2B0a&epoch=1", "nodejs",
        "?CVE-2026-1014 ?CVE-2026-1016"},
    /* A build outside of modules, as from another repository, is not what a module's advisory is about. */
    {"nodejs", "12.1.0-1nodesource&epoch=1", NULL, ""},
    {"hivex", "1.3.18-20.el8", NULL, "CVE-2026-4000"},
    {"hivex", "1.3.18-20.module_el8.3.0%2B1%2B0a", "virt:rhel:8040020:522a0ee4", "CVE-2026-2000"},
    {"hivex", "1.3.18-20.module_el8.3.0%2B1%2B0a", "virt-devel:rhel:8040020:522a0ee4",
        "CVE-2026-2000"},
    {"hivex", "1.3.18-20.module_el8.3.0%2B1%2B0a", "virt:av:8040020:522a0ee4", ""},
    /* A title without a stream. */
    {"podman", "4.0.2-24.module_el8.9.0%2B1%2B0a", "container-tools:4.0:809:0", "?CVE-2026-3000"},
    {"podman", "4.9.4-4.module_el8.10.0%2B3862%2Bc5a22a8d", "container-tools:rhel8:810:0",
        "?CVE-2026-3000"}, /* no epoch was said, so it is below 4:… */
    /* Builds of one source; and of two. */
    {"vim", "8.0.1763-15.el8&epoch=2", NULL, "CVE-2026-5000"},
    {"vim", "8.0.1763-16.el8&epoch=2", NULL, ""},
    {"vim", "8.0.1763-16.el8_5.4&epoch=2", NULL, ""},
    {"vim", "8.0.1763-16.el8", NULL, "CVE-2026-5000"},
    {"two", "4.15.5-5.el8", NULL, "CVE-2026-5000"},
    {"two", "4.15.5-8.el8_6", NULL, ""},
};

static void test_builds(void **state)
{
    (void)state;
    struct os_world w;
    begin(&w);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        char purl[256];
        struct text version = text_of(cases[i].version);
        struct text rest = version, before = text_cut(&rest, '&');
        snprintf(purl, sizeof purl, "pkg:rpm/almalinux/%s@%.*s?distro=almalinux-8.10%s%.*s",
            cases[i].package, TEXT_ARG(before), rest.at ? "&" : "", TEXT_ARG(rest));
        os_world_scan_purl(&w, purl, cases[i].label ? ALMA_MODULE : NULL, cases[i].label);
        if (strcmp(os_world_told(&w), cases[i].told) != 0)
            fail_msg("%s %s: \"%s\" is not \"%s\"", cases[i].package, cases[i].version,
                os_world_told(&w), cases[i].told);
    }
    os_world_done(&w);
}

static void test_reasons_are_told(void **state)
{
    (void)state;
    struct os_world w;
    begin(&w);
    os_world_scan_purl(&w,
        "pkg:rpm/alma/podman@1.0-1.module_el8%2B1%2B2?distro=alma-8.10&rpmmod=container-tools:4.0:8:0",
        NULL, NULL);
    assert_text(w.sbom.components[0].module, "container-tools:4.0");
    assert_int_equal(w.result.undecidable_count, 1);
    assert_true(text_find_text(
                    w.result.undecidable[0].reason, TEXT("container-tools:4.0 may be none")) >= 0);
    os_world_scan_purl(
        &w, "pkg:rpm/alma/podman@1.0-1.module_el8%2B1%2B2?distro=alma-8.10", NULL, NULL);
    assert_true(text_find_text(
                    w.result.undecidable[0].reason, TEXT("does not say which module stream")) >= 0);
    assert_int_equal(w.result.undecidable[0].cause, MATCH_CAUSE_STREAM_UNKNOWN);
    os_world_done(&w);
}

static void test_titles(void **state)
{
    (void)state;
    static const struct {
        const char *summary, *module;
        bool are_named, is_among;
    } titles[] = {
        {"Important: nodejs:14 security update", "nodejs:14", true, true},
        {"Important: nodejs:14 security update", "nodejs:16", true, false},
        {"Red Hat Security Advisory: php:8.0 security update", "php:8.0", true, true},
        {"ALSA-2022:5468: php:8.0 security update (Important)", "php:8.0", true, true},
        {"ALSA-2022:5468: php:8.0 security update (Important)", "ALSA-2022:5468", true, false},
        {"Moderate: idm:DL1 and idm:client security update", "idm:client", true, true},
        {"Moderate: pki-core:10.6, pki-deps:10.6.", "pki-deps:10.6", true, true},
        {"Low: varnish security update", "varnish:6", false, false},
        {"Mojo::Base and http://a", "Mojo:", false, false},
        {"Important:", "a:b", false, false},
        {":", "", false, false},
        {"a:", "", false, false},
        {":b", "", false, false},
        {"", "", false, false},
    };
    for (size_t i = 0; i < LEN_OF(titles); i++) {
        struct match_streams streams =
            match_build_streams(text_of(titles[i].summary), text_of(titles[i].module));
        if (streams.are_named != titles[i].are_named || streams.is_among != titles[i].is_among)
            fail_msg("%s / %s", titles[i].summary, titles[i].module);
    }
}

static void test_modular_builds(void **state)
{
    (void)state;
    assert_true(match_build_is_modular(TEXT("1.0-1.module+el8.4.0+2230+0d6b8c3c")));
    assert_true(match_build_is_modular(TEXT("1.0-1.module_el8.4.0+2230+0d6b8c3c")));
    assert_true(match_build_is_modular(TEXT("1.0-1.module_f33+9+0d6b8c3c")));
    assert_false(match_build_is_modular(TEXT("1.0-1.el8")));
    assert_false(match_build_is_modular(TEXT("1.0.modules-1.el8")));
    assert_false(match_build_is_modular(TEXT("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_builds),
        cmocka_unit_test(test_reasons_are_told),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_modular_builds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
