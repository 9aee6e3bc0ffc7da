/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of rights: who may do what, by their role in the team that an object belongs to, by their roles in the
   organisation, and by the scopes of the API token they come with. Every route names its right, every look-up of an object is
   by a right; what is not in the table is refused.
   Example: team_find(db, &call->who, id, RIGHT_TEAM_MANAGE, arena, &team, err) */
#ifndef ACCOUNT_RIGHT_H
#define ACCOUNT_RIGHT_H

#include "base/err.h"
#include "base/text.h"

/* In a team: each may do what those before it may. */
enum team_role { TEAM_STRANGER, TEAM_VIEWER, TEAM_MEMBER, TEAM_ADMIN };

/* In the organisation, several may be held; bits of a set. */
enum account_role {
    ACCOUNT_ADMINISTRATOR = 1, /* has every right in every team */
    ACCOUNT_ANALYST = 2,       /* sees across teams, advises */
    ACCOUNT_GOVERNANCE =
        4, /* sees health, journal, policies and people across teams; changes nothing */
    ACCOUNT_COORDINATOR =
        8, /* stands between a finder and a vendor: sees who is hit, and how far they are */
};
enum { ACCOUNT_ROLES_ALL = 15 };
/* Beside those: the coach of the one team that is looked at. No account has it; who finds a team adds it for its coach, who by
   it has some of what roles in the organisation give, there alone. */
enum { ACCOUNT_TEAM_COACH = 1 << 8 };

/* What an API token may be for; bits of a set. */
enum right_scope {
    RIGHT_SCOPE_NONE = 0, /* no token has it: sign in */
    /* Nor does it: sign in, and to change something by it show again who you are, if that was long ago. */
    RIGHT_SCOPE_CONFIRMED = 1 << 8,
    RIGHT_SCOPE_READ = 1,
    RIGHT_SCOPE_UPLOAD = 2,
    RIGHT_SCOPE_WORK = 4,
    RIGHT_SCOPE_MANAGE = 8,
};
enum { RIGHT_SCOPES_ALL = 15 };

enum right {
    RIGHT_NONE, /* nobody has it: a route that names no right is refused */
    RIGHT_ANYONE,
    RIGHT_SELF_READ,
    RIGHT_SELF_WORK,
    RIGHT_SELF_MANAGE,
    RIGHT_ADVISORY_READ,
    RIGHT_TEAM_CREATE,
    RIGHT_TEAM_READ,
    RIGHT_TEAM_LEAVE,
    RIGHT_TEAM_MANAGE,
    RIGHT_TEAM_INVITE,
    RIGHT_SERVICE_READ,
    RIGHT_SERVICE_CHANGE,
    RIGHT_SERVICE_DELETE,
    RIGHT_SBOM_UPLOAD,
    RIGHT_TICKET_READ,
    RIGHT_TICKET_WORK,
    RIGHT_TICKET_COMMENT,
    RIGHT_TICKET_WATCH,
    RIGHT_TICKET_ACCEPT,
    RIGHT_WHERE_READ,
    RIGHT_ADVICE_WRITE,
    RIGHT_ACTION_READ,
    RIGHT_ACTION_WRITE,
    RIGHT_SIGHTING_READ,
    RIGHT_SIGHTING_WRITE,
    RIGHT_POLICY_READ,
    RIGHT_POLICY_CHANGE,
    RIGHT_HEALTH_READ,
    RIGHT_HEALTH_WORK,
    RIGHT_REPORT_MAKE,
    RIGHT_GOAL_CHANGE,
    RIGHT_FEEDBACK_WRITE,
    RIGHT_FEEDBACK_ANSWER,
    RIGHT_BADGE_READ,
    RIGHT_BADGE_ISSUE,
    RIGHT_BADGE_REVOKE,
    RIGHT_BADGE_RULE_CHANGE,
    RIGHT_JOURNAL_READ,
    RIGHT_JOURNAL_HEAD,
    RIGHT_JOURNAL_VERIFY,
    RIGHT_ACCOUNT_READ,
    RIGHT_ACCOUNT_MANAGE,
    RIGHT_CHAIN_READ,
    RIGHT_CHAIN_WATCH,
    RIGHT_CHAIN_MANAGE,
    RIGHT_ORGANISATION_CHANGE,
    RIGHT_COUNT
};

/* Who has a right without any role. What is not said is by role. */
enum right_open { RIGHT_BY_ROLE, RIGHT_OF_ACCOUNTS /* whoever is signed in */, RIGHT_OF_ANYONE };

struct right_row {
    const char *name, *sentence;
    enum right_open open;
    enum team_role least; /* in the object's team; TEAM_STRANGER: no role in a team gives it */
    unsigned roles; /* enum account_role: those who have it in every team; ACCOUNT_TEAM_COACH */
    enum right_scope scope; /* that a token needs */
    enum right
        sight; /* who has this one is told that they may not; to others the object does not exist */
};

const struct right_row *right_row(enum right right);

/* The least role in its team that lets one with these organisation roles do it: TEAM_STRANGER when they need none, more than
   TEAM_ADMIN when no role in a team is enough. */
int right_least(unsigned roles, enum right right);
/* Whether one with these organisation roles and that role in the object's team has it. */
bool right_has(unsigned roles, enum team_role role, enum right right);

/* Succeeds when they have it. Else ERR_NOT_FOUND for whom the object does not exist, ERR_FORBIDDEN for others; what is "team",
   "service" …, for the message. */
MUST_USE bool right_check(
    unsigned roles, enum team_role role, enum right right, const char *what, struct err *err);

/* "viewer", "member", "admin"; reading fails without a message on another word. */
const char *right_team_word(enum team_role role);
MUST_USE bool right_team_read(struct text word, enum team_role *ret_role);
/* "administrator", "analyst", "governance", "coordinator"; NULL for what is no role, 0 for another word. */
const char *right_role_word(enum account_role role);
unsigned right_role_bit(struct text word);
/* "read", "upload", "work", "manage"; "none" for what no token has, 0 for another word. */
const char *right_scope_word(enum right_scope scope);
unsigned right_scope_bit(struct text word);

#endif
