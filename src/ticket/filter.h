/* SPDX-License-Identifier: Apache-2.0 */
/* Filters of the list of tickets that a person keeps under a name, and may share with a team; one of those that they see may be
   what their list begins with. Example: filter_put(db, &who, &(struct filter){.id = id, .name = name, .query = query}, true, now_us, err) */
#ifndef TICKET_FILTER_H
#define TICKET_FILTER_H

#include "account/team.h"

struct filter {
    int64_t id, account_id, created_us;
    int64_t team_id; /* whose members see it too; 0: nobody's */
    struct text name;
    struct text query; /* "state=open&q=lodash", as ticket_query_read_text reads it */
    bool is_default;   /* of the one who asks */
    struct text owner_name, team_name; /* read only */
};

/* One's own and those of one's teams, by name, up to limit. */
MUST_USE bool filter_list(struct db *db, const struct api_principal *who, size_t limit,
    struct arena *arena, struct filter **ret_filters, size_t *ret_count, struct err *err);
/* Finds one that who sees. ERR_NOT_FOUND. */
MUST_USE bool filter_find(struct db *db, const struct api_principal *who, int64_t id,
    struct arena *arena, struct filter *ret_filter, struct err *err);

/* Keeps one's own filter, a new one or with other values: name, query, team. ERR_CONFLICT when one has such a name already,
   ERR_LIMIT beyond LIMIT_SAVED_FILTERS, ERR_NOT_FOUND or ERR_FORBIDDEN for the team, ERR_FORBIDDEN for somebody else's. */
MUST_USE bool filter_put(struct db *db, const struct api_principal *who,
    const struct filter *filter, bool is_new, int64_t now_us, struct err *err);
/* Of one's own, or of a team that one manages. */
MUST_USE bool filter_delete(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err);
/* What one's list begins with; 0: with everything. */
MUST_USE bool filter_set_default(
    struct db *db, const struct api_principal *who, int64_t id, struct err *err);

#endif
