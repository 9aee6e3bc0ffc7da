/* SPDX-License-Identifier: Apache-2.0 */
/* What a team wants to be told when, beside what its channels say of themselves: quiet hours, reminders, escalation.
   Example: alert_policy_find(db, team_id, arena, &policy, err); policy.remind[SSVC_IMMEDIATE] & 1U << 3: three days before */
#ifndef ALERT_ALERT_POLICY_H
#define ALERT_ALERT_POLICY_H

#include "alert/alert_quiet.h"
#include "domain/ssvc.h"
#include "store/db.h"

enum {
    ALERT_POLICY_REMIND_DAYS_MAX = 30, /* bits of a set */
    ALERT_POLICY_DAYS_MAX = 365,
    ALERT_POLICY_HOURS_MAX = 24 * 30,
    ALERT_PRIORITIES = SSVC_IMMEDIATE + 1
};

struct alert_policy {
    int morning_minute;                /* when a day's line-up is told */
    uint32_t remind[ALERT_PRIORITIES]; /* by enum ssvc_decision: bit n, n days before; 0: not */
    int64_t overdue_every_days;        /* told again after so many; 0: once */
    int64_t escalate_overdue_days;     /* so long overdue; 0: never */
    int64_t
        escalate_unseen_hours; /* immediate, and nobody has acknowledged it for so long; 0: never */
    bool escalate_admins, escalate_governance; /* by a notice */
    int64_t escalate_channel_id;               /* 0: to no channel */
    bool is_default;                           /* read only */
    int64_t changed_us;                        /* read only */
};

extern const struct alert_policy alert_policy_default;

/* When one channel is quiet. */
struct alert_policy_quiet {
    int64_t channel_id;
    struct alert_quiet quiet;
};

MUST_USE bool alert_policy_find(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_policy *ret_policy, struct err *err);
/* Those of a team's channels for which somebody has said something. */
MUST_USE bool alert_policy_find_quiet(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_policy_quiet **ret_quiet, size_t *ret_count, struct err *err);

/* Must run inside a transaction. The planning of the team looks at it at once. */
MUST_USE bool alert_policy_write(struct db *db, int64_t team_id, const struct alert_policy *policy,
    int64_t account_id, int64_t now_us, struct err *err);
MUST_USE bool alert_policy_write_quiet(
    struct db *db, const struct alert_policy_quiet *quiet, struct err *err);

#endif
