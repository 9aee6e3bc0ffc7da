/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/osv.h"

#include "base/limits.h"
#include "unit.h"

/* A record read for a test, with what it borrows from. */
struct sample {
    struct json json;
    struct arena arena;
    struct advisory advisory;
    struct err err;
};

static bool read_sample(struct sample *sample, struct text text)
{
    *sample = (struct sample){.err = {0}};
    arena_init(&sample->arena, (size_t)64 << 20);
    if (!json_read(&sample->json, text, &sample->err))
        return false;
    return osv_read(&sample->advisory, json_root(&sample->json), &sample->arena, &sample->err);
}

static void end_sample(struct sample *sample)
{
    json_done(&sample->json);
    arena_done(&sample->arena);
}

static struct sample good(const char *text)
{
    struct sample sample;
    if (!read_sample(&sample, text_of(text)))
        fail_msg("%s", sample.err.text);
    return sample;
}

static void test_ghsa(void **state)
{
    (void)state;
    struct sample sample = good(
        "{\"schema_version\":\"1.6.0\",\"id\":\"GHSA-aaaa-bbbb-cccc\",\"modified\":\"2024-02-"
        "03T04:05:06Z\",\"published\":\"2024-01-02T00:00:00Z\",\"aliases\":[\"CVE-2024-10001\"],"
        "\"summary\":\" A flaw \",\"details\":\"More.\",\"severity\":[{\"type\":\"CVSS_V3\","
        "\"score\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"},{\"type\":\"CVSS_V4\","
        "\"score\":\"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N\"}],"
        "\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"Foo_Bar\"},\"ranges\":[{"
        "\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"1.2\"}]}],"
        "\"versions\":[\"1.1\",\"1.0\",\"1.10\"],\"database_specific\":{\"source\":\"x\"}}],"
        "\"references\":[{\"type\":\"WEB\",\"url\":\"https://a.example/1\"},{\"type\":\"ADVISORY\","
        "\"url\":\"https://a.example/2\"},{\"type\":\"ADVISORY\",\"url\":\"https://a.example/"
        "3\"}],\"database_specific\":{\"cwe_ids\":[\"CWE-79\",\"CWE-80\"],\"severity\":"
        "\"MODERATE\",\"github_reviewed\":true}}");
    const struct advisory *advisory = &sample.advisory;
    assert_text(advisory->id, "GHSA-aaaa-bbbb-cccc");
    assert_text(advisory->summary, "A flaw");
    assert_int_equal(advisory->kind, ADVISORY_VULNERABILITY);
    assert_text(advisory->aliases[0], "CVE-2024-10001");
    /* The newest CVSS counts, even where an older one says worse. */
    assert_true(text_starts(advisory->cvss_vector, TEXT("CVSS:4.0/")));
    assert_int_equal(advisory->severity, SEVERITY_MEDIUM);
    assert_text(advisory->cwes, "CWE-79 CWE-80");
    assert_text(advisory->url, "https://a.example/2");
    assert_int_equal(advisory->modified_us, 1706933106000000);
    assert_int_equal(advisory->affected_count, 1);
    assert_text(advisory->affected[0].package, "foo-bar");
    assert_int_equal(advisory->affected[0].version_count, 3);
    assert_text(advisory->affected[0].versions[0], "1.0");
    assert_text(advisory->affected[0].versions[1], "1.1");
    assert_text(advisory->affected[0].versions[2], "1.10");
    assert_null(advisory_check_use(advisory));
    end_sample(&sample);
}

