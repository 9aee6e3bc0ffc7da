/* SPDX-License-Identifier: Apache-2.0 */
#include "history_year.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "account/account.h"
#include "account/team.h"
#include "advisory/advisory_import.h"
#include "advisory/advisory_live.h"
#include "app/jobs.h"
#include "badge/badge_job.h"
#include "base/file.h"
#include "base/limits.h"
#include "health/trend.h"
#include "journal/journal_tree.h"
#include "sbom/service.h"
#include "store/migrate.h"
#include "ticket/advice.h"
#include "ticket/generation.h"
#include "ticket/ticket_text.h"

#define HOUR_US (3600 * CLOCK_SECOND_US)
#define MINUTE_US (60 * CLOCK_SECOND_US)

void year_must(bool is_ok, const char *what, const struct err *err)
{
    if (is_ok)
        return;
    fprintf(stderr, "history: %s: %s\n", what, err->text);
    exit(3);
}

void year_clock(struct year *year, int64_t now_us)
{
    year->now_us = now_us > year->now_us ? now_us : year->now_us + CLOCK_SECOND_US;
    clock_set_us(year->now_us);
}

void year_pass(struct year *year)
{
    uint64_t chance = chance_of(year->world.seed, (uint64_t)year->act_count++, CHANCE_MINUTES);
    year_clock(year, year->now_us + (1 + chance_below(chance, 7)) * MINUTE_US +
                         chance_below(chance, 60) * CLOCK_SECOND_US);
}

uint64_t year_chance(const struct year *year, uint64_t key, enum chance_what what)
{
    return chance_of(year->world.seed, key, what);
}

bool year_is_weekend(const struct year *year)
{
    int64_t weekday = (year->now_us / CLOCK_DAY_US + 4) % 7; /* 1970-01-01 was a Thursday */
    return weekday == 0 || weekday == 6;
}

bool year_is_there(const struct year *year, unsigned person)
{
    const struct cast_person *row = &cast_people[person];
    return year->day >= row->from_day && (!row->until_day || year->day < row->until_day);
}

/* -- the beginning -- */

static bool add_person(struct db *db, void *context, struct err *err)
{
    struct account *account = context;
    return account_add(db, account, &account->id, err) &&
           account_tell(db, "account.created", account, 0, account->created_us, err);
}

static void add_people(struct year *year)
{
    struct err err = {0};
    for (unsigned i = 0; i < CAST_PEOPLE; i++) {
        year_clock(year, year->now_us + CLOCK_SECOND_US);
        struct account account = {.name = text_of(cast_people[i].name),
            .roles = cast_people[i].roles,
            .created_us = year->now_us};
        year_must(db_transact(year->db, add_person, &account, &err), cast_people[i].name, &err);
        year->people[i] = (struct api_principal){
            .account_id = account.id, .name = account.name, .roles = account.roles};
    }
}

static void join(struct year *year, unsigned team, size_t place)
{
    struct err err = {0};
    unsigned person = cast_teams[team].people[place];
    year_must(
        team_member_set(year->db, &year->people[0], year->team_ids[team],
            year->people[person].account_id, place ? TEAM_MEMBER : TEAM_ADMIN, year->now_us, &err),
        cast_people[person].name, &err);
}

static void found_team(struct year *year, unsigned i)
{
    struct err err = {0};
    const struct cast_team *row = &cast_teams[i];
    struct api_principal *founder = &year->people[0];
    year_clock(year, year->now_us + MINUTE_US);
    year_must(
        team_add(year->db, founder,
            &(struct team_change){.name = text_of(row->name), .time_zone = text_of(row->zone)},
            year->now_us, &year->team_ids[i], &err),
        row->name, &err);
    for (size_t k = 0; k < CAST_TEAM_PEOPLE && row->people[k]; k++)
        if (year_is_there(year, row->people[k]))
            join(year, i, k);
    year_must(team_member_remove(
                  year->db, founder, year->team_ids[i], founder->account_id, year->now_us, &err),
        row->name, &err);
}

