/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_policy.h"

/* The days are BOD 26-04's: 3 at the most urgent, then 14, then 60; what can wait for an upgrade has no date. */
const struct ticket_policy ticket_policy_default = {.model = SSVC_MODEL_DEPLOYER,
    .days = {[SSVC_SCHEDULED] = 60, [SSVC_OUT_OF_CYCLE] = 14, [SSVC_IMMEDIATE] = 3},
    .is_kev_due = true};

struct ticket_policy ticket_policy_read_row(const struct db_rows *rows, size_t row, size_t column)
{
    struct ticket_policy policy = {.epss_millionths = db_int(rows, row, column + 1),
        .is_kev_due = db_int(rows, row, column + 6) != 0};
    if (!ssvc_model_read(db_text(rows, row, column), &policy.model))
        return ticket_policy_default;
    for (size_t i = 0; i < LEN_OF(policy.days); i++)
        policy.days[i] = db_int(rows, row, column + 2 + i);
    return policy;
}

bool ticket_policy_find(struct db *db, int64_t team_id, struct arena *arena,
    struct ticket_policy *ret_policy, bool *ret_is_default, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT " TICKET_POLICY_COLUMNS " FROM team_policy y WHERE y.team_id = $1",
            DB_ARGS(DB_INT(team_id)), arena, &rows, err))
        return false;
    *ret_is_default = rows.count == 0;
    *ret_policy = rows.count ? ticket_policy_read_row(&rows, 0, 0) : ticket_policy_default;
    return true;
}

bool ticket_policy_write(struct db *db, int64_t team_id, const struct ticket_policy *policy,
    int64_t account_id, int64_t now_us, struct err *err)
{
    return db_run(db,
        "INSERT INTO team_policy (team_id, model, epss_millionths, defer_days, scheduled_days,"
        " out_of_cycle_days, immediate_days, is_kev_due, changed_by, changed_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (team_id) DO UPDATE SET"
        " model = excluded.model, epss_millionths = excluded.epss_millionths,"
        " defer_days = excluded.defer_days, scheduled_days = excluded.scheduled_days,"
        " out_of_cycle_days = excluded.out_of_cycle_days,"
        " immediate_days = excluded.immediate_days, is_kev_due = excluded.is_kev_due,"
        " changed_by = excluded.changed_by, changed_us = excluded.changed_us",
        DB_ARGS(DB_INT(team_id), DB_TEXT(text_of(ssvc_model_row(policy->model)->name)),
            DB_ID(policy->epss_millionths), DB_ID(policy->days[SSVC_DEFER]),
            DB_ID(policy->days[SSVC_SCHEDULED]), DB_ID(policy->days[SSVC_OUT_OF_CYCLE]),
            DB_ID(policy->days[SSVC_IMMEDIATE]), DB_INT(policy->is_kev_due), DB_INT(account_id),
            DB_INT(now_us)),
        NULL, err);
}