static void test_debian_and_ubuntu(void **state)
{
    (void)state;
    struct sample sample = good(
        "{\"id\":\"DEBIAN-CVE-2023-20002\",\"modified\":\"2023-01-01T00:00:00Z\",\"upstream\":"
        "[\"CVE-2023-20002\"],\"affected\":[{\"package\":{\"ecosystem\":\"Debian:12\",\"name\":"
        "\"curl\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{"
        "\"fixed\":\"7.88.1-10+deb12u5\"}]}],\"ecosystem_specific\":{\"urgency\":\"not yet "
        "assigned\"}}]}");
    assert_text(sample.advisory.affected[0].ecosystem, "Debian:12");
    assert_text(sample.advisory.upstream[0], "CVE-2023-20002");
    assert_int_equal(sample.advisory.severity, SEVERITY_UNKNOWN);
    end_sample(&sample);
    sample = good(
        "{\"id\":\"USN-6000-1\",\"modified\":\"2023-01-01T00:00:00Z\",\"upstream\":[\"CVE-2023-1\","
        "\"UBUNTU-CVE-2023-1\"],\"severity\":[{\"type\":\"Ubuntu\",\"score\":\"medium\"}],"
        "\"affected\":[{\"package\":{\"ecosystem\":\"Ubuntu:22.04:LTS\",\"name\":\"curl\",\"purl\":"
        "\"pkg:deb/ubuntu/curl\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":"
        "\"0\"},{\"fixed\":\"7.81.0-1ubuntu1.10\"}]}],\"versions\":[\"7.80.0-3\",\"7.81.0-"
        "1\"]}]}");
    assert_text(sample.advisory.affected[0].ecosystem, "Ubuntu:22.04:LTS");
    assert_int_equal(sample.advisory.severity, SEVERITY_MEDIUM);
    assert_int_equal(sample.advisory.upstream_count, 2);
    end_sample(&sample);
}

static void test_red_hat(void **state)
{
    (void)state;
    struct sample sample = good(
        "{\"id\":\"RHSA-2024:1000\",\"modified\":\"2024-01-01T00:00:00Z\",\"summary\":\"Red Hat "
        "Security Advisory: curl security update\",\"upstream\":[\"CVE-2024-1\"],\"affected\":[{"
        "\"package\":{\"ecosystem\":\"Red Hat:enterprise_linux:9::appstream\",\"name\":\"curl\"},"
        "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"0:"
        "7.76.1-29.el9\"}]}],\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N/AC:L/"
        "PR:N/UI:N/S:U/C:H/I:N/A:N\"}]}]}");
    assert_int_equal(sample.advisory.kind, ADVISORY_VULNERABILITY);
    assert_int_equal(sample.advisory.severity, SEVERITY_HIGH);
    assert_int_equal(sample.advisory.score_tenths, 75);
    assert_text(sample.advisory.affected[0].severity_word, "high");
    end_sample(&sample);
    sample = good("{\"id\":\"ALSA-2024:1\",\"summary\":\"Important: curl security update\"}");
    assert_int_equal(sample.advisory.severity, SEVERITY_HIGH);
    end_sample(&sample);
    sample = good("{\"id\":\"PYSEC-2024-1\",\"summary\":\"Important: read this\"}");
    assert_int_equal(sample.advisory.severity, SEVERITY_UNKNOWN);
    end_sample(&sample);
}

static void test_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        enum advisory_kind kind;
    } cases[] = {
        {"{\"id\":\"MAL-2024-1\"}", ADVISORY_MALICIOUS},
        {"{\"id\":\"ALSA-2024:1\"}", ADVISORY_VULNERABILITY},
        {"{\"id\":\"ALBA-2024:1\"}", ADVISORY_NOTICE},
        {"{\"id\":\"ALEA-2024:1\"}", ADVISORY_NOTICE},
        {"{\"id\":\"RLBA-2024:1\"}", ADVISORY_NOTICE},
        {"{\"id\":\"RHEA-2024:1\"}", ADVISORY_NOTICE},
        {"{\"id\":\"RUSTSEC-1\",\"affected\":[{\"database_specific\":{\"informational\":"
         "\"unmaintained\"}}]}",
            ADVISORY_NOTICE},
        {"{\"id\":\"RUSTSEC-2\",\"affected\":[{\"database_specific\":{\"informational\":null}}]}",
            ADVISORY_VULNERABILITY},
        {"{\"id\":\"RUSTSEC-3\",\"affected\":[{\"database_specific\":{\"informational\":"
         "\"notice\"}},{\"database_specific\":{}}]}",
            ADVISORY_VULNERABILITY},
        {"{\"id\":\"RUSTSEC-4\",\"database_specific\":{\"informational\":\"unsound\"}}",
            ADVISORY_NOTICE},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct sample sample = good(cases[i].json);
        if (sample.advisory.kind != cases[i].kind)
            fail_msg("%s", cases[i].json);
        end_sample(&sample);
    }
}

