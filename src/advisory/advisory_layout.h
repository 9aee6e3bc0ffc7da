/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of an index file: a header, a table of sections, the sections. All numbers are little-endian, every section
   begins at a multiple of 8, and offsets inside a record count from the record's own start, so that records can be copied
   from one generation to the next as they are.
   Example: const struct layout_header *header = map; header->sections[LAYOUT_RECORDS].count */
#ifndef ADVISORY_ADVISORY_LAYOUT_H
#define ADVISORY_ADVISORY_LAYOUT_H

#include <stdint.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "index files are read and written as they lie in memory, which must be little-endian"
#endif

enum { LAYOUT_VERSION = 2, LAYOUT_SUM_SIZE = 32, LAYOUT_ALIGN = 8 };
#define LAYOUT_MAGIC "KENZENIX"

enum layout_section_id {
    LAYOUT_BLOBS, /* records, as advisory_blob writes them */
    LAYOUT_HEAP,  /* texts of the other sections */
    LAYOUT_SOURCES,
    LAYOUT_RECORDS,  /* by source and id */
    LAYOUT_LINKS,    /* by hash: an id, alias, upstream or related id → its record */
    LAYOUT_PACKAGES, /* by hash: (ecosystem with release, name) → its postings */
    LAYOUT_POSTINGS,
    LAYOUT_FACTS, /* by CVE and source */
    LAYOUT_COVERAGE,
    LAYOUT_SECTIONS,
};

struct layout_section {
    uint64_t at, bytes, count;
    unsigned char sum[LAYOUT_SUM_SIZE]; /* SHA-256 of its bytes */
};

struct layout_header {
    char magic[8];
    uint32_t version, section_count;
    uint64_t file_bytes;
    int64_t created_us;
    /* SHA-256 of this header with the digest zero. Since it covers the sums, it stands for the whole file. */
    unsigned char digest[LAYOUT_SUM_SIZE];
    struct layout_section sections[LAYOUT_SECTIONS];
};

struct layout_text {
    uint32_t at, len; /* in the heap; in a record, from its start */
};

struct layout_source {
    struct layout_text name, path, etag, last_modified;
    uint64_t record_count, unusable_count, refused_count, withdrawn_count, kind_counts[3];
    int64_t imported_us, newest_us;
    unsigned char digest[LAYOUT_SUM_SIZE];
};

struct layout_record {
    uint64_t at; /* in the blobs */
    uint32_t bytes, source;
    unsigned char digest[LAYOUT_SUM_SIZE];
};

struct layout_link {
    uint64_t hash;
    uint32_t record, link; /* enum advisory_link */
};

struct layout_package {
    uint64_t hash;
    uint32_t first, count; /* postings */
};

struct layout_posting {
    uint32_t record, affected_first, affected_count;
};

enum layout_fact_flag {
    LAYOUT_FACT_KEV = 1,
    LAYOUT_FACT_RANSOMWARE = 2,
    LAYOUT_FACT_EPSS = 4,
    LAYOUT_FACT_SSVC = 8,
    LAYOUT_FACT_REJECTED = 16,
};

struct layout_fact {
    uint64_t cve; /* year << 48 | number, which orders them */
    int64_t kev_added_us, kev_due_us, epss_date_us;
    uint32_t source, flags, epss_millionths, epss_percentile_millionths;
    uint8_t exploitation, automatable, technical_impact, severity;
    uint32_t score_tenths;
    struct layout_text cvss_vector;
};

struct layout_coverage {
    struct layout_text ecosystem;
    uint32_t source, record_count;
};

/* -- inside the blobs -- */

struct layout_array {
    uint32_t at, count; /* at from the record's start */
};

enum { LAYOUT_HAS_GIT = 1 };

struct layout_affected {
    struct layout_text ecosystem, package, severity_word, last_known;
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
