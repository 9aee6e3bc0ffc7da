/* SPDX-License-Identifier: Apache-2.0 */
/* What each source says of a finding, and where they disagree. */
#include "base/limits.h"
#include "match/match_words.h"
#include "match/os_world.h"

#define RECORD(id, more, package, ranges)                                                          \
    "{\"id\":\"" id "\",\"modified\":\"2026-01-01T00:00:00Z\"," more                               \
    "\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"" package                       \
    "\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[" ranges "]}]}]}"
#define BELOW(fixed) "{\"introduced\":\"0\"},{\"fixed\":\"" fixed "\"}"
#define RATED(vector) "\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/" vector "\"}],"
#define CRITICAL "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
#define HIGH "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"
#define ALIAS(cve) "\"aliases\":[\"" cve "\"],"

static struct match_words words_of(struct os_world *w, const char *id)
{
    for (size_t i = 0; i < w->result.finding_count; i++) {
        const struct match_finding *finding = &w->result.findings[i];
        struct match_words words;
        struct match_words_budget budget = {.steps = LIMIT_WORDS_STEPS};
        struct err err = {0};
        if (!text_is(finding->id, id))
            continue;
        if (!match_words_find(&words, w->index, &w->sbom.components[finding->component], finding,
                &budget, &w->arena, &err))
            fail_msg("%s", err.text);
        return words;
    }
    fail_msg("%s: no such finding", id);
    return (struct match_words){0};
}

/* "severity fixed": what they disagree on. */
static const char *differences(struct os_world *w, const char *id)
{
    struct match_words words = words_of(w, id);
    struct text all = TEXT("");
    for (int i = 0; i < MATCH_DIFFERENCES; i++)
        if (words.is_different[i])
            all = arena_format(&w->arena, "%.*s%s%s", TEXT_ARG(all), all.len ? " " : "",
                match_words_difference_name((enum match_difference)i));
    assert_int_equal(match_words_disagree(&words), all.len > 0);
    return all.len ? all.at : "";
}

static void test_each_disagreement(void **state)
{
    (void)state;
    static const char *const records[] = {
        RECORD("GHSA-1", ALIAS("CVE-2026-0001") RATED(CRITICAL), "p", BELOW("2.0")),
        RECORD("PYSEC-1", ALIAS("CVE-2026-0001") RATED(CRITICAL), "p", BELOW("2.0.0")),
        RECORD("GHSA-2", ALIAS("CVE-2026-0002") RATED(CRITICAL), "p", BELOW("2.0")),
        RECORD("PYSEC-2", ALIAS("CVE-2026-0002") RATED(HIGH), "p", BELOW("2.0")),
        RECORD("GHSA-3", ALIAS("CVE-2026-0003"), "p", BELOW("2.0")),
        RECORD("PYSEC-3", ALIAS("CVE-2026-0003"), "p", BELOW("0.9")),
        RECORD("GHSA-4", ALIAS("CVE-2026-0004"), "p", BELOW("2.0")),
        RECORD("PYSEC-4", ALIAS("CVE-2026-0004"), "p", "{\"introduced\":\"0\"}"),
        RECORD("GHSA-5", ALIAS("CVE-2026-0005"), "p", BELOW("2.0")),
        RECORD("PYSEC-5", ALIAS("CVE-2026-0005") "\"withdrawn\":\"2026-01-02T00:00:00Z\",", "p",
            BELOW("0.5")),
        /* Of one vendor's several the latest fix counts. */
        RECORD("GHSA-6", ALIAS("CVE-2026-0006"), "p", BELOW("1.5")),
        RECORD("GHSA-7", ALIAS("CVE-2026-0006"), "p", BELOW("2.0")),
        RECORD("PYSEC-6", ALIAS("CVE-2026-0006"), "p", BELOW("2.0")),
        /* What speaks of another package, or cannot be read, disagrees with nobody. */
        RECORD("GHSA-8", ALIAS("CVE-2026-0008"), "p", BELOW("2.0")),
        RECORD("PYSEC-8", ALIAS("CVE-2026-0008"), "other", BELOW("0.1")),
        RECORD("X-8", ALIAS("CVE-2026-0008"), "p", BELOW("no version at all!")),
    };
    static const struct {
        const char *id, *differences;
        size_t count;
    } cases[] = {
        {"CVE-2026-0001", "", 2},
        {"CVE-2026-0002", "severity", 2},
        {"CVE-2026-0003", "answer", 2},
        {"CVE-2026-0004", "fixed", 2},
        {"CVE-2026-0005", "withdrawn", 2},
        {"CVE-2026-0006", "", 3},
        {"CVE-2026-0008", "", 2},
    };
    struct os_world w;
    os_world_init(&w);
    for (size_t i = 0; i < LEN_OF(records); i++)
        os_world_know(&w, records[i]);
    os_world_scan_purl(&w, "pkg:pypi/p@1.0", NULL, NULL);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        assert_string_equal(differences(&w, cases[i].id), cases[i].differences);
        assert_int_equal(words_of(&w, cases[i].id).count, cases[i].count);
        assert_false(words_of(&w, cases[i].id).has_more);
    }
    os_world_done(&w);
}