static void test_ranges(void **state)
{
    (void)state;
    struct sample sample = good(
        "{\"id\":\"X-1\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"a\"},"
        "\"ranges\":[{\"type\":\"GIT\",\"repo\":\"https://x.example\",\"events\":[{\"introduced\":"
        "\"0\"},{\"fixed\":\"abc\"}]},{\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"1.0.0\"},{"
        "\"last_affected\":\"1.9.9\"},{\"limit\":\"2.0.0\"}]},{\"type\":\"SEMVER\",\"events\":[{"
        "\"introduced\":\"3\",\"fixed\":\"4\"}]},{\"type\":\"SEMVER\",\"events\":[]}]}]}");
    const struct advisory_affected *affected = &sample.advisory.affected[0];
    assert_true(affected->has_git_range);
    assert_int_equal(affected->range_count, 2);
    assert_int_equal(affected->ranges[0].count, 3);
    assert_int_equal(affected->ranges[0].bounds[1].event, RANGE_LAST_AFFECTED);
    assert_int_equal(affected->ranges[0].bounds[2].event, RANGE_LIMIT);
    assert_text(affected->ranges[0].bounds[2].version, "2.0.0");
    assert_int_equal(affected->ranges[1].count, 2);
    end_sample(&sample);
}

static void test_what_cannot_be_matched(void **state)
{
    (void)state;
    static const struct {
        const char *affected, *why;
    } cases[] = {
        {"[]", "names no package"},
        {"null", "names no package"},
        {"[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"a\"}}]", "names no versions"},
        {"[{\"package\":{\"ecosystem\":\"OSS-Fuzz\",\"name\":\"a\"},\"ranges\":[{\"type\":\"GIT\","
         "\"events\":[{\"introduced\":\"0\"}]}]}]",
            "names commits only, no versions"},
        {"[{\"ranges\":[{\"type\":\"GIT\",\"events\":[{\"introduced\":\"0\"}]}]}]",
            "names commits only, no versions"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        char json[512];
        snprintf(json, sizeof json, "{\"id\":\"X-1\",\"affected\":%s}", cases[i].affected);
        struct sample sample = good(json);
        assert_string_equal(advisory_check_use(&sample.advisory), cases[i].why);
        end_sample(&sample);
    }
}

static void test_null_is_absent(void **state)
{
    (void)state;
    struct sample sample = good(
        "{\"id\":\"X-1\",\"aliases\":null,\"related\":null,\"summary\":null,\"withdrawn\":null,"
        "\"severity\":null,\"references\":null,\"database_specific\":null,\"affected\":[{"
        "\"package\":null,\"ranges\":null,\"versions\":null,\"ecosystem_specific\":{\"severity\":"
        "null}}]}");
    assert_int_equal(sample.advisory.withdrawn_us, 0);
    assert_int_equal(sample.advisory.alias_count, 0);
    end_sample(&sample);
}

static void test_severity_falls_back(void **state)
{
    (void)state;
    static const struct {
        const char *members;
        enum severity severity;
        unsigned tenths;
    } cases[] = {
        {"\"database_specific\":{\"severity\":\"CRITICAL\"}", SEVERITY_CRITICAL, 0},
        {"\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"nonsense\"}],\"database_specific\":{"
         "\"severity\":\"LOW\"}",
            SEVERITY_LOW, 0},
        {"\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"9.8\"}]", SEVERITY_CRITICAL, 98},
        {"\"affected\":[{\"ecosystem_specific\":{\"severity\":\"LOW\"}},{\"ecosystem_specific\":{"
         "\"severity\":\"HIGH\"}}]",
            SEVERITY_HIGH, 0},
        {"\"severity\":[{\"type\":\"CVSS_V2\",\"score\":\"AV:N/AC:L/Au:N/C:P/I:P/A:P\"}]",
            SEVERITY_HIGH, 75},
        {"\"database_specific\":{\"severity\":\"whatever\"}", SEVERITY_UNKNOWN, 0},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        char json[512];
        snprintf(json, sizeof json, "{\"id\":\"X-1\",%s}", cases[i].members);
        struct sample sample = good(json);
        if (sample.advisory.severity != cases[i].severity ||
            sample.advisory.score_tenths != cases[i].tenths)
            fail_msg("%s: %s %u", cases[i].members, cvss_severity_name(sample.advisory.severity),
                sample.advisory.score_tenths);
        end_sample(&sample);
    }
}

static void test_wrong_types_are_told_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *json, *why;
    } cases[] = {
        {"[]", "must be an object, not an array"},
        {"{\"id\":7}", "id: must be a string, not a number"},
        {"{\"id\":\"\"}", "id: is missing or empty"},
        {"{\"modified\":\"2024-01-01T00:00:00Z\"}", "id: is missing or empty"},
        {"{\"id\":\"X\",\"modified\":\"yesterday\"}",
            "modified: \"yesterday\" is not an RFC 3339 time"},
        {"{\"id\":\"X\",\"aliases\":\"CVE-1\"}", "aliases: must be an array, not a string"},
        {"{\"id\":\"X\",\"aliases\":[\"a\",3]}", "aliases[1]: must be a string, not a number"},
        {"{\"id\":\"X\",\"related\":[\"\"]}", "related[0]: is empty"},
        {"{\"id\":\"X\",\"affected\":{}}", "affected: must be an array, not an object"},
        {"{\"id\":\"X\",\"affected\":[7]}", "affected[0]: must be an object, not a number"},
        {"{\"id\":\"X\",\"affected\":[{\"package\":{\"name\":\"a\"}}]}",
            "affected[0].package: names no ecosystem"},
        {"{\"id\":\"X\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\"}}]}",
            "affected[0].package: names no name"},
        {"{\"id\":\"X\",\"affected\":[{},{\"ranges\":[{\"events\":[]}]}]}",
            "affected[1].ranges[0].type: is missing"},
        {"{\"id\":\"X\",\"affected\":[{\"ranges\":[{\"type\":\"DATE\",\"events\":[]}]}]}",
            "affected[0].ranges[0]: type: \"DATE\" is none of SEMVER, ECOSYSTEM and GIT"},
        {"{\"id\":\"X\",\"affected\":[{\"ranges\":[{\"type\":\"GIT\",\"events\":{}}]}]}",
            "affected[0].ranges[0].events: must be an array, not an object"},
        {"{\"id\":\"X\",\"affected\":[{\"ranges\":[{},{\"type\":\"SEMVER\",\"events\":[]}]}]}",
            "affected[0].ranges[0].type: is missing"},
        {"{\"id\":\"X\",\"affected\":[{\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{}]}]}]}",
            "affected[0].ranges[0].events[0]: names none of introduced, fixed, last_affected and "
            "limit"},
        {"{\"id\":\"X\",\"affected\":[{\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{"
         "\"introduced\":0}]}]}]}",
            "affected[0].ranges[0].events[0].introduced: must be a string, not a number"},
        {"{\"id\":\"X\",\"affected\":[{\"versions\":[1.10]}]}",
            "affected[0].versions[0]: must be a string, not a number"},
        {"{\"id\":\"X\",\"severity\":[{\"type\":\"CVSS_V3\",\"score\":9.8}]}",
            "severity[0].score: must be a string, not a number"},
        {"{\"id\":\"X\",\"references\":[\"https://x.example\"]}",
            "references[0]: must be an object, not a string"},
        {"{\"id\":\"X\",\"database_specific\":[]}",
            "database_specific: must be an object, not an array"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct sample sample;
        assert_false(read_sample(&sample, text_of(cases[i].json)));
        assert_string_equal(sample.err.text, cases[i].why);
        assert_int_equal(sample.err.code, ERR_SYNTAX);
        end_sample(&sample);
    }
}

