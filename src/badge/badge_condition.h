/* SPDX-License-Identifier: Apache-2.0 */
/* When a rule issues badges, as data: {"on": "action", "kinds": ["elimination"], "is_confirmed": true, "counts": [1, 10, 50]}. docs/badges.md
   has the vocabulary. Example: badge_condition_read(json_root(&doc), "condition", &condition, err); badge_condition_holds(&condition, &fact) */
#ifndef BADGE_BADGE_CONDITION_H
#define BADGE_BADGE_CONDITION_H

#include "codec/json.h"
#include "ticket/action_meta.h"

/* What a rule looks at. */
enum badge_source {
    BADGE_ON_ACTION,     /* entries of the action log */
    BADGE_ON_COMPLETION, /* tickets that a person completed */
    BADGE_ON_ADVICE,     /* actions recommended to all teams */
    BADGE_ON_QUARTER,    /* a team's quarter without anything overdue */
    BADGE_SOURCES
};

enum {
    BADGE_LEVELS_MAX = 5,
    BADGE_COUNT_MOST = 100000,
    BADGE_MINUTES_MOST = 60 * 24 * 7,
    BADGE_PER_DAY_MOST = 1000
};

struct badge_condition {
    enum badge_source source;
    bool is_of_team;     /* what its people do counts for the team */
    unsigned kinds;      /* bits by enum action_kind; 0: any */
    unsigned certifiers; /* bits by enum action_certifier; 0: any */
    unsigned priorities; /* bits by enum ssvc_decision; 0: any */
    bool has_grounds, is_confirmed, is_kev, is_before_due;
    int64_t within_minutes;           /* of acknowledging; 0: any time */
    int64_t per_day;                  /* acts of one recipient and day that count; 0: all */
    int64_t least;                    /* of a quarter: tickets that ended in time */
    int64_t counts[BADGE_LEVELS_MAX]; /* how many acts make each level, rising */
    size_t levels;                    /* 0: each act is a badge of the first level */
};

/* What was done, as far as rules ask. */
struct badge_fact {
    enum badge_source source;
    struct text act;             /* what it counts as: the same flaw of a team counts once */
    int64_t account_id, team_id; /* team_id 0: of no team */
    int64_t action_id;           /* 0: none */
    int64_t entry_id;            /* of the journal, which shows it */
    int64_t at_us;               /* when it was written down, by our clock */
    int64_t closed_us;           /* of a completion: when its round ended; 0: not yet */
    enum action_kind kind;
    enum action_certifier certifier;
    int priority; /* enum ssvc_decision; -1: none */
    int64_t ground_count;
    bool is_confirmed, is_kev, is_before_due;
    int64_t after_seconds; /* since it was acknowledged; -1: it was not */
    bool is_void;          /* it was corrected, or withdrawn: it counts no more */
    struct text account_name, team_name;
    int64_t subject_id;      /* the action, ticket or advice that it is about */
    int64_t ticket_id;       /* 0: of no ticket */
    int64_t corrected_by_id; /* the action that corrects it */
};

const char *badge_source_word(enum badge_source source);

/* Reads a condition; place stands in front of what an error names ("condition.kinds[1]: …"). Every member must be one that its "on" knows.
   ERR_USAGE. */
MUST_USE bool badge_condition_read(
    yyjson_val *object, const char *place, struct badge_condition *ret_condition, struct err *err);
/* Adds it to out as JSON, as it is read. */
void badge_condition_print(struct buf *out, const struct badge_condition *condition);

/* Whether a fact is an act that counts. Void ones do not. */
bool badge_condition_holds(const struct badge_condition *condition, const struct badge_fact *fact);

#endif
