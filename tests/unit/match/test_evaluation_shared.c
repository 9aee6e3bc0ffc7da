/* SPDX-License-Identifier: Apache-2.0 */
/* Over real advisories: the matcher against a second evaluator, written from osv-schema's "Evaluation" alone. Every version that
   some record of a package lists, and every event of its ranges with what lies just beside it, is asked of each of its records. */
#include "folder.h"

#include "advisory/advisory_import.h"
#include "base/vec.h"
#include "domain/version_key.h"
#include "match/match_record.h"

/* A package with more versions to ask than this is asked every so-manieth of those that no record lists. */
enum { PROBES_OF_ONE = 60 };

struct probe {
    struct text version, key;
    bool can_be_read;
    bool is_listed; /* by some record */
};

struct package {
    struct text ecosystem, name;
};

struct world {
    struct folder folder;
    struct advisory_index *index;
    struct arena arena; /* of one package */
    struct {
        VEC(struct package);
    } packages;
    struct {
        VEC(struct probe);
    } probes;
    struct figures {
        size_t listed, inside,
            outside;   /* triples of record, package and version; none counted twice */
        size_t unread; /* version or event cannot be read, or the record names no versions */
        size_t residue;
    } figures;
};

/* One record against one version. */
struct question {
    const struct ecosystem *ecosystem;
    const struct advisory *advisory;
    struct text *const *
        keys; /* of the versions that each of its packages lists; at is NULL for what cannot be read */
    const struct probe *probe;
};

enum expected { EXPECT_IN, EXPECT_OUT, EXPECT_UNREAD };

static int order_of(enum version_scheme scheme, struct text a, struct text b)
{
    int order = 0;
    assert_true(version_compare(scheme, a, b, &order, NULL));
    return order;
}

static bool is_everything(const struct range_bound *event)
{
    return text_is(event->version, event->event == RANGE_INTRODUCED ? "0" : "*");
}

/* Events are sorted by version, "0" first; last_affected stands behind what else has its version. */
static bool stands_before(
    enum version_scheme scheme, const struct range_bound *a, const struct range_bound *b)
{
    bool a_is_first = a->event == RANGE_INTRODUCED && is_everything(a);
    bool b_is_first = b->event == RANGE_INTRODUCED && is_everything(b);
    if (a_is_first || b_is_first)
        return a_is_first && !b_is_first;
    int order = order_of(scheme, a->version, b->version);
    return order ? order < 0 : a->event != RANGE_LAST_AFFECTED && b->event == RANGE_LAST_AFFECTED;
}

/* BeforeLimits of the schema. */
static bool is_before_limits(
    enum version_scheme scheme, const struct range *range, struct text version)
{
    bool has_limit = false;
    for (size_t i = 0; i < range->count; i++) {
        const struct range_bound *event = &range->bounds[i];
        if (event->event != RANGE_LIMIT)
            continue;
        has_limit = true;
        if (is_everything(event) || order_of(scheme, version, event->version) < 0)
            return true;
    }
    return !has_limit;
}

