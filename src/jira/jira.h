/* SPDX-License-Identifier: Apache-2.0 */
/* A team's connection to Jira, Cloud (REST API v3) or Server and Data Center (v2): tickets get issues, and what happens to the one
   happens to the other. docs/jira.md tells how. Its SQL is here too.
   Example: jira_find_team(db, team_id, arena, &jira, &is_there, err) */
#ifndef JIRA_JIRA_H
#define JIRA_JIRA_H

#include "ticket/tracker.h"

struct jira {
    int64_t id, team_id, account_id; /* account: on whose behalf it works on tickets */
    bool is_cloud;
    struct text base_url; /* without a slash at its end */
    struct text project_key, project_id, issue_type, mail;
    struct text token, hook_secret; /* sealed */
    int64_t least_priority;         /* enum ssvc_decision; -1: issues are made by hand only */
    bool assigns, is_on;
    struct text own_author, own_name; /* who we are over there, once it was tested */
    struct text trouble;              /* why it does not work; empty while it does */
    int64_t trouble_us, checked_us, heard_us, refused_us; /* 0: never */
    int64_t created_us, updated_us;
    struct text account_name; /* read only */
};

/* The connection of a team, or by its id; ret_is_there is false when there is none (any more). */
MUST_USE bool jira_find_team(struct db *db, int64_t team_id, struct arena *arena,
    struct jira *ret_jira, bool *ret_is_there, struct err *err);
MUST_USE bool jira_find(struct db *db, int64_t id, struct arena *arena, struct jira *ret_jira,
    bool *ret_is_there, struct err *err);

/* Adds a connection, or writes all that a person sets of it. In a transaction. */
MUST_USE bool jira_add(struct db *db, const struct jira *jira, struct err *err);
MUST_USE bool jira_write(struct db *db, const struct jira *jira, struct err *err);
/* Takes it away with its links; what waits is not sent any more. In a transaction. */
MUST_USE bool jira_delete(struct db *db, const struct jira *jira, int64_t now_us, struct err *err);

/* Keeps why it does not work; an empty text: it does. */
MUST_USE bool jira_note_trouble(
    struct db *db, int64_t id, struct text trouble, int64_t now_us, struct err *err);
/* What was known of it does not hold any more: it is to be tested. */
MUST_USE bool jira_note_untested(struct db *db, int64_t id, struct err *err);
/* Keeps what a test has found. */
MUST_USE bool jira_note_check(
    struct db *db, const struct jira *jira, int64_t now_us, struct err *err);
/* Keeps that a hook was refused, at most once a minute. */
MUST_USE bool jira_note_refused(struct db *db, int64_t id, int64_t now_us, struct err *err);

/* The member of a team who has a mail address; 0 when there is none, or several. */
MUST_USE bool jira_find_member(struct db *db, int64_t team_id, struct text mail,
    struct arena *arena, int64_t *ret_account_id, struct err *err);

/* -- links -- */

enum jira_link_state { JIRA_WANTED, JIRA_LINKED, JIRA_GONE };

struct jira_link {
    int64_t ticket_id, tracker_id;
    enum jira_link_state state;
    struct text issue_id, issue_key;
    struct text status, category; /* as last heard: "In Progress", "indeterminate" */
    int64_t created_by;           /* who wished for it; 0: the rule */
    int64_t created_us, updated_us;
};

const char *jira_link_state_name(enum jira_link_state state); /* "linked" */

MUST_USE bool jira_link_find(struct db *db, int64_t ticket_id, struct arena *arena,
    struct jira_link *ret_link, bool *ret_is_there, struct err *err);
MUST_USE bool jira_link_find_issue(struct db *db, int64_t tracker_id, struct text issue_id,
    struct arena *arena, struct jira_link *ret_link, bool *ret_is_there, struct err *err);
/* Writes state, issue and status. */
MUST_USE bool jira_link_write(
    struct db *db, const struct jira_link *link, int64_t now_us, struct err *err);
/* Lets the next state of the ticket be told, whatever was: by setting what was told. */
MUST_USE bool jira_link_told(struct db *db, int64_t ticket_id, const char *state, struct err *err);
MUST_USE bool jira_link_delete(struct db *db, int64_t ticket_id, struct err *err);
MUST_USE bool jira_link_count(
    struct db *db, int64_t tracker_id, int64_t *ret_count, struct err *err);

/* -- comments on both sides -- */

MUST_USE bool jira_comment_add(struct db *db, int64_t tracker_id, struct text comment_id,
    int64_t ticket_id, int64_t seq, struct err *err);
/* The same for the last event of the ticket, just written. */
MUST_USE bool jira_comment_add_last(
    struct db *db, int64_t tracker_id, struct text comment_id, int64_t ticket_id, struct err *err);
MUST_USE bool jira_comment_is_known(
    struct db *db, int64_t tracker_id, struct text comment_id, bool *ret_is_known, struct err *err);
MUST_USE bool jira_comment_is_sent(
    struct db *db, int64_t ticket_id, int64_t seq, bool *ret_is_sent, struct err *err);

/* An event of a ticket, to be told over there. */
struct jira_event {
    struct text kind, text, detail, account_name; /* account_name empty: kenzen itself */
};
MUST_USE bool jira_event_find(struct db *db, int64_t ticket_id, int64_t seq, struct arena *arena,
    struct jira_event *ret_event, bool *ret_is_there, struct err *err);
/* When a ticket last changed its state otherwise than by the tracker; 0: never. */
MUST_USE bool jira_event_last_change(
    struct db *db, int64_t ticket_id, struct arena *arena, int64_t *ret_at_us, struct err *err);

/* -- what was heard -- */

struct jira_heard {
    int64_t id, tracker_id, ticket_id, at_us;
    struct text digest; /* of the body */
    struct text event, issue_key, outcome;
};
/* Adds it; ret_is_new is false when the same words were heard before. In a transaction. */
MUST_USE bool jira_heard_add(
    struct db *db, const struct jira_heard *heard, bool *ret_is_new, struct err *err);
MUST_USE bool jira_heard_end(struct db *db, const struct jira_heard *heard, struct err *err);
/* Newest first, behind before_id. */
MUST_USE bool jira_heard_list(struct db *db, int64_t tracker_id, int64_t before_id, size_t limit,
    struct arena *arena, struct jira_heard **ret_heard, size_t *ret_count, struct err *err);
/* Forgets what was heard before a time. */
MUST_USE bool jira_heard_forget(
    struct db *db, int64_t tracker_id, int64_t before_us, struct err *err);

#endif
