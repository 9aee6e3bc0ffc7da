/* SPDX-License-Identifier: Apache-2.0 */
/* Roles that follow a provider's groups: at each sign-in, in the teams and for the roles that the provider's table names; whatever
   it does not name is left alone. Example: oidc_role_follow(db, &provider, &person, account_id, now_us, arena, err) */
#ifndef ACCOUNT_OIDC_ROLE_H
#define ACCOUNT_OIDC_ROLE_H

#include "account/oidc_token.h"

/* Returns the role that a person's groups give in a team: the highest; TEAM_STRANGER when none does. */
enum team_role oidc_role_in_team(const struct oidc_group *table, size_t count,
    const struct oidc_person *person, int64_t team_id);
/* Returns the roles in the organisation that the table names, and those of them that the groups give: sets of enum account_role. */
unsigned oidc_role_named(const struct oidc_group *table, size_t count);
unsigned oidc_role_given(
    const struct oidc_group *table, size_t count, const struct oidc_person *person);

/* Gives and takes roles, in a transaction. The last admin of a team and the last administrator stay what they are. Each change stands
   in the journal as kenzen's own. */
MUST_USE bool oidc_role_follow(struct db *db, const struct oidc_provider *provider,
    const struct oidc_person *person, int64_t account_id, int64_t now_us, struct arena *arena,
    struct err *err);

#endif
