/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_preview.h"

#include <stdlib.h>

#include "alert/alert_replay_rows.h"
#include "base/map.h"
#include "base/vec.h"
#include "codec/json.h"

#define HOUR_US (3600 * CLOCK_SECOND_US)

/* A flaw, and what each channel was told of it. */
struct flaw {
    struct alert_plan_flaw plan; /* filled when something is planned */
    struct text name;
    int64_t since_us;
    bool is_noted, is_first;
    unsigned what;
    size_t first_ticket; /* heads the chain of its tickets */
};

/* What waits for a channel. */
struct hold {
    int64_t release_us, since_us;
    unsigned what;
};

struct replay {
    const struct alert_scope *scope;
    struct alert_preview *preview;
    struct alert_past past;
    int64_t since_us, now_us;
    struct flaw *flaws;
    size_t flaw_count;
    size_t *next_ticket;          /* by ticket: the next of its flaw, or SIZE_MAX */
    struct alert_plan_told *told; /* flaw × channel */
    struct hold *holds;           /* the same; release_us 0: nothing waits */
    int64_t *days;                /* of channels' line-ups */
    struct {
        VEC(size_t);
    } noted; /* flaws that something happened to */
    int64_t first_note_us, last_note_us;
    struct alert_plan_pick *picks;
    struct alert_plan_message *messages;
};

/* -- setting up -- */

static struct text id_key(const int64_t *id)
{
    return (struct text){(const char *)id, sizeof *id};
}

static void index_flaws(struct replay *replay)
{
    struct map by_id = {0};
    for (size_t i = 0; i < replay->past.ticket_count; i++) {
        struct alert_past_ticket *ticket = &replay->past.tickets[i];
        uint32_t at = (uint32_t)replay->flaw_count;
        if (map_add(&by_id, id_key(&ticket->vulnerability_id), at, &at)) {
            replay->flaws[at] =
                (struct flaw){.plan = {.vulnerability_id = ticket->vulnerability_id},
                    .name = ticket->vulnerability,
                    .first_ticket = SIZE_MAX};
            replay->flaw_count++;
        }
        ticket->flaw = at;
        replay->next_ticket[i] = replay->flaws[at].first_ticket;
        replay->flaws[at].first_ticket = i;
    }
    map_done(&by_id);
}

static bool set_up(struct replay *replay, struct err *err)
{
    struct arena *arena = replay->scope->arena;
    size_t count = replay->past.ticket_count, channels = replay->scope->channel_count;
    replay->flaws = arena_take_array(arena, count, sizeof *replay->flaws);
    replay->next_ticket = arena_take_array(arena, count, sizeof *replay->next_ticket);
    replay->told = arena_take_array(arena, count * channels, sizeof *replay->told);
    replay->holds = arena_take_array(arena, count * channels, sizeof *replay->holds);
    replay->days = arena_take_array(arena, channels, sizeof *replay->days);
    replay->picks = arena_take_array(arena, count, sizeof *replay->picks);
    replay->messages = arena_take_array(arena, count, sizeof *replay->messages);
    replay->preview->channels =
        arena_take_array(arena, channels, sizeof *replay->preview->channels);
    if (!arena_check(arena, err))
        return false;
    index_flaws(replay);
    return true;
}

