/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"

static struct arena arena;

static int start(void **state)
{
    (void)state;
    arena_init(&arena, SIZE_MAX);
    unsetenv("KENZEN_DATA");
    unsetenv("XDG_DATA_HOME");
    setenv("HOME", "/home/kim", 1);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static const char *folder(const char *given)
{
    struct err err;
    const char *path = NULL;
    assert_true(paths_data(&path, given, &arena, &err));
    return path;
}

static void test_order(void **state)
{
    (void)state;
    struct err err;
    const char *path;
    assert_string_equal(folder(NULL), "/home/kim/.local/share/kenzen");
    setenv("XDG_DATA_HOME", "relative", 1);
    assert_string_equal(folder(NULL), "/home/kim/.local/share/kenzen");
    setenv("XDG_DATA_HOME", "/x", 1);
    assert_string_equal(folder(NULL), "/x/kenzen");
    setenv("KENZEN_DATA", "/own", 1);
    assert_string_equal(folder(NULL), "/own");
    assert_string_equal(folder("here"), "here");
    assert_true(paths_index(&path, NULL, &arena, &err));
    assert_string_equal(path, "/own/advisories.kzi");
    assert_true(paths_db(&path, "here", &arena, &err));
    assert_string_equal(path, "here/kenzen.db");
}

static void test_none(void **state)
{
    (void)state;
    struct err err;
    const char *path;
    unsetenv("HOME");
    assert_false(paths_data(&path, NULL, &arena, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_false(paths_data(&path, "", &arena, &err));
    assert_int_equal(err.code, ERR_USAGE);
}

static void test_make_folder(void **state)
{
    (void)state;
    struct err err;
    struct stat st;
    char top[] = "/tmp/kenzen-test-XXXXXX", inner[64], below[64];
    assert_non_null(mkdtemp(top));
    snprintf(inner, sizeof inner, "%s/a/b/", top);
    snprintf(below, sizeof below, "%s/f/b", top);
    assert_true(paths_make_folder(inner, &err));
    assert_true(paths_make_folder(inner, &err));
    assert_int_equal(stat(inner, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    below[strlen(below) - 2] = '\0';
    FILE *file = fopen(below, "w");
    assert_non_null(file);
    fclose(file);
    assert_false(paths_make_folder(below, &err));
    assert_int_equal(err.code, ERR_SYSTEM);
    unlink(below);
    rmdir(inner);
    inner[strlen(inner) - 3] = '\0';
    rmdir(inner);
    assert_int_equal(rmdir(top), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, start, end),
        cmocka_unit_test_setup_teardown(test_none, start, end),
        cmocka_unit_test(test_make_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
