/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_settings.h"

#include "journal/journal.h"

static bool tell(struct db *db, const struct alert_settings *settings, int64_t account_id,
    int64_t now_us, struct err *err)
{
    const struct alert_policy *policy = &settings->policy;
    char facts[256];
    snprintf(facts, sizeof facts,
        "{\"morning_minute\":%d,\"overdue_every_days\":%lld,\"escalate_overdue_days\":%lld,"
        "\"escalate_unacknowledged_hours\":%lld}",
        policy->morning_minute, (long long)policy->overdue_every_days,
        (long long)policy->escalate_overdue_days, (long long)policy->escalate_unseen_hours);
    return journal_add(db,
        &(struct journal_entry){.kind = "team.alert_policy_set",
            .actor_id = account_id,
            .team_id = settings->team_id,
            .object_kind = "team",
            .object_id = settings->team_id,
            .at_us = now_us,
            .facts = text_of(facts)},
        err);
}

bool alert_settings_change(struct db *db, const struct alert_settings *settings, int64_t account_id,
    int64_t now_us, struct err *err)
{
    return alert_settings_write(db, settings, account_id, now_us, err) &&
           tell(db, settings, account_id, now_us, err);
}
