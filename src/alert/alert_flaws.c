/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_flaws.h"

#include <stdlib.h>

static struct text id_key(const int64_t *id)
{
    return (struct text){(const char *)id, sizeof *id};
}

size_t alert_flaws_add(struct alert_flaws *flaws, int64_t vulnerability_id)
{
    uint32_t at = (uint32_t)flaws->list.len;
    if (map_find(&flaws->by_id, id_key(&vulnerability_id), &at))
        return at;
    (void)map_add(&flaws->by_id, arena_text(flaws->arena, id_key(&vulnerability_id)), at, NULL);
    struct alert_flaws_flaw *flaw = VEC_ADD(&flaws->list);
    flaw->plan.vulnerability_id = vulnerability_id;
    return at;
}

size_t alert_flaws_place(const struct alert_flaws *flaws, int64_t vulnerability_id)
{
    uint32_t at;
    return map_find(&flaws->by_id, id_key(&vulnerability_id), &at) ? at : SIZE_MAX;
}

/* -- how they stand -- */

static int by_flaw_and_service(const void *left, const void *right)
{
    const struct alert_open *a = left, *b = right;
    if (a->vulnerability_id != b->vulnerability_id)
        return a->vulnerability_id < b->vulnerability_id ? -1 : 1;
    if (a->service_id != b->service_id)
        return a->service_id < b->service_id ? -1 : 1;
    return a->created_us < b->created_us ? -1 : a->created_us > b->created_us;
}

static void take_open(struct alert_flaws *flaws, size_t at)
{
    const struct alert_open *open = &flaws->open[at];
    uint32_t place;
    if (!map_find(&flaws->by_id, id_key(&open->vulnerability_id), &place))
        return;
    struct alert_flaws_flaw *flaw = &flaws->list.at[place];
    struct alert_plan_flaw *plan = &flaw->plan;
    if (flaw->count++ == 0)
        flaw->from = at;
    plan->ticket_count++;
    plan->is_kev = plan->is_kev || open->is_kev;
    if (open->priority > plan->priority)
        plan->priority = open->priority;
    if (flaw->count == 1 || open->rank > plan->rank) {
        plan->rank = open->rank;
        flaw->worst_ticket_id = open->ticket_id;
    }
}

static bool find_muted(struct alert_flaws *flaws, const struct alert_scope *scope, struct err *err)
{
    int64_t *muted;
    size_t count;
    if (!alert_rows_muted(
            scope->db, scope->team_id, scope->now_us, scope->arena, &muted, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t place;
        if (map_find(&flaws->by_id, id_key(&muted[i]), &place))
            flaws->list.at[place].plan.is_muted = true;
    }
    return true;
}

bool alert_flaws_find(struct alert_flaws *flaws, const struct alert_scope *scope, struct err *err)
{
    int64_t *ids = arena_take_array(scope->arena, flaws->list.len, sizeof *ids);
    for (size_t i = 0; ids && i < flaws->list.len; i++)
        ids[i] = flaws->list.at[i].plan.vulnerability_id;
    if (!arena_check(scope->arena, err) ||
        !alert_rows_open(scope->db, scope->team_id, ids, flaws->list.len, scope->arena,
            &flaws->open, &flaws->open_count, err) ||
        !find_muted(flaws, scope, err))
        return false;
    if (flaws->open_count)
        qsort(flaws->open, flaws->open_count, sizeof *flaws->open, by_flaw_and_service);
    for (size_t i = 0; i < flaws->open_count; i++)
        take_open(flaws, i);
    return true;
}

void alert_flaws_done(struct alert_flaws *flaws)
{
    map_done(&flaws->by_id);
    VEC_DONE(&flaws->list);
}

int64_t alert_flaws_new_services(const struct alert_flaws *flaws, size_t flaw, int64_t since_us)
{
    const struct alert_flaws_flaw *of = &flaws->list.at[flaw];
    int64_t count = 0, former = 0;
    for (size_t i = of->from; i < of->from + of->count; i++) {
        const struct alert_open *open = &flaws->open[i];
        count += open->service_id != former && open->created_us >= since_us;
        former = open->service_id;
    }
    return count;
}

/* -- sums -- */

static int compare_ids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int64_t count_distinct(int64_t *ids, size_t count)
{
    int64_t distinct = 0;
    if (count)
        qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || ids[i] != ids[i - 1];
    return distinct;
}

/* The worst ones, and behind them those that are exploited. */
static size_t name_tickets(const struct alert_flaws *flaws, const struct alert_plan_pick *picks,
    size_t count, int64_t *ids)
{
    size_t named = 0;
    for (size_t i = 0; i < count && named < ALERT_AFFECTED_MAX; i++)
        if (i < ALERT_PLAN_WORST || picks[i].is_kev)
            ids[named++] = flaws->list.at[picks[i].flaw].worst_ticket_id;
    return named;
}

bool alert_flaws_sum(const struct alert_flaws *flaws, const struct alert_plan_pick *picks,
    size_t count, struct arena *arena, struct alert_compose_about *about, struct err *err)
{
    int64_t *named = arena_take_array(arena, ALERT_AFFECTED_MAX, sizeof *named);
    int64_t *services = arena_take_array(arena, flaws->open_count, sizeof *services);
    size_t total = 0;
    if (!named || !services)
        return arena_check(arena, err);
    for (size_t i = 0; i < count; i++) {
        const struct alert_flaws_flaw *flaw = &flaws->list.at[picks[i].flaw];
        for (size_t at = flaw->from; at < flaw->from + flaw->count; at++) {
            about->by_priority[flaws->open[at].priority]++;
            services[total++] = flaws->open[at].service_id;
        }
        about->part_id = i == 0 || about->part_id == flaw->part_id ? flaw->part_id : -1;
    }
    about->part_id = about->part_id > 0 ? about->part_id : 0;
    about->ticket_ids = named;
    about->ticket_count = name_tickets(flaws, picks, count, named);
    about->total = (int64_t)total;
    about->service_count = count_distinct(services, total);
    return true;
}
