/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_policy_cmd.h"

#include <stdio.h>

#include "account/account.h"
#include "alert/alert_policy_json.h"
#include "alert/alert_preview_json.h"
#include "base/clock.h"
#include "match/scan_grid.h"
#include "store/db_cmd.h"

enum { PREVIEW_DAYS = 30 };

/* Whoever has the database sees all of it. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

typedef bool (*with_db)(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err);

static int run_with_db(const struct cmd *cmd, with_db run)
{
    struct arena arena;
    struct err err;
    struct db *db = NULL;
    arena_init(&arena, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, 0, 0, &err) && db_cmd_open(&db, cmd, &arena, &err) &&
                   run(db, cmd, &arena, &err);
    db_free(db);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

static void print_out(struct buf *out)
{
    fputs(out->at ? out->at : "", stdout);
    buf_done(out);
}

/* The team's settings, with what --set says of them. */
static bool read_settings(struct db *db, const struct cmd *cmd, struct arena *arena,
    struct alert_settings *ret_settings, struct err *err)
{
    struct team team;
    struct json doc;
    const char *set = cmd_get(cmd, "set");
    if (!team_choose(
            db, &everybody, text_of(cmd_get(cmd, "team")), RIGHT_TICKET_READ, arena, &team, err) ||
        !alert_settings_find(db, team.id, arena, ret_settings, err))
        return false;
    if (!set)
        return true;
    if (!json_read(&doc, text_of(set), err))
        return err_add(err, "--set");
    bool is_read = api_members(&doc, ALERT_POLICY_MEMBERS, err) &&
                   alert_policy_json_read(ret_settings, &doc, err);
    json_done(&doc);
    return is_read || err_add(err, "--set");
}

/* -- alert policy -- */

struct change {
    const struct alert_settings *settings;
    int64_t account_id;
};

static bool do_change(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    return alert_settings_change(db, change->settings, change->account_id, clock_now_us(), err);
}

static bool set(struct db *db, const struct cmd *cmd, const struct alert_settings *settings,
    struct arena *arena, struct err *err)
{
    struct account account;
    const char *by = cmd_get(cmd, "by");
    if (!by)
        return err_set(err, ERR_USAGE, "--by: is missing: whose word it is");
    if (!account_find_name(db, text_of(by), arena, &account, err))
        return err_add(err, "--by");
    if (account.is_disabled)
        return err_set(err, ERR_FORBIDDEN, "--by %s: the account is disabled", by);
    return db_transact(db, do_change, &(struct change){settings, account.id}, err);
}

static bool show(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct alert_settings settings;
    struct buf out, json;
    if (!read_settings(db, cmd, arena, &settings, err) ||
        (cmd_has(cmd, "set") && !set(db, cmd, &settings, arena, err)))
        return false;
    settings.policy.is_default = settings.policy.is_default && !cmd_has(cmd, "set");
    buf_init(&json, SIZE_MAX);
    json_print_open(&json, '{');
    alert_policy_json_print(&json, &settings);
    json_print_close(&json, '}');
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "json"))
        buf_format(&out, "%.*s\n", TEXT_ARG(buf_text(&json)));
    else
        json_print_indented(&out, buf_text(&json));
    buf_done(&json);
    print_out(&out);
    return true;
}

static int run_show(const struct cmd *cmd)
{
    return run_with_db(cmd, show);
}

