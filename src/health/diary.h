/* SPDX-License-Identifier: Apache-2.0 */
/* The food diary: what a person read, saw, decided and did, each a bite, from the tables where it stands. It is for that person and the
   coach they name; of a team there are sums of three people or more. docs/diary.md has the rules.
   Example: diary_list(db, &who, &query, arena, &bites, &count, err); diary_team_week(db, team_id, &span, now_us, arena, &sums, err) */
#ifndef HEALTH_DIARY_H
#define HEALTH_DIARY_H

#include "account/api.h"
#include "health/diary_span.h"

enum diary_kind { DIARY_READ, DIARY_SIGHTED, DIARY_DECIDED, DIARY_ACTED, DIARY_KINDS };
const char *diary_kind_name(enum diary_kind kind); /* "read" */

/* Where a bite stands. */
enum diary_source {
    DIARY_FROM_READING,
    DIARY_FROM_SIGHTING,
    DIARY_FROM_EVENT,
    DIARY_FROM_ACTION,
    DIARY_FROM_ADVICE
};

struct diary_bite {
    enum diary_kind kind;
    enum diary_source source;
    int64_t at_us, id, seq; /* the order among bites, with source */
    struct text what;       /* the event's kind, the action's, the sighting's; "read", "advice" */
    struct text subject;    /* the flaw, or what was seen; may be empty */
    struct text text;       /* what was written; may be empty */
    struct text team_name, service_name, package;
    int64_t team_id;        /* 0: of no team */
    int64_t ticket_id;      /* 0: of no ticket */
    int64_t count, seconds; /* of reading: visits, and how long they took */
    bool is_hidden; /* it is of a team that the one who looks does not see: nothing more is told */
};

/* A place in the list: behind the bite with these values. INT64_MAX and the first source at the start. */
struct diary_place {
    int64_t at_us, source, id, seq;
};
struct diary_query {
    int64_t person_id;
    int64_t from_us, to_us; /* to_us is not among them */
    struct diary_place after;
    size_t limit;
};
/* Newest first. who must be let in by diary_coach_check before. */
MUST_USE bool diary_list(struct db *db, const struct api_principal *who,
    const struct diary_query *query, struct arena *arena, struct diary_bite **ret_bites,
    size_t *ret_count, struct err *err);

/* How many bites of a kind began in a slice of time. */
struct diary_mark {
    enum diary_kind kind;
    int64_t at_us, count; /* when the slice begins */
};
/* Slices are step_us long from from_us on; in the order of time. */
MUST_USE bool diary_marks(struct db *db, const struct diary_query *query, int64_t step_us,
    struct arena *arena, struct diary_mark **ret_marks, size_t *ret_count, struct err *err);

/* A person's zone: their own, else UTC. */
MUST_USE bool diary_zone(
    struct db *db, int64_t person_id, struct arena *arena, struct text *ret_zone, struct err *err);

/* -- a team's sums -- */

/* A sum of fewer people is not told: it would tell of one. */
enum { DIARY_PEOPLE_LEAST = 3, DIARY_READ_ROUNDING = 5, DIARY_TEAM_WEEKS = 8 };

enum diary_hidden {
    DIARY_SHOWN,
    DIARY_FEW,    /* fewer than three people, or nobody: which of them is not told */
    DIARY_RUNNING /* of reading: the week is not over */
};
struct diary_sum {
    enum diary_hidden hidden;
    int64_t count;
};
struct diary_team_week {
    int64_t monday;                     /* local days since 1970-01-01 */
    enum diary_hidden hidden;           /* of people */
    int64_t people;                     /* who did anything */
    struct diary_sum sums[DIARY_KINDS]; /* of reading: to the nearest DIARY_READ_ROUNDING */
};
/* The sums of one week of a team. */
MUST_USE bool diary_team_week(struct db *db, int64_t team_id, const struct diary_span *week,
    int64_t now_us, struct arena *arena, struct diary_team_week *ret_week, struct err *err);

#endif
