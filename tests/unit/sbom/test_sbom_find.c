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
    assert_not_found(&(struct shelf){.names = {"package.json", "setup.py", "mybom.json"}},
        ERR_NOT_FOUND, "bom.json");
    assert_not_found(&(struct shelf){.names = {"b.cdx.json", "a.cdx.json", "package-lock.json"}},
        ERR_USAGE, "name the one: a.cdx.json, b.cdx.json");
}

/* Of each ecosystem the best, and all of them. */
static void test_lock_files(void **state)
{
    (void)state;
    assert_found(&(struct shelf){.names = {"go.sum", "go.mod"}}, "go.mod", "before go.sum");
    assert_found(&(struct shelf){.names = {"go.sum"}}, "go.sum", "the only one there");
    assert_found(&(struct shelf){.names = {"yarn.lock", "pnpm-lock.yaml.gz", "a.spdx.rdf"}},
        "pnpm-lock.yaml.gz", "before yarn.lock, a.spdx.rdf");
    assert_found(&(struct shelf){.names = {"go.mod", "package-lock.json", "go.sum", "uv.lock",
                                     "yarn.lock", "requirements.txt"}},
        "package-lock.json", "with uv.lock, go.mod, before yarn.lock, requirements.txt, go.sum");
    assert_found(&(struct shelf){.names = {"go.mod", "package-lock.json", "bom.json"}}, "bom.json",
        "before package-lock.json, go.mod");
    assert_not_found(&(struct shelf){.names = {"Cargo.lock", "go.mod", "go.mod.zst"}}, ERR_USAGE,
        "name the one: go.mod, go.mod.zst");
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void print_edges(const struct sbom *sbom, struct buf *out)
{
    for (size_t i = 0; i < sbom->edge_count; i++) {
        struct sbom_edge edge = sbom->edges[i];
        struct text from = edge.from == SBOM_ROOT ? TEXT("root") : sbom->components[edge.from].ref;
        buf_format(out, "%.*s > %.*s\n", TEXT_ARG(from), TEXT_ARG(sbom->components[edge.to].ref));
    }
}

static const char cargo[] = "[[package]]\nname=\"kite\"\nversion=\"1\"\ndependencies=[\"a\"]\n"
                            "[[package]]\nname=\"a\"\nversion=\"2\"\nsource=\"registry+x\"\n"
                            "dependencies=[\"b\"]\n[[package]]\nname=\"b\"\nversion=\"3\"\n"
                            "source=\"git+https://git.example/b\"\n";

/* Both lock files become groups of one SBOM, which keeps what each of them says. */
static void test_reading_several(void **state)
{
    (void)state;
    struct shelf shelf = {.names = {"Cargo.lock", "requirements.txt"}};
    struct arena arena;
    struct sbom_found found;
    struct sbom sbom;
    struct err err = {0};
    struct buf edges;
    fill(&shelf);
    write_file(shelf.path, "Cargo.lock", cargo);
    write_file(shelf.path, "requirements.txt", "-r more.txt\nsix==1.16.0\n");
    arena_init(&arena, SIZE_MAX);
    if (!sbom_find(&found, shelf.path, &arena, &err) ||
        !sbom_find_read(&sbom, &found, &arena, &err))
        fail_msg("%s", err.text);
    assert_string_equal(found.label, shelf.path);
    assert_text(sbom.name, shelf.path + strlen("/tmp/"));
    assert_int_equal(sbom.component_count, 5);
    assert_int_equal(sbom.odd_count, 1);
    buf_init(&edges, SIZE_MAX);
    print_edges(&sbom, &edges);
    assert_text(buf_text(&edges), "root > requirements.txt\n"
                                  "requirements.txt > requirements.txt:six==1.16.0\n"
                                  "root > Cargo.lock\n"
                                  "Cargo.lock > Cargo.lock:a 2\n"
                                  "Cargo.lock:a 2 > Cargo.lock:b 3\n");
    assert_false(sbom.components[0].is_package);
    assert_true(sbom.components[3].is_direct);
    assert_false(sbom.components[4].is_direct);
    assert_text(sbom.components[4].ecosystem, "crates.io");
    assert_text(
        sbom_fact_first(&sbom, 0, SBOM_FACT_COMMENT), "it includes more.txt, which was not read");
    assert_int_equal(sbom.oddity_count, 1);
    assert_text(sbom.oddities[0].place, "requirements.txt");
    buf_done(&edges);
    arena_done(&arena);
    clear(&shelf);
}

/* One of several that cannot be read is named; nothing of the others is given. */
static void test_one_of_several_is_broken(void **state)
{
    (void)state;
    struct shelf shelf = {.names = {"go.mod", "Cargo.lock"}};
    struct arena arena;
    struct sbom_found found;
    struct sbom sbom;
    struct err err = {0};
    fill(&shelf);
    write_file(shelf.path, "Cargo.lock", "[[package]\n");
    arena_init(&arena, SIZE_MAX);
    assert_true(sbom_find(&found, shelf.path, &arena, &err));
    assert_false(sbom_find_read(&sbom, &found, &arena, &err));
    assert_non_null(strstr(err.text, "/Cargo.lock: 1:11: a header that does not end"));
    arena_done(&arena);
    clear(&shelf);
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
        cmocka_unit_test(test_lock_files),
        cmocka_unit_test(test_reading_several),
        cmocka_unit_test(test_one_of_several_is_broken),
        cmocka_unit_test(test_no_folder_is_taken_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
