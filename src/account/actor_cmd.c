/* SPDX-License-Identifier: Apache-2.0 */
#include "account/actor_cmd.h"

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

bool actor_cmd_read_account(struct db *db, const struct cmd *cmd, const char *option,
    struct arena *arena, struct account *ret_account, struct err *err)
{
    const char *given = cmd_get(cmd, option);
    return !given || account_find_name(db, text_of(given), arena, ret_account, err) ||
           err_add(err, "--%s", option);
}

bool actor_cmd_read_team(struct db *db, const struct cmd *cmd, enum right right,
    struct arena *arena, int64_t *ret_team_id, struct err *err)
{
    struct team team;
    const char *given = cmd_get(cmd, "team");
    if (!given)
        return true;
    if (!team_choose(db, &actor_cmd_everybody, text_of(given), right, arena, &team, err))
        return false;
    *ret_team_id = team.id;
    return true;
}

bool actor_cmd_choose_team(struct db *db, const struct cmd *cmd, enum right right,
    struct arena *arena, struct team *ret_team, struct err *err)
{
    struct text name = cmd->word_count ? text_of(cmd->words[0]) : (struct text){"", 0};
    return team_choose(db, &actor_cmd_everybody, name, right, arena, ret_team, err);
}
