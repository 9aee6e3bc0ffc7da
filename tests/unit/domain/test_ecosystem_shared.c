/* SPDX-License-Identifier: Apache-2.0 */
/* Every package URL of real SBOMs of operating systems finds its ecosystem. */
#include "unit.h"

#include "codec/json.h"
#include "domain/ecosystem.h"

static const struct {
    const char *file, *ecosystem;
} systems[] = {
    {"almalinux", "AlmaLinux:9"},
    {"alpine", "Alpine:v3.22"},
    {"amazonlinux", "Amazon Linux:2023"},
    {"azurelinux", "Azure Linux:3"},
    {"cbl-mariner", "Azure Linux:2"},
    {"centos", "CentOS:7"},
    {"chainguard", "Wolfi"},
    {"debian", "Debian:12"},
    {"fedora", "Fedora:42"},
    {"opensuse-leap", "openSUSE:Leap 15.6"},
    {"opensuse-tumbleweed", "openSUSE:Tumbleweed"},
    {"oracle", "Oracle Linux:9"},
    {"photon", "Photon OS:5.0"},
    {"redhat", "Red Hat:enterprise_linux:9"},
    {"rocky", "Rocky Linux:9"},
    {"slem", "SUSE:Linux Enterprise Micro 5.5"},
    {"sles", "SUSE:Linux Enterprise Server 15 SP7"},
    {"ubuntu", "Ubuntu:24.04:LTS"},
    {"wolfi", "Wolfi"},
};

static void check_purl(struct text written, const char *wanted, struct arena *arena)
{
    struct purl purl;
    struct err err;
    if (!purl_read(&purl, written, arena, &err))
        fail_msg("%.*s: %s", TEXT_ARG(written), err.text);
    const struct ecosystem *row = ecosystem_of_purl(&purl);
    if (!row)
        fail_msg("%.*s: no row", TEXT_ARG(written));
    assert_text(ecosystem_full_name(row, purl_qualifier(&purl, "distro"), arena), wanted);
    assert_true(ecosystem_find(text_of(wanted)) == row);
}

static size_t check_file(const char *name, const char *wanted)
{
    char path[512];
    struct buf bytes;
    struct json json;
    struct err err;
    snprintf(path, sizeof path, "sboms/os/%s_trivy_cyclonedx.json", name);
    buf_init(&bytes, SIZE_MAX);
    unit_read_shared(&bytes, path);
    assert_true(json_read(&json, buf_text(&bytes), &err));
    yyjson_val *component;
    size_t i, max, count = 0;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    yyjson_arr_foreach(json_get(json_root(&json), "components"), i, max, component)
    {
        struct text purl = json_get_text(component, "purl");
        if (purl.len) {
            check_purl(purl, wanted, &arena);
            count++;
        }
    }
    arena_done(&arena);
    json_done(&json);
    buf_done(&bytes);
    return count;
}

static void test_all(void **state)
{
    (void)state;
    size_t count = 0;
    for (size_t i = 0; i < LEN_OF(systems); i++)
        count += check_file(systems[i].file, systems[i].ecosystem);
    print_message("# %zu package URLs of %zu systems\n", count, LEN_OF(systems));
    assert_true(count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all)};
    return cmocka_run_group_tests_name("ecosystems of real SBOMs", tests, NULL, NULL);
}
