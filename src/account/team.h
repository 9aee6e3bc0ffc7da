/* SPDX-License-Identifier: Apache-2.0 */
/* Teams own everything that is not an account: whoever asks sees only what belongs to a team of theirs, and to a stranger
   it does not exist. Some roles in the organisation see across teams: account/right.h.
   Example: team_find(db, &call->who, team_id, RIGHT_TEAM_MANAGE, arena, &team, err) */
#ifndef ACCOUNT_TEAM_H
#define ACCOUNT_TEAM_H

#include "account/api.h"

struct team {
    int64_t id;
    struct text name;
    int64_t created_us;
    bool is_coached; /* by the one who asks: health/team_coach.h */
    enum team_role
        role; /* of the one who asks; TEAM_STRANGER when they see it by a role in the organisation */
    int64_t member_count, service_count;
    struct text time_zone; /* IANA: by it the team's days and weeks begin */
};

struct team_member {
    int64_t account_id;
    struct text name;
    enum team_role role;
    int64_t created_us;
};

/* Whether a role, a column that may be NULL, is at least the number least: 0 lets everybody. */
#define TEAM_ROLE_IS(role, least)                                                                  \
    "(CAST(" least " AS BIGINT) = 0 OR CASE " role " WHEN 'admin' THEN 3 WHEN 'member' THEN 2 "    \
    "WHEN 'viewer' THEN 1 ELSE 0 END >= " least ")"
/* The condition that limits rows to those for which $n has a right, for lists over all teams: bind TEAM_SEES_ARGS at these
   numbers. */
#define TEAM_SEES(team_id, account, least)                                                         \
    "(CAST(" least " AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM team_member seer "                    \
    "WHERE seer.team_id = " team_id " AND seer.account_id = " account                              \
    " AND " TEAM_ROLE_IS("seer.role", least) "))"
#define TEAM_SEES_ARGS(who, right)                                                                 \
    DB_INT((who)->account_id), DB_INT(right_least((who)->roles, right))

/* Whether somebody is the team's coach. */
#define TEAM_COACHED(team_id, account)                                                             \
    "EXISTS (SELECT 1 FROM team_coach coach WHERE coach.team_id = " team_id                        \
    " AND coach.account_id = " account ")"
/* TEAM_SEES for RIGHT_HEALTH_READ, which a team's coach has too. */
#define TEAM_SEES_HEALTH(team_id, account, least)                                                  \
    "(" TEAM_SEES(team_id, account, least) " OR " TEAM_COACHED(team_id, account) ")"

/* The condition that limits rows of account to those who have the right in a team, where a viewer has it: bind
   TEAM_SEERS_ARG at this number. */
#define TEAM_SEERS(team_id, account, roles)                                                        \
    "(" account ".disabled_us IS NULL AND (((" account ".is_administrator + 2 * " account          \
    ".is_analyst + 4 * " account ".is_governance + 8 * " account ".is_coordinator) & CAST(" roles  \
    " AS BIGINT)) <> 0 OR EXISTS (SELECT 1 FROM team_member seer WHERE seer.team_id = " team_id    \
    " AND seer.account_id = " account ".id)))"
#define TEAM_SEERS_ARG(right) DB_INT(right_row(right)->roles)

/* The word for what somebody may do in a team that they see, for the user interface: an administrator is "admin" in every
   team, who sees it by another role in the organisation is "viewer". */
const char *team_role_shown(const struct api_principal *who, enum team_role role);

/* What a team is to be called and by which zone its days begin: an empty one stays as it is, or is UTC. */
struct team_change {
    struct text name, time_zone;
};
/* Makes a team whose admin is its maker. ERR_USAGE for a zone that is none, ERR_CONFLICT when the name is taken. */
MUST_USE bool team_add(struct db *db, const struct api_principal *who,
    const struct team_change *wanted, int64_t now_us, int64_t *ret_id, struct err *err);
/* Finds a team for one who must have the right in it. ERR_NOT_FOUND, ERR_FORBIDDEN. */
MUST_USE bool team_find(struct db *db, const struct api_principal *who, int64_t id,
    enum right right, struct arena *arena, struct team *ret_team, struct err *err);
/* Finds the team that who has the right in: the one of that name, without regard to case; when name is empty, the only
   one. ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_USAGE when there are several to choose from. */
MUST_USE bool team_choose(struct db *db, const struct api_principal *who, struct text name,
    enum right right, struct arena *arena, struct team *ret_team, struct err *err);
/* Up to limit teams that who sees, by name, behind after_name and after_id. */
MUST_USE bool team_list(struct db *db, const struct api_principal *who, struct text after_name,
    int64_t after_id, size_t limit, struct arena *arena, struct team **ret_teams, size_t *ret_count,
    struct err *err);
MUST_USE bool team_change(struct db *db, const struct api_principal *who, int64_t id,
    const struct team_change *wanted, int64_t now_us, struct err *err);
/* ERR_CONFLICT while it has services. */
MUST_USE bool team_delete(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err);

/* All members, by name. */
MUST_USE bool team_member_list(struct db *db, int64_t team_id, struct arena *arena,
    struct team_member **ret_members, size_t *ret_count, struct err *err);
/* Adds a member or changes their role. ERR_NOT_FOUND when there is no such account, ERR_CONFLICT when the team would be
   left without an admin. */
MUST_USE bool team_member_set(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t account_id, enum team_role role, int64_t now_us, struct err *err);
/* Removes a member; everybody may remove themselves. ERR_CONFLICT as above. */
MUST_USE bool team_member_remove(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t account_id, int64_t now_us, struct err *err);

#endif
