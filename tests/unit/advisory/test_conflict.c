/* SPDX-License-Identifier: Apache-2.0 */
/* Aliases that would join two CVEs, whichever record says so. */
#include "advisory/advisory_conflict.h"

#include <stdlib.h>
#include <unistd.h>

#include "advisory/advisory_index_write.h"
#include "base/limits.h"
#include "unit_err.h"

struct record {
    const char *id, *aliases;
    bool is_withdrawn;
    enum advisory_kind kind;
};

struct fixture {
    struct advisory_index *index;
    struct arena arena;
    char folder[64], path[96];
};

static struct advisory advisory_of(const struct record *record, struct arena *arena)
{
    struct text rest = text_of(record->aliases);
    struct text *aliases = arena_take_array(arena, rest.len + 1, sizeof *aliases);
    struct advisory advisory = {.id = text_of(record->id),
        .aliases = aliases,
        .kind = record->kind,
        .withdrawn_us = record->is_withdrawn,
        .modified_us = 1};
    while (rest.len)
        aliases[advisory.alias_count++] = text_cut(&rest, ' ');
    return advisory;
}

static void know(struct fixture *f, const struct record *records, size_t count)
{
    struct advisory_index_writer *writer;
    *f = (struct fixture){.folder = "/tmp/kenzen-conflict.XXXXXX"};
    arena_init(&f->arena, SIZE_MAX);
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/index", f->folder);
    assert_ok(advisory_index_write_begin(&writer, f->path, err));
    uint32_t batch = advisory_index_write_batch(writer);
    for (size_t i = 0; i < count; i++) {
        struct advisory advisory = advisory_of(&records[i], &f->arena);
        assert_ok(advisory_index_write_record(writer, batch, &advisory, err));
    }
    advisory_index_write_name(
        writer, batch, &(struct advisory_index_batch){.name = TEXT("test"), .path = TEXT("test")});
    assert_ok(advisory_index_write_commit(writer, err));
    advisory_index_write_free(writer);
    assert_ok(advisory_index_open(&f->index, f->path, err));
}

static void forget(struct fixture *f)
{
    char lock[128];
    snprintf(lock, sizeof lock, "%s.lock", f->path);
    advisory_index_free(f->index);
    unlink(f->path);
    unlink(lock);
    rmdir(f->folder);
    arena_done(&f->arena);
}

/* The sentences, a line each. */
static struct text look(struct fixture *f, const char *id)
{
    struct advisory_conflicts found;
    struct text lines = {"", 0};
    assert_ok(advisory_conflict_find(&found, f->index, text_of(id), &f->arena, err));
    assert_false(found.is_cut);
    for (size_t i = 0; i < found.count; i++)
        lines =
            arena_join(&f->arena, lines, "\n", advisory_conflict_print(&found.at[i], &f->arena));
    return lines;
}

static void test_nothing_is_against_itself(void **state)
{
    static const struct record records[] = {
        {"GHSA-1", "CVE-2020-0001 PYSEC-1", false, 0}, {"PYSEC-1", "CVE-2020-0001", false, 0}};
    struct fixture f;
    (void)state;
    know(&f, records, 2);
    assert_text(look(&f, "CVE-2020-0001"), "");
    assert_text(look(&f, "PYSEC-1"), "");
    assert_text(look(&f, "CVE-1999-0001"), "");
    forget(&f);
}

static void test_a_record_of_two_cves(void **state)
{
    static const struct record records[] = {{"RUSTSEC-1", "CVE-2020-0002 CVE-2020-0001", false, 0},
        {"GHSA-1", "CVE-2020-0001", false, 0}};
    const char *line = "RUSTSEC-1 (test) calls CVE-2020-0001 and CVE-2020-0002 one";
    struct fixture f;
    (void)state;
    know(&f, records, 2);
    assert_text(look(&f, "CVE-2020-0001"), line);
    assert_text(look(&f, "CVE-2020-0002"), line);
    assert_text(look(&f, "RUSTSEC-1"), line);
    assert_text(look(&f, "GHSA-1"), line);
    forget(&f);
}

