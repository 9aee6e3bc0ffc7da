/* SPDX-License-Identifier: Apache-2.0 */
/* Whose act it is what a command line does: acts are somebody's there, too, and by their rights.
   Example: actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) */
#ifndef ACCOUNT_ACTOR_CMD_H
#define ACCOUNT_ACTOR_CMD_H

#include "account/account.h"
#include "account/api.h"
#include "account/team.h"
#include "base/cmd.h"

/* For looking: whoever has the database sees all of it. */
extern const struct api_principal actor_cmd_everybody;

/* Finds the account that --by names. ERR_USAGE when it is missing, ERR_NOT_FOUND, ERR_FORBIDDEN when it is disabled. */
MUST_USE bool actor_cmd_find(struct db *db, const struct cmd *cmd, struct arena *arena,
    struct api_principal *ret_who, struct err *err);

/* Read an option that names an account or, as --team, a team; one that is not given leaves what is returned as it is. */
MUST_USE bool actor_cmd_read_account(struct db *db, const struct cmd *cmd, const char *option,
    struct arena *arena, struct account *ret_account, struct err *err);
MUST_USE bool actor_cmd_read_team(struct db *db, const struct cmd *cmd, enum right right,
    struct arena *arena, int64_t *ret_team_id, struct err *err);

/* The team that the first word names; there may be no word where there is only one team, as team_choose has it. */
MUST_USE bool actor_cmd_choose_team(struct db *db, const struct cmd *cmd, enum right right,
    struct arena *arena, struct team *ret_team, struct err *err);

#endif
