/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of badges, for badge.c alone. Example: badge_rows_add(db, &badge, &is_new, err) */
#ifndef BADGE_BADGE_ROWS_H
#define BADGE_BADGE_ROWS_H

#include "badge/badge.h"

/* is_new is false when there is one of its act_key. */
MUST_USE bool badge_rows_add(
    struct db *db, const struct badge *badge, bool *ret_is_new, struct err *err);
/* The entry "badge.issued" of one that was just written to the journal. */
MUST_USE bool badge_rows_set_entry(struct db *db, int64_t id, struct err *err);
MUST_USE bool badge_rows_revoke(struct db *db, const struct badge *badge, bool frees_act,
    bool *ret_is_changed, struct err *err);
/* One that is taken from the public gets another share, so that its old address is nobody's. */
MUST_USE bool badge_rows_set_public(
    struct db *db, int64_t id, bool is_public, struct text share, struct err *err);
/* Of an account, or of a team's own badges, one is its favourite at most. */
MUST_USE bool badge_rows_set_favourite(
    struct db *db, const struct badge *badge, bool is_favourite, struct err *err);
/* The newest entry of the journal about an object: 0 when there is none. */
MUST_USE bool badge_rows_entry_of(struct db *db, const char *object_kind, int64_t object_id,
    int64_t *ret_entry_id, struct err *err);
/* Whether an account was not deleted. */
MUST_USE bool badge_rows_is_there(
    struct db *db, int64_t account_id, bool *ret_is_there, struct err *err);
/* The badge that stands in the way of another for an act, by its id, name and revoked_us; id 0 when none does. The act is the badge's action and
   those that it corrects, for which no badge by hand may stand, and none of its class may ever have; nor one of its class for the ticket (0: none). */
MUST_USE bool badge_rows_find_act(struct db *db, const struct badge *badge, int64_t ticket_id,
    struct arena *arena, struct badge *ret_there, struct err *err);
/* What somebody gave to themselves since a time. */
MUST_USE bool badge_rows_count_own(
    struct db *db, int64_t account_id, int64_t since_us, int64_t *ret_count, struct err *err);
/* The priority of a ticket: BADGE_NO_PRIORITY without one. */
MUST_USE bool badge_rows_priority(
    struct db *db, int64_t ticket_id, int *ret_priority, struct err *err);

#endif
