/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/limits.h"
#include "sbom/sbom_diff.h"

struct world {
    struct arena arena;
    struct sbom before, after;
    struct sbom_diff diff;
};

#define CDX "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":["
#define NPM(name, version, more)                                                                   \
    "{\"name\":\"" name "\",\"version\":\"" version "\",\"purl\":\"pkg:npm/" name "@" version      \
    "\"" more "}"

static void compare(struct world *w, const char *before, const char *after)
{
    struct err err = {0};
    arena_init(&w->arena, LIMIT_SBOM_ARENA);
    if (!sbom_read(&w->before, TEXT("a.json"), text_of(before), &w->arena, &err) ||
        !sbom_read(&w->after, TEXT("b.json"), text_of(after), &w->arena, &err) ||
        !sbom_diff_find(&w->diff, &w->before, &w->after, &w->arena, &err))
        fail_msg("%s", err.text);
}

static void test_each_kind(void **state)
{
    (void)state;
    struct world w;
    compare(&w,
        CDX NPM("stays", "1.0.0", "") "," NPM("goes", "1.0.0", "") "," NPM(
            "rises", "9.0.0", "") "," NPM("falls", "2.0.0", "") "," NPM("relicensed", "1.0.0",
            ",\"licenses\":[{\"license\":{\"id\":\"MIT\"}}]") "]}",
        CDX NPM("relicensed", "1.0.0",
            ",\"licenses\":[{\"license\":{\"id\":\"BUSL-1.1\"}}]") "," NPM("comes", "1.0.0",
            "") "," NPM("falls", "1.0.0", "") "," NPM("rises", "10.0.0", "") "," NPM("stays",
            "1.0.0", "") "]}");
    static const struct {
        enum sbom_diff_kind kind;
        enum sbom_diff_way way;
        const char *name;
    } rows[] = {
        {SBOM_DIFF_ADDED, SBOM_DIFF_NO_WAY, "comes"},
        {SBOM_DIFF_REMOVED, SBOM_DIFF_NO_WAY, "goes"},
        {SBOM_DIFF_CHANGED, SBOM_DIFF_DOWN, "falls"},
        {SBOM_DIFF_CHANGED, SBOM_DIFF_UP, "rises"},
        {SBOM_DIFF_SAME, SBOM_DIFF_NO_WAY, "relicensed"},
    };
    assert_int_equal(w.diff.count, LEN_OF(rows));
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        assert_text(w.diff.at[i].name, rows[i].name);
        assert_int_equal(w.diff.at[i].kind, rows[i].kind);
        assert_int_equal(w.diff.at[i].way, rows[i].way);
    }
    assert_int_equal(w.diff.unchanged_count, 1);
    assert_text(w.diff.at[4].before.license, "MIT");
    assert_text(w.diff.at[4].after.license, "BUSL-1.1");
    arena_done(&w.arena);
}

/* Several versions of one package are one change, and the order in which they are listed is none. */
static void test_several_versions(void **state)
{
    (void)state;
    struct world w;
    compare(&w,
        CDX NPM("a", "1.0.0", "") "," NPM("a", "2.0.0", "") "," NPM("a", "1.0.0", "") "," NPM(
            "b", "1.0.0", "") "," NPM("b", "2.0.0", "") "]}",
        CDX NPM("b", "2.0.0", "") "," NPM("b", "1.0.0", "") "," NPM("a", "2.0.0", "") "," NPM(
            "a", "3.0.0", "") "]}");
    assert_int_equal(w.diff.count, 1);
    assert_int_equal(w.diff.at[0].before.version_count, 2);
    assert_text(w.diff.at[0].before.versions[0], "1.0.0");
    assert_text(w.diff.at[0].after.versions[1], "3.0.0");
    assert_int_equal(w.diff.at[0].way, SBOM_DIFF_NO_WAY);
    arena_done(&w.arena);
}

/* From one release of a distribution to the next, a package is the same package. */
static void test_an_upgrade_of_the_distribution(void **state)
{
    (void)state;
    struct world w;
    compare(&w,
        CDX
        "{\"name\":\"curl\",\"version\":\"7.88.1-10\",\"purl\":\"pkg:deb/debian/curl@7.88.1-10?distro=debian-12\"}]}",
        CDX
        "{\"name\":\"curl\",\"version\":\"8.14.1-2\",\"purl\":\"pkg:deb/debian/curl@8.14.1-2?distro=debian-13\"}]}");
    assert_int_equal(w.diff.count, 1);
    assert_int_equal(w.diff.at[0].kind, SBOM_DIFF_CHANGED);
    assert_int_equal(w.diff.at[0].way, SBOM_DIFF_UP);
    assert_text(w.diff.at[0].ecosystem, "Debian");
    arena_done(&w.arena);
}

static void test_what_is_no_package(void **state)
{
    (void)state;
    struct world w;
    compare(&w,
        CDX
        "{\"type\":\"operating-system\",\"name\":\"debian\",\"version\":\"12\"},{\"name\":\"own\",\"version\":\"1\"}]}",
        CDX "{\"name\":\"own\",\"version\":\"2\"}]}");
    assert_int_equal(w.diff.count, 1);
    assert_text(w.diff.at[0].name, "own");
    assert_int_equal(w.diff.at[0].way, SBOM_DIFF_NO_WAY);
    arena_done(&w.arena);
}

static void test_nothing_at_all(void **state)
{
    (void)state;
    struct world w;
    compare(&w, CDX "]}", CDX "]}");
    assert_int_equal(w.diff.count, 0);
    arena_done(&w.arena);
    compare(&w, CDX "]}", CDX NPM("a", "1.0.0", "") "]}");
    assert_int_equal(w.diff.kind_counts[SBOM_DIFF_ADDED], 1);
    arena_done(&w.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind),
        cmocka_unit_test(test_several_versions),
        cmocka_unit_test(test_an_upgrade_of_the_distribution),
        cmocka_unit_test(test_what_is_no_package),
        cmocka_unit_test(test_nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
