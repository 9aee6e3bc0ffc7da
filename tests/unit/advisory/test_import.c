/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_import.h"

#include "advisory/advisory_index.h"
#include "base/limits.h"
#include "folder.h"
#include "pack.h"

#define NPM(id, package)                                                                           \
    "{\"id\":\"" id "\",\"modified\":\"2024-01-01T00:00:00Z\",\"affected\":[{\"package\":{"        \
    "\"ecosystem\":\"npm\",\"name\":\"" package "\"},\"versions\":[\"1.0.0\"]}]}"
#define IN(id, ecosystem)                                                                          \
    "{\"id\":\"" id "\",\"modified\":\"2024-01-01T00:00:00Z\",\"affected\":[{\"package\":{"        \
    "\"ecosystem\":\"" ecosystem "\",\"name\":\"a\"},\"versions\":[\"1.0.0\"]}]}"

/* One import of one path, kept open for a look at its report. */
struct run {
    struct advisory_import *import;
    const struct advisory_import_report *report;
    struct err err;
    bool is_fine;
};

static struct run run(const char *index, const char *path, bool accept_shrink)
{
    struct run run = {.is_fine = false};
    if (!advisory_import_new(&run.import, index, NULL, &run.err))
        fail_msg("%s", run.err.text);
    run.is_fine = advisory_import_add(run.import, path, NULL, &run.err) &&
                  advisory_import_commit(run.import, accept_shrink, &run.err);
    run.report = advisory_import_report(run.import);
    return run;
}

static struct run good(const char *index, const char *path)
{
    struct run done = run(index, path, false);
    if (!done.is_fine)
        fail_msg("%s", done.err.text);
    return done;
}

static void end(struct run *run)
{
    advisory_import_free(run->import);
}

/* Returns "name:records" of the index's sources, joined by spaces. */
static struct text sources(struct folder *folder, const char *path)
{
    struct advisory_index *index;
    struct err err = {0};
    struct text all = {"", 0};
    if (!advisory_index_open(&index, path, &err))
        return arena_text(&folder->arena, text_of(err_code_name(err.code)));
    for (size_t i = 0; i < advisory_index_source_count(index); i++) {
        struct advisory_source source = advisory_index_source(index, i);
        all = arena_format(&folder->arena, "%.*s%s%.*s:%zu", TEXT_ARG(all), i ? " " : "",
            TEXT_ARG(source.name), source.record_count);
    }
    assert_true(advisory_index_verify(index, &err));
    advisory_index_free(index);
    return all;
}

static const char *zip(struct folder *folder, const char *name, const char *const *records)
{
    const char *path = folder_path(folder, name);
    struct pack pack = pack_new(path, PACK_ZIP);
    for (size_t i = 0; records[i]; i++)
        pack_add(&pack, arena_format(&folder->arena, "%zu.json", i).at, text_of(records[i]));
    pack_done(&pack);
    return path;
}

