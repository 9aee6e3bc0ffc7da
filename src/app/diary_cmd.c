/* SPDX-License-Identifier: Apache-2.0 */
#include "app/diary_cmd.h"

#include "app/push.h"
#include "base/clock.h"
#include "codec/zone.h"
#include "match/scan_grid.h"
#include "net/http_target.h"

enum { RETRIES = 2, LIMIT_DEFAULT = 50, LIMIT_MOST = 200 };

static const char *const kinds[] = {"read", "sighted", "decided", "acted"};
static const char *const headings[] = {"READ", "SAW", "DECIDED", "DID"};

struct run {
    const struct cmd *cmd;
    struct push push;
    struct arena arena;
    struct text period; /* empty: today */
    uint64_t limit;
};

/* -- how it is printed -- */

/* The clock of the diary's own zone. */
static struct text clock_of(const struct zone *zone, struct text time, struct arena *arena)
{
    int64_t time_us;
    if (!clock_read(time, &time_us))
        return TEXT("-");
    int minute = zone_time(zone, time_us).minute;
    return arena_format(arena, "%02d:%02d", minute / 60, minute % 60);
}

static struct text count_of(yyjson_val *value, struct arena *arena)
{
    return arena_format(arena, "%lld", (long long)yyjson_get_sint(value));
}

