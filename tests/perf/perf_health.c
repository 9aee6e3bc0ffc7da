/* SPDX-License-Identifier: Apache-2.0 */
/* Measures what the health page costs: perf_health DATABASE TICKETS TEAMS. DATABASE is a file that is not there, or a postgres://
   address of an empty database. Writes a year of tickets with their events, spread over teams of ten services, then makes the days,
   closes one, and reads what the page reads. Prints a line for each: the
   median and the fastest of nine in milliseconds of the wall clock, and the mean of the CPU time of this process. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "account/account.h"
#include "base/rand.h"
#include "health/goal.h"
#include "health/grade.h"
#include "health/load.h"
#include "health/standing.h"
#include "health/streak.h"
#include "sbom/service.h"
#include "store/db_batch.h"
#include "store/migrate.h"

enum { SERVICES = 10, DAYS = 365, RUNS = 9 };

struct world {
    struct db *db;
    struct api_principal who;
    int64_t now_us, first_team, team_count, ticket_count;
    struct arena arena;
    uint64_t seed;
};

static void must(bool is_ok, const struct err *err)
{
    if (is_ok)
        return;
    fprintf(stderr, "perf_health: %s\n", err->text);
    exit(3);
}

/* The same year each time. */
static int64_t draw(struct world *w, int64_t below)
{
    w->seed = w->seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (int64_t)(w->seed >> 33) % below;
}

static double now_ms(void)
{
    return (double)clock_steady_us() / 1000.0;
}

/* What this process has worked; on PostgreSQL the server works beside it. */
static double cpu_ms(void)
{
    return (double)clock() * 1000.0 / CLOCKS_PER_SEC;
}

/* -- a year -- */

static void run(struct world *w, const char *sql, struct db_args args)
{
    struct err err = {0};
    must(db_run(w->db, sql, args, NULL, &err), &err);
}

static void make_teams(struct world *w)
{
    struct err err = {0};
    for (int64_t team = 0; team < w->team_count; team++) {
        struct text name = arena_format(&w->arena, "Team %lld", (long long)team);
        int64_t id;
        must(team_add(w->db, &w->who, &(struct team_change){.name = name},
                 w->now_us - DAYS * CLOCK_DAY_US, &id, &err),
            &err);
        run(w, "UPDATE team SET name = $2 WHERE id = $1", DB_ARGS(DB_INT(id), DB_TEXT(name)));
        for (int64_t i = 0; i < SERVICES; i++) {
            int64_t service = team * SERVICES + i + 1;
            run(w,
                "INSERT INTO service (id, team_id, name, description, created_us, updated_us)"
                " VALUES ($1, $2, $3, '', $4, $4)",
                DB_ARGS(DB_INT(service), DB_INT(id),
                    DB_TEXT(arena_format(&w->arena, "service %lld", (long long)service)),
                    DB_INT(w->now_us - DAYS * CLOCK_DAY_US)));
            run(w,
                "INSERT INTO part (id, service_id, name, created_us) VALUES ($1, $1, 'main', $2)",
                DB_ARGS(DB_INT(service), DB_INT(w->now_us - DAYS * CLOCK_DAY_US)));
        }
        if (!w->first_team)
            w->first_team = id;
    }
}

struct life {
    int64_t id, service, team, opened_us, acknowledged_us, closed_us, due_us, priority;
    bool is_open, is_kev;
};

