/* SPDX-License-Identifier: Apache-2.0 */
/* Sends what the outbox holds for Jira: issues, changes of status, comments, assignments.
   Example: {TRACKER_CHANNEL, jira_send} in the table of senders */
#ifndef JIRA_JIRA_SEND_H
#define JIRA_JIRA_SEND_H

#include "jira/jira_site.h"
#include "job/outbox_run.h"

/* Sends one message, in the order of its ticket. */
MUST_USE bool jira_send(
    struct outbox_call *call, struct outbox_result *ret_result, struct err *err);

/* -- for the files that send -- */

struct jira_sending {
    struct outbox_call *call;
    struct arena *arena;
    struct jira jira;
    struct jira_link link;
    struct jira_site site;
    struct outbox_result result;
};

/* Each step returns whether to go on. When not, either result says what came of the message (has_ended), or err why it failed. */
MUST_USE bool jira_send_issue(struct jira_sending *sending, struct err *err);
MUST_USE bool jira_send_state(struct jira_sending *sending, struct err *err);
MUST_USE bool jira_send_comment(struct jira_sending *sending, struct err *err);
MUST_USE bool jira_send_assignee(struct jira_sending *sending, struct err *err);

/* Asks; an answer that is no success ends the message or lets it wait, and is kept as the connection's trouble where it is one. */
MUST_USE bool jira_send_ask(struct jira_sending *sending, const char *method, struct text path,
    struct text body, struct jira_answer *ret_answer, struct err *err);
/* The same about the linked issue: one that is gone ends the message, and the link says so. path stands behind the issue's. */
MUST_USE bool jira_send_ask_issue(struct jira_sending *sending, const char *method,
    const char *path, struct text body, struct jira_answer *ret_answer, struct err *err);

/* Says what came of the message. Returns false: there is nothing more to do. */
bool jira_send_end(struct jira_sending *sending, enum outbox_state state, const char *words, ...)
    PRINTF_LIKE(3, 4);

/* Posts the comment of an event, once, whatever dies in between. seq 0: there is none. */
MUST_USE bool jira_send_event(struct jira_sending *sending, int64_t seq, struct err *err);
/* The event that the message is about, from its body; 0: none. */
int64_t jira_send_seq(const struct jira_sending *sending);

#endif
