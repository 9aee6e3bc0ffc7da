/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/limits.h"
#include "sbom/sbom_print.h"

struct world {
    struct arena arena;
    struct sbom sbom;
    struct sbom_quality quality;
};

static void judge(struct world *w, const char *document)
{
    struct err err = {0};
    arena_init(&w->arena, LIMIT_SBOM_ARENA);
    if (!sbom_read(&w->sbom, TEXT("x.json"), text_of(document), &w->arena, &err) ||
        !sbom_quality_find(&w->quality, &w->sbom, &w->arena, &err))
        fail_msg("%s", err.text);
}

static const struct sbom_quality_result *result_of(
    const struct world *w, enum sbom_quality_standard standard, const char *id)
{
    for (size_t i = 0; i < w->quality.count; i++)
        if (w->quality.results[i].rule->standard == standard &&
            strcmp(w->quality.results[i].rule->id, id) == 0)
            return &w->quality.results[i];
    fail_msg("no rule %s", id);
    return NULL;
}

static void test_what_lacks_is_named(void **state)
{
    (void)state;
    struct world w;
    judge(&w,
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\","
        "\"metadata\":{\"timestamp\":\"2026-01-02T03:04:05Z\",\"component\":{\"bom-ref\":\"r\",\"name\":\"shop\"}},"
        "\"components\":[{\"bom-ref\":\"a\",\"name\":\"a\",\"version\":\"1\",\"purl\":\"pkg:npm/a@1\"},"
        "{\"bom-ref\":\"b\",\"name\":\"b\"},{\"type\":\"operating-system\",\"name\":\"debian\"}],"
        "\"dependencies\":[{\"ref\":\"r\",\"dependsOn\":[\"a\"]}]}");
    const struct sbom_quality_result *version = result_of(&w, SBOM_QUALITY_NTIA, "version");
    assert_int_equal(w.quality.package_count, 2);
    assert_int_equal(version->met, 1);
    assert_int_equal(version->asked, 2);
    assert_int_equal(version->lacking_count, 1);
    assert_int_equal(version->lacking[0], 1);
    assert_int_equal(result_of(&w, SBOM_QUALITY_NTIA, "relationship")->met, 1);
    assert_int_equal(result_of(&w, SBOM_QUALITY_NTIA, "author")->met, 0);
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "format")->met, 0);
    /* name and timestamp whole, version, identifier and relationship half, supplier and author not: 3.5 of 7. */
    assert_int_equal(w.quality.scores[SBOM_QUALITY_NTIA], 50);
    arena_done(&w.arena);
}

static void test_versions_of_formats_are_numbers(void **state)
{
    (void)state;
    static const struct {
        enum sbom_format format;
        const char *version;
        size_t met;
    } rows[] = {
        {SBOM_CYCLONEDX_JSON, "1.5", 0},
        {SBOM_CYCLONEDX_JSON, "1.6", 1},
        {SBOM_CYCLONEDX_JSON, "1.10", 1},
        {SBOM_SPDX_JSON, "SPDX-2.3", 0},
        {SBOM_NPM_LOCK, "3", 0},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct world w = {
            .sbom = {.format = rows[i].format, .spec_version = text_of(rows[i].version)}};
        struct err err = {0};
        arena_init(&w.arena, SIZE_MAX);
        assert_true(sbom_quality_find(&w.quality, &w.sbom, &w.arena, &err));
        assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "format")->met, rows[i].met);
        arena_done(&w.arena);
    }
}

