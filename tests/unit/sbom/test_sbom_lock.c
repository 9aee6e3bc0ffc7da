/* SPDX-License-Identifier: Apache-2.0 */
/* Lock files that are damaged, malicious or beyond a limit. What good ones say is told by tests/data/lock. */
#include "unit.h"

#include <dirent.h>

#include "base/file.h"
#include "base/limits.h"
#include "sbom/sbom_flat.h"

static bool read_as(const char *name, struct text bytes, struct sbom *ret_sbom, struct arena *arena,
    struct err *err)
{
    arena_init(arena, LIMIT_SBOM_ARENA);
    return sbom_read(ret_sbom, text_of(name), bytes, arena, err);
}

static void assert_refused(
    const char *name, struct text bytes, enum err_code code, const char *wanted)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    if (read_as(name, bytes, &sbom, &arena, &err))
        fail_msg("%s was read: %.*s", name, TEXT_ARG(text_slice(bytes, 0, 200)));
    assert_string_equal(err.text, wanted);
    assert_int_equal(err.code, code);
    arena_done(&arena);
}

struct row {
    const char *name, *bytes, *wanted;
};

static void check_refused(const struct row *rows, size_t count, enum err_code code)
{
    for (size_t i = 0; i < count; i++)
        assert_refused(rows[i].name, text_of(rows[i].bytes), code, rows[i].wanted);
}

static void test_malformed(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Cargo.lock", "version = 4\n[[package]\n", "Cargo.lock: 2:11: a header that does not end"},
        {"Cargo.lock", "[[package]]\nversion = \"1\"\n", "Cargo.lock: package[0].name: is missing"},
        {"Cargo.lock", "[[package]]\nname = 1\n",
            "Cargo.lock: package[0].name: must be a string, not a number"},
        {"Cargo.lock", "[[package]]\nname = \"a\\u0000\"\nsource=\"registry+x\"",
            "Cargo.lock: package[0].name: a NUL character in it"},
        {"Cargo.lock", "[[package]]\nname = \"a\"\ndependencies = [1]\n",
            "Cargo.lock: package[0].dependencies[0]: must be a string, not a number"},
        {"uv.lock", "version = 1\nrequires-python = \"3\"\npackage = [1]\n",
            "uv.lock: package[0]: must be an object, not a number"},
        {"poetry.lock",
            "[[package]]\nname = \"a\"\ndependencies = 1\n[metadata]\nlock-version=\"2.1\"",
            "poetry.lock: package[0].dependencies: must be an object, not a number"},
        {"Pipfile.lock", "{\"_meta\":{},\"default\":{\"a\":{\"version\":1}}}",
            "Pipfile.lock: default[\"a\"].version: must be a string, not a number"},
        {"composer.lock", "{\"packages\":{},\"packages-dev\":[]}",
            "composer.lock: packages: must be an array, not an object"},
        {"composer.lock", "{\"packages\":[{\"name\":\"a/b\",\"require\":[]}],\"packages-dev\":[]}",
            "composer.lock: packages[0].require: must be an object, not an array"},
        {"packages.lock.json", "{\"version\":1,\"dependencies\":{\"net6.0\":{\"a\":[]}}}",
            "packages.lock.json: dependencies[\"net6.0\"][\"a\"]: must be an object, not an array"},
        {"pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  a@1: x\n",
            "pnpm-lock.yaml: packages[\"a@1\"]: must be an object, not a string"},
        {"pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages: &x\n  a: *x\n",
            "pnpm-lock.yaml: 3:6: aliases are not taken"},
    };
    check_refused(rows, LEN_OF(rows), ERR_SYNTAX);
}

