/* SPDX-License-Identifier: Apache-2.0 */
/* Sends the messages of the outbox that are due, each by the sender of its channel.
   Example: while (outbox_run_next(db, senders, tools, now_us, &has_run, err) && has_run) {} */
#ifndef JOB_OUTBOX_RUN_H
#define JOB_OUTBOX_RUN_H

#include "account/api.h"
#include "job/outbox.h"

struct outbox_call {
    struct db *db;
    const struct outbox_message *message;
    struct arena *arena;
    const struct api_tools *tools;
    int64_t now_us;
};

struct outbox_sender {
    const char *channel; /* NULL ends the table */
    /* Sends, and says what came of it; or fails, and is tried again. In no transaction, and within OUTBOX_LEASE_US. */
    bool (*send)(struct outbox_call *call, struct outbox_result *ret_result, struct err *err);
};

/* Takes one message that is due, and sends it. Fails only when the database does. */
MUST_USE bool outbox_run_next(struct db *db, const struct outbox_sender *senders,
    const struct api_tools *tools, int64_t now_us, bool *ret_has_run, struct err *err);

#endif
