/* SPDX-License-Identifier: Apache-2.0 */
#include "account/right.h"

#include "base/attr.h"

#include <stdio.h>
#include <string.h>

#define ADM ACCOUNT_ADMINISTRATOR
#define ANA ACCOUNT_ANALYST
#define GOV ACCOUNT_GOVERNANCE
#define COO ACCOUNT_COORDINATOR
#define COACH ACCOUNT_TEAM_COACH
#define NONE RIGHT_SCOPE_NONE
#define CONFIRMED RIGHT_SCOPE_CONFIRMED
#define READ RIGHT_SCOPE_READ
#define UPLOAD RIGHT_SCOPE_UPLOAD
#define WORK RIGHT_SCOPE_WORK
#define MANAGE RIGHT_SCOPE_MANAGE

/* docs/rights.md holds the same table: script/check compares them. What makes or widens a way in takes a session, so that a
   stolen token cannot outlive its revocation. */
static const struct right_row rows[RIGHT_COUNT] = {
    [RIGHT_NONE] = {"none", "Nothing.", RIGHT_BY_ROLE, TEAM_STRANGER, 0, NONE, RIGHT_NONE},
    [RIGHT_ANYONE] = {"anyone",
        "Reach the sign-in page, the health check and the API's description.", RIGHT_OF_ANYONE,
        TEAM_STRANGER, 0, READ, RIGHT_ANYONE},
    [RIGHT_SELF_READ] = {"self-read",
        "See one's own account, roles, API tokens, addresses, inbox, filters and diary.",
        RIGHT_OF_ACCOUNTS, TEAM_STRANGER, 0, READ, RIGHT_SELF_READ},
    [RIGHT_SELF_WORK] = {"self-work", "Keep one's own inbox, filters and diary.", RIGHT_OF_ACCOUNTS,
        TEAM_STRANGER, 0, WORK, RIGHT_SELF_READ},
    [RIGHT_SELF_MANAGE] = {"self-manage",
        "Change one's own password, sessions, API tokens, ways in, addresses and coach, and delete one's account.",
        RIGHT_OF_ACCOUNTS, TEAM_STRANGER, 0, NONE, RIGHT_SELF_READ},
    [RIGHT_ADVISORY_READ] = {"advisory-read",
        "Read advisories, and what holds for all teams: the licence policy, VEX documents, badge rules.",
        RIGHT_OF_ACCOUNTS, TEAM_STRANGER, 0, READ, RIGHT_ADVISORY_READ},
    [RIGHT_TEAM_CREATE] = {"team-create", "Make a team, and be its admin.", RIGHT_OF_ACCOUNTS,
        TEAM_STRANGER, 0, MANAGE, RIGHT_SELF_READ},
    [RIGHT_TEAM_READ] = {"team-read", "See the team, its members and its namespaces.",
        RIGHT_BY_ROLE, TEAM_VIEWER, ADM | ANA | GOV | COO, READ, RIGHT_TEAM_READ},
    [RIGHT_TEAM_LEAVE] = {"team-leave", "Leave a team that one is in.", RIGHT_BY_ROLE, TEAM_VIEWER,
        0, MANAGE, RIGHT_TEAM_READ},
    [RIGHT_TEAM_MANAGE] = {"team-manage",
        "Rename and delete the team, change its members, namespaces and connections.",
        RIGHT_BY_ROLE, TEAM_ADMIN, ADM, MANAGE, RIGHT_TEAM_READ},
    [RIGHT_TEAM_INVITE] = {"team-invite",
        "Invite people into the team, see and revoke invitations.", RIGHT_BY_ROLE, TEAM_ADMIN, ADM,
        NONE, RIGHT_TEAM_READ},
    [RIGHT_SERVICE_READ] = {"service-read",
        "See services, parts, SBOMs, findings, licences, signals and VEX documents.", RIGHT_BY_ROLE,
        TEAM_VIEWER, ADM | ANA | GOV, READ, RIGHT_SERVICE_READ},
    [RIGHT_SERVICE_CHANGE] = {"service-change",
        "Make and change services and parts, confirm and delete SBOMs, dismiss signals.",
        RIGHT_BY_ROLE, TEAM_MEMBER, ADM, WORK, RIGHT_SERVICE_READ},
    [RIGHT_SERVICE_DELETE] = {"service-delete", "Delete a service.", RIGHT_BY_ROLE, TEAM_ADMIN, ADM,
        MANAGE, RIGHT_SERVICE_READ},
    [RIGHT_SBOM_UPLOAD] = {"sbom-upload",
        "Bring in SBOMs and VEX documents, and make the service and part that they name.",
        RIGHT_BY_ROLE, TEAM_MEMBER, ADM, UPLOAD, RIGHT_SERVICE_READ},
    [RIGHT_TICKET_READ] = {"ticket-read", "See tickets, their history and how they came about.",
        RIGHT_BY_ROLE, TEAM_VIEWER, ADM | ANA | GOV | COO, READ, RIGHT_TICKET_READ},
    [RIGHT_TICKET_WORK] = {"ticket-work", "Work on tickets: assign, schedule, complete, judge.",
        RIGHT_BY_ROLE, TEAM_MEMBER, ADM, WORK, RIGHT_TICKET_READ},
    [RIGHT_TICKET_COMMENT] = {"ticket-comment", "Comment on tickets.", RIGHT_BY_ROLE, TEAM_MEMBER,
        ADM | ANA, WORK, RIGHT_TICKET_READ},
    [RIGHT_TICKET_WATCH] = {"ticket-watch", "Be told of what happens to tickets.", RIGHT_BY_ROLE,
        TEAM_VIEWER, ADM | ANA | GOV | COO, WORK, RIGHT_TICKET_READ},
    [RIGHT_TICKET_ACCEPT] = {"ticket-accept", "Accept the risk of a ticket, until a date.",
        RIGHT_BY_ROLE, TEAM_ADMIN, ADM, WORK, RIGHT_TICKET_READ},
    [RIGHT_WHERE_READ] = {"where-read",
        "See where a vulnerability or a package is, and since when.", RIGHT_BY_ROLE, TEAM_VIEWER,
        ADM | ANA | GOV | COO, READ, RIGHT_WHERE_READ},
    [RIGHT_ADVICE_WRITE] = {"advice-write",
        "Recommend actions for a vulnerability or a package, to all teams.", RIGHT_BY_ROLE,
        TEAM_STRANGER, ADM | ANA, WORK, RIGHT_ADVISORY_READ},
    [RIGHT_ACTION_READ] = {"action-read", "Read the action log.", RIGHT_BY_ROLE, TEAM_VIEWER,
        ADM | ANA | GOV, READ, RIGHT_ACTION_READ},
    [RIGHT_ACTION_WRITE] = {"action-write", "Write down what was done.", RIGHT_BY_ROLE, TEAM_MEMBER,
        ADM, WORK, RIGHT_ACTION_READ},
    [RIGHT_SIGHTING_READ] = {"sighting-read", "See what the team saw, and where.", RIGHT_BY_ROLE,
        TEAM_VIEWER, ADM | ANA | GOV | COO, READ, RIGHT_SIGHTING_READ},
    [RIGHT_SIGHTING_WRITE] = {"sighting-write", "Mark what was seen.", RIGHT_BY_ROLE, TEAM_MEMBER,
        ADM | ANA, WORK, RIGHT_SIGHTING_READ},
    [RIGHT_POLICY_READ] = {"policy-read",
        "See the team's policies and the exceptions from them: licences, decisions, due days.",
        RIGHT_BY_ROLE, TEAM_VIEWER, ADM | ANA | GOV, READ, RIGHT_POLICY_READ},
    [RIGHT_POLICY_CHANGE] = {"policy-change", "Change the team's policies, and make exceptions.",
        RIGHT_BY_ROLE, TEAM_ADMIN, ADM, MANAGE, RIGHT_POLICY_READ},
    [RIGHT_HEALTH_READ] = {"health-read",
        "See the health of the operation: sums of the diary, balance, trend, grade, goals, streaks.",
        RIGHT_BY_ROLE, TEAM_VIEWER, ADM | ANA | GOV | COACH, READ, RIGHT_HEALTH_READ},
    [RIGHT_HEALTH_WORK] = {"health-work", "Put advice aside, and take it up again.", RIGHT_BY_ROLE,
        TEAM_MEMBER, ADM, WORK, RIGHT_HEALTH_READ},
    [RIGHT_REPORT_MAKE] = {"report-make", "Make reports that are kept.", RIGHT_BY_ROLE, TEAM_MEMBER,
        ADM | ANA | GOV, WORK, RIGHT_HEALTH_READ},
    [RIGHT_GOAL_CHANGE] = {"goal-change", "Set goals for the team, and withdraw them.",
        RIGHT_BY_ROLE, TEAM_MEMBER, ADM, WORK, RIGHT_HEALTH_READ},
    [RIGHT_FEEDBACK_WRITE] = {"feedback-write", "Write feedback on the weeks of teams.",
        RIGHT_BY_ROLE, TEAM_STRANGER, ADM | ANA | GOV | COACH, WORK, RIGHT_HEALTH_READ},
    [RIGHT_FEEDBACK_ANSWER] = {"feedback-answer",
        "Answer feedback on the team's weeks, and withdraw one's own words.", RIGHT_BY_ROLE,
        TEAM_MEMBER, ADM | ANA | GOV | COACH, WORK, RIGHT_HEALTH_READ},
    [RIGHT_BADGE_READ] = {"badge-read", "See the badges of the team and its people.", RIGHT_BY_ROLE,
        TEAM_VIEWER, ADM | ANA | GOV, READ, RIGHT_BADGE_READ},
    [RIGHT_BADGE_ISSUE] = {"badge-issue", "Give badges for entries of the action log.",
        RIGHT_BY_ROLE, TEAM_MEMBER, ADM | ANA, WORK, RIGHT_BADGE_READ},
    [RIGHT_BADGE_REVOKE] = {"badge-revoke",
        "Revoke badges, for a reason; who gave one revokes it too.", RIGHT_BY_ROLE, TEAM_ADMIN, ADM,
        MANAGE, RIGHT_BADGE_READ},
    [RIGHT_BADGE_RULE_CHANGE] = {"badge-rule-change",
        "Make and change the classes of badges and the rules that issue them, and open and close campaigns to claim badges.",
        RIGHT_BY_ROLE, TEAM_STRANGER, ADM, MANAGE, RIGHT_ADVISORY_READ},
    [RIGHT_JOURNAL_READ] = {"journal-read", "Read the journal: of the team, or of everything.",
        RIGHT_BY_ROLE, TEAM_ADMIN, ADM | GOV, READ, RIGHT_JOURNAL_READ},
    [RIGHT_JOURNAL_HEAD] = {"journal-head",
        "See the journal's head, which tells nothing of its entries, to keep it elsewhere.",
        RIGHT_OF_ACCOUNTS, TEAM_STRANGER, 0, READ, RIGHT_JOURNAL_HEAD},
    [RIGHT_JOURNAL_VERIFY] = {"journal-verify", "Verify the whole journal.", RIGHT_BY_ROLE,
        TEAM_STRANGER, ADM | GOV, READ, RIGHT_JOURNAL_HEAD},
    [RIGHT_ACCOUNT_READ] = {"account-read", "See all accounts and their roles.", RIGHT_BY_ROLE,
        TEAM_STRANGER, ADM | GOV, READ, RIGHT_SELF_READ},
    [RIGHT_ACCOUNT_MANAGE] = {"account-manage",
        "Make, change, disable and delete accounts, invite people, set up single sign-on and mail.",
        RIGHT_BY_ROLE, TEAM_STRANGER, ADM, CONFIRMED, RIGHT_SELF_READ},
    [RIGHT_CHAIN_READ] = {"chain-read", "See which chains there are, and the contracts there.",
        RIGHT_OF_ACCOUNTS, TEAM_STRANGER, 0, READ, RIGHT_CHAIN_READ},
    [RIGHT_CHAIN_WATCH] = {"chain-watch",
        "See how chains are: their nodes, the sender's balance, and what was sent.", RIGHT_BY_ROLE,
        TEAM_STRANGER, ADM | GOV, READ, RIGHT_CHAIN_READ},
    [RIGHT_CHAIN_MANAGE] = {"chain-manage",
        "Set chains up, change and remove them, and put contracts there.", RIGHT_BY_ROLE,
        TEAM_STRANGER, ADM, CONFIRMED, RIGHT_CHAIN_READ},
    [RIGHT_ORGANISATION_CHANGE] = {"organisation-change",
        "Change what holds for all teams: the licence policy, VEX documents.", RIGHT_BY_ROLE,
        TEAM_STRANGER, ADM, MANAGE, RIGHT_ADVISORY_READ},
};