static struct life make_life(struct world *w, int64_t number, const int64_t *teams)
{
    struct life life = {.id = number + 1, .priority = draw(w, 4)};
    int64_t team = draw(w, w->team_count);
    life.team = teams[team];
    life.service = team * SERVICES + draw(w, SERVICES) + 1;
    life.opened_us = w->now_us - draw(w, DAYS * 86400) * CLOCK_SECOND_US - CLOCK_SECOND_US;
    life.acknowledged_us = life.opened_us + draw(w, 3 * 86400) * CLOCK_SECOND_US;
    life.closed_us = life.acknowledged_us + draw(w, 40 * 86400) * CLOCK_SECOND_US;
    life.due_us = life.opened_us + (3 + draw(w, 60)) * CLOCK_DAY_US;
    life.is_kev = draw(w, 50) == 0;
    /* One of twenty stays open for good, and what would close later is still open. */
    life.is_open = draw(w, 20) == 0 || life.closed_us >= w->now_us;
    if (life.acknowledged_us >= w->now_us)
        life.acknowledged_us = w->now_us - 1;
    return life;
}

static void add_ticket(struct db_batch *batch, const struct life *life)
{
    struct err err = {0};
    const struct db_value none = DB_TEXT(TEXT("")), list = DB_TEXT(TEXT("[]"));
    const struct db_value values[] = {DB_INT(life->id), DB_INT(life->team), DB_INT(life->service),
        DB_INT(life->service), DB_INT(life->id),
        DB_TEXT(life->is_open ? TEXT("acknowledged") : TEXT("closed")),
        life->is_open ? DB_NULL : DB_TEXT(TEXT("fixed")), DB_INT(!life->is_open),
        DB_INT(life->priority << 31), DB_INT(life->priority), DB_INT(life->is_kev),
        DB_INT(life->due_us), DB_INT(life->opened_us),
        DB_INT(life->is_open ? life->acknowledged_us : life->closed_us),
        life->is_open ? DB_NULL : DB_INT(life->closed_us), DB_TEXT(TEXT("npm")), DB_TEXT(TEXT("p")),
        DB_TEXT(TEXT("{}")), DB_TEXT(TEXT("CVE")), list, none, none, list, DB_INT(0), DB_INT(0),
        none, DB_INT(0), DB_INT(0), list, list, none, none, DB_INT(1), DB_INT(1)};
    must(db_batch_add(batch, values, &err), &err);
}

static void add_event(struct db_batch *batch, const struct life *life, int64_t seq, int64_t at_us,
    int64_t account_id, const char *kind, struct text sets)
{
    struct err err = {0};
    const struct db_value values[] = {DB_INT(life->id), DB_INT(seq), DB_INT(at_us),
        DB_ID(account_id), DB_TEXT(text_of(kind)), DB_TEXT(sets), DB_TEXT(TEXT("")),
        DB_TEXT(TEXT("{}")), DB_TEXT(TEXT(""))};
    must(db_batch_add(batch, values, &err), &err);
}

static void add_events(struct world *w, struct db_batch *batch, const struct life *life)
{
    add_event(batch, life, 1, life->opened_us, 0, "opened",
        arena_format(&w->arena, "{\"state\":\"open\",\"priority\":%lld,\"due_us\":%lld}",
            (long long)life->priority, (long long)life->due_us));
    add_event(batch, life, 2, life->acknowledged_us, w->who.account_id, "acknowledged",
        TEXT("{\"state\":\"acknowledged\"}"));
    if (!life->is_open)
        add_event(batch, life, 3, life->closed_us, 0, "closed",
            arena_format(&w->arena, "{\"state\":\"closed\",\"cause\":\"fixed\",\"closed_us\":%lld}",
                (long long)life->closed_us));
}

