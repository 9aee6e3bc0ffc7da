/* SPDX-License-Identifier: Apache-2.0 */
/* How a team decides: its SSVC model, when EPSS counts, and how many days a priority gives.
   Example: ticket_policy_find(db, team_id, arena, &policy, &is_default, err) */
#ifndef TICKET_TICKET_POLICY_H
#define TICKET_TICKET_POLICY_H

#include "store/db.h"
#include "ticket/ticket_decide.h"

/* Of a team that has said nothing: the deployer's table, EPSS for nothing, 3, 14 and 60 days, and KEV's dates. */
extern const struct ticket_policy ticket_policy_default;

enum { TICKET_POLICY_DAYS_MAX = 3650 };

/* Columns of "team_policy y" behind a LEFT JOIN, and how they are read, from a column on. */
#define TICKET_POLICY_COLUMNS                                                                      \
    "y.model, y.epss_millionths, y.defer_days, y.scheduled_days, y.out_of_cycle_days,"             \
    " y.immediate_days, y.is_kev_due"
enum { TICKET_POLICY_COLUMN_COUNT = 7 };
struct ticket_policy ticket_policy_read_row(const struct db_rows *rows, size_t row, size_t column);

MUST_USE bool ticket_policy_find(struct db *db, int64_t team_id, struct arena *arena,
    struct ticket_policy *ret_policy, bool *ret_is_default, struct err *err);
/* Must run inside a transaction. */
MUST_USE bool ticket_policy_write(struct db *db, int64_t team_id,
    const struct ticket_policy *policy, int64_t account_id, int64_t now_us, struct err *err);

#endif
