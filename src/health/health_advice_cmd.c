/* SPDX-License-Identifier: Apache-2.0 */
#include "health/health_advice_cmd.h"

#include "codec/json.h"
#include "health/health_advice.h"
#include "store/db_cmd.h"

enum { TEAMS_AT_ONCE = 100 };

/* Whoever has the database sees all of it. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

static const struct cmd_option options[] = {
    DB_CMD_OPTIONS,
    {"team", "NAME", "of this team only", 0},
    {"aside", NULL, "also what was put aside", 0},
    {"json", NULL, "print JSON", 0},
    {0},
};

struct printer {
    const struct cmd *cmd;
    struct buf out;
    int64_t now_us, count;
};

static void print_advice(struct printer *to, const struct health_advice *advice)
{
    struct buf *out = &to->out;
    to->count++;
    if (cmd_has(to->cmd, "json")) {
        health_advice_print(out, advice);
        return;
    }
    buf_format(out, "%.*s: %.*s.%s\n",
        TEXT_ARG(advice->team_id ? advice->team_name : TEXT("Organisation")),
        TEXT_ARG(advice->sentence), advice->aside.account_id ? " (put aside)" : "");
    for (size_t i = 0; i < advice->evidence_count && i < 3; i++)
        buf_format(out, "    %.*s\n", TEXT_ARG(advice->evidence[i].label));
    if (advice->count > 3 && advice->evidence_count > 3)
        buf_format(out, "    … and %lld more\n", (long long)advice->count - 3);
    buf_format(out, "  → %.*s (%.*s)\n\n", TEXT_ARG(advice->todo), TEXT_ARG(advice->link));
}

static bool print_team(struct printer *to, struct db *db, const struct team *team,
    struct arena *arena, struct err *err)
{
    struct health_advice_list list;
    if (!health_advice_find(db, team, to->now_us, arena, &list, err))
        return false;
    for (size_t i = 0; i < list.len; i++)
        if (!list.at[i].aside.account_id || cmd_has(to->cmd, "aside"))
            print_advice(to, &list.at[i]);
    VEC_DONE(&list);
    return true;
}

static bool print_all(struct printer *to, struct db *db, struct arena *arena, struct err *err)
{
    struct team *teams;
    size_t count;
    struct text after = TEXT("");
    int64_t after_id = 0;
    bool is_ok = print_team(to, db, NULL, arena, err);
    do {
        is_ok = is_ok && team_list(db, &everybody, after, after_id, TEAMS_AT_ONCE, arena, &teams,
                             &count, err);
        for (size_t i = 0; is_ok && i < count; i++)
            is_ok = print_team(to, db, &teams[i], arena, err);
        if (is_ok && count) {
            after = teams[count - 1].name;
            after_id = teams[count - 1].id;
        }
    } while (is_ok && count == TEAMS_AT_ONCE);
    return is_ok;
}

static bool print(struct printer *to, struct db *db, struct arena *arena, struct err *err)
{
    struct team team;
    const char *name = cmd_get(to->cmd, "team");
    bool is_json = cmd_has(to->cmd, "json");
    if (is_json) {
        json_print_open(&to->out, '{');
        json_print_member_open(&to->out, "items", '[');
    }
    bool is_ok =
        name ? team_choose(db, &everybody, text_of(name), RIGHT_HEALTH_READ, arena, &team, err) &&
                   print_team(to, db, &team, arena, err)
             : print_all(to, db, arena, err);
    if (is_json) {
        json_print_close(&to->out, ']');
        json_print_close(&to->out, '}');
        buf_add_char(&to->out, '\n');
    } else if (!to->count) {
        buf_add_z(&to->out, "There is nothing to say.\n");
    }
    return is_ok;
}

static int run(const struct cmd *cmd)
{
    struct arena arena;
    struct err err;
    struct db *db = NULL;
    struct printer to = {.cmd = cmd, .now_us = clock_now_us()};
    arena_init(&arena, SIZE_MAX);
    buf_init(&to.out, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, 0, 0, &err) && db_cmd_open(&db, cmd, &arena, &err) &&
                   print(&to, db, &arena, &err);
    if (is_done)
        fwrite(to.out.at, 1, to.out.len, stdout);
    db_free(db);
    buf_done(&to.out);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

const struct cmd_row health_advice_cmd = {
    .name = "health advice",
    .args = "",
    .brief = "tell what to do better, with the evidence",
    .help =
        "Goes through what is stored and says, team by team, what it finds: a sentence in numbers, what it rests on,\n"
        "and one thing to do. docs/health-advice.md lists the rules.",
    .options = options,
    .run = run,
};
