/* SPDX-License-Identifier: Apache-2.0 */
/* What measuring programs share: CPU time, medians, the peak of a process.
   Example: struct perf_runs runs = {0}; while (perf_run_again(&runs)) { double start = perf_run_ms(); …; perf_run_add(&runs, start); } */
#ifndef TESTS_PERF_PERF_RUN_H
#define TESTS_PERF_PERF_RUN_H

#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

enum { PERF_RUNS = 15 };

struct perf_runs {
    double ms[PERF_RUNS];
    size_t count;
};

/* Milliseconds of CPU that this process has taken. */
double perf_run_ms(void);

/* Returns whether to run once more: at least three times, then for a second or so. */
bool perf_run_again(const struct perf_runs *runs);
/* Adds what was taken since start. */
void perf_run_add(struct perf_runs *runs, double start);
double perf_run_median(const struct perf_runs *runs);

/* The most memory that this process had at once, in bytes, without what the process that started it had. */
size_t perf_run_peak(void);

/* Ends the program when a step failed. */
void perf_run_must(bool is_ok, const struct err *err);

#endif
