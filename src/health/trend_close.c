/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_live.h"
#include "health/goal.h"

enum { FLAWS = 500, TICKETS = 5000 };

/* What is written around midnight is there by then. */
#define SETTLED_US (15 * 60 * CLOCK_SECOND_US)

struct closing {
    const struct trend_team *team;
    struct zone zone;
    int64_t first, last, now_us;
    bool is_anew;
};

static bool fold_some(struct trend_table *table, const struct trend_history *histories,
    size_t count, int64_t now_us, struct arena *arena, struct err *err)
{
    struct trend_sink sink = trend_table_sink(table);
    for (size_t i = 0; i < count; i++)
        if (!trend_fold(&histories[i].ticket, histories[i].events, histories[i].event_count, now_us,
                &sink, arena, err))
            return false;
    return true;
}

static bool fold_all(
    struct db *db, const struct closing *closing, struct trend_table *table, struct err *err)
{
    struct trend_wanted wanted = {.team_id = closing->team->id,
        .is_all = closing->is_anew,
        .has_open = true,
        .touched_us = table->starts[0] - CLOCK_DAY_US,
        .limit = TICKETS};
    bool is_ok = true;
    size_t count = TICKETS;
    while (is_ok && count == TICKETS) {
        struct arena arena;
        struct trend_history *histories;
        arena_init(&arena, SIZE_MAX);
        is_ok = trend_rows_histories(db, &wanted, &arena, &histories, &count, err) &&
                fold_some(table, histories, count, closing->now_us, &arena, err);
        if (is_ok && count)
            wanted.after_id = histories[count - 1].ticket.id;
        if (!wanted.is_all)
            count = 0;
        arena_done(&arena);
    }
    return is_ok;
}

static bool close_days(struct db *db, void *context, struct err *err)
{
    struct closing *closing = context;
    struct arena arena;
    struct trend_table table;
    arena_init(&arena, SIZE_MAX);
    trend_table_init(&table, &closing->zone, closing->first, closing->last, &arena);
    bool is_ok = fold_all(db, closing, &table, err) &&
                 (!closing->is_anew || trend_rows_forget(db, closing->team->id, err)) &&
                 trend_rows_write(db, closing->team->id, &table, closing->now_us, err) &&
                 (closing->is_anew || trend_rows_write_seen(db, closing->team->id, closing->last,
                                          closing->now_us, err));
    trend_table_done(&table);
    arena_done(&arena);
    return is_ok;
}

static bool close_team(struct db *db, struct closing *closing, int64_t *ret_days, struct err *err)
{
    const struct trend_team *team = closing->team;
    int64_t first_us = team->first_us;
    if (!zone_open(&closing->zone, team->zone, err))
        return false;
    bool is_ok = !closing->is_anew || trend_rows_first_us(db, team->id, &first_us, err);
    closing->last = zone_time(&closing->zone, closing->now_us - SETTLED_US).day - 1;
    closing->first = closing->last;
    if (!closing->is_anew && team->last_day != TREND_NO_DAY)
        closing->first = team->last_day + 1;
    else if (first_us && zone_time(&closing->zone, first_us).day < closing->first)
        closing->first = zone_time(&closing->zone, first_us).day;
    bool is_due = closing->first <= closing->last;
    *ret_days = is_due ? closing->last - closing->first + 1 : 0;
    is_ok = is_ok && (!is_due || db_transact(db, close_days, closing, err));
    zone_close(&closing->zone);
    return is_ok;
}

bool trend_close_days(struct db *db, const struct trend_team *team, int64_t now_us, struct err *err)
{
    int64_t days;
    return close_team(db, &(struct closing){.team = team, .now_us = now_us}, &days, err);
}

bool trend_rebuild(struct db *db, const struct trend_team *team, int64_t now_us, int64_t *ret_days,
    struct err *err)
{
    return close_team(
        db, &(struct closing){.team = team, .now_us = now_us, .is_anew = true}, ret_days, err);
}

/* -- when flaws were published -- */

static bool find_published(
    const struct advisory_index *index, struct trend_flaw *flaw, struct err *err)
{
    uint32_t next = 0;
    bool is_more = true;
    while (is_more) {
        struct arena arena;
        struct advisory advisory = {0};
        struct text source;
        struct err why = {0};
        arena_init(&arena, SIZE_MAX);
        is_more =
            advisory_index_read_id(index, flaw->name, &next, &advisory, &source, &arena, &why);
        int64_t at_us = advisory.published_us;
        if (is_more && at_us && (!flaw->published_us || at_us < flaw->published_us))
            flaw->published_us = at_us;
        arena_done(&arena);
        if (!is_more && why.code != ERR_NOT_FOUND)
            return err_set(err, why.code, "%s", why.text);
    }
    return true;
}

struct noting {
    const struct trend_flaw *flaws;
    size_t count;
    int64_t now_us;
};

static bool note(struct db *db, void *context, struct err *err)
{
    const struct noting *noting = context;
    return trend_rows_write_flaws(db, noting->flaws, noting->count, noting->now_us, err);
}

bool trend_look_up_flaws(
    struct db *db, const struct advisory_index *index, int64_t now_us, struct err *err)
{
    bool is_ok = true;
    size_t count = index ? FLAWS : 0;
    while (is_ok && count == FLAWS) {
        struct arena arena;
        struct trend_flaw *flaws;
        arena_init(&arena, SIZE_MAX);
        is_ok = trend_rows_new_flaws(db, FLAWS, &arena, &flaws, &count, err);
        for (size_t i = 0; is_ok && i < count; i++)
            is_ok = find_published(index, &flaws[i], err);
        is_ok = is_ok && db_transact(db, note, &(struct noting){flaws, count, now_us}, err);
        arena_done(&arena);
    }
    return is_ok;
}

/* -- the job -- */

bool trend_plan(struct db *db, int64_t now_us, struct err *err)
{
    return job_add(db,
        &(struct job_order){.kind = TREND_JOB, .topic = TEXT("all"), .body = TEXT("{}")}, now_us,
        NULL, err);
}

bool trend_job(struct job_call *call, struct err *err)
{
    struct trend_team *teams;
    size_t count;
    const struct advisory_index *index =
        call->tools && call->tools->advisories ? advisory_live_take(call->tools->advisories) : NULL;
    bool is_ok = trend_look_up_flaws(call->db, index, call->now_us, err);
    if (index)
        advisory_live_give(call->tools->advisories, index);
    is_ok = is_ok && trend_rows_teams(call->db, NULL, 0, call->arena, &teams, &count, err);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = trend_close_days(call->db, &teams[i], call->now_us, err) &&
                goal_end_decided(call->db, &teams[i], call->now_us, err) &&
                job_renew(call->db, call->job, clock_now_us(), err);
    return is_ok;
}