/* Facts meet rules by kind, key and address. */
static void test_facts_count(void **state)
{
    (void)state;
    struct sbom_fact facts[] = {
        {TEXT("SHA-256"), TEXT("00"), 0, SBOM_FACT_HASH},
        {TEXT(""), TEXT("ACME"), 0, SBOM_FACT_SUPPLIER},
        {TEXT("ann@example.org"), TEXT("Ann"), SBOM_ROOT, SBOM_FACT_SBOM_AUTHOR},
    };
    struct sbom_component component = {
        .name = TEXT("a"), .is_package = true, .parent = SBOM_ROOT, .fact_count = 2};
    struct world w = {.sbom = {.components = &component,
                          .component_count = 1,
                          .facts = facts,
                          .fact_count = LEN_OF(facts)}};
    struct err err = {0};
    arena_init(&w.arena, SIZE_MAX);
    assert_true(sbom_quality_find(&w.quality, &w.sbom, &w.arena, &err));
    assert_int_equal(result_of(&w, SBOM_QUALITY_NTIA, "supplier")->met, 1);
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "component_creator")->met, 0);
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "sbom_creator")->met, 1);
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "hash")->met, 0);
    facts[0].key = TEXT("SHA-512");
    facts[1].key = TEXT("https://acme.example");
    assert_true(sbom_quality_find(&w.quality, &w.sbom, &w.arena, &err));
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "hash")->met, 1);
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "component_creator")->met, 1);
    arena_done(&w.arena);
}

/* What no format has a member for is told by the BSI's own properties. */
static void test_properties_of_the_bsi(void **state)
{
    (void)state;
    struct world w;
    judge(&w,
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"name\":\"a\","
        "\"properties\":[{\"name\":\"bsi:component:filename\",\"value\":\"a.jar\"},"
        "{\"name\":\"bsi:component:archive\",\"value\":\"archive\"},"
        "{\"name\":\"bsi:component:structured\",\"value\":\"structured\"}]}]}");
    assert_text(sbom_fact_first(&w.sbom, 0, SBOM_FACT_FILE_NAME), "a.jar");
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "filename")->met, 1);
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "archive")->met, 1);
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "structured")->met, 1);
    assert_int_equal(result_of(&w, SBOM_QUALITY_BSI, "executable")->met, 0);
    arena_done(&w.arena);
}

/* What has no packages lacks nothing of them. */
static void test_an_empty_one(void **state)
{
    (void)state;
    struct world w;
    struct buf out;
    judge(&w, "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"}");
    assert_int_equal(result_of(&w, SBOM_QUALITY_NTIA, "version")->asked, 0);
    buf_init(&out, SIZE_MAX);
    sbom_print_quality(&out, &w.quality, &w.sbom, SBOM_QUALITY_NTIA);
    assert_non_null(strstr(out.at, "NTIA minimum elements"));
    assert_null(strstr(out.at, "BSI"));
    buf_done(&out);
    arena_done(&w.arena);
}

/* A chain of 100,000 is told down to where people read. */
static void test_the_tree_of_a_long_chain(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    struct sbom_component *components = calloc(COUNT, sizeof *components);
    struct sbom_edge *edges = calloc(COUNT, sizeof *edges);
    struct sbom sbom = {
        .components = components, .component_count = COUNT, .edges = edges, .edge_count = COUNT};
    struct sbom_graph graph;
    struct arena arena;
    struct buf out;
    for (uint32_t i = 0; i < COUNT; i++) {
        components[i] = (struct sbom_component){.name = TEXT("x"), .parent = SBOM_ROOT};
        edges[i] = (struct sbom_edge){i ? i - 1 : SBOM_ROOT, i};
    }
    arena_init(&arena, SIZE_MAX);
    buf_init(&out, SIZE_MAX);
    assert_true(sbom_graph_make(&graph, &sbom, &arena));
    sbom_print_tree(&out, &sbom, &graph, &arena);
    assert_true(out.len < 100000);
    assert_non_null(strstr(out.at, "…"));
    buf_done(&out);
    arena_done(&arena);
    free(components);
    free(edges);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_lacks_is_named),
        cmocka_unit_test(test_versions_of_formats_are_numbers),
        cmocka_unit_test(test_facts_count),
        cmocka_unit_test(test_properties_of_the_bsi),
        cmocka_unit_test(test_an_empty_one),
        cmocka_unit_test(test_the_tree_of_a_long_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
