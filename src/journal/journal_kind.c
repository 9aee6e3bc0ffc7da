/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal.h"

/* By name. A kind that was ever written stays. */
const struct journal_kind journal_kinds[] = {
    {"account.changed", "What an account is or may do was changed."},
    {"account.created", "An account was made."},
    {"account.disabled", "An account was disabled, and comes in no more."},
    {"account.enabled", "An account that was disabled comes in again."},
    {"account.erased",
        "The key of a person was destroyed, and with it what the journal had of them."},
    {"action.corrected", "An entry of the action log was corrected by a new one."},
    {"action.recorded", "An action was written down in the action log."},
    {"advisories.changed", "The tickets follow another state of the advisory index."},
    {"license.exception_added", "An exception from the licence policy was made."},
    {"license.exception_ended", "An exception from the licence policy was taken back."},
    {"license.policy_set", "A licence policy was set, or taken away."},
    {"sbom.chosen", "A stored SBOM was made the current one of its part."},
    {"sbom.confirmed", "A person confirmed an SBOM that was held."},
    {"sbom.deleted", "An SBOM that was not current was taken away."},
    {"sbom.held", "An SBOM was stored but held, since it differs too much from the one before."},
    {"sbom.uploaded", "An SBOM was uploaded."},
    {"service.changed", "What a service is called, or how it is used, was changed."},
    {"service.created", "A service was made."},
    {"service.deleted", "A service was deleted."},
    {"service.part_added", "A part was added to a service."},
    {"service.part_deleted", "A part was taken away from a service."},
    {"signal.dismissed", "A person found that a signal in an SBOM is none."},
    {"signal.dismissal_ended", "The dismissal of a signal was taken back."},
    {"signal.namespaces_set", "The namespaces of a team's own packages were set."},
    {"signin.done", "Somebody signed in."},
    {"signin.ended", "A session was ended."},
    {"signin.failed", "Somebody tried to sign in, and could not."},
    {"signin.link_made", "A sign-in link was made."},
    {"team.created", "A team was made."},
    {"team.deleted", "A team was deleted."},
    {"team.member_removed", "A member left a team, or was taken out of it."},
    {"team.member_set", "A member was added to a team, or got another role."},
    {"team.policy_set", "How a team decides its tickets was set."},
    {"team.renamed", "A team got another name."},
    {"ticket.acknowledged", "A ticket was acknowledged."},
    {"ticket.action_recorded", "An action on a ticket was written down."},
    {"ticket.assigned", "A ticket was assigned, or its assignment taken away."},
    {"ticket.closed", "A ticket was closed, with its cause."},
    {"ticket.commented", "A comment was made on a ticket."},
    {"ticket.completed", "A ticket was completed."},
    {"ticket.decision_changed", "The priority of a ticket changed, with its cause."},
    {"ticket.due_changed", "The due date of a ticket changed, with its cause."},
    {"ticket.marked",
        "The answer on which a ticket rests is not known any more; the ticket stays open."},
    {"ticket.merged", "Another ticket was closed as a duplicate of this one."},
    {"ticket.not_affected", "A person found that a ticket's flaw does not affect its part."},
    {"ticket.occurrences_changed", "Other versions are affected by a ticket's flaw."},
    {"ticket.opened", "A ticket was opened."},
    {"ticket.override_ended", "What a person said for the decision of a ticket was taken back."},
    {"ticket.override_set", "A person answered a question of the decision of a ticket."},
    {"ticket.reopened", "A ticket was opened again."},
    {"ticket.scheduled", "A ticket was scheduled."},
    {"ticket.unmarked", "The answer on which a ticket rests is known again."},
    {"ticket.wrong_match", "A person found that a ticket's match is wrong."},
    {"token.created", "An API token was made."},
    {"token.revoked", "An API token was revoked."},
    {"vex.deleted", "A VEX document was taken away."},
    {"vex.stored", "A VEX document was stored."},
    {NULL, NULL},
};

const struct journal_kind *journal_kind_find(struct text name)
{
    for (const struct journal_kind *kind = journal_kinds; kind->name; kind++)
        if (text_is(name, kind->name))
            return kind;
    return NULL;
}
