/* SPDX-License-Identifier: Apache-2.0 */
/* Who sees a person's diary beside them: the one coach they name, until they withdraw it. Nobody else does, administrators neither.
   Example: diary_coach_name(db, &who, coach_id, now_us, err); diary_coach_check(db, &who, person_id, err) */
#ifndef HEALTH_DIARY_COACH_H
#define HEALTH_DIARY_COACH_H

#include "account/api.h"

struct diary_coach {
    int64_t account_id; /* whose diary; or the coach */
    struct text name;
    int64_t since_us;
    bool is_new; /* the coach was not shown it yet */
};

/* Names a coach in the place of a former one, who is told, with entries of the journal. ERR_USAGE for oneself and for whom there is not. */
MUST_USE bool diary_coach_name(struct db *db, const struct api_principal *who, int64_t coach_id,
    int64_t now_us, struct err *err);
/* Takes it back, and tells the coach; without one, nothing happens. */
MUST_USE bool diary_coach_withdraw(
    struct db *db, const struct api_principal *who, int64_t now_us, struct err *err);

/* One's own coach: account_id 0 when there is none. */
MUST_USE bool diary_coach_find(struct db *db, const struct api_principal *who, struct arena *arena,
    struct diary_coach *ret_coach, struct err *err);
/* Those whose coach one is, by name. */
MUST_USE bool diary_coach_list(struct db *db, const struct api_principal *who, struct arena *arena,
    struct diary_coach **ret_people, size_t *ret_count, struct err *err);
/* Whom one may name: who shares a team with one, or has a role in the organisation; by name, up to limit, behind after_name. */
MUST_USE bool diary_coach_choices(struct db *db, const struct api_principal *who, size_t limit,
    struct arena *arena, struct diary_coach **ret_people, size_t *ret_count, struct err *err);
/* The coach has seen whose coach they are. */
MUST_USE bool diary_coach_seen(
    struct db *db, const struct api_principal *who, int64_t now_us, struct err *err);

/* Succeeds for a person's own diary and for that of whom one coaches; ERR_NOT_FOUND else, whoever it is. */
MUST_USE bool diary_coach_check(
    struct db *db, const struct api_principal *who, int64_t person_id, struct err *err);

#endif
