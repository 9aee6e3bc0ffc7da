/* SPDX-License-Identifier: Apache-2.0 */
/* The advisory index: a memory-mapped file that answers "which records speak of this package?" in one look-up. What is open
   never changes; imports add to the file behind it (advisory_layout.h).
   Example: advisory_index_open(&index, path, err); … advisory_index_find(index, ecosystem, name, &hits) */
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
        ssvc_technical_impact;          /* enum ssvc_…; technical impact 0 partial, 1 total */
    int64_t ssvc_said_us;               /* when CISA said so; 0: not said */
    struct text cvss_vector;            /* or empty */
    struct text cvss_by;                /* who rated it: "GitHub_M", "CISA-ADP" */
    struct text other_vector, other_by; /* where assigner and others rated it: the others' */
    enum severity severity;
    unsigned score_tenths;
    bool is_rejected;       /* the CVE was rejected: it names no vulnerability */
    int64_t cve_updated_us; /* of its CVE record; 0: there is none, or it does not say */
};

struct advisory_source {
    struct text name;      /* "osv/PyPI", "kev", "epss", "cve" */
    struct text path;      /* what it was read from */
    struct text edition;   /* as it calls itself: EPSS's model, KEV's version; or empty */
    size_t record_count;   /* records, or CVEs with facts */
    size_t unusable_count; /* of those: kept, but naming nothing that can be matched */
    size_t refused_count;  /* what could not be read, and is not here */
    size_t withdrawn_count;
    size_t kind_counts[3];           /* by enum advisory_kind */
    int64_t imported_us, newest_us;  /* newest modified date in it */
    struct text digest;              /* SHA-256 hex of the source's records */
    struct text etag, last_modified; /* of the HTTP reply it came in; or empty */
};

/* An ecosystem with release of which a source knows, and how many records can become findings there. */
struct advisory_coverage {
    struct text ecosystem;
    size_t source, record_count;
};

/* Opens and maps the file; checks header and table sums and parses nothing. Fails with ERR_NOT_FOUND when there is none,
   ERR_SYNTAX when it is damaged or not an index, ERR_UNSUPPORTED for another layout version. */
MUST_USE bool advisory_index_open(
    struct advisory_index **ret_index, const char *path, struct err *err);
void advisory_index_free(struct advisory_index *index);
/* Checks the sums of all sections and the digests of all records: what advisory_index_open leaves unread. Fails with
   ERR_SYNTAX. */
MUST_USE bool advisory_index_verify(const struct advisory_index *index, struct err *err);
/* The number of the newest header in the file, which every import raises; 0 when there is no index. */
uint64_t advisory_index_sequence(const char *path);

enum { ADVISORY_SEGMENTS = 16 };
/* The records that name a package, each once; withdrawn ones are not among them. */
struct advisory_hits {
    const struct advisory_index *index;
    uint32_t count;
    struct advisory_run {
        uint32_t first, count;
    } runs[ADVISORY_SEGMENTS]; /* postings of each segment, those of dead records too */
    struct {
        uint32_t run, at, hit; /* where the next hit is looked for, and its number */
    } cursor;
};
/* ecosystem with release as records write it, package normalised. Returns whether there are any. */
bool advisory_index_find(const struct advisory_index *index, struct text ecosystem,
    struct text package, struct advisory_hits *ret_hits);

/* One hit: the record without its other packages (all of advisory->affected are this one). Arrays lie in arena, texts in
   the index. Reading them in order is quick. Fails with ERR_SYNTAX when the index is damaged, ERR_LIMIT when the arena is
   full. */
MUST_USE bool advisory_index_read_hit(struct advisory_hits *hits, uint32_t i,
    struct advisory *ret_advisory, struct arena *arena, struct err *err);

/* Whole records: all of them by number, or those that bear an id. *next is 0 first; ERR_NOT_FOUND when there is no further,
   and for the number of a record that a newer one has replaced. read_id finds by id and alias; read_link also by upstream and
   related, and tells which. Numbers go from 0 to record_end; record_count counts those that are there. */
size_t advisory_index_record_count(const struct advisory_index *index);
uint32_t advisory_index_record_end(const struct advisory_index *index);
MUST_USE bool advisory_index_read_record(const struct advisory_index *index, uint32_t record,
    struct advisory *ret_advisory, struct arena *arena, struct err *err);
MUST_USE bool advisory_index_read_id(const struct advisory_index *index, struct text id,
    uint32_t *next, struct advisory *ret_advisory, struct text *ret_source, struct arena *arena,
    struct err *err);
MUST_USE bool advisory_index_read_link(const struct advisory_index *index, struct text id,
    uint32_t *next, enum advisory_link *ret_link, struct advisory *ret_advisory,
    struct arena *arena, struct err *err);

/* Whether some source covers the ecosystem with its release ("AlmaLinux:9"); and what is covered, by name. */
bool advisory_index_covers(const struct advisory_index *index, struct text ecosystem);
size_t advisory_index_coverage_count(const struct advisory_index *index);
struct advisory_coverage advisory_index_coverage(const struct advisory_index *index, size_t i);

/* Facts of a CVE; false when nothing is known. */
bool advisory_index_facts(
    const struct advisory_index *index, struct text cve, struct advisory_facts *ret_facts);

/* What is new since a former generation: packages of which some record came, went or changed, and CVEs with other facts. */
struct advisory_change {
    struct text ecosystem, package; /* as records write them; lives in the index */
};
struct advisory_changes {
    struct advisory_change *packages;
    size_t package_count;
    struct text *cves;
    size_t cve_count;
};
/* Tells what changed since the generation with that digest (SHA-256 hex), each once, in arena. *ret_is_known is false when the
   index was not made from it, or too long ago: then anything may have changed. Fails with ERR_SYNTAX or ERR_LIMIT. */
MUST_USE bool advisory_index_since(const struct advisory_index *index, struct text digest,
    struct advisory_changes *ret_changes, bool *ret_is_known, struct arena *arena, struct err *err);

size_t advisory_index_source_count(const struct advisory_index *index);
struct advisory_source advisory_index_source(const struct advisory_index *index, size_t i);
/* When the file was last written; and the generation's digest, SHA-256 hex: the same for the same records and facts. */
int64_t advisory_index_created_us(const struct advisory_index *index);
struct text advisory_index_digest(const struct advisory_index *index);

#endif
