/* SPDX-License-Identifier: Apache-2.0 */
/* What look-ups share: a package in one segment, its postings, a part of a record.
   Example: if (advisory_index_find_package(index, segment, key, ecosystem, package, &row)) … row.posting_first */
#ifndef ADVISORY_ADVISORY_INDEX_FIND_H
#define ADVISORY_ADVISORY_INDEX_FIND_H

#include "advisory/advisory_index_map.h"

/* Finds the package whose key (advisory_index_map_package_key) is given. Its postings and spans lie in the segment. */
bool advisory_index_find_package(const struct advisory_index *index, size_t segment, uint64_t key,
    struct text ecosystem, struct text package, struct layout_package *ret_row);

/* Reads posting i of a segment and the number of its record through all segments; false when that is dead. */
bool advisory_index_find_posting(const struct advisory_index *index, size_t segment, uint32_t i,
    struct layout_posting *ret_posting, uint32_t *ret_record);

/* Reads a record with count of its packages from the one numbered first on, as advisory_index_read_hit does. */
MUST_USE bool advisory_index_read_part(const struct advisory_index *index, uint32_t record,
    size_t first, size_t count, struct advisory *ret_advisory, struct arena *arena,
    struct err *err);

#endif
