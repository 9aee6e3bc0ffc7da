/* SPDX-License-Identifier: Apache-2.0 */
/* Vector strings, "AV:N/AC:L/…", read by a table of metrics: what the versions of CVSS have in common.
   Example: static const struct cvss_metric metrics[] = {{"AV", "N A L P", true}, …}; */
#ifndef DOMAIN_CVSS_METRIC_H
#define DOMAIN_CVSS_METRIC_H

#include "base/err.h"
#include "base/text.h"

struct cvss_metric {
    const char *name;
    const char *
        values; /* parted by spaces, in the order that gives them their numbers. Two spaces skip a number. */
    bool is_needed;
};

enum { CVSS_METRICS_MAX = 32, CVSS_ABSENT = -1 };

/* Reads a vector without its prefix into ret_values, by position in metrics: the value's number, or CVSS_ABSENT where an
   optional metric is missing, "X" or "ND". Metrics may stand in any order. Fails with ERR_SYNTAX, naming the metric. */
MUST_USE bool cvss_metric_read(int ret_values[CVSS_METRICS_MAX], const struct cvss_metric *metrics,
    size_t count, struct text vector, struct err *err);

/* The scores of the three families, in tenths. vector is without "CVSS:3.1/". */
MUST_USE bool cvss_v2_score(unsigned *ret_tenths, struct text vector, struct err *err);
MUST_USE bool cvss_v3_score(unsigned *ret_tenths, struct text vector, bool is_3_1, struct err *err);
MUST_USE bool cvss_v4_score(unsigned *ret_tenths, struct text vector, struct err *err);

#endif
