/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges as spans of version keys, worked out once, so that a version is found in them by comparing bytes.
   Example: range_span_add(VERSION_PYPI, &range, &spans) … range_span_holds(VERSION_PYPI, &spans.at[0], low, high, key) */
#ifndef DOMAIN_RANGE_SPAN_H
#define DOMAIN_RANGE_SPAN_H

#include "base/vec.h"
#include "domain/range.h"
#include "domain/version_key.h"

enum range_span_flag {
    RANGE_SPAN_FROM_START = 1, /* there is no low key: every version below high */
    RANGE_SPAN_TO_END = 2,     /* there is no high key */
    RANGE_SPAN_HIGH_IN = 4,    /* high itself is in it; low always is */
};

struct range_span {
    uint32_t low_at, low_len, high_at, high_len; /* in the keys */
    unsigned flags;
};

struct range_spans {
    struct buf keys; /* set up by buf_init */
    VEC(struct range_span);
};

/* Adds the spans in which range_contains finds a version. Returns false, having added none, when spans cannot tell: an event
   cannot be read, there are limits, or the scheme's keys are not ordered and there are more events than one interval has. */
bool range_span_add(
    enum version_scheme scheme, const struct range *range, struct range_spans *spans);
/* Adds the span of one version; false when it cannot be read. */
bool range_span_add_version(
    enum version_scheme scheme, struct text version, struct range_spans *spans);

/* Returns 1 when a span with those flags and keys holds the key, 0 when it does not, VERSION_KEY_NO_ORDER when the scheme
   does not say. */
int range_span_holds(
    enum version_scheme scheme, unsigned flags, struct text low, struct text high, struct text key);

#endif