/* IncludedInRanges of the schema, for one range: walks the sorted events. */
static bool is_in_range(
    struct arena *arena, enum version_scheme scheme, const struct range *range, struct text version)
{
    struct range_bound *sorted = arena_take_array(arena, range->count, sizeof *sorted);
    bool is_vulnerable = false;
    size_t count = 0;
    for (size_t i = 0; i < range->count; i++) {
        if (range->bounds[i].event == RANGE_LIMIT)
            continue;
        size_t at = count++;
        for (; at > 0 && stands_before(scheme, &range->bounds[i], &sorted[at - 1]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = range->bounds[i];
    }
    for (size_t i = 0; i < count; i++) {
        const struct range_bound *event = &sorted[i];
        bool is_first = event->event == RANGE_INTRODUCED && is_everything(event);
        int order = is_first ? 1 : order_of(scheme, version, event->version);
        if (event->event == RANGE_INTRODUCED && order >= 0)
            is_vulnerable = true;
        else if (event->event == RANGE_FIXED && order >= 0)
            is_vulnerable = false;
        else if (event->event == RANGE_LAST_AFFECTED && order > 0)
            is_vulnerable = false;
    }
    return is_vulnerable && is_before_limits(scheme, range, version);
}

static bool can_read(enum version_scheme scheme, const struct range *range)
{
    for (size_t i = 0; i < range->count; i++)
        if (!is_everything(&range->bounds[i]) &&
            !version_check(scheme, range->bounds[i].version, NULL))
            return false;
    return true;
}

/* Then it does not matter what the version is called. */
static bool holds_everything(const struct range *range)
{
    return range->count == 1 && range->bounds[0].event == RANGE_INTRODUCED &&
           is_everything(&range->bounds[0]);
}

static bool lists(
    const struct advisory_affected *affected, const struct text *keys, const struct probe *probe)
{
    for (size_t i = 0; i < affected->version_count; i++)
        if (text_eq(affected->versions[i], probe->version) ||
            (probe->can_be_read && keys[i].at && text_eq(keys[i], probe->key)))
            return true;
    return false;
}

static bool spells(const struct advisory *advisory, struct text version)
{
    for (size_t i = 0; i < advisory->affected_count; i++)
        for (size_t k = 0; k < advisory->affected[i].version_count; k++)
            if (text_eq(advisory->affected[i].versions[k], version))
                return true;
    return false;
}

static enum expected expect(struct world *world, const struct question *q)
{
    enum version_scheme scheme = q->ecosystem->scheme;
    enum expected expected = EXPECT_OUT;
    for (size_t i = 0; i < q->advisory->affected_count; i++) {
        const struct advisory_affected *affected = &q->advisory->affected[i];
        if (affected->range_count == 0 && affected->version_count == 0)
            expected = EXPECT_UNREAD;
        for (size_t k = 0; k < affected->range_count; k++) {
            const struct range *range = &affected->ranges[k];
            if (holds_everything(range))
                return EXPECT_IN;
            if (!q->probe->can_be_read || !can_read(scheme, range))
                expected = EXPECT_UNREAD;
            else if (is_in_range(&world->arena, scheme, range, q->probe->version))
                return EXPECT_IN;
        }
        if (lists(affected, q->keys[i], q->probe))
            return EXPECT_IN;
        if (affected->version_count && !q->probe->can_be_read)
            expected = EXPECT_UNREAD;
    }
    return expected;
}

static void ask(struct world *world, const struct question *q)
{
    static const enum match_answer wanted[] = {
        [EXPECT_IN] = MATCH_AFFECTED,
        [EXPECT_OUT] = MATCH_NOT_AFFECTED,
        [EXPECT_UNREAD] = MATCH_UNDECIDABLE,
    };
    struct figures *figures = &world->figures;
    bool is_spelt = q->probe->is_listed && spells(q->advisory, q->probe->version);
    enum expected expected = is_spelt ? EXPECT_IN : expect(world, q);
    struct match_verdict verdict =
        match_record_judge(q->ecosystem, q->advisory, q->probe->version, &world->arena);
    figures->listed += is_spelt;
    figures->inside += expected == EXPECT_IN && !is_spelt;
    figures->outside += expected == EXPECT_OUT;
    figures->unread += expected == EXPECT_UNREAD;
    if (verdict.answer == wanted[expected])
        return;
    if (figures->residue++ < 5)
        print_error("%.*s: %.*s is judged %d, not %d\n", TEXT_ARG(q->advisory->id),
            TEXT_ARG(q->probe->version), (int)verdict.answer, (int)wanted[expected]);
}

static void add_probe(struct world *world, struct text version, bool is_listed)
{
    *VEC_ADD(&world->probes) = (struct probe){.version = version, .is_listed = is_listed};
}

/* The version with its last number one greater or less, and with something behind it. */
static void add_beside(struct world *world, struct text version)
{
    static const char *const ends[] = {"-0", ".1", "a1"};
    size_t at = version.len;
    for (size_t i = 0; i < LEN_OF(ends); i++)
        add_probe(world, arena_format(&world->arena, "%.*s%s", TEXT_ARG(version), ends[i]), false);
    while (at > 0 && !text_is_digit(version.at[at - 1]))
        at--;
    if (at == 0)
        return;
    for (int by = -1; by <= 1; by += 2) {
        char *room = arena_take(&world->arena, version.len);
        assert_non_null(room);
        memcpy(room, version.at, version.len);
        char digit = (char)(version.at[at - 1] + by);
        room[at - 1] = text_is_digit(digit) ? digit : version.at[at - 1];
        add_probe(world, (struct text){room, version.len}, false);
    }
}

static void add_probes(struct world *world, const struct advisory *advisory)
{
    for (size_t i = 0; i < advisory->affected_count; i++) {
        const struct advisory_affected *affected = &advisory->affected[i];
        for (size_t k = 0; k < affected->version_count; k++)
            add_probe(world, affected->versions[k], true);
        for (size_t k = 0; k < affected->range_count; k++)
            for (size_t n = 0; n < affected->ranges[k].count; n++) {
                add_probe(world, affected->ranges[k].bounds[n].version, false);
                add_beside(world, affected->ranges[k].bounds[n].version);
            }
    }
}

/* By version, listed ones first. */
static int compare_probes(const void *a, const void *b)
{
    const struct probe *left = a, *right = b;
    int order = text_cmp(left->version, right->version);
    return order ? order : right->is_listed - left->is_listed;
}

/* Leaves each version once, and of those that nobody lists as many as there is time for. */
static void sift_probes(struct world *world, enum version_scheme scheme)
{
    size_t count = 0, unlisted = 0, kept = 0;
    struct buf key;
    qsort(world->probes.at, world->probes.len, sizeof *world->probes.at, compare_probes);
    for (size_t i = 0; i < world->probes.len; i++)
        if (count == 0 ||
            !text_eq(world->probes.at[i].version, world->probes.at[count - 1].version))
            world->probes.at[count++] = world->probes.at[i];
    size_t stride = 1 + count / PROBES_OF_ONE;
    buf_init(&key, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        struct probe probe = world->probes.at[i];
        if (!probe.is_listed && unlisted++ % stride)
            continue;
        buf_cut(&key, 0);
        probe.can_be_read = version_key_add(scheme, probe.version, &key, NULL);
        probe.key = arena_text(&world->arena, buf_text(&key));
        world->probes.at[kept++] = probe;
    }
    buf_done(&key);
    world->probes.len = kept;
}

static struct text **keys_of(
    struct world *world, enum version_scheme scheme, const struct advisory *advisory)
{
    struct text **keys = arena_take_array(&world->arena, advisory->affected_count, sizeof *keys);
    struct buf key;
    buf_init(&key, SIZE_MAX);
    for (size_t i = 0; i < advisory->affected_count; i++) {
        const struct advisory_affected *affected = &advisory->affected[i];
        keys[i] = arena_take_array(&world->arena, affected->version_count, sizeof *keys[i]);
        for (size_t k = 0; k < affected->version_count; k++) {
            buf_cut(&key, 0);
            if (version_key_add(scheme, affected->versions[k], &key, NULL))
                keys[i][k] = arena_text(&world->arena, buf_text(&key));
        }
    }
    buf_done(&key);
    return keys;
}

static void check_package(struct world *world, const struct package *package)
{
    const struct ecosystem *ecosystem = ecosystem_find(package->ecosystem);
    struct advisory_hits hits;
    struct err err = {0};
    if (!ecosystem || !ecosystem->has_scheme ||
        !advisory_index_find(world->index, package->ecosystem, package->name, &hits))
        return;
    arena_clear(&world->arena);
    world->probes.len = 0;
    struct advisory *records = arena_take_array(&world->arena, hits.count, sizeof *records);
    for (uint32_t i = 0; i < hits.count; i++) {
        if (!advisory_index_read_hit(&hits, i, &records[i], &world->arena, &err))
            fail_msg("%s", err.text);
        add_probes(world, &records[i]);
    }
    sift_probes(world, ecosystem->scheme);
    for (uint32_t i = 0; i < hits.count; i++) {
        struct text **keys = keys_of(world, ecosystem->scheme, &records[i]);
        for (size_t k = 0; k < world->probes.len; k++)
            ask(world, &(struct question){ecosystem, &records[i], keys, &world->probes.at[k]});
    }
}

static int compare_packages(const void *a, const void *b)
{
    const struct package *left = a, *right = b;
    int order = text_cmp(left->ecosystem, right->ecosystem);
    return order ? order : text_cmp(left->name, right->name);
}

/* The packages that records name, each once. */
static void list_packages(struct world *world)
{
    size_t count = 0;
    for (uint32_t i = 0; i < advisory_index_record_count(world->index); i++) {
        struct advisory advisory;
        struct err err = {0};
        arena_clear(&world->arena);
        assert_true(advisory_index_read_record(world->index, i, &advisory, &world->arena, &err));
        for (size_t k = 0; k < advisory.affected_count; k++)
            *VEC_ADD(&world->packages) =
                (struct package){advisory.affected[k].ecosystem, advisory.affected[k].package};
    }
    qsort(world->packages.at, world->packages.len, sizeof *world->packages.at, compare_packages);
    for (size_t i = 0; i < world->packages.len; i++)
        if (count == 0 ||
            compare_packages(&world->packages.at[i], &world->packages.at[count - 1]) != 0)
            world->packages.at[count++] = world->packages.at[i];
    world->packages.len = count;
}

static void import_source(struct world *world, const char *source)
{
    struct err err = {0};
    struct advisory_import *import;
    const char *path = folder_path(&world->folder, "index.kzi");
    const char *zip =
        arena_format(&world->folder.arena, "%s/data/osv/%s/all.zip", unit_shared(), source).at;
    if (access(zip, R_OK) != 0) {
        folder_done(&world->folder);
        skip();
    }
    assert_true(advisory_import_new(&import, path, NULL, &err));
    if (!advisory_import_add(import, zip, NULL, &err) ||
        !advisory_import_commit(import, false, &err))
        fail_msg("%s", err.text);
    advisory_import_free(import);
    if (!advisory_index_open(&world->index, path, &err))
        fail_msg("%s", err.text);
}

/* Asks every so-manieth package of a source; least is the number of triples that it has at the least, so that none can be lost. */
static void check_source(const char *source, size_t stride, size_t least_listed, size_t least)
{
    struct world world = {.folder = folder_new()};
    arena_init(&world.arena, SIZE_MAX);
    import_source(&world, source);
    list_packages(&world);
    for (size_t i = 0; i < world.packages.len; i += stride)
        check_package(&world, &world.packages.at[i]);
    const struct figures *f = &world.figures;
    print_message(
        "%s: of %zu packages %zu triples listed, %zu in a range, %zu outside, %zu not to be "
        "read: residue %zu\n",
        source, world.packages.len, f->listed, f->inside, f->outside, f->unread, f->residue);
    assert_int_equal(f->residue, 0);
    assert_true(f->listed >= least_listed);
    assert_true(f->inside + f->outside >= least);
    VEC_DONE(&world.packages);
    VEC_DONE(&world.probes);
    advisory_index_free(world.index);
    arena_done(&world.arena);
    folder_done(&world.folder);
}

static void test_pypi(void **state)
{
    (void)state;
    check_source("PyPI", 1, 570000, 500000);
}

static void test_others(void **state)
{
    static const char *const sources[] = {
        "Go", "npm", "crates.io", "RubyGems", "Packagist", "Maven", "Bitnami"};
    (void)state;
    for (size_t i = 0; i < LEN_OF(sources); i++)
        check_source(sources[i], 1, 0, 10000);
}

static void test_almalinux(void **state)
{
    (void)state;
    check_source("AlmaLinux", 7, 0, 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pypi),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_almalinux),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
