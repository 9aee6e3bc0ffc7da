/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen scan": one SBOM against one index, told in several ways.
   Example: scan_table_print(&scan, &out) for people, scan_json_print for programs, scan_sarif_print for code hosts. */
#ifndef MATCH_SCAN_H
#define MATCH_SCAN_H

#include "base/buf.h"
#include "match/match_count.h"
#include "match/match_eol.h"
#include "match/match_system.h"
#include "match/match_vex.h"
#include "sbom/sbom_graph.h"

struct scan {
    const char *sbom_path; /* "-" for standard input */
    const char *index_path;
    const struct advisory_index *index;
    struct sbom sbom;
    struct sbom_paths paths; /* the ways by which its components got in; of no fleet */
    struct match_result result;
    const struct vex_set *vex_set; /* or NULL */
    struct match_vex vex;
    struct match_system system; /* the SBOM's operating system */
    size_t ended_count;         /* SBOMs whose operating system is out of support */
    struct match_ended
        *ended; /* components that are out of support; in a fleet, package versions */
    size_t ended_component_count;
    int64_t now_us;
    struct text failed; /* the criteria of --fail-on that are met, joined by ","; or empty */
    size_t by_severity[SEVERITY_CRITICAL + 1]; /* affected findings */
    size_t affected_count, kev_count, undecidable_count, not_covered_count,
        owned_count; /* the last three count components; one that is undecidable may be affected too */
    size_t malicious_count;      /* affected findings of malicious packages */
    size_t impostor_count;       /* components whose name could be taken for a popular one */
    struct match_counts answers; /* components, each once */
};

/* Counts the findings and gaps of scan->result. */
void scan_count(struct scan *scan);

/* The state of the operating system's support; SUPPORT_GOES_ON when nothing is known. */
enum support_state scan_support(const struct scan *scan);

/* Checks a --fail-on list ("critical,kev,stale=30"). Fails with ERR_USAGE naming the word. */
MUST_USE bool scan_fail_check(struct text list, struct err *err);
/* Returns the words of list that the scan meets, joined by ","; empty when none. */
struct text scan_fail_met(struct text list, const struct scan *scan, struct arena *arena);

void scan_table_print(const struct scan *scan, struct buf *out);
/* Its lines of components that are out of support. */
void scan_table_ended(
    const struct scan *scan, const struct sbom_component *components, struct buf *out);
/* Its last lines: the findings by severity, what was checked, what fails. */
void scan_table_summary(const struct scan *scan, struct buf *out);
void scan_json_print(const struct scan *scan, struct buf *out); /* docs/scan.md */
/* Its member "out_of_support". */
void scan_json_ended(
    const struct scan *scan, const struct sbom_component *components, struct buf *out);
/* Its members "sbom" (package_count of the components are packages), "index", "summary" and "failed_on". */
void scan_json_system(const struct scan *scan, struct buf *out);
void scan_json_sbom(const struct scan *scan, size_t package_count, struct buf *out);
void scan_json_index(const struct scan *scan, struct buf *out);
void scan_json_summary(const struct scan *scan, struct buf *out);
void scan_json_failed(const struct scan *scan, struct buf *out);
/* VEX of a format; arena holds what is needed for it. Fails as vex_write does. */
MUST_USE bool scan_vex_print(const struct scan *scan, enum vex_format format, struct arena *arena,
    struct buf *out, struct err *err);
void scan_sarif_print(const struct scan *scan, struct buf *out); /* SARIF 2.1.0 (OASIS) */

#endif