/* A row for each day, with its sums. */
static void print_days(yyjson_val *days, struct arena *arena, struct buf *out)
{
    const char *heads[] = {"DAY", headings[0], headings[1], headings[2], headings[3]};
    struct scan_grid grid;
    size_t i, count;
    yyjson_val *day;
    scan_grid_init(&grid, heads, LEN_OF(heads), yyjson_arr_size(days));
    yyjson_arr_foreach(days, i, count, day)
    {
        scan_grid_set(&grid, i + 1, 0, json_get_text(day, "day"));
        for (size_t kind = 0; kind < LEN_OF(kinds); kind++)
            scan_grid_set(&grid, i + 1, kind + 1,
                count_of(json_get(json_get(day, "sums"), kinds[kind]), arena));
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

static struct text where_of(yyjson_val *bite, struct arena *arena)
{
    struct text team = json_get_text(json_get(bite, "team"), "name");
    struct text service = json_get_text(bite, "service_name");
    if (yyjson_get_bool(json_get(bite, "is_hidden")))
        return TEXT("(a team that you do not see)");
    return service.len ? arena_join(arena, team, " / ", service) : team;
}

static void print_bites(
    yyjson_val *bites, const struct zone *zone, struct arena *arena, struct buf *out)
{
    static const char *const heads[] = {"DAY", "TIME", "KIND", "WHAT", "ABOUT", "WHERE"};
    struct scan_grid grid;
    size_t i, count;
    yyjson_val *bite;
    scan_grid_init(&grid, heads, LEN_OF(heads), yyjson_arr_size(bites));
    yyjson_arr_foreach(bites, i, count, bite)
    {
        struct text at = json_get_text(bite, "at");
        const struct text cells[] = {text_front(at, sizeof "2026-11-29" - 1),
            clock_of(zone, at, arena), json_get_text(bite, "kind"), json_get_text(bite, "what"),
            json_get_text(bite, "subject"), where_of(bite, arena)};
        for (size_t column = 0; column < LEN_OF(cells); column++)
            scan_grid_set(&grid, i + 1, column, cells[column]);
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

static bool print_person(
    yyjson_val *diary, yyjson_val *bites, struct arena *arena, struct buf *out, struct err *err)
{
    struct zone zone;
    struct text name = json_get_text(diary, "time_zone");
    if (!zone_open(&zone, name, err))
        return false;
    buf_format(out, "%.*s, %.*s, by the clock of %.*s\n\n",
        TEXT_ARG(json_get_text(json_get(diary, "person"), "name")),
        TEXT_ARG(json_get_text(diary, "period")), TEXT_ARG(name));
    print_days(json_get(diary, "days"), arena, out);
    if (yyjson_arr_size(json_get(bites, "items"))) {
        buf_add_char(out, '\n');
        print_bites(json_get(bites, "items"), &zone, arena, out);
    }
    zone_close(&zone);
    return true;
}

/* "<3" where a sum would tell of fewer than three people. */
static struct text sum_of(yyjson_val *sum, struct arena *arena)
{
    if (!yyjson_is_null(json_get(sum, "count")))
        return count_of(json_get(sum, "count"), arena);
    return text_is(json_get_text(sum, "hidden"), "running") ? TEXT("running") : TEXT("<3");
}

static void print_team(yyjson_val *diary, struct arena *arena, struct buf *out)
{
    const char *heads[] = {"WEEK", "PEOPLE", headings[0], headings[1], headings[2], headings[3]};
    struct scan_grid grid;
    size_t i, count;
    yyjson_val *week, *weeks = json_get(diary, "weeks");
    scan_grid_init(&grid, heads, LEN_OF(heads), yyjson_arr_size(weeks));
    yyjson_arr_foreach(weeks, i, count, week)
    {
        scan_grid_set(&grid, i + 1, 0, json_get_text(week, "week"));
        scan_grid_set(&grid, i + 1, 1, sum_of(json_get(week, "people"), arena));
        for (size_t kind = 0; kind < LEN_OF(kinds); kind++)
            scan_grid_set(&grid, i + 1, kind + 2, sum_of(json_get(week, kinds[kind]), arena));
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

/* -- what is asked -- */

static bool get(struct run *run, const char *path, struct text more, struct push_answer *answer,
    struct err *err)
{
    struct text person = text_of(cmd_get(run->cmd, "person"));
    struct text url = arena_format(&run->arena, "%s?period=%.*s%s%.*s%.*s", path,
        TEXT_ARG(http_target_encode(run->period, &run->arena)), person.len ? "&person=" : "",
        TEXT_ARG(http_target_encode(person, &run->arena)), TEXT_ARG(more));
    return push_get(&run->push, url, &run->arena, answer, err);
}

static bool show_person(struct run *run, struct buf *out, struct err *err)
{
    struct push_answer diary, bites;
    struct text limit = arena_format(&run->arena, "&limit=%llu", (unsigned long long)run->limit);
    if (!get(run, "/api/v1/diary", TEXT(""), &diary, err))
        return false;
    if (!get(run, "/api/v1/diary/bites", limit, &bites, err)) {
        push_answer_done(&diary);
        return false;
    }
    bool is_done = true;
    if (cmd_has(run->cmd, "json"))
        buf_format(
            out, "{\"diary\":%.*s,\"bites\":%.*s}\n", TEXT_ARG(diary.body), TEXT_ARG(bites.body));
    else
        is_done =
            print_person(json_root(&diary.json), json_root(&bites.json), &run->arena, out, err);
    push_answer_done(&bites);
    push_answer_done(&diary);
    return is_done;
}

static bool find_team(struct run *run, struct text name, struct text *ret_id, struct err *err)
{
    struct push_answer teams;
    size_t i, count;
    yyjson_val *team;
    struct text id = {"", 0};
    if (!push_get(&run->push, TEXT("/api/v1/teams?limit=200"), &run->arena, &teams, err))
        return false;
    yyjson_arr_foreach(json_get(json_root(&teams.json), "items"), i, count, team)
    {
        if (text_eq_nocase(json_get_text(team, "name"), name))
            id = arena_text(&run->arena, json_get_text(team, "id"));
    }
    push_answer_done(&teams);
    *ret_id = id;
    return id.len ||
           err_set(err, ERR_NOT_FOUND, "--team %.*s: there is no such team", TEXT_ARG(name));
}

static bool show_team(struct run *run, struct buf *out, struct err *err)
{
    struct push_answer diary;
    struct text id;
    if (!find_team(run, text_of(cmd_get(run->cmd, "team")), &id, err))
        return false;
    struct text path = arena_format(&run->arena, "/api/v1/teams/%.*s/diary?week=%.*s", TEXT_ARG(id),
        TEXT_ARG(http_target_encode(run->period, &run->arena)));
    if (!push_get(&run->push, path, &run->arena, &diary, err))
        return false;
    if (cmd_has(run->cmd, "json"))
        buf_format(out, "%.*s\n", TEXT_ARG(diary.body));
    else
        print_team(json_root(&diary.json), &run->arena, out);
    push_answer_done(&diary);
    return true;
}

static bool read_options(struct run *run, struct err *err)
{
    const struct cmd *cmd = run->cmd;
    const char *limit = cmd_get(cmd, "limit");
    run->limit = LIMIT_DEFAULT;
    run->period = cmd->word_count ? text_of(cmd->words[0]) : TEXT("");
    if (limit &&
        (!text_read_u64(text_of(limit), &run->limit) || run->limit < 1 || run->limit > LIMIT_MOST))
        return err_set(err, ERR_USAGE, "--limit %s: must be from 1 to %d", limit, LIMIT_MOST);
    if (cmd_has(cmd, "team") && cmd_has(cmd, "person"))
        return err_set(err, ERR_USAGE, "--team and --person: only one of them");
    run->push.retries = RETRIES;
    run->push.pause_us = CLOCK_SECOND_US;
    return push_open(&run->push, cmd, "diary", err);
}

static int run_diary(const struct cmd *cmd)
{
    struct run run = {.cmd = cmd};
    struct err err;
    struct buf out;
    arena_init(&run.arena, SIZE_MAX);
    buf_init(&out, SIZE_MAX);
    bool is_done =
        cmd_check_words(cmd, 0, 1, &err) && read_options(&run, &err) &&
        (cmd_has(cmd, "team") ? show_team(&run, &out, &err) : show_person(&run, &out, &err));
    if (is_done)
        fputs(out.at ? out.at : "", stdout);
    buf_done(&out);
    arena_done(&run.arena);
    return is_done ? 0 : cmd_fail(&err);
}

static const struct cmd_option options[] = {
    PUSH_OPTIONS,
    {"person", "ID", "the diary of somebody whose coach you are", 0},
    {"team", "NAME", "the sums of a team, of eight weeks", 0},
    {"limit", "N", "the newest N bites (default: 50)", 0},
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row diary_cmd = {
    .name = "diary",
    .args = "[DAY|WEEK]",
    .brief = "show what you read, saw, decided and did",
    .help =
        "A diary is its person's, so it is asked of a server in the name of an API token, and never read\n"
        "from the database. Without DAY (2026-11-29) or WEEK (2026-W48) it is today's.\n"
        "\n"
        "  kenzen diary\n"
        "  kenzen diary 2026-W48 --json\n"
        "  kenzen diary --team Payments",
    .options = options,
    .run = run_diary,
};
