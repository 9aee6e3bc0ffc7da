/* SPDX-License-Identifier: Apache-2.0 */
/* Components that are known by a CPE alone, against CVE records that name products so. */
#include "base/limits.h"
#include "match/match_words.h"
#include "match/os_world.h"

#define CVE(id, cpe, versions)                                                                             \
    "{\"dataType\":\"CVE_RECORD\",\"cveMetadata\":{\"cveId\":\"" id                                        \
    "\",\"state\":\"PUBLISHED\",\"dateUpdated\":\"2026-01-01T00:00:00Z\"},\"containers\":{\"cna\":{"       \
    "\"title\":\"A flaw\",\"providerMetadata\":{\"shortName\":\"acme\"},\"metrics\":[{\"cvssV3_1\":{"      \
    "\"vectorString\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}}],\"affected\":[{\"cpes\":[\"" cpe \
    "\"],\"versions\":[" versions "]}]}}}"
#define BELOW(to, type)                                                                            \
    "{\"version\":\"0\",\"lessThan\":\"" to "\",\"status\":\"affected\",\"versionType\":\"" type   \
    "\"}"
#define SHOP "cpe:2.3:a:acme:shop:*:*:*:*:*:*:*:*"

static const char *const records[] = {
    CVE("CVE-2026-0001", SHOP, BELOW("2.0.0", "semver")),
    CVE("CVE-2026-0002", SHOP, BELOW("2.0", "custom")),
    CVE("CVE-2026-0003", SHOP, BELOW("0.9", "python")),
    CVE("CVE-2026-0004", "cpe:2.3:a:acme:shop:*:*:*:*:*:wordpress:*:*", BELOW("2.0", "custom")),
    CVE("CVE-2026-0005", "cpe:2.3:a:acme:other:*:*:*:*:*:*:*:*", BELOW("2.0", "custom")),
    "{\"cveMetadata\":{\"cveId\":\"CVE-2026-0006\"},\"containers\":{\"adp\":[{\"cpeApplicability\":[{"
    "\"operator\":\"AND\",\"nodes\":[{\"cpeMatch\":[{\"vulnerable\":true,\"criteria\":\"" SHOP
    "\"}]},{"
    "\"cpeMatch\":[{\"vulnerable\":false,\"criteria\":\"cpe:2.3:h:acme:till:-:*:*:*:*:*:*:*\"}]}]}]}]}}",
    "{\"cveMetadata\":{\"cveId\":\"CVE-2026-0007\",\"state\":\"REJECTED\"},\"containers\":{\"cna\":{"
    "\"affected\":[{\"cpes\":[\"" SHOP "\"],\"versions\":[" BELOW("2.0", "semver") "]}]}}}",
    "{\"id\":\"GHSA-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"aliases\":[\"CVE-2026-0009\"],\"affected\":[{"
    "\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"shop\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":"
    "[{\"introduced\":\"0\"},{\"fixed\":\"0.5\"}]}]}]}",
};

static void scan(struct os_world *w, const char *component)
{
    char document[1024];
    snprintf(document, sizeof document,
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\","
        "\"name\":\"shop\",%s}]}",
        component);
    os_world_scan(w, document);
}

