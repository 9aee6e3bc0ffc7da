/* SPDX-License-Identifier: Apache-2.0 */
/* Measures one step of matching a whole fleet, in one process: perf_match STEP FLEET INDEX [RUNS]. FLEET is a folder as
   perf_fleet writes it, INDEX an index of its advisories. Prints "median_ms least_ms cpu_ms" of the runs, then the peak memory
   in bytes, and what was counted, by name. tests/perf/match runs all steps and tells what they mean. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <yyjson.h>

#include "advisory/advisory_import.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/vec.h"
#include "match/scan_fleet.h"

enum { MOST_RUNS = 101, PATH_SIZE = 1024 };

struct paths {
    VEC(char *);
};

struct work {
    const char *fleet, *index_path;
    struct paths sboms;
    double cpu_ms; /* of all runs */
    struct advisory_index *index;
    struct arena arena;
    struct buf bytes;
    char large[PATH_SIZE];
    size_t byte_count, component_count, package_count, finding_count, affected_count;
};

static double now_ms(void)
{
    return (double)clock_steady_us() / 1000.0;
}

static double cpu_ms(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

struct stopwatch {
    double wall_ms, cpu_ms;
};

static struct stopwatch begin(void)
{
    return (struct stopwatch){now_ms(), cpu_ms()};
}

static void must(bool is_ok, const struct err *err)
{
    if (is_ok)
        return;
    fprintf(stderr, "perf_match: %s\n", err->text);
    exit(3);
}

/* Returns the milliseconds that a run took. */
static double end(struct work *work, struct stopwatch watch)
{
    work->cpu_ms += cpu_ms() - watch.cpu_ms;
    return now_ms() - watch.wall_ms;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_files(const char *fleet, const char *name, struct paths *paths)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", fleet, name);
    DIR *folder = opendir(path);
    struct err err = {0};
    must(folder || err_set(&err, ERR_NOT_FOUND, "%s: no such folder", path), &err);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (!text_ends(text_of(entry->d_name), TEXT(".json")))
            continue;
        snprintf(path, sizeof path, "%s/%s/%.200s", fleet, name, entry->d_name);
        *VEC_ADD(paths) = strdup(path);
    }
    closedir(folder);
    must(paths->len || err_set(&err, ERR_NOT_FOUND, "%s/%s: nothing in it", fleet, name), &err);
    qsort(paths->at, paths->len, sizeof *paths->at, compare_paths);
}

static void read_bytes(struct work *work, const char *path)
{
    struct err err = {0};
    buf_cut(&work->bytes, 0);
    must(file_read(&work->bytes, path, &err), &err);
    work->byte_count += work->bytes.len;
}

/* -- the fleet -- */

static double fleet_bytes(struct work *work)
{
    struct stopwatch watch = begin();
    for (size_t i = 0; i < work->sboms.len; i++)
        read_bytes(work, work->sboms.at[i]);
    return end(work, watch);
}

static void parse_bare(struct work *work, const char *path)
{
    read_bytes(work, path);
    yyjson_doc *doc =
        yyjson_read_opts(work->bytes.at, work->bytes.len, YYJSON_READ_NOFLAG, NULL, NULL);
    struct err err = {0};
    must(doc || err_set(&err, ERR_SYNTAX, "%s: not JSON", path), &err);
    yyjson_doc_free(doc);
}

static double fleet_bare(struct work *work)
{
    struct stopwatch watch = begin();
    for (size_t i = 0; i < work->sboms.len; i++)
        parse_bare(work, work->sboms.at[i]);
    return end(work, watch);
}

static void read_fleet(struct work *work, struct scan_fleet *fleet)
{
    char folder[PATH_SIZE];
    const char *const paths[] = {folder};
    struct err err = {0};
    snprintf(folder, sizeof folder, "%s/sboms", work->fleet);
    must(scan_fleet_read(fleet, paths, LEN_OF(paths), &err), &err);
    work->package_count = inventory_package_count(fleet->inventory);
    for (size_t i = 0; i < fleet->rows.len; i++)
        work->component_count += fleet->rows.at[i].scan.sbom.component_count;
}

static double fleet_intern(struct work *work)
{
    struct scan_fleet fleet;
    struct stopwatch watch = begin();
    read_fleet(work, &fleet);
    double took = end(work, watch);
    scan_fleet_done(&fleet);
    return took;
}

/* As kenzen scan does it: each package version is matched once, and every SBOM's counts are summed. */
static double fleet_match(struct work *work)
{
    struct err err = {0};
    struct scan_fleet fleet;
    read_fleet(work, &fleet);
    struct stopwatch watch = begin();
    must(scan_fleet_match(&fleet, work->index, clock_now_us(), &err), &err);
    double took = end(work, watch);
    work->finding_count += fleet.total.affected_count;
    for (size_t i = 0; i < fleet.packages.component_count; i++)
        work->affected_count += fleet.starts[i + 1] > fleet.starts[i];
    scan_fleet_done(&fleet);
    return took;
}

/* -- one large SBOM -- */