static void test_a_name_of_two_cves(void **state)
{
    static const struct record records[] = {
        {"GHSA-1", "CVE-2020-0001 X-1", false, 0}, {"GHSA-2", "CVE-2020-0002 X-1", false, 0}};
    const char *line = "X-1 is CVE-2020-0001 by GHSA-1 (test), and CVE-2020-0002 by GHSA-2 (test)";
    struct fixture f;
    (void)state;
    know(&f, records, 2);
    assert_text(look(&f, "CVE-2020-0001"), line);
    assert_text(look(&f, "CVE-2020-0002"), line);
    assert_text(look(&f, "X-1"), line);
    forget(&f);
}

/* A third record, without a CVE, would join them. */
static void test_a_bridge(void **state)
{
    static const struct record records[] = {{"GHSA-1", "CVE-2020-0001 X-1", false, 0},
        {"GHSA-2", "CVE-2020-0002 X-2", false, 0}, {"NODE-9", "X-1 X-2", false, 0}};
    const char *line = "X-2 is CVE-2020-0001 by NODE-9 (test), and CVE-2020-0002 by GHSA-2 (test)";
    struct fixture f;
    (void)state;
    know(&f, records, 3);
    assert_text(look(&f, "CVE-2020-0001"), line);
    assert_text(look(&f, "CVE-2020-0002"), line);
    assert_text(look(&f, "NODE-9"), line);
    forget(&f);
}

static void test_what_is_withdrawn_or_a_notice_says_nothing(void **state)
{
    static const struct record records[] = {{"A-1", "CVE-2020-0002 CVE-2020-0001", true, 0},
        {"A-2", "CVE-2020-0002 CVE-2020-0001", false, ADVISORY_NOTICE}};
    struct fixture f;
    (void)state;
    know(&f, records, 2);
    assert_text(look(&f, "CVE-2020-0001"), "");
    forget(&f);
}

/* Each CVE shows its own pairs; the record shows all. */
static void test_three_cves(void **state)
{
    static const struct record records[] = {
        {"A-1", "CVE-2020-0001 CVE-2020-0002 CVE-2020-0003", false, 0}};
    struct fixture f;
    struct advisory_conflicts found;
    (void)state;
    know(&f, records, 1);
    assert_ok(advisory_conflict_find(&found, f.index, TEXT("CVE-2020-0002"), &f.arena, err));
    assert_int_equal(found.count, 2);
    assert_text(found.at[0].cve, "CVE-2020-0001");
    assert_text(found.at[1].cve, "CVE-2020-0002");
    assert_ok(advisory_conflict_find(&found, f.index, TEXT("A-1"), &f.arena, err));
    assert_int_equal(found.count, 3);
    forget(&f);
}

/* A record that calls more of them one than are told; and one with more names than are followed. */
static void test_limits(void **state)
{
    struct record records[2] = {{"A-1", "", false, 0}, {"A-2", "", false, 0}};
    struct fixture f;
    struct advisory_conflicts found;
    struct buf cves, names;
    (void)state;
    buf_init(&cves, SIZE_MAX);
    buf_init(&names, SIZE_MAX);
    for (size_t i = 0; i < LIMIT_CONFLICTS + 2; i++)
        buf_format(&cves, "%sCVE-2020-%04zu", i ? " " : "", i);
    for (size_t i = 0; i < LIMIT_CONFLICT_NAMES + 1; i++)
        buf_format(&names, "%sX-%zu", i ? " " : "", i);
    records[0].aliases = cves.at;
    records[1].aliases = names.at;
    know(&f, records, 2);
    assert_ok(advisory_conflict_find(&found, f.index, TEXT("CVE-2020-0001"), &f.arena, err));
    assert_int_equal(found.count, LIMIT_CONFLICTS);
    assert_true(found.is_cut);
    assert_ok(advisory_conflict_find(&found, f.index, TEXT("A-2"), &f.arena, err));
    assert_int_equal(found.count, 0);
    assert_true(found.is_cut);
    forget(&f);
    buf_done(&cves);
    buf_done(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_against_itself),
        cmocka_unit_test(test_a_record_of_two_cves),
        cmocka_unit_test(test_a_name_of_two_cves),
        cmocka_unit_test(test_a_bridge),
        cmocka_unit_test(test_what_is_withdrawn_or_a_notice_says_nothing),
        cmocka_unit_test(test_three_cves),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
