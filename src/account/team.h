/* SPDX-License-Identifier: Apache-2.0 */
/* Teams own everything that is not an account: whoever asks sees only what belongs to a team of theirs, and to a stranger
   it does not exist. Administrators count as admins of every team.
   Example: team_find(db, &call->who, team_id, TEAM_MEMBER, arena, &team, err) */
#ifndef ACCOUNT_TEAM_H
#define ACCOUNT_TEAM_H

#include "account/api.h"

/* Each may do what those before it may. viewer: read; member: upload, handle tickets, change services; admin: the team. */
enum team_role { TEAM_STRANGER, TEAM_VIEWER, TEAM_MEMBER, TEAM_ADMIN };

struct team {
    int64_t id;
    struct text name;
    int64_t created_us;
    enum team_role role; /* of the one who asks */
    int64_t member_count, service_count;
};

struct team_member {
    int64_t account_id;
    struct text name;
    enum team_role role;
    int64_t created_us;
};

/* The condition that limits rows to what $n may see, for lists over all teams: bind TEAM_SEES_ARGS at these numbers. */
#define TEAM_SEES(team_id, account, is_administrator)                                              \
    "(CAST(" is_administrator " AS BIGINT) = 1 OR EXISTS (SELECT 1 FROM team_member seer "         \
    "WHERE seer.team_id = " team_id " AND seer.account_id = " account "))"
#define TEAM_SEES_ARGS(who) DB_INT((who)->account_id), DB_INT((who)->is_administrator)

/* "viewer", "member", "admin"; team_role_read fails without a message on another word. */
const char *team_role_word(enum team_role role);
MUST_USE bool team_role_read(struct text word, enum team_role *ret_role);

/* Succeeds when role is at least least. Else fails: ERR_NOT_FOUND for a stranger, who learns nothing, ERR_FORBIDDEN for
   others. what is "team", "service" …, for the message. */
MUST_USE bool team_check_role(
    enum team_role role, enum team_role least, const char *what, struct err *err);

/* Makes a team whose admin is its maker. ERR_CONFLICT when the name is taken. */
MUST_USE bool team_add(struct db *db, const struct api_principal *who, struct text name,
    int64_t now_us, int64_t *ret_id, struct err *err);
/* Finds a team for one who must be at least least in it. */
MUST_USE bool team_find(struct db *db, const struct api_principal *who, int64_t id,
    enum team_role least, struct arena *arena, struct team *ret_team, struct err *err);
/* Finds the team that who may put something in: the one of that name, without regard to case; when name is empty, the only
   one. ERR_NOT_FOUND, ERR_FORBIDDEN (below member), ERR_USAGE when there are several to choose from. */
MUST_USE bool team_choose(struct db *db, const struct api_principal *who, struct text name,
    struct arena *arena, struct team *ret_team, struct err *err);
/* Up to limit teams that who sees, by name, behind after_name and after_id. */
MUST_USE bool team_list(struct db *db, const struct api_principal *who, struct text after_name,
    int64_t after_id, size_t limit, struct arena *arena, struct team **ret_teams, size_t *ret_count,
    struct err *err);
MUST_USE bool team_rename(
    struct db *db, const struct api_principal *who, int64_t id, struct text name, struct err *err);
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
    int64_t account_id, struct err *err);

#endif
