/* SPDX-License-Identifier: Apache-2.0 */
/* What a team reads in the morning before it works, and what it sees: the better half of a diary. */
#include "health/diary_coach.h"
#include "health/reading.h"
#include "health/sighting.h"
#include "history_cast.h"
#include "history_chance.h"
#include "history_year.h"

/* COACH: sora, in cast_people. */
enum { READ_MOST = 5, COACH_DAY = 30, COACH = 1, MINUTE_US = 60 * 1000000 };

static void read_one(struct year *year, unsigned person, struct text flaw, uint64_t chance)
{
    struct err err = {0};
    const struct reading_visit visit = {
        .advisory = flaw, .seconds = 10 * (1 + chance_below(chance, 40))};
    int64_t at_us = year->now_us + (int64_t)chance_below(chance_mix(chance, 1), 90) * MINUTE_US;
    year_must(reading_note(year->db, &year->people[person], &visit, at_us, &err), "reading", &err);
}

/* Somebody sees what is exploited in their own logs, now and then. */
static void see_one(struct year *year, unsigned team, unsigned person, struct text flaw)
{
    struct err err = {0};
    struct sighting sighting = {.team_id = year->team_ids[team],
        .kind = SIGHTING_VULNERABILITY,
        .value = flaw,
        .indicator_type = TEXT(""),
        .asset = TEXT("proxy-2"),
        .told_by = TEXT(""),
        .text = TEXT("Requests that try it, in the proxy's log; none came through."),
        .confidence = TEXT("high"),
        .severity = TEXT("medium")};
    year_must(sighting_mark(year->db, &year->people[person], &sighting, year->now_us, &err),
        "sighting", &err);
}

/* Those of Payments show their diaries to the analyst. */
static void name_coach(struct year *year, unsigned person)
{
    struct err err = {0};
    year_must(diary_coach_name(year->db, &year->people[person], year->people[COACH].account_id,
                  year->now_us, &err),
        "coach", &err);
}

/* The flaws of the team's tickets, the most urgent first. */
static struct db_rows find_flaws(struct year *year, unsigned team)
{
    struct db_rows rows;
    struct err err = {0};
    year_must(
        db_query(year->db,
            "SELECT name, max(rank), max(is_kev) FROM ticket WHERE team_id = $1 AND is_done = 0 "
            "GROUP BY name ORDER BY max(rank) DESC, name LIMIT $2",
            DB_ARGS(DB_INT(year->team_ids[team]), DB_INT(READ_MOST)), &year->arena, &rows, &err),
        "flaws", &err);
    return rows;
}

void year_read(struct year *year, unsigned team)
{
    if (year_is_weekend(year) && cast_teams[team].weekend == CAST_OFF)
        return;
    struct db_rows flaws = find_flaws(year, team);
    const unsigned *people = cast_teams[team].people;
    for (unsigned i = 0; i < CAST_TEAM_PEOPLE && people[i]; i++) {
        if (!year_is_there(year, people[i]))
            continue;
        if (team == 0 && year->day == COACH_DAY)
            name_coach(year, people[i]);
        for (size_t f = 0; f < flaws.count; f++) {
            struct text flaw = db_text(&flaws, f, 0);
            uint64_t key = chance_mix(world_key((uint64_t)people[i], flaw), (uint64_t)year->day);
            uint64_t chance = year_chance(year, key, CHANCE_MINUTES);
            if (chance_below(chance, 100) < 30)
                read_one(year, people[i], flaw, chance_mix(chance, 2));
            if (db_int(&flaws, f, 2) && chance_below(chance_mix(chance, 3), 400) == 0)
                see_one(year, team, people[i], flaw);
        }
    }
}
