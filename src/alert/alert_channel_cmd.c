/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_channel_cmd.h"

#include <stdio.h>

#include "account/account.h"
#include "alert/alert_channel_json.h"
#include "alert/alert_channel_save.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/paths.h"
#include "base/rand.h"
#include "job/outbox_api.h"
#include "match/scan_grid.h"
#include "store/db_cmd.h"
#include "store/vault.h"

enum { LOG_ROWS = 50 };

#define TEAM_OPTION {"team", "NAME", "the team; may be left out when there is only one", 0}
#define SECRET_KEY_OPTION                                                                          \
    {"secret-key", "FILE",                                                                         \
        "the key that secrets are sealed under (default: secret.key in the data folder)", 0}
#define JSON_OPTION {"json", NULL, "print JSON", 0}

/* Whoever has the database sees all of it. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

/* What the commands share. */
struct tools {
    const struct cmd *cmd;
    struct db *db;
    struct vault *vault;
    struct arena arena;
    struct team team;
    struct alert_channel *channels;
    size_t channel_count;
    struct buf out;
    int64_t now_us;
    bool is_good; /* the answer is yes */
};

typedef bool (*step)(struct tools *tools, struct err *err);

static bool open_vault(struct tools *tools, struct err *err)
{
    const char *path = cmd_get(tools->cmd, "secret-key");
    if (!path && !paths_secret_key(&path, cmd_get(tools->cmd, "data"), &tools->arena, err))
        return false;
    return vault_new(&tools->vault, path, err) &&
           vault_check(tools->vault, tools->db, tools->now_us, err);
}

static bool open_all(struct tools *tools, struct err *err)
{
    return db_cmd_open(&tools->db, tools->cmd, &tools->arena, err) && open_vault(tools, err) &&
           team_choose(tools->db, &everybody, text_of(cmd_get(tools->cmd, "team")),
               RIGHT_TEAM_MANAGE, &tools->arena, &tools->team, err) &&
           alert_channel_list(tools->db, tools->team.id, &tools->arena, &tools->channels,
               &tools->channel_count, err);
}

static int run_with(const struct cmd *cmd, size_t words, step run)
{
    struct err err;
    struct tools tools = {.cmd = cmd, .now_us = clock_now_us(), .is_good = true};
    arena_init(&tools.arena, SIZE_MAX);
    buf_init(&tools.out, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, words, words, &err) && open_all(&tools, &err) &&
                   run(&tools, &err) && arena_check(&tools.arena, &err);
    if (is_done)
        fputs(tools.out.at ? tools.out.at : "", stdout);
    buf_done(&tools.out);
    vault_free(tools.vault);
    db_free(tools.db);
    arena_done(&tools.arena);
    return !is_done ? cmd_fail(&err) : tools.is_good ? 0 : 1;
}

/* The channel that the first word names, in any case. */
static bool find(struct tools *tools, struct alert_channel **ret_channel, struct err *err)
{
    const char *name = tools->cmd->words[0];
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
            tells_of(channel, &tools->arena), channel->is_japanese ? TEXT("ja") : TEXT("en"),
            channel->place, channel->trouble};
        for (size_t column = 0; column < LEN_OF(cells); column++)
            scan_grid_set(&grid, i + 1, column, cells[column]);
    }
    scan_grid_print(&grid, &tools->out);
    scan_grid_done(&grid);
}

static bool print_json(struct tools *tools, struct err *err)
{
    const struct alert_channel_json_view view = {tools->db, tools->vault, &tools->arena, true};
    json_print_open(&tools->out, '[');
    for (size_t i = 0; i < tools->channel_count; i++)
        if (!alert_channel_json_print(&tools->out, &tools->channels[i], &view, err))
            return false;
    json_print_close(&tools->out, ']');
    buf_add_char(&tools->out, '\n');
    return true;
}

static bool list(struct tools *tools, struct err *err)
{
    for (size_t i = 0; i < tools->channel_count; i++)
        if (tools->channels[i].is_on && alert_channel_is_failing(&tools->channels[i]))
            tools->is_good = false;
    if (cmd_has(tools->cmd, "json"))
        return print_json(tools, err);
    print_table(tools);
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return run_with(cmd, 0, list);
}

static const struct cmd_option list_options[] = {
    TEAM_OPTION, DB_CMD_OPTIONS, SECRET_KEY_OPTION, JSON_OPTION, {0}};

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
    struct account account;
    const char *by = cmd_get(tools->cmd, "by");
    if (!by)
        return err_set(err, ERR_USAGE, "--by: is missing: the account that does it");
    if (!account_find_name(tools->db, text_of(by), &tools->arena, &account, err))
        return err_add(err, "--by");
    if (account.is_disabled)
        return err_set(err, ERR_FORBIDDEN, "--by %s: the account is disabled", by);
    *ret_change = (struct alert_channel_change){.vault = tools->vault,
        .arena = &tools->arena,
        .actor_id = account.id,
        .now_us = tools->now_us,
        .channel = *channel,
        .address = {"", 0},
        .secret = {"", 0}};
    return true;
}

