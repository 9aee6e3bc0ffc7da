/* SPDX-License-Identifier: Apache-2.0 */
#include "health/feedback_cmd.h"

#include "account/account.h"
#include "base/clock.h"
#include "base/limits.h"
#include "health/feedback_api.h"
#include "health/trend_period.h"
#include "store/db_cmd.h"

/* Whoever has the database sees all of it. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

static bool read_id(const struct cmd *cmd, const char *option, int64_t *ret_id, struct err *err)
{
    const char *given = cmd_get(cmd, option);
    return !given || text_read_i64(text_of(given), ret_id) ||
           err_set(err, ERR_USAGE, "--%s %s: is no id", option, given);
}

static bool find_writer(struct db *db, const struct cmd *cmd, struct arena *arena,
    struct api_principal *ret_who, struct err *err)
{
    struct account writer;
    const char *by = cmd_get(cmd, "by");
    if (!by)
        return err_set(err, ERR_USAGE, "--by: is missing: whose word it is");
    if (!account_find_name(db, text_of(by), arena, &writer, err))
        return err_add(err, "--by");
    if (writer.is_disabled)
        return err_set(err, ERR_FORBIDDEN, "--by %s: the account is disabled", by);
    *ret_who =
        (struct api_principal){.account_id = writer.id, .name = writer.name, .roles = writer.roles};
    return true;
}

static void print_line(struct buf *out, const struct feedback *entry)
{
    struct buf one;
    buf_init(&one, SIZE_MAX);
    feedback_api_print(&one, entry);
    buf_add(out, buf_text(&one));
    buf_add_char(out, '\n');
    buf_done(&one);
}

static bool write_words(struct db *db, const struct cmd *cmd, const struct team *team,
    struct arena *arena, struct buf *out, struct err *err)
{
    struct api_principal who;
    struct feedback entry;
    int64_t id;
    struct feedback_order order = {.team_id = team->id,
        .week = text_of(cmd_get(cmd, "week")),
        .text = text_of(cmd_get(cmd, "write"))};
    if (!find_writer(db, cmd, arena, &who, err) ||
        !read_id(cmd, "answers", &order.answers_id, err) ||
        !read_id(cmd, "corrects", &order.corrects_id, err))
        return false;
    if (!feedback_write(db, &who, &order, clock_now_us(), &id, err) ||
        !feedback_find(db, &everybody, id, RIGHT_HEALTH_READ, arena, &entry, err))
        return false;
    if (cmd_has(cmd, "json"))
        print_line(out, &entry);
    else
        buf_format(out, "wrote %lld\n", (long long)id);
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

static bool list(struct db *db, const struct cmd *cmd, const struct team *team, struct arena *arena,
    struct buf *out, struct err *err)
{
    struct feedback_query query = {.team_id = team->id, .limit = LIMIT_FEEDBACK_WEEK};
    struct feedback *entries;
    size_t count;
    int64_t today;
    char week[TREND_PERIOD_NAME_SIZE];
    if (!feedback_week(
            team, text_of(cmd_get(cmd, "week")), clock_now_us(), &query.day, &today, err) ||
        !feedback_list(db, &query, arena, &entries, &count, err))
        return false;
    if (!cmd_has(cmd, "json"))
        buf_format(out, "%.*s, %s: %zu entries\n", TEXT_ARG(team->name),
            trend_period_name(TREND_WEEK, query.day, week), count);
    for (size_t i = 0; i < count; i++) {
        if (cmd_has(cmd, "json"))
            print_line(out, &entries[i]);
        else
            print_entry(out, &entries[i]);
    }
    return true;
}

static bool work(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct team team;
    struct buf out;
    struct text name = cmd->word_count ? text_of(cmd->words[0]) : (struct text){"", 0};
    if (!team_choose(db, &everybody, name, RIGHT_HEALTH_READ, arena, &team, err))
        return false;
    buf_init(&out, SIZE_MAX);
    bool is_done = cmd_has(cmd, "write") ? write_words(db, cmd, &team, arena, &out, err)
                                         : list(db, cmd, &team, arena, &out, err);
    if (is_done && out.len)
        fwrite(out.at, 1, out.len, stdout);
    buf_done(&out);
    return is_done;
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