static void test_sources_are_named_by_their_records(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    static const struct {
        const char *records[12], *wanted;
    } cases[] = {
        {{NPM("A-1", "a"), NPM("B-2", "b")}, "osv/npm:2"},
        {{IN("A-1", "Debian:11"), IN("B-1", "Debian:12")}, "osv/Debian:2"},
        {{IN("GHSA-1", "npm"), IN("GHSA-2", "Maven")}, "osv/GHSA:2"},
        {{IN("A-1", "npm"), IN("B-2", "Maven")}, "osv/dump:2"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        const char *index = folder_path(&folder, arena_format(&folder.arena, "%zu.kzi", i).at);
        struct run run = good(index, zip(&folder, "dump.zip", cases[i].records));
        assert_text(sources(&folder, index), cases[i].wanted);
        end(&run);
    }
    folder_done(&folder);
}

static void test_folder(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    static const char *const records[] = {NPM("A-1", "a"), NULL};
    const char *index = folder_path(&folder, "a.kzi");
    folder_write(&folder, "in/one.json", TEXT(IN("L-1", "Go")));
    folder_write(&folder, "in/two.yaml",
        TEXT("id: L-2\nmodified: 2024-01-01T00:00:00Z\naffected:\n- package: {ecosystem: Go, name: "
             "b}\n  ranges:\n  - type: SEMVER\n    events:\n    - introduced: 1.10\n"));
    folder_write(&folder, "in/bad.json", TEXT("{\"id\":\"L-3\",\"affected\":7}"));
    folder_write(&folder, "in/cut.json", TEXT("{\"id\":\"L-4\""));
    folder_write(&folder, "in/other.json", TEXT("{\"name\":\"package\"}"));
    folder_write(&folder, "in/README.md", TEXT("# Hello"));
    folder_write(&folder, "in/empty.json", TEXT(""));
    folder_write(&folder, "in/.git/x.json", TEXT(IN("L-9", "Go")));
    zip(&folder, "in/npm.zip", records);
    assert_int_equal(symlink("/etc/passwd", folder_path(&folder, "in/link.json")), 0);
    struct run run = good(index, folder_path(&folder, "in"));
    assert_text(sources(&folder, index), "osv/Go:2 osv/npm:1");
    assert_int_equal(run.report->passed_over.count, 3);
    const struct advisory_import_source *loose = &run.report->sources.at[1];
    assert_text(loose->name, "osv/Go");
    assert_int_equal(loose->tally.refused.count, 3);
    end(&run);

    struct advisory_index *opened;
    struct advisory_hits hits;
    struct advisory advisory;
    assert_true(advisory_index_open(&opened, index, NULL));
    assert_true(advisory_index_find(opened, TEXT("Go"), TEXT("b"), &hits));
    assert_true(advisory_index_read_hit(&hits, 0, &advisory, &folder.arena, NULL));
    assert_text(advisory.affected[0].ranges[0].bounds[0].version, "1.10");
    advisory_index_free(opened);
    folder_done(&folder);
}

static void test_single_records_go_into_local(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *index = folder_path(&folder, "a.kzi");
    struct run one = good(index, folder_write(&folder, "1.json", TEXT(NPM("A-1", "a"))));
    end(&one);
    struct run two = good(index, folder_write(&folder, "2.json", TEXT(NPM("A-2", "a"))));
    end(&two);
    struct run again = good(index, folder_write(&folder, "3.json", TEXT(NPM("A-1", "b"))));
    end(&again);
    assert_text(sources(&folder, index), "local:2");
    struct run cve =
        good(index, folder_write(&folder, "cve.json",
                        TEXT("{\"cveMetadata\":{\"cveId\":\"CVE-2024-1001\"},\"containers\":{}}")));
    end(&cve);
    assert_text(sources(&folder, index), "local:3");
    folder_done(&folder);
}

static void test_feeds(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *index = folder_path(&folder, "a.kzi");
    struct run kev = good(index,
        folder_write(&folder, "kev.json",
            TEXT("{\"catalogVersion\":\"1\",\"vulnerabilities\":[{\"cveID\":\"CVE-2024-1001\"},{"
                 "\"cveID\":\"nonsense\"},{\"cveID\":\"CVE-2024-1002\",\"dateAdded\":7}]}")));
    assert_int_equal(kev.report->sources.at[0].tally.record_count, 1);
    assert_int_equal(kev.report->sources.at[0].tally.refused.count, 2);
    end(&kev);
    struct run epss = good(index,
        folder_write(&folder, "epss.csv", TEXT("cve,epss,percentile\nCVE-2024-1001,0.5,0.5\n")));
    end(&epss);
    assert_text(sources(&folder, index), "epss:1 kev:1");
    /* A feed that breaks off is none. */
    struct run cut = run(index,
        folder_write(&folder, "cut.csv", TEXT("cve,epss\nCVE-2024-1001,0.5\n\"CVE-2024")), false);
    assert_false(cut.is_fine);
    assert_int_equal(cut.err.code, ERR_SYNTAX);
    end(&cut);
    folder_done(&folder);
}

static void test_hostile_entries_do_not_lose_the_rest(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *index = folder_path(&folder, "a.kzi"), *path = folder_path(&folder, "npm.zip");
    char deep[300];
    memset(deep, '[', sizeof deep);
    struct pack pack = pack_new(path, PACK_ZIP);
    pack_add(&pack, "../../etc/passwd.json", TEXT(NPM("A-1", "a")));
    pack_add(&pack, "/abs.json", TEXT(NPM("A-2", "a")));
    pack_add(&pack, "deep.json", (struct text){deep, sizeof deep});
    pack_add(&pack, "latin.json", TEXT("{\"id\":\"\xe4\",\"affected\":[]}"));
    pack_add(&pack, "twice.json", TEXT("{\"id\":\"A-3\",\"id\":\"A-4\",\"affected\":[]}"));
    pack_add(&pack, "empty.json", TEXT(""));
    pack_add(&pack, "good.json", TEXT(NPM("A-5", "a")));
    pack_add(&pack, "again.json", TEXT(NPM("A-5", "a")));
    pack_done(&pack);
    struct run run = good(index, path);
    assert_text(sources(&folder, index), "osv/npm:1");
    assert_int_equal(run.report->sources.at[0].tally.refused.count, 7);
    end(&run);
    folder_done(&folder);
}

/* Asserts that an import fails and leaves the index as it was. */
static void assert_unchanged(
    struct folder *folder, const char *index, const char *path, enum err_code code)
{
    struct text before = folder_read(folder, index);
    struct run bad = run(index, path, false);
    assert_false(bad.is_fine);
    if (bad.err.code != code)
        fail_msg("%s: %s", path, bad.err.text);
    end(&bad);
    assert_true(text_eq(before, folder_read(folder, index)));
    assert_int_equal(access(arena_format(&folder->arena, "%s.tmp", index).at, F_OK), -1);
    assert_int_equal(access(arena_format(&folder->arena, "%s.lock", index).at, F_OK), -1);
}

static void test_what_fails_changes_nothing(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    static const char *const records[] = {NPM("A-1", "a"), NPM("A-2", "b"), NULL};
    const char *index = folder_path(&folder, "a.kzi");
    const char *path = zip(&folder, "npm.zip", records);
    struct run first = good(index, path);
    end(&first);
    struct text bytes = folder_read(&folder, path);
    assert_unchanged(&folder, index, folder_path(&folder, "none.zip"), ERR_NOT_FOUND);
    assert_unchanged(&folder, index,
        folder_write(&folder, "cut.zip", text_slice(bytes, 0, bytes.len - 30)), ERR_SYNTAX);
    assert_unchanged(
        &folder, index, folder_write(&folder, "x.json", TEXT("{\"id\":1}")), ERR_UNSUPPORTED);
    assert_unchanged(
        &folder, index, folder_write(&folder, "y.json", TEXT("{\"id\":\"A\"")), ERR_SYNTAX);
    assert_unchanged(&folder, index, folder_write(&folder, "z.json", TEXT("")), ERR_SYNTAX);
    folder_write(&folder, "useless/README.md", TEXT("# Hello"));
    assert_unchanged(&folder, index, folder_path(&folder, "useless"), ERR_SYNTAX);
    folder_write(&folder, "broken/ok.json", TEXT(NPM("A-7", "a")));
    folder_write(&folder, "broken/z.zip", text_slice(bytes, 0, bytes.len / 2));
    assert_unchanged(&folder, index, folder_path(&folder, "broken"), ERR_SYNTAX);
    folder_done(&folder);
}

static void test_a_bomb_stops_the_import(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    static const char *const records[] = {NPM("A-1", "a"), NULL};
    const char *index = folder_path(&folder, "a.kzi");
    struct run first = good(index, zip(&folder, "npm.zip", records));
    end(&first);
    size_t len = 4 * LIMIT_UNPACK_FREE_BYTES;
    char *blanks = malloc(len);
    assert_non_null(blanks);
    memset(blanks, ' ', len);
    const char *path = folder_path(&folder, "bomb.zip");
    struct pack pack = pack_new(path, PACK_ZIP);
    pack_add(&pack, "1.json", TEXT(NPM("A-1", "a")));
    pack_add(&pack, "2.json", (struct text){blanks, len});
    pack_done(&pack);
    free(blanks);
    assert_unchanged(&folder, index, path, ERR_LIMIT);
    folder_done(&folder);
}

static void test_limits_one_past(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *index = folder_path(&folder, "a.kzi"), *path = folder_path(&folder, "npm.tar");
    size_t len = LIMIT_ADVISORY_BYTES + 1;
    char *large = malloc(len);
    assert_non_null(large);
    memset(large, ' ', len);
    memcpy(large, NPM("A-2", "a"), strlen(NPM("A-2", "a")));
    struct pack pack = pack_new(path, PACK_TAR);
    pack_add(&pack, "1.json", TEXT(NPM("A-1", "a")));
    pack_add(&pack, "largest.json", (struct text){large, len - 1});
    large[3] = 'x';
    pack_add(&pack, "larger.json", (struct text){large, len});
    pack_done(&pack);
    free(large);
    struct run run = good(index, path);
    assert_text(sources(&folder, index), "osv/npm:2");
    assert_int_equal(run.report->sources.at[0].tally.refused.count, 1);
    assert_text(run.report->sources.at[0].tally.refused.at[0].examples[0], "larger.json");
    end(&run);

    folder_write(&folder, "huge/1.json", TEXT(NPM("A-1", "a")));
    assert_int_equal(
        truncate(folder_write(&folder, "huge/2.JSON", TEXT("{")), (off_t)LIMIT_FEED_BYTES + 1), 0);
    struct run huge = good(folder_path(&folder, "c.kzi"), folder_path(&folder, "huge"));
    assert_text(huge.report->sources.at[0].tally.refused.at[0].text, "is too large");
    end(&huge);

    struct text deep = TEXT("in");
    for (size_t depth = 0; depth <= LIMIT_FOLDER_DEPTH; depth++) {
        const char *name = arena_format(&folder.arena, "%.*s/%zu.json", TEXT_ARG(deep), depth).at;
        folder_write(&folder, name,
            arena_format(&folder.arena, "{\"id\":\"D-%zu\",\"affected\":[]}", depth));
        deep = arena_format(&folder.arena, "%.*s/d", TEXT_ARG(deep));
    }
    folder_write(&folder, arena_format(&folder.arena, "%.*s/x.json", TEXT_ARG(deep)).at,
        TEXT("{\"id\":\"D-x\",\"affected\":[]}"));
    struct run walk = good(folder_path(&folder, "b.kzi"), folder_path(&folder, "in"));
    assert_text(sources(&folder, folder_path(&folder, "b.kzi")), "osv/D:17");
    assert_int_equal(walk.report->passed_over.count, 1);
    end(&walk);
    folder_done(&folder);
}

static void test_reasons_are_gathered(void **state)
{
    (void)state;
    struct arena arena;
    struct advisory_reasons reasons = {.count = 0};
    arena_init(&arena, SIZE_MAX);
    advisory_reasons_add(&reasons, TEXT("affected[3].ranges[12]: odd"), TEXT("a"), &arena);
    advisory_reasons_add(&reasons, TEXT("affected[0].ranges[1]: odd"), TEXT("b"), &arena);
    advisory_reasons_add(&reasons, TEXT("12:7: not JSON"), TEXT("c"), &arena);
    advisory_reasons_add(&reasons, TEXT("1:908: not JSON"), TEXT("d"), &arena);
    assert_int_equal(reasons.len, 2);
    assert_text(reasons.at[0].text, "affected[].ranges[]: odd");
    assert_text(reasons.at[0].examples[1], "b");
    assert_text(reasons.at[1].text, "not JSON");
    for (size_t i = 0; i < 1000; i++)
        advisory_reasons_add(&reasons, arena_format(&arena, "reason %zu", i), TEXT("e"), &arena);
    assert_true(reasons.len < 100);
    assert_text(reasons.at[reasons.len - 1].text, "other reasons");
    assert_int_equal(reasons.count, 1004);
    advisory_reasons_done(&reasons);
    arena_done(&arena);
}

/* Packs count records of npm. */
static const char *many(struct folder *folder, const char *name, size_t count)
{
    const char *path = folder_path(folder, name);
    struct pack pack = pack_new(path, PACK_ZIP);
    for (size_t i = 0; i < count; i++)
        pack_add(&pack, arena_format(&folder->arena, "%zu.json", i).at,
            arena_format(&folder->arena,
                "{\"id\":\"M-%zu\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":"
                "\"a\"},\"versions\":[\"1\"]}]}",
                i));
    pack_done(&pack);
    return path;
}

static void test_a_source_that_shrinks_is_held(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *index = folder_path(&folder, "a.kzi");
    struct run full = good(index, many(&folder, "full.zip", 1000));
    end(&full);
    struct run held = run(index, many(&folder, "less.zip", 899), false);
    assert_true(held.is_fine && held.report->is_any_held);
    assert_true(held.report->sources.at[0].is_held);
    assert_int_equal(held.report->sources.at[0].old_count, 1000);
    end(&held);
    assert_text(sources(&folder, index), "osv/npm:1000");
    /* 100 fewer go without a question. */
    struct run fewer = good(index, many(&folder, "fewer.zip", 900));
    assert_false(fewer.report->is_any_held);
    end(&fewer);
    assert_text(sources(&folder, index), "osv/npm:900");
    struct run taken = run(index, many(&folder, "few.zip", 10), true);
    assert_true(taken.is_fine && !taken.report->is_any_held);
    end(&taken);
    assert_text(sources(&folder, index), "osv/npm:10");
    folder_done(&folder);
}

static void test_named_source_and_paths_together(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    static const char *const one[] = {NPM("A-1", "a"), NULL}, *const two[] = {
                                                                  NPM("A-2", "a"), NULL};
    const char *index = folder_path(&folder, "a.kzi");
    struct advisory_import *import;
    struct err err = {0};
    struct advisory_import_about about = {
        .source = TEXT("mine"), .origin = TEXT("https://x.example/1"), .etag = TEXT("\"e\"")};
    assert_true(advisory_import_new(&import, index, NULL, &err));
    assert_true(advisory_import_add(import, zip(&folder, "1.zip", one), &about, &err));
    assert_true(advisory_import_add(import, zip(&folder, "2.zip", two), &about, &err));
    assert_true(advisory_import_commit(import, false, &err));
    advisory_import_free(import);
    assert_text(sources(&folder, index), "mine:2");
    struct advisory_index *opened;
    assert_true(advisory_index_open(&opened, index, &err));
    assert_text(advisory_index_source(opened, 0).path, "https://x.example/1");
    assert_text(advisory_index_source(opened, 0).etag, "\"e\"");
    advisory_index_free(opened);
    folder_done(&folder);
}

static void test_shared_data(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t count;
    } wanted[] = {{"cve", 2413}, {"osv/AlmaLinux", 5637}, {"osv/Bitnami", 7444}, {"osv/Go", 4291},
        {"osv/Maven", 1458}, {"osv/OSS-Fuzz", 4021}, {"osv/Packagist", 1585}, {"osv/PyPI", 7080},
        {"osv/RubyGems", 1202}, {"osv/crates.io", 1156}, {"osv/npm", 990}, {"kev", 1404},
        {"epss", 1556}, {"eol", 8351}};
    char data[4096];
    snprintf(data, sizeof data, "%s/data", unit_shared());
    if (access(data, R_OK) != 0)
        skip();
    struct folder folder = folder_new();
    struct run run = good(folder_path(&folder, "a.kzi"), data);
    assert_int_equal(run.report->sources.len, LEN_OF(wanted));
    for (size_t i = 0; i < LEN_OF(wanted); i++) {
        const struct advisory_import_source *source = &run.report->sources.at[i];
        assert_text(source->name, wanted[i].name);
        assert_int_equal(source->tally.record_count, wanted[i].count);
        assert_int_equal(source->tally.refused.count, 0);
    }
    end(&run);
    folder_done(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sources_are_named_by_their_records),
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_single_records_go_into_local),
        cmocka_unit_test(test_feeds),
        cmocka_unit_test(test_hostile_entries_do_not_lose_the_rest),
        cmocka_unit_test(test_what_fails_changes_nothing),
        cmocka_unit_test(test_a_bomb_stops_the_import),
        cmocka_unit_test(test_limits_one_past),
        cmocka_unit_test(test_reasons_are_gathered),
        cmocka_unit_test(test_a_source_that_shrinks_is_held),
        cmocka_unit_test(test_named_source_and_paths_together),
        cmocka_unit_test(test_shared_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