/* Writes {"id":"X","MEMBER":["aaa…"]} with a text of len bytes. */
static struct text long_text(struct buf *out, const char *before, size_t len, const char *behind)
{
    buf_cut(out, 0);
    buf_add_z(out, before);
    for (size_t i = 0; i < len; i++)
        buf_add_char(out, 'a');
    buf_add_z(out, behind);
    return buf_text(out);
}

static void test_limits_one_past(void **state)
{
    (void)state;
    static const struct {
        const char *before, *behind;
        size_t limit;
    } cases[] = {
        {"{\"id\":\"", "\"}", LIMIT_ID_BYTES},
        {"{\"id\":\"X\",\"aliases\":[\"", "\"]}", LIMIT_ID_BYTES},
        {"{\"id\":\"X\",\"affected\":[{\"versions\":[\"", "\"]}]}", LIMIT_VERSION_BYTES},
        {"{\"id\":\"X\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"", "\"}}]}",
            LIMIT_NAME_BYTES},
    };
    struct buf text;
    buf_init(&text, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct sample sample;
        assert_true(read_sample(
            &sample, long_text(&text, cases[i].before, cases[i].limit, cases[i].behind)));
        end_sample(&sample);
        assert_false(read_sample(
            &sample, long_text(&text, cases[i].before, cases[i].limit + 1, cases[i].behind)));
        assert_int_equal(sample.err.code, ERR_LIMIT);
        end_sample(&sample);
    }
    struct sample sample;
    assert_true(read_sample(&sample,
        long_text(&text, "{\"id\":\"X\",\"details\":\"\u00fc", LIMIT_DETAILS_BYTES, "\"}")));
    assert_int_equal(sample.advisory.details.len, LIMIT_DETAILS_BYTES);
    end_sample(&sample);
    assert_true(read_sample(&sample,
        long_text(&text, "{\"id\":\"X\",\"summary\":\"", LIMIT_SUMMARY_BYTES - 1, "\u00fc\"}")));
    /* A character is not cut in two. */
    assert_int_equal(sample.advisory.summary.len, LIMIT_SUMMARY_BYTES - 1);
    end_sample(&sample);
    /* An address that is too long is no address. */
    assert_true(read_sample(&sample,
        long_text(&text, "{\"id\":\"X\",\"references\":[{\"url\":\"", LIMIT_URL_BYTES, "\"}]}")));
    assert_int_equal(sample.advisory.url.len, LIMIT_URL_BYTES);
    end_sample(&sample);
    assert_true(read_sample(&sample, long_text(&text, "{\"id\":\"X\",\"references\":[{\"url\":\"",
                                         LIMIT_URL_BYTES + 1, "\"}]}")));
    assert_int_equal(sample.advisory.url.len, 0);
    end_sample(&sample);
    buf_done(&text);
}

