/* SPDX-License-Identifier: Apache-2.0 */
/* The advisory index: an immutable, memory-mapped file that answers "which records speak of this package?"
   in one look-up. Example: advisory_index_open(&index, path, err); … advisory_index_find(index, ecosystem, name, &hits) */
#ifndef ADVISORY_ADVISORY_INDEX_H
#define ADVISORY_ADVISORY_INDEX_H

#include "advisory/advisory.h"

struct advisory_index;

/* What is known of a CVE beside the advisories: KEV, EPSS, CISA's SSVC and CVSS of CVE 5 records. */
struct advisory_facts {
    bool is_kev, is_kev_ransomware;
    int64_t kev_added_us, kev_due_us;
    bool has_epss;
    unsigned epss_millionths, epss_percentile_millionths;
    int64_t epss_date_us;
    bool has_ssvc;
    int ssvc_exploitation, ssvc_automatable,
        ssvc_technical_impact; /* enum ssvc_…; technical impact 0 partial, 1 total */
    struct text cvss_vector;   /* or empty */
    enum severity severity;
    unsigned score_tenths;
};

struct advisory_source {
    struct text name; /* "osv/PyPI", "kev", "epss", "cve" */
    struct text path; /* what it was read from */
    size_t record_count, unusable_count;
    int64_t imported_us, newest_us; /* newest modified date in it */
    struct text digest;             /* SHA-256 hex of the source's records */
};

/* Opens and maps the file; checks header and table sums and parses nothing. Fails with ERR_NOT_FOUND when there is none,
   ERR_SYNTAX when it is damaged or not an index, ERR_UNSUPPORTED for another layout version. */
MUST_USE bool advisory_index_open(
    struct advisory_index **ret_index, const char *path, struct err *err);
void advisory_index_free(struct advisory_index *index);

/* The records that name a package: a run of postings. */
struct advisory_hits {
    const struct advisory_index *index;
    uint32_t first, count;
};
bool advisory_index_find(const struct advisory_index *index, struct text ecosystem,
    struct text package, struct advisory_hits *ret_hits);

/* One posting decoded into arena: the record without its other packages (advisory->affected has this one alone). */
MUST_USE bool advisory_index_read_hit(const struct advisory_hits *hits, uint32_t i,
    struct advisory *ret_advisory, struct arena *arena, struct err *err);

/* A whole record by its id or by one of its aliases: next_after = 0 first; false with ERR_NOT_FOUND when there is no further. */
MUST_USE bool advisory_index_read_id(const struct advisory_index *index, struct text id,
    uint32_t *next, struct advisory *ret_advisory, struct text *ret_source, struct arena *arena,
    struct err *err);

/* Whether some source covers the ecosystem with its release ("AlmaLinux:9"). */
bool advisory_index_covers(const struct advisory_index *index, struct text ecosystem);

/* Facts of a CVE; false when nothing is known. */
bool advisory_index_facts(
    const struct advisory_index *index, struct text cve, struct advisory_facts *ret_facts);

size_t advisory_index_source_count(const struct advisory_index *index);
struct advisory_source advisory_index_source(const struct advisory_index *index, size_t i);
/* SHA-256 hex of the whole generation. */
struct text advisory_index_digest(const struct advisory_index *index);

#endif
