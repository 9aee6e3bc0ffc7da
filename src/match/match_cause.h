/* SPDX-License-Identifier: Apache-2.0 */
/* Why there is no plain answer, in kinds that can be counted: a reason names versions and packages, a cause does not.
   Example: finding->cause == MATCH_CAUSE_NO_VERSION; match_cause_name(finding->cause) is "no_version" */
#ifndef MATCH_MATCH_CAUSE_H
#define MATCH_MATCH_CAUSE_H

/* Kept in the database: a number keeps its meaning. Of several undecidable findings of one package version the first cause
   in this order counts, since those that come first lie with the SBOM, where they can be mended. */
enum match_cause {
    MATCH_CAUSE_NONE,
    /* undecidable */
    MATCH_CAUSE_NO_VERSION,
    MATCH_CAUSE_VERSION_UNREADABLE,
    MATCH_CAUSE_VERSION_MOVES,
    MATCH_CAUSE_STREAM_UNKNOWN,
    MATCH_CAUSE_NO_ORDER, /* of all versions of an ecosystem, or of two */
    MATCH_CAUSE_EVENT_UNREADABLE,
    MATCH_CAUSE_COMMITS_ONLY,
    MATCH_CAUSE_NO_RANGE,
    /* not covered */
    MATCH_CAUSE_NO_ECOSYSTEM,
    MATCH_CAUSE_OTHER_ECOSYSTEM,
    MATCH_CAUSE_NO_RELEASE,
    MATCH_CAUSE_NO_SOURCE,
    MATCH_CAUSE_OWNER_NOT_COVERED,
    /* not affected: judged through the package of the operating system that brought it */
    MATCH_CAUSE_OWNED,
    /* of products that are known by a CPE alone: undecidable; not covered */
    MATCH_CAUSE_CPE_TARGET,
    MATCH_CAUSE_BY_CPE,
    MATCH_CAUSE_COUNT,
};

const char *match_cause_name(enum match_cause cause);  /* "version_unreadable"; "none" */
const char *match_cause_words(enum match_cause cause); /* "the version cannot be read" */

#endif
