/* SPDX-License-Identifier: Apache-2.0 */
/* Where a team is told of what concerns it: a room of Slack, Microsoft Teams or Mattermost, a webhook, mail addresses (docs/alerts.md).
   Example: alert_channel_list_on(db, team_ids, count, arena, &channels, &n, err), then for each for which
   alert_channel_takes(&channel, ALERT_FLAW, SSVC_IMMEDIATE): alert_channel_tell(db, &channel, &message, key, now_us, err) */
#ifndef ALERT_ALERT_CHANNEL_H
#define ALERT_ALERT_CHANNEL_H

#include "account/team.h"
#include "alert/alert_message.h"
#include "job/outbox.h"

/* In the outbox; target_id is the id of the alert_channel. */
#define ALERT_CHANNEL "alert"
/* A kind of notice: a channel fails; subject_id is the channel's. */
#define ALERT_CHANNEL_NOTICE "channel_failing"

/* Deliveries that fail in a row until a channel counts as failing: one may be an accident. */
enum { ALERT_CHANNEL_FAILING = 3 };

enum alert_channel_kind {
    ALERT_CHANNEL_SLACK,
    ALERT_CHANNEL_TEAMS,
    ALERT_CHANNEL_MATTERMOST,
    ALERT_CHANNEL_WEBHOOK,
    ALERT_CHANNEL_MAIL,
    ALERT_CHANNEL_KINDS
};
const char *alert_channel_kind_name(enum alert_channel_kind kind); /* "slack" */
MUST_USE bool alert_channel_kind_read(struct text word, enum alert_channel_kind *ret_kind);

struct alert_channel {
    int64_t id, team_id;
    enum alert_channel_kind kind;
    struct text name;
    struct text address;    /* sealed: the URL, or mail addresses with a comma between */
    struct text place;      /* what may be shown of it: the host, or the addresses' count */
    struct text secret;     /* sealed: what a webhook's messages are signed with; else empty */
    int64_t least_priority; /* enum ssvc_decision: the least urgent that is told */
    unsigned tells;         /* a set of enum alert_told */
    bool is_japanese;       /* else English */
    bool is_on;
    int64_t failures;    /* deliveries that failed in a row, the last ones */
    struct text trouble; /* why the last one did; empty while it works */
    int64_t trouble_us, told_us,
        delivered_us; /* 0: never; told: the team's admins, of the trouble */
    int64_t created_by, updated_by, created_us, updated_us;
    struct text created_by_name, updated_by_name, team_name; /* read only */
};

/* What holds of a new one as long as nobody says otherwise. */
extern const struct alert_channel alert_channel_new;

/* All of a team, by name. */
MUST_USE bool alert_channel_list(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_channel **ret_channels, size_t *ret_count, struct err *err);
/* Those of these teams that are on, by team. */
MUST_USE bool alert_channel_list_on(struct db *db, const int64_t *team_ids, size_t team_count,
    struct arena *arena, struct alert_channel **ret_channels, size_t *ret_count, struct err *err);
/* Finds one for who must have the right in its team. ERR_NOT_FOUND, ERR_FORBIDDEN. */
MUST_USE bool alert_channel_find(struct db *db, const struct api_principal *who, int64_t id,
    enum right right, struct arena *arena, struct alert_channel *ret_channel, struct err *err);
/* By its id alone, for senders; ret_is_there is false when it is none, or was taken away. */
MUST_USE bool alert_channel_get(struct db *db, int64_t id, struct arena *arena,
    struct alert_channel *ret_channel, bool *ret_is_there, struct err *err);

/* Adds a channel, or writes what a person sets of it: what went wrong before is forgotten then. In a transaction. */
MUST_USE bool alert_channel_add(
    struct db *db, const struct alert_channel *channel, struct err *err);
MUST_USE bool alert_channel_write(
    struct db *db, const struct alert_channel *channel, struct err *err);
/* Takes it away; what waits for it is not sent any more. In a transaction. */
MUST_USE bool alert_channel_delete(
    struct db *db, const struct alert_channel *channel, int64_t now_us, struct err *err);

/* What came of a delivery. */
struct alert_channel_outcome {
    struct text trouble; /* why it failed; empty: it arrived */
    bool is_gone;        /* and so will all others, until somebody changes the channel */
    int64_t at_us;
};
MUST_USE bool alert_channel_note(
    struct db *db, int64_t id, const struct alert_channel_outcome *outcome, struct err *err);
/* Whether its deliveries fail again and again. */
bool alert_channel_is_failing(const struct alert_channel *channel);
/* Keeps that the team's admins were told of its trouble; *ret_is_first is false when they were already, since it last worked. */
MUST_USE bool alert_channel_note_told(
    struct db *db, int64_t id, int64_t now_us, bool *ret_is_first, struct err *err);

/* The admins of a team who come in. */
MUST_USE bool alert_channel_admins(struct db *db, int64_t team_id, struct arena *arena,
    int64_t **ret_account_ids, size_t *ret_count, struct err *err);
/* How many tests it was sent since a time, and how many all channels of its team and of who made it. */
MUST_USE bool alert_channel_count_tests(struct db *db, const struct alert_channel *channel,
    int64_t since_us, int64_t *ret_count, int64_t *ret_all_count, struct err *err);

/* Whether a channel wants messages of a kind whose most urgent ticket has that priority. Digests and sums of what was closed are told
   whatever their priority. One that is off takes nothing. */
bool alert_channel_takes(const struct alert_channel *channel, enum alert_kind kind, int priority);

/* Puts a message for a channel into the outbox, in the caller's transaction if there is one; one of a key that the channel had is not
   told again ("flaw:17:3"). Messages of one flaw go in their order. */
MUST_USE bool alert_channel_tell(struct db *db, const struct alert_channel *channel,
    const struct alert_message *message, struct text key, int64_t now_us, struct err *err);

/* Fills the names of the assignees of a message that was read. */
MUST_USE bool alert_channel_name_people(
    struct db *db, struct alert_message *message, struct arena *arena, struct err *err);

#endif