static void open_all(struct year *year)
{
    struct err err = {0};
    snprintf(year->index_path, sizeof year->index_path, "%s/advisories.kzi", year->order.folder);
    snprintf(year->news_path, sizeof year->news_path, "%s/news", year->order.folder);
    year_must(db_open(&year->db, year->order.db, &err), year->order.db, &err);
    year_must(migrate_run(year->db, year->now_us, &err) && ticket_text_fill(year->db, &err),
        year->order.db, &err);
    struct account account;
    bool is_used = account_find_name(year->db, TEXT(""), &year->arena, &account, &err);
    year_must(
        !is_used || err_set(&err, ERR_CONFLICT, "there is somebody already: take an empty one"),
        year->order.db, &err);
    year->tools.advisories = advisory_live_new(year->index_path);
}

/* The last Monday that is a year or longer before the end. */
static int64_t find_first_day(int64_t end_day)
{
    int64_t day = end_day - CAST_DAYS;
    return day - (day + 3) % 7; /* 1970-01-01 was a Thursday */
}

void year_init(struct year *year, const struct year_order *order)
{
    *year = (struct year){.order = *order};
    int64_t end_day = order->end_us / CLOCK_DAY_US, first_day = find_first_day(end_day);
    int64_t start_us = first_day * CLOCK_DAY_US;
    year->length = (int)(end_day - first_day);
    arena_init(&year->arena, LIMIT_SCAN_MEMORY);
    world_init(&year->world, order->seed, start_us);
    year_clock(year, start_us);
    open_all(year);
    add_people(year);
    for (unsigned i = 0; i < CAST_TEAMS; i++)
        found_team(year, i);
    for (unsigned i = 0; i < CAST_SERVICES; i++)
        year->services[i].next_day = cast_services[i].from_day;
}

static void run_jobs(struct year *year)
{
    struct err err = {0};
    bool has_run = true;
    while (has_run)
        year_must(job_run_next(year->db, jobs_handlers, &year->tools, year->now_us, &has_run, &err),
            "jobs", &err);
}

/* The days that are over are counted, as a server does that runs: what components are covered is known on the day alone. */
static void count_days(struct year *year)
{
    struct err err = {0};
    year_must(trend_plan(year->db, year->now_us, &err), "days", &err);
    run_jobs(year);
}

/* What was written gets its place in the journal, and who earned a badge by it has it. */
static void place_and_praise(struct year *year)
{
    struct err err = {0};
    struct badge_job_counts counts;
    year_must(journal_tree_place_all(year->db, year->now_us, &err), "journal", &err);
    year_must(badge_job_catch_up(year->db, year->now_us, &counts, &err), "badges", &err);
}

void year_close(struct year *year)
{
    struct err err = {0};
    year_clock(year, year->world.start_us + year->length * CLOCK_DAY_US);
    count_days(year);
    place_and_praise(year);
    year_must(journal_tree_place_all(year->db, year->now_us, &err), "journal", &err);
}

void year_done(struct year *year)
{
    advisory_live_free(year->tools.advisories);
    db_free(year->db);
    arena_done(&year->arena);
    clock_set_us(0);
}

/* -- news -- */

struct news {
    struct year *year;
    struct advisory_import *import;
    unsigned count;
};

static void begin_import(struct news *news)
{
    struct err err = {0};
    if (!news->import)
        year_must(
            advisory_import_new(&news->import, news->year->index_path, NULL, &err), "import", &err);
}

/* As if it had been fetched: from a file, into the source of that name. */
static void bring(
    struct news *news, const char *source, const char *extension, const struct buf *out)
{
    char path[600];
    struct err err = {0};
    begin_import(news);
    snprintf(path, sizeof path, "%s.%s", news->year->news_path, extension);
    year_must(file_write(path, buf_text(out), &err), path, &err);
    struct advisory_import_about about = {.source = text_of(source)};
    year_must(advisory_import_add(news->import, path, &about, &err), path, &err);
    unlink(path);
    news->count++;
}

