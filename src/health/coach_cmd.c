/* SPDX-License-Identifier: Apache-2.0 */
#include "health/coach_cmd.h"

#include "base/clock.h"
#include "health/team_coach.h"
#include "health/team_coach_api.h"
#include "store/db_cmd.h"

/* Whoever has the database decides for every team. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

static bool change(struct db *db, const struct cmd *cmd, const struct team *team, struct err *err)
{
    const char *name = cmd_get(cmd, "name");
    if (name && cmd_has(cmd, "withdraw"))
        return err_set(err, ERR_USAGE, "--name: does not go with --withdraw");
    if (name)
        return team_coach_name(db, &everybody, team->id, text_of(name), clock_now_us(), err);
    return !cmd_has(cmd, "withdraw") ||
           team_coach_withdraw(db, &everybody, team->id, clock_now_us(), err);
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

static bool work(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct team team;
    struct team_coach coach;
    struct buf out;
    struct text name = cmd->word_count ? text_of(cmd->words[0]) : (struct text){"", 0};
    if (!team_choose(db, &everybody, name, RIGHT_HEALTH_READ, arena, &team, err) ||
        !change(db, cmd, &team, err) || !team_coach_find(db, team.id, arena, &coach, err))
        return false;
    buf_init(&out, SIZE_MAX);
    print(cmd, &team, &coach, &out);
    fwrite(out.at, 1, out.len, stdout);
    buf_done(&out);
    return true;
}

static int run(const struct cmd *cmd)
{
    struct arena arena;
    struct err err;
    struct db *db = NULL;
    arena_init(&arena, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, 0, 1, &err) && db_cmd_open(&db, cmd, &arena, &err) &&
                   work(db, cmd, &arena, &err);
    db_free(db);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
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
