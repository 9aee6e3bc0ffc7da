/* SPDX-License-Identifier: Apache-2.0 */
/* What is made to be slow ends at a limit, or is not slow. */
#include "match/os_world.h"

#include "advisory/advisory_index_narrow.h"
#include "base/clock.h"
#include "domain/version_key.h"
#include "match/match_explain.h"

enum { MANY_IDS = 500000, MANY_RECORDS = 8000, MANY_SPANS = 1000, MANY_CVES = 100000 };

static const char head[] = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[";

/* An SBOM with the versions 1.0.0, 1.0.1 … of an npm package. */
static const char *sbom_of(struct os_world *w, const char *package, unsigned count)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add(&out, text_of(head));
    for (unsigned i = 0; i < count; i++)
        buf_format(&out, "%s{\"type\":\"library\",\"name\":\"it\",\"purl\":\"pkg:npm/%s@1.0.%u\"}",
            i ? "," : "", package, i);
    buf_add(&out, TEXT("]}"));
    struct text kept = arena_text(&w->arena, buf_text(&out));
    buf_done(&out);
    return kept.at;
}

/* A record that is read for every version, since it has a limit, and that holds none, but has very many ids. */
static void know_many_ids(struct os_world *w)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add(&out, TEXT("{\"id\":\"A-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"aliases\":["));
    for (unsigned i = 0; i < MANY_IDS; i++)
        buf_format(&out, "%s\"X-%u\"", i ? "," : "", i);
    buf_add(&out,
        TEXT(
            "],\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"many\"},\"ranges\":[{"
            "\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"2.0.0\"},{\"limit\":\"3.0.0\"}]}]}]}"));
    os_world_know(w, arena_text(&w->arena, buf_text(&out)).at);
    buf_done(&out);
}

static bool scan(struct os_world *w, const char *document, struct err *err)
{
    struct sbom sbom;
    return sbom_read(&sbom, TEXT("bom.json"), text_of(document), &w->arena, err) &&
           match_sbom(&w->result, w->index, &sbom, &w->arena, err);
}

static void test_ids_count(void **state)
{
    (void)state;
    struct os_world w;
    struct err err = {0};
    os_world_init(&w);
    know_many_ids(&w);
    os_world_import(&w);
    assert_true(scan(&w, sbom_of(&w, "many", 2), &err));
    assert_int_equal(w.result.finding_count, 0);
    assert_false(scan(&w, sbom_of(&w, "many", 201), &err));
    assert_int_equal(err.code, ERR_LIMIT);
    os_world_done(&w);
}

/* Spans that no version holds are looked through all the same. */
static void know_many_spans(struct os_world *w, const char *ecosystem, const char *package)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_format(&out,
        "{\"id\":\"S-%s\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{\"package\":{"
        "\"ecosystem\":\"%s\",\"name\":\"%s\"},\"ranges\":[",
        ecosystem, ecosystem, package);
    for (unsigned i = 0; i < MANY_SPANS; i++)
        buf_format(&out,
            "%s{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"%u.0.0\"},{\"fixed\":\"%u.0.1\"}]}",
            i ? "," : "", i + 10, i + 10);
    buf_add(&out, TEXT("]}]}"));
    os_world_know(w, arena_text(&w->arena, buf_text(&out)).at);
    buf_done(&out);
}

static size_t count_compared(const struct os_world *w, enum version_scheme scheme,
    const char *ecosystem, const char *package, const char *version)
{
    struct buf key;
    struct advisory_narrow places = {0};
    buf_init(&key, SIZE_MAX);
    assert_true(version_key_add(scheme, text_of(version), &key, NULL));
    struct advisory_wanted wanted = {
        .scheme = scheme, .has_key = true, .version = text_of(version), .key = buf_text(&key)};
    advisory_index_narrow(w->index, text_of(ecosystem), text_of(package), &wanted, &places);
    assert_int_equal(places.len, 0);
    size_t count = places.compared_count;
    VEC_DONE(&places);
    buf_done(&key);
    return count;
}

