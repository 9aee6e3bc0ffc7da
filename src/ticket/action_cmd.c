/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/action_cmd.h"

#include "account/account.h"
#include "account/actor_cmd.h"
#include "codec/json.h"
#include "journal/journal_list.h"
#include "match/scan_grid.h"
#include "store/db_cmd.h"
#include "ticket/action_api.h"
#include "ticket/action_meta.h"

enum { LIMIT_DEFAULT = 50, LIMIT_MOST = 100000 };

/* -- what options say -- */

static bool read_id(const char *given, const char *what, int64_t *ret_id, struct err *err)
{
    return !given || text_read_i64(text_of(given), ret_id) ||
           err_set(err, ERR_USAGE, "%s %s: is no id", what, given);
}

static bool read_kind(const struct cmd *cmd, int *ret_kind, struct err *err)
{
    enum action_kind kind;
    const char *given = cmd_get(cmd, "kind");
    if (!given)
        return true;
    if (!action_kind_read(text_of(given), &kind))
        return err_set(err, ERR_USAGE,
            "--kind %s: must be elimination, mitigation, transfer, acceptance, detection or rejection",
            given);
    *ret_kind = (int)kind;
    return true;
}

/* -- action list -- */

static bool read_query(struct db *db, const struct cmd *cmd, struct action_query *query,
    struct arena *arena, struct err *err)
{
    struct account account = {0};
    size_t limit = LIMIT_DEFAULT;
    if (!cmd_read_limit(cmd, LIMIT_MOST, &limit, err))
        return false;
    *query = (struct action_query){.kind = -1,
        .words = text_of(cmd_get(cmd, "text")),
        .advisory = text_of(cmd_get(cmd, "advisory")),
        .before_us = INT64_MAX,
        .before_id = INT64_MAX,
        .limit = limit};
    if (!read_kind(cmd, &query->kind, err) ||
        !actor_cmd_read_team(db, cmd, RIGHT_ACTION_READ, arena, &query->team_id, err) ||
        !actor_cmd_read_account(db, cmd, "person", arena, &account, err) ||
        !read_id(cmd_get(cmd, "ticket"), "--ticket", &query->ticket_id, err) ||
        !cmd_read_time(cmd, "from", &query->since_us, err) ||
        !cmd_read_time(cmd, "to", &query->until_us, err))
        return false;
    query->account_id = account.id;
    return true;
}

static void print_table(
    const struct action *actions, size_t count, struct arena *arena, struct buf *out)
{
    static const char *const heads[] = {"ACTION", "EXECUTED", "KIND", "WHO", "ADVISORY", "WHAT"};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), count);
    for (size_t i = 0; i < count; i++) {
        const struct action *one = &actions[i];
        struct text rest = one->text, line = text_front(text_cut(&rest, '\n'), 80);
        char at[CLOCK_TEXT_SIZE];
        const struct text cells[] = {
            arena_format(arena, "%lld", (long long)one->id),
            arena_text(arena, text_of(clock_print(one->executed_us, at))),
            text_of(action_kind_name(one->kind)),
            one->account_name,
            one->advisory_id.len ? one->advisory_id : TEXT("-"),
            arena_format(
                arena, "%s%.*s", one->corrected_by_id ? "(corrected) " : "", TEXT_ARG(line)),
        };
        for (size_t column = 0; column < LEN_OF(cells); column++)
            scan_grid_set(&grid, i + 1, column, cells[column]);
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

static void print_line(struct buf *out, const struct action *action)
{
    action_api_print(out, action);
    buf_add_char(out, '\n');
}

static bool list(struct db_cmd *it, struct err *err)
{
    struct action_query query;
    struct action *actions;
    size_t count;
    if (!read_query(it->db, it->cmd, &query, &it->arena, err) ||
        !action_list(it->db, &actor_cmd_everybody, &query, &it->arena, &actions, &count, err))
        return false;
    if (!cmd_has(it->cmd, "json"))
        print_table(actions, count, &it->arena, &it->out);
    for (size_t i = 0; cmd_has(it->cmd, "json") && i < count; i++)
        print_line(&it->out, &actions[i]);
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 0, list);
}

static const struct cmd_option list_options[] = {
    {"text", "TEXT", "with that in the text, the advisory or the name", 0},
    {"kind", "KIND", "of that kind", 0},
    {"person", "NAME", "what that account did", 0},
    {"team", "NAME", "of that team", 0},
    {"advisory", "ID", "for that advisory, or on the ground of it", 0},
    {"ticket", "ID", "on that ticket", 0},
    {"from", "TIME", "done from that time on, a date or RFC 3339", 0},
    {"to", "TIME", "done before that time", 0},
    {"limit", "N", "the newest N (default: 50)", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON, an action on each line", 0},
    {0},
};

const struct cmd_row action_cmd_list = {
    .name = "action list",
    .brief = "list the action log, what was recorded last first",
    .help = "  kenzen action list --team Payments --advisory CVE-2021-44228\n"
            "  kenzen action list --person aiko --from 2026-01-01 --json",
    .options = list_options,
    .run = run_list,
};

/* -- action add -- */

/* "advisory:CVE-2021-44228", each time that the option is given. */
static bool read_grounds(
    const struct cmd *cmd, struct action *action, struct arena *arena, struct err *err)
{
    struct json list;
    struct buf out;
    size_t at = 0;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '[');
    for (const char *given; (given = cmd_next(cmd, "ground", &at));) {
        struct text rest = text_of(given), kind = text_cut(&rest, ':');
        json_print_open(&out, '{');
        json_print_member(&out, "kind", kind);
        json_print_member(&out, "id", rest.at ? rest : TEXT(""));
        json_print_close(&out, '}');
    }
    json_print_close(&out, ']');
    bool is_read = json_read(&list, buf_text(&out), err);
    buf_done(&out);
    if (!is_read)
        return false;
    is_read =
        action_ground_read(json_root(&list), &action->grounds, &action->ground_count, arena, err);
    json_done(&list);
    return is_read || err_add(err, "--ground");
}