static void tell_flaw(struct news *news, struct world_flaw *flaw)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    world_print_osv(&news->year->world, flaw, &out);
    bring(news, flaw->ecosystem == WORLD_DEBIAN ? "debian" : "osv", "json", &out);
    buf_cut(&out, 0);
    /* Of two in three, CISA has said something. */
    if (flaw->chance % 3) {
        world_print_cve(&news->year->world, flaw, &out);
        bring(news, "cve", "json", &out);
    }
    buf_done(&out);
}

static void tell_lists(struct news *news, bool has_kev)
{
    struct buf out;
    int day = news->year->day;
    buf_init(&out, SIZE_MAX);
    if (has_kev) {
        world_print_kev(&news->year->world, day, &out);
        bring(news, "kev", "json", &out);
        buf_cut(&out, 0);
    }
    if (day % 28 == 0 || has_kev) {
        world_print_epss(&news->year->world, day, &out);
        bring(news, "epss", "csv", &out);
        buf_cut(&out, 0);
    }
    if (day == 0) {
        world_print_eol(&out);
        bring(news, "eol", "json", &out);
    }
    buf_done(&out);
}

static void take_index(struct year *year)
{
    struct err err = {0};
    bool is_new;
    year_must(advisory_live_refresh(year->tools.advisories, &is_new, &err), "index", &err);
    const struct advisory_index *index = advisory_live_take(year->tools.advisories);
    year_must(generation_take(year->db, index, year->now_us, &is_new, &err), "generation", &err);
    advisory_live_give(year->tools.advisories, index);
}

static bool is_news(const struct world_flaw *flaw, int day)
{
    return flaw->day == day || (day == 0 && flaw->day < 0);
}

static void hear_news(struct year *year)
{
    struct err err = {0};
    struct news news = {.year = year};
    bool has_kev = year->day == 0;
    for (unsigned i = 0; i < WORLD_FLAWS; i++) {
        struct world_flaw *flaw = &year->world.flaws[i];
        bool is_fixed = flaw->fix_day == year->day || (year->day == 0 && flaw->fix_day < 0);
        if (is_fixed && !flaw->fixed)
            world_fix(&year->world, flaw);
        if (is_fixed || is_news(flaw, year->day))
            tell_flaw(&news, flaw);
        has_kev = has_kev || flaw->kev_day == year->day;
    }
    tell_lists(&news, has_kev);
    if (!news.import)
        return;
    year_must(advisory_import_commit(news.import, true, &err), "import", &err);
    advisory_import_free(news.import);
    year->import_count++;
    take_index(year);
    run_jobs(year);
}

/* What an analyst tells all teams, of what is exploited, on the next working day. */
static void advise(struct year *year)
{
    for (unsigned i = 0; i < WORLD_FLAWS && !year_is_weekend(year); i++) {
        const struct world_flaw *flaw = &year->world.flaws[i];
        char cve[WORLD_NAME_SIZE];
        struct err err = {0};
        int weekday = (int)((year->world.start_us / CLOCK_DAY_US + 4 + flaw->kev_day % 100000) % 7);
        int wait = flaw->kev_day == INT_MAX ? INT_MAX : weekday == 6 ? 2 : weekday == 0 ? 1 : 0;
        if (flaw->kev_day == INT_MAX || flaw->kev_day + wait != year->day)
            continue;
        struct advice advice = {.kind = flaw->fixed ? ACTION_ELIMINATION : ACTION_MITIGATION,
            .text =
                flaw->fixed
                    ? TEXT(
                          "It is exploited. Bring it up to date before anything else; look through the logs of the last month.")
                    : TEXT(
                          "It is exploited, and there is no fix yet. Keep it away from the internet until there is one."),
            .vulnerability = text_of(world_cve(&year->world, flaw, cve)),
            .ecosystem = TEXT(""),
            .package = TEXT("")};
        year_pass(year);
        year_must(advice_give(
                      year->db, &year->people[1], NULL, &advice, year->now_us, &year->arena, &err),
            cve, &err);
    }
}

