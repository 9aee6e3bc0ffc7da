/* SPDX-License-Identifier: Apache-2.0 */
/* An index that grows import by import says what one says that is built at once, and tells what changed. */
#include "advisory/advisory_index_write.h"

#include "advisory/advisory_layout.h"
#include "base/clock.h"
#include "folder.h"
#include "unit_err.h"

enum { SOURCES = 3, IDS = 40, PACKAGES = 12, CVES = 20, ROUNDS = 60 };

static const char *const source_names[SOURCES] = {"osv/npm", "osv/PyPI", "local"};
static const char *const ecosystems[SOURCES] = {"npm", "PyPI", "npm"};

/* What the world knows: 0 for a record that is not there, else its state. */
struct world {
    unsigned records[SOURCES][IDS], facts[CVES];
};

static uint64_t seed;

static unsigned draw(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % below);
}

static const char *package_of(struct arena *arena, unsigned state)
{
    return arena_format(arena, "p%u", state % PACKAGES).at;
}

/* The record that a state stands for: its package, what it is fixed in, whether it is withdrawn. */
static struct advisory record_of(struct arena *arena, unsigned source, unsigned id, unsigned state)
{
    struct range_bound *bounds = arena_take_array(arena, 2, sizeof *bounds);
    struct range *range = arena_take(arena, sizeof *range);
    struct advisory_affected *affected = arena_take(arena, sizeof *affected);
    assert_true(bounds && range && affected);
    bounds[0] = (struct range_bound){RANGE_INTRODUCED, TEXT("0")};
    bounds[1] = (struct range_bound){RANGE_FIXED, arena_format(arena, "%u.0", state % 7 + 1)};
    *range = (struct range){bounds, 2};
    *affected = (struct advisory_affected){.ecosystem = text_of(ecosystems[source]),
        .package = text_of(package_of(arena, state)),
        .ranges = range,
        .range_count = 1};
    return (struct advisory){
        .id = arena_format(arena, "ID-%u", id),
        .summary = arena_format(arena, "state %u", state),
        .modified_us = CLOCK_SECOND_US * (int64_t)state,
        .withdrawn_us = state % 11 == 0 ? CLOCK_SECOND_US : 0,
        .kind = state % 13 == 0 ? ADVISORY_NOTICE : ADVISORY_VULNERABILITY,
        .affected = affected,
        .affected_count = 1,
    };
}

static void write_name(
    struct advisory_index_writer *writer, uint32_t batch, const char *name, bool is_upsert)
{
    struct advisory_index_batch about = {
        .name = text_of(name), .path = TEXT("test"), .is_upsert = is_upsert};
    advisory_index_write_name(writer, batch, &about);
}

static struct advisory_index_writer *begin(const char *path)
{
    struct advisory_index_writer *writer = NULL;
    assert_ok(advisory_index_write_begin(&writer, path, err));
    return writer;
}

static void end(struct advisory_index_writer *writer)
{
    assert_ok(advisory_index_write_commit(writer, err));
    advisory_index_write_free(writer);
}

static void write_source(struct advisory_index_writer *writer, struct arena *arena,
    const struct world *world, unsigned source)
{
    uint32_t batch = advisory_index_write_batch(writer);
    for (unsigned id = 0; id < IDS; id++) {
        struct advisory record = record_of(arena, source, id, world->records[source][id]);
        if (world->records[source][id])
            assert_ok(advisory_index_write_record(writer, batch, &record, err));
    }
    write_name(writer, batch, source_names[source], false);
}

static void write_facts(
    struct advisory_index_writer *writer, struct arena *arena, const struct world *world)
{
    uint32_t batch = advisory_index_write_batch(writer);
    for (unsigned i = 0; i < CVES; i++) {
        struct advisory_facts facts = {
            .has_epss = true, .epss_millionths = world->facts[i], .cvss_vector = {"", 0}};
        if (world->facts[i])
            assert_ok(advisory_index_write_facts(
                writer, batch, arena_format(arena, "CVE-2024-%04u", i + 1), &facts, err));
    }
    write_name(writer, batch, "epss", false);
}

