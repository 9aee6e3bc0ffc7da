/* SPDX-License-Identifier: Apache-2.0 */
/* Whose act it is what a command line does: acts are somebody's there, too, and by their rights.
   Example: actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) */
#ifndef ACCOUNT_ACTOR_CMD_H
#define ACCOUNT_ACTOR_CMD_H

#include "account/api.h"
#include "base/cmd.h"

/* For looking: whoever has the database sees all of it. */
extern const struct api_principal actor_cmd_everybody;

/* Finds the account that --by names. ERR_USAGE when it is missing, ERR_NOT_FOUND, ERR_FORBIDDEN when it is disabled. */
MUST_USE bool actor_cmd_find(struct db *db, const struct cmd *cmd, struct arena *arena,
    struct api_principal *ret_who, struct err *err);

#endif
