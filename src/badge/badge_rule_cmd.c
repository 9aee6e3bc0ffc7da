/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_rule_cmd.h"

#include "account/actor_cmd.h"
#include "account/body_cmd.h"
#include "badge/badge_rule_api.h"
#include "base/clock.h"
#include "store/db_cmd.h"

enum { DAYS_MOST = 36500 };

/* -- rules -- */

static void print_rule(struct db_cmd *it, const struct badge_rule *rule)
{
    struct buf one;
    buf_init(&one, SIZE_MAX);
    if (cmd_has(it->cmd, "json")) {
        badge_rule_api_print(&one, rule);
        buf_add(&it->out, buf_text(&one));
        buf_add_char(&it->out, '\n');
    } else {
        buf_format(&it->out, "%lld  %s  %lld issued  ", (long long)rule->id,
            rule->is_enabled ? "on " : "off", (long long)rule->issued);
        buf_add_plain(&it->out, rule->name);
        badge_condition_print(&one, &rule->condition);
        buf_format(&it->out, "\n  %.*s: %s\n", TEXT_ARG(rule->series), one.at);
    }
    buf_done(&one);
}

static bool list(struct db_cmd *it, struct err *err)
{
    struct badge_rule *rules;
    size_t count;
    if (!badge_rule_list(it->db, &it->arena, &rules, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        print_rule(it, &rules[i]);
    return true;
}

static bool show(struct db_cmd *it, int64_t id, struct err *err)
{
    struct badge_rule rule;
    if (!badge_rule_find(it->db, id, &it->arena, &rule, err))
        return false;
    print_rule(it, &rule);
    return true;
}

/* -- writing -- */

static bool find_actor(struct db_cmd *it, struct api_principal *ret_who, struct err *err)
{
    return actor_cmd_find(it->db, it->cmd, &it->arena, ret_who, err);
}

static bool find_rule(struct db_cmd *it, struct badge_rule *ret_rule, struct err *err)
{
    int64_t id;
    return cmd_read_id(it->cmd, 0, &id, err) &&
           badge_rule_find(it->db, id, &it->arena, ret_rule, err);
}

static bool add(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct badge_rule rule;
    struct json body;
    const char *path = it->cmd->words[0];
    if (!find_actor(it, &who, err) || !body_cmd_read(&body, path, BADGE_RULE_API_MEMBERS, err))
        return false;
    bool is_made = (badge_rule_api_read_new(&body, it->now_us, &rule, err) &&
                       badge_rule_add(it->db, &who, &rule, it->now_us, err)) ||
                   err_add(err, "%s", path);
    json_done(&body);
    return is_made && show(it, rule.id, err);
}

static bool change(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct badge_rule rule;
    struct json body;
    const char *path = it->cmd->words[1];
    if (!find_actor(it, &who, err) || !find_rule(it, &rule, err) ||
        !body_cmd_read(&body, path, BADGE_RULE_API_MEMBERS, err))
        return false;
    bool is_done = (badge_rule_api_read(&body, &rule, err) &&
                       badge_rule_change(it->db, &who, &rule, it->now_us, err)) ||
                   err_add(err, "%s", path);
    json_done(&body);
    return is_done && show(it, rule.id, err);
}

static bool turn(struct db_cmd *it, bool is_enabled, struct err *err)
{
    struct api_principal who;
    struct badge_rule rule;
    if (!find_actor(it, &who, err) || !find_rule(it, &rule, err))
        return false;
    rule.is_enabled = is_enabled;
    return badge_rule_change(it->db, &who, &rule, it->now_us, err) && show(it, rule.id, err);
}

static bool enable(struct db_cmd *it, struct err *err)
{
    return turn(it, true, err);
}

static bool disable(struct db_cmd *it, struct err *err)
{
    return turn(it, false, err);
}

static bool drop(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct badge_rule rule;
    return find_actor(it, &who, err) && find_rule(it, &rule, err) &&
           badge_rule_delete(it->db, &who, rule.id, it->now_us, err);
}

/* -- preview -- */

static void print_awards(struct db_cmd *it, const struct badge_preview *preview)
{
    char at[CLOCK_TEXT_SIZE];
    for (size_t i = 0; i < preview->count; i++) {
        const struct badge *badge = &preview->awards[i].badge;
        buf_format(&it->out, "%.10s  %-24.*s  ", clock_print(preview->awards[i].at_us, at),
            TEXT_ARG(badge->of.slug));
        buf_add_plain(&it->out, badge->account_id ? badge->account_name : badge->team_name);
        buf_format(&it->out, ", %s\n", badge_certifier_word(badge->certifier));
    }
    buf_format(&it->out, "%zu badges, from %lld acts%s\n", preview->count, (long long)preview->acts,
        preview->is_whole ? "" : "; not all was looked through");
}

static bool read_condition(const struct cmd *cmd, struct badge_rule *rule, struct err *err)
{
    struct json doc = {0};
    const char *given = cmd_get(cmd, "condition");
    if (!given)
        return true;
    if (!json_read(&doc, text_of(given), err))
        return err_add(err, "--condition");
    bool is_read = badge_condition_read(json_root(&doc), "--condition", &rule->condition, err);
    json_done(&doc);
    return is_read;
}

/* A rule that is kept, or one of --series and --condition. */
static bool read_rule(struct db_cmd *it, struct badge_rule *rule, struct err *err)
{
    int64_t id, days;
    const char *series = cmd_get(it->cmd, "series"), *given_days = cmd_get(it->cmd, "days");
    if (it->cmd->word_count && !text_read_i64(text_of(it->cmd->words[0]), &id))
        return err_set(err, ERR_USAGE, "%s: is no id", it->cmd->words[0]);
    if (it->cmd->word_count && !badge_rule_find(it->db, id, &it->arena, rule, err))
        return false;
    if (!it->cmd->word_count && (!series || !cmd_has(it->cmd, "condition")))
        return err_set(err, ERR_USAGE, "name a rule, or give --series and --condition");
    if (series)
        rule->series = text_of(series);
    if (!read_condition(it->cmd, rule, err))
        return false;
    if (given_days) {
        if (!text_read_i64(text_of(given_days), &days) || days < 1 || days > DAYS_MOST)
            return err_set(
                err, ERR_USAGE, "--days %s: is no number from 1 to %d", given_days, DAYS_MOST);
        rule->since_us = it->now_us - days * CLOCK_DAY_US;
    }
    return badge_rule_check(it->db, rule, err);
}

static bool preview(struct db_cmd *it, struct err *err)
{
    struct badge_rule rule = {.series = {"", 0}};
    struct badge_preview found;
    if (!read_rule(it, &rule, err) ||
        !badge_preview_run(it->db, &rule, it->now_us, &it->arena, &found, err))
        return false;
    if (!cmd_has(it->cmd, "json")) {
        print_awards(it, &found);
        return true;
    }
    badge_rule_api_print_preview(&it->out, &found, TEXT(""));
    buf_add_char(&it->out, '\n');
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 0, list);
}

static int run_preview(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 1, preview);
}

