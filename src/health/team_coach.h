/* SPDX-License-Identifier: Apache-2.0 */
/* A team's coach: whom its admins name, member or not, to look at its health and to write feedback on its weeks. What a coach may do is in
   account/right.h, as ACCOUNT_TEAM_COACH; everything else of the team is as it was for them.
   Example: team_coach_name(db, &who, team_id, TEXT("sora"), now_us, err); team_coach_find(db, team_id, arena, &coach, err) */
#ifndef HEALTH_TEAM_COACH_H
#define HEALTH_TEAM_COACH_H

#include "account/team.h"

struct team_coach {
    int64_t account_id; /* 0: the team has none */
    struct text name;
    int64_t since_us;
};

/* A team that somebody coaches. */
struct team_coached {
    int64_t team_id;
    struct text name;
    int64_t since_us;
};

/* Names a coach in the place of a former one, with entries of the journal; both are told. Nothing happens when it is that one already. Takes
   RIGHT_TEAM_MANAGE. ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_USAGE when nobody who comes in is called so. */
MUST_USE bool team_coach_name(struct db *db, const struct api_principal *who, int64_t team_id,
    struct text name, int64_t now_us, struct err *err);
/* Takes it back, for who has RIGHT_TEAM_MANAGE, and tells the coach; without a coach, nothing happens. ERR_NOT_FOUND, ERR_FORBIDDEN. */
MUST_USE bool team_coach_withdraw(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t now_us, struct err *err);
/* Lays it down as the coach; who is not the team's coach changes nothing, whether there is such a team or not. */
MUST_USE bool team_coach_lay_down(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t now_us, struct err *err);

/* The caller has found the team by RIGHT_HEALTH_READ. */
MUST_USE bool team_coach_find(struct db *db, int64_t team_id, struct arena *arena,
    struct team_coach *ret_coach, struct err *err);
/* Teams whose coach one is, by name. */
MUST_USE bool team_coach_list(struct db *db, const struct api_principal *who, struct arena *arena,
    struct team_coached **ret_teams, size_t *ret_count, struct err *err);

#endif
