/* SPDX-License-Identifier: Apache-2.0 */
/* The log of what was sent, for the routes of whoever sends: each finds its own target, and by the right that it takes.
   Example: outbox_api_list(call, "jira", jira.id, err); outbox_api_retry(call, "jira", jira.id, err) */
#ifndef JOB_OUTBOX_API_H
#define JOB_OUTBOX_API_H

#include "account/api.h"
#include "job/outbox.h"

/* Adds a message as an object (docs/api.yaml, Delivery). */
void outbox_api_print(struct buf *out, const struct outbox_message *message);

/* Replies with the messages to a target, newest first: a page of them, of the state of ?state= where it is given. */
MUST_USE bool outbox_api_list(
    struct api_call *call, const char *channel, int64_t target_id, struct err *err);

/* Tries the message of {delivery} again, at once, and replies 204. As outbox_retry fails. */
MUST_USE bool outbox_api_retry(
    struct api_call *call, const char *channel, int64_t target_id, struct err *err);

/* A page of a list that goes by id, newest first; and its end, behind the last one that is shown. */
MUST_USE bool outbox_api_page(
    struct api_call *call, size_t *ret_limit, int64_t *ret_before_id, struct err *err);
void outbox_api_close(struct api_call *call, bool has_more, int64_t last_id);

#endif
