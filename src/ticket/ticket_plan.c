/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_plan.h"

/* A person's "completed" is believed until another SBOM shows the flaw again, their "wrong match" until something new
   speaks for it, an acceptance until it expires or the risk grows; what kenzen closed reopens at once. */
static bool reopens(enum ticket_state state, const struct ticket_seen *seen)
{
    return (state == TICKET_CLOSED && !seen->is_judged && !seen->is_accepted) ||
           (state == TICKET_COMPLETED && seen->is_other_sbom);
}

/* The strongest cause is told: what was mended, before what merely went away. */
static enum ticket_cause cause_of(const struct ticket_seen *seen)
{
    if (seen->fixed)
        return TICKET_FIXED;
    if (seen->not_affected)
        return TICKET_NOT_AFFECTED;
    return seen->withdrawn ? TICKET_WITHDRAWN : TICKET_REMOVED;
}

struct ticket_plan ticket_plan(enum ticket_state state, const struct ticket_seen *seen)
{
    if (seen->affected)
        return (struct ticket_plan){
            .step = reopens(state, seen) ? TICKET_DO_REOPEN : TICKET_DO_NOTHING};
    if (state == TICKET_CLOSED && !seen->is_accepted)
        return (struct ticket_plan){.step = TICKET_DO_NOTHING};
    bool is_known = seen->fixed || seen->not_affected || seen->withdrawn || seen->removed;
    if (seen->unsure || !is_known)
        return (struct ticket_plan){.step = TICKET_DO_MARK};
    return (struct ticket_plan){.step = TICKET_DO_CLOSE, .cause = cause_of(seen)};
}

const char *ticket_state_name(enum ticket_state state)
{
    static const char *const names[] = {
        [TICKET_OPEN] = "open",
        [TICKET_ACKNOWLEDGED] = "acknowledged",
        [TICKET_SCHEDULED] = "scheduled",
        [TICKET_IN_PROGRESS] = "in_progress",
        [TICKET_COMPLETED] = "completed",
        [TICKET_CLOSED] = "closed",
    };
    return names[state];
}

const char *ticket_cause_name(enum ticket_cause cause)
{
    static const char *const names[] = {
        [TICKET_NO_CAUSE] = NULL,
        [TICKET_REMOVED] = "removed",
        [TICKET_WITHDRAWN] = "withdrawn",
        [TICKET_NOT_AFFECTED] = "not_affected",
        [TICKET_FIXED] = "fixed",
        [TICKET_DUPLICATE] = "duplicate",
        [TICKET_WRONG_MATCH] = "wrong_match",
        [TICKET_ACCEPTED] = "accepted",
    };
    return names[cause];
}

enum ticket_state ticket_state_read(struct text name)
{
    for (int state = TICKET_OPEN; state <= TICKET_CLOSED; state++)
        if (text_is(name, ticket_state_name((enum ticket_state)state)))
            return (enum ticket_state)state;
    return TICKET_OPEN;
}

enum ticket_cause ticket_cause_read(struct text name)
{
    for (int cause = TICKET_REMOVED; cause <= TICKET_ACCEPTED; cause++)
        if (text_is(name, ticket_cause_name((enum ticket_cause)cause)))
            return (enum ticket_cause)cause;
    return TICKET_NO_CAUSE;
}
