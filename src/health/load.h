/* SPDX-License-Identifier: Apache-2.0 */
/* Who carries the load of a team: open tickets and those that ended, by whom they are given to. An assignment stands on the ticket for all
   of the team to see; sums of persons are for those who give tickets out, and everybody's own for themselves.
   Example: load_read(db, &who, team_id, from_us, now_us, arena, &list, err); list.at[0].open */
#ifndef HEALTH_LOAD_H
#define HEALTH_LOAD_H

#include "account/team.h"

enum { LOAD_DAYS = 30 };

struct load {
    int64_t account_id;
    struct text name;
    int64_t open, overdue, ended; /* ended since from_us */
};
struct load_list {
    struct load *at; /* the most open first; only one's own where is_whole is false */
    size_t count;
    bool is_whole;
    int64_t person_count; /* who have any */
    struct load sum;      /* of all, also of what nobody has */
    int64_t unassigned;   /* open */
};

/* Finds the team by RIGHT_HEALTH_READ: ERR_NOT_FOUND, ERR_FORBIDDEN. */
MUST_USE bool load_read(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t from_us, int64_t now_us, struct arena *arena, struct load_list *ret_list,
    struct err *err);

#endif
