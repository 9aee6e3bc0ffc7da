/* SPDX-License-Identifier: Apache-2.0 */
/* What there is to tell a team, and why: the kinds of alert messages, the sets of them that channels want, and their names.
   Example: if (channel.tells & alert_told_bit(ALERT_OVERDUE)) … */
#ifndef ALERT_ALERT_H
#define ALERT_ALERT_H

#include "base/text.h"

enum alert_kind {
    ALERT_FLAW,       /* tickets of a flaw are new, or more urgent than they were told */
    ALERT_REOPENED,   /* what was closed is there again */
    ALERT_REMINDER,   /* it is due soon: days says in how many */
    ALERT_OVERDUE,    /* it was due: days says how long ago */
    ALERT_ESCALATION, /* nobody has acted: days says since when */
    ALERT_DIGEST,     /* a sum of many flaws */
    ALERT_CLOSED,     /* a sum of what was closed */
    ALERT_TEST,       /* a person looks whether it arrives */
    ALERT_KINDS
};
const char *alert_kind_name(enum alert_kind kind); /* "flaw" */
/* Reading fails without a message on another word. */
MUST_USE bool alert_kind_read(struct text word, enum alert_kind *ret_kind);

/* What a channel wants to be told: bits of a set. */
enum alert_told {
    ALERT_TELLS_NEW = 1, /* flaw, reopened */
    ALERT_TELLS_REMINDER = 2,
    ALERT_TELLS_OVERDUE = 4,
    ALERT_TELLS_ESCALATION = 8,
    ALERT_TELLS_DIGEST = 16,
    ALERT_TELLS_CLOSED = 32,
};
enum { ALERT_TELLS_ALL = 63, ALERT_TELLS_DEFAULT = 31 };
/* The bit of a kind; 0 for ALERT_TEST, which is told to every channel. */
unsigned alert_told_bit(enum alert_kind kind);
/* "new", "reminder"; NULL for what is no bit, 0 for another word. */
const char *alert_told_word(unsigned bit);
unsigned alert_told_read(struct text word);

/* Why it is told now; more may be added, with their words in alert_words.c. */
enum alert_cause {
    ALERT_BY_NOTHING, /* the kind says it all */
    ALERT_BY_ADVISORY,
    ALERT_BY_SBOM,
    ALERT_BY_FIRST_SBOM,
    ALERT_BY_PRIORITY,       /* it became more urgent */
    ALERT_BY_UNACKNOWLEDGED, /* nobody has acknowledged it */
    ALERT_BY_OVERDUE,
    ALERT_BY_QUIET_HOURS, /* it waited until they were over */
    ALERT_BY_SCHEDULE,    /* a day's or a week's sum */
    ALERT_BY_EXPIRED,     /* the time for which its risk was accepted is over */
    ALERT_BY_EXPLOITED,   /* it became known to be exploited, as urgent as it was */
    ALERT_CAUSES
};
const char *alert_cause_name(enum alert_cause cause); /* "first_sbom" */
MUST_USE bool alert_cause_read(struct text word, enum alert_cause *ret_cause);

#endif
