/* SPDX-License-Identifier: Apache-2.0 */
/* A year of history in a database, day by day, by the functions that the server itself calls, under a clock that is set.
   It begins on a Monday, so that whatever is drawn for a day falls on the same weekday, and has up to six days more than a year has.
   Example: year_init(&year, &order); for (day = 0; day < year.length; day++) year_day(&year, day); year_done(&year) */
#ifndef HISTORY_YEAR_H
#define HISTORY_YEAR_H

#include "account/api.h"
#include "base/clock.h"
#include "history_sbom.h"

struct year_order {
    const char *folder, *db; /* the data folder; the database */
    uint64_t seed;
    int64_t end_us; /* the year is over by then */
    int days;       /* of the year, from its first; 0: all */
};

struct year_service {
    int64_t id, part_id;
    struct history_parts parts;
    unsigned number; /* SBOMs so far */
    int next_day;
};

struct year {
    struct year_order order;
    struct world world;
    struct db *db;
    struct api_tools tools;
    struct arena arena; /* of the step that is under way */
    char index_path[512], news_path[512];
    int64_t now_us;
    int day, length; /* of length days */
    struct api_principal people[CAST_PEOPLE];
    int64_t team_ids[CAST_TEAMS];
    struct year_service services[CAST_SERVICES];
    int64_t import_count, act_count;
};

void year_init(struct year *year, const struct year_order *order);
void year_day(struct year *year, int day);
/* When all days are over. */
void year_close(struct year *year);
void year_done(struct year *year);

/* Ends the program when something failed: here nothing may. */
void year_must(bool is_ok, const char *what, const struct err *err);

/* It is that late, and never earlier than it was. */
void year_clock(struct year *year, int64_t now_us);
/* A few minutes pass. */
void year_pass(struct year *year);

/* The chance of something about a key on this day, or ever. */
uint64_t year_chance(const struct year *year, uint64_t key, enum chance_what what);
bool year_is_weekend(const struct year *year);
bool year_is_there(const struct year *year, unsigned person);

/* What a team reads and sees before it works: history_read.c. */
void year_read(struct year *year, unsigned team);
/* What a team does on a working day of its own: history_work.c. */
void year_work(struct year *year, unsigned team);
/* The SBOM of a service as it is now: history_upload.c. */
void year_upload(struct year *year, unsigned service);

#endif
