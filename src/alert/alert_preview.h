/* SPDX-License-Identifier: Apache-2.0 */
/* What the last days would have told, had a team's settings been these: the events of its tickets once more, by the rules that plan what
   is told now (alert_plan.h), on a clock that runs through those days. What it cannot know is as it is now: which tickets are snoozed
   and muted, and which flaws are exploited since when.
   Example: alert_preview_run(&scope, since_us, &preview, err); preview.channels[0].message_count */
#ifndef ALERT_ALERT_PREVIEW_H
#define ALERT_ALERT_PREVIEW_H

#include "alert/alert_scope.h"

enum { ALERT_PREVIEW_SHOWN = 50, ALERT_PREVIEW_DAYS_MAX = 90 };

/* A message that would have been sent. */
struct alert_preview_message {
    int64_t at_us;
    enum alert_kind kind;
    enum alert_cause cause;
    struct text vulnerability; /* empty in a digest */
    int64_t flaw_count;
};

struct alert_preview_channel {
    int64_t message_count, by_kind[ALERT_KINDS];
    struct alert_preview_message shown[ALERT_PREVIEW_SHOWN]; /* the last ones, the oldest first */
    size_t shown_count;
};

struct alert_preview {
    struct alert_preview_channel *channels; /* of the scope, in their order */
    int64_t finding_count;                  /* what one message for each finding would have been */
    bool is_cut; /* there are more events than are gone through: the oldest are left out */
};

/* The scope's policy and quiet hours are what is tried; now_us of the scope is the end. */
MUST_USE bool alert_preview_run(const struct alert_scope *scope, int64_t since_us,
    struct alert_preview *ret_preview, struct err *err);

#endif
