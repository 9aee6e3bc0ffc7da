/* SPDX-License-Identifier: Apache-2.0 */
/* The inventory against the advisories: every component gets an answer, never a silent "fine".
   Example: match_sbom(&result, index, &sbom, arena, err); for (i < result.finding_count) … */
#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

#include "advisory/advisory_index.h"
#include "match/match_cause.h"
#include "sbom/sbom.h"

enum match_answer { MATCH_NOT_AFFECTED, MATCH_AFFECTED, MATCH_UNDECIDABLE, MATCH_NOT_COVERED };

/* One component × one vulnerability (records joined by aliases; a vendor's advisory counts for each CVE it mends). */
struct match_finding {
    uint32_t component;   /* index into sbom.components */
    struct text package;  /* the name that the advisory uses: the source package, in Debian */
    struct text id;       /* the CVE where there is one, else the record's id */
    struct text *aliases; /* all other ids of the joined records, sorted */
    size_t alias_count;
    struct text *
        records; /* ids of the records that say so, with their sources, "PYSEC-2021-1 (osv/PyPI)" */
    size_t record_count;
    struct text summary, url;
    enum advisory_kind kind;
    enum severity
        severity; /* the record's, else the CVE's, else unknown; the worst of the joined */
    unsigned score_tenths;
    struct text cvss_vector;
    struct advisory_facts facts; /* of its CVE; zero when there is none */
    bool has_facts;
    struct text *fixed; /* versions that mend it, smallest above the installed first */
    size_t fixed_count;
    enum match_answer
        answer; /* MATCH_AFFECTED or MATCH_UNDECIDABLE; MATCH_NOT_AFFECTED where VEX says so (match_vex.h) */
    struct text reason;     /* why undecidable; else the comparison made: "4.17.20 < 4.17.21" */
    enum match_cause cause; /* of what is undecidable */
    bool is_by_cpe;         /* found by a CPE alone (match_cpe.h) */
    bool is_disputed; /* aliases may call it one with another CVE: advisory_conflict.h tells */
};

/* A group of components with no answer: ecosystem or cause, with a count and the reason. */
struct match_gap {
    struct text what, reason;
    enum match_cause cause;
    size_t count;
    uint32_t *components;
};

struct match_result {
    struct match_finding *findings; /* worst first */
    size_t finding_count;
    struct match_gap *not_covered, *undecidable;
    size_t not_covered_count, undecidable_count;
    struct match_gap *owned; /* what is judged through a package of the operating system */
    size_t owned_count;
    size_t checked_count; /* components that were compared with a covered ecosystem */
};

/* Matches every component. Distinct package versions are matched once. Fails only with ERR_LIMIT (arena) or a damaged index. */
MUST_USE bool match_sbom(struct match_result *ret_result, const struct advisory_index *index,
    const struct sbom *sbom, struct arena *arena, struct err *err);

/* One package version against the index: what the server uses for an interned package. */
MUST_USE bool match_component(struct match_result *ret_result, const struct advisory_index *index,
    const struct sbom_component *component, struct arena *arena, struct err *err);

/* Orders findings worst first: exploited, then severity, those by CPE alone last, score, likelihood; ties by component and id, so that runs agree. */
int match_compare(const struct match_finding *a, const struct match_finding *b);

/* Returns 0 to 5, more for what to look at first. Unknown may be anything, so it lies between medium and high. */
int match_severity_weight(enum severity severity);

/* Returns how many of component_count components have an undecidable finding: a component may stand in several gaps. */
size_t match_undecidable_count(const struct match_result *result, size_t component_count);

#endif
