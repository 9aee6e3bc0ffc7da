/* SPDX-License-Identifier: Apache-2.0 */
#include "health/health_cmd.h"

#include <stdio.h>

#include "base/limits.h"
#include "health/grade_api.h"
#include "match/scan_grid.h"
#include "store/db_cmd.h"

enum { PERIODS = 8 };

/* Whoever has the database sees all of it. */
static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

typedef bool (*with_db)(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err);

static int run_with_db(const struct cmd *cmd, size_t most_words, with_db run)
{
    struct arena arena;
    struct err err;
    struct db *db = NULL;
    arena_init(&arena, SIZE_MAX);
    bool is_done = cmd_check_words(cmd, 0, most_words, &err) &&
                   db_cmd_open(&db, cmd, &arena, &err) && run(db, cmd, &arena, &err);
    db_free(db);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

/* The team that is named; 0: none is. */
static bool choose_team(
    struct db *db, const struct cmd *cmd, struct arena *arena, int64_t *ret_id, struct err *err)
{
    struct team team = {0};
    if (cmd->word_count &&
        !team_choose(db, &everybody, text_of(cmd->words[0]), RIGHT_HEALTH_READ, arena, &team, err))
        return false;
    *ret_id = team.id;
    return true;
}

/* -- health -- */

static struct text print_minutes(
    const struct trend_facts *facts, enum trend_time time, struct arena *arena)
{
    int64_t minutes = trend_fact_percentile(facts, time, 50);
    if (!trend_fact_time_count(facts, time))
        return TEXT("-");
    if (minutes < 120)
        return arena_format(arena, "%lld min", (long long)minutes);
    return minutes < 48 * 60 ? arena_format(arena, "%lld h", (long long)(minutes + 59) / 60)
                             : arena_format(arena, "%lld d", (long long)(minutes + 1439) / 1440);
}

static struct text print_share(int64_t good, int64_t of, struct arena *arena)
{
    return of ? arena_format(arena, "%lld %%", (long long)(100 * good / of)) : TEXT("-");
}

/* What a command shows. The balance is the last period's; those before are graded without, as everywhere. One period more than is
   shown is read: by it too, the running one is graded (grade_point). */
struct shown {
    const struct trend *trend;
    size_t first;
    const struct trend_order *order;
    struct grade_balance balance;
};

static struct text print_grade(const struct shown *shown, size_t at, struct arena *arena)
{
    const struct trend *trend = shown->trend;
    struct grade grade;
    if (!trend->points[at].has_facts)
        return TEXT("-");
    grade_point(trend, at, at + 1 == trend->count ? &shown->balance : NULL, &grade);
    return grade.is_given ? arena_format(arena, "%c %d", grade.letter, grade.value) : TEXT("-");
}

static void print_row(
    struct scan_grid *grid, const struct shown *shown, size_t at, struct arena *arena)
{
    const struct trend_point *point = &shown->trend->points[at];
    const struct trend_facts *facts = &point->facts;
    char name[TREND_PERIOD_NAME_SIZE];
    int64_t in_time = trend_fact_sum(facts, TREND_IN_TIME, TREND_PRIORITIES);
    int64_t late = trend_fact_sum(facts, TREND_LATE, TREND_PRIORITIES);
    const struct text cells[] = {
        arena_format(arena, "%s", trend_period_name(shown->order->period, point->first, name)),
        print_grade(shown, at, arena),
        arena_format(
            arena, "%lld", (long long)trend_fact_sum(facts, TREND_OPENED, TREND_PRIORITIES)),
        arena_format(arena, "%lld", (long long)facts->at[TREND_FIXED]),
        print_share(in_time, in_time + late, arena),
        print_minutes(facts, TREND_ACK, arena),
        print_minutes(facts, TREND_FIX, arena),
        arena_format(arena, "%lld",
            (long long)trend_fact_sum(facts, TREND_BACKLOG, TREND_PRIORITIES * TREND_AGES)),
        arena_format(
            arena, "%lld", (long long)trend_fact_sum(facts, TREND_OVERDUE, TREND_PRIORITIES)),
        arena_format(arena, "%lld (%lld d)", (long long)facts->at[TREND_KEV],
            (long long)facts->at[TREND_KEV_HOURS] / 24),
    };
    for (size_t i = 0; i < LEN_OF(cells); i++)
        scan_grid_set(grid, at + 1 - shown->first, i, cells[i]);
}

static void print_table(const struct shown *shown, struct arena *arena, struct buf *out)
{
    static const char *const heads[] = {"PERIOD", "GRADE", "OPENED", "FIXED", "IN TIME",
        "ACKNOWLEDGED IN", "FIXED IN", "OPEN", "OVERDUE", "KEV"};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), shown->trend->count - shown->first);
    for (size_t i = shown->first; i < shown->trend->count; i++)
        print_row(&grid, shown, i, arena);
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

static void print_parts(const struct shown *shown, struct arena *arena, struct buf *out)
{
    struct grade grade;
    grade_point(shown->trend, shown->trend->count - 1, &shown->balance, &grade);
    buf_add_z(out, "\n");
    for (int i = 0; i < GRADE_PARTS; i++) {
        const struct grade_part *part = &grade.parts[i];
        char value[16] = "no data";
        if (part->has_data)
            snprintf(value, sizeof value, "%d", part->value);
        buf_format(out, "%-11s %7s  weighs %2d  %.*s\n", grade_kind_word((enum grade_kind)i), value,
            part->weight, TEXT_ARG(grade_why((enum grade_kind)i, part, arena)));
    }
    if (grade.best >= 0)
        buf_format(out, "Most would be gained by %s: up to %.1f points.\n",
            grade_kind_word((enum grade_kind)grade.best),
            grade.parts[grade.best].raise_tenths / 10.0);
}