static void test_malformed_lines(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"yarn.lock", "__metadata:\n  version: 8\na@npm:1:\n  version: [1]\n",
            "yarn.lock: packages[\"a@npm:1\"].version: must be a string, not an array"},
        {"yarn.lock", "# yarn lockfile v1\na@1:\n    version \"1\"\n",
            "yarn.lock: 3:1: an indent that fits to nothing above it"},
        {"yarn.lock", "a@1:\n  version \"1\n", "yarn.lock: 2:1: a string that does not end"},
        {"yarn.lock", "a@1:\n  version \"1\" 2\n", "yarn.lock: 2:1: not a name and its value"},
        {"yarn.lock", "a@1:\n  version \"1\"\na@1:\n", "yarn.lock: 3:1: \"a@1\" stands twice"},
        {"yarn.lock", "a@1:\n  b \"1\"\n  b \"1\"\n", "yarn.lock: 3:1: \"b\" stands twice"},
        {"yarn.lock", "a@1\n", "yarn.lock: 1:1: an entry without \":\""},
        {"yarn.lock", "a@1 b:\n", "yarn.lock: 1:1: an entry goes on with a comma, or ends"},
        {"yarn.lock", "a@1:\n<<<<<<< HEAD\n", "yarn.lock: 2:1: a conflict that was not resolved"},
        {"yarn.lock", "a@1:\n  version \"\xff\"\n", "yarn.lock: 2:1: not UTF-8"},
        {"Gemfile.lock", "GEM\n  specs:\n    rack\n",
            "Gemfile.lock: 3:1: not a gem and its version"},
        {"Gemfile.lock", "GEM\n=======\n>>>>>>> x\n",
            "Gemfile.lock: 3:1: a conflict that was not resolved"},
        {"go.mod", "require a\n", "go.mod: 1:1: require: not a module and its version"},
        {"go.mod", "require (\n a v1\n",
            "go.mod: the document ends too early: \"require (\" is open"},
        {"go.mod", "module \"a\n",
            "go.mod: 1:1: a quoted word that does not end, or has an escape"},
        {"go.mod", "replace a b\n",
            "go.mod: 1:1: replace: not \"module [version] => module version\""},
        {"go.mod", "demand a v1\n", "go.mod: 1:1: \"demand\" is no directive of go.mod"},
        {"go.mod", "retract a b c d e f g h\n",
            "go.mod: 1:1: more words than any line of a go.mod has"},
        {"go.mod", "go\n", "go.mod: 1:1: go: not one version"},
        {"go.mod", "module a\nrequire \xff v1\n", "go.mod: 2:9: not UTF-8"},
        {"go.sum", "a v1\n", "go.sum: 1:1: not \"module version h1:hash\""},
        {"gradle.lockfile", "a:b=c\n",
            "gradle.lockfile: 1:1: not group:name:version=configurations"},
        {"pom.xml", "<project><dependencies><dependency/></dependencies></project>",
            "pom.xml: 1:24: a dependency without groupId or artifactId"},
        {"pom.xml", "<settings/>", "pom.xml: 1:1: not a project of Maven"},
        {"requirements.txt", "a==1\n!\n", "requirements.txt: 2:1: not a requirement"},
        {"requirements.txt", "a b\n", "requirements.txt: 1:1: not a requirement"},
    };
    check_refused(rows, LEN_OF(rows), ERR_SYNTAX);
}

static void test_unknown_versions(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Cargo.lock", "version = 5\n[[package]]\nname = \"a\"\n",
            "Cargo.lock: version: 5 is not one of Cargo.lock that kenzen reads (none, 3, 4)"},
        {"uv.lock", "version = 2\nrequires-python = \"3\"\n",
            "uv.lock: version: 2 is not one of uv.lock that kenzen reads (1)"},
        {"pnpm-lock.yaml", "lockfileVersion: 4\n",
            "pnpm-lock.yaml: lockfileVersion: \"4\" is not one of pnpm that kenzen reads (5, 6, 9)"},
        {"packages.lock.json", "{\"version\":3,\"dependencies\":{}}",
            "packages.lock.json: version: 3 is not one of packages.lock.json that kenzen reads (1, 2)"},
    };
    check_refused(rows, LEN_OF(rows), ERR_UNSUPPORTED);
}

/* -- every sample, cut and damaged -- */

static void read_file_of(const char *folder, struct buf *bytes, char name[512])
{
    char path[2048];
    struct err err = {0};
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            snprintf(name, 512, "%s", entry->d_name);
    closedir(dir);
    snprintf(path, sizeof path, "%.1000s/%.250s", folder, name);
    if (!file_read(bytes, path, &err))
        fail_msg("%s", err.text);
}

/* It is read or refused, with the file's name and a reason, and never past its end. */
static void try_bytes(const char *name, struct text bytes)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    char *exact = malloc(bytes.len + 1);
    memcpy(exact, bytes.at, bytes.len);
    if (!read_as(name, (struct text){exact, bytes.len}, &sbom, &arena, &err)) {
        assert_true(text_starts(text_of(err.text), text_of(name)));
        assert_true(strlen(err.text) > strlen(name) + 2);
        assert_true(err.code == ERR_SYNTAX || err.code == ERR_UNSUPPORTED);
    } else {
        for (size_t i = 0; i < sbom.edge_count; i++)
            assert_true(sbom.edges[i].to == SBOM_ROOT || sbom.edges[i].to < sbom.component_count);
    }
    arena_done(&arena);
    free(exact);
}

