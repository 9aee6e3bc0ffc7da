/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/map.h"
#include "sbom/inventory.h"
#include "sbom/sbom_intern.h"

static struct sbom_component package(const char *ecosystem, const char *name, const char *version)
{
    return (struct sbom_component){.name = text_of(name),
        .ecosystem = text_of(ecosystem),
        .package = text_of(name),
        .version = text_of(version),
        .is_package = true};
}

static struct sbom sbom_of(struct sbom_component *components, size_t count)
{
    return (struct sbom){.components = components, .component_count = count};
}

static uint32_t add(struct inventory *inventory, const struct sbom *sbom, const char *name)
{
    struct err err = {0};
    uint32_t number = UINT32_MAX;
    if (!inventory_add(inventory, sbom, text_of(name), &number, &err))
        fail_msg("%s", err.text);
    return number;
}

static void test_a_version_lies_there_once(void **state)
{
    (void)state;
    struct sbom_component one[] = {package("npm", "a", "1"), package("npm", "b", "1"),
        package("npm", "a", "1"), package("npm", "a", "2")};
    struct sbom_component two[] = {package("PyPI", "a", "1"), package("npm", "a", "1")};
    struct inventory *inventory = inventory_new(SIZE_MAX);
    struct sbom first = sbom_of(one, 4), none = sbom_of(NULL, 0), last = sbom_of(two, 2);
    assert_int_equal(add(inventory, &first, "one"), 0);
    assert_int_equal(add(inventory, &none, "none"), 1);
    assert_int_equal(add(inventory, &last, "two"), 2);
    assert_int_equal(inventory_sbom_count(inventory), 3);
    assert_int_equal(inventory_package_count(inventory), 4);
    assert_int_equal(inventory_occurrence_count(inventory, 0), 3);
    /* The name "a" of three packages lies in one place, and the caller's memory is not used. */
    const char *at = inventory_package(inventory, 0)->package.at;
    assert_ptr_equal(inventory_package(inventory, 2)->package.at, at);
    assert_ptr_equal(inventory_package(inventory, 3)->package.at, at);
    assert_ptr_not_equal(one[0].package.at, at);
    inventory_free(inventory);
}

static void test_places_are_found(void **state)
{
    (void)state;
    struct sbom_component one[] = {
        package("npm", "b", "1"), package("npm", "a", "1"), package("npm", "a", "1")};
    struct sbom_component two[] = {package("npm", "c", "1"), package("npm", "a", "1")};
    struct inventory *inventory = inventory_new(SIZE_MAX);
    struct sbom full = sbom_of(one, 3), none = sbom_of(NULL, 0), last = sbom_of(two, 2);
    const struct inventory_place wanted[] = {{1, 1}, {1, 2}, {4, 1}};
    struct inventory_place place;
    struct inventory_walk walk;
    size_t count = 0;
    add(inventory, &none, "0");
    add(inventory, &full, "1");
    add(inventory, &none, "2");
    add(inventory, &none, "3");
    add(inventory, &last, "4");
    add(inventory, &none, "5");
    inventory_walk_init(&walk, inventory, 1);
    for (; inventory_walk_next(&walk, &place); count++) {
        assert_true(count < LEN_OF(wanted));
        assert_int_equal(place.sbom, wanted[count].sbom);
        assert_int_equal(place.component, wanted[count].component);
    }
    assert_int_equal(count, LEN_OF(wanted));
    inventory_free(inventory);
}

static void test_an_sbom_knows_its_packages(void **state)
{
    (void)state;
    struct sbom_component group = {.name = TEXT("debian"), .type = TEXT("operating-system")};
    struct sbom_component bare = {
        .name = TEXT("x"), .oddity = TEXT("no package URL"), .is_package = true};
    struct sbom_component mute = {.name = TEXT("y"), .is_package = true};
    struct sbom_component one[] = {
        group, package("npm", "a", "1"), bare, package("npm", "a", "1"), mute, bare};
    struct inventory *inventory = inventory_new(SIZE_MAX);
    struct sbom sbom = sbom_of(one, LEN_OF(one));
    add(inventory, &sbom, "shop");
    struct inventory_sbom back = inventory_sbom(inventory, 0);
    assert_text(back.name, "shop");
    assert_int_equal(back.component_count, 6);
    assert_int_equal(back.group_count, 1);
    assert_int_equal(back.entry_count, 2);
    assert_int_equal(back.distinct_count, 1);
    assert_int_equal(back.entries[1].component, 3);
    assert_true(!back.entries[0].is_repeated && back.entries[1].is_repeated);
    assert_int_equal(back.unnamed_count, 3);
    assert_int_equal(back.unnamed[1].component, 4);
    assert_int_equal(inventory_reason_count(inventory), 2);
    assert_text(inventory_reason(inventory, back.unnamed[0].reason).text, "no package URL");
    assert_int_equal(inventory_reason(inventory, back.unnamed[2].reason).count, 2);
    assert_text(inventory_reason(inventory, back.unnamed[1].reason).text, "names no package");
    inventory_free(inventory);
}

