/* SPDX-License-Identifier: Apache-2.0 */
/* Entries for people to look at: found by what they tell of, opened where their person was not erased.
   Example: journal_list(db, &query, arena, &views, &count, err) */
#ifndef JOURNAL_JOURNAL_LIST_H
#define JOURNAL_JOURNAL_LIST_H

#include "journal/journal_leaf.h"
#include "store/db.h"

/* Who asks, and the least role in a team that shows its entries: 0 sees all, 1 a viewer, 2 a member, 3 an admin, as the table of rights
   has it, which stands on a floor below. */
struct journal_reader {
    int64_t account_id;
    int least_role;
};

struct journal_query {
    struct journal_reader reader;
    struct text kind; /* "ticket.closed", or "ticket" for all of those; empty: any */
    struct text object_kind;
    int64_t actor_id, team_id, object_id; /* 0: any */
    int64_t since_us, until_us;           /* 0: any; until_us is not among them */
    int64_t before_id;                    /* of the last one shown; 0: at the start */
    size_t limit;
};

struct journal_view {
    struct journal_row row;
    struct text actor_name, team_name; /* empty: there is none */
    struct text personal;              /* JSON, opened; empty: there is none, or it was erased */
    bool is_erased;
};

/* Newest first. */
MUST_USE bool journal_list(struct db *db, const struct journal_query *query, struct arena *arena,
    struct journal_view **ret_views, size_t *ret_count, struct err *err);
/* ERR_NOT_FOUND when there is none that the reader sees. */
MUST_USE bool journal_list_find(struct db *db, const struct journal_reader *reader, int64_t id,
    struct arena *arena, struct journal_view *ret_view, struct err *err);
/* The newest entry about an object, for who may see the object itself; ret_id is 0 when there is none. */
MUST_USE bool journal_list_find_object(struct db *db, const char *object_kind, int64_t object_id,
    struct arena *arena, struct journal_view *ret_view, bool *ret_is_found, struct err *err);

/* Adds an entry to out as a JSON object. */
void journal_list_print(struct buf *out, const struct journal_view *view);

#endif
