/* SPDX-License-Identifier: Apache-2.0 */
/* What is told when: the rules, without a database or a clock, so that planning and its preview are one.

   A flaw is told to a channel when it is new there, when it got worse (a higher priority, exploited now), and when it is back; at
   services that it hits later no more than once a day; else never again. What a channel's quiet hours hold comes as one message when
   they end, a first upload as one, and so does what would be more than a handful at once.
   Example: choice = alert_plan_choose(&channel, &flaw, told, &zone, now_us); if (choice.verdict == ALERT_PLAN_TELL) … */
#ifndef ALERT_ALERT_PLAN_H
#define ALERT_ALERT_PLAN_H

#include "alert/alert_message.h"
#include "alert/alert_policy.h"
#include "ticket/alert_note.h"

enum {
    ALERT_PLAN_HANDFUL = 10, /* messages to one channel at once; more are one digest */
    ALERT_PLAN_WORST = 5,    /* flaws that a digest names, beside those that are exploited */
};

/* Notes of a team are gathered so long from the first on, then for as long as more come, at most so long. */
#define ALERT_PLAN_GATHER_US (60 * CLOCK_SECOND_US)
#define ALERT_PLAN_SETTLE_US (20 * CLOCK_SECOND_US)
#define ALERT_PLAN_GATHER_MOST_US (300 * CLOCK_SECOND_US)
/* A flaw that hits more services than were told of, or is back, is told so long after it was told the last time. */
#define ALERT_PLAN_AGAIN_US CLOCK_DAY_US

/* Beside enum alert_note_kind: a most urgent ticket's date has come, without waiting for the morning. */
enum { ALERT_PLAN_OVERDUE = 32 };

struct alert_plan_channel {
    int64_t id;
    int64_t least_priority;
    unsigned tells; /* a set of enum alert_told */
    struct alert_quiet quiet;
};

/* A flaw in a team as it stands, and what happened to it. */
struct alert_plan_flaw {
    int64_t vulnerability_id;
    unsigned what;         /* a set of enum alert_note_kind and ALERT_PLAN_OVERDUE */
    bool is_first;         /* all that happened is a part's first SBOM */
    bool is_muted, is_kev; /* is_kev: is exploited, or malicious */
    bool was_held;         /* it waited for the end of quiet hours */
    int priority;          /* the most urgent of its tickets */
    int64_t rank;
    int64_t ticket_count;      /* at work, not snoozed */
    int64_t new_service_count; /* services that had no ticket of it before */
};

/* What a channel was told of it. */
struct alert_plan_told {
    int priority;
    bool is_kev;
    int64_t told_us;
};

enum alert_plan_verdict { ALERT_PLAN_SKIP, ALERT_PLAN_TELL, ALERT_PLAN_HOLD };
struct alert_plan_choice {
    enum alert_plan_verdict verdict;
    enum alert_kind kind;
    enum alert_cause cause;
    int64_t release_us; /* of what is held */
};
/* told is NULL when the channel was never told. */
struct alert_plan_choice alert_plan_choose(const struct alert_plan_channel *channel,
    const struct alert_plan_flaw *flaw, const struct alert_plan_told *told, const struct zone *zone,
    int64_t now_us);

/* One flaw that is told to one channel. */
struct alert_plan_pick {
    size_t flaw; /* its place in the caller's array */
    enum alert_kind kind;
    enum alert_cause cause;
    bool is_first, was_held, is_kev;
    int64_t rank;
};
/* A message is about picks [from, from + count). */
struct alert_plan_message {
    bool is_digest;
    enum alert_kind kind;
    enum alert_cause cause;
    size_t from, count;
};
/* Orders the picks, the worst first, and says which messages they become; room for count messages. Returns how many. A channel that
   takes no digests gets the worst of them one by one. */
size_t alert_plan_fold(struct alert_plan_pick *picks, size_t count, unsigned tells,
    struct alert_plan_message *ret_messages);

/* What a day's line-up says of a ticket that is due on due_day: to_day is today, from_day the first day that it stands for. */
enum alert_plan_line { ALERT_PLAN_NOT, ALERT_PLAN_SOON, ALERT_PLAN_LATE };
enum alert_plan_line alert_plan_line(const struct alert_policy *policy, int priority,
    int64_t due_day, int64_t from_day, int64_t to_day);

/* When a channel gets the line-up of a day: in the morning, or when its quiet hours end. */
int64_t alert_plan_morning_us(const struct alert_policy *policy, const struct alert_quiet *quiet,
    const struct zone *zone, int64_t day);

#endif