/* Changes a little of the world, and imports just that: some ids of a source, a whole source, or the facts. */
static void import_change(struct world *world, const char *path, struct arena *arena)
{
    struct advisory_index_writer *writer = begin(path);
    unsigned source = draw(SOURCES), kind = draw(4);
    for (unsigned i = draw(6); kind < 2 && i > 0; i--) {
        unsigned id = draw(IDS);
        world->records[source][id] = kind == 1 && draw(3) == 0 ? 0 : draw(1000) + 1;
    }
    if (kind == 0) {
        uint32_t batch = advisory_index_write_batch(writer);
        for (unsigned id = 0; id < IDS; id++) {
            struct advisory record = record_of(arena, source, id, world->records[source][id]);
            if (world->records[source][id])
                assert_ok(advisory_index_write_record(writer, batch, &record, err));
        }
        write_name(writer, batch, source_names[source], true);
    } else if (kind == 1) {
        write_source(writer, arena, world, source);
    } else {
        world->facts[draw(CVES)] = kind == 2 ? draw(1000000) : 0;
        write_facts(writer, arena, world);
    }
    end(writer);
}

static void build_at_once(const struct world *world, const struct advisory_index *grown,
    const char *path, struct arena *arena)
{
    struct advisory_index_writer *writer = begin(path);
    for (size_t i = 0; i < advisory_index_source_count(grown); i++) {
        struct text name = advisory_index_source(grown, i).name;
        for (unsigned source = 0; source < SOURCES; source++)
            if (text_is(name, source_names[source]))
                write_source(writer, arena, world, source);
        if (text_is(name, "epss"))
            write_facts(writer, arena, world);
    }
    end(writer);
}

