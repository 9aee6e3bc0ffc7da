/* SPDX-License-Identifier: Apache-2.0 */
/* The rows behind oidc_role.h: roles given without anybody's right being asked, since a provider's table says so.
   Example: oidc_role_rows_set_team(db, account_id, team_id, TEAM_MEMBER, now_us, err) */
#ifndef ACCOUNT_OIDC_ROLE_ROWS_H
#define ACCOUNT_OIDC_ROLE_ROWS_H

#include "account/account.h"

/* TEAM_STRANGER takes the account out of the team. Nothing happens when that would leave the team without an admin. */
MUST_USE bool oidc_role_rows_set_team(struct db *db, int64_t account_id, int64_t team_id,
    enum team_role role, int64_t now_us, struct err *err);
/* Of the roles in the organisation that are named, leaves those that are given. The last administrator stays one. */
MUST_USE bool oidc_role_rows_set(struct db *db, int64_t account_id, unsigned named, unsigned given,
    int64_t now_us, struct arena *arena, struct err *err);

#endif