static double large_bare(struct work *work)
{
    struct stopwatch watch = begin();
    parse_bare(work, work->large);
    return end(work, watch);
}

static double large_read(struct work *work)
{
    struct err err = {0};
    struct sbom sbom;
    struct stopwatch watch = begin();
    must(sbom_read_file(&sbom, work->large, &work->arena, &err), &err);
    double took = end(work, watch);
    work->component_count += sbom.component_count;
    arena_done(&work->arena);
    return took;
}

static double large_match(struct work *work)
{
    struct err err = {0};
    struct sbom sbom;
    struct match_result result;
    struct stopwatch watch = begin();
    must(sbom_read_file(&sbom, work->large, &work->arena, &err), &err);
    must(match_sbom(&result, work->index, &sbom, &work->arena, &err), &err);
    double took = end(work, watch);
    work->component_count += sbom.component_count;
    work->finding_count += result.finding_count;
    arena_done(&work->arena);
    return took;
}

/* -- the index -- */

static double index_open(struct work *work)
{
    struct err err = {0};
    struct advisory_index *index;
    struct stopwatch watch = begin();
    must(advisory_index_open(&index, work->index_path, &err), &err);
    double took = end(work, watch);
    advisory_index_free(index);
    return took;
}

/* Adds records to the index. None may be held back: then nothing would have been measured. */
static double import_path(struct work *work, const char *path)
{
    struct err err = {0};
    struct advisory_import *import;
    struct stopwatch watch = begin();
    must(advisory_import_new(&import, work->index_path, NULL, &err), &err);
    must(advisory_import_add(import, path, NULL, &err), &err);
    must(advisory_import_commit(import, false, &err), &err);
    double took = end(work, watch);
    const struct advisory_import_report *report = advisory_import_report(import);
    must(!report->is_any_held || err_set(&err, ERR_CONFLICT, "%s: held back", path), &err);
    advisory_import_free(import);
    return took;
}

static double index_build(struct work *work)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/osv", work->fleet);
    return import_path(work, path);
}

static double index_delta(struct work *work)
{
    struct paths paths = {0};
    list_files(work->fleet, "new", &paths);
    return import_path(work, paths.at[0]);
}

static const struct step {
    const char *name;
    double (*run)(struct work *);
    int runs;
    bool needs_index;
} steps[] = {
    {"fleet-bytes", fleet_bytes, 3, false},
    {"fleet-yyjson", fleet_bare, 3, false},
    {"fleet-intern", fleet_intern, 3, false},
    {"fleet-match", fleet_match, 3, true},
    {"large-yyjson", large_bare, 1, false},
    {"large-read", large_read, 1, false},
    {"large-match", large_match, 1, true},
    {"index-open", index_open, MOST_RUNS, false},
    {"index-build", index_build, 1, false},
    {"index-delta", index_delta, 1, false},
};

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(const struct step *step, struct work *work, int runs)
{
    double took[MOST_RUNS];
    struct rusage usage;
    struct err err = {0};
    if (step->needs_index)
        must(advisory_index_open(&work->index, work->index_path, &err), &err);
    for (int i = 0; i < runs; i++)
        took[i] = step->run(work);
    qsort(took, (size_t)runs, sizeof *took, compare_doubles);
    getrusage(RUSAGE_SELF, &usage);
    printf(
        "%.4f %.4f %.4f %ld", took[runs / 2], took[0], work->cpu_ms / runs, usage.ru_maxrss * 1024);
    size_t n = (size_t)runs;
    printf(" bytes=%zu components=%zu packages=%zu affected=%zu findings=%zu\n",
        work->byte_count / n, work->component_count / n, work->package_count,
        work->affected_count / n, work->finding_count / n);
}

static const struct step *find_step(const char *name)
{
    for (size_t i = 0; i < LEN_OF(steps); i++)
        if (strcmp(steps[i].name, name) == 0)
            return &steps[i];
    return NULL;
}

int main(int argc, char **argv)
{
    const struct step *step = argc >= 4 && argc <= 5 ? find_step(argv[1]) : NULL;
    uint64_t runs = step ? (uint64_t)step->runs : 0;
    if (!step || (argc == 5 && !text_read_u64(text_of(argv[4]), &runs)) || runs < 1 ||
        runs > MOST_RUNS) {
        fprintf(stderr, "usage: perf_match STEP FLEET INDEX [RUNS]\n");
        for (size_t i = 0; i < LEN_OF(steps); i++)
            fprintf(stderr, "  %s\n", steps[i].name);
        return 2;
    }
    struct work work = {.fleet = argv[2], .index_path = argv[3]};
    snprintf(work.large, sizeof work.large, "%s/large.cdx.json", work.fleet);
    buf_init(&work.bytes, SIZE_MAX);
    arena_init(&work.arena, LIMIT_SCAN_MEMORY);
    list_files(work.fleet, "sboms", &work.sboms);
    measure(step, &work, (int)runs);
    fflush(stdout);
    _exit(0); /* what the steps hold is the system's to take back */
}
