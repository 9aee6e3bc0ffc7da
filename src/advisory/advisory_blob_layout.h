/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of one record in an index file: a head, then arrays and texts that it points to. Offsets count from the record's
   own start, so that records can be copied from one file to another as they are.
   Example: const struct layout_advisory *head = blob.at; head->id.at … head->id.len */
#ifndef ADVISORY_ADVISORY_BLOB_LAYOUT_H
#define ADVISORY_ADVISORY_BLOB_LAYOUT_H

#include <stdint.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "index files are read and written as they lie in memory, which must be little-endian"
#endif

struct layout_text {
    uint32_t at, len; /* in a record, from its start; elsewhere in the heap */
};

struct layout_array {
    uint32_t at, count; /* at from the record's start */
};

enum { LAYOUT_HAS_GIT = 1, LAYOUT_IS_CONDITIONAL = 2 };

struct layout_affected {
    struct layout_text ecosystem, package, severity_word, last_known, target;
    struct layout_array ranges, versions; /* of layout_array of layout_bound; of layout_text */
    uint32_t flags;
};

struct layout_bound {
    uint32_t event; /* enum range_event */
    struct layout_text version;
};

struct layout_advisory {
    struct layout_text id, summary, cvss_vector, cwes, url, origin, details;
    struct layout_array aliases, related, upstream, affected;
    uint32_t kind, severity, score_tenths, reserved;
    int64_t published_us, modified_us, withdrawn_us;
};

#endif
