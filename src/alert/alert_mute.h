/* SPDX-License-Identifier: Apache-2.0 */
/* Flaws of which a team's channels are not told until a time, because a person said so: the tickets stay what they are, and people's
   own notices come as before. Example: alert_mute_begin(db, &mute, err) */
#ifndef ALERT_ALERT_MUTE_H
#define ALERT_ALERT_MUTE_H

#include "store/db.h"

enum { ALERT_MUTE_DAYS_MAX = 365 };

struct alert_mute {
    int64_t team_id, vulnerability_id, account_id, at_us, until_us;
    struct text reason;
    struct text vulnerability, account_name; /* read only */
    int64_t ticket_id;                       /* read only: one of the flaw in the team */
};

/* Begins it, or changes until when. Must run inside a transaction. */
MUST_USE bool alert_mute_begin(struct db *db, const struct alert_mute *mute, struct err *err);
/* ret_was is whether it was muted. */
MUST_USE bool alert_mute_end(
    struct db *db, int64_t team_id, int64_t vulnerability_id, bool *ret_was, struct err *err);
/* Those of a team that hold now, the next to end first. */
MUST_USE bool alert_mute_list(struct db *db, int64_t team_id, int64_t now_us, struct arena *arena,
    struct alert_mute **ret_mutes, size_t *ret_count, struct err *err);
/* The one of a flaw that holds now. */
MUST_USE bool alert_mute_find(struct db *db, int64_t team_id, int64_t vulnerability_id,
    int64_t now_us, struct arena *arena, struct alert_mute *ret_mute, bool *ret_is_muted,
    struct err *err);

#endif
