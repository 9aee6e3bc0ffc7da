/* SPDX-License-Identifier: Apache-2.0 */
/* Measures what is done with SBOMs that were read: perf_sbom STEP FILE…, in one process. Prints "name=figure" for each figure:
   milliseconds of CPU (medians), counts, and the peak memory of the process in bytes. The steps:
     diff BEFORE AFTER             what changed in the packages
     match BEFORE AFTER INDEX      the same, and in their vulnerabilities
     convert FILE FORMAT BACK      written as FORMAT, read, written as BACK, read: is the inventory the same?
     graph FILE                    a shortest path to every component
   tests/perf/sbom runs all of them and tells what they mean. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "match/match_diff.h"
#include "perf_run.h"
#include "sbom/sbom_graph.h"
#include "sbom/sbom_write.h"

static void print_ms(const char *name, const struct perf_runs *runs)
{
    printf("%s=%.3f\n", name, perf_run_median(runs));
}

static void print_count(const char *name, size_t count)
{
    printf("%s=%zu\n", name, count);
}

static void read_sbom(const char *path, struct sbom *ret_sbom, struct arena *arena)
{
    struct err err = {0};
    perf_run_must(sbom_read_file(ret_sbom, path, arena, &err), &err);
}

/* -- diff -- */

static void diff(char **words)
{
    struct err err = {0};
    struct arena arena, scratch;
    struct sbom before, after;
    struct sbom_diff found;
    struct perf_runs runs = {0};
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    read_sbom(words[0], &before, &arena);
    read_sbom(words[1], &after, &arena);
    while (perf_run_again(&runs)) {
        double start = perf_run_ms();
        arena_init(&scratch, LIMIT_SCAN_MEMORY);
        perf_run_must(sbom_diff_find(&found, &before, &after, &scratch, &err), &err);
        arena_done(&scratch);
        perf_run_add(&runs, start);
    }
    print_ms("diff_ms", &runs);
    for (size_t i = 0; i < SBOM_DIFF_KINDS; i++)
        print_count(sbom_diff_kind_name((enum sbom_diff_kind)i), found.kind_counts[i]);
    print_count("unchanged", found.unchanged_count);
    arena_done(&arena);
}

static void match(char **words)
{
    struct err err = {0};
    struct arena arena, scratch;
    struct sbom before, after;
    struct match_result old, new;
    struct match_diff found;
    struct advisory_index *index;
    struct perf_runs matched = {0}, compared = {0};
    perf_run_must(advisory_index_open(&index, words[2], &err), &err);
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    read_sbom(words[0], &before, &arena);
    read_sbom(words[1], &after, &arena);
    while (perf_run_again(&matched)) {
        arena_init(&scratch, LIMIT_SCAN_MEMORY);
        double start = perf_run_ms();
        perf_run_must(match_sbom(&old, index, &before, &scratch, &err) &&
                          match_sbom(&new, index, &after, &scratch, &err),
            &err);
        perf_run_add(&matched, start);
        struct match_diff_input sides[] = {{&before, &old}, {&after, &new}};
        start = perf_run_ms();
        perf_run_must(match_diff_find(&found, &sides[0], &sides[1], &scratch, &err), &err);
        perf_run_add(&compared, start);
        arena_done(&scratch);
    }
    print_ms("match_ms", &matched);
    print_ms("diff_ms", &compared);
    print_count("findings", old.finding_count);
    for (size_t i = 0; i < MATCH_DIFF_KINDS; i++)
        print_count(match_diff_kind_name((enum match_diff_kind)i), found.kind_counts[i]);
    advisory_index_free(index);
    arena_done(&arena);
}

/* -- convert -- */

/* What must come back, of a component. */
static const struct {
    const char *name;
    size_t at;
} fields[] = {
    {"type", offsetof(struct sbom_component, type)},
    {"name", offsetof(struct sbom_component, name)},
    {"version", offsetof(struct sbom_component, version)},
    {"purl", offsetof(struct sbom_component, purl)},
    {"cpe", offsetof(struct sbom_component, cpe)},
    {"license", offsetof(struct sbom_component, license)},
    {"scope", offsetof(struct sbom_component, scope)},
    {"ecosystem", offsetof(struct sbom_component, ecosystem)},
    {"package", offsetof(struct sbom_component, package)},
    {"source_package", offsetof(struct sbom_component, source_package)},
    {"source_version", offsetof(struct sbom_component, source_version)},
    {"arch", offsetof(struct sbom_component, arch)},
};

struct others {
    size_t fields[LEN_OF(fields)], directness, edges;
};

static struct text field_of(const struct sbom_component *component, size_t field)
{
    return *(const struct text *)((const char *)component + fields[field].at);
}

static void compare_components(
    struct others *others, const struct sbom_component *a, const struct sbom_component *b)
{
    for (size_t i = 0; i < LEN_OF(fields); i++)
        others->fields[i] += !text_eq(field_of(a, i), field_of(b, i));
    others->directness += a->is_direct != b->is_direct;
}

