/* SPDX-License-Identifier: Apache-2.0 */
/* What people are told of: each event of a ticket goes to those who watch it, are named in it or given it, but not to the one who
   did it; new tickets go to the members of the team. While one is unread, more of its kind are counted in it, and what happens to
   many tickets at once is told as one. This is the only place that decides who is told what, so that mail and chat can follow it.
   Example: notice_tell(db, events, count, err) in the transaction that writes the events */
#ifndef TICKET_NOTICE_H
#define TICKET_NOTICE_H

#include "account/team.h"
#include "base/clock.h"
#include "ticket/ticket.h"

/* Tickets of one team that one person is told of one by one when they change alike at once; more are told as one. */
enum { NOTICE_SINGLE_MAX = 5 };

/* What was read is forgotten after this: the tickets' histories have it still. */
#define NOTICE_KEPT_US (90 * CLOCK_DAY_US)

enum notice_reason {
    NOTICE_MENTIONED,
    NOTICE_ASSIGNED,
    NOTICE_WATCHING,
    NOTICE_TEAM,
    NOTICE_REASONS
};
const char *notice_reason_name(enum notice_reason reason); /* "mentioned" */

struct notice {
    int64_t id, account_id, team_id;
    int64_t part_id;              /* of the last event; 0: it is about no part */
    int64_t subject_id;           /* of what is neither a ticket nor a team: a goal; 0 else */
    int64_t ticket_id, event_seq; /* 0: many tickets of the team */
    struct text kind;             /* the event's, or "mentioned" */
    enum notice_reason reason;
    int64_t count, actor_id;
    int64_t since_us, updated_us, read_us;
    /* Read only. */
    struct text team_name, service_name, part_name, package, vulnerability;
    struct text actor_name, detail;
    struct text text; /* of the event; what is about no ticket brings its own */
    int64_t service_id;
};

/* Tells of events that were written, whose seq is set. Must run inside their transaction. */
MUST_USE bool notice_tell(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err);

struct notice_query {
    bool is_unread_only;
    int64_t before_us, before_id; /* of the last one shown; INT64_MAX at the start */
    size_t limit;
};
/* One's own, newest first; what one does not see any more is left out. */
MUST_USE bool notice_list(struct db *db, const struct api_principal *who,
    const struct notice_query *query, struct arena *arena, struct notice **ret_notices,
    size_t *ret_count, struct err *err);
/* Those of one's own that are among these and unread, newest first. */
MUST_USE bool notice_find_unread(struct db *db, const struct api_principal *who, const int64_t *ids,
    size_t id_count, struct arena *arena, struct notice **ret_notices, size_t *ret_count,
    struct err *err);
MUST_USE bool notice_count_unread(
    struct db *db, const struct api_principal *who, int64_t *ret_count, struct err *err);

/* Marks one's own as read, or as unread: those with these ids, of a ticket (0: none), or all. Ids of others change nothing. */
struct notice_marking {
    const int64_t *ids;
    size_t id_count;
    int64_t ticket_id;
    bool is_all, is_read;
    int64_t now_us;
};
MUST_USE bool notice_mark(struct db *db, const struct api_principal *who,
    const struct notice_marking *marking, struct err *err);

/* Adds what is told, or counts it in what is unread of the same subject and kind. Each (account, subject, kind) once. */
MUST_USE bool notice_write(
    struct db *db, const struct notice *notices, size_t count, struct err *err);

/* A team that somebody can be told in of what is of none: one of theirs, else any; 0 when there is none at all. */
MUST_USE bool notice_any_team(
    struct db *db, int64_t account_id, int64_t *ret_team_id, struct err *err);

/* Those who are told of what is new in teams: their members and admins. Teams each once. */
MUST_USE bool notice_members(struct db *db, const int64_t *team_ids, size_t count,
    struct arena *arena, struct notice **ret_notices, size_t *ret_count, struct err *err);

/* Forgets those that were read before a time. */
MUST_USE bool notice_forget(struct db *db, int64_t before_us, struct err *err);

#endif
