/* SPDX-License-Identifier: Apache-2.0 */
/* Which teams are to be planned for. Example: alert_job_rows_due(db, now_us, arena, &ids, &count, err) */
#ifndef ALERT_ALERT_JOB_ROWS_H
#define ALERT_ALERT_JOB_ROWS_H

#include "store/db.h"

MUST_USE bool alert_job_rows_due(struct db *db, int64_t now_us, struct arena *arena,
    int64_t **ret_team_ids, size_t *ret_count, struct err *err);
/* Gives teams without a row one that is due at once. */
MUST_USE bool alert_job_rows_begin(struct db *db, int64_t now_us, struct err *err);
/* Forgets what channels that were taken away were told, and mutes that are over. */
MUST_USE bool alert_job_rows_forget_channels(struct db *db, int64_t now_us, struct err *err);
/* Forgets what is planned for a team that is gone. */
MUST_USE bool alert_job_rows_forget(struct db *db, int64_t team_id, struct err *err);

#endif
