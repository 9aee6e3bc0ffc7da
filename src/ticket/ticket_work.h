/* SPDX-License-Identifier: Apache-2.0 */
/* What people do with a ticket: a table says in which state what is possible, and what the ticket becomes.
   Example: ticket_work_run(db, &who, &(struct ticket_order){.verb = TICKET_ACKNOWLEDGE, .ticket_id = id}, err) */
#ifndef TICKET_TICKET_WORK_H
#define TICKET_TICKET_WORK_H

#include "ticket/action.h"
#include "ticket/ticket.h"
#include "vex/vex_word.h"

enum ticket_verb {
    TICKET_ACKNOWLEDGE,
    TICKET_SCHEDULE,
    TICKET_START, /* somebody works on it now */
    TICKET_STOP,  /* nobody does any more */
    TICKET_COMPLETE,
    TICKET_REOPEN,
    TICKET_ASSIGN,
    TICKET_COMMENT,
    TICKET_SNOOZE, /* put aside */
    TICKET_WAKE,
    TICKET_JUDGE_WRONG,        /* close as a wrong match */
    TICKET_JUDGE_NOT_AFFECTED, /* close as not affected, for a reason that VEX has a word for */
    TICKET_ACCEPT,             /* close it until a date: the risk is borne (team admins) */
    TICKET_MITIGATE,           /* leave it open, with the risk lessened */
    TICKET_UNMITIGATE,         /* what lessened it does not hold any more */
    TICKET_UNDO,               /* take back what kenzen did by itself */
    TICKET_VERBS
};

struct ticket_order {
    enum ticket_verb verb;
    int64_t ticket_id;
    int64_t version;      /* that the person saw; 0: whatever it is */
    struct text text;     /* the comment or the reason */
    int64_t due_us;       /* of schedule */
    int64_t event_seq;    /* of undo */
    int64_t assignee_id;  /* of assign; 0: nobody */
    int64_t until_us;     /* of accept, and of snooze; 0: no date */
    bool is_until_fix;    /* of snooze */
    struct action action; /* of complete and mitigate: kind, text, account_id, executed_us */
    enum vex_justification justification; /* of what is not affected */
    const struct advisory_index *index;   /* of a judgement: what it is explained from */
    struct text
        tracker; /* where the order comes from, when it is no person: a JSON object, for the event; empty else */
    int64_t now_us;
};

/* Does it in one transaction, the caller's if there is one, with one event. ERR_NOT_FOUND for a stranger, ERR_FORBIDDEN for who has
   not the right, ERR_CONFLICT with
   the reason when the state forbids it or another version was seen, ERR_USAGE for what makes no sense. */
MUST_USE bool ticket_work_run(struct db *db, const struct api_principal *who,
    const struct ticket_order *order, struct err *err);

/* The same inside the caller's transaction. The event is written, but nobody is told of it (ticket_rows_tell): that is the
   caller's, who may do many. Its texts live in arena. When it fails, nothing was changed, unless the database failed. */
MUST_USE bool ticket_work_do(struct db *db, const struct api_principal *who,
    const struct ticket_order *order, struct arena *arena, struct ticket_event *ret_event,
    struct err *err);

/* The right that a verb takes. */
enum right ticket_work_right(enum ticket_verb verb);

/* Returns why a verb is not possible for a ticket, in a sentence, or NULL when it is. */
const char *ticket_work_forbids(
    enum ticket_verb verb, enum ticket_state state, enum ticket_cause cause);

#endif
