/* SPDX-License-Identifier: Apache-2.0 */
/* Invitations: a link that brings people into a team with a role, or gives them roles in the organisation; who has no account makes
   one with it. An invitation is worth what its maker may: when they leave, or may invite no more, it brings nobody in.
   Example: invitation_add(db, &(struct invitation){.team_id = id, .team_role = TEAM_MEMBER, …}, &who, now_us, secret, err) */
#ifndef ACCOUNT_INVITATION_H
#define ACCOUNT_INVITATION_H

#include "account/session.h"
#include "account/team.h"

struct invitation {
    int64_t id, team_id; /* team_id 0: of the organisation */
    struct text team_name;
    enum team_role team_role;
    unsigned roles;    /* of the organisation's: a set of enum account_role */
    struct text email; /* whom it is for, a note; may be empty */
    int64_t uses_max, used;
    int64_t created_by, created_us, expires_us, revoked_us;
    struct text creator_name;
};

/* A week unless it is said, a quarter at most; one person unless it is said, a hundred at most. */
#define INVITATION_US (7 * CLOCK_DAY_US)
#define INVITATION_MAX_US (92 * CLOCK_DAY_US)
enum { INVITATION_USES_MAX = 100 };
/* Where the link leads, before its secret: behind '#', which browsers send to nobody. */
#define INVITATION_LINK_PATH "/invitation#"

/* What else is done in the transaction that makes one, when its secret and its team's name are there. */
struct invitation_then {
    db_work work;
    void *context;
};
/* Makes one by who, who must have the right: RIGHT_TEAM_INVITE in the team, RIGHT_ACCOUNT_MANAGE for the organisation. Sets its id,
   created_by and created_us. then: or NULL. ERR_NOT_FOUND, ERR_FORBIDDEN. */
MUST_USE bool invitation_add(struct db *db, struct invitation *invitation,
    const struct api_principal *who, int64_t now_us, char ret_secret[ACCOUNT_SECRET_SIZE],
    const struct invitation_then *then, struct err *err);

/* How many somebody made since a time that are for an address, revoked ones too: letters that went to whom they like. */
MUST_USE bool invitation_count_addressed(
    struct db *db, int64_t account_id, int64_t since_us, int64_t *ret_count, struct err *err);

/* Those of a team (0: of the organisation) that are not revoked, newest first, before before_id. */
MUST_USE bool invitation_list(struct db *db, int64_t team_id, int64_t before_id, size_t limit,
    struct arena *arena, struct invitation **ret_invitations, size_t *ret_count, struct err *err);

/* Revokes one of a team (0: of the organisation). ERR_NOT_FOUND when there is none that is not revoked. */
MUST_USE bool invitation_revoke(
    struct db *db, int64_t team_id, int64_t id, int64_t actor_id, int64_t now_us, struct err *err);

/* Says in one sentence that a link is good for nothing, so that nobody learns why. */
bool invitation_fail(struct err *err);
/* Finds what a link is for. ERR_NOT_FOUND (invitation_fail) when it is unknown, expired or revoked, or when who made it may not
   invite any more. One that is used up is found: who used it before may do so again. */
MUST_USE bool invitation_find(struct db *db, struct text secret, int64_t now_us,
    struct arena *arena, struct invitation *ret_invitation, struct err *err);

/* Gives an account what a link is for; a role that they have and that is higher stays. Using it again changes nothing. */
MUST_USE bool invitation_accept(
    struct db *db, struct text secret, int64_t account_id, int64_t now_us, struct err *err);
/* Who signs up: name and email of account, the hash of a password (empty: none), and how their session begins. */
struct invitation_newcomer {
    struct account account;
    struct text password_hash;
    struct session_start start;
};
/* Makes an account with it, and a session; sets account.id. ERR_CONFLICT when the name is taken. */
MUST_USE bool invitation_sign_up(struct db *db, struct text secret,
    struct invitation_newcomer *newcomer, int64_t now_us, char ret_session[ACCOUNT_SECRET_SIZE],
    struct err *err);

#endif