static void damage(const char *folder)
{
    static const char odd[] = {'\0', '\n', '"', '{', ']', ':', '\xff', ' '};
    struct buf bytes;
    char name[512] = "";
    buf_init(&bytes, SIZE_MAX);
    read_file_of(folder, &bytes, name);
    for (size_t i = 0; i < bytes.len; i++) {
        char good = bytes.at[i];
        try_bytes(name, (struct text){bytes.at, i});
        bytes.at[i] = odd[i % sizeof odd];
        try_bytes(name, buf_text(&bytes));
        bytes.at[i] = good;
    }
    buf_done(&bytes);
}

static void test_damaged_anywhere(void **state)
{
    (void)state;
    static const char locks[] = "tests/data/lock";
    DIR *dir = opendir(locks);
    size_t count = 0;
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[2048];
        if (entry->d_name[0] == '.' || text_ends(text_of(entry->d_name), TEXT(".txt")))
            continue;
        snprintf(path, sizeof path, "%s/%.200s", locks, entry->d_name);
        damage(path);
        count++;
    }
    closedir(dir);
    assert_true(count >= 20);
}

/* -- cycles, repetition, nothing -- */

static void check_counts(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena arena;
        struct sbom sbom;
        struct err err = {0};
        char told[64];
        if (!read_as(rows[i].name, text_of(rows[i].bytes), &sbom, &arena, &err))
            fail_msg("%s", err.text);
        snprintf(told, sizeof told, "%zu components, %zu edges, %zu odd, %zu twice",
            sbom.component_count, sbom.edge_count, sbom.odd_count, sbom.duplicate_ref_count);
        assert_string_equal(told, rows[i].wanted);
        arena_done(&arena);
    }
}

static void test_what_is_strange_but_sound(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"requirements.txt", "", "0 components, 0 edges, 0 odd, 0 twice"},
        {"requirements.txt", "\\", "0 components, 0 edges, 0 odd, 0 twice"},
        {"requirements.txt", "a==1\na==1\r\na==1 \\", "3 components, 3 edges, 0 odd, 2 twice"},
        {"go.mod", "", "0 components, 0 edges, 0 odd, 0 twice"},
        {"go.sum", "\n", "0 components, 0 edges, 0 odd, 0 twice"},
        {"Gemfile.lock", "", "0 components, 0 edges, 0 odd, 0 twice"},
        {"yarn.lock", "# yarn lockfile v1\n\n\n", "0 components, 0 edges, 0 odd, 0 twice"},
        {"gradle.lockfile", "empty=\n", "0 components, 0 edges, 0 odd, 0 twice"},
        /* a needs b, b needs a, and itself. */
        {"Cargo.lock",
            "[[package]]\nname=\"r\"\nversion=\"1\"\ndependencies=[\"a\",\"a\"]\n"
            "[[package]]\nname=\"a\"\nversion=\"1\"\nsource=\"registry+x\"\ndependencies=[\"b\"]\n"
            "[[package]]\nname=\"b\"\nversion=\"1\"\nsource=\"registry+x\"\ndependencies=[\"a\",\"b\"]\n",
            "2 components, 3 edges, 0 odd, 0 twice"},
        {"yarn.lock",
            "a@1:\n  version \"1\"\n  dependencies:\n    b \"1\"\n"
            "b@1:\n  version \"1\"\n  dependencies:\n    a \"1\"\n",
            "2 components, 2 edges, 0 odd, 0 twice"},
    };
    check_counts(rows, LEN_OF(rows));
}

/* Properties that double a text, or double steps that come to nothing, end at a limit: the version is then unknown. */
static void check_property_bomb(const char *first)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    struct buf bytes;
    buf_init(&bytes, SIZE_MAX);
    buf_format(&bytes, "<project><properties><p0>%s</p0>", first);
    for (int i = 1; i < 40; i++)
        buf_format(&bytes, "<p%d>${p%d}${p%d}</p%d>", i, i - 1, i - 1, i);
    buf_add_z(&bytes, "</properties><dependencies>");
    for (int i = 0; i < 40; i++)
        buf_format(&bytes,
            "<dependency><groupId>g</groupId><artifactId>a%d</artifactId>"
            "<version>${p%d}</version></dependency>",
            i, i);
    buf_add_z(&bytes, "</dependencies></project>");
    if (!read_as("pom.xml", buf_text(&bytes), &sbom, &arena, &err))
        fail_msg("%s", err.text);
    assert_int_equal(sbom.component_count, 40);
    assert_true(sbom.odd_count >= 30);
    arena_done(&arena);
    buf_done(&bytes);
}

