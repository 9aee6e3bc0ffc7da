/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_state.h"

static bool is_done(enum ticket_state state)
{
    return state == TICKET_COMPLETED || state == TICKET_CLOSED;
}

struct text jira_state_category(enum ticket_state state)
{
    if (state == TICKET_IN_PROGRESS)
        return TEXT("indeterminate");
    return is_done(state) ? TEXT("done") : TEXT("new");
}

bool jira_state_fits(enum ticket_state state, struct text category)
{
    if (state == TICKET_IN_PROGRESS)
        return text_is(category, "indeterminate");
    return is_done(state) == text_is(category, "done");
}

const char *jira_state_category_word(struct text category)
{
    if (text_is(category, "done"))
        return "Done";
    return text_is(category, "indeterminate") ? "In Progress" : "To Do";
}

bool jira_state_verb(enum ticket_state state, struct text category, enum ticket_verb *ret_verb)
{
    /* What is closed rests on evidence or on a person's word here: an issue does not open it. */
    if (state == TICKET_CLOSED)
        return false;
    if (text_is(category, "done")) {
        *ret_verb = TICKET_COMPLETE;
        return state != TICKET_COMPLETED;
    }
    bool is_begun = text_is(category, "indeterminate");
    if (!is_begun && !text_is(category, "new"))
        return false;
    *ret_verb = state == TICKET_COMPLETED ? TICKET_REOPEN : is_begun ? TICKET_START : TICKET_STOP;
    return state == TICKET_COMPLETED || is_begun == (state != TICKET_IN_PROGRESS);
}
