/* SPDX-License-Identifier: Apache-2.0 */
/* What a ticket becomes when its part is looked at anew: pure rules, no database. Nothing closes by accident: only an
   affirmative "not affected" or a removed component closes a ticket.
   Example: plan = ticket_plan(TICKET_OPEN, &seen) → TICKET_DO_CLOSE with TICKET_FIXED */
#ifndef TICKET_TICKET_PLAN_H
#define TICKET_TICKET_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum ticket_state {
    TICKET_OPEN,
    TICKET_ACKNOWLEDGED,
    TICKET_SCHEDULED,
    TICKET_IN_PROGRESS,
    TICKET_COMPLETED,
    TICKET_CLOSED
};
enum ticket_cause {
    TICKET_NO_CAUSE,
    TICKET_REMOVED,
    TICKET_WITHDRAWN,
    TICKET_NOT_AFFECTED,
    TICKET_FIXED,
    TICKET_DUPLICATE,
    TICKET_WRONG_MATCH, /* by a person */
    TICKET_ACCEPTED,    /* the flaw is there, and a person lives with it until a date */
};

/* What the occurrences of a ticket were found to be, each counted once. */
struct ticket_seen {
    size_t affected;
    size_t
        unsure; /* undecidable, no longer covered, or its record vanished without being withdrawn */
    size_t fixed;        /* affirmatively not affected, in another version */
    size_t not_affected; /* affirmatively not affected, in the same version: the advisory changed */
    size_t withdrawn;    /* all its records are withdrawn */
    size_t removed;      /* the package is not in the SBOM any more */
    bool
        is_judged; /* a person closed it as a wrong match, and nothing speaks for it that they did not see */
    bool
        is_accepted; /* it is closed because its risk was accepted, and the risk is no larger now */
    bool is_other_sbom; /* this is another SBOM than the one a completion rests on */
};

enum ticket_step {
    TICKET_DO_NOTHING, /* beside bringing occurrences and facts up to date */
    TICKET_DO_REOPEN,
    TICKET_DO_CLOSE,
    TICKET_DO_MARK, /* leave as it is, and say that the answer is not known any more */
};

struct ticket_plan {
    enum ticket_step step;
    enum ticket_cause cause; /* of TICKET_DO_CLOSE */
};

struct ticket_plan ticket_plan(enum ticket_state state, const struct ticket_seen *seen);

const char *ticket_state_name(enum ticket_state state); /* "acknowledged" */
const char *ticket_cause_name(
    enum ticket_cause cause); /* "not_affected"; NULL for TICKET_NO_CAUSE */
/* The other way; the tables' own checks let no other word in. */
enum ticket_state ticket_state_read(struct text name);
enum ticket_cause ticket_cause_read(struct text name);

#endif