static void test_what_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *component, *told, *gap;
    } cases[] = {
        {"\"version\":\"1.0.0\",\"cpe\":\"cpe:2.3:a:acme:shop:1.0.0:*:*:*:*:*:*:*\"",
            "CVE-2026-0001 CVE-2026-0002 ?CVE-2026-0004 ?CVE-2026-0006", ""},
        {"\"cpe\":\"cpe:2.3:a:ACME:Shop:1.0.0:*:*:*:*:wordpress:*:*\"",
            "CVE-2026-0001 CVE-2026-0002 CVE-2026-0004 ?CVE-2026-0006", ""},
        {"\"cpe\":\"cpe:/a:acme:shop:1.0.0\"",
            "CVE-2026-0001 CVE-2026-0002 ?CVE-2026-0004 ?CVE-2026-0006", ""},
        {"\"version\":\"1.0.0\",\"purl\":\"pkg:generic/shop@1.0.0\",\"cpe\":"
         "\"cpe:2.3:a:acme:shop:1.0.0:*:*:*:*:joomla:*:*\"",
            "CVE-2026-0001 CVE-2026-0002 ?CVE-2026-0006", ""},
        /* What no record holds is not cleared by that. */
        {"\"cpe\":\"cpe:2.3:a:acme:nothing:1:*:*:*:*:*:*:*\"", "",
            "known by its CPE only: that no CVE record holds it does not clear it"},
        {"\"cpe\":\"cpe:2.3:h:acme:shop:1:*:*:*:*:*:*:*\"", "",
            "known by its CPE only: that no CVE record holds it does not clear it"},
        /* A package of an ecosystem is never looked up by CPE, covered or not. */
        {"\"purl\":\"pkg:pypi/shop@1.0.0\",\"cpe\":\"cpe:2.3:a:acme:shop:1.0.0:*:*:*:*:*:*:*\"", "",
            NULL},
        {"\"purl\":\"pkg:npm/shop@1.0.0\",\"cpe\":\"cpe:2.3:a:acme:shop:1.0.0:*:*:*:*:*:*:*\"", "",
            "no advisory source for it is imported"},
        {"\"purl\":\"pkg:deb/debian/shop@1.0.0?distro=debian-12\",\"cpe\":\"cpe:2.3:a:acme:shop:1.0.0:*:*:*:*:*:*:*\"",
            "", "no advisory source for it is imported"},
        {"\"version\":\"1\",\"cpe\":\"cpe:2.3:a:acme\"", "", "no package URL"},
    };
    struct os_world w;
    os_world_init(&w);
    for (size_t i = 0; i < LEN_OF(records); i++)
        os_world_know(&w, records[i]);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        scan(&w, cases[i].component);
        if (strcmp(os_world_told(&w), cases[i].told) != 0)
            fail_msg("%s: %s", cases[i].component, os_world_told(&w));
        assert_int_equal(w.result.not_covered_count, cases[i].gap && cases[i].gap[0] ? 1 : 0);
        if (w.result.not_covered_count)
            assert_text(w.result.not_covered[0].reason, cases[i].gap);
    }
    os_world_done(&w);
}

static void test_how_it_is_marked(void **state)
{
    (void)state;
    struct os_world w;
    os_world_init(&w);
    for (size_t i = 0; i < LEN_OF(records); i++)
        os_world_know(&w, records[i]);
    scan(&w, "\"cpe\":\"cpe:2.3:a:acme:shop:1.0.0:*:*:*:*:*:*:*\"");
    const struct match_finding *finding = &w.result.findings[0];
    struct match_words words;
    struct match_words_budget budget = {.steps = LIMIT_WORDS_STEPS};
    struct err err = {0};
    assert_text(finding->id, "CVE-2026-0001");
    assert_true(finding->is_by_cpe);
    assert_text(finding->package, "a:acme:shop");
    assert_int_equal(finding->score_tenths, 98);
    assert_text(finding->summary, "A flaw");
    assert_text(finding->fixed[0], "2.0.0");
    assert_true(
        match_words_find(&words, w.index, w.sbom.components, finding, &budget, &w.arena, &err));
    assert_int_equal(words.count, 2); /* the record, and its assigner's rating */
    assert_text(words.at[0].ranges, ">= 0, < 2.0.0");
    /* CVEs are counted once, by their facts, and a CPE covers nothing. */
    for (size_t i = 0; i < advisory_index_source_count(w.index); i++) {
        struct advisory_source source = advisory_index_source(w.index, i);
        if (text_is(source.name, "cve"))
            assert_int_equal(source.record_count, 7);
    }
    assert_int_equal(advisory_index_coverage_count(w.index), 1);
    os_world_done(&w);
}

/* Of equal severity those by CPE stand last. */
static void test_order(void **state)
{
    (void)state;
    struct match_finding sure = {.id = TEXT("B"), .severity = SEVERITY_HIGH, .score_tenths = 70};
    struct match_finding guess = {
        .id = TEXT("A"), .severity = SEVERITY_HIGH, .score_tenths = 89, .is_by_cpe = true};
    assert_true(match_compare(&sure, &guess) < 0);
    guess.severity = SEVERITY_CRITICAL;
    assert_true(match_compare(&sure, &guess) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_found),
        cmocka_unit_test(test_how_it_is_marked),
        cmocka_unit_test(test_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
