/* SPDX-License-Identifier: Apache-2.0 */
#include "account/actor_cmd.h"

#include "account/account.h"

const struct api_principal actor_cmd_everybody = {.roles = ACCOUNT_ADMINISTRATOR};

bool actor_cmd_find(struct db *db, const struct cmd *cmd, struct arena *arena,
    struct api_principal *ret_who, struct err *err)
{
    struct account actor;
    const char *by = cmd_get(cmd, "by");
    if (!by)
        return err_set(err, ERR_USAGE, "--by: is missing: whose act it is");
    if (!account_find_name(db, text_of(by), arena, &actor, err))
        return err_add(err, "--by");
    if (actor.is_disabled)
        return err_set(err, ERR_FORBIDDEN, "--by %s: the account is disabled", by);
    *ret_who =
        (struct api_principal){.account_id = actor.id, .name = actor.name, .roles = actor.roles};
    return true;
}