const struct right_row *right_row(enum right right)
{
    return &rows[right];
}

int right_least(unsigned roles, enum right right)
{
    const struct right_row *row = &rows[right];
    if (row->open != RIGHT_BY_ROLE || roles & row->roles)
        return TEAM_STRANGER;
    return row->least == TEAM_STRANGER ? TEAM_ADMIN + 1 : (int)row->least;
}

bool right_has(unsigned roles, enum team_role role, enum right right)
{
    return (int)role >= right_least(roles, right);
}

/* What nobody has by a role in a team is refused by the roles in the organisation that have it. */
static bool refuse_but(unsigned roles, struct err *err)
{
    char names[64] = "";
    for (unsigned bit = ADM; bit <= COO; bit <<= 1) {
        size_t used = strlen(names);
        if (roles & bit)
            snprintf(names + used, sizeof names - used, "%s%s", used ? " or " : "",
                right_role_word(bit));
    }
    return err_set(err, ERR_FORBIDDEN, "this takes the role %s in the organisation%s", names,
        roles & COACH ? ", or to be the team's coach" : "");
}

bool right_check(
    unsigned roles, enum team_role role, enum right right, const char *what, struct err *err)
{
    const struct right_row *row = &rows[right];
    if (right_has(roles, role, right))
        return true;
    if (!right_has(roles, role, row->sight))
        return err_set(err, ERR_NOT_FOUND, "there is no such %s", what);
    if (row->least == TEAM_STRANGER)
        return refuse_but(row->roles, err);
    if (role == TEAM_STRANGER)
        return err_set(err, ERR_FORBIDDEN, "you are not in this team; this takes its %s",
            right_team_word(row->least));
    return err_set(err, ERR_FORBIDDEN, "you are %s of this team; this takes %s",
        right_team_word(role), right_team_word(row->least));
}

