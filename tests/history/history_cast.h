/* SPDX-License-Identifier: Apache-2.0 */
/* The people, teams and services of the year, and how each team goes about its work.
   Example: for (i < CAST_TEAMS) found(&cast_teams[i]); a delay on day 100 is cast_between(team->fix_days, 100) */
#ifndef HISTORY_CAST_H
#define HISTORY_CAST_H

#include <stdbool.h>

#include "history_world.h"

enum {
    CAST_TEAMS = 6,
    CAST_PEOPLE = 24,
    CAST_SERVICES = 22,
    CAST_TEAM_PEOPLE = 5,
    CAST_DAYS = 365
};

struct cast_person {
    const char *name;
    unsigned roles;          /* in the organisation */
    int from_day, until_day; /* in their team; 0 and 0: always */
};
extern const struct cast_person cast_people[CAST_PEOPLE];

/* What is done at weekends. */
enum cast_weekend { CAST_OFF, CAST_ON_CALL /* what is exploited */, CAST_AS_EVER };

struct cast_team {
    const char *name, *zone;
    int begin_hour; /* UTC, of a working day */
    unsigned people
        [CAST_TEAM_PEOPLE]; /* places in cast_people; the first is the admin, 0 ends the list */
    enum cast_weekend weekend;
    int acknowledge_days[2],
        fix_days[2];     /* of what is scheduled; at the beginning and at the end of the year */
    int replace_days[2]; /* until a package that nobody mends is thrown out; of what is scheduled */
    int upload_days[2];  /* between two SBOMs */
    unsigned acts_per_day;
    unsigned first_permille; /* of the tickets that the admin takes */
    unsigned bump_permille;  /* of packages that come up to date with an SBOM for no reason */
    unsigned accept_permille, comment_permille;
};
extern const struct cast_team cast_teams[CAST_TEAMS];

struct cast_service {
    const char *name, *about;
    unsigned team;
    int debian; /* release that it runs on; 0: none */
    enum world_ecosystem language;
    const char *exposure, *safety, *mission; /* NULL: nobody has said */
    int from_day, last_day;                  /* of its SBOMs; last_day -1: it has none */
    bool has_other; /* also packages of an ecosystem that no source covers */
};
extern const struct cast_service cast_services[CAST_SERVICES];

/* What is between the two ends of the year on that day. */
int cast_between(const int ends[2], int day);

#endif
