/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_channel_cmd.h"

#include <stdio.h>

#include "account/actor_cmd.h"
#include "account/body_cmd.h"
#include "alert/alert_channel_json.h"
#include "alert/alert_channel_save.h"
#include "base/limits.h"
#include "base/rand.h"
#include "job/outbox_api.h"
#include "match/scan_grid.h"
#include "store/db_cmd.h"

enum { LOG_ROWS = 50 };

#define TEAM_OPTION {"team", "NAME", "the team; may be left out when there is only one", 0}
#define JSON_OPTION {"json", NULL, "print JSON", 0}

/* What the commands share. */
struct tools {
    struct db_cmd base;
    struct team team;
    struct alert_channel *channels;
    size_t channel_count;
};

typedef bool (*step)(struct tools *tools, struct err *err);

static bool find_team(struct tools *tools, struct err *err)
{
    struct db_cmd *base = &tools->base;
    return team_choose(base->db, &actor_cmd_everybody, text_of(cmd_get(base->cmd, "team")),
               RIGHT_TEAM_MANAGE, &base->arena, &tools->team, err) &&
           alert_channel_list(base->db, tools->team.id, &base->arena, &tools->channels,
               &tools->channel_count, err);
}

static int run_with(const struct cmd *cmd, size_t words, step run)
{
    struct err err = {0};
    struct tools tools = {.channel_count = 0};
    struct db_cmd *base = &tools.base;
    bool is_done = db_cmd_begin(base, cmd, words, words, &err) && db_cmd_open_vault(base, &err) &&
                   find_team(&tools, &err) && run(&tools, &err) && arena_check(&base->arena, &err);
    return db_cmd_end(base, is_done, &err);
}

/* The channel that the first word names, in any case. */
static bool find(struct tools *tools, struct alert_channel **ret_channel, struct err *err)
{
    const char *name = tools->base.cmd->words[0];
    for (size_t i = 0; i < tools->channel_count; i++)
        if (text_is_nocase(tools->channels[i].name, name)) {
            *ret_channel = &tools->channels[i];
            return true;
        }
    return err_set(
        err, ERR_NOT_FOUND, "%.*s has no channel \"%s\"", TEXT_ARG(tools->team.name), name);
}

/* -- alert channels -- */

static const char *state_of(const struct alert_channel *channel)
{
    if (!channel->is_on)
        return "off";
    if (alert_channel_is_failing(channel))
        return "failing";
    if (channel->trouble.len)
        return "failed";
    return channel->delivered_us ? "works" : "new";
}

static struct text tells_of(const struct alert_channel *channel, struct arena *arena)
{
    struct text all = {"", 0};
    for (unsigned bit = 1; bit <= ALERT_TELLS_ALL; bit <<= 1)
        if (channel->tells & bit)
            all = arena_join(arena, all, ",", text_of(alert_told_word(bit)));
    return all;
}

static void print_table(struct tools *tools)
{
    static const char *const heads[] = {
        "CHANNEL", "KIND", "STATE", "FROM", "TELLS", "LANGUAGE", "PLACE", "TROUBLE"};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), tools->channel_count);
    for (size_t i = 0; i < tools->channel_count; i++) {
        const struct alert_channel *channel = &tools->channels[i];
        const struct text cells[] = {channel->name, text_of(alert_channel_kind_name(channel->kind)),
            text_of(state_of(channel)),
            text_of(ssvc_word("decision", (int)channel->least_priority)),
            tells_of(channel, &tools->base.arena), channel->is_japanese ? TEXT("ja") : TEXT("en"),
            channel->place, channel->trouble};
        for (size_t column = 0; column < LEN_OF(cells); column++)
            scan_grid_set(&grid, i + 1, column, cells[column]);
    }
    scan_grid_print(&grid, &tools->base.out);
    scan_grid_done(&grid);
}

static bool print_json(struct tools *tools, struct err *err)
{
    const struct alert_channel_json_view view = {
        tools->base.db, tools->base.vault, &tools->base.arena, true};
    json_print_open(&tools->base.out, '[');
    for (size_t i = 0; i < tools->channel_count; i++)
        if (!alert_channel_json_print(&tools->base.out, &tools->channels[i], &view, err))
            return false;
    json_print_close(&tools->base.out, ']');
    buf_add_char(&tools->base.out, '\n');
    return true;
}

