/* SPDX-License-Identifier: Apache-2.0 */
/* That a person read of a flaw: one row for each flaw and day on their clock. It is theirs, and for the coach they name; teams see sums
   of three or more people (diary.h). Example: reading_note(db, &who, &(struct reading_visit){.advisory = id}, now_us, err) */
#ifndef HEALTH_READING_H
#define HEALTH_READING_H

#include "account/team.h"

struct reading_visit {
    struct text advisory; /* any id of a flaw or advisory */
    int64_t seconds;      /* how long the page has been looked at */
    bool is_more;         /* of a visit that was noted already: it is not counted again */
};

/* Notes a visit, in a transaction of its own. The first one of a flaw and day counts in the sums of the person's teams that have tickets of
   the flaw; without any, of all their teams. ERR_USAGE; ERR_LIMIT past LIMIT_READINGS_OF_DAY. */
MUST_USE bool reading_note(struct db *db, const struct api_principal *who,
    const struct reading_visit *visit, int64_t now_us, struct err *err);

struct reading {
    struct text advisory;
    int64_t day, first_us, last_us, count, seconds;
};

/* One's own, read last first, each flaw once: since a time, behind before_us and before_id of the last one shown (INT64_MAX and an empty id at the
   start). */
struct reading_query {
    int64_t since_us, before_us;
    size_t limit;
};
MUST_USE bool reading_list(struct db *db, const struct api_principal *who,
    const struct reading_query *query, struct arena *arena, struct reading **ret_readings,
    size_t *ret_count, struct err *err);

#endif
