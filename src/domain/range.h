/* SPDX-License-Identifier: Apache-2.0 */
/* Is this version in that range? Ranges are OSV events, in any order, with several intervals in one.
   Example: range_contains(VERSION_PYPI, &range, TEXT("1.0"), &is_in, &near, err) */
#ifndef DOMAIN_RANGE_H
#define DOMAIN_RANGE_H

#include "domain/version.h"

enum range_event { RANGE_INTRODUCED, RANGE_FIXED, RANGE_LAST_AFFECTED, RANGE_LIMIT };

/* One event (osv-schema, affected[].ranges[].events[]). */
struct range_bound {
    enum range_event event;
    struct text
        version; /* "0" with RANGE_INTRODUCED means: before every version; "*" with RANGE_LIMIT: none */
};

struct range {
    struct range_bound *bounds; /* as written, not sorted */
    size_t count;
};

/* What a range says of a version. */
struct range_answer {
    bool is_in;
    bool is_bounded;     /* some event ends the interval that the version is in */
    struct text since;   /* the introduced event that opened that interval */
    struct text until;   /* the nearest fixed or last_affected event above it, or empty */
    bool is_until_fixed; /* until is a fixed event, so it is where the flaw is mended */
};

/* Answers whether version is in the range. Fails with ERR_SYNTAX when version or an event cannot be read, which is
   "undecidable", never "not affected". osv-schema, "Evaluation": the event nearest below or at the version decides:
   introduced opens, fixed closes at itself, last_affected closes behind itself; a version at or above every limit is out. */
MUST_USE bool range_contains(enum version_scheme scheme, const struct range *range,
    struct text version, struct range_answer *ret_answer, struct err *err);

/* Checks that the version of each event can be read. Fails with ERR_SYNTAX. */
MUST_USE bool range_check(enum version_scheme scheme, const struct range *range, struct err *err);

/* Adds a range in words to out: ">= 1.0, < 1.2". Intervals are joined by " or ". */
struct buf;
void range_print(const struct range *range, struct buf *out);

#endif