static void test_spans_count(void **state)
{
    (void)state;
    struct os_world w;
    os_world_init(&w);
    know_many_spans(&w, "npm", "slow");
    know_many_spans(&w, "Maven", "a:slow");
    os_world_import(&w);
    assert_int_equal(count_compared(&w, VERSION_SEMVER, "npm", "slow", "1.0.0"), MANY_SPANS);
    assert_int_equal(count_compared(&w, VERSION_SEMVER, "npm", "slow", "99999.0.0"), 1);
    assert_int_equal(count_compared(&w, VERSION_SEMVER, "npm", "none", "1.0.0"), 0);
    assert_int_equal(count_compared(&w, VERSION_MAVEN, "Maven", "a:slow", "1.0"), MANY_SPANS);
    assert_int_equal(count_compared(&w, VERSION_MAVEN, "Maven", "a:slow", "99999"), MANY_SPANS);
    os_world_done(&w);
}

/* A kernel has thousands of records in Ubuntu and as many in Ubuntu Pro: they are read once, not once for each other. */
static void test_overruled(void **state)
{
    (void)state;
    struct os_world w;
    struct err err = {0};
    os_world_init(&w);
    for (unsigned i = 0; i < MANY_RECORDS; i++)
        os_world_know(&w,
            arena_format(&w.arena,
                "{\"id\":\"U-%u\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":["
                "{\"package\":{\"ecosystem\":\"Ubuntu:22.04:LTS\",\"name\":\"linux\"},\"versions\":[],"
                "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"}]}]},"
                "{\"package\":{\"ecosystem\":\"Ubuntu:Pro:22.04:LTS\",\"name\":\"linux\"},"
                "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},"
                "{\"fixed\":\"0.1\"}]}]}]}",
                i)
                .at);
    os_world_import(&w);
    static const char bom[] =
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\","
        "\"name\":\"linux\",\"purl\":\"pkg:deb/ubuntu/linux@1.0%2Besm1?distro=ubuntu-22.04\"}]}";
    int64_t before_us = clock_steady_us();
    assert_true(scan(&w, bom, &err));
    assert_int_equal(w.result.finding_count, 0);
    assert_in_range(clock_steady_us() - before_us, 0, 2 * CLOCK_SECOND_US);
    os_world_done(&w);
}

/* Each of many records is looked at for one of many findings: what goes by an id is found once. */
static void test_explained(void **state)
{
    (void)state;
    struct os_world w;
    struct err err = {0};
    struct match_explanation explanation;
    struct buf cves;
    os_world_init(&w);
    buf_init(&cves, SIZE_MAX);
    for (unsigned i = 0; i < MANY_CVES; i++)
        buf_format(&cves, "%s\"CVE-2024-%u\"", i ? "," : "", i + 100000);
    for (unsigned i = 0; i < MANY_RECORDS; i++)
        os_world_know(&w,
            arena_format(&w.arena,
                "{\"id\":\"E-%u\",\"modified\":\"2026-01-01T00:00:00Z\",\"upstream\":[%.*s],"
                "\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"big\"},\"versions\":[\"1.0.0\"]}]}",
                i, TEXT_ARG(i ? TEXT("") : buf_text(&cves)))
                .at);
    buf_done(&cves);
    os_world_import(&w);
    const struct sbom_component big = {.name = TEXT("big"),
        .version = TEXT("1.0.0"),
        .ecosystem = TEXT("npm"),
        .package = TEXT("big"),
        .is_package = true};
    const struct match_question question = {
        .index = w.index, .component = &big, .id = TEXT("E-7777")};
    int64_t before_us = clock_steady_us();
    assert_true(match_explain(&explanation, &question, &w.arena, &err));
    assert_int_equal(explanation.record_count, 1);
    assert_int_equal(explanation.finding_count, 1);
    assert_in_range(clock_steady_us() - before_us, 0, 2 * CLOCK_SECOND_US);
    os_world_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_count),
        cmocka_unit_test(test_spans_count),
        cmocka_unit_test(test_overruled),
        cmocka_unit_test(test_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