static bool list(struct tools *tools, struct err *err)
{
    for (size_t i = 0; i < tools->channel_count; i++)
        if (tools->channels[i].is_on && alert_channel_is_failing(&tools->channels[i]))
            tools->base.is_no = true;
    if (cmd_has(tools->base.cmd, "json"))
        return print_json(tools, err);
    print_table(tools);
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return run_with(cmd, 0, list);
}

static const struct cmd_option list_options[] = {
    TEAM_OPTION, DB_CMD_OPTIONS, DB_CMD_KEY_OPTION, JSON_OPTION, {0}};

const struct cmd_row alert_channel_cmd_list = {
    .name = "alert channels",
    .args = "",
    .brief = "list where a team is told of what concerns it",
    .help = "Exits with 1 when one that is on is failing. URLs are not shown.",
    .options = list_options,
    .run = run_list,
};

/* -- alert add, change, remove -- */

/* What is done to channel, in the name of the account --by. */
static bool begin(struct tools *tools, const struct alert_channel *channel,
    struct alert_channel_change *ret_change, struct err *err)
{
    struct api_principal who;
    if (!actor_cmd_find(tools->base.db, tools->base.cmd, &tools->base.arena, &who, err))
        return false;
    *ret_change = (struct alert_channel_change){.vault = tools->base.vault,
        .arena = &tools->base.arena,
        .actor_id = who.account_id,
        .now_us = tools->base.now_us,
        .channel = *channel,
        .address = {"", 0},
        .secret = {"", 0}};
    return true;
}

static void print_saved(struct tools *tools, const struct alert_channel_change *change)
{
    json_print_open(&tools->base.out, '{');
    json_print_member_id(&tools->base.out, "id", change->channel.id);
    json_print_member_or_null(&tools->base.out, "secret", change->secret);
    json_print_close(&tools->base.out, '}');
    buf_add_char(&tools->base.out, '\n');
}

/* Reads the file over what the channel is, and keeps it. */
static bool save_file(struct tools *tools, const char *path, struct alert_channel_change *change,
    const char *kind, struct err *err)
{
    struct json json;
    if (!body_cmd_read(&json, path, ALERT_CHANNEL_JSON_MEMBERS, err))
        return false;
    bool is_done = alert_channel_json_read(
                       NULL, &json, &tools->base.arena, &change->channel, &change->address, err) &&
                   alert_channel_save(tools->base.db, change, kind, err);
    json_done(&json);
    if (is_done)
        print_saved(tools, change);
    return is_done;
}

static bool add(struct tools *tools, struct err *err)
{
    struct alert_channel_change change;
    struct alert_channel new = alert_channel_new;
    new.team_id = tools->team.id;
    return begin(tools, &new, &change, err) &&
           save_file(tools, tools->base.cmd->words[0], &change, "channel.created", err);
}

static bool change_it(struct tools *tools, struct err *err)
{
    struct alert_channel *channel;
    struct alert_channel_change change;
    return find(tools, &channel, err) && begin(tools, channel, &change, err) &&
           save_file(tools, tools->base.cmd->words[1], &change, "channel.changed", err);
}

static bool remove_it(struct tools *tools, struct err *err)
{
    struct alert_channel *channel;
    struct alert_channel_change change;
    return find(tools, &channel, err) && begin(tools, channel, &change, err) &&
           alert_channel_save_deleted(tools->base.db, &change, err);
}

static int run_add(const struct cmd *cmd)
{
    return run_with(cmd, 1, add);
}

static int run_change(const struct cmd *cmd)
{
    return run_with(cmd, 2, change_it);
}

static int run_remove(const struct cmd *cmd)
{
    return run_with(cmd, 1, remove_it);
}

static const struct cmd_option change_options[] = {TEAM_OPTION,
    {"by", "NAME", "the account that does it", 0}, DB_CMD_OPTIONS, DB_CMD_KEY_OPTION, {0}};

const struct cmd_row alert_channel_cmd_add = {
    .name = "alert add",
    .args = "FILE",
    .brief = "add a channel to a team",
    .help =
        "FILE, or - for standard input, is a JSON object as POST …/channels takes it, so that the\n"
        "address, a secret, stands on no command line:\n"
        "\n"
        "  {\"kind\": \"slack\", \"name\": \"#security\", \"address\": \"https://hooks.slack.com/…\"}\n"
        "\n"
        "Prints its id, and for a webhook the secret that its messages are signed with.",
    .options = change_options,
    .run = run_add,
};

