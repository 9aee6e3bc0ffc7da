/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_index_write.h"

#include "advisory/advisory_layout.h"
#include "base/clock.h"
#include "folder.h"

#define DAY (int64_t)86400000000

/* A record about one package: fixed in a version, unless that is NULL. */
static struct advisory make(struct arena *arena, const char *id, const char *ecosystem,
    const char *package, const char *fixed)
{
    struct range_bound *bounds = arena_take_array(arena, 2, sizeof *bounds);
    struct range *range = arena_take(arena, sizeof *range);
    struct advisory_affected *affected = arena_take(arena, sizeof *affected);
    assert_non_null(bounds);
    assert_non_null(range);
    assert_non_null(affected);
    bounds[0] = (struct range_bound){RANGE_INTRODUCED, TEXT("0")};
    bounds[1] = (struct range_bound){RANGE_FIXED, text_of(fixed)};
    *range = (struct range){bounds, fixed ? 2 : 1};
    *affected = (struct advisory_affected){
        .ecosystem = text_of(ecosystem),
        .package = text_of(package),
        .ranges = range,
        .range_count = 1,
    };
    return (struct advisory){
        .id = text_of(id),
        .summary = TEXT("a flaw"),
        .modified_us = DAY,
        .severity = SEVERITY_HIGH,
        .affected = affected,
        .affected_count = 1,
    };
}

static struct advisory_index_writer *begin(const char *path)
{
    struct advisory_index_writer *writer = NULL;
    struct err err = {0};
    if (!advisory_index_write_begin(&writer, path, &err))
        fail_msg("%s", err.text);
    return writer;
}

static void add(struct advisory_index_writer *writer, uint32_t batch, struct advisory advisory)
{
    struct err err = {0};
    if (!advisory_index_write_record(writer, batch, &advisory, &err))
        fail_msg("%s", err.text);
}

static void name(
    struct advisory_index_writer *writer, uint32_t batch, const char *source, bool is_upsert)
{
    struct advisory_index_batch about = {
        .name = text_of(source), .path = TEXT("somewhere"), .is_upsert = is_upsert};
    advisory_index_write_name(writer, batch, &about);
}

static void commit(struct advisory_index_writer *writer)
{
    struct err err = {0};
    if (!advisory_index_write_commit(writer, &err))
        fail_msg("%s", err.text);
    advisory_index_write_free(writer);
}

static struct advisory_index *open_index(const char *path)
{
    struct advisory_index *index = NULL;
    struct err err = {0};
    if (!advisory_index_open(&index, path, &err))
        fail_msg("%s", err.text);
    return index;
}

/* Returns the ids of the records about a package, joined by spaces, each with its source. */
static struct text hits(struct folder *folder, const struct advisory_index *index,
    const char *ecosystem, const char *package)
{
    struct advisory_hits found;
    struct text all = {"", 0};
    if (!advisory_index_find(index, text_of(ecosystem), text_of(package), &found))
        return TEXT("none");
    for (uint32_t i = 0; i < found.count; i++) {
        struct advisory advisory;
        struct err err = {0};
        assert_true(advisory_index_read_hit(&found, i, &advisory, &folder->arena, &err));
        all = arena_format(&folder->arena, "%.*s%s%.*s@%.*s", TEXT_ARG(all), i ? " " : "",
            TEXT_ARG(advisory.id), TEXT_ARG(advisory.source));
    }
    return all;
}