static struct alert_past_ticket *find_ticket(struct replay *replay, int64_t id)
{
    size_t low = 0, high = replay->past.ticket_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (replay->past.tickets[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_there = low < replay->past.ticket_count && replay->past.tickets[low].id == id;
    return is_there ? &replay->past.tickets[low] : NULL;
}

/* -- counting -- */

static void count_message(
    struct replay *replay, size_t channel, const struct alert_preview_message *message)
{
    struct alert_preview_channel *counts = &replay->preview->channels[channel];
    if (replay->now_us < replay->since_us)
        return;
    counts->message_count++;
    counts->by_kind[message->kind]++;
    if (counts->shown_count == ALERT_PREVIEW_SHOWN) {
        memmove(
            counts->shown, counts->shown + 1, (ALERT_PREVIEW_SHOWN - 1) * sizeof *counts->shown);
        counts->shown_count--;
    }
    counts->shown[counts->shown_count] = *message;
    counts->shown[counts->shown_count++].at_us = replay->now_us;
}

/* -- planning, as alert_gather.c does with the database -- */

static void stand(struct replay *replay, struct flaw *flaw, int64_t since_us)
{
    struct alert_plan_flaw *plan = &flaw->plan;
    *plan = (struct alert_plan_flaw){.vulnerability_id = plan->vulnerability_id};
    for (size_t i = flaw->first_ticket; i != SIZE_MAX; i = replay->next_ticket[i]) {
        const struct alert_past_ticket *ticket = &replay->past.tickets[i];
        if (!ticket->is_open || ticket->is_silent)
            continue;
        plan->ticket_count++;
        plan->is_kev = plan->is_kev || (ticket->is_kev && ticket->kev_us <= replay->now_us);
        plan->new_service_count += ticket->is_new_to_team && ticket->opened_us >= since_us;
        if (ticket->priority > plan->priority)
            plan->priority = ticket->priority;
        if (ticket->rank > plan->rank)
            plan->rank = ticket->rank;
    }
}

/* What happened to a flaw, or waited, for one channel; false when nothing did. */
static bool take(struct replay *replay, size_t place, size_t channel, bool is_gathered,
    struct alert_plan_pick *pick)
{
    const struct alert_scope *scope = replay->scope;
    struct flaw *flaw = &replay->flaws[place];
    struct hold *hold = &replay->holds[place * scope->channel_count + channel];
    struct alert_plan_told *told = &replay->told[place * scope->channel_count + channel];
    bool was_held = hold->release_us && hold->release_us <= replay->now_us;
    unsigned what = is_gathered ? flaw->what : 0;
    int64_t since_us = is_gathered ? flaw->since_us : INT64_MAX;
    if (was_held) {
        what |= hold->what;
        since_us = since_us < hold->since_us ? since_us : hold->since_us;
        hold->release_us = 0;
    }
    if (!what)
        return false;
    stand(replay, flaw, since_us);
    flaw->plan.what = what;
    flaw->plan.was_held = was_held && alert_quiet_is_set(&scope->plans[channel].quiet);
    flaw->plan.is_first = flaw->is_first && !was_held;
    struct alert_plan_choice choice = alert_plan_choose(&scope->plans[channel], &flaw->plan,
        told->told_us ? told : NULL, &scope->zone, replay->now_us);
    if (choice.verdict == ALERT_PLAN_HOLD) {
        unsigned waits = hold->release_us ? hold->what : 0;
        *hold = (struct hold){choice.release_us, since_us, what | waits};
    }
    if (choice.verdict != ALERT_PLAN_TELL)
        return false;
    *told = (struct alert_plan_told){flaw->plan.priority, flaw->plan.is_kev, replay->now_us};
    *pick = (struct alert_plan_pick){.flaw = place,
        .kind = choice.kind,
        .cause = choice.cause,
        .is_first = flaw->plan.is_first,
        .was_held = flaw->plan.was_held,
        .is_kev = flaw->plan.is_kev,
        .rank = flaw->plan.rank};
    return true;
}

static void send(struct replay *replay, size_t channel, size_t pick_count)
{
    size_t count = alert_plan_fold(
        replay->picks, pick_count, replay->scope->plans[channel].tells, replay->messages);
    for (size_t i = 0; i < count; i++) {
        const struct alert_plan_message *message = &replay->messages[i];
        struct text name = replay->flaws[replay->picks[message->from].flaw].name;
        count_message(replay, channel,
            &(struct alert_preview_message){.kind = message->kind,
                .cause = message->cause,
                .vulnerability = message->is_digest ? TEXT("") : name,
                .flaw_count = (int64_t)message->count});
    }
}

static void gather(struct replay *replay)
{
    for (size_t channel = 0; channel < replay->scope->channel_count; channel++) {
        size_t count = 0;
        for (size_t i = 0; i < replay->noted.len; i++)
            count += take(replay, replay->noted.at[i], channel, true, &replay->picks[count]);
        send(replay, channel, count);
    }
    for (size_t i = 0; i < replay->noted.len; i++)
        replay->flaws[replay->noted.at[i]].is_noted = false;
    replay->noted.len = 0;
}

static void release(struct replay *replay)
{
    for (size_t channel = 0; channel < replay->scope->channel_count; channel++) {
        size_t count = 0;
        for (size_t i = 0; i < replay->flaw_count; i++)
            count += take(replay, i, channel, false, &replay->picks[count]);
        send(replay, channel, count);
    }
}

/* -- dates -- */

/* Counts what is told of many dated tickets: by flaw, one digest where there are more than are told singly. */
struct dated {
    enum alert_kind kind;
    enum alert_cause cause;
    size_t flaw_count;
    struct text name; /* of the only one */
    size_t last;      /* flaw */
};

static void add_dated(struct replay *replay, struct dated *dated, size_t flaw, enum alert_kind kind)
{
    /* Of tickets in the order of their ids, those of one flaw need not stand together. */
    if (replay->flaws[flaw].is_noted)
        return;
    replay->flaws[flaw].is_noted = true;
    *VEC_ADD(&replay->noted) = flaw;
    dated->kind = kind;
    dated->flaw_count++;
    dated->last = flaw;
}

static void send_dated(struct replay *replay, size_t channel, struct dated *dated, size_t most)
{
    bool is_digest =
        dated->flaw_count > most && replay->scope->plans[channel].tells & ALERT_TELLS_DIGEST;
    size_t count = is_digest ? 1 : dated->flaw_count;
    if (count > ALERT_PLAN_HANDFUL)
        count = ALERT_PLAN_HANDFUL;
    for (size_t i = 0; i < count; i++)
        count_message(replay, channel,
            &(struct alert_preview_message){.kind = is_digest ? ALERT_DIGEST : dated->kind,
                .cause = dated->cause,
                .vulnerability = is_digest ? TEXT("") : replay->flaws[replay->noted.at[i]].name,
                .flaw_count = is_digest ? (int64_t)dated->flaw_count : 1});
    for (size_t i = 0; i < replay->noted.len; i++)
        replay->flaws[replay->noted.at[i]].is_noted = false;
    replay->noted.len = 0;
}

static void line_up(struct replay *replay, size_t channel, int64_t from, int64_t today)
{
    const struct alert_scope *scope = replay->scope;
    const struct alert_plan_channel *plan = &scope->plans[channel];
    struct dated dated = {.cause = ALERT_BY_SCHEDULE};
    for (size_t i = 0; i < replay->past.ticket_count; i++) {
        const struct alert_past_ticket *ticket = &replay->past.tickets[i];
        if (!ticket->is_open || ticket->is_silent || !ticket->due_us ||
            ticket->priority < plan->least_priority)
            continue;
        enum alert_plan_line line =
            alert_plan_line(&scope->policy, ticket->priority, ticket->due_day, from, today);
        enum alert_kind kind = line == ALERT_PLAN_LATE ? ALERT_OVERDUE : ALERT_REMINDER;
        bool was_told = line == ALERT_PLAN_LATE && ticket->priority == SSVC_IMMEDIATE &&
                        ticket->due_day >= from - 1;
        if (line != ALERT_PLAN_NOT && !was_told && plan->tells & alert_told_bit(kind))
            add_dated(replay, &dated, ticket->flaw, kind);
    }
    send_dated(replay, channel, &dated, 1);
}

static void line_up_all(struct replay *replay)
{
    const struct alert_scope *scope = replay->scope;
    int64_t today = zone_time(&scope->zone, replay->now_us).day;
    for (size_t i = 0; i < scope->channel_count; i++) {
        if (replay->days[i] >= today ||
            replay->now_us <
                alert_plan_morning_us(&scope->policy, &scope->plans[i].quiet, &scope->zone, today))
            continue;
        int64_t from = replay->days[i] + 1 > today - 6 ? replay->days[i] + 1 : today - 6;
        line_up(replay, i, replay->days[i] ? from : today, today);
        replay->days[i] = today;
    }
}

/* What became due in the last hour, of the most urgent. */
static void note_due(struct replay *replay)
{
    for (size_t i = 0; i < replay->past.ticket_count; i++) {
        const struct alert_past_ticket *ticket = &replay->past.tickets[i];
        struct flaw *flaw = &replay->flaws[ticket->flaw];
        if (!ticket->is_open || ticket->priority != SSVC_IMMEDIATE ||
            ticket->due_us > replay->now_us || ticket->due_us <= replay->now_us - HOUR_US ||
            flaw->is_noted)
            continue;
        flaw->is_noted = true;
        flaw->is_first = false;
        flaw->what = ALERT_PLAN_OVERDUE;
        flaw->since_us = replay->now_us;
        *VEC_ADD(&replay->noted) = ticket->flaw;
    }
    gather(replay);
}

static bool is_late(const struct replay *replay, struct alert_past_ticket *ticket)
{
    int64_t days = replay->scope->policy.escalate_overdue_days;
    bool is = days && ticket->due_us && !ticket->is_late_told &&
              ticket->due_us + days * CLOCK_DAY_US < replay->now_us;
    ticket->is_late_told = ticket->is_late_told || is;
    return is;
}

static bool is_unseen(const struct replay *replay, struct alert_past_ticket *ticket)
{
    int64_t hours = replay->scope->policy.escalate_unseen_hours;
    bool is = hours && !ticket->is_seen && ticket->priority == SSVC_IMMEDIATE &&
              !ticket->is_unseen_told && ticket->since_us + hours * HOUR_US < replay->now_us;
    ticket->is_unseen_told = ticket->is_unseen_told || is;
    return is;
}

static void escalate(struct replay *replay, size_t channel, enum alert_cause cause,
    bool (*is_due)(const struct replay *replay, struct alert_past_ticket *ticket))
{
    const struct alert_scope *scope = replay->scope;
    const struct alert_quiet *quiet = &scope->plans[channel].quiet;
    bool passes = cause == ALERT_BY_UNACKNOWLEDGED && quiet->immediate_passes;
    struct dated dated = {.cause = cause};
    if (!passes && alert_quiet_is(quiet, &scope->zone, replay->now_us))
        return;
    for (size_t i = 0; i < replay->past.ticket_count; i++) {
        struct alert_past_ticket *ticket = &replay->past.tickets[i];
        if (ticket->is_open && !ticket->is_silent && is_due(replay, ticket))
            add_dated(replay, &dated, ticket->flaw, ALERT_ESCALATION);
    }
    send_dated(replay, channel, &dated, ALERT_PLAN_HANDFUL);
}

static void escalate_all(struct replay *replay)
{
    const struct alert_scope *scope = replay->scope;
    for (size_t i = 0; i < scope->channel_count; i++)
        if (scope->channels[i].id == scope->policy.escalate_channel_id &&
            scope->plans[i].tells & ALERT_TELLS_ESCALATION) {
            escalate(replay, i, ALERT_BY_UNACKNOWLEDGED, is_unseen);
            escalate(replay, i, ALERT_BY_OVERDUE, is_late);
        }
}

/* -- the past -- */

static void take_sets(
    struct replay *replay, struct alert_past_ticket *ticket, const struct alert_past_event *event)
{
    struct json doc = {0};
    struct err err;
    if (!json_read(&doc, event->sets, &err))
        return;
    yyjson_val *root = json_root(&doc), *value;
    if ((value = json_get(root, "priority")) && yyjson_get_int(value) >= 0 &&
        yyjson_get_int(value) < ALERT_PRIORITIES) {
        ticket->priority = (int)yyjson_get_int(value);
        ticket->since_us = event->at_us;
        ticket->is_unseen_told = false;
    }
    if ((value = json_get(root, "due_us"))) {
        ticket->due_us = yyjson_get_sint(value);
        ticket->due_day = zone_time(&replay->scope->zone, ticket->due_us).day;
        ticket->is_late_told = false;
    }
    if ((value = json_get(root, "state"))) {
        struct text state = json_get_text(root, "state");
        ticket->is_open = !text_is(state, "closed") && !text_is(state, "completed");
        ticket->is_seen = !text_is(state, "open");
    }
    json_done(&doc);
}

static bool has_service(const struct replay *replay, const struct alert_past_ticket *ticket)
{
    size_t i = replay->flaws[ticket->flaw].first_ticket;
    for (; i != SIZE_MAX; i = replay->next_ticket[i]) {
        const struct alert_past_ticket *other = &replay->past.tickets[i];
        if (other != ticket && other->opened_us && other->service_id == ticket->service_id &&
            other->is_open)
            return true;
    }
    return false;
}

static void take_note(struct replay *replay, struct alert_past_ticket *ticket,
    const struct alert_past_event *event, const struct alert_note *note)
{
    struct flaw *flaw = &replay->flaws[ticket->flaw];
    if (note->what & ALERT_NOTE_OPENED) {
        ticket->is_new_to_team = !has_service(replay, ticket);
        ticket->opened_us = event->at_us;
    }
    if (event->at_us >= replay->since_us)
        replay->preview->finding_count++;
    if (replay->noted.len == 0)
        replay->first_note_us = event->at_us;
    replay->last_note_us = event->at_us;
    if (!flaw->is_noted) {
        *VEC_ADD(&replay->noted) = ticket->flaw;
        flaw->is_noted = flaw->is_first = true;
        flaw->what = 0;
        flaw->since_us = event->at_us;
    }
    flaw->what |= note->what;
    flaw->is_first = flaw->is_first && event->is_first_sbom;
}

/* Notes are planned when enough time has passed, as alert_job_rows_due says. */
static void gather_before(struct replay *replay, int64_t at_us)
{
    if (replay->noted.len == 0)
        return;
    int64_t settled_us = replay->last_note_us + ALERT_PLAN_SETTLE_US;
    int64_t due_us = replay->first_note_us + ALERT_PLAN_GATHER_US;
    due_us = settled_us > due_us ? settled_us : due_us;
    if (due_us > replay->first_note_us + ALERT_PLAN_GATHER_MOST_US)
        due_us = replay->first_note_us + ALERT_PLAN_GATHER_MOST_US;
    if (due_us > at_us)
        return;
    replay->now_us = due_us;
    gather(replay);
}

/* What comes by the clock, hour by hour. */
static void tick(struct replay *replay, int64_t at_us)
{
    replay->now_us = at_us;
    if (replay->noted.len)
        gather(replay);
    release(replay);
    note_due(replay);
    line_up_all(replay);
    escalate_all(replay);
}

static void take_event(struct replay *replay, const struct alert_past_event *past)
{
    struct alert_past_ticket *ticket = find_ticket(replay, past->ticket_id);
    struct alert_note note;
    char kind[64];
    if (!ticket || past->kind.len >= sizeof kind)
        return;
    snprintf(kind, sizeof kind, "%.*s", TEXT_ARG(past->kind));
    take_sets(replay, ticket, past);
    struct ticket_event event = {.ticket_id = past->ticket_id,
        .seq = past->seq,
        .at_us = past->at_us,
        .account_id = past->account_id,
        .kind = kind,
        .detail = past->detail};
    if (alert_note_of(&event, &note))
        take_note(replay, ticket, past, &note);
}

static void run(struct replay *replay)
{
    int64_t next_tick_us = replay->since_us - 1; /* what was due before counts as told */
    for (size_t i = 0; i <= replay->past.event_count; i++) {
        bool is_end = i == replay->past.event_count;
        int64_t at_us = is_end ? replay->scope->now_us : replay->past.events[i].at_us;
        gather_before(replay, at_us < next_tick_us ? at_us : next_tick_us);
        for (; next_tick_us < at_us; next_tick_us += HOUR_US) {
            tick(replay, next_tick_us);
            gather_before(replay, next_tick_us + HOUR_US);
        }
        if (!is_end)
            take_event(replay, &replay->past.events[i]);
    }
}

bool alert_preview_run(const struct alert_scope *scope, int64_t since_us,
    struct alert_preview *ret_preview, struct err *err)
{
    struct alert_preview preview = {0};
    struct replay replay = {.scope = scope, .preview = &preview, .since_us = since_us};
    if (!alert_replay_rows(scope, since_us, &replay.past, err) || !set_up(&replay, err))
        return false;
    run(&replay);
    VEC_DONE(&replay.noted);
    preview.is_cut = replay.past.is_cut;
    *ret_preview = preview;
    return true;
}