static int compare_edges(const void *a, const void *b)
{
    const struct sbom_edge *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

/* Counts what came back as another, component by component in their order, and all that differs beyond. */
static void compare(struct sbom *old, struct sbom *new)
{
    struct others others = {0};
    for (size_t i = 0; i < old->component_count && i < new->component_count; i++)
        compare_components(&others, &old->components[i], &new->components[i]);
    qsort(old->edges, old->edge_count, sizeof *old->edges, compare_edges);
    qsort(new->edges, new->edge_count, sizeof *new->edges, compare_edges);
    for (size_t i = 0; i < old->edge_count && i < new->edge_count; i++)
        others.edges += compare_edges(&old->edges[i], &new->edges[i]) != 0;
    print_count("components", old->component_count);
    print_count("components_back", new->component_count);
    print_count("edges", old->edge_count);
    print_count("edges_back", new->edge_count);
    print_count("facts", old->fact_count);
    print_count("facts_back", new->fact_count);
    for (size_t i = 0; i < LEN_OF(fields); i++)
        if (others.fields[i])
            printf("other_%s=%zu\n", fields[i].name, others.fields[i]);
    if (others.directness)
        print_count("other_directness", others.directness);
    if (others.edges)
        print_count("other_edges", others.edges);
}

static void write_sbom(const struct sbom *sbom, const char *format, struct buf *out)
{
    struct err err = {0};
    struct sbom_write_lost lost;
    struct sbom_write_order order = {.is_compact = true};
    perf_run_must(sbom_write_read_format(text_of(format), &order.format, &err), &err);
    buf_init(out, LIMIT_SBOM_BYTES);
    perf_run_must(sbom_write(sbom, &order, out, &lost, &err), &err);
}

/* Writes and reads again, and adds what each took. */
static void pass(const struct sbom *sbom, const char *format, struct perf_runs *wrote,
    struct perf_runs *read, struct sbom *ret_sbom, struct arena *arena, size_t *ret_bytes)
{
    struct err err = {0};
    struct buf out;
    double start = perf_run_ms();
    write_sbom(sbom, format, &out);
    perf_run_add(wrote, start);
    start = perf_run_ms();
    perf_run_must(sbom_read(ret_sbom, text_of(format), buf_text(&out), arena, &err), &err);
    perf_run_add(read, start);
    *ret_bytes = out.len;
    buf_done(&out);
}

static void convert(char **words)
{
    struct arena arena, scratch;
    struct sbom first, other, back;
    struct perf_runs runs[4] = {0}, whole = {0};
    size_t bytes, back_bytes;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    read_sbom(words[0], &first, &arena);
    for (arena_init(&scratch, LIMIT_SCAN_MEMORY);;) {
        double start = perf_run_ms();
        pass(&first, words[1], &runs[0], &runs[1], &other, &scratch, &bytes);
        pass(&other, words[2], &runs[2], &runs[3], &back, &scratch, &back_bytes);
        perf_run_add(&whole, start);
        if (!perf_run_again(&whole))
            break;
        arena_done(&scratch);
        arena_init(&scratch, LIMIT_SCAN_MEMORY);
    }
    print_ms("write_ms", &runs[0]);
    print_ms("read_ms", &runs[1]);
    print_ms("back_write_ms", &runs[2]);
    print_ms("back_read_ms", &runs[3]);
    print_count("bytes", bytes);
    compare(&first, &back);
    arena_done(&scratch);
    arena_done(&arena);
}

/* -- graph -- */

static void graph(char **words)
{
    struct arena arena, scratch;
    struct sbom sbom;
    struct perf_runs made = {0}, found = {0};
    size_t reached = 0, steps = 0;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    read_sbom(words[0], &sbom, &arena);
    while (perf_run_again(&found)) {
        struct sbom_graph rows;
        struct sbom_paths paths;
        double start = perf_run_ms();
        arena_init(&scratch, LIMIT_SCAN_MEMORY);
        bool is_made = sbom_graph_make(&rows, &sbom, &scratch);
        perf_run_add(&made, start);
        perf_run_must(is_made && sbom_graph_find_paths(&paths, &rows, &scratch),
            &(struct err){.text = "out of memory"});
        reached = steps = 0;
        for (uint32_t i = 0; i < sbom.component_count; i++) {
            reached += sbom_graph_is_reached(&paths, i);
            steps += paths.depth[i] == SBOM_GRAPH_NONE ? 0 : paths.depth[i];
        }
        arena_done(&scratch);
        perf_run_add(&found, start);
    }
    print_ms("rows_ms", &made);
    print_ms("graph_ms", &found);
    print_count("components", sbom.component_count);
    print_count("edges", sbom.edge_count);
    print_count("reached", reached);
    print_count("steps", steps);
    arena_done(&arena);
}

static const struct {
    const char *name;
    int words;
    void (*run)(char **words);
} steps[] = {
    {"diff", 2, diff},
    {"match", 3, match},
    {"convert", 3, convert},
    {"graph", 1, graph},
};

int main(int argc, char **argv)
{
    arena_keep_memory();
    for (size_t i = 0; i < LEN_OF(steps) && argc > 1; i++) {
        if (!text_is(text_of(argv[1]), steps[i].name) || argc != steps[i].words + 2)
            continue;
        steps[i].run(argv + 2);
        print_count("peak", perf_run_peak());
        return 0;
    }
    fprintf(stderr, "usage: perf_sbom STEP FILE… (the steps stand at the head of perf_sbom.c)\n");
    return 2;
}