static void test_what_a_record_says(void **state)
{
    (void)state;
    struct os_world w;
    os_world_init(&w);
    os_world_know(&w, RECORD("GHSA-1", ALIAS("CVE-2026-0001") RATED(CRITICAL), "p",
                          BELOW("0.5") ",{\"introduced\":\"0.9\"},{\"fixed\":\"2.0\"}"));
    os_world_know(&w, RECORD("PYSEC-1", ALIAS("CVE-2026-0001"), "p", BELOW("0.5")));
    os_world_know(&w,
        "{\"cveMetadata\":{\"cveId\":\"CVE-2026-0001\",\"dateUpdated\":\"1970-01-02T00:00:00Z\"},"
        "\"containers\":{\"cna\":{\"providerMetadata\":{\"shortName\":\"acme\"},\"metrics\":[{"
        "\"cvssV3_1\":{\"vectorString\":\"CVSS:3.1/" HIGH "\"}}]}}}");
    os_world_scan_purl(&w, "pkg:pypi/p@1.0", NULL, NULL);
    struct match_words words = words_of(&w, "CVE-2026-0001");
    assert_int_equal(words.count, 3);
    assert_text(words.at[0].record, "GHSA-1");
    assert_text(words.at[0].by, "GHSA");
    assert_int_equal(words.at[0].answer, MATCH_AFFECTED);
    assert_text(words.at[0].ranges, ">= 0, < 0.5 or >= 0.9, < 2.0");
    assert_text(words.at[0].fixed, "2.0");
    assert_int_equal(words.at[0].score_tenths, 98);
    assert_text(words.at[1].record, "PYSEC-1");
    assert_int_equal(words.at[1].answer, MATCH_NOT_AFFECTED);
    assert_text(words.at[2].record, "CVE-2026-0001");
    assert_text(words.at[2].by, "acme");
    assert_false(words.at[2].has_answer);
    assert_int_equal(words.at[2].severity, SEVERITY_HIGH);
    assert_int_equal(words.at[2].modified_us, 86400000000);
    assert_string_equal(differences(&w, "CVE-2026-0001"), "severity answer");
    os_world_done(&w);
}

static void test_a_rejected_cve_disagrees(void **state)
{
    (void)state;
    struct os_world w;
    os_world_init(&w);
    os_world_know(&w, RECORD("GHSA-1", ALIAS("CVE-2026-0001"), "p", BELOW("2.0")));
    os_world_know(&w, "{\"cveMetadata\":{\"cveId\":\"CVE-2026-0001\",\"state\":\"REJECTED\"},"
                      "\"containers\":{}}");
    os_world_scan_purl(&w, "pkg:pypi/p@1.0", NULL, NULL);
    assert_string_equal(differences(&w, "CVE-2026-0001"), "withdrawn");
    os_world_done(&w);
}

/* No more than the limit is told, and said to be so. */
static void test_too_many_words(void **state)
{
    (void)state;
    struct os_world w;
    os_world_init(&w);
    for (size_t i = 0; i < LIMIT_WORDS + 1; i++) {
        char record[512];
        snprintf(record, sizeof record,
            RECORD("GHSA-%zu", ALIAS("CVE-2026-0001"), "p", BELOW("2.0")), i);
        os_world_know(&w, record);
    }
    os_world_scan_purl(&w, "pkg:pypi/p@1.0", NULL, NULL);
    struct match_words words = words_of(&w, "CVE-2026-0001");
    assert_int_equal(words.count, LIMIT_WORDS);
    assert_true(words.has_more);
    os_world_done(&w);
}

/* What a long record costs is paid by the findings that follow: they are told nothing more, and said to be so. */
static void test_the_budget_is_shared(void **state)
{
    (void)state;
    struct os_world w;
    struct match_words_budget budget = {.steps = 1};
    struct match_words words;
    struct err err = {0};
    struct buf record;
    size_t silent = 0;
    buf_init(&record, SIZE_MAX);
    buf_add_z(
        &record, "{\"id\":\"GHSA-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"related\":[\"R\"");
    for (size_t i = 0; i < 9 * LIMIT_WORDS_STEPS_EACH; i++)
        buf_format(&record, ",\"R-%zu\"", i);
    buf_add_z(&record,
        "],\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"p\"},\"ranges\":"
        "[{\"type\":\"ECOSYSTEM\",\"events\":[" BELOW("2.0") "]}]}]}");
    os_world_init(&w);
    os_world_know(&w, record.at);
    os_world_scan_purl(&w, "pkg:pypi/p@1.0", NULL, NULL);
    for (size_t i = 0; i < 20; i++) {
        assert_true(match_words_find(
            &words, w.index, w.sbom.components, &w.result.findings[0], &budget, &w.arena, &err));
        assert_true(i > 0 || words.count == 1);
        assert_true(words.has_more);
        silent += words.count == 0;
    }
    assert_int_equal(silent, 17); /* of 20: each ten pay for a record of 9,000 ids */
    buf_done(&record);
    os_world_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_disagreement),
        cmocka_unit_test(test_what_a_record_says),
        cmocka_unit_test(test_a_rejected_cve_disagrees),
        cmocka_unit_test(test_too_many_words),
        cmocka_unit_test(test_the_budget_is_shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
