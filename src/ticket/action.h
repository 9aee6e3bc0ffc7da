/* SPDX-License-Identifier: Apache-2.0 */
/* The action log: who did what, when, for which advisory. Entries are only ever added.
   Example: action_add(db, &who, &action, err) inside a transaction; action_list(db, &who, &query, arena, &rows, &count, err) */
#ifndef TICKET_ACTION_H
#define TICKET_ACTION_H

#include "account/team.h"
#include "ticket/action_ground.h"

/* What was done about a threat: it was taken away, made smaller, given to another, borne, looked for, or found to be none. */
enum action_kind {
    ACTION_ELIMINATION,
    ACTION_MITIGATION,
    ACTION_TRANSFER,
    ACTION_ACCEPTANCE,
    ACTION_DETECTION,
    ACTION_REJECTION,
    ACTION_KINDS
};

struct action {
    int64_t id, team_id;
    int64_t ticket_id;               /* 0: of no ticket */
    int64_t account_id, recorded_by; /* who acted, and who wrote it down */
    enum action_kind kind;
    struct text text, advisory_id; /* advisory_id may be empty */
    int64_t executed_us, created_us;
    int64_t corrects_id; /* the action that this one corrects; 0: none */
    struct action_ground *grounds;
    size_t ground_count;
    int64_t corrected_by_id; /* read only: the action that corrects this one; 0: none */
    struct text account_name, recorder_name,
        service_name; /* read only; service_name may be empty */
};

const char *action_kind_name(enum action_kind kind); /* "elimination" */
/* Reads such a name; false without a message when it is none. */
MUST_USE bool action_kind_read(struct text name, enum action_kind *ret_kind);

/* Checks what a person says of an action, and fills what is left out: who acted is who writes, executed is now. The
   account must be a member of the team. ERR_USAGE; ERR_CONFLICT when what it corrects was corrected already. Must run inside a
   transaction. */
MUST_USE bool action_check(
    struct db *db, const struct api_principal *who, struct action *action, struct err *err);
/* Adds a checked action, with its grounds, and writes it to the journal. Must run inside a transaction. */
MUST_USE bool action_add(struct db *db, const struct action *action, struct err *err);

/* Checks and adds an action that somebody tells of, in a transaction of its own: it belongs to its ticket's team, a correction to
   what it corrects unless it says otherwise; the ticket's history tells of it. Fills action->id. ERR_NOT_FOUND and ERR_FORBIDDEN when who may
   not, else as action_check. */
MUST_USE bool action_record(struct db *db, const struct api_principal *who, struct action *action,
    int64_t now_us, struct err *err);

/* Finds an action of a team that who sees. ERR_NOT_FOUND. */
MUST_USE bool action_find(struct db *db, const struct api_principal *who, int64_t id,
    struct arena *arena, struct action *ret_action, struct err *err);

struct action_query {
    int64_t team_id, ticket_id; /* 0: all that who sees */
    int64_t account_id;         /* who acted; 0: anybody */
    int64_t since_us, until_us; /* when it was done; 0: at any time; until_us is not among them */
    struct text advisory;       /* of that advisory, or on the ground of it; empty: any */
    int kind;                   /* enum action_kind; -1: all */
    struct text
        words; /* part of the text, the advisory or a name, without regard to case; empty: all */
    int64_t before_us, before_id; /* of the last one shown; INT64_MAX at the start */
    size_t limit;
};
/* Newest first. */
MUST_USE bool action_list(struct db *db, const struct api_principal *who,
    const struct action_query *query, struct arena *arena, struct action **ret_actions,
    size_t *ret_count, struct err *err);

#endif
