/* SPDX-License-Identifier: Apache-2.0 */
/* One step of an explanation: what kind of step it is, with its values, and both together as an English sentence. Who
   speaks another language goes by kind and values.
   Example: match_step_make(arena, MATCH_STEP_PURL, MATCH_STEP_VALUES({"purl", component->purl})) */
#ifndef MATCH_MATCH_STEP_H
#define MATCH_MATCH_STEP_H

#include "base/arena.h"

enum match_step_kind {
    /* the component */
    MATCH_STEP_COMPONENT_LISTED,
    MATCH_STEP_COMPONENT_STORED,
    MATCH_STEP_COMPONENT_BARE,
    MATCH_STEP_TWINS,
    MATCH_STEP_ASKED,
    MATCH_STEP_PURL,
    MATCH_STEP_PURL_NONE,
    MATCH_STEP_PATH,
    MATCH_STEP_ODDITY,
    MATCH_STEP_GROUP,
    /* its ecosystem */
    MATCH_STEP_ECOSYSTEM_TYPE,
    MATCH_STEP_ECOSYSTEM_DISTRO,
    MATCH_STEP_ECOSYSTEM_SYSTEM,
    MATCH_STEP_ECOSYSTEM_UNRELEASED,
    MATCH_STEP_ECOSYSTEM_KNOWN,
    MATCH_STEP_ECOSYSTEM_CPE,
    MATCH_STEP_SUPPORTED,
    MATCH_STEP_OUT_OF_SUPPORT,
    MATCH_STEP_COVERAGE,
    MATCH_STEP_GAP,
    MATCH_STEP_OWNED,
    MATCH_STEP_NO_INDEX,
    MATCH_STEP_SCHEME,
    MATCH_STEP_SCHEME_NONE,
    MATCH_STEP_VERSION_NONE,
    MATCH_STEP_VERSION_UNREADABLE,
    /* its names */
    MATCH_STEP_NAME_PACKAGE,
    MATCH_STEP_NAME_SOURCE,
    MATCH_STEP_NAME_BINARY,
    MATCH_STEP_NAME_SKIPPED,
    /* the records */
    MATCH_STEP_ID_UNKNOWN,
    MATCH_STEP_ID_RECORDS,
    MATCH_STEP_RECORD,
    MATCH_STEP_RECORD_ELSEWHERE,
    MATCH_STEP_RECORDS_LEFT_OUT,
    /* a range or list against the version */
    MATCH_STEP_IN_BETWEEN,
    MATCH_STEP_IN_BELOW,
    MATCH_STEP_IN_UP_TO,
    MATCH_STEP_IN_WITHOUT_END,
    MATCH_STEP_IN_ALL,
    MATCH_STEP_OUT_FIXED,
    MATCH_STEP_OUT_LAST,
    MATCH_STEP_OUT_BEFORE,
    MATCH_STEP_OUT_LIMIT,
    MATCH_STEP_OUT_EMPTY,
    MATCH_STEP_UNREADABLE,
    MATCH_STEP_LISTED,
    MATCH_STEP_NOT_LISTED,
    MATCH_STEP_COMMITS,
    MATCH_STEP_NO_VERSIONS,
    /* what came of it */
    MATCH_STEP_JOINED,
    MATCH_STEP_REMEDY,
    MATCH_STEP_DIFFERS_SEVERITY,
    MATCH_STEP_DIFFERS_ANSWER,
    MATCH_STEP_DIFFERS_FIXED,
    MATCH_STEP_DIFFERS_WITHDRAWN,
    MATCH_STEP_SEVERITY,
    MATCH_STEP_SEVERITY_UNKNOWN,
    MATCH_STEP_KEV,
    MATCH_STEP_KEV_RANSOMWARE,
    MATCH_STEP_EPSS,
    MATCH_STEP_SSVC,
    MATCH_STEP_REJECTED,
    MATCH_STEP_VEX,
    MATCH_STEP_VEX_OLDER,
    MATCH_STEP_VEX_ELSEWHERE,
    /* the conclusion */
    MATCH_STEP_IS_AFFECTED,
    MATCH_STEP_IS_UNDECIDABLE,
    MATCH_STEP_IS_NOT_COVERED,
    MATCH_STEP_IS_OWNED,
    MATCH_STEP_IS_CLEARED,
    MATCH_STEP_IS_SILENCED,
    MATCH_STEP_IS_WITHDRAWN,
    MATCH_STEP_IS_NOTICE,
    MATCH_STEP_IS_NOT_NAMED,
    MATCH_STEP_IS_UNKNOWN_ID,
    MATCH_STEP_HAS_FINDINGS,
    MATCH_STEP_HAS_UNDECIDABLE,
    MATCH_STEP_HAS_NONE,
    MATCH_STEP_HAS_NO_RECORDS,
    MATCH_STEP_IS_NO_PACKAGE,
    MATCH_STEP_KINDS,
};

struct match_step_value {
    const char *key;
    struct text value;
};

struct match_step {
    enum match_step_kind kind;
    const struct match_step_value *values; /* in arena */
    size_t value_count;
    struct text text; /* a sentence without its full stop */
};

/* The values of a step, for match_step_make. */
#define MATCH_STEP_VALUES(...) ((const struct match_step_value[]){__VA_ARGS__, {NULL, {NULL, 0}}})

/* Values end with one without a key; they are copied, their texts are borrowed. A value that the kind's sentence has no
   place for stands beside it. */
struct match_step match_step_make(
    struct arena *arena, enum match_step_kind kind, const struct match_step_value *values);

/* Returns a number, a date ("2026-11-22"; "never" for 0), or texts joined by ", " as a value. */
struct text match_step_number(struct arena *arena, size_t number);
struct text match_step_date(struct arena *arena, int64_t time_us);
struct text match_step_list(struct arena *arena, const struct text *texts, size_t count);

const char *match_step_name(enum match_step_kind kind); /* "component_listed" */

#endif
