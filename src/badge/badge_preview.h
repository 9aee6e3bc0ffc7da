/* SPDX-License-Identifier: Apache-2.0 */
/* Who would get what by a rule: the judgement of the job, with a tally in memory. Writes nothing.
   Example: badge_preview_run(db, &rule, now_us, arena, &preview, err) */
#ifndef BADGE_BADGE_PREVIEW_H
#define BADGE_BADGE_PREVIEW_H

#include "badge/badge_tally.h"

struct badge_preview_award {
    struct badge badge; /* as it would be issued; id is 0 */
    int64_t at_us;      /* when the act that earns it was written down */
};

struct badge_preview {
    struct badge_preview_award *awards; /* in the order in which they would be issued */
    size_t count;
    int64_t acts;  /* that count */
    bool is_whole; /* false: there was more than is looked through */
};

/* What a rule would issue now that is not issued yet, if it was as it is given. A rule that is kept has an id: what it has counted is not looked
   at, but what was issued is. ERR_LIMIT when it would be too much to tell. */
MUST_USE bool badge_preview_run(struct db *db, const struct badge_rule *rule, int64_t now_us,
    struct arena *arena, struct badge_preview *ret_preview, struct err *err);

/* Whether there is a badge of that key. */
MUST_USE bool badge_preview_rows_is_issued(
    struct db *db, struct text act_key, bool *ret_is_issued, struct err *err);

#endif
