/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "sbom/sbom_walk.h"

struct fixture {
    char folder[64];
    struct arena arena;
    struct sbom_walk walk;
    struct err err;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    snprintf(f->folder, sizeof f->folder, "/tmp/kenzen-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    arena_init(&f->arena, SIZE_MAX);
    *state = f;
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info, (void)kind, (void)at;
    return remove(path);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    nftw(f->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    sbom_walk_done(&f->walk);
    arena_done(&f->arena);
    free(f);
    return 0;
}

static const char *path_of(struct fixture *f, const char *name)
{
    return arena_format(&f->arena, "%s/%s", f->folder, name).at;
}

static void make(struct fixture *f, const char *name)
{
    const char *path = path_of(f, name);
    if (text_ends(text_of(name), TEXT("/"))) {
        assert_int_equal(mkdir(path, 0700), 0);
        return;
    }
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
    assert_true(fd >= 0);
    close(fd);
}

static void assert_file(struct fixture *f, size_t i, const char *name, const char *refusal)
{
    assert_true(i < f->walk.len);
    assert_string_equal(f->walk.at[i].path, path_of(f, name));
    if (refusal)
        assert_string_equal(f->walk.at[i].refusal, refusal);
    else
        assert_null(f->walk.at[i].refusal);
}

static void test_what_lies_below(void **state)
{
    static const char *const made[] = {"a/", "a/z.cdx.json", "a/b/", "a/b/x.json.gz",
        "a/b/y.json.zst", "a/readme.md", "a/c.xml", "a/bom.1.4.xml.gz", "a/e.cdx.xml", "a/.git/",
        "a/.git/x.json", "a/node_modules/", "a/node_modules/x.json", "a/b/folder.json/",
        "a/d.json"};
    struct fixture *f = *state;
    for (size_t i = 0; i < LEN_OF(made); i++)
        make(f, made[i]);
    assert_int_equal(symlink("d.json", path_of(f, "a/link.json")), 0);
    const char *paths[] = {path_of(f, "a")};
    assert_true(sbom_walk_find(&f->walk, paths, 1, &f->arena, &f->err));
    assert_int_equal(f->walk.len, 8);
    assert_file(f, 0, "a/b/x.json.gz", NULL);
    assert_file(f, 1, "a/b/y.json.zst", NULL);
    assert_file(f, 2, "a/bom.1.4.xml.gz", NULL);
    assert_file(f, 3, "a/d.json", NULL);
    assert_file(f, 4, "a/e.cdx.xml", NULL);
    assert_file(f, 5, "a/link.json", "a link or no regular file");
    assert_file(f, 6, "a/node_modules", "installed packages have no SBOMs of ours");
    assert_file(f, 7, "a/z.cdx.json", NULL);
    assert_false(f->walk.at[0].is_named);
}

/* A go.sum says less than the go.mod beside it. */
static void test_lock_files(void **state)
{
    static const char *const made[] = {"a/", "a/go.mod", "a/go.sum", "a/b/", "a/b/uv.lock.gz",
        "a/b/pom.xml", "a/b/requirements.txt", "a/b/notes.txt", "a/b/build.lock"};
    struct fixture *f = *state;
    for (size_t i = 0; i < LEN_OF(made); i++)
        make(f, made[i]);
    const char *paths[] = {path_of(f, "a")};
    assert_true(sbom_walk_find(&f->walk, paths, 1, &f->arena, &f->err));
    assert_int_equal(f->walk.len, 4);
    assert_file(f, 0, "a/b/pom.xml", NULL);
    assert_file(f, 1, "a/b/requirements.txt", NULL);
    assert_file(f, 2, "a/b/uv.lock.gz", NULL);
    assert_file(f, 3, "a/go.mod", NULL);
}

static void test_names_and_doubles(void **state)
{
    struct fixture *f = *state;
    make(f, "odd.name");
    make(f, "a/");
    make(f, "a/x.json");
    const char *paths[] = {path_of(f, "odd.name"), "-", path_of(f, "a"), path_of(f, "a/x.json")};
    assert_true(sbom_walk_find(&f->walk, paths, LEN_OF(paths), &f->arena, &f->err));
    assert_int_equal(f->walk.len, 3);
    assert_true(f->walk.at[0].is_named && f->walk.at[1].is_named && f->walk.at[2].is_named);
    assert_file(f, 2, "a/x.json", NULL);
}

static void test_what_is_not_there(void **state)
{
    struct fixture *f = *state;
    const char *paths[] = {path_of(f, "none")};
    assert_false(sbom_walk_find(&f->walk, paths, 1, &f->arena, &f->err));
    assert_int_equal(f->err.code, ERR_NOT_FOUND);
    const char *empty[] = {f->folder};
    assert_true(sbom_walk_find(&f->walk, empty, 1, &f->arena, &f->err));
    assert_int_equal(f->walk.len, 0);
}

static void test_folders_end_somewhere(void **state)
{
    struct fixture *f = *state;
    char name[8 * (LIMIT_FOLDER_DEPTH + 4)] = "";
    size_t len = 0;
    for (size_t depth = 0; depth <= LIMIT_FOLDER_DEPTH; depth++) {
        len += (size_t)snprintf(name + len, sizeof name - len, "d/");
        make(f, name);
        snprintf(name + len, sizeof name - len, "x.json");
        make(f, name);
    }
    const char *paths[] = {f->folder};
    assert_true(sbom_walk_find(&f->walk, paths, 1, &f->arena, &f->err));
    assert_int_equal(f->walk.len, LIMIT_FOLDER_DEPTH + 1);
    assert_string_equal(f->walk.at[0].refusal, "nested too deeply");
}

static void test_number_of_files(void **state)
{
    struct fixture *f = *state;
    char path[128];
    for (size_t i = 0; i <= LIMIT_SCAN_SBOMS; i++) {
        snprintf(path, sizeof path, "%s/%zu.json", f->folder, i);
        int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
        assert_true(fd >= 0);
        close(fd);
    }
    const char *paths[] = {f->folder};
    assert_false(sbom_walk_find(&f->walk, paths, 1, &f->arena, &f->err));
    assert_int_equal(f->err.code, ERR_LIMIT);
    assert_int_equal(unlink(path), 0);
    assert_true(sbom_walk_find(&f->walk, paths, 1, &f->arena, &f->err));
    assert_int_equal(f->walk.len, LIMIT_SCAN_SBOMS);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_what_lies_below),
        CASE(test_lock_files),
        CASE(test_names_and_doubles),
        CASE(test_what_is_not_there),
        CASE(test_folders_end_somewhere),
        CASE(test_number_of_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