static void test_find_gives_the_records_of_a_package(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    add(writer, batch, make(&folder.arena, "B-2", "npm", "lodash", "4.17.21"));
    add(writer, batch, make(&folder.arena, "B-1", "npm", "lodash", NULL));
    add(writer, batch, make(&folder.arena, "B-3", "npm", "left-pad", "1.0.0"));
    name(writer, batch, "osv/npm", false);
    commit(writer);

    struct advisory_index *index = open_index(path);
    assert_text(hits(&folder, index, "npm", "lodash"), "B-1@osv/npm B-2@osv/npm");
    assert_text(hits(&folder, index, "npm", "left-pad"), "B-3@osv/npm");
    assert_text(hits(&folder, index, "PyPI", "lodash"), "none");
    assert_text(hits(&folder, index, "lodash", "npm"), "none");
    assert_text(hits(&folder, index, "", ""), "none");
    struct advisory_hits found;
    struct advisory advisory;
    struct err err = {0};
    assert_true(advisory_index_find(index, TEXT("npm"), TEXT("lodash"), &found));
    assert_true(advisory_index_read_hit(&found, 1, &advisory, &folder.arena, &err));
    assert_int_equal(advisory.affected_count, 1);
    assert_int_equal(advisory.affected[0].ranges[0].count, 2);
    assert_int_equal(advisory.affected[0].ranges[0].bounds[1].event, RANGE_FIXED);
    assert_text(advisory.affected[0].ranges[0].bounds[1].version, "4.17.21");
    assert_false(advisory_index_read_hit(&found, 2, &advisory, &folder.arena, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    advisory_index_free(index);
    folder_done(&folder);
}

static void test_packages_of_a_record_stand_together(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct advisory advisory = make(&folder.arena, "A-1", "AlmaLinux:9", "perl", "2");
    struct advisory_affected all[4];
    for (size_t i = 0; i < LEN_OF(all); i++)
        all[i] = advisory.affected[0];
    all[1].package = TEXT("curl");
    all[3].ecosystem = TEXT("AlmaLinux:8");
    advisory.affected = all;
    advisory.affected_count = LEN_OF(all);
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    add(writer, batch, advisory);
    name(writer, batch, "osv/AlmaLinux", false);
    commit(writer);

    struct advisory_index *index = open_index(path);
    struct advisory_hits found;
    struct err err = {0};
    assert_true(advisory_index_find(index, TEXT("AlmaLinux:9"), TEXT("perl"), &found));
    assert_int_equal(found.count, 1);
    assert_true(advisory_index_read_hit(&found, 0, &advisory, &folder.arena, &err));
    assert_int_equal(advisory.affected_count, 2);
    assert_true(advisory_index_find(index, TEXT("AlmaLinux:8"), TEXT("perl"), &found));
    assert_true(advisory_index_read_hit(&found, 0, &advisory, &folder.arena, &err));
    assert_int_equal(advisory.affected_count, 1);
    assert_true(advisory_index_covers(index, TEXT("AlmaLinux:8")));
    assert_true(advisory_index_covers(index, TEXT("AlmaLinux:9")));
    assert_false(advisory_index_covers(index, TEXT("AlmaLinux:10")));
    assert_false(advisory_index_covers(index, TEXT("AlmaLinux")));
    advisory_index_free(index);
    folder_done(&folder);
}

static void test_import_replaces_its_source_only(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    uint32_t npm = advisory_index_write_batch(writer);
    add(writer, npm, make(&folder.arena, "N-1", "npm", "a", "1"));
    add(writer, npm, make(&folder.arena, "N-2", "npm", "a", "1"));
    name(writer, npm, "osv/npm", false);
    uint32_t other = advisory_index_write_batch(writer);
    add(writer, other, make(&folder.arena, "N-1", "npm", "a", "1"));
    name(writer, other, "osv/GHSA", false);
    commit(writer);

    writer = begin(path);
    npm = advisory_index_write_batch(writer);
    add(writer, npm, make(&folder.arena, "N-3", "npm", "a", "1"));
    name(writer, npm, "osv/npm", false);
    uint32_t dropped = advisory_index_write_batch(writer);
    add(writer, dropped, make(&folder.arena, "N-4", "npm", "a", "1"));
    commit(writer);

    struct advisory_index *index = open_index(path);
    struct err err = {0};
    assert_text(hits(&folder, index, "npm", "a"), "N-1@osv/GHSA N-3@osv/npm");
    assert_int_equal(advisory_index_source_count(index), 2);
    assert_text(advisory_index_source(index, 0).name, "osv/GHSA");
    assert_int_equal(advisory_index_source(index, 1).record_count, 1);
    assert_true(advisory_index_verify(index, &err));
    advisory_index_free(index);
    folder_done(&folder);
}

static void test_upsert_replaces_one_id(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    add(writer, batch, make(&folder.arena, "L-1", "npm", "a", "1"));
    add(writer, batch, make(&folder.arena, "L-2", "npm", "a", "1"));
    name(writer, batch, "local", true);
    commit(writer);
    writer = begin(path);
    batch = advisory_index_write_batch(writer);
    struct advisory changed = make(&folder.arena, "L-1", "npm", "b", "1");
    changed.modified_us = 1; /* older than what is there, and still what the user asked for */
    add(writer, batch, changed);
    name(writer, batch, "local", true);
    commit(writer);
    struct advisory_index *index = open_index(path);
    assert_text(hits(&folder, index, "npm", "a"), "L-2@local");
    assert_text(hits(&folder, index, "npm", "b"), "L-1@local");
    assert_int_equal(advisory_index_source(index, 0).record_count, 2);
    advisory_index_free(index);
    folder_done(&folder);
}

static void test_newer_of_two_stays(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    struct advisory newer = make(&folder.arena, "D-1", "npm", "new", "1");
    newer.modified_us = 2 * DAY;
    add(writer, batch, newer);
    add(writer, batch, make(&folder.arena, "D-1", "npm", "old", "1"));
    name(writer, batch, "s", false);
    commit(writer);
    struct advisory_index *index = open_index(path);
    assert_int_equal(advisory_index_record_count(index), 1);
    assert_text(hits(&folder, index, "npm", "new"), "D-1@s");
    assert_text(hits(&folder, index, "npm", "old"), "none");
    assert_int_equal(advisory_index_source(index, 0).newest_us, 2 * DAY);
    advisory_index_free(index);
    folder_done(&folder);
}

static void test_withdrawn_is_kept_but_never_found(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    struct advisory gone = make(&folder.arena, "W-1", "npm", "a", "1");
    gone.withdrawn_us = DAY;
    add(writer, batch, gone);
    name(writer, batch, "s", false);
    commit(writer);
    struct advisory_index *index = open_index(path);
    assert_text(hits(&folder, index, "npm", "a"), "none");
    assert_true(advisory_index_covers(index, TEXT("npm")));
    struct advisory advisory;
    struct text source;
    uint32_t next = 0;
    assert_true(
        advisory_index_read_id(index, TEXT("W-1"), &next, &advisory, &source, &folder.arena, NULL));
    assert_int_equal(advisory.withdrawn_us, DAY);
    assert_int_equal(advisory_index_source(index, 0).withdrawn_count, 1);
    advisory_index_free(index);
    folder_done(&folder);
}

static void test_ids_and_links(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    struct text cve = TEXT("CVE-2024-1234");
    struct advisory one = make(&folder.arena, "G-1", "npm", "a", "1");
    one.aliases = &cve;
    one.alias_count = 1;
    struct advisory two = make(&folder.arena, "R-1", "Red Hat:9", "a", "1");
    two.upstream = &cve;
    two.upstream_count = 1;
    add(writer, batch, one);
    add(writer, batch, two);
    name(writer, batch, "s", false);
    commit(writer);
    struct advisory_index *index = open_index(path);
    struct advisory advisory;
    struct text source;
    struct err err = {0};
    uint32_t next = 0;
    assert_true(advisory_index_read_id(index, cve, &next, &advisory, &source, &folder.arena, &err));
    assert_text(advisory.id, "G-1");
    assert_text(source, "s");
    assert_false(
        advisory_index_read_id(index, cve, &next, &advisory, &source, &folder.arena, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    enum advisory_link link;
    next = 0;
    assert_true(advisory_index_read_link(index, cve, &next, &link, &advisory, &folder.arena, &err));
    assert_int_equal(link, ADVISORY_LINK_ALIAS);
    assert_true(advisory_index_read_link(index, cve, &next, &link, &advisory, &folder.arena, &err));
    assert_int_equal(link, ADVISORY_LINK_UPSTREAM);
    assert_text(advisory.id, "R-1");
    assert_false(
        advisory_index_read_link(index, cve, &next, &link, &advisory, &folder.arena, &err));
    advisory_index_free(index);
    folder_done(&folder);
}

static void test_coverage_of_a_mixed_source(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    uint32_t most = advisory_index_write_batch(writer);
    static const char *const ids[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    for (size_t i = 0; i < LEN_OF(ids); i++)
        add(writer, most, make(&folder.arena, ids[i], "OSS-Fuzz", "a", "1"));
    add(writer, most, make(&folder.arena, "10", "PyPI", "a", "1"));
    name(writer, most, "osv/OSS-Fuzz", false);
    uint32_t mixed = advisory_index_write_batch(writer);
    add(writer, mixed, make(&folder.arena, "1", "Maven", "a", "1"));
    add(writer, mixed, make(&folder.arena, "2", "npm", "a", "1"));
    name(writer, mixed, "osv/GHSA", false);
    commit(writer);
    struct advisory_index *index = open_index(path);
    assert_true(advisory_index_covers(index, TEXT("OSS-Fuzz")));
    assert_false(advisory_index_covers(index, TEXT("PyPI")));
    assert_true(advisory_index_covers(index, TEXT("Maven")));
    assert_true(advisory_index_covers(index, TEXT("npm")));
    assert_int_equal(advisory_index_coverage_count(index), 3);
    assert_text(advisory_index_coverage(index, 1).ecosystem, "OSS-Fuzz");
    assert_int_equal(advisory_index_coverage(index, 1).record_count, 9);
    advisory_index_free(index);
    folder_done(&folder);
}

static void test_facts_of_several_sources_join(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    struct err err = {0};
    uint32_t kev = advisory_index_write_batch(writer), epss = advisory_index_write_batch(writer);
    struct advisory_facts known = {.is_kev = true, .kev_added_us = DAY, .kev_due_us = 2 * DAY};
    struct advisory_facts scored = {.has_epss = true,
        .epss_millionths = 944170,
        .severity = SEVERITY_HIGH,
        .score_tenths = 88,
        .cvss_vector = TEXT("CVSS:3.1/AV:N"),
        .cvss_by = TEXT("a\tb"),
        .other_vector = TEXT("CVSS:4.0/AV:N"),
        .other_by = TEXT("CISA-ADP"),
        .ssvc_said_us = 3 * DAY,
        .cve_updated_us = 4 * DAY};
    struct text cve = TEXT("CVE-2021-44228");
    assert_true(advisory_index_write_facts(writer, kev, cve, &known, &err));
    assert_true(advisory_index_write_facts(writer, epss, cve, &scored, &err));
    assert_false(advisory_index_write_facts(writer, kev, TEXT("GHSA-1"), &known, &err));
    name(writer, kev, "kev", false);
    name(writer, epss, "epss", false);
    commit(writer);
    writer = begin(path); /* the facts must outlive another import */
    commit(writer);
    struct advisory_index *index = open_index(path);
    struct advisory_facts facts;
    assert_true(advisory_index_facts(index, cve, &facts));
    assert_true(facts.is_kev && facts.has_epss && !facts.has_ssvc);
    assert_int_equal(facts.kev_due_us, 2 * DAY);
    assert_int_equal(facts.epss_millionths, 944170);
    assert_text(facts.cvss_vector, "CVSS:3.1/AV:N");
    assert_text(facts.cvss_by, ""); /* a name that would break the lines is none */
    assert_text(facts.other_vector, "CVSS:4.0/AV:N");
    assert_text(facts.other_by, "CISA-ADP");
    assert_int_equal(facts.cve_updated_us, 4 * DAY);
    assert_false(advisory_index_facts(index, TEXT("CVE-2021-44229"), &facts));
    assert_false(advisory_index_facts(index, TEXT("CVE-2021-"), &facts));
    assert_false(advisory_index_facts(index, TEXT(""), &facts));
    assert_int_equal(advisory_index_source(index, 1).record_count, 1);
    advisory_index_free(index);
    folder_done(&folder);
}

/* Fills the index of the tests of damage: two sources, some of everything. */
static const char *write_sample(struct folder *folder, const char *file)
{
    const char *path = folder_path(folder, file);
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    struct text versions[] = {TEXT("1.0"), TEXT("1.1")}, cve = TEXT("CVE-2020-1000");
    struct advisory advisory = make(&folder->arena, "S-1", "npm", "a", "2");
    advisory.affected[0].versions = versions;
    advisory.affected[0].version_count = LEN_OF(versions);
    advisory.aliases = &cve;
    advisory.alias_count = 1;
    add(writer, batch, advisory);
    add(writer, batch, make(&folder->arena, "S-2", "npm", "a", "3"));
    struct advisory_facts facts = {.is_kev = true, .cvss_vector = TEXT("CVSS:3.1/AV:N")};
    assert_true(advisory_index_write_facts(writer, batch, cve, &facts, NULL));
    name(writer, batch, "sample", false);
    commit(writer);
    return path;
}

/* Asks everything; what matters is that nothing outside of the file is touched (the sanitizers look). */
static void ask_everything(struct advisory_index *index)
{
    struct arena arena;
    arena_init(&arena, (size_t)1 << 20);
    struct advisory advisory;
    struct advisory_facts facts;
    struct advisory_hits found;
    struct text source;
    uint32_t next = 0, answers = 0;
    if (advisory_index_find(index, TEXT("npm"), TEXT("a"), &found))
        for (uint32_t i = 0; i < found.count && i < 8; i++)
            answers += advisory_index_read_hit(&found, i, &advisory, &arena, NULL);
    while (advisory_index_read_id(
        index, TEXT("CVE-2020-1000"), &next, &advisory, &source, &arena, NULL))
        continue;
    for (uint32_t i = 0; i < advisory_index_record_count(index) && i < 8; i++)
        answers += advisory_index_read_record(index, i, &advisory, &arena, NULL);
    (void)advisory_index_facts(index, TEXT("CVE-2020-1000"), &facts);
    (void)advisory_index_covers(index, TEXT("npm"));
    for (size_t i = 0; i < advisory_index_coverage_count(index) && i < 8; i++)
        (void)advisory_index_coverage(index, i);
    assert_true(answers <= 16);
    arena_done(&arena);
}

static void test_every_flipped_byte_is_found(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct text good = folder_read(&folder, write_sample(&folder, "good.kzi"));
    struct text copy = arena_text(&folder.arena, good);
    char *bytes = (char *)(uintptr_t)copy.at;
    size_t unnoticed = 0;
    /* Behind the first header its room and the second's are empty; headers are long, so not every byte of one is tried. */
    const size_t header = sizeof(struct layout_header);
    const size_t data = (size_t)LAYOUT_HEADERS * LAYOUT_HEADER_ROOM;
    for (size_t i = 0; i < good.len; i = i < header ? i + 11 : i < data ? data : i + 1) {
        bytes[i] = (char)(bytes[i] ^ 0x41);
        const char *path = folder_write(&folder, "bad.kzi", copy);
        struct advisory_index *index = NULL;
        struct err err = {0};
        if (advisory_index_open(&index, path, &err)) {
            ask_everything(index);
            unnoticed += advisory_index_verify(index, &err);
            advisory_index_free(index);
        } else {
            assert_true(err.code == ERR_SYNTAX || err.code == ERR_UNSUPPORTED);
        }
        bytes[i] = (char)(bytes[i] ^ 0x41);
    }
    /* Only the padding between sections, at most 7 bytes each, stands under no sum. */
    assert_true(unnoticed <= ((size_t)LAYOUT_SECTIONS + (size_t)LAYOUT_TABLES) * 7);
    folder_done(&folder);
}

static void test_truncated_is_refused(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct text good = folder_read(&folder, write_sample(&folder, "good.kzi"));
    for (size_t len = 0; len < good.len; len += len < LAYOUT_HEADER_ROOM ? 13 : 1) {
        const char *path = folder_write(&folder, "bad.kzi", text_slice(good, 0, len));
        struct advisory_index *index = NULL;
        struct err err = {0};
        assert_false(advisory_index_open(&index, path, &err));
        assert_int_equal(err.code, ERR_SYNTAX);
    }
    folder_done(&folder);
}

static void test_open_says_what_is_wrong(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct advisory_index *index = NULL;
    struct err err = {0};
    assert_false(advisory_index_open(&index, folder_path(&folder, "none.kzi"), &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_false(advisory_index_open(&index, folder.path, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    struct text good = folder_read(&folder, write_sample(&folder, "good.kzi"));
    char *bytes = (char *)(uintptr_t)good.at;
    bytes[8]++; /* the layout's version */
    assert_false(advisory_index_open(&index, folder_write(&folder, "new.kzi", good), &err));
    assert_int_equal(err.code, ERR_UNSUPPORTED);
    /* An import does not silently begin anew on what it cannot read. */
    struct advisory_index_writer *writer = NULL;
    assert_false(advisory_index_write_begin(&writer, folder_path(&folder, "new.kzi"), &err));
    assert_int_equal(err.code, ERR_UNSUPPORTED);
    folder_done(&folder);
}

static void test_one_writer_at_a_time(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *first = begin(path), *second = NULL;
    struct err err = {0};
    assert_false(advisory_index_write_begin(&second, path, &err));
    assert_int_equal(err.code, ERR_BUSY);
    advisory_index_write_free(first);
    advisory_index_write_free(begin(path));
    /* What was given up leaves nothing behind. */
    assert_int_equal(rmdir(folder.path), 0);
    assert_int_equal(mkdir(folder.path, 0700), 0);
    folder_done(&folder);
}

/* Returns the digest that one source with three records gets, when they are added from the first-th on. */
static struct text source_digest(struct folder *folder, const char *file, size_t first)
{
    static const char *const ids[] = {"X-1", "X-2", "X-3"};
    const char *path = folder_path(folder, file);
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    for (size_t i = 0; i < LEN_OF(ids); i++)
        add(writer, batch, make(&folder->arena, ids[(first + i) % LEN_OF(ids)], "npm", "a", "1"));
    name(writer, batch, "s", false);
    commit(writer);
    struct advisory_index *index = open_index(path);
    struct text digest = arena_text(&folder->arena, advisory_index_source(index, 0).digest);
    advisory_index_free(index);
    return digest;
}

static void test_digest_hangs_on_the_records_alone(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct text one = source_digest(&folder, "one.kzi", 0);
    struct text two = source_digest(&folder, "two.kzi", 2);
    assert_int_equal(one.len, 64);
    assert_true(text_eq(one, two));
    folder_done(&folder);
}

static void test_many_packages_are_all_found(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    for (int i = 0; i < 5000; i++)
        add(writer, batch,
            make(&folder.arena, arena_format(&folder.arena, "M-%d", i).at, "npm",
                arena_format(&folder.arena, "package-%d", i % 2500).at, "1"));
    name(writer, batch, "s", false);
    commit(writer);
    struct advisory_index *index = open_index(path);
    for (int i = 0; i < 2500; i++) {
        struct advisory_hits found;
        struct text package = arena_format(&folder.arena, "package-%d", i);
        assert_true(advisory_index_find(index, TEXT("npm"), package, &found));
        assert_int_equal(found.count, 2);
    }
    advisory_index_free(index);
    folder_done(&folder);
}

int main(void)
{
    clock_set_us(3 * DAY);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_gives_the_records_of_a_package),
        cmocka_unit_test(test_packages_of_a_record_stand_together),
        cmocka_unit_test(test_import_replaces_its_source_only),
        cmocka_unit_test(test_upsert_replaces_one_id),
        cmocka_unit_test(test_newer_of_two_stays),
        cmocka_unit_test(test_withdrawn_is_kept_but_never_found),
        cmocka_unit_test(test_ids_and_links),
        cmocka_unit_test(test_coverage_of_a_mixed_source),
        cmocka_unit_test(test_facts_of_several_sources_join),
        cmocka_unit_test(test_every_flipped_byte_is_found),
        cmocka_unit_test(test_truncated_is_refused),
        cmocka_unit_test(test_open_says_what_is_wrong),
        cmocka_unit_test(test_one_writer_at_a_time),
        cmocka_unit_test(test_digest_hangs_on_the_records_alone),
        cmocka_unit_test(test_many_packages_are_all_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