static void print_saved(struct tools *tools, const struct alert_channel_change *change)
{
    json_print_open(&tools->out, '{');
    json_print_member_id(&tools->out, "id", change->channel.id);
    json_print_member_or_null(&tools->out, "secret", change->secret);
    json_print_close(&tools->out, '}');
    buf_add_char(&tools->out, '\n');
}

/* Reads the file over what the channel is, and keeps it. */
static bool save_file(struct tools *tools, const char *path, struct alert_channel_change *change,
    const char *kind, struct err *err)
{
    struct buf bytes;
    struct json json;
    buf_init(&bytes, LIMIT_HTTP_BODY_BYTES);
    bool is_done = file_read(&bytes, path, err) &&
                   (json_read(&json, buf_text(&bytes), err) || err_add(err, "%s", path));
    if (is_done) {
        is_done = api_members(&json, ALERT_CHANNEL_JSON_MEMBERS, err) &&
                  alert_channel_json_read(
                      NULL, &json, &tools->arena, &change->channel, &change->address, err) &&
                  alert_channel_save(tools->db, change, kind, err);
        json_done(&json);
    }
    buf_done(&bytes);
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
           save_file(tools, tools->cmd->words[0], &change, "channel.created", err);
}

static bool change_it(struct tools *tools, struct err *err)
{
    struct alert_channel *channel;
    struct alert_channel_change change;
    return find(tools, &channel, err) && begin(tools, channel, &change, err) &&
           save_file(tools, tools->cmd->words[1], &change, "channel.changed", err);
}

static bool remove_it(struct tools *tools, struct err *err)
{
    struct alert_channel *channel;
    struct alert_channel_change change;
    return find(tools, &channel, err) && begin(tools, channel, &change, err) &&
           alert_channel_save_deleted(tools->db, &change, err);
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
    {"by", "NAME", "the account that does it", 0}, DB_CMD_OPTIONS, SECRET_KEY_OPTION, {0}};

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
    struct text key = arena_format(&tools->arena, "test:%lld", (long long)rand_id(tools->now_us));
    if (!find(tools, &channel, err) || !alert_channel_save_test(tools->db, channel,
                                           tools->team.time_zone, key, tools->now_us, err))
        return false;
    buf_add_z(
        &tools->out, "a test waits: kenzen serve sends it, and alert log shows what came of it\n");
    return true;
}

static int run_test(const struct cmd *cmd)
{
    return run_with(cmd, 1, test);
}

static const struct cmd_option test_options[] = {
    TEAM_OPTION, DB_CMD_OPTIONS, SECRET_KEY_OPTION, {0}};

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
            arena_format(&tools->arena, "%.19s", clock_print(message->created_us, at)),
            text_of(outbox_state_name(message->state)), message->kind, message->title,
            arena_format(&tools->arena, "%lld", (long long)message->attempts), message->outcome};
        for (size_t column = 0; column < LEN_OF(cells); column++)
            scan_grid_set(&grid, i + 1, column, cells[column]);
    }
    scan_grid_print(&grid, &tools->out);
    scan_grid_done(&grid);
}

static bool show_log(struct tools *tools, struct err *err)
{
    struct alert_channel *channel;
    struct outbox_message *messages;
    size_t count;
    enum outbox_state state;
    const char *word = cmd_get(tools->cmd, "state");
    struct outbox_query query = {ALERT_CHANNEL, 0, 0, -1, INT64_MAX, LOG_ROWS};
    if (!find(tools, &channel, err))
        return false;
    if (word && !outbox_state_read(text_of(word), &state))
        return err_set(err, ERR_USAGE, "--state: must be waiting, sent, skipped or failed");
    query.state = word ? (int)state : -1;
    query.target_id = channel->id;
    if (!outbox_list(tools->db, &query, &tools->arena, &messages, &count, err))
        return false;
    if (!cmd_has(tools->cmd, "json")) {
        print_log(tools, messages, count);
        return true;
    }
    json_print_open(&tools->out, '[');
    for (size_t i = 0; i < count; i++)
        outbox_api_print(&tools->out, &messages[i]);
    json_print_close(&tools->out, ']');
    buf_add_char(&tools->out, '\n');
    return true;
}

static int run_log(const struct cmd *cmd)
{
    return run_with(cmd, 1, show_log);
}

static const struct cmd_option log_options[] = {TEAM_OPTION,
    {"state", "STATE", "only what is waiting, sent, skipped or failed", 0}, DB_CMD_OPTIONS,
    SECRET_KEY_OPTION, JSON_OPTION, {0}};

const struct cmd_row alert_channel_cmd_log = {
    .name = "alert log",
    .args = "CHANNEL",
    .brief = "show what was sent to a channel, and what came of it",
    .help = "The newest 50, newest first.",
    .options = log_options,
    .run = run_log,
};