/* Texts that can be cut in several ways, in every field: numbers must agree exactly where digests do. */
static struct sbom_component nth(size_t n)
{
    static const char *const texts[] = {"", "a", "aa", "a:a", "b"};
    struct sbom_component component = {.is_package = true};
    struct text *fields[] = {&component.package, &component.ecosystem, &component.version,
        &component.source_package, &component.source_version, &component.arch};
    for (size_t i = 0; i < LEN_OF(fields); i++, n /= LEN_OF(texts))
        *fields[i] = text_of(texts[n % LEN_OF(texts)]);
    return component;
}

static void test_agrees_with_the_digest(void **state)
{
    (void)state;
    enum { COUNT = 5 * 5 * 5 * 5 * 5 * 5 };
    struct inventory *inventory = inventory_new(SIZE_MAX);
    struct map digests = {0};
    unsigned char(*kept)[SHA256_SIZE] = calloc(COUNT, SHA256_SIZE);
    struct sbom_component *all = calloc(2 * COUNT, sizeof *all);
    for (size_t i = 0; i < COUNT; i++)
        all[i] = all[COUNT + i] = nth(i);
    struct sbom sbom = sbom_of(all, 2 * COUNT);
    add(inventory, &sbom, "all");
    struct inventory_sbom back = inventory_sbom(inventory, 0);
    assert_int_equal(back.entry_count, 2 * COUNT / 25 * 16);
    for (size_t i = 0; i < back.entry_count / 2; i++) {
        uint32_t number = back.entries[i].package;
        assert_int_equal(back.entries[back.entry_count / 2 + i].package, number);
        sbom_intern_digest(&all[back.entries[i].component], kept[i]);
        struct text digest = {(const char *)kept[i], SHA256_SIZE};
        assert_true(map_add(&digests, digest, number, &number));
    }
    assert_int_equal(inventory_package_count(inventory), digests.len);
    map_done(&digests);
    free(all);
    free(kept);
    inventory_free(inventory);
}

static void test_gives_a_component_to_match(void **state)
{
    (void)state;
    struct sbom_component one = package("Debian:12", "libc6", "2.36-9");
    one.source_package = TEXT("glibc");
    one.source_version = TEXT("2.36");
    one.arch = TEXT("amd64");
    one.name = TEXT("as written");
    struct inventory *inventory = inventory_new(SIZE_MAX);
    struct sbom sbom = sbom_of(&one, 1);
    add(inventory, &sbom, "one");
    struct sbom_component back = inventory_component(inventory, 0);
    unsigned char wanted[SHA256_SIZE], given[SHA256_SIZE];
    sbom_intern_digest(&one, wanted);
    sbom_intern_digest(&back, given);
    assert_memory_equal(given, wanted, SHA256_SIZE);
    assert_text(back.name, "libc6");
    assert_true(back.is_package);
    inventory_free(inventory);
}

static void test_ends_at_its_cap(void **state)
{
    (void)state;
    char name[4000];
    memset(name, 'x', sizeof name);
    struct sbom_component one = package("npm", "", "1");
    one.package = (struct text){name, sizeof name};
    struct sbom sbom = sbom_of(&one, 1);
    struct inventory *inventory = inventory_new((size_t)128 << 10);
    struct err err = {0};
    uint32_t number, added = 0;
    for (; added < 100; added++) {
        memcpy(name, &added, sizeof added);
        if (!inventory_add(inventory, &sbom, TEXT("x"), &number, &err))
            break;
    }
    assert_in_range(added, 4, 16);
    assert_int_equal(err.code, ERR_LIMIT);
    inventory_free(inventory);
    inventory_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_version_lies_there_once),
        cmocka_unit_test(test_places_are_found),
        cmocka_unit_test(test_an_sbom_knows_its_packages),
        cmocka_unit_test(test_agrees_with_the_digest),
        cmocka_unit_test(test_gives_a_component_to_match),
        cmocka_unit_test(test_ends_at_its_cap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
