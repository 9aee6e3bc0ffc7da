/* SPDX-License-Identifier: Apache-2.0 */
#include "perf_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { LEAST_RUNS = 3, ENOUGH_MS = 1000 };

double perf_run_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

bool perf_run_again(const struct perf_runs *runs)
{
    double sum = 0;
    for (size_t i = 0; i < runs->count; i++)
        sum += runs->ms[i];
    return runs->count < LEAST_RUNS || (runs->count < PERF_RUNS && sum < (double)ENOUGH_MS);
}

void perf_run_add(struct perf_runs *runs, double start)
{
    runs->ms[runs->count++] = perf_run_ms() - start;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double perf_run_median(const struct perf_runs *runs)
{
    struct perf_runs sorted = *runs;
    qsort(sorted.ms, sorted.count, sizeof *sorted.ms, compare);
    return sorted.count ? sorted.ms[sorted.count / 2] : 0;
}

/* getrusage tells the peak of what ran before exec as well. */
size_t perf_run_peak(void)
{
    char line[256];
    size_t kib = 0;
    FILE *file = fopen("/proc/self/status", "re");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmHWM: %zu kB", &kib) == 1)
            break;
    if (file)
        fclose(file);
    return kib * 1024;
}

void perf_run_must(bool is_ok, const struct err *err)
{
    if (is_ok)
        return;
    fprintf(stderr, "%s\n", err->text);
    _exit(3);
}
