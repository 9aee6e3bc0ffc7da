/* SPDX-License-Identifier: Apache-2.0 */
/* Sends what the outbox has for alert channels: by HTTP to rooms and webhooks here, by mail in alert_send_mail.c. What comes of it
   stands in the log without the channel's address, which is a secret; who answers with redirects is not followed.
   Example: {ALERT_CHANNEL, alert_send} in the table of senders */
#ifndef ALERT_ALERT_SEND_H
#define ALERT_ALERT_SEND_H

#include "alert/alert_channel.h"
#include "alert/alert_page.h"
#include "job/outbox_run.h"

MUST_USE bool alert_send(
    struct outbox_call *call, struct outbox_result *ret_result, struct err *err);

/* What a secret of a channel is sealed for: "address" or "secret". */
struct text alert_send_purpose(int64_t id, const char *what, struct arena *arena);

/* -- for what sends to one kind of channel -- */

struct alert_sending {
    struct outbox_call *call;
    struct alert_channel channel;
    struct alert_message message;
    struct alert_page page;
    struct text address; /* opened */
    struct outbox_result result;
};

/* Each fills the result and returns true; fails only when the database does. */

/* It arrived. */
MUST_USE bool alert_send_arrived(struct alert_sending *sending, struct text words, struct err *err);
/* It did not, and will not: is_gone says that nothing else will, until somebody changes the channel. */
MUST_USE bool alert_send_refused(
    struct alert_sending *sending, bool is_gone, struct text words, struct err *err);
/* It did not, but may another time, after wait_us or as the outbox waits; a test is not tried again. */
MUST_USE bool alert_send_put_off(
    struct alert_sending *sending, int64_t wait_us, struct text words, struct err *err);

#endif