static void print_json(const struct shown *shown, struct arena *arena, struct buf *out)
{
    const struct trend *trend = shown->trend;
    const struct trend_order *order = shown->order;
    const struct trend_scope scope = {order->team_id, 0};
    const struct trend_point *last = &trend->points[trend->count - 1];
    struct grade grade;
    grade_point(trend, trend->count - 1, &shown->balance, &grade);
    json_print_open(out, '{');
    json_print_member(out, "time_zone", trend->zone);
    json_print_member_z(out, "unit", trend_period_word(order->period));
    json_print_member_bool(out, "is_behind", trend->is_behind);
    json_print_member_open(out, "grade", '{');
    grade_api_print(out, &grade, &scope, last, arena);
    json_print_close(out, '}');
    json_print_member_open(out, "items", '[');
    for (size_t i = shown->first; i < trend->count; i++)
        trend_json_print(out, trend, i, &scope, order->period, arena);
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

static bool read_order(struct db *db, const struct cmd *cmd, struct trend_order *ret_order,
    struct arena *arena, struct err *err)
{
    uint64_t count = PERIODS;
    const char *period = cmd_get(cmd, "period"), *given = cmd_get(cmd, "count");
    struct trend_order order = {.who = &everybody,
        .period = TREND_WEEK,
        .until_day = TREND_NO_DAY,
        .now_us = clock_now_us()};
    if (period && !trend_period_read(text_of(period), &order.period))
        return err_set(err, ERR_USAGE, "--period %s: must be day, week, month or quarter", period);
    if (given &&
        (!text_read_u64(text_of(given), &count) || count < 1 || count > LIMIT_TREND_PERIODS))
        return err_set(
            err, ERR_USAGE, "--count %s: must be from 1 to %zu", given, LIMIT_TREND_PERIODS);
    order.count = (size_t)count;
    if (!choose_team(db, cmd, arena, &order.team_id, err))
        return false;
    *ret_order = order;
    return true;
}

static bool show(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct trend_order order;
    struct trend trend;
    struct buf out;
    struct shown shown = {.trend = &trend, .order = &order};
    if (!read_order(db, cmd, &order, arena, err))
        return false;
    size_t asked = order.count++;
    if (!trend_read(db, &order, arena, &trend, err) ||
        !grade_api_balance(db, NULL, &(struct trend_scope){order.team_id, 0}, &trend, order.now_us,
            arena, &shown.balance, err))
        return false;
    shown.first = trend.count > asked ? trend.count - asked : 0;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "json")) {
        print_json(&shown, arena, &out);
    } else {
        print_table(&shown, arena, &out);
        print_parts(&shown, arena, &out);
        if (trend.is_behind)
            buf_add_z(&out,
                "Days that are over were not counted yet, and are missing above: the server counts "
                "them within the hour, 'kenzen health rebuild' now.\n");
    }
    fputs(out.at ? out.at : "", stdout);
    buf_done(&out);
    return true;
}

static int run_show(const struct cmd *cmd)
{
    return run_with_db(cmd, 1, show);
}

static const struct cmd_option options[] = {
    {"period", "PERIOD", "day, week, month or quarter (default: week)", 0},
    {"count", "N", "so many periods, of which the last is the running one (default: 8)", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON, as the REST interface has it", 0},
    {0},
};

const struct cmd_row health_cmd = {
    .name = "health",
    .args = "[TEAM]",
    .brief = "show how the operation does: the grade, its parts, and the trend",
    .help =
        "Shows the periods of a team, or of all teams together: what was opened and fixed, in time or\n"
        "late, how long it took half of them, what is open. Then the grade of the running period with\n"
        "its parts, each with what it rests on. docs/health.md has the formulas.",
    .options = options,
    .run = run_show,
};

/* -- health rebuild -- */

static bool rebuild(struct db *db, const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct trend_team *teams;
    size_t count;
    int64_t team_id, all = 0;
    if (!choose_team(db, cmd, arena, &team_id, err) ||
        !trend_rows_teams(db, NULL, team_id, arena, &teams, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        int64_t days;
        cmd_progress("rebuilding teams", i, count);
        if (!trend_rebuild(db, &teams[i], clock_now_us(), &days, err))
            return false;
        all += days;
    }
    cmd_progress_end();
    if (cmd_has(cmd, "json"))
        printf("{\"teams\":%zu,\"days\":%lld}\n", count, (long long)all);
    else
        printf("%zu teams, %lld days were made anew\n", count, (long long)all);
    return true;
}

static int run_rebuild(const struct cmd *cmd)
{
    return run_with_db(cmd, 1, rebuild);
}

static const struct cmd_option rebuild_options[] = {
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row health_cmd_rebuild = {
    .name = "health rebuild",
    .args = "[TEAM]",
    .brief = "make the stored days of health anew from the events of tickets",
    .help =
        "Of a team, or of all. What was seen of components on a day stays: no event tells it. The\n"
        "server may run meanwhile.",
    .options = rebuild_options,
    .run = run_rebuild,
};
