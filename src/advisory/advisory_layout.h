/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of an index file: two places for its header, then segments, then tables that speak of all segments. Nothing that
   a header speaks of is ever written again: a small change appends a segment and new tables, and then writes the header that
   knows of them into the other of the two places. Whoever opens the file takes the newer of the headers that are whole.

   All numbers are little-endian, every section begins at a multiple of 8, and offsets inside a record count from the record's
   own start, so that records can be copied from one segment to another as they are. Records and facts are numbered through
   all segments, and a later segment that has another state of one marks the earlier as dead.
   Example: const struct layout_header *header = map; header->segments[0].sections[LAYOUT_RECORDS].count */
#ifndef ADVISORY_ADVISORY_LAYOUT_H
#define ADVISORY_ADVISORY_LAYOUT_H

#include "advisory/advisory_blob_layout.h"

enum { LAYOUT_VERSION = 4, LAYOUT_SUM_SIZE = 32, LAYOUT_ALIGN = 8, LAYOUT_SEGMENTS = 16 };
enum { LAYOUT_HEADER_ROOM = 16384, LAYOUT_HEADERS = 2 }; /* before the first segment */
#define LAYOUT_MAGIC "KENZENIX"

/* The sections of a segment. */
enum layout_section_id {
    LAYOUT_BLOBS,    /* records, as advisory_blob writes them */
    LAYOUT_HEAP,     /* texts of the segment's other sections */
    LAYOUT_RECORDS,  /* by source and id */
    LAYOUT_LINKS,    /* by hash: an id, alias, upstream or related id → its record */
    LAYOUT_PACKAGES, /* by hash: (ecosystem with release, name) → its postings and spans */
    LAYOUT_BUCKETS,  /* the first package of each of 2^n equal parts of all hashes, and an end */
    LAYOUT_POSTINGS,
    LAYOUT_SPANS, /* of each package: texts, those without an end, then by the high key, highest first */
    LAYOUT_KEYS,  /* of versions (domain/version_key.h) */
    LAYOUT_FACTS, /* by CVE and source */
    LAYOUT_SECTIONS,
};

/* What speaks of all segments; written anew with each. */
enum layout_table_id {
    LAYOUT_TABLE_HEAP, /* texts of the other tables */
    LAYOUT_SOURCES,    /* by name */
    LAYOUT_COVERAGE,   /* by ecosystem: those that are covered */
    LAYOUT_SEEN,       /* all ecosystems that a source names, with its records */
    LAYOUT_DEAD,       /* a bit for each record */
    LAYOUT_DEAD_FACTS,
    LAYOUT_STEPS, /* from former generations to this one, oldest first */
    LAYOUT_CHANGED_PACKAGES,
    LAYOUT_CHANGED_CVES,
    LAYOUT_TABLES,
};

struct layout_section {
    uint64_t at, bytes, count;
    unsigned char sum[LAYOUT_SUM_SIZE]; /* SHA-256 of its bytes */
};

struct layout_segment {
    uint32_t record_first, fact_first; /* numbers of its first record and fact */
    uint32_t dead_records, dead_facts; /* how many of its own are dead */
    struct layout_section sections[LAYOUT_SECTIONS];
};

struct layout_header {
    char magic[8];
    uint32_t version, key_layout; /* of this file; of its version keys */
    uint32_t segment_count, reserved;
    uint64_t sequence;   /* one more than that of the header before */
    uint64_t file_bytes; /* all that this header speaks of */
    int64_t created_us;
    unsigned char digest[LAYOUT_SUM_SIZE]; /* of the content, whatever the segments are */
    struct layout_section tables[LAYOUT_TABLES];
    struct layout_segment segments[LAYOUT_SEGMENTS];
    /* SHA-256 of this header with the sum zero. Since it covers the others, it stands for the whole file. */
    unsigned char sum[LAYOUT_SUM_SIZE];
};

_Static_assert(sizeof(struct layout_header) <= LAYOUT_HEADER_ROOM, "a header fits its place");

struct layout_source {
    struct layout_text name, path, edition, etag, last_modified;
    uint64_t record_count, unusable_count, refused_count, withdrawn_count, placed_count,
        kind_counts[3];
    int64_t imported_us, newest_us;
    unsigned char
        content[LAYOUT_SUM_SIZE]; /* sum of the digests of its records and facts, modulo 2^256 */
    unsigned char digest[LAYOUT_SUM_SIZE];
};

struct layout_record {
    uint64_t at; /* in the blobs */
    uint32_t bytes, source;
    unsigned char digest[LAYOUT_SUM_SIZE];
};

struct layout_link {
    uint64_t hash;
    uint32_t record, link; /* in this segment; enum advisory_link */
};

struct layout_package {
    uint64_t hash;
    struct layout_text ecosystem, package;
    uint32_t posting_first, posting_count;
    uint32_t span_first, span_count;
};

struct layout_posting {
    uint32_t record, affected_first, affected_count; /* record: in this segment */
};

enum layout_span_flag {
    /* 1, 2 and 4 are those of domain/range_span.h */
    LAYOUT_SPAN_TEXT = 8, /* a listed version that has no key: low is its text */
};

struct layout_span {
    uint64_t low_at, high_at; /* in the keys */
    uint32_t low_len, high_len;
    uint32_t posting, flags; /* counted from the package's first posting */
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
    int64_t kev_added_us, kev_due_us, epss_date_us, ssvc_said_us, cve_updated_us;
    uint32_t source, flags, epss_millionths, epss_percentile_millionths;
    uint8_t exploitation, automatable, technical_impact, severity;
    uint32_t score_tenths;
    struct layout_text ratings; /* lines "who<TAB>vector": the one that counts first */
};

struct layout_coverage {
    struct layout_text ecosystem;
    uint32_t source, record_count;
};

/* What became different on the way from one generation to the next. */
struct layout_step {
    unsigned char from[LAYOUT_SUM_SIZE]; /* digest of the former generation */
    uint32_t package_first, package_count, cve_first, cve_count;
};

struct layout_changed_package {
    struct layout_text ecosystem, package;
};

#endif