static int run_add(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, add);
}

static int run_change(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 2, 2, change);
}

static int run_enable(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, enable);
}

static int run_disable(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, disable);
}

static int run_remove(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, drop);
}

static const struct cmd_option rules_options[] = {
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON, as the REST interface has it, one on each line", 0},
    {0},
};

const struct cmd_row badge_rule_cmd_rules = {
    .name = "badge rules",
    .args = "",
    .brief = "list the rules that issue badges by themselves",
    .options = rules_options,
    .run = run_list,
};

static const struct cmd_option preview_options[] = {
    {"series", "SERIES", "the series whose levels it would issue", 0},
    {"condition", "JSON", "its condition: docs/badges.md has the vocabulary", 0},
    {"days", "N", "what was done in so many days (default: since the rule's start)", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON, as the REST interface has it", 0},
    {0},
};

const struct cmd_row badge_rule_cmd_preview = {
    .name = "badge preview",
    .args = "[RULE]",
    .brief = "show who would get what by a rule, and write nothing",
    .help =
        "By the judgement that issues badges. What was issued already is left out.\n"
        "\n"
        "  kenzen badge preview 1 --days 90\n"
        "  kenzen badge preview --series hour --condition '{\"on\":\"completion\",\"counts\":[5]}'",
    .options = preview_options,
    .run = run_preview,
};

static const struct cmd_option write_options[] = {
    {"by", "NAME", "the account that does it: an administrator", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON, as the REST interface has it", 0},
    {0},
};

const struct cmd_row badge_rule_cmd_add = {
    .name = "badge rule add",
    .args = "FILE",
    .brief = "make a rule that issues badges by itself",
    .help =
        "FILE, or - for standard input, is a JSON object as POST /api/v1/badge-rules takes it:\n"
        "\n"
        "  {\"name\": \"Within the hour\", \"series\": \"hour\",\n"
        "   \"condition\": {\"on\": \"completion\", \"within_minutes\": 60, \"counts\": [5, 25]}}\n"
        "\n"
        "'kenzen badge preview' shows first who would get what.",
    .options = write_options,
    .run = run_add,
};

const struct cmd_row badge_rule_cmd_change = {
    .name = "badge rule change",
    .args = "RULE FILE",
    .brief = "change a rule that issues badges",
    .help =
        "FILE is as badge rule add takes it; what is left out stays as it is. A rule whose series, condition\n"
        "or start changes looks at everything since its start anew; what it issued stays.",
    .options = write_options,
    .run = run_change,
};

const struct cmd_row badge_rule_cmd_enable = {
    .name = "badge rule enable",
    .args = "RULE",
    .brief = "let a rule issue badges again",
    .help = "It goes on where it stopped: what was done meanwhile counts.",
    .options = write_options,
    .run = run_enable,
};

const struct cmd_row badge_rule_cmd_disable = {
    .name = "badge rule disable",
    .args = "RULE",
    .brief = "keep a rule from issuing badges",
    .help = "What it issued stays.",
    .options = write_options,
    .run = run_disable,
};

static const struct cmd_option remove_options[] = {
    {"by", "NAME", "the account that does it: an administrator", 0},
    DB_CMD_OPTIONS,
    {0},
};

const struct cmd_row badge_rule_cmd_remove = {
    .name = "badge rule remove",
    .args = "RULE",
    .brief = "take away a rule that issues badges",
    .help = "What it issued stays.",
    .options = remove_options,
    .run = run_remove,
};
