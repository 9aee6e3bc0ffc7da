/* SPDX-License-Identifier: Apache-2.0 */
/* Real SBOMs and the standard's own examples, when they lie beside the project. */
#include "unit.h"

#include <ftw.h>
#include <unistd.h>

#include "base/limits.h"
#include "sbom/sbom.h"

/* Visits every file of a shared folder, or skips the test when there is none. */
static void walk(const char *folder, __nftw_func_t visit)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", unit_shared(), folder);
    if (access(path, R_OK) != 0)
        skip();
    assert_int_equal(nftw(path, visit, 16, FTW_PHYS), 0);
}

static bool read_path(const char *path, struct sbom *sbom, struct arena *arena, struct err *err)
{
    arena_init(arena, LIMIT_SBOM_ARENA);
    return sbom_read_file(sbom, path, arena, err);
}

/* Each operating system's packages all find their ecosystem, source package and release. */
static int check_system(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    (void)info, (void)where;
    if (kind != FTW_F)
        return 0;
    if (!read_path(path, &sbom, &arena, &err))
        fail_msg("%s", err.text);
    assert_true(sbom.component_count > 1 && sbom.os_name.len && sbom.tool.len && sbom.created_us);
    assert_int_equal(sbom.odd_count + sbom.dangling_ref_count + sbom.duplicate_ref_count, 0);
    for (size_t i = 0; i < sbom.component_count; i++) {
        const struct sbom_component *c = &sbom.components[i];
        bool is_system = text_is(c->type, "operating-system");
        assert_int_equal(c->is_package, !is_system);
        assert_int_equal(c->ecosystem.len && c->package.len && c->version.len, !is_system);
    }
    arena_done(&arena);
    return 0;
}

static void test_operating_systems(void **state)
{
    (void)state;
    walk("sboms/os", check_system);
}

static int check_example(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    (void)info, (void)where;
    if (kind != FTW_F)
        return 0;
    bool is_cyclonedx = strstr(path, "sboms/examples/") && text_ends(text_of(path), TEXT(".xml"));
    bool is_known =
        is_cyclonedx || text_ends(text_of(path), TEXT(".json")) || strstr(path, "/sboms/spdx/");
    bool is_broken = strstr(path, "BadJSON") != NULL;
    bool is_read = read_path(path, &sbom, &arena, &err);
    if (is_read != (is_known && !is_broken))
        fail_msg("%s: %s", path, is_read ? "was read" : err.text);
    if (!is_read)
        assert_int_equal(err.code, is_known ? ERR_SYNTAX : ERR_UNSUPPORTED);
    arena_done(&arena);
    return 0;
}

static void test_examples(void **state)
{
    (void)state;
    walk("sboms/examples", check_example);
    walk("sboms/spdx", check_example);
}

static size_t vectors_read, vectors_refused;

/* Valid documents are read. An invalid one may be read when what is wrong with it is not the inventory's business. */
static int check_vector(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    (void)info;
    if (kind != FTW_F || !text_ends(text_of(path), TEXT(".json")))
        return 0;
    bool is_valid = strncmp(path + where->base, "valid-", 6) == 0;
    bool is_read = read_path(path, &sbom, &arena, &err);
    if (is_valid && !is_read)
        fail_msg("%s", err.text);
    if (!is_valid)
        print_message(
            "# %-52s %s\n", path + where->base, is_read ? "read" : strstr(err.text, ".json: "));
    vectors_read += is_read;
    vectors_refused += !is_read;
    arena_done(&arena);
    return 0;
}

static void test_cyclonedx_vectors(void **state)
{
    (void)state;
    vectors_read = vectors_refused = 0;
    walk("vectors/cyclonedx", check_vector);
    print_message("# %zu documents read, %zu refused\n", vectors_read, vectors_refused);
    assert_true(vectors_read > 100 && vectors_refused > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operating_systems),
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_cyclonedx_vectors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
