/* SPDX-License-Identifier: Apache-2.0 */
/* What must reach somebody outside: a message is written in the transaction of its cause, then sent by whoever is free, with a
   lease, again and again until it is there or given up; and the log of it all is what people look at. Sending may come about
   twice, when a server dies between sending and writing that down: a sender asks the other side first where that matters.
   Example: outbox_add(db, &(struct outbox_order){.channel = "jira", .target_id = id, .key = TEXT("comment:7:3"), …}, now_us, err) */
#ifndef JOB_OUTBOX_H
#define JOB_OUTBOX_H

#include "job/job.h"

enum { OUTBOX_ATTEMPTS_MAX = 16 };

#define OUTBOX_LEASE_US (300 * CLOCK_SECOND_US)
/* What has ended is kept so long. */
#define OUTBOX_KEPT_US (90 * CLOCK_DAY_US)

enum outbox_state {
    OUTBOX_WAITING,
    OUTBOX_SENT,
    OUTBOX_SKIPPED, /* there was nothing to send any more */
    OUTBOX_FAILED   /* given up */
};

struct outbox_order {
    const char *channel; /* which sender: "jira" */
    int64_t target_id;   /* to whom, as the channel counts them */
    int64_t team_id;     /* 0: of no team */
    int64_t ticket_id;   /* 0: about no ticket */
    const char *kind;    /* what it is, as the sender knows: "comment" */
    struct text key;     /* nothing is added when target_id has had a message of this key */
    int64_t lane; /* messages of one target and lane are sent one after another, in their order */
    struct text title; /* for people: "CVE-2021-44228 in shop" */
    struct text body;  /* what the sender needs, JSON; empty: {} */
};

struct outbox_message {
    int64_t id, target_id, team_id, ticket_id, lane;
    struct text channel, kind, key, title, body;
    int64_t attempts; /* of a message that was taken, this one counts */
    int64_t attempts_max;
    enum outbox_state state;
    struct text outcome; /* what came of it, or why not yet; may be empty */
    int64_t due_us, lease_until_us, created_us, ended_us;
};

/* Adds a message, in the caller's transaction if there is one. */
MUST_USE bool outbox_add(
    struct db *db, const struct outbox_order *order, int64_t now_us, struct err *err);
/* Adds one that is not to be sent, so that the log has it: outcome says why. */
MUST_USE bool outbox_note(struct db *db, const struct outbox_order *order, struct text outcome,
    int64_t now_us, struct err *err);

/* Takes the message that is due the longest and is the first of its lane, for OUTBOX_LEASE_US. */
MUST_USE bool outbox_take(struct db *db, int64_t now_us, struct arena *arena,
    struct outbox_message *ret_message, bool *ret_is_taken, struct err *err);

struct outbox_result {
    enum outbox_state state; /* OUTBOX_WAITING: again later */
    int64_t wait_us;         /* of one that waits; 0: as long as its attempts say */
    bool is_forgotten; /* its body is not kept when it was sent or skipped: it holds a secret */
    bool is_uncounted; /* it waits for something else than another attempt: none is used up */
    char words[ERR_TEXT_SIZE / 2]; /* for people: "PROJ-7 was made", "429 Too Many Requests" */
};
/* Writes down what came of a message that was taken. One that waits after its last attempt has failed. A lost lease is no error. */
MUST_USE bool outbox_end(struct db *db, const struct outbox_message *message, int64_t now_us,
    const struct outbox_result *result, struct err *err);

/* Lets all messages to a target wait until a time, or those that wait be due now. */
MUST_USE bool outbox_hold(
    struct db *db, const char *channel, int64_t target_id, int64_t until_us, struct err *err);
MUST_USE bool outbox_release(
    struct db *db, const char *channel, int64_t target_id, int64_t now_us, struct err *err);
/* Gives a message that failed all its attempts again, and one that waits its next one now. ERR_NOT_FOUND when the target has no
   such message, ERR_CONFLICT when it was sent. */
MUST_USE bool outbox_retry(struct db *db, const char *channel, int64_t target_id, int64_t id,
    int64_t now_us, struct err *err);
/* Ends all that waits for a target, or for one lane of it (0: all), as skipped. */
MUST_USE bool outbox_cancel(struct db *db, const char *channel, int64_t target_id, int64_t lane,
    struct text why, int64_t now_us, struct err *err);

struct outbox_query {
    const char *channel;
    int64_t target_id;
    int64_t ticket_id; /* 0: any */
    int state;         /* enum outbox_state; -1: any */
    int64_t before_id; /* INT64_MAX at the start */
    size_t limit;
};
/* Newest first. */
MUST_USE bool outbox_list(struct db *db, const struct outbox_query *query, struct arena *arena,
    struct outbox_message **ret_messages, size_t *ret_count, struct err *err);

/* How many messages of a target are in each state. */
struct outbox_counts {
    int64_t at[OUTBOX_FAILED + 1];
};
MUST_USE bool outbox_count(struct db *db, const char *channel, int64_t target_id,
    struct outbox_counts *ret_counts, struct err *err);

/* How many messages wait, to all targets. */
MUST_USE bool outbox_count_waiting(struct db *db, int64_t *ret_count, struct err *err);

/* Forgets what ended before a time. */
MUST_USE bool outbox_forget(struct db *db, int64_t before_us, struct err *err);

const char *outbox_state_name(enum outbox_state state); /* "waiting" */
/* Reads such a name; false without a message when it is none. */
MUST_USE bool outbox_state_read(struct text name, enum outbox_state *ret_state);

#endif
