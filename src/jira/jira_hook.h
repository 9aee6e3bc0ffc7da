/* SPDX-License-Identifier: Apache-2.0 */
/* What Jira tells of its own accord: a webhook with a secret, whose body is signed (X-Hub-Signature: sha256=…, HMAC of the body;
   developer.atlassian.com, "Webhooks", "Secure admin webhooks"). The route is in jira_api_routes.
   Example: POST /api/v1/hooks/jira/17 */
#ifndef JIRA_JIRA_HOOK_H
#define JIRA_JIRA_HOOK_H

#include "account/api.h"
#include "jira/jira.h"

/* A change here and one there within this time: the ticket's state stands. */
#define JIRA_HOOK_CONTEST_US (60 * CLOCK_SECOND_US)
/* Older words are passed over: Jira gives up sending them again long before. */
#define JIRA_HOOK_STALE_US CLOCK_DAY_US
/* The log of what was heard is kept so long. */
#define JIRA_HOOK_KEPT_US (30 * CLOCK_DAY_US)

MUST_USE bool jira_hook_receive(struct api_call *call, struct err *err);

/* Returns whether header is the signature of body under secret. */
bool jira_hook_is_signed(struct text header, struct text body, struct text secret);

/* -- for the files that hear -- */

struct jira_hearing {
    struct api_call *call;
    struct jira jira;
    yyjson_val *root; /* what was said */
    struct jira_heard heard;
    struct jira_link link;
    int64_t said_us;    /* when it happened over there */
    struct text author; /* its name, for people */
};

/* Does to the linked ticket what was said of its issue, and says what that was in heard.outcome. In a transaction. ERR_FORBIDDEN,
   ERR_NOT_FOUND or ERR_CONFLICT when the ticket does not take it. */
MUST_USE bool jira_hear(struct jira_hearing *hearing, struct db *db, struct err *err);

#endif
