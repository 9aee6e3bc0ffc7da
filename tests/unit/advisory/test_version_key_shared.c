/* SPDX-License-Identifier: Apache-2.0 */
/* Keys against version_compare for every version that real advisories name: next to those it is written with, and next to
   those it is sorted with. */
#include "unit.h"

#include <unistd.h>

#include "advisory/osv.h"
#include "base/vec.h"
#include "codec/archive.h"
#include "domain/ecosystem.h"
#include "domain/version_key.h"

static const char *const dumps[] = {
    "AlmaLinux", "Bitnami", "Go", "Maven", "Packagist", "PyPI", "RubyGems", "crates.io", "npm"};

struct named {
    enum version_scheme scheme;
    struct text version, key;
};

struct all {
    struct arena arena;
    struct {
        VEC(struct named);
    } versions;
    size_t refused;
};

static void add_version(struct all *all, enum version_scheme scheme, struct text version)
{
    struct buf key;
    buf_init(&key, SIZE_MAX);
    if (version_key_add(scheme, version, &key, NULL))
        *VEC_ADD(&all->versions) = (struct named){
            scheme, arena_text(&all->arena, version), arena_text(&all->arena, buf_text(&key))};
    else
        all->refused++;
    buf_done(&key);
}

static void add_affected(struct all *all, const struct advisory_affected *affected)
{
    const struct ecosystem *row = ecosystem_find(affected->ecosystem);
    if (!row || !row->has_scheme)
        return;
    for (size_t i = 0; i < affected->range_count; i++)
        for (size_t j = 0; j < affected->ranges[i].count; j++)
            add_version(all, row->scheme, affected->ranges[i].bounds[j].version);
    for (size_t i = 0; i < affected->version_count; i++)
        add_version(all, row->scheme, affected->versions[i]);
}

static void add_record(struct all *all, struct text bytes)
{
    struct json json = {0};
    struct arena arena;
    struct advisory advisory;
    arena_init(&arena, SIZE_MAX);
    if (json_read(&json, bytes, NULL) && osv_read(&advisory, json_root(&json), &arena, NULL))
        for (size_t i = 0; i < advisory.affected_count; i++)
            add_affected(all, &advisory.affected[i]);
    json_done(&json);
    arena_done(&arena);
}

static void add_dump(struct all *all, const char *name)
{
    char path[4096];
    struct err err = {0};
    struct archive_walk *walk;
    struct archive_item item;
    struct buf bytes;
    bool is_there = true, is_whole;
    snprintf(path, sizeof path, "%s/data/osv/%s/all.zip", unit_shared(), name);
    if (access(path, R_OK) != 0)
        skip();
    if (!archive_walk_new(&walk, path, NULL, &err))
        fail_msg("%s", err.text);
    buf_init(&bytes, SIZE_MAX);
    while (archive_walk_next(walk, &is_there, &item, &err) && is_there) {
        buf_cut(&bytes, 0);
        assert_true(archive_walk_read(walk, &bytes, &is_whole, &err));
        add_record(all, buf_text(&bytes));
    }
    assert_false(is_there);
    buf_done(&bytes);
    archive_walk_free(walk);
}

static void check_neighbours(const struct named *a, const struct named *b)
{
    int wanted = VERSION_NO_ORDER;
    if (a->scheme != b->scheme)
        return;
    if (!version_compare(a->scheme, a->version, b->version, &wanted, NULL))
        wanted = VERSION_NO_ORDER;
    int got = version_key_compare(a->scheme, a->key, b->key);
    if (got != wanted || text_eq(a->key, b->key) != (wanted == 0))
        fail_msg("%s: %.*s and %.*s: %d by their keys, not %d", version_scheme_name(a->scheme),
            TEXT_ARG(a->version), TEXT_ARG(b->version), got, wanted);
}

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    if (x->scheme != y->scheme)
        return x->scheme < y->scheme ? -1 : 1;
    return text_cmp(x->key, y->key);
}

static void test_real_versions(void **state)
{
    (void)state;
    struct all all = {0};
    arena_init(&all.arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(dumps); i++)
        add_dump(&all, dumps[i]);
    size_t key_bytes = 0;
    for (size_t i = 0; i < all.versions.len; i++) {
        key_bytes += all.versions.at[i].key.len;
        if (i)
            check_neighbours(&all.versions.at[i - 1], &all.versions.at[i]);
    }
    qsort(all.versions.at, all.versions.len, sizeof *all.versions.at, compare_named);
    for (size_t i = 1; i < all.versions.len; i++)
        check_neighbours(&all.versions.at[i - 1], &all.versions.at[i]);
    print_message("%zu versions of advisories, %zu that cannot be read; a key has %.1f bytes\n",
        all.versions.len, all.refused, (double)key_bytes / (double)all.versions.len);
    assert_true(all.versions.len > 500000);
    VEC_DONE(&all.versions);
    arena_done(&all.arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_real_versions)};
    return cmocka_run_group_tests_name("advisory/version_key_shared", tests, NULL, NULL);
}
