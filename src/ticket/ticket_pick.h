/* SPDX-License-Identifier: Apache-2.0 */
/* Which tickets a query finds, picked so that it costs what is shown and not what there is, whichever of a million tickets there are: when
   one of the conditions lets few tickets through (looked up, up to LIMIT_TICKET_NARROW, or LIMIT_TICKET_NARROW_NAMED of those that are named by their ids), these are taken and the others tested on them;
   else the index of the sort is walked until the page is full. For the files that hold the SQL of tickets, and for no others.
   Example: ticket_pick_init(&pick, db, &who, &query, arena, err) && ticket_pick_list(&pick, db, SELECT, …); ticket_pick_done(&pick) */
#ifndef TICKET_TICKET_PICK_H
#define TICKET_TICKET_PICK_H

#include "ticket/ticket_view.h"

enum { TICKET_PICK_ARGS_MAX = 64 };

/* The teams that the one who asks sees; when something is due, what has no date last; and the priority, with which the rank begins (ticket_rank):
   the indexes that lists go by have the rank, and not the priority. */
#define TICKET_PICK_MINE                                                                           \
    "WITH mine AS (SELECT m.team_id FROM team_member m WHERE m.account_id = $1 AND " TEAM_ROLE_IS( \
        "m.role", "$2") ")"
#define TICKET_PICK_DUE "COALESCE(t.due_us, 9223372036854775807)"
#define TICKET_PICK_PRIORITY "t.rank / 2147483648"

/* The states of tickets that are done, and of those that are not, as sets. */
#define TICKET_PICK_DONE (1U << TICKET_COMPLETED | 1U << TICKET_CLOSED)
#define TICKET_PICK_UNDONE ((1U << (TICKET_CLOSED + 1)) - 1 - TICKET_PICK_DONE)

/* Conditions that grow, with the values of their parameters; $1 and $2 are those of TEAM_SEES_ARGS. */
struct ticket_pick {
    const struct ticket_query *query;
    struct buf tests;  /* " AND …": what each ticket must meet, but for being done or not */
    struct buf late;   /* those of them that no index says, and words, which come last */
    struct buf walked; /* " AND …": the one of them whose index of urgency counting goes by */
    bool is_few;       /* one of the tests finds them, and no index is walked */
    bool is_named;     /* by their ids, which have an index that says more than they do */
    bool is_read; /* the words of each are read, which takes five times as long as other tests */
    struct db_value args[TICKET_PICK_ARGS_MAX];
    size_t arg_count;
};

/* Reads the query, and asks the database which of its conditions are narrow. */
MUST_USE bool ticket_pick_init(struct ticket_pick *pick, struct db *db,
    const struct api_principal *who, const struct ticket_query *query, struct arena *arena,
    struct err *err);
void ticket_pick_done(struct ticket_pick *pick);

/* Runs head, a SELECT … FROM ticket t … that ends with a condition, on the tickets that were picked, in their order. */
MUST_USE bool ticket_pick_list(struct ticket_pick *pick, struct db *db, const char *head,
    struct arena *arena, struct db_rows *ret_rows, struct err *err);

/* Counts by priority, in rows of a priority, how many meet all, and whether there may be more of it than were looked at;
   is_exact looks at all, however long that takes. Before ticket_pick_list. */
MUST_USE bool ticket_pick_count(struct ticket_pick *pick, struct db *db, bool is_exact,
    struct arena *arena, struct db_rows *ret_rows, struct err *err);

/* Both at once where they are few (pick->is_few), which are looked at once. */
MUST_USE bool ticket_pick_few(struct ticket_pick *pick, struct db *db, const char *head,
    struct arena *arena, struct db_rows *ret_rows, struct db_rows *ret_counts, struct err *err);

/* Adds sql, in which the nth '?' becomes the number of parameter first + n; and keeps the values of a condition's parameters, returning the
   number of the first. */
void ticket_pick_add(struct buf *out, const char *sql, size_t first);
size_t ticket_pick_keep(struct ticket_pick *pick, const struct db_value *values, size_t count);

#endif
