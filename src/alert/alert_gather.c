/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_gather.h"

#include <stdlib.h>

#include "alert/alert_flaws.h"

/* Something that waited for one channel. */
struct waited {
    int64_t channel_id, since_us;
    size_t flaw;
    unsigned what;
};

struct gathering {
    const struct alert_scope *scope;
    struct alert_flaws flaws;
    struct alert_compose compose;
    struct {
        VEC(struct waited);
    } waited; /* by channel, then flaw */
    struct {
        VEC(struct alert_told_row);
    } told; /* to be kept */
    struct {
        VEC(struct alert_held_row);
    } held;
};

/* -- what happened -- */

static void add_hit(struct gathering *gathering, const struct alert_hit *hit)
{
    size_t place = alert_flaws_add(&gathering->flaws, hit->vulnerability_id);
    struct alert_flaws_flaw *flaw = &gathering->flaws.list.at[place];
    if (hit->channel_id) {
        *VEC_ADD(&gathering->waited) =
            (struct waited){hit->channel_id, hit->since_us, place, hit->what};
        return;
    }
    bool is_new = flaw->plan.what == 0;
    flaw->plan.is_first = hit->is_first && (is_new || flaw->plan.is_first);
    flaw->plan.what |= hit->what;
    flaw->part_id = is_new || flaw->part_id == hit->part_id ? hit->part_id : -1;
    if (is_new || hit->since_us < flaw->since_us)
        flaw->since_us = hit->since_us;
}

static void add_hits(struct gathering *gathering, const struct alert_hit *hits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_hit(gathering, &hits[i]);
}

static int by_channel(const void *left, const void *right)
{
    const struct waited *a = left, *b = right;
    if (a->channel_id != b->channel_id)
        return a->channel_id < b->channel_id ? -1 : 1;
    return a->flaw < b->flaw ? -1 : a->flaw > b->flaw;
}

/* What became due before planning first ran was due before anybody asked to be told. */
static bool find_hits(struct gathering *gathering, struct err *err)
{
    const struct alert_scope *scope = gathering->scope;
    struct alert_hit *notes, *held, *due = NULL;
    size_t note_count, held_count, due_count = 0;
    if (!alert_rows_take_notes(scope->db, scope->team_id, scope->arena, &notes, &note_count, err) ||
        !alert_rows_take_held(
            scope->db, scope->team_id, scope->now_us, scope->arena, &held, &held_count, err))
        return false;
    if (scope->ran_us && !alert_rows_find_due(scope->db, scope->team_id, scope->ran_us,
                             scope->now_us, scope->arena, &due, &due_count, err))
        return false;
    add_hits(gathering, notes, note_count);
    add_hits(gathering, due, due_count);
    add_hits(gathering, held, held_count);
    if (gathering->waited.len)
        qsort(
            gathering->waited.at, gathering->waited.len, sizeof *gathering->waited.at, by_channel);
    return true;
}

/* -- one channel -- */

struct channel_work {
    struct gathering *gathering;
    size_t channel;
    struct alert_plan_told *told; /* by flaw; told_us 0: never */
    struct alert_plan_pick *picks;
    size_t pick_count;
    /* Flaws of a first SBOM below the channel's threshold: a digest of it counts them, and does not name them. */
    struct alert_plan_pick *below;
    size_t below_count;
};

