/* SPDX-License-Identifier: Apache-2.0 */
/* The licences of components, judged by a policy and counted: of an SBOM, or of all of a service.
   Example: license_report_init(&report, policy, arena); for (…) license_report_add(&report, &component, err);
   license_report_finish(&report); … report.groups[0] … license_report_done(&report) */
#ifndef LICENSE_LICENSE_REPORT_H
#define LICENSE_LICENSE_REPORT_H

#include "base/map.h"
#include "base/vec.h"
#include "domain/license_policy.h"

struct license_component {
    struct text name, version, purl, license, scope, part;
    int64_t sbom_id, position; /* where it stands; 0 where there is no database */
};

/* Components whose licence is the same in normal form. */
struct license_report_group {
    const struct license *license; /* NULL: none is said */
    struct text normal;            /* its text; empty when there is none */
    struct text written;           /* as the first of them wrote it, when that differs; or empty */
    struct text problem;           /* why that is no valid expression; or empty */
    struct license_verdict worst;
    size_t count, by_answer[LICENSE_ANSWERS];
    bool is_guessed, is_unknown;
};

struct license_report_entry {
    struct license_component component;
    const struct license *license; /* in normal form, and its text */
    struct text normal;
    struct license_verdict verdict;
};

/* A licence as it was written. */
struct license_report_written {
    uint32_t group;
    bool is_guessed, is_unknown;
};

/* Which components are kept beside the counts. */
struct license_report_wish {
    bool answers[LICENSE_ANSWERS];
    struct text license; /* in normal form; empty: all */
    size_t from, limit;  /* of those that fit */
};

struct license_report {
    const struct license_policy *policy;
    struct text service;
    int64_t now_us;
    struct license_report_wish wish;
    struct arena *arena;
    struct map by_written, by_normal;
    VEC(struct license_report_group);
    struct {
        VEC(struct license_report_written);
    } written;
    struct {
        VEC(struct license_report_entry);
    } entries;
    size_t fit_count; /* components that fit the wish */
    size_t count, by_answer[LICENSE_ANSWERS];
    size_t missing_count, guessed_count, unknown_count; /* components */
};

/* The report keeps its texts in arena. Set service, now_us and wish next. */
void license_report_init(
    struct license_report *report, const struct license_policy *policy, struct arena *arena);
void license_report_done(struct license_report *report);

/* Judges and counts one component, whose texts may go away afterwards. Fails with ERR_LIMIT when arena is spent. */
MUST_USE bool license_report_add(
    struct license_report *report, const struct license_component *component, struct err *err);

/* Sorts the groups: worst first, then the most components. Nothing may be added afterwards. */
void license_report_finish(struct license_report *report);

/* Adds counts, licences and, as the member list, the kept components to an open object. */
void license_report_json(const struct license_report *report, const char *list, struct buf *out);

#endif
