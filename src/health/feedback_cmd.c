/* SPDX-License-Identifier: Apache-2.0 */
#include "health/feedback_cmd.h"

#include "account/actor_cmd.h"
#include "base/clock.h"
#include "base/limits.h"
#include "health/feedback_api.h"
#include "health/trend_period.h"
#include "store/db_cmd.h"

static bool read_id(const struct cmd *cmd, const char *option, int64_t *ret_id, struct err *err)
{
    const char *given = cmd_get(cmd, option);
    return !given || text_read_i64(text_of(given), ret_id) ||
           err_set(err, ERR_USAGE, "--%s %s: is no id", option, given);
}

static void print_line(struct buf *out, const struct feedback *entry)
{
    feedback_api_print(out, entry);
    buf_add_char(out, '\n');
}

static bool write_words(struct db_cmd *it, const struct team *team, struct err *err)
{
    struct api_principal who;
    struct feedback entry;
    int64_t id;
    struct feedback_order order = {.team_id = team->id,
        .week = text_of(cmd_get(it->cmd, "week")),
        .text = text_of(cmd_get(it->cmd, "write"))};
    if (!actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) ||
        !read_id(it->cmd, "answers", &order.answers_id, err) ||
        !read_id(it->cmd, "corrects", &order.corrects_id, err))
        return false;
    if (!feedback_write(it->db, &who, &order, it->now_us, &id, err) ||
        !feedback_find(
            it->db, &actor_cmd_everybody, id, RIGHT_HEALTH_READ, &it->arena, &entry, err))
        return false;
    if (cmd_has(it->cmd, "json"))
        print_line(&it->out, &entry);
    else
        buf_format(&it->out, "wrote %lld\n", (long long)id);
    return true;
}

static void print_entry(struct buf *out, const struct feedback *entry)
{
    char at[CLOCK_TEXT_SIZE];
    const char *indent = entry->is_answer ? "    " : "";
    buf_format(out, "%s%lld  %.*s, %s%s\n", indent, (long long)entry->id,
        TEXT_ARG(entry->author_name), clock_print(entry->created_us, at),
        entry->withdrawn_us      ? " (withdrawn)"
        : entry->corrected_by_id ? " (corrected)"
                                 : "");
    if (!entry->withdrawn_us)
        buf_format(out, "%s  %.*s\n", indent, TEXT_ARG(entry->text));
}

static bool list(struct db_cmd *it, const struct team *team, struct err *err)
{
    struct feedback_query query = {.team_id = team->id, .limit = LIMIT_FEEDBACK_WEEK};
    struct feedback *entries;
    size_t count;
    int64_t today;
    char week[TREND_PERIOD_NAME_SIZE];
    bool is_json = cmd_has(it->cmd, "json");
    if (!feedback_week(
            team, text_of(cmd_get(it->cmd, "week")), it->now_us, &query.day, &today, err) ||
        !feedback_list(it->db, &query, &it->arena, &entries, &count, err))
        return false;
    if (!is_json)
        buf_format(&it->out, "%.*s, %s: %zu entries\n", TEXT_ARG(team->name),
            trend_period_name(TREND_WEEK, query.day, week), count);
    for (size_t i = 0; i < count; i++)
        (is_json ? print_line : print_entry)(&it->out, &entries[i]);
    return true;
}

static bool work(struct db_cmd *it, struct err *err)
{
    struct team team;
    return actor_cmd_choose_team(it->db, it->cmd, RIGHT_HEALTH_READ, &it->arena, &team, err) &&
           (cmd_has(it->cmd, "write") ? write_words : list)(it, &team, err);
}

static int run(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 1, work);
}

static const struct cmd_option options[] = {
    {"week", "WEEK", "an ISO week, 2026-W48 (default: the last one that is over)", 0},
    {"write", "TEXT", "write that instead of listing; takes --by, and --week or --answers", 0},
    {"by", "NAME", "the account whose word it is", 0},
    {"answers", "ENTRY", "as an answer to that entry", 0},
    {"corrects", "ENTRY", "in the place of that entry of one's own", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON, an entry on each line", 0},
    {0},
};

const struct cmd_row feedback_cmd = {
    .name = "health feedback",
    .args = "[TEAM]",
    .brief = "list the feedback on a team's week, or write some",
    .help =
        "An analyst, governance, an administrator or the team's coach writes what they think of a team's\n"
        "week, and the team answers. Words are only added to: who was wrong corrects their own by another entry.\n"
        "\n"
        "  kenzen health feedback Payments --week 2026-W48\n"
        "  kenzen health feedback Payments --week 2026-W48 --by sora --write 'Who looks on weekends?'",
    .options = options,
    .run = run,
};