static int compare_texts(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

/* Returns what the index says of a package, in an order of its own. */
static struct text hits_of(const struct advisory_index *index, struct text ecosystem,
    struct text package, struct arena *arena)
{
    struct advisory_hits hits;
    struct text all = {"", 0}, lines[SOURCES * IDS];
    if (!advisory_index_find(index, ecosystem, package, &hits))
        return all;
    assert_true(hits.count <= LEN_OF(lines));
    for (uint32_t i = 0; i < hits.count; i++) {
        struct advisory record;
        assert_ok(advisory_index_read_hit(&hits, i, &record, arena, err));
        lines[i] = arena_format(arena, "%.*s %.*s %.*s", TEXT_ARG(record.source),
            TEXT_ARG(record.id), TEXT_ARG(record.summary));
    }
    qsort(lines, hits.count, sizeof *lines, compare_texts);
    for (uint32_t i = 0; i < hits.count; i++)
        all = arena_join(arena, all, "\n", lines[i]);
    return all;
}

static struct text package_text(struct arena *arena, unsigned package)
{
    return arena_format(arena, "p%u", package);
}

static void compare_sources(const struct advisory_index *a, const struct advisory_index *b)
{
    assert_int_equal(advisory_index_source_count(a), advisory_index_source_count(b));
    for (size_t i = 0; i < advisory_index_source_count(a); i++) {
        struct advisory_source x = advisory_index_source(a, i), y = advisory_index_source(b, i);
        assert_true(text_eq(x.name, y.name) && text_eq(x.digest, y.digest));
        assert_int_equal(x.record_count, y.record_count);
        assert_int_equal(x.withdrawn_count, y.withdrawn_count);
        assert_int_equal(x.unusable_count, y.unusable_count);
        assert_memory_equal(x.kind_counts, y.kind_counts, sizeof x.kind_counts);
    }
    assert_int_equal(advisory_index_coverage_count(a), advisory_index_coverage_count(b));
    for (size_t i = 0; i < advisory_index_coverage_count(a); i++) {
        struct advisory_coverage x = advisory_index_coverage(a, i);
        struct advisory_coverage y = advisory_index_coverage(b, i);
        assert_true(text_eq(x.ecosystem, y.ecosystem) && x.source == y.source);
        assert_int_equal(x.record_count, y.record_count);
    }
}

static void compare_indexes(
    const struct advisory_index *a, const struct advisory_index *b, struct arena *arena)
{
    assert_true(text_eq(advisory_index_digest(a), advisory_index_digest(b)));
    assert_int_equal(advisory_index_record_count(a), advisory_index_record_count(b));
    compare_sources(a, b);
    for (unsigned p = 0; p < PACKAGES; p++)
        for (unsigned e = 0; e < 2; e++) {
            struct text package = package_text(arena, p), ecosystem = text_of(ecosystems[e]);
            assert_true(text_eq(
                hits_of(a, ecosystem, package, arena), hits_of(b, ecosystem, package, arena)));
        }
    for (unsigned i = 0; i < CVES; i++) {
        struct text cve = arena_format(arena, "CVE-2024-%04u", i + 1);
        struct advisory_facts x = {0}, y = {0};
        assert_int_equal(advisory_index_facts(a, cve, &x), advisory_index_facts(b, cve, &y));
        assert_int_equal(x.epss_millionths, y.epss_millionths);
    }
}

static bool tells(
    const struct advisory_changes *changes, struct text ecosystem, struct text package)
{
    for (size_t i = 0; i < changes->package_count; i++)
        if (text_eq(changes->packages[i].ecosystem, ecosystem) &&
            text_eq(changes->packages[i].package, package))
            return true;
    return false;
}

static bool tells_cve(const struct advisory_changes *changes, struct text cve)
{
    for (size_t i = 0; i < changes->cve_count; i++)
        if (text_eq(changes->cves[i], cve))
            return true;
    return false;
}

/* Whatever reads otherwise than before must be told. */
static void check_changes(
    const struct advisory_index *before, const struct advisory_index *now, struct arena *arena)
{
    struct advisory_changes changes;
    bool is_known;
    assert_ok(
        advisory_index_since(now, advisory_index_digest(before), &changes, &is_known, arena, err));
    assert_true(is_known);
    for (unsigned p = 0; p < PACKAGES; p++)
        for (unsigned e = 0; e < 2; e++) {
            struct text package = package_text(arena, p), ecosystem = text_of(ecosystems[e]);
            bool is_same = text_eq(hits_of(before, ecosystem, package, arena),
                hits_of(now, ecosystem, package, arena));
            assert_true(is_same || tells(&changes, ecosystem, package));
        }
    for (unsigned i = 0; i < CVES; i++) {
        struct text cve = arena_format(arena, "CVE-2024-%04u", i + 1);
        struct advisory_facts x = {0}, y = {0};
        (void)advisory_index_facts(before, cve, &x);
        (void)advisory_index_facts(now, cve, &y);
        assert_true(x.epss_millionths == y.epss_millionths || tells_cve(&changes, cve));
    }
    if (text_eq(advisory_index_digest(before), advisory_index_digest(now)))
        assert_int_equal(changes.package_count + changes.cve_count, 0);
}

static struct advisory_index *open_index(const char *path)
{
    struct advisory_index *index = NULL;
    assert_ok(advisory_index_open(&index, path, err));
    return index;
}

static void test_grown_is_as_built_at_once(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct world world = {0};
    seed = 20261123;
    const char *path = folder_path(&folder, "grown.kzi"),
               *whole = folder_path(&folder, "whole.kzi");
    import_change(&world, path, &folder.arena);
    struct advisory_index *before = open_index(path), *first = open_index(path);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena arena;
        arena_init(&arena, SIZE_MAX);
        import_change(&world, path, &arena);
        struct advisory_index *now = open_index(path);
        assert_ok(advisory_index_verify(now, err));
        (void)remove(whole);
        build_at_once(&world, now, whole, &arena);
        struct advisory_index *at_once = open_index(whole);
        compare_indexes(now, at_once, &arena);
        check_changes(before, now, &arena);
        check_changes(first, now, &arena);
        /* Who has the former generation open still has all of it. */
        assert_ok(advisory_index_verify(before, err));
        advisory_index_free(at_once);
        advisory_index_free(before);
        before = now;
        arena_done(&arena);
    }
    advisory_index_free(before);
    advisory_index_free(first);
    folder_done(&folder);
}

/* Imports one state of one record. */
static void import_one(struct folder *folder, const char *path, unsigned id, unsigned state)
{
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    struct advisory record = record_of(&folder->arena, 0, id, state);
    assert_ok(advisory_index_write_record(writer, batch, &record, err));
    write_name(writer, batch, "local", true);
    end(writer);
}

static void test_same_again_changes_nothing_but_the_date(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    clock_set_us(CLOCK_SECOND_US);
    import_one(&folder, path, 1, 1);
    struct advisory_index *before = open_index(path);
    clock_set_us(2 * CLOCK_SECOND_US);
    import_one(&folder, path, 1, 1);
    struct advisory_index *now = open_index(path);
    assert_true(text_eq(advisory_index_digest(before), advisory_index_digest(now)));
    assert_int_equal(advisory_index_source(before, 0).imported_us, CLOCK_SECOND_US);
    assert_int_equal(advisory_index_source(now, 0).imported_us, 2 * CLOCK_SECOND_US);
    assert_true(advisory_index_sequence(path) > 1);
    advisory_index_free(before);
    advisory_index_free(now);
    clock_set_us(0);
    folder_done(&folder);
}

