/* SPDX-License-Identifier: Apache-2.0 */
/* The past of a team's tickets, for a preview. Example: alert_replay_rows(scope, since_us, &past, err) */
#ifndef ALERT_ALERT_REPLAY_ROWS_H
#define ALERT_ALERT_REPLAY_ROWS_H

#include "alert/alert_scope.h"

struct alert_past_ticket {
    int64_t id, vulnerability_id, service_id, part_id, rank, kev_us;
    struct text vulnerability;
    bool is_kev, is_silent; /* silent: snoozed or muted now */
    /* As the replay has it. */
    size_t flaw;
    bool is_open, is_seen, is_new_to_team, is_late_told, is_unseen_told;
    int priority;
    int64_t due_us, due_day, since_us, opened_us;
};

struct alert_past_event {
    int64_t ticket_id, at_us, account_id, seq;
    struct text kind, detail, sets;
    bool is_first_sbom;
};

struct alert_past {
    struct alert_past_ticket *tickets; /* by id */
    size_t ticket_count;
    struct alert_past_event *events; /* by time */
    size_t event_count;
    bool is_cut;
};

/* The tickets that are at work, or were touched since, with all their events, but the newest LIMIT_ALERT_PREVIEW_EVENTS at most. */
MUST_USE bool alert_replay_rows(const struct alert_scope *scope, int64_t since_us,
    struct alert_past *ret_past, struct err *err);

#endif
