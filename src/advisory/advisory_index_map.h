/* SPDX-License-Identifier: Apache-2.0 */
/* The mapped index file as its readers and its writer see it: sections whose rows are copied out after a check, so that a
   damaged file gives wrong answers or errors but never a read outside of it.
   Example: struct layout_record row; if (advisory_index_map_row(index, section, i, &row, sizeof row)) … */
#ifndef ADVISORY_ADVISORY_INDEX_MAP_H
#define ADVISORY_ADVISORY_INDEX_MAP_H

#include "advisory/advisory_index.h"
#include "advisory/advisory_layout.h"
#include "codec/sha256.h"

struct advisory_index {
    const char *map;
    size_t bytes;
    struct layout_header header;
    size_t header_place; /* which of the two it was */
    char digest[SHA256_HEX_SIZE];
    struct advisory_source *sources; /* by name */
    char (*source_digests)[SHA256_HEX_SIZE];
    uint32_t
        *ranks; /* by number of a source, as rows have it: its place among the sources by name */
    size_t source_count;
};

/* Sections of a segment, and tables of the whole. */
const struct layout_section *advisory_index_map_section(
    const struct advisory_index *index, size_t segment, enum layout_section_id section);
const struct layout_section *advisory_index_map_table(
    const struct advisory_index *index, enum layout_table_id table);

/* Copies row i of a section out; false when there is none. size is the row's. */
bool advisory_index_map_row(const struct advisory_index *index,
    const struct layout_section *section, size_t i, void *ret_row, size_t size);
/* Returns bytes of a section, or an empty text when they reach beyond it. */
struct text advisory_index_map_bytes(const struct advisory_index *index,
    const struct layout_section *section, uint64_t at, uint64_t len);
/* Returns a text of a segment's heap, or of that of the tables. */
struct text advisory_index_map_text(
    const struct advisory_index *index, size_t segment, struct layout_text place);
struct text advisory_index_map_table_text(
    const struct advisory_index *index, struct layout_text place);

/* Returns the first row whose key (a number at its start) is not below key, in a section sorted by it. */
size_t advisory_index_map_lower(const struct advisory_index *index,
    const struct layout_section *section, uint64_t key, size_t row_size);

/* Returns how many records or facts there are in all segments, dead ones too. */
uint32_t advisory_index_map_record_end(const struct advisory_index *index);
uint32_t advisory_index_map_fact_end(const struct advisory_index *index);
/* Whether a later segment has another state of that record or fact, or it is gone. */
bool advisory_index_map_is_dead(
    const struct advisory_index *index, enum layout_table_id table, uint32_t number);

/* Finds a record by its number through all segments: its row, segment and bytes; false when there is none. */
bool advisory_index_map_record(const struct advisory_index *index, uint32_t record,
    struct layout_record *ret_row, struct text *ret_blob);
/* Finds a fact by its number through all segments. */
bool advisory_index_map_fact(const struct advisory_index *index, uint32_t fact,
    struct layout_fact *ret_row, size_t *ret_segment);

/* The keys of packages, ids and CVEs. A CVE's is 0 when id is none. */
uint64_t advisory_index_map_package_key(struct text ecosystem, struct text package);
uint64_t advisory_index_map_id_key(struct text id);
uint64_t advisory_index_map_cve_key(struct text id);
/* Returns the CVE of a key. */
struct text advisory_index_map_cve(uint64_t key, struct arena *arena);

/* The sum of a header, computed with its own sum taken as zero. */
void advisory_index_map_sum(const struct layout_header *header, unsigned char ret_sum[SHA256_SIZE]);

/* Reads a row of facts; the vector lies in the segment's heap. */
struct advisory_facts advisory_index_map_facts(
    const struct advisory_index *index, size_t segment, const struct layout_fact *row);

#endif
