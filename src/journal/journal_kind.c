/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal.h"

/* By name. A kind that was ever written stays. */
const struct journal_kind journal_kinds[] = {
    {"account.authenticator_removed", "The second factor of an account was turned off."},
    {"account.authenticator_set", "An account got a second factor."},
    {"account.changed", "What an account is or may do was changed."},
    {"account.created", "An account was made."},
    {"account.deleted", "An account was deleted."},
    {"account.disabled", "An account was disabled, and comes in no more."},
    {"account.enabled", "An account that was disabled comes in again."},
    {"account.erased",
        "The key of a person was destroyed, and with it what the journal had of them."},
    {"account.password_set", "An account got a new password."},
    {"account.recovery_codes_made", "An account got new recovery codes."},
    {"action.corrected", "An entry of the action log was corrected by a new one."},
    {"action.recorded", "An action was written down in the action log."},
    {"advisories.changed", "The tickets follow another state of the advisory index."},
    {"advice.given", "An action was recommended to all teams, for a vulnerability or a package."},
    {"advice.withdrawn", "A recommended action was withdrawn."},
    {"diary.coach_named", "A person named a coach, who sees their diary."},
    {"diary.coach_withdrawn", "A person's coach sees their diary no more."},
    {"filter.deleted", "A filter of tickets was deleted."},
    {"filter.kept", "A filter of tickets was kept or changed, for oneself or for a team."},
    {"identity.linked", "An identity at a provider of single sign-on was linked to an account."},
    {"identity.unlinked", "An identity at a provider of single sign-on was taken from an account."},
    {"invitation.created", "Somebody was invited, into a team or to roles in the organisation."},
    {"invitation.revoked", "An invitation was revoked."},
    {"invitation.used", "Somebody came in by an invitation."},
    {"license.exception_added", "An exception from the licence policy was made."},
    {"license.exception_ended", "An exception from the licence policy was taken back."},
    {"license.policy_set", "A licence policy was set, or taken away."},
    {"mail.address_verified", "A person showed that a mail address is theirs."},
    {"mail.server_removed", "The mail server was taken away."},
    {"mail.server_set", "By which server mail is sent was set."},
    {"mail.wishes_set", "What a person wants by mail, and where, was set."},
    {"sbom.confirmed", "A person confirmed an SBOM that was held."},
    {"sbom.deleted", "An SBOM that was not current was taken away."},
    {"sbom.held", "An SBOM was stored but held, since it differs too much from the one before."},
    {"sbom.uploaded", "An SBOM was uploaded."},
    {"service.changed", "What a service is called, or how it is used, was changed."},
    {"service.created", "A service was made."},
    {"service.deleted", "A service was deleted."},
    {"service.part_added", "A part was added to a service."},
    {"sighting.corrected", "A sighting was corrected by a new one."},
    {"sighting.marked", "Somebody wrote down what was seen."},
    {"signal.dismissed", "A person found that a signal in an SBOM is none."},
    {"signal.dismissal_ended", "The dismissal of a signal was taken back."},
    {"signal.namespaces_set", "The namespaces of a team's own packages were set."},
    {"signin.done", "Somebody signed in."},
    {"signin.ended", "A session was ended."},
    {"signin.failed", "Somebody tried to sign in, and could not."},
    {"signin.link_made", "A sign-in link was made."},
    {"signin.recovery_code_used", "A recovery code stood in for the second factor."},
    {"sso.provider_added", "A provider of single sign-on was added."},
    {"sso.provider_changed", "A provider of single sign-on was changed."},
    {"sso.provider_removed", "A provider of single sign-on was taken away."},
    {"team.created", "A team was made."},
    {"team.deleted", "A team was deleted."},
    {"team.member_removed", "A member left a team, or was taken out of it."},
    {"team.member_set", "A member was added to a team, or got another role."},
    {"team.policy_set", "How a team decides its tickets was set."},
    {"team.renamed", "A team got another name."},
    {"team.zone_set", "The time zone of a team was set."},
    {"ticket.acknowledged", "A ticket was acknowledged."},
    {"ticket.action_recorded", "An action on a ticket was written down."},
    {"ticket.assigned", "A ticket was assigned, or its assignment taken away."},
    {"ticket.changed", "Something else of a ticket was changed: its facts name the event."},
    {"ticket.closed", "A ticket was closed, with its cause."},
    {"ticket.commented", "A comment was made on a ticket."},
    {"ticket.completed", "A ticket was completed."},
    {"ticket.decision_changed", "The priority of a ticket changed, with its cause."},
    {"ticket.due_changed", "The due date of a ticket changed, with its cause."},
    {"ticket.issue_linked", "An issue of a tracker was made for a ticket."},
    {"ticket.issue_unlinked", "A ticket has its issue of a tracker no more."},
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
    {"ticket.snoozed", "A ticket was put aside, until a date or a fix."},
    {"ticket.taken_back", "An order for many tickets was taken back for this one."},
    {"ticket.unmarked", "The answer on which a ticket rests is known again."},
    {"ticket.unwatched", "Somebody is told of a ticket no more."},
    {"ticket.watched", "Somebody is told of what happens to a ticket."},
    {"ticket.woken", "A ticket that was put aside was taken up again, with its cause."},
    {"ticket.wrong_match", "A person found that a ticket's match is wrong."},
    {"tickets.ordered",
        "One order was given for many tickets, or taken back; each of them has an entry of its own where its state changed."},
    {"token.created", "An API token was made."},
    {"token.revoked", "An API token was revoked."},
    {"tracker.changed", "The connection with an issue tracker was changed."},
    {"tracker.connected", "A team was connected with an issue tracker."},
    {"tracker.disconnected", "The connection with an issue tracker was taken away."},
    {"tracker.secret_made", "A new secret for the hook of an issue tracker was made."},
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

bool journal_kind_is_filter(struct text text)
{
    for (const struct journal_kind *kind = journal_kinds; kind->name; kind++) {
        struct text rest = text_of(kind->name);
        if (text_is(text, kind->name) || text_eq(text, text_cut(&rest, '.')))
            return true;
    }
    return false;
}
