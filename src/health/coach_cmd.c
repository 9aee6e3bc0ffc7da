/* SPDX-License-Identifier: Apache-2.0 */
#include "health/coach_cmd.h"

#include "account/actor_cmd.h"
#include "base/clock.h"
#include "health/team_coach.h"
#include "health/team_coach_api.h"
#include "store/db_cmd.h"

/* Whoever has the database decides for every team. */
static bool change(struct db_cmd *it, const struct team *team, struct err *err)
{
    const char *name = cmd_get(it->cmd, "name");
    if (name && cmd_has(it->cmd, "withdraw"))
        return err_set(err, ERR_USAGE, "--name: does not go with --withdraw");
    if (name)
        return team_coach_name(
            it->db, &actor_cmd_everybody, team->id, text_of(name), it->now_us, err);
    return !cmd_has(it->cmd, "withdraw") ||
           team_coach_withdraw(it->db, &actor_cmd_everybody, team->id, it->now_us, err);
}

static void print(
    const struct cmd *cmd, const struct team *team, const struct team_coach *coach, struct buf *out)
{
    char since[CLOCK_TEXT_SIZE];
    if (cmd_has(cmd, "json")) {
        team_coach_api_print(out, coach);
        buf_add_char(out, '\n');
    } else if (coach->account_id) {
        buf_format(out, "%.*s: %.*s, since %s\n", TEXT_ARG(team->name), TEXT_ARG(coach->name),
            clock_print(coach->since_us, since));
    } else {
        buf_format(out, "%.*s: no coach\n", TEXT_ARG(team->name));
    }
}

static bool work(struct db_cmd *it, struct err *err)
{
    struct team team;
    struct team_coach coach;
    if (!actor_cmd_choose_team(it->db, it->cmd, RIGHT_HEALTH_READ, &it->arena, &team, err) ||
        !change(it, &team, err) || !team_coach_find(it->db, team.id, &it->arena, &coach, err))
        return false;
    print(it->cmd, &team, &coach, &it->out);
    return true;
}

static int run(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 1, work);
}

static const struct cmd_option options[] = {
    {"name", "NAME", "make that account the coach, in the place of a former one", 0},
    {"withdraw", NULL, "the team has no coach any more", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row coach_cmd = {
    .name = "health coach",
    .args = "[TEAM]",
    .brief = "show, name or take back a team's coach",
    .help =
        "A team's coach, who need not be its member, sees its health and writes feedback on its weeks,\n"
        "and nothing else.\n"
        "\n"
        "  kenzen health coach Payments\n"
        "  kenzen health coach Payments --name sora",
    .options = options,
    .run = run,
};
