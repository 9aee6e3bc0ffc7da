/* SPDX-License-Identifier: Apache-2.0 */
/* The look-up tables of a new generation, gathered record by record: ids, packages with their postings, coverage.
   Example: advisory_index_tables_add(&tables, record, source, &advisory); … advisory_index_tables_write(&tables, &file, &heap) */
#ifndef ADVISORY_ADVISORY_INDEX_TABLES_H
#define ADVISORY_ADVISORY_INDEX_TABLES_H

#include "advisory/advisory.h"
#include "advisory/advisory_index_file.h"
#include "base/map.h"
#include "base/vec.h"

struct tables_package {
    uint64_t hash;
    struct text key; /* ecosystem, NUL, name */
    uint32_t number, count;
};

struct tables_posting {
    uint32_t package;
    struct layout_posting row;
};

struct tables_ecosystem {
    struct text name;
    uint32_t source, count; /* records */
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
    struct tables_ecosystems {
        VEC(struct tables_ecosystem);
    } seen, covered; /* seen: of the source being added */
    struct map seen_numbers;
    uint32_t placed_count; /* records of that source that name an ecosystem */
};

void advisory_index_tables_init(struct advisory_index_tables *tables);
void advisory_index_tables_done(struct advisory_index_tables *tables);

/* Adds a record. Its packages must stand together as advisory_blob_read gives them; records of one source come in a row. */
void advisory_index_tables_add(
    struct advisory_index_tables *tables, uint32_t record, const struct advisory *advisory);
/* Decides what the source that ends here covers: the ecosystem that at least nine in ten of its records share, with the
   releases seen; if there is none, every ecosystem seen. */
void advisory_index_tables_end_source(struct advisory_index_tables *tables, uint32_t source);

/* Writes the sections LINKS, PACKAGES, POSTINGS and COVERAGE; texts go to heap. */
void advisory_index_tables_write(
    struct advisory_index_tables *tables, struct advisory_index_file *file, struct buf *heap);

/* Adds t to the heap and returns its place. */
struct layout_text advisory_index_tables_text(struct buf *heap, struct text t);

#endif