/* What a batch did to its source, when it is the whole of it. */
static struct advisory_index_change import_whole(
    struct folder *folder, const char *path, const unsigned *states, unsigned count)
{
    struct advisory_index_writer *writer = begin(path);
    uint32_t batch = advisory_index_write_batch(writer);
    for (unsigned i = 0; i < count; i++) {
        struct advisory record = record_of(&folder->arena, 0, i, states[i]);
        struct advisory_facts facts = {.has_epss = true, .epss_millionths = states[i]};
        struct text cve = arena_format(&folder->arena, "CVE-2024-%04u", i);
        assert_ok(advisory_index_write_record(writer, batch, &record, err));
        assert_ok(advisory_index_write_facts(writer, batch, cve, &facts, err));
    }
    write_name(writer, batch, "whole", false);
    assert_ok(advisory_index_write_commit(writer, err));
    struct advisory_index_change change = advisory_index_write_change(writer, batch);
    advisory_index_write_free(writer);
    return change;
}

static void test_tells_what_an_import_changed(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    static const struct {
        unsigned states[4], count;
        struct advisory_index_change change;
    } steps[] = {
        {{1, 2, 3}, 3, {.added = 6}},
        {{1, 2, 3}, 3, {0}},
        {{1, 5, 3, 4}, 4, {.added = 2, .changed = 2}},
        {{1, 5}, 2, {.gone = 4}},
        {{0}, 0, {.gone = 4}},
    };
    for (size_t i = 0; i < LEN_OF(steps); i++) {
        struct advisory_index_change change =
            import_whole(&folder, path, steps[i].states, steps[i].count);
        assert_memory_equal(&change, &steps[i].change, sizeof change);
    }
    folder_done(&folder);
}

/* A header that was cut off while it was written, at each of some places: the former generation is still there. */
static void test_a_torn_header_leaves_the_former_generation(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    import_one(&folder, path, 1, 1);
    struct text first = folder_read(&folder, path);
    import_one(&folder, path, 2, 2);
    struct text second = folder_read(&folder, path);
    assert_true(second.len > first.len);
    for (size_t cut = 0; cut < sizeof(struct layout_header); cut += 97) {
        struct text torn = arena_text(&folder.arena, second);
        memcpy((char *)(uintptr_t)torn.at + LAYOUT_HEADER_ROOM + cut,
            first.at + LAYOUT_HEADER_ROOM + cut, LAYOUT_HEADER_ROOM - cut);
        struct advisory_index *index = open_index(folder_write(&folder, "torn.kzi", torn));
        assert_int_equal(advisory_index_record_count(index), 1);
        assert_ok(advisory_index_verify(index, err));
        advisory_index_free(index);
        /* The next import goes on from there. */
        import_one(&folder, folder_path(&folder, "torn.kzi"), 3, 3);
        index = open_index(folder_path(&folder, "torn.kzi"));
        assert_int_equal(advisory_index_record_count(index), 2);
        advisory_index_free(index);
    }
    folder_done(&folder);
}

static void test_an_unknown_generation_is_not_known(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    const char *path = folder_path(&folder, "a.kzi");
    import_one(&folder, path, 1, 1);
    struct advisory_index *index = open_index(path);
    struct advisory_changes changes;
    bool is_known;
    struct text none = TEXT("00000000000000000000000000000000000000000000000000000000000000ff");
    assert_ok(advisory_index_since(index, none, &changes, &is_known, &folder.arena, err));
    assert_false(is_known);
    assert_ok(advisory_index_since(index, TEXT("?"), &changes, &is_known, &folder.arena, err));
    assert_false(is_known);
    advisory_index_free(index);
    folder_done(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grown_is_as_built_at_once),
        cmocka_unit_test(test_same_again_changes_nothing_but_the_date),
        cmocka_unit_test(test_tells_what_an_import_changed),
        cmocka_unit_test(test_a_torn_header_leaves_the_former_generation),
        cmocka_unit_test(test_an_unknown_generation_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