static const struct cmd_option show_options[] = {
    {"team", "NAME", "the team; may be left out when there is only one", 0},
    {"set", "JSON", "what is to be changed, as PATCH …/alert-policy takes it", 0},
    {"by", "NAME", "with --set: the account that changes it", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print it in one line", 0},
    {0},
};

const struct cmd_row alert_policy_cmd_show = {
    .name = "alert policy",
    .args = "",
    .brief = "show or change when a team's channels are told what",
    .help =
        "Reminders before a ticket is due, what is told of late ones, escalation, quiet hours.\n"
        "\n"
        "  kenzen alert policy --team Payments\n"
        "  kenzen alert policy --team Payments --by aiko --set '{\"morning\": \"09:00\"}'",
    .options = show_options,
    .run = run_show,
};

/* -- alert preview -- */

static void print_table(const struct alert_scope *scope, const struct alert_preview *seen,
    struct arena *arena, struct buf *out)
{
    static const char *const heads[] = {
        "CHANNEL", "MESSAGES", "NEW", "REOPENED", "REMINDERS", "OVERDUE", "ESCALATIONS", "DIGESTS"};
    static const enum alert_kind kinds[] = {
        ALERT_FLAW, ALERT_REOPENED, ALERT_REMINDER, ALERT_OVERDUE, ALERT_ESCALATION, ALERT_DIGEST};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), scope->channel_count);
    for (size_t i = 0; i < scope->channel_count; i++) {
        const struct alert_preview_channel *channel = &seen->channels[i];
        scan_grid_set(&grid, i + 1, 0, scope->channels[i].name);
        scan_grid_set(
            &grid, i + 1, 1, arena_format(arena, "%lld", (long long)channel->message_count));
        for (size_t kind = 0; kind < LEN_OF(kinds); kind++)
            scan_grid_set(&grid, i + 1, 2 + kind,
                arena_format(arena, "%lld", (long long)channel->by_kind[kinds[kind]]));
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
    buf_format(out, "One message for each finding would have been %lld.\n",
        (long long)seen->finding_count);
    if (seen->is_cut)
        buf_add(
            out, TEXT("There are more events than are gone through: the oldest are left out.\n"));
}

static bool read_days(const struct cmd *cmd, int64_t *ret_days, struct err *err)
{
    const char *given = cmd_get(cmd, "days");
    *ret_days = PREVIEW_DAYS;
    return !given ||
           (text_read_i64(text_of(given), ret_days) && *ret_days >= 1 &&
               *ret_days <= ALERT_PREVIEW_DAYS_MAX) ||
           err_set(
               err, ERR_USAGE, "--days %s: must be from 1 to %d", given, ALERT_PREVIEW_DAYS_MAX);
}

static bool preview(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct alert_settings settings;
    struct alert_scope scope;
    struct alert_preview seen;
    struct buf out;
    int64_t days, now_us = clock_now_us();
    if (!read_days(cmd, &days, err) || !read_settings(db, cmd, arena, &settings, err) ||
        !alert_settings_scope(&settings, db, now_us, arena, &scope, err))
        return false;
    bool is_ok = alert_preview_run(&scope, now_us - days * CLOCK_DAY_US, &seen, err);
    buf_init(&out, SIZE_MAX);
    if (is_ok && cmd_has(cmd, "json")) {
        json_print_open(&out, '{');
        alert_preview_json_print(&out, &scope, &seen, now_us - days * CLOCK_DAY_US);
        json_print_close(&out, '}');
        buf_add_char(&out, '\n');
    } else if (is_ok) {
        print_table(&scope, &seen, arena, &out);
    }
    print_out(&out);
    alert_scope_close(&scope);
    return is_ok;
}

static int run_preview(const struct cmd *cmd)
{
    return run_with_db(cmd, preview);
}

static const struct cmd_option preview_options[] = {
    {"team", "NAME", "the team; may be left out when there is only one", 0},
    {"days", "N", "how many days back (default: 30)", 0},
    {"set", "JSON", "what is tried, as PATCH …/alert-policy takes it; nothing is changed", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print the preview as JSON", 0},
    {0},
};

const struct cmd_row alert_policy_cmd_preview = {
    .name = "alert preview",
    .args = "",
    .brief = "count what the last days would have told a team's channels",
    .help =
        "Goes through the events of the team's tickets once more, by the same rules that plan what is\n"
        "told, with the team's settings or with what --set says.\n"
        "\n"
        "  kenzen alert preview --team Payments --set '{\"overdue_every_days\": null}'",
    .options = preview_options,
    .run = run_preview,
};
