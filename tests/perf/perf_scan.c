/* SPDX-License-Identifier: Apache-2.0 */
/* Measures opening an index, reading an SBOM and matching it, beside yyjson reading the same bytes alone.
   Usage: perf_scan INDEX SBOM. Prints one line "name median_ms cpu_ms peak_bytes" for each step; each step runs in
   a process of its own, so that peaks do not mix. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <yyjson.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "match/match.h"

enum { RUNS = 11 };

struct work {
    const char *index_path, *sbom_path;
    struct buf bytes;
    double match_ms; /* of the last run */
    size_t component_count, finding_count;
};

static double now_ms(void)
{
    return (double)clock_steady_us() / 1000.0;
}

static void must(bool is_ok, const struct err *err)
{
    if (!is_ok) {
        fprintf(stderr, "perf_scan: %s\n", err->text);
        _exit(3);
    }
}

static double open_index(struct work *work)
{
    struct err err = {0};
    struct advisory_index *index;
    double start = now_ms();
    must(advisory_index_open(&index, work->index_path, &err), &err);
    double took = now_ms() - start;
    advisory_index_free(index);
    return took;
}

static double read_bare(struct work *work)
{
    double start = now_ms();
    yyjson_doc *doc = yyjson_read(work->bytes.at, work->bytes.len, 0);
    double took = now_ms() - start;
    yyjson_doc_free(doc);
    return took;
}

static double read_sbom(struct work *work)
{
    struct err err = {0};
    struct arena arena;
    struct sbom sbom;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    double start = now_ms();
    must(sbom_read(&sbom, text_of(work->sbom_path), buf_text(&work->bytes), &arena, &err), &err);
    double took = now_ms() - start;
    work->component_count = sbom.component_count;
    arena_done(&arena);
    return took;
}

static double match(struct work *work)
{
    struct err err = {0};
    struct arena arena;
    struct sbom sbom;
    struct match_result result;
    struct advisory_index *index;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    must(advisory_index_open(&index, work->index_path, &err), &err);
    must(sbom_read(&sbom, text_of(work->sbom_path), buf_text(&work->bytes), &arena, &err), &err);
    double start = now_ms();
    must(match_sbom(&result, index, &sbom, &arena, &err), &err);
    double took = now_ms() - start;
    work->component_count = sbom.component_count;
    work->finding_count = result.finding_count;
    advisory_index_free(index);
    arena_done(&arena);
    return took;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(const char *name, double (*step)(struct work *), struct work *work)
{
    double took[RUNS];
    for (int i = 0; i < RUNS; i++)
        took[i] = step(work);
    qsort(took, RUNS, sizeof *took, compare_doubles);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu_ms = (double)usage.ru_utime.tv_sec * 1e3 + (double)usage.ru_utime.tv_usec / 1e3 +
                    (double)usage.ru_stime.tv_sec * 1e3 + (double)usage.ru_stime.tv_usec / 1e3;
    printf("%s\t%.3f\t%.3f\t%ld\t%zu\t%zu\n", name, took[RUNS / 2], cpu_ms / (double)RUNS,
        usage.ru_maxrss * 1024, work->component_count, work->finding_count);
}

/* Runs one step in a child; "nothing" tells what the process itself needs. */
static void run_apart(const char *name, double (*step)(struct work *), struct work *work)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct err err = {0};
        buf_init(&work->bytes, LIMIT_SBOM_BYTES);
        must(file_read(&work->bytes, work->sbom_path, &err), &err);
        measure(name, step, work);
        fflush(stdout);
        _exit(0);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
        exit(3);
}

static double nothing(struct work *work)
{
    (void)work;
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: perf_scan INDEX SBOM\n");
        return 2;
    }
    struct work work = {.index_path = argv[1], .sbom_path = argv[2]};
    run_apart("bytes in memory", nothing, &work);
    run_apart("yyjson alone", read_bare, &work);
    run_apart("SBOM read", read_sbom, &work);
    run_apart("index opened", open_index, &work);
    run_apart("matched", match, &work);
    return 0;
}
