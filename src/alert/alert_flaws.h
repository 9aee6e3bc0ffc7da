/* SPDX-License-Identifier: Apache-2.0 */
/* The flaws that something happened to, as they stand in a team, and what sums of them say.
   Example: alert_flaws_add(&flaws, vulnerability_id); alert_flaws_find(&flaws, scope, err); alert_flaws_sum(&flaws, …) */
#ifndef ALERT_ALERT_FLAWS_H
#define ALERT_ALERT_FLAWS_H

#include "alert/alert_compose.h"
#include "alert/alert_gather_rows.h"
#include "base/map.h"

struct alert_flaws_flaw {
    struct alert_plan_flaw plan;
    int64_t since_us; /* when the first of what happened did */
    int64_t part_id;  /* where; -1: in several parts */
    int64_t worst_ticket_id;
    size_t from, count; /* its tickets in open */
};

struct alert_flaws {
    struct arena *arena;
    struct map by_id; /* bytes of a vulnerability's id → its place */
    struct {
        VEC(struct alert_flaws_flaw);
    } list;
    struct alert_open *open; /* by flaw, then service */
    size_t open_count;
};

/* Returns the flaw's place; a new one has only its id. */
size_t alert_flaws_add(struct alert_flaws *flaws, int64_t vulnerability_id);
/* The place of a flaw, or SIZE_MAX when it is not among them. */
size_t alert_flaws_place(const struct alert_flaws *flaws, int64_t vulnerability_id);
/* Finds how all of them stand. */
MUST_USE bool alert_flaws_find(
    struct alert_flaws *flaws, const struct alert_scope *scope, struct err *err);
void alert_flaws_done(struct alert_flaws *flaws);

/* Services that had no ticket of a flaw before a time. */
int64_t alert_flaws_new_services(const struct alert_flaws *flaws, size_t flaw, int64_t since_us);

/* Fills what a digest of these flaws says: the tickets that are named (the worst ones, and those that are exploited), the counts by
   priority, the totals. picks are in their order, the worst first. */
MUST_USE bool alert_flaws_sum(const struct alert_flaws *flaws, const struct alert_plan_pick *picks,
    size_t count, struct arena *arena, struct alert_compose_about *about, struct err *err);

#endif