/* -- words -- */

static const char *const role_words[] = {
    [TEAM_STRANGER] = "stranger",
    [TEAM_VIEWER] = "viewer",
    [TEAM_MEMBER] = "member",
    [TEAM_ADMIN] = "admin",
};

const char *right_team_word(enum team_role role)
{
    return role_words[role];
}

bool right_team_read(struct text word, enum team_role *ret_role)
{
    for (enum team_role role = TEAM_VIEWER; role <= TEAM_ADMIN; role++) {
        if (!text_is(word, role_words[role]))
            continue;
        *ret_role = role;
        return true;
    }
    return false;
}

/* The words of the bits of a set, from the lowest. */
static const char *const account_words[] = {
    "administrator", "analyst", "governance", "coordinator"};
static const char *const scope_words[] = {"read", "upload", "work", "manage"};

static const char *bit_word(const char *const *words, size_t count, unsigned bit)
{
    for (size_t i = 0; i < count; i++)
        if (bit == 1U << i)
            return words[i];
    return NULL;
}

static unsigned word_bit(const char *const *words, size_t count, struct text word)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(word, words[i]))
            return 1U << i;
    return 0;
}

const char *right_role_word(enum account_role role)
{
    return bit_word(account_words, LEN_OF(account_words), role);
}

unsigned right_role_bit(struct text word)
{
    return word_bit(account_words, LEN_OF(account_words), word);
}

const char *right_scope_word(enum right_scope scope)
{
    const char *word = bit_word(scope_words, LEN_OF(scope_words), scope);
    return word ? word : "none";
}

unsigned right_scope_bit(struct text word)
{
    return word_bit(scope_words, LEN_OF(scope_words), word);
}