static bool find_told(struct channel_work *work, struct err *err)
{
    const struct alert_scope *scope = work->gathering->scope;
    struct alert_flaws *flaws = &work->gathering->flaws;
    struct alert_told_row *rows;
    size_t count;
    int64_t *ids = arena_take_array(scope->arena, flaws->list.len, sizeof *ids);
    work->told = arena_take_array(scope->arena, flaws->list.len, sizeof *work->told);
    for (size_t i = 0; ids && i < flaws->list.len; i++)
        ids[i] = flaws->list.at[i].plan.vulnerability_id;
    if (!arena_check(scope->arena, err) ||
        !alert_rows_told(scope->db, scope->channels[work->channel].id, ids, flaws->list.len,
            scope->arena, &rows, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t place = alert_flaws_place(flaws, rows[i].vulnerability_id);
        if (place < flaws->list.len)
            work->told[place] = rows[i].told;
    }
    return true;
}

/* What happened to a flaw as this channel is to see it: with what waited for it. */
static struct alert_plan_flaw flaw_of(
    const struct channel_work *work, size_t place, const struct waited *waited, int64_t *ret_since)
{
    const struct alert_flaws *flaws = &work->gathering->flaws;
    struct alert_plan_flaw flaw = flaws->list.at[place].plan;
    int64_t since_us = flaws->list.at[place].since_us;
    if (waited) {
        since_us = flaw.what && since_us < waited->since_us ? since_us : waited->since_us;
        flaw.what |= waited->what;
        flaw.was_held = alert_quiet_is_set(&work->gathering->scope->plans[work->channel].quiet);
        flaw.is_first = false;
    }
    flaw.new_service_count = alert_flaws_new_services(flaws, place, since_us);
    *ret_since = since_us;
    return flaw;
}

static void take(struct channel_work *work, const struct alert_plan_flaw *flaw, size_t place,
    const struct alert_plan_choice *choice, int64_t since_us)
{
    struct gathering *gathering = work->gathering;
    const struct alert_scope *scope = gathering->scope;
    int64_t channel_id = scope->channels[work->channel].id;
    struct alert_plan_pick pick = {.flaw = place,
        .kind = choice->kind,
        .cause = choice->cause,
        .is_first = flaw->is_first,
        .was_held = flaw->was_held,
        .is_kev = flaw->is_kev,
        .rank = flaw->rank};
    switch (choice->verdict) {
    case ALERT_PLAN_TELL:
        work->picks[work->pick_count++] = pick;
        *VEC_ADD(&gathering->told) = (struct alert_told_row){channel_id, flaw->vulnerability_id,
            {.priority = flaw->priority, .is_kev = flaw->is_kev, .told_us = scope->now_us}};
        break;
    case ALERT_PLAN_HOLD:
        *VEC_ADD(&gathering->held) = (struct alert_held_row){.channel_id = channel_id,
            .vulnerability_id = flaw->vulnerability_id,
            .team_id = scope->team_id,
            .since_us = since_us,
            .release_us = choice->release_us,
            .what = flaw->what};
        break;
    case ALERT_PLAN_SKIP:
        if (flaw->is_first && flaw->ticket_count && !flaw->is_muted)
            work->below[work->below_count++] = pick;
        break;
    }
}

static void choose(struct channel_work *work)
{
    struct gathering *gathering = work->gathering;
    const struct alert_scope *scope = gathering->scope;
    const struct alert_plan_channel *plan = &scope->plans[work->channel];
    size_t next = 0;
    while (next < gathering->waited.len && gathering->waited.at[next].channel_id < plan->id)
        next++;
    for (size_t i = 0; i < gathering->flaws.list.len; i++) {
        const struct waited *waited = NULL;
        if (next < gathering->waited.len && gathering->waited.at[next].channel_id == plan->id &&
            gathering->waited.at[next].flaw == i)
            waited = &gathering->waited.at[next++];
        if (!waited && gathering->flaws.list.at[i].plan.what == 0)
            continue;
        int64_t since_us;
        struct alert_plan_flaw flaw = flaw_of(work, i, waited, &since_us);
        struct alert_plan_choice choice = alert_plan_choose(plan, &flaw,
            work->told[i].told_us ? &work->told[i] : NULL, &scope->zone, scope->now_us);
        take(work, &flaw, i, &choice, since_us);
    }
}

static bool tell_digest(struct channel_work *work, const struct alert_plan_message *message,
    size_t number, struct err *err)
{
    const struct alert_scope *scope = work->gathering->scope;
    size_t count = message->count;
    const struct alert_plan_pick *picks = work->picks + message->from;
    struct alert_compose_about about = {.kind = ALERT_DIGEST, .cause = message->cause};
    if (picks[0].is_first && work->below_count) {
        struct alert_plan_pick *all =
            arena_take_array(scope->arena, count + work->below_count, sizeof *all);
        if (!all)
            return arena_check(scope->arena, err);
        memcpy(all, picks, count * sizeof *all);
        memcpy(all + count, work->below, work->below_count * sizeof *all);
        picks = all;
        count += work->below_count;
    }
    about.key = arena_format(scope->arena, "digest:%lld:%zu:%lld", (long long)scope->now_us, number,
        (long long)work->gathering->flaws.list.at[picks[0].flaw].plan.vulnerability_id);
    return alert_flaws_sum(&work->gathering->flaws, picks, count, scope->arena, &about, err) &&
           alert_compose_digest(&work->gathering->compose, work->channel, &about, err);
}

static bool tell_flaw(
    struct channel_work *work, const struct alert_plan_message *message, struct err *err)
{
    const struct alert_scope *scope = work->gathering->scope;
    const struct alert_flaws_flaw *flaw =
        &work->gathering->flaws.list.at[work->picks[message->from].flaw];
    struct alert_compose_about about = {.kind = message->kind,
        .cause = message->cause,
        .vulnerability_id = flaw->plan.vulnerability_id,
        .key = arena_format(scope->arena, "flaw:%lld:%lld", (long long)flaw->plan.vulnerability_id,
            (long long)scope->now_us)};
    return alert_compose_flaw(&work->gathering->compose, work->channel, &about, err);
}

static bool tell_channel(struct gathering *gathering, size_t channel, struct err *err)
{
    const struct alert_scope *scope = gathering->scope;
    size_t flaw_count = gathering->flaws.list.len;
    struct channel_work work = {.gathering = gathering, .channel = channel};
    struct alert_plan_message *messages =
        arena_take_array(scope->arena, flaw_count, sizeof *messages);
    work.picks = arena_take_array(scope->arena, flaw_count, sizeof *work.picks);
    work.below = arena_take_array(scope->arena, flaw_count, sizeof *work.below);
    if (!messages || !work.picks || !work.below)
        return arena_check(scope->arena, err);
    if (!find_told(&work, err))
        return false;
    choose(&work);
    size_t count =
        alert_plan_fold(work.picks, work.pick_count, scope->plans[channel].tells, messages);
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = messages[i].is_digest ? tell_digest(&work, &messages[i], i, err)
                                      : tell_flaw(&work, &messages[i], err);
    return is_ok;
}

/* -- all channels -- */

static bool plan(struct gathering *gathering, struct err *err)
{
    const struct alert_scope *scope = gathering->scope;
    if (!find_hits(gathering, err))
        return false;
    if (gathering->flaws.list.len == 0 || scope->channel_count == 0)
        return true;
    bool is_ok = alert_flaws_find(&gathering->flaws, scope, err);
    for (size_t i = 0; is_ok && i < scope->channel_count; i++)
        is_ok = tell_channel(gathering, i, err);
    return is_ok && alert_compose_end(&gathering->compose, err) &&
           alert_rows_write_told(scope->db, gathering->told.at, gathering->told.len, err) &&
           alert_rows_write_held(scope->db, gathering->held.at, gathering->held.len, err);
}

bool alert_gather_run(const struct alert_scope *scope, size_t *ret_count, struct err *err)
{
    struct gathering gathering = {
        .scope = scope, .flaws = {.arena = scope->arena}, .compose = {.scope = scope}};
    bool is_ok = plan(&gathering, err);
    if (is_ok)
        *ret_count = gathering.compose.message_count;
    alert_flaws_done(&gathering.flaws);
    alert_compose_done(&gathering.compose);
    VEC_DONE(&gathering.waited);
    VEC_DONE(&gathering.told);
    VEC_DONE(&gathering.held);
    return is_ok;
}
