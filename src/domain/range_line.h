/* SPDX-License-Identifier: Apache-2.0 */
/* A range as a line that a person can look at: its events in the order of versions, with one version among them.
   Example: range_line_read(&line, VERSION_SEMVER, &range, TEXT("4.17.20"), arena, err); line.marks[line.at] is 4.17.20 */
#ifndef DOMAIN_RANGE_LINE_H
#define DOMAIN_RANGE_LINE_H

#include "base/arena.h"
#include "domain/range.h"

struct range_mark {
    bool is_version; /* the version asked for, and no event */
    enum range_event event;
    struct text version;
    bool
        is_affected; /* what lies behind this mark, up to the next one, is in the range; of the version itself: it is */
};

struct range_line {
    struct range_mark *marks;
    size_t count, at; /* at: where the version stands */
};

/* Sorts the events as range_contains takes them: those before marks[at] have happened at version. A limit "*" is none.
   Texts are borrowed. Fails with ERR_SYNTAX when something cannot be read or has no order, which for a range that
   range_contains can answer happens only between branches; ERR_LIMIT when the arena is full. */
MUST_USE bool range_line_read(struct range_line *ret_line, enum version_scheme scheme,
    const struct range *range, struct text version, struct arena *arena, struct err *err);

/* Returns the name of an event as osv-schema writes it: "last_affected". */
const char *range_event_name(enum range_event event);

#endif
