/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "base/limits.h"
#include "match/signal.h"

struct fixture {
    struct arena arena;
    struct popular *popular;
    struct sbom sbom;
    struct signals signals;
};

static void find(struct fixture *f, const char *json, const char *const *spaces, size_t count)
{
    struct text namespaces[8];
    for (size_t i = 0; i < count; i++)
        namespaces[i] = text_of(spaces[i]);
    arena_init(&f->arena, LIMIT_SCAN_MEMORY);
    f->popular = popular_new();
    assert_ok(sbom_read(&f->sbom, TEXT("bom.json"), text_of(json), &f->arena, err));
    struct signal_input input = {.sbom = &f->sbom,
        .popular = f->popular,
        .namespaces = namespaces,
        .namespace_count = count};
    assert_ok(signal_find(&f->signals, &input, &f->arena, err));
}

static void done(struct fixture *f)
{
    popular_free(f->popular);
    arena_done(&f->arena);
}

/* Asserts signal number i. */
static void check(const struct fixture *f, size_t i, enum signal_kind kind, const char *name,
    const char *what, const char *why)
{
    assert_true(i < f->signals.count);
    const struct signal *signal = &f->signals.at[i];
    assert_string_equal(signal_word(signal->kind), signal_word(kind));
    assert_text(f->sbom.components[signal->component].name, name);
    assert_text(signal->what, what);
    assert_text(signal->why, why);
}

#define BOM(components)                                                                            \
    "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [" components "]}"
#define SAID                                                                                       \
    ", \"hashes\": [{\"alg\": \"SHA-256\", \"content\": "                                          \
    "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}], "                     \
    "\"supplier\": {\"name\": \"ACME\"}"

static void test_impostors(void **state)
{
    (void)state;
    struct fixture f;
    find(&f,
        BOM("{\"type\": \"library\", \"name\": \"lodahs\", \"version\": \"1\", \"purl\": \"pkg:npm/lodahs@1\"" SAID
            "}, {\"type\": \"library\", \"name\": \"lodash\", \"version\": \"1\", \"purl\": \"pkg:npm/lodash@1\"" SAID
            "}, {\"type\": \"library\", \"name\": \"lodahs\", \"version\": \"1\", \"purl\": \"pkg:deb/debian/lodahs@1?distro=debian-12\"" SAID
            "}"),
        NULL, 0);
    assert_int_equal(f.signals.count, 1);
    check(&f, 0, SIGNAL_IMPOSTOR, "lodahs", "lodash", "two letters swapped in the name of lodash");
    assert_string_equal(f.signals.at[0].reason, "swap");
    done(&f);
}

static void test_confusion(void **state)
{
    (void)state;
    static const char *const spaces[] = {"@corp/*", "npm:corp-*"};
    struct fixture f;
    find(&f,
        BOM("{\"type\": \"library\", \"name\": \"@corp/a\", \"version\": \"1\", \"purl\": \"pkg:npm/%40corp/a@1\"" SAID
            "}, {\"type\": \"library\", \"name\": \"@corp/b\", \"version\": \"1\", \"purl\": "
            "\"pkg:npm/%40corp/b@1?repository_url=https://npm.corp.example\"" SAID
            "}, {\"type\": \"library\", \"name\": \"@corp/c\", \"version\": \"1\", \"purl\": "
            "\"pkg:npm/%40corp/c@1?repository_url=https://registry.npmjs.org\"" SAID
            "}, {\"type\": \"library\", \"name\": \"corp-d\", \"version\": \"1\", \"purl\": \"pkg:pypi/corp-d@1\"" SAID
            "}, {\"type\": \"library\", \"name\": \"corp-e\", \"version\": \"1\", \"purl\": "
            "\"pkg:npm/corp-e@1?repository_url=https://registry.npmjs.org.corp.example/x\"" SAID
            "}, {\"type\": \"library\", \"name\": \"@corporate/f\", \"version\": \"1\", \"purl\": \"pkg:npm/%40corporate/f@1\"" SAID
            "}"),
        spaces, LEN_OF(spaces));
    assert_int_equal(f.signals.by_kind[SIGNAL_CONFUSION], 2);
    check(
        &f, 0, SIGNAL_CONFUSION, "@corp/a", "@corp/*", "nothing says which registry it comes from");
    check(&f, 1, SIGNAL_CONFUSION, "@corp/c", "@corp/*",
        "it comes from the public registry registry.npmjs.org");
    assert_string_equal(f.signals.at[0].reason, "no-origin");
    assert_string_equal(f.signals.at[1].reason, "public-registry");
    assert_text(f.signals.at[1].host, "registry.npmjs.org");
    done(&f);
}

static void test_unsaid(void **state)
{
    (void)state;
    struct fixture f;
    find(&f,
        BOM("{\"type\": \"library\", \"name\": \"bare\", \"purl\": \"pkg:npm/bare\"}, "
            "{\"type\": \"library\", \"name\": \"said\", \"version\": \"1\", \"purl\": \"pkg:npm/said@1\"" SAID
            "}, {\"type\": \"operating-system\", \"name\": \"debian\", \"version\": \"12\"}"),
        NULL, 0);
    assert_int_equal(f.signals.count, 3);
    check(&f, 0, SIGNAL_NO_VERSION, "bare", "", "");
    check(&f, 1, SIGNAL_NO_HASH, "bare", "", "");
    check(&f, 2, SIGNAL_NO_SUPPLIER, "bare", "", "");
    assert_true(signal_is_suspicion(SIGNAL_CONFUSION) && !signal_is_suspicion(SIGNAL_NO_VERSION));
    done(&f);
}

/* A package is the same in all versions, wherever it lies; what is no package URL goes by its name. */
static void test_package(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    struct sbom_component component = {
        .name = TEXT("b"), .purl = TEXT("pkg:npm/%40a/b@1.0.0?repository_url=x.example#lib")};
    assert_text(signal_package(&component, &arena), "pkg:npm/%40a/b");
    component.purl = TEXT("pkg:");
    assert_text(signal_package(&component, &arena), "b");
    component.purl = TEXT("");
    assert_text(signal_package(&component, &arena), "b");
    arena_done(&arena);
}

static void test_words(void **state)
{
    (void)state;
    enum signal_kind kind;
    for (int i = 0; i < SIGNAL_KINDS; i++) {
        assert_true(signal_word_read(text_of(signal_word((enum signal_kind)i)), &kind));
        assert_int_equal(kind, i);
    }
    assert_false(signal_word_read(TEXT("imposto"), &kind));
    assert_false(signal_word_read(TEXT(""), &kind));
}

static void test_empty(void **state)
{
    (void)state;
    struct fixture f;
    find(&f, BOM(""), NULL, 0);
    assert_int_equal(f.signals.count, 0);
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_impostors),
        cmocka_unit_test(test_confusion), cmocka_unit_test(test_unsaid),
        cmocka_unit_test(test_package), cmocka_unit_test(test_words), cmocka_unit_test(test_empty)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
