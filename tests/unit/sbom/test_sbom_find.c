/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sbom/sbom_find.h"

/* A folder of empty files. */
struct shelf {
    char path[64];
    const char *names[12];
};

static void fill(struct shelf *shelf)
{
    snprintf(shelf->path, sizeof shelf->path, "/tmp/kenzen-test-XXXXXX");
    assert_non_null(mkdtemp(shelf->path));
    for (size_t i = 0; i < LEN_OF(shelf->names) && shelf->names[i]; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", shelf->path, shelf->names[i]);
        int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
        assert_true(fd >= 0);
        close(fd);
    }
}

static void clear(struct shelf *shelf)
{
    for (size_t i = 0; i < LEN_OF(shelf->names) && shelf->names[i]; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", shelf->path, shelf->names[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(shelf->path), 0);
}

static void assert_found(struct shelf *shelf, const char *name, const char *reason)
{
    struct arena arena;
    struct sbom_found found;
    struct err err = {0};
    char wanted[512];
    fill(shelf);
    arena_init(&arena, SIZE_MAX);
    if (!sbom_find(&found, shelf->path, &arena, &err))
        fail_msg("%s", err.text);
    snprintf(wanted, sizeof wanted, "%s/%s", shelf->path, name);
    assert_string_equal(found.path, wanted);
    assert_text(found.reason, reason);
    arena_done(&arena);
    clear(shelf);
}

static void assert_not_found(struct shelf *shelf, enum err_code code, const char *why)
{
    struct arena arena;
    struct sbom_found found;
    struct err err = {0};
    fill(shelf);
    arena_init(&arena, SIZE_MAX);
    assert_false(sbom_find(&found, shelf->path, &arena, &err));
    assert_int_equal(err.code, code);
    assert_ptr_equal(strstr(err.text, shelf->path), err.text);
    assert_non_null(strstr(err.text, why));
    arena_done(&arena);
    clear(shelf);
}

static void test_the_best_name_wins(void **state)
{
    (void)state;
    assert_found(&(struct shelf){.names = {"README.md", "package-lock.json"}}, "package-lock.json",
        "the only one there");
    assert_found(&(struct shelf){.names = {"package-lock.json", "bom.json.gz", "a.spdx.json"}},
        "bom.json.gz", "before a.spdx.json, package-lock.json");
    assert_found(&(struct shelf){.names = {"bom.xml", "bom.json"}}, "bom.json", "before bom.xml");
    assert_found(
        &(struct shelf){.names = {"a.cdx.xml", "a.spdx.json"}}, "a.cdx.xml", "before a.spdx.json");
    assert_found(&(struct shelf){.names = {"package-lock.json", "npm-shrinkwrap.json"}},
        "npm-shrinkwrap.json", "before package-lock.json");
    assert_found(&(struct shelf){.names = {"sbom-2024.json", "shop.cdx.json.zst"}},
        "shop.cdx.json.zst", "before sbom-2024.json");
    assert_found(&(struct shelf){.names = {"sbom.json", "sbom-old.json"}}, "sbom.json",
        "before sbom-old.json");
}

static void test_none_and_many(void **state)
{
    (void)state;
    assert_not_found(&(struct shelf){0}, ERR_NOT_FOUND, "there is no SBOM in this folder");
    assert_not_found(&(struct shelf){.names = {"package.json", "pom.xml", "mybom.json"}},
        ERR_NOT_FOUND, "bom.json");
    assert_not_found(&(struct shelf){.names = {"b.cdx.json", "a.cdx.json", "package-lock.json"}},
        ERR_USAGE, "name the one: a.cdx.json, b.cdx.json");
}

static void test_no_folder_is_taken_as_it_is(void **state)
{
    (void)state;
    static const char *const paths[] = {"-", "tests/data/sbom/npm.spdx.json", "not/there.json"};
    for (size_t i = 0; i < LEN_OF(paths); i++) {
        struct arena arena;
        struct sbom_found found;
        arena_init(&arena, SIZE_MAX);
        assert_true(sbom_find(&found, paths[i], &arena, NULL));
        assert_string_equal(found.path, paths[i]);
        assert_text(found.reason, "");
        arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_best_name_wins),
        cmocka_unit_test(test_none_and_many),
        cmocka_unit_test(test_no_folder_is_taken_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
