/* SPDX-License-Identifier: Apache-2.0 */
/* How the states of tickets and the status of issues stand to each other. A workflow's words are its own, so that only the category
   of a status counts: "new" (to do), "indeterminate" (in progress) and "done".
   Example: jira_state_fits(TICKET_COMPLETED, TEXT("done")) is true */
#ifndef JIRA_JIRA_STATE_H
#define JIRA_JIRA_STATE_H

#include "base/text.h"
#include "ticket/ticket_plan.h"
#include "ticket/ticket_work.h"

/* Begins the last line of what is written from here; the ticket and the event follow. */
#define JIRA_MARKER "kenzen:"

/* Returns the category that an issue gets for a state. */
struct text jira_state_category(enum ticket_state state);
/* Returns whether an issue of this category may stay as it is: who has begun is not thrown back. */
bool jira_state_fits(enum ticket_state state, struct text category);
/* "To Do", "In Progress", "Done". */
const char *jira_state_category_word(struct text category);

/* What a ticket does when its issue comes into a category; false when it stays. Behind one step there may be another: a completed
   ticket is opened again, and then begun. */
bool jira_state_verb(enum ticket_state state, struct text category, enum ticket_verb *ret_verb);

#endif