static void test_properties_that_explode(void **state)
{
    (void)state;
    check_property_bomb("1234567890");
    check_property_bomb("");
}

/* -- limits -- */

static void check_limit(const char *name, const char *front, char piece, size_t most,
    const char *end, const char *wanted)
{
    for (size_t extra = 0; extra < 2; extra++) {
        struct arena arena;
        struct sbom sbom;
        struct err err = {0};
        struct buf bytes;
        buf_init(&bytes, SIZE_MAX);
        buf_add_z(&bytes, front);
        for (size_t i = 0; i < most + extra; i++)
            buf_add_char(&bytes, piece);
        buf_add_z(&bytes, end);
        bool is_read = read_as(name, buf_text(&bytes), &sbom, &arena, &err);
        if (is_read != (extra == 0))
            fail_msg("%s: %s", name, err.text);
        if (extra) {
            assert_int_equal(err.code, ERR_LIMIT);
            assert_string_equal(err.text, wanted);
        }
        arena_done(&arena);
        buf_done(&bytes);
    }
}

#define ONES "111111111111111111111111111111" /* 30 */

static void test_long_texts(void **state)
{
    (void)state;
    check_limit("requirements.txt", "", 'a', LIMIT_NAME_BYTES, "==1\n",
        "requirements.txt: 1:1: a name longer than 1024 bytes");
    check_limit("requirements.txt", "a==", '1', LIMIT_VERSION_BYTES, "\n",
        "requirements.txt: 1:1: a version longer than 512 bytes");
    check_limit("go.mod", "require a", 'b', LIMIT_NAME_BYTES - 1, " v1\n",
        "go.mod: 1:1: a name longer than 1024 bytes");
    check_limit("Cargo.lock", "[[package]]\nname = \"", 'a', LIMIT_NAME_BYTES, "\"\n",
        "Cargo.lock: package[0].name: longer than 1024 bytes");
    /* What is wrong is told even behind a long key. */
    check_limit("pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  a@", '1',
        LIMIT_VERSION_BYTES, ": {}\n",
        "pnpm-lock.yaml: packages[\"a@" ONES ONES ONES ONES ONES ONES "111111111111111111…\"]: "
        "a version longer than 512 bytes");
}

static void check_number(const char *name, const char *line, size_t count, const char *wanted)
{
    struct buf bytes;
    buf_init(&bytes, SIZE_MAX);
    for (size_t i = 0; i < count; i++)
        buf_add_z(&bytes, line);
    assert_refused(name, buf_text(&bytes), ERR_LIMIT, wanted);
    buf_done(&bytes);
}

static void test_number_of_components(void **state)
{
    (void)state;
    check_number("requirements.txt", "a==1\n", LIMIT_SBOM_COMPONENTS + 1,
        "requirements.txt: more than 500000 components");
}

/* Many packages of one name, and as many that need it: a few MB that would be billions of dependencies. */
static void test_number_of_dependencies(void **state)
{
    (void)state;
    check_number("Cargo.lock",
        "[[package]]\nname=\"a\"\nversion=\"1\"\nsource=\"registry+x\"\ndependencies=[\"a\"]\n",
        3000, "Cargo.lock: package: more than 8000000 dependencies");
}