static void test_full_arena_is_an_error(void **state)
{
    (void)state;
    struct json json;
    struct arena arena;
    struct advisory advisory;
    struct err err = {0};
    assert_true(json_read(
        &json, TEXT("{\"id\":\"X\",\"affected\":[{},{},{},{},{},{},{},{},{},{},{},{}]}"), &err));
    arena_init(&arena, 64);
    assert_false(osv_read(&advisory, json_root(&json), &arena, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    arena_done(&arena);
    json_done(&json);
}

static void test_what_is_a_record(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        bool is_osv;
    } cases[] = {
        {"{\"id\":\"X\",\"modified\":\"\"}", true},
        {"{\"id\":\"X\",\"affected\":[]}", true},
        {"{\"id\":7,\"affected\":7}", true},
        {"{\"id\":\"X\"}", false},
        {"{\"modified\":\"\"}", false},
        {"[{\"id\":\"X\"}]", false},
        {"\"id\"", false},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct json json;
        assert_true(json_read(&json, text_of(cases[i].json), NULL));
        assert_int_equal(osv_is(json_root(&json)), cases[i].is_osv);
        json_done(&json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ghsa),
        cmocka_unit_test(test_debian_and_ubuntu),
        cmocka_unit_test(test_red_hat),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_what_cannot_be_matched),
        cmocka_unit_test(test_null_is_absent),
        cmocka_unit_test(test_severity_falls_back),
        cmocka_unit_test(test_wrong_types_are_told_with_their_place),
        cmocka_unit_test(test_limits_one_past),
        cmocka_unit_test(test_full_arena_is_an_error),
        cmocka_unit_test(test_what_is_a_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
