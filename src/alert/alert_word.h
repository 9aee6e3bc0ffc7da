/* SPDX-License-Identifier: Apache-2.0 */
/* The words of alerts in English and Japanese: titles, sentences, labels.
   Example: alert_word_fill(ALERT_WORD_DUE_IN, false, &(struct alert_word_values){.what = TEXT("CVE-1"), .where = TEXT("shop"), .count = 3},
   arena) gives "Due in 3 days: CVE-1 in shop" */
#ifndef ALERT_ALERT_WORD_H
#define ALERT_ALERT_WORD_H

#include "alert/alert.h"
#include "base/arena.h"
#include "base/buf.h"
#include "domain/cvss.h"
#include "domain/ssvc.h"

enum alert_word {
    /* Titles. */
    ALERT_WORD_NEW,
    ALERT_WORD_REOPENED,
    ALERT_WORD_DUE_IN,
    ALERT_WORD_DUE_TODAY,
    ALERT_WORD_OVERDUE,
    ALERT_WORD_ESCALATION,
    ALERT_WORD_DIGEST,
    ALERT_WORD_CLOSED,
    ALERT_WORD_TEST,
    ALERT_WORD_SERVICES, /* "3 services" */
    ALERT_WORD_TICKETS,  /* "3 tickets" */
    /* Labels, and values that are words. */
    ALERT_WORD_PRIORITY,
    ALERT_WORD_SEVERITY,
    ALERT_WORD_KEV,
    ALERT_WORD_KEV_YES,
    ALERT_WORD_KEV_RANSOMWARE,
    ALERT_WORD_KEV_DUE,
    ALERT_WORD_MALICIOUS,
    ALERT_WORD_MALICIOUS_YES,
    ALERT_WORD_EPSS,
    ALERT_WORD_FIXED,
    ALERT_WORD_REMEDY,
    ALERT_WORD_PERIOD,
    ALERT_WORD_COMPONENTS,
    ALERT_WORD_ALL,
    ALERT_WORD_DUE,
    ALERT_WORD_NOBODY,
    ALERT_WORD_IN, /* "CVE-1 in shop" */
    ALERT_WORD_MORE,
    ALERT_WORD_OPEN,
    ALERT_WORD_TEAM,
    ALERT_WORD_WHY, /* at the end of a mail */
    ALERT_WORD_TEST_LEAD,
    ALERT_WORDS
};

/* What stands in place of {what}, {where} and {n}; "{s}" is an s unless the count is 1. */
struct alert_word_values {
    struct text what, where;
    int64_t count;
};

struct text alert_word(enum alert_word word, bool is_japanese);
struct text alert_word_fill(enum alert_word word, bool is_japanese,
    const struct alert_word_values *values, struct arena *arena);

/* A sentence on why it is told; empty for ALERT_BY_NOTHING. */
struct text alert_word_cause(enum alert_cause cause, bool is_japanese);
/* As the user interface has them: "Out of cycle"; empty for what is none. */
struct text alert_word_priority(int priority, bool is_japanese);
struct text alert_word_severity(enum severity severity, bool is_japanese);

#endif
