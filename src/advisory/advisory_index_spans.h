/* SPDX-License-Identifier: Apache-2.0 */
/* The spans of a new segment: for each package, which versions its records may hold (advisory_index_narrow.h reads them).
   Example: advisory_index_spans_add(&spans, package, posting, affected, count); … advisory_index_spans_write(…) */
#ifndef ADVISORY_ADVISORY_INDEX_SPANS_H
#define ADVISORY_ADVISORY_INDEX_SPANS_H

#include "advisory/advisory.h"
#include "advisory/advisory_index_file.h"
#include "domain/range_span.h"

struct spans_row {
    uint32_t package;
    bool is_ordered; /* the keys of its scheme sort by their bytes */
    struct layout_span row;
};

struct advisory_index_spans {
    struct range_spans work; /* of the posting at hand */
    struct buf keys;
    struct {
        VEC(struct spans_row);
    } rows;
    struct {
        VEC(uint32_t);
    } counts; /* by package */
};

void advisory_index_spans_init(struct advisory_index_spans *spans);
void advisory_index_spans_done(struct advisory_index_spans *spans);

/* Adds what a record says of one package, the posting with that number among the package's. Where the ranges and versions
   do not tell everything, one span holds every version, so that the record is always asked. */
void advisory_index_spans_add(struct advisory_index_spans *spans, uint32_t package,
    uint32_t posting, const struct advisory_affected *affected, size_t count);

/* Returns how many spans the package has. */
uint32_t advisory_index_spans_count(const struct advisory_index_spans *spans, uint32_t package);

/* Writes the sections SPANS and KEYS. starts: where the spans of each package go; changed. */
void advisory_index_spans_write(struct advisory_index_spans *spans,
    struct advisory_index_file *file, uint32_t *starts, size_t package_count);

#endif
