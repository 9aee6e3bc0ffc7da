/* SPDX-License-Identifier: Apache-2.0 */
/* What people do with channels, from the REST interface and the command line alike: sealed, journalled, within limits.
   Example: struct alert_channel_change it = {.vault = vault, .arena = arena, …}; it.channel = …; it.address = url;
   alert_channel_save(db, &it, "channel.created", err) */
#ifndef ALERT_ALERT_CHANNEL_SAVE_H
#define ALERT_ALERT_CHANNEL_SAVE_H

#include "alert/alert_channel.h"

struct alert_channel_change {
    const struct vault *vault;
    struct arena *arena;
    int64_t actor_id, now_us;
    struct alert_channel channel; /* id 0: a new one, which gets its id */
    struct text address;          /* in the clear, when it is another one; or empty */
    bool renews_secret;           /* a new webhook gets one unasked */
    struct text
        secret; /* given back when it is new, as Standard Webhooks writes it: "whsec_…"; or empty */
};

/* Adds or changes a channel with its entry of the journal, kind, in a transaction of its own. ERR_CONFLICT for a name that is taken
   and when somebody else changed it since channel was read, ERR_LIMIT when the team has LIMIT_ALERT_CHANNELS. */
MUST_USE bool alert_channel_save(
    struct db *db, struct alert_channel_change *change, const char *kind, struct err *err);
/* Takes it away, the same. */
MUST_USE bool alert_channel_save_deleted(
    struct db *db, struct alert_channel_change *change, struct err *err);

/* Puts a test into the outbox, of which key is the message's; time_zone is the team's. ERR_RATE after LIMIT_ALERT_TESTS in ten
   minutes, and after LIMIT_ALERT_TESTS_OF_ALL of all channels of its team and of who made it. */
MUST_USE bool alert_channel_save_test(struct db *db, const struct alert_channel *channel,
    struct text time_zone, struct text key, int64_t now_us, struct err *err);

#endif