/* Very many versions of one package, each of which is looked up by name and version. */
static void test_versions_of_one_package(void **state)
{
    (void)state;
    static const struct {
        const char *file, *front, *name, *needs, *end;
    } rows[] = {
        {"Gemfile.lock", "GEM\n  remote: https://rubygems.org/\n  specs:\n", "    a (1.", NULL,
            ")\n"},
        {"Cargo.lock", "version = 4\n", "[[package]]\nname = \"a\"\nversion = \"1.",
            "\"\ndependencies = [\"a 1.", "\"]\n"},
        {"uv.lock", "version = 1\nrequires-python = \">=3\"\n",
            "[[package]]\nname = \"a\"\nsource = { registry = \"https://pypi.org/simple\" }\nversion = \"1.",
            "\"\ndependencies = [{ name = \"a\", version = \"1.", "\" }]\n"},
    };
    const size_t many = 100000;
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct buf bytes;
        struct sbom sbom;
        struct arena arena;
        struct err err = {0};
        buf_init(&bytes, SIZE_MAX);
        buf_add_z(&bytes, rows[i].front);
        for (size_t k = 0; k < many; k++) {
            buf_format(&bytes, "%s%zu", rows[i].name, k);
            if (rows[i].needs)
                buf_format(&bytes, "%s%zu", rows[i].needs, (k + 1) % many);
            buf_add_z(&bytes, rows[i].end);
        }
        if (!read_as(rows[i].file, buf_text(&bytes), &sbom, &arena, &err))
            fail_msg("%s", err.text);
        assert_int_equal(sbom.component_count, many);
        assert_int_equal(sbom.dangling_ref_count, 0);
        arena_done(&arena);
        buf_done(&bytes);
    }
}

/* One entry for very many patterns: what it costs grows with its length alone. */
static void test_patterns_of_one_entry(void **state)
{
    (void)state;
    struct buf bytes;
    struct sbom sbom;
    struct arena arena;
    struct err err = {0};
    buf_init(&bytes, SIZE_MAX);
    buf_add_z(&bytes, "# yarn lockfile v1\n\na@^1");
    for (size_t i = 0; i < 100000; i++)
        buf_format(&bytes, ", a@^1.%zu", i);
    buf_add_z(&bytes, ":\n  version \"1.0.0\"\n");
    if (!read_as("yarn.lock", buf_text(&bytes), &sbom, &arena, &err))
        fail_msg("%s", err.text);
    assert_int_equal(sbom.component_count, 1);
    arena_done(&arena);
    buf_done(&bytes);
}

/* What is told of a long text is cut between characters, and no line has a NUL: whatever is read can be handed on. */
static void test_flat_whatever_is_read(void **state)
{
    (void)state;
    static const char *const fronts[][3] = {
        {"Gemfile.lock", "GIT\n  remote: https://e/", "\n  specs:\n    a (1)\n"},
        {"requirements.txt", "a @ https://e/", "\n"},
        {"requirements.txt", "a>=", "\n"},
        {"requirements.txt", "-r ", ".txt\n"},
        {"pom.xml",
            "<project><modelVersion>4.0.0</modelVersion><dependencies><dependency><groupId>g</groupId>"
            "<artifactId>a</artifactId><version>${",
            "}</version></dependency></dependencies></project>"},
    };
    for (size_t i = 0; i < LEN_OF(fronts); i++)
        for (size_t pad = 0; pad < 4; pad++) {
            struct buf bytes, flat;
            struct sbom sbom, back;
            struct arena arena;
            struct err err = {0};
            buf_init(&bytes, SIZE_MAX);
            buf_init(&flat, SIZE_MAX);
            buf_format(&bytes, "%s%.*s", fronts[i][1], (int)pad, "abc");
            for (size_t k = 0; k < 100; k++)
                buf_add_z(&bytes, "𝄞");
            buf_add_z(&bytes, fronts[i][2]);
            if (!read_as(fronts[i][0], buf_text(&bytes), &sbom, &arena, &err) ||
                !sbom_flat_write(&sbom, &flat, &err) ||
                !sbom_flat_read(&back, buf_text(&flat), &arena, &err))
                fail_msg("%s: %s", bytes.at, err.text);
            arena_done(&arena);
            buf_done(&flat);
            buf_done(&bytes);
        }
    assert_refused("Gemfile.lock", TEXT("GIT\n  remote: a\0b\n  specs:\n    a (1)\n"), ERR_SYNTAX,
        "Gemfile.lock: 2:1: a NUL character in it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_malformed_lines),
        cmocka_unit_test(test_unknown_versions),
        cmocka_unit_test(test_damaged_anywhere),
        cmocka_unit_test(test_what_is_strange_but_sound),
        cmocka_unit_test(test_properties_that_explode),
        cmocka_unit_test(test_long_texts),
        cmocka_unit_test(test_versions_of_one_package),
        cmocka_unit_test(test_patterns_of_one_entry),
        cmocka_unit_test(test_flat_whatever_is_read),
        cmocka_unit_test(test_number_of_components),
        cmocka_unit_test(test_number_of_dependencies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