const struct cmd_row alert_channel_cmd_change = {
    .name = "alert change",
    .args = "CHANNEL FILE",
    .brief = "change a channel of a team",
    .help = "FILE, or - for standard input, is a JSON object as PATCH /api/v1/channels/{channel}\n"
            "takes it; what it does not name stays.\n"
            "\n"
            "  echo '{\"is_on\": false}' | kenzen alert change '#security' - --by aiko",
    .options = change_options,
    .run = run_change,
};

const struct cmd_row alert_channel_cmd_remove = {
    .name = "alert remove",
    .args = "CHANNEL",
    .brief = "remove a channel of a team",
    .help = "What waits to be sent to it is not sent any more.",
    .options = change_options,
    .run = run_remove,
};

/* -- alert test -- */

static bool test(struct tools *tools, struct err *err)
{
    struct alert_channel *channel;
    struct text key =
        arena_format(&tools->base.arena, "test:%lld", (long long)rand_id(tools->base.now_us));
    if (!find(tools, &channel, err) || !alert_channel_save_test(tools->base.db, channel,
                                           tools->team.time_zone, key, tools->base.now_us, err))
        return false;
    buf_add_z(&tools->base.out,
        "a test waits: kenzen serve sends it, and alert log shows what came of it\n");
    return true;
}

static int run_test(const struct cmd *cmd)
{
    return run_with(cmd, 1, test);
}

static const struct cmd_option test_options[] = {
    TEAM_OPTION, DB_CMD_OPTIONS, DB_CMD_KEY_OPTION, {0}};

const struct cmd_row alert_channel_cmd_test = {
    .name = "alert test",
    .args = "CHANNEL",
    .brief = "send a test to a channel",
    .help = "The server sends it within a second or two; six in ten minutes are sent.",
    .options = test_options,
    .run = run_test,
};

/* -- alert log -- */

static void print_log(struct tools *tools, const struct outbox_message *messages, size_t count)
{
    static const char *const heads[] = {"WHEN", "STATE", "KIND", "TITLE", "ATTEMPTS", "OUTCOME"};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), count);
    for (size_t i = 0; i < count; i++) {
        const struct outbox_message *message = &messages[i];
        char at[CLOCK_TEXT_SIZE];
        const struct text cells[] = {
            arena_format(&tools->base.arena, "%.19s", clock_print(message->created_us, at)),
            text_of(outbox_state_name(message->state)), message->kind, message->title,
            arena_format(&tools->base.arena, "%lld", (long long)message->attempts),
            message->outcome};
        for (size_t column = 0; column < LEN_OF(cells); column++)
            scan_grid_set(&grid, i + 1, column, cells[column]);
    }
    scan_grid_print(&grid, &tools->base.out);
    scan_grid_done(&grid);
}

static bool show_log(struct tools *tools, struct err *err)
{
    struct alert_channel *channel;
    struct outbox_message *messages;
    size_t count;
    enum outbox_state state;
    const char *word = cmd_get(tools->base.cmd, "state");
    struct outbox_query query = {ALERT_CHANNEL, 0, 0, -1, INT64_MAX, LOG_ROWS};
    if (!find(tools, &channel, err))
        return false;
    if (word && !outbox_state_read(text_of(word), &state))
        return err_set(err, ERR_USAGE, "--state: must be waiting, sent, skipped or failed");
    query.state = word ? (int)state : -1;
    query.target_id = channel->id;
    if (!outbox_list(tools->base.db, &query, &tools->base.arena, &messages, &count, err))
        return false;
    if (!cmd_has(tools->base.cmd, "json")) {
        print_log(tools, messages, count);
        return true;
    }
    json_print_open(&tools->base.out, '[');
    for (size_t i = 0; i < count; i++)
        outbox_api_print(&tools->base.out, &messages[i]);
    json_print_close(&tools->base.out, ']');
    buf_add_char(&tools->base.out, '\n');
    return true;
}

static int run_log(const struct cmd *cmd)
{
    return run_with(cmd, 1, show_log);
}

static const struct cmd_option log_options[] = {TEAM_OPTION,
    {"state", "STATE", "only what is waiting, sent, skipped or failed", 0}, DB_CMD_OPTIONS,
    DB_CMD_KEY_OPTION, JSON_OPTION, {0}};

const struct cmd_row alert_channel_cmd_log = {
    .name = "alert log",
    .args = "CHANNEL",
    .brief = "show what was sent to a channel, and what came of it",
    .help = "The newest 50, newest first.",
    .options = log_options,
    .run = run_log,
};