static bool write_year(struct db *db, void *context, struct err *err)
{
    struct world *w = context;
    struct db_batch flaws, tickets, events;
    struct trend_team *teams;
    size_t count;
    int64_t ids[256];
    if (!trend_rows_teams(db, NULL, 0, &w->arena, &teams, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text number = teams[i].name;
        int64_t at = strtoll(number.at + 5, NULL, 10);
        ids[at] = teams[i].id;
    }
    db_batch_init(&flaws, db, "INSERT INTO vulnerability (id, name, created_us) VALUES", 3, "");
    db_batch_init(&tickets, db,
        "INSERT INTO ticket (id, team_id, service_id, part_id, vulnerability_id, state, cause, is_done,"
        " rank, priority, is_kev, due_us, created_us, updated_us, closed_us, ecosystem, package,"
        " decision, name, aliases, summary, url, records, severity, score_tenths, cvss_vector,"
        " is_malicious, is_kev_ransomware, versions, fixed, search, generation, sbom_number, version)"
        " VALUES",
        34, "");
    db_batch_init(&events, db,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, sets, text, detail,"
        " generation) VALUES",
        9, "");
    bool is_ok = true;
    struct life *lives = arena_take_array(&w->arena, (size_t)w->ticket_count, sizeof *lives);
    for (int64_t i = 0; is_ok && i < w->ticket_count; i++) {
        struct life life = make_life(w, i, ids);
        const struct db_value flaw[] = {DB_INT(life.id),
            DB_TEXT(arena_format(&w->arena, "CVE-2000-%lld", (long long)life.id)), DB_INT(1)};
        is_ok = db_batch_add(&flaws, flaw, err);
        if ((i + 1) % DB_BATCH_ROWS == 0 || i + 1 == w->ticket_count)
            is_ok = is_ok && db_batch_end(&flaws, err);
        lives[i] = life;
    }
    for (int64_t i = 0; is_ok && i < w->ticket_count; i++) {
        add_ticket(&tickets, &lives[i]);
    }
    is_ok = is_ok && db_batch_end(&tickets, err);
    for (int64_t i = 0; is_ok && i < w->ticket_count; i++)
        add_events(w, &events, &lives[i]);
    is_ok = is_ok && db_batch_end(&events, err);
    db_batch_done(&flaws);
    db_batch_done(&tickets);
    db_batch_done(&events);
    return is_ok;
}

/* -- measuring -- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

typedef void (*measured)(struct world *w, struct arena *arena);

static void measure(struct world *w, const char *name, measured work)
{
    double took[RUNS], cpu = cpu_ms();
    for (size_t i = 0; i < RUNS; i++) {
        struct arena arena;
        arena_init(&arena, SIZE_MAX);
        double start = now_ms();
        work(w, &arena);
        took[i] = now_ms() - start;
        arena_done(&arena);
    }
    qsort(took, RUNS, sizeof *took, by_size);
    printf("%-20s %7.1f %7.1f %7.1f\n", name, took[RUNS / 2], took[0], (cpu_ms() - cpu) / RUNS);
    fflush(stdout);
}

static void read_trend(struct world *w, struct arena *arena, int64_t team, enum trend_period period,
    size_t count, bool is_without_times)
{
    struct err err = {0};
    struct trend trend;
    const struct trend_order order = {.who = &w->who,
        .team_id = team,
        .period = period,
        .count = count,
        .until_day = TREND_NO_DAY,
        .is_without_times = is_without_times,
        .now_us = w->now_us};
    must(trend_read(w->db, &order, arena, &trend, &err), &err);
    struct grade grade;
    grade_of(&trend.points[count - 1].facts, NULL, &grade);
}

static void team_weeks(struct world *w, struct arena *arena)
{
    read_trend(w, arena, w->first_team, TREND_WEEK, 13, false);
}

static void team_year(struct world *w, struct arena *arena)
{
    read_trend(w, arena, w->first_team, TREND_WEEK, 52, false);
}

static void team_grade(struct world *w, struct arena *arena)
{
    read_trend(w, arena, w->first_team, TREND_WEEK, 13, true);
}

static void all_weeks(struct world *w, struct arena *arena)
{
    read_trend(w, arena, 0, TREND_WEEK, 13, false);
}

static void all_year(struct world *w, struct arena *arena)
{
    read_trend(w, arena, 0, TREND_MONTH, 12, false);
}

static void streaks(struct world *w, struct arena *arena)
{
    struct err err = {0};
    struct streak list[STREAKS];
    must(streak_read(w->db, &w->who, w->first_team, w->now_us, arena, list, &err), &err);
}

static void load(struct world *w, struct arena *arena)
{
    struct err err = {0};
    struct load_list list;
    struct streak_own own;
    int64_t from_us = w->now_us - LOAD_DAYS * CLOCK_DAY_US;
    must(load_read(w->db, &w->who, w->first_team, from_us, w->now_us, arena, &list, &err), &err);
    must(streak_read_own(w->db, w->who.account_id, from_us, w->now_us, &own, &err), &err);
}

static void page(struct world *w, struct arena *arena)
{
    team_weeks(w, arena);
    team_grade(w, arena);
    streaks(w, arena);
    load(w, arena);
}

/* What the page of all teams lists, a row for each. */
static void standings(struct world *w, struct arena *arena)
{
    struct err err = {0};
    struct standing *list;
    size_t count;
    const struct standing_query query = {.now_us = w->now_us, .limit = 100};
    must(standing_list(w->db, &w->who, &query, arena, &list, &count, &err), &err);
}

static void make_days(struct world *w)
{
    struct err err = {0};
    struct trend_team *teams;
    size_t count;
    int64_t days;
    double start = now_ms(), cpu = cpu_ms();
    must(trend_rows_teams(w->db, NULL, 0, &w->arena, &teams, &count, &err), &err);
    for (size_t i = 0; i < count; i++)
        must(trend_rebuild(w->db, &teams[i], w->now_us, &days, &err), &err);
    printf("%-20s %7.0f %7s %7.0f\n", "rebuild_all", now_ms() - start, "", cpu_ms() - cpu);
    run(w, "DELETE FROM health_day WHERE day >= $1", DB_ARGS(DB_INT(w->now_us / CLOCK_DAY_US - 1)));
    must(trend_rows_teams(w->db, NULL, 0, &w->arena, &teams, &count, &err), &err);
    start = now_ms();
    cpu = cpu_ms();
    for (size_t i = 0; i < count; i++)
        must(trend_close_days(w->db, &teams[i], w->now_us, &err), &err);
    printf("%-20s %7.0f %7s %7.0f\n", "close_a_day_all", now_ms() - start, "", cpu_ms() - cpu);
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct world w = {.seed = 1, .who = {.roles = ACCOUNT_ADMINISTRATOR, .name = TEXT("bench")}};
    if (argc != 4) {
        fputs("usage: perf_health DATABASE TICKETS TEAMS\n", stderr);
        return 2;
    }
    w.ticket_count = strtoll(argv[2], NULL, 10);
    w.team_count = strtoll(argv[3], NULL, 10);
    /* Noon of a day: the same share of it is live each time. */
    w.now_us = INT64_C(1780315200000000);
    arena_init(&w.arena, SIZE_MAX);
    struct account account = {
        .name = w.who.name, .roles = ACCOUNT_ADMINISTRATOR, .created_us = w.now_us};
    must(w.team_count > 0 && w.team_count <= 256, &err);
    must(db_open(&w.db, argv[1], &err), &err);
    must(migrate_run(w.db, w.now_us, &err), &err);
    must(account_add(w.db, &account, &w.who.account_id, &err), &err);
    make_teams(&w);
    must(db_transact(w.db, write_year, &w, &err), &err);
    run(&w, "ANALYZE", DB_NO_ARGS);
    make_days(&w);
    measure(&w, "team_13_weeks", team_weeks);
    measure(&w, "team_52_weeks", team_year);
    measure(&w, "team_grade_13_weeks", team_grade);
    measure(&w, "team_streaks", streaks);
    measure(&w, "team_load", load);
    measure(&w, "team_page", page);
    measure(&w, "all_13_weeks", all_weeks);
    measure(&w, "all_12_months", all_year);
    measure(&w, "all_standings", standings);
    db_free(w.db);
    arena_done(&w.arena);
    return 0;
}