static bool read_action(struct db *db, const struct cmd *cmd, struct action *action,
    struct arena *arena, struct err *err)
{
    struct account acted = {0};
    int kind = -1;
    if (!cmd_has(cmd, "kind"))
        return err_set(err, ERR_USAGE, "--kind: is missing");
    if (!read_kind(cmd, &kind, err) ||
        !actor_cmd_read_team(db, cmd, RIGHT_ACTION_READ, arena, &action->team_id, err) ||
        !actor_cmd_read_account(db, cmd, "for", arena, &acted, err) ||
        !read_id(cmd_get(cmd, "ticket"), "--ticket", &action->ticket_id, err) ||
        !read_id(cmd_get(cmd, "corrects"), "--corrects", &action->corrects_id, err) ||
        !cmd_read_time(cmd, "at", &action->executed_us, err) ||
        !read_grounds(cmd, action, arena, err))
        return false;
    if (!action->team_id && !action->ticket_id && !action->corrects_id)
        return err_set(err, ERR_USAGE, "--team or --ticket: is missing");
    action->kind = (enum action_kind)kind;
    action->account_id = acted.id;
    action->text = text_of(cmd->words[0]);
    action->advisory_id = text_of(cmd_get(cmd, "advisory"));
    return true;
}

static bool add(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct action action = {0};
    if (!actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) ||
        !read_action(it->db, it->cmd, &action, &it->arena, err))
        return false;
    if (!action_record(it->db, &who, &action, it->now_us, err) ||
        !action_find(it->db, &actor_cmd_everybody, action.id, &it->arena, &action, err))
        return false;
    if (cmd_has(it->cmd, "json"))
        print_line(&it->out, &action);
    else
        buf_format(&it->out, "recorded %lld\n", (long long)action.id);
    return true;
}

static int run_add(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, add);
}

static const struct cmd_option add_options[] = {
    {"by", "NAME", "the account that writes it down", 0},
    {"for", "NAME", "the account that acted, a member of the team (default: --by)", 0},
    {"kind", "KIND", "elimination, mitigation, transfer, acceptance, detection or rejection", 0},
    {"team", "NAME", "the team that it was done for", 0},
    {"ticket", "ID", "the ticket that it was done on", 0},
    {"advisory", "ID", "what it was done about (default: the ticket's)", 0},
    {"at", "TIME", "when it was done (default: now)", 0},
    {"ground", "KIND:ID",
        "what was read before, such as advisory:CVE-2021-44228; may be given often", 0},
    {"corrects", "ACTION", "the action that this one corrects", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print the action as JSON", 0},
    {0},
};

const struct cmd_row action_cmd_add = {
    .name = "action add",
    .args = "TEXT",
    .brief = "write down what somebody did",
    .help =
        "The action log is only added to: who was wrong corrects it by another action.\n"
        "\n"
        "  kenzen action add 'looked through a week of proxy logs' --kind detection --by aiko \\\n"
        "    --team Payments --advisory CVE-2021-44228 --ground advisory:GHSA-jfh8-c2jp-5v3q",
    .options = add_options,
    .run = run_add,
};

/* -- action show -- */

static bool show(struct db_cmd *it, struct err *err)
{
    int64_t id = 0;
    struct action action;
    struct action_meta meta;
    struct journal_view view;
    bool is_in_journal;
    struct buf out;
    if (!cmd_read_id(it->cmd, 0, &id, err) ||
        !action_find(it->db, &actor_cmd_everybody, id, &it->arena, &action, err) ||
        !action_meta_find(it->db, &action, &meta, err) ||
        !journal_list_find_object(it->db, "action", id, &it->arena, &view, &is_in_journal, err))
        return false;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_key(&out, "action");
    action_api_print(&out, &action);
    json_print_key(&out, "metadata");
    action_meta_print(&out, &action, &meta, TEXT(""));
    if (is_in_journal) {
        json_print_key(&out, "journal");
        journal_list_print(&out, &view);
    }
    json_print_close(&out, '}');
    if (cmd_has(it->cmd, "json"))
        buf_format(&it->out, "%.*s\n", TEXT_ARG(buf_text(&out)));
    else
        json_print_indented(&it->out, buf_text(&out));
    buf_done(&out);
    return true;
}

static int run_show(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, show);
}

static const struct cmd_option show_options[] = {
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON in one line", 0},
    {0},
};

const struct cmd_row action_cmd_show = {
    .name = "action show",
    .args = "ACTION",
    .brief =
        "show an action with its grounds, what a badge needs of it, and its place in the journal",
    .options = show_options,
    .run = run_show,
};
