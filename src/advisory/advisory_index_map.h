/* SPDX-License-Identifier: Apache-2.0 */
/* The mapped index file as its readers and its writer see it: sections whose rows are copied out after a check, so that a
   damaged file gives wrong answers or errors but never a read outside of it.
   Example: struct layout_record row; if (advisory_index_map_row(index, LAYOUT_RECORDS, i, &row, sizeof row)) … */
#ifndef ADVISORY_ADVISORY_INDEX_MAP_H
#define ADVISORY_ADVISORY_INDEX_MAP_H

#include "advisory/advisory_index.h"
#include "advisory/advisory_layout.h"
#include "codec/sha256.h"

struct advisory_index {
    const char *map;
    size_t bytes;
    struct layout_header header;
    char digest[SHA256_HEX_SIZE];
    struct advisory_source *sources;
    char (*source_digests)[SHA256_HEX_SIZE];
    size_t source_count;
};

/* Returns how many rows a section has. */
size_t advisory_index_map_count(const struct advisory_index *index, enum layout_section_id section);
/* Copies row i out; false when there is none. size is the row's. */
bool advisory_index_map_row(const struct advisory_index *index, enum layout_section_id section,
    size_t i, void *ret_row, size_t size);
/* Returns a text of the heap, or an empty one when it reaches beyond. */
struct text advisory_index_map_text(const struct advisory_index *index, struct layout_text place);
/* Returns the bytes of a record, or an empty text. */
struct text advisory_index_map_blob(
    const struct advisory_index *index, const struct layout_record *row);
/* Returns the first row whose key (a number at its start) is not below key, in a section sorted by it. */
size_t advisory_index_map_lower(const struct advisory_index *index, enum layout_section_id section,
    uint64_t key, size_t row_size);

/* The keys of packages, ids and CVEs. A CVE's is 0 when id is none. */
uint64_t advisory_index_map_package_key(struct text ecosystem, struct text package);
uint64_t advisory_index_map_id_key(struct text id);
uint64_t advisory_index_map_cve_key(struct text id);

/* The digest of a header, computed with its own digest taken as zero. */
void advisory_index_map_digest(
    const struct layout_header *header, unsigned char ret_digest[SHA256_SIZE]);

/* Reads a row of facts; the vector lies in the heap. */
struct advisory_facts advisory_index_map_facts(
    const struct advisory_index *index, const struct layout_fact *row);

#endif
