/* SPDX-License-Identifier: Apache-2.0 */
/* Measures comparing versions, from text and from keys, and making keys, on one core.
   Usage: perf_versions SCHEME FILE, a version a line. Prints "scheme versions text_ns checked_ns key_ns compare_ns
   key_bytes": nanoseconds for a comparison from text, from text that was checked before, for a key made, and for a
   comparison of keys; and the median length of a key. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "domain/version_key.h"

enum { RUNS = 5, PAIRS = 200000 };

struct bench {
    enum version_scheme scheme;
    struct {
        VEC(struct text);
    } versions;
    struct {
        VEC(struct text);
    } keys;
    struct buf made;
    uint32_t *pairs;
    int64_t sum; /* of the answers, so that none is left out */
};

static void must(bool is_ok, const struct err *err)
{
    if (is_ok)
        return;
    fprintf(stderr, "perf_versions: %s\n", err->text);
    exit(3);
}

static void compare_texts(struct bench *bench)
{
    for (size_t i = 0; i < PAIRS; i++) {
        int order = 0;
        struct text a = bench->versions.at[bench->pairs[2 * i]];
        struct text b = bench->versions.at[bench->pairs[2 * i + 1]];
        if (version_compare(bench->scheme, a, b, &order, NULL))
            bench->sum += order;
    }
}

static void compare_checked_texts(struct bench *bench)
{
    for (size_t i = 0; i < PAIRS; i++) {
        int order = 0;
        struct text a = bench->versions.at[bench->pairs[2 * i]];
        struct text b = bench->versions.at[bench->pairs[2 * i + 1]];
        if (version_compare_checked(bench->scheme, a, b, &order, NULL))
            bench->sum += order;
    }
}

static void make_keys(struct bench *bench)
{
    struct err err = {0};
    for (size_t i = 0; i < PAIRS; i++) {
        if (i % 4096 == 0)
            buf_cut(&bench->made, 0);
        struct text version = bench->versions.at[bench->pairs[i]];
        must(version_key_add(bench->scheme, version, &bench->made, &err), &err);
    }
}

static void compare_keys(struct bench *bench)
{
    for (size_t i = 0; i < PAIRS; i++)
        bench->sum += version_key_compare(bench->scheme, bench->keys.at[bench->pairs[2 * i]],
            bench->keys.at[bench->pairs[2 * i + 1]]);
}

/* Returns the nanoseconds of one of the PAIRS steps, in the quickest run: others on the machine only slow it. */
static double measure(struct bench *bench, void (*step)(struct bench *))
{
    int64_t best = INT64_MAX;
    for (int i = 0; i < RUNS; i++) {
        int64_t start = clock_steady_us();
        step(bench);
        int64_t took = clock_steady_us() - start;
        best = took < best ? took : best;
    }
    return (double)best * 1000.0 / (double)PAIRS;
}

static void read_versions(struct bench *bench, struct text file)
{
    while (file.len) {
        struct text version = text_cut(&file, '\n');
        if (version_check(bench->scheme, version, NULL))
            *VEC_ADD(&bench->versions) = version;
    }
    uint64_t seed = 88172645463325252ULL;
    for (size_t i = 0; bench->versions.len && i < 2 * (size_t)PAIRS; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        bench->pairs[i] = (uint32_t)(seed % bench->versions.len);
    }
}

/* Keys lie one behind the other, as in an index. */
static void add_keys(struct bench *bench, struct buf *all)
{
    struct err err = {0};
    struct {
        VEC(size_t);
    } ends = {0};
    for (size_t i = 0; i < bench->versions.len; i++) {
        must(version_key_add(bench->scheme, bench->versions.at[i], all, &err), &err);
        *VEC_ADD(&ends) = all->len;
    }
    for (size_t i = 0; i < bench->versions.len; i++)
        *VEC_ADD(&bench->keys) = text_slice(buf_text(all), i ? ends.at[i - 1] : 0, ends.at[i]);
    VEC_DONE(&ends);
}

static int compare_lengths(const void *a, const void *b)
{
    size_t x = ((const struct text *)a)->len, y = ((const struct text *)b)->len;
    return (x > y) - (x < y);
}

static void print_row(struct bench *bench)
{
    double text_ns = measure(bench, compare_texts);
    double checked_ns = measure(bench, compare_checked_texts);
    double key_ns = measure(bench, make_keys);
    double compare_ns = measure(bench, compare_keys);
    qsort(bench->keys.at, bench->keys.len, sizeof *bench->keys.at, compare_lengths);
    printf("%s\t%zu\t%.1f\t%.1f\t%.1f\t%.1f\t%zu\n", version_scheme_name(bench->scheme),
        bench->versions.len, text_ns, checked_ns, key_ns, compare_ns,
        bench->keys.at[bench->keys.len / 2].len);
}

static bool find_scheme(const char *name, enum version_scheme *ret_scheme)
{
    for (int i = 0; i < VERSION_SCHEMES; i++)
        if (strcmp(version_scheme_name((enum version_scheme)i), name) == 0) {
            *ret_scheme = (enum version_scheme)i;
            return true;
        }
    return false;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct buf file, all;
    struct bench bench = {0};
    if (argc != 3 || !find_scheme(argv[1], &bench.scheme)) {
        fprintf(stderr, "usage: perf_versions SCHEME FILE\n");
        return 2;
    }
    buf_init(&file, SIZE_MAX);
    buf_init(&all, SIZE_MAX);
    buf_init(&bench.made, SIZE_MAX);
    must(file_read(&file, argv[2], &err), &err);
    bench.pairs = calloc(2 * (size_t)PAIRS, sizeof *bench.pairs);
    must(bench.pairs || err_set(&err, ERR_SYSTEM, "out of memory"), &err);
    read_versions(&bench, buf_text(&file));
    must(bench.versions.len || err_set(&err, ERR_USAGE, "%s has no version", argv[2]), &err);
    add_keys(&bench, &all);
    print_row(&bench);
    VEC_DONE(&bench.versions);
    VEC_DONE(&bench.keys);
    buf_done(&bench.made);
    buf_done(&all);
    buf_done(&file);
    free(bench.pairs);
    return 0;
}
