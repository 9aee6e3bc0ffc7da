/* SPDX-License-Identifier: Apache-2.0 */
/* The look-up tables of a new segment, gathered record by record: ids, packages with their postings and spans.
   Example: advisory_index_tables_add(&tables, record, &advisory); … advisory_index_tables_write(&tables, &file, &heap) */
#ifndef ADVISORY_ADVISORY_INDEX_TABLES_H
#define ADVISORY_ADVISORY_INDEX_TABLES_H

#include "advisory/advisory.h"
#include "advisory/advisory_index_file.h"
#include "advisory/advisory_index_spans.h"
#include "base/map.h"
#include "base/vec.h"

struct tables_package {
    uint64_t hash;
    struct text ecosystem, package;
    uint32_t number, posting_count;
};

struct tables_posting {
    uint32_t package;
    struct layout_posting row;
};

struct advisory_index_tables {
    struct arena arena;
    struct map package_numbers;
    struct tables_links {
        VEC(struct layout_link);
    } links;
    struct tables_packages {
        VEC(struct tables_package);
    } packages;
    struct tables_postings {
        VEC(struct tables_posting);
    } postings;
    struct advisory_index_spans spans;
};

void advisory_index_tables_init(struct advisory_index_tables *tables);
void advisory_index_tables_done(struct advisory_index_tables *tables);

/* Adds a record. Its packages must stand together as advisory_blob_read gives them. */
void advisory_index_tables_add(
    struct advisory_index_tables *tables, uint32_t record, const struct advisory *advisory);

/* Writes the sections LINKS, PACKAGES, BUCKETS, POSTINGS, SPANS and KEYS; texts go to heap. */
void advisory_index_tables_write(
    struct advisory_index_tables *tables, struct advisory_index_file *file, struct buf *heap);

/* Adds t to the heap and returns its place. */
struct layout_text advisory_index_tables_text(struct buf *heap, struct text t);

#endif