/* -- a day -- */

static void change_people(struct year *year)
{
    struct err err = {0};
    for (unsigned i = 0; i < CAST_TEAMS; i++)
        for (size_t k = 0; k < CAST_TEAM_PEOPLE && cast_teams[i].people[k]; k++) {
            unsigned person = cast_teams[i].people[k];
            const struct cast_person *row = &cast_people[person];
            if (row->from_day && row->from_day == year->day)
                join(year, i, k);
            if (row->until_day && row->until_day == year->day)
                year_must(team_member_remove(year->db, &year->people[0], year->team_ids[i],
                              year->people[person].account_id, year->now_us, &err),
                    row->name, &err);
        }
}

static void found_services(struct year *year)
{
    struct err err = {0};
    for (unsigned i = 0; i < CAST_SERVICES; i++) {
        const struct cast_service *row = &cast_services[i];
        struct service_part *parts;
        size_t count;
        if (row->from_day != year->day)
            continue;
        const struct api_principal *who = &year->people[cast_teams[row->team].people[0]];
        struct service service = {.team_id = year->team_ids[row->team],
            .name = text_of(row->name),
            .description = text_of(row->about),
            .inputs = SERVICE_INPUTS_NOT_SAID};
        bool is_read = !row->exposure ||
                       (ssvc_read("exposure", text_of(row->exposure), &service.inputs.exposure) &&
                           ssvc_read("safety", text_of(row->safety), &service.inputs.safety) &&
                           ssvc_read("mission", text_of(row->mission), &service.inputs.mission));
        year_pass(year);
        year_must(is_read || err_set(&err, ERR_USAGE, "no words of SSVC's"), row->name, &err);
        year_must(service_add(year->db, who, &service, year->now_us, &year->services[i].id, &err),
            row->name, &err);
        year_must(service_part_list(year->db, who, DB_ARGS(DB_INT(year->services[i].id)),
                      &year->arena, &parts, &count, &err),
            row->name, &err);
        year->services[i].part_id = parts[0].id;
        history_sbom_init(&year->services[i].parts, &year->world, i);
    }
}

static void upload_due(struct year *year, unsigned team)
{
    for (unsigned i = 0; i < CAST_SERVICES; i++) {
        const struct cast_service *row = &cast_services[i];
        struct year_service *service = &year->services[i];
        if (row->team != team || year->day < service->next_day || year->day > row->last_day)
            continue;
        year_pass(year);
        year_upload(year, i);
        uint64_t chance = year_chance(year, (uint64_t)i << 20 | (unsigned)year->day, CHANCE_UPLOAD);
        int days = cast_between(cast_teams[team].upload_days, year->day);
        service->next_day =
            year->day + days / 2 + 1 + (int)chance_below(chance, (unsigned)days + 1) / 2 + days / 4;
    }
}

void year_day(struct year *year, int day)
{
    int64_t day_us = year->world.start_us + day * CLOCK_DAY_US;
    year->day = day;
    arena_clear(&year->arena);
    year_clock(year, day_us + 2 * HOUR_US);
    count_days(year);
    hear_news(year);
    change_people(year);
    found_services(year);
    for (int hour = 0; hour < 24; hour++)
        for (unsigned i = 0; i < CAST_TEAMS; i++) {
            if (cast_teams[i].begin_hour != hour)
                continue;
            year_clock(year, day_us + hour * HOUR_US);
            year_read(year, i);
            year_work(year, i);
            if (!year_is_weekend(year))
                upload_due(year, i);
        }
    advise(year);
    year_clock(year, day_us + 23 * HOUR_US + 30 * MINUTE_US);
    run_jobs(year);
    place_and_praise(year);
}
