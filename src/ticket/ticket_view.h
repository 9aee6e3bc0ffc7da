/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets as people see them: through their team, with the names of what they belong to, filtered and ranked.
   Example: ticket_view_list(db, &who, &(struct ticket_query){.limit = 50}, arena, &views, &count, err) */
#ifndef TICKET_TICKET_VIEW_H
#define TICKET_TICKET_VIEW_H

#include "account/team.h"
#include "ticket/ticket_rows.h"

struct ticket_view {
    struct ticket ticket;
    struct text team_name, service_name, part_name, assignee_name;
    enum team_role role; /* of the one who asks */
    bool is_watching;    /* the one who asks */
    bool is_snoozed, is_until_fix;
    int64_t until_us; /* of a snoozed one; 0: no date */
};

/* Finds a ticket for one who must have the right in its team; ERR_NOT_FOUND or ERR_FORBIDDEN else. */
MUST_USE bool ticket_view_find(struct db *db, const struct api_principal *who, int64_t id,
    enum right right, struct arena *arena, struct ticket_view *ret_view, struct err *err);

enum ticket_sort {
    TICKET_BY_RANK,
    TICKET_BY_UPDATE,
    TICKET_BY_DUE_DATE,
    TICKET_BY_CREATION, /* newest first */
    TICKET_BY_AGE,      /* oldest first */
    TICKET_SORTS
};

enum { TICKET_QUERY_EVENTS = 12 };

/* What a filter may ask of something that there is or is not. */
enum ticket_ask { TICKET_ASK_ALL, TICKET_ASK_WITH, TICKET_ASK_WITHOUT };

/* Sets are bits by the number of the value; 0 stands for all, of the states for those that are not done. */
struct ticket_query {
    int64_t team_id, service_id, part_id, assignee_id; /* 0: any */
    unsigned states, priorities, severities; /* enum ticket_state, ssvc_decision, severity */
    unsigned causes;                         /* enum ticket_cause */
    bool is_kev, is_marked;                  /* only those */
    bool is_overdue, is_unassigned, is_watched;
    enum ticket_ask fix, snoozed;
    struct text vulnerability, package, ecosystem; /* whole, in any case; empty: any */
    /* Times from (inclusive) and to (exclusive); 0: any. due_before_us leaves out what has no due date. */
    int64_t due_before_us, created_from_us, created_to_us, closed_from_us, closed_to_us;
    struct text events[TICKET_QUERY_EVENTS]; /* with an event of one of these kinds; none: any */
    size_t event_count;
    int64_t event_from_us, event_to_us; /* between these times; 0: any */
    int64_t now_us;                     /* what is overdue goes by */
    struct text
        words; /* each must be in the ids, the package, the summary or the service's name; empty: all */
    enum ticket_sort sort;
    bool is_continued; /* behind the ticket with these values: */
    int64_t after_key, after_id;
    size_t limit;
};

/* What the list goes by: a cursor holds it, and the id. */
int64_t ticket_view_key(const struct ticket *ticket, enum ticket_sort sort);

/* What an order for many goes by. */
struct ticket_brief {
    int64_t id;
    enum ticket_state state;
    enum ticket_cause cause;
    enum team_role role; /* of the one who asks */
    bool has_fix, is_snoozed;
};
/* Those that a query finds, up to its limit; and those of these ids that who sees, each once. */
MUST_USE bool ticket_view_briefs(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, struct arena *arena, struct ticket_brief **ret_briefs,
    size_t *ret_count, struct err *err);
MUST_USE bool ticket_view_briefs_of(struct db *db, const struct api_principal *who,
    const int64_t *ids, size_t id_count, struct arena *arena, struct ticket_brief **ret_briefs,
    size_t *ret_count, struct err *err);

MUST_USE bool ticket_view_list(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, struct arena *arena, struct ticket_view **ret_views,
    size_t *ret_count, struct err *err);

/* How many tickets a query finds, by enum ssvc_decision; of those of more, a set of bits, there are at least so many: to count a million
   takes longer than anybody waits for a page. is_exact: it is waited for. */
struct ticket_priorities {
    int64_t at[SSVC_IMMEDIATE + 1];
    unsigned more;
};
MUST_USE bool ticket_view_count(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, bool is_exact, struct arena *arena,
    struct ticket_priorities *ret_counts, struct err *err);

/* The first page of a query (not one that is continued), and its counts, for little more than either. */
struct ticket_page {
    struct ticket_view *views;
    size_t count;
    struct ticket_priorities counts;
};
MUST_USE bool ticket_view_page(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, bool is_exact, struct arena *arena,
    struct ticket_page *ret_page, struct err *err);

#endif
