/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets as messages show them.
   Example: alert_compose_rows_flaw(scope, vulnerability_id, &tickets, &count, &sums, err) */
#ifndef ALERT_ALERT_COMPOSE_ROWS_H
#define ALERT_ALERT_COMPOSE_ROWS_H

#include "alert/alert_scope.h"
#include "ticket/remedy.h"

struct alert_ticket {
    struct alert_affected affected;
    int64_t vulnerability_id, part_id;
    struct text outcome, summary;
    struct text aliases; /* JSON, the flaw's other ids */
    struct text fixed;   /* the version that mends it; empty: none, or several */
    bool is_kev, is_ransomware, is_malicious;
    int64_t kev_due_us, epss_millionths, cvss_tenths;
    enum severity severity;
};

/* How many tickets of a flaw are at work, by enum ssvc_decision and together, and in how many services. */
struct alert_flaw_sums {
    int64_t by_priority[ALERT_PRIORITIES], total, service_count;
};

/* The worst tickets of a flaw in the team that are at work and not snoozed, up to ALERT_AFFECTED_MAX; and how many there are. */
MUST_USE bool alert_compose_rows_flaw(const struct alert_scope *scope, int64_t vulnerability_id,
    struct alert_ticket **ret_tickets, size_t *ret_count, struct alert_flaw_sums *ret_sums,
    struct err *err);
/* These tickets, in this order. */
MUST_USE bool alert_compose_rows_tickets(const struct alert_scope *scope, const int64_t *ids,
    size_t count, struct alert_ticket **ret_tickets, size_t *ret_count, struct err *err);
/* What mends each installed version that these tickets, ALERT_AFFECTED_MAX at most, are about: by ticket, at most limit rows. */
MUST_USE bool alert_compose_rows_fixes(const struct alert_scope *scope,
    const struct alert_ticket *tickets, size_t count, size_t limit, struct remedy_row **ret_rows,
    size_t *ret_count, struct err *err);
/* "shop / image", the components of its current SBOM, and where its tickets are. */
MUST_USE bool alert_compose_rows_part(const struct alert_scope *scope, int64_t part_id,
    struct text *ret_subject, int64_t *ret_component_count, struct text *ret_link, struct err *err);

#endif
