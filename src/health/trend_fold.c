/* SPDX-License-Identifier: Apache-2.0 */
#include "health/trend_fold.h"

#include "base/clock.h"
#include "domain/ssvc.h"
#include "ticket/ticket_fold.h"

_Static_assert(SSVC_IMMEDIATE + 1 == TREND_PRIORITIES, "a place for each priority");
_Static_assert(TICKET_ACCEPTED + 1 == TREND_CAUSES, "a place for each cause");

struct state {
    enum ticket_state state;
    enum ticket_cause cause;
    int64_t priority, due_us;
};

struct fold {
    const struct trend_ticket *ticket;
    const struct trend_sink *sink;
    struct ticket_fold columns;
    struct state now;
    bool is_at_work, has_been, is_acknowledged;
    bool is_ghost; /* opened and closed in one step: nobody ever saw it open */
    int64_t since_us, stretch_us;
    int64_t answer_by_us; /* of an immediate one that nobody has acknowledged; 0: none */
};

static bool is_work(enum ticket_state state)
{
    return state != TICKET_COMPLETED && state != TICKET_CLOSED;
}

static void hit(struct fold *fold, int64_t at_us, size_t place)
{
    if (!fold->is_ghost)
        fold->sink->hit(fold->sink->context, fold->ticket,
            &(struct trend_hit){
                .ticket_id = fold->ticket->id, .at_us = at_us, .at = (enum trend_count)place});
}

static void hit_time(struct fold *fold, int64_t at_us, enum trend_time time, int64_t from_us)
{
    if (!fold->is_ghost)
        fold->sink->hit(fold->sink->context, fold->ticket,
            &(struct trend_hit){.ticket_id = fold->ticket->id,
                .at_us = at_us,
                .at = TREND_COUNTS,
                .time = time,
                .took_us = at_us - from_us});
}

static void end_stretch(struct fold *fold, const struct state *stood, int64_t to_us)
{
    struct trend_stretch stretch = {fold->stretch_us, to_us, stood->priority, stood->due_us};
    if (fold->sink->stood && !fold->is_ghost && stretch.from_us < to_us)
        fold->sink->stood(fold->sink->context, fold->ticket, &stretch);
    fold->stretch_us = to_us;
}

/* -- acknowledging -- */

/* A day is given from when it is immediate and nobody has looked at it. */
static void await(struct fold *fold, int64_t at_us)
{
    bool is_awaited = fold->now.priority == SSVC_IMMEDIATE && !fold->is_acknowledged;
    if (!is_awaited)
        fold->answer_by_us = 0;
    else if (!fold->answer_by_us)
        fold->answer_by_us = at_us + CLOCK_DAY_US;
}

static void miss(struct fold *fold, int64_t until_us)
{
    if (!fold->is_at_work || !fold->answer_by_us || until_us < fold->answer_by_us)
        return;
    hit(fold, fold->answer_by_us, TREND_MISSED_DAY);
    /* Once is enough: it is not awaited again before it is opened again. */
    fold->answer_by_us = INT64_MAX;
}

static void acknowledge(struct fold *fold, int64_t at_us, bool by_person)
{
    if (fold->is_acknowledged)
        return;
    if (fold->answer_by_us && fold->answer_by_us != INT64_MAX)
        hit(fold, at_us, TREND_MET_DAY);
    fold->is_acknowledged = true;
    fold->answer_by_us = 0;
    if (by_person)
        hit_time(fold, at_us, TREND_ACK, fold->since_us);
}

/* -- beginning and ending -- */

/* By an advisory, or by an SBOM, which is in the name of who uploaded it; not by a person's word. */
static bool is_seen_again(const struct trend_event *event)
{
    return text_is(event->kind, "reopened") &&
           (event->account_id == 0 || text_find_text(event->sets, TEXT("\"sbom_number\":")) >= 0);
}

static void tell_return(
    struct fold *fold, const struct trend_event *event, const struct state *before)
{
    bool is_seen = is_seen_again(event);
    bool was_over = before->state == TICKET_CLOSED &&
                    (before->cause == TICKET_FIXED || before->cause == TICKET_REMOVED);
    if (is_seen && was_over)
        hit(fold, event->at_us, TREND_CAME_BACK + (size_t)fold->now.priority);
    else if (is_seen && before->state == TICKET_COMPLETED)
        hit(fold, event->at_us, TREND_STILL_THERE);
    else
        hit(fold, event->at_us, TREND_REOPENED);
}

/* What came with an upload was not waited for: only what kenzen found by new advisories took its time. */
static void tell_opening(struct fold *fold, const struct trend_event *event)
{
    const struct trend_ticket *ticket = fold->ticket;
    int64_t from_us =
        ticket->published_us > ticket->part_us ? ticket->published_us : ticket->part_us;
    hit(fold, event->at_us, TREND_OPENED + (size_t)fold->now.priority);
    if (event->account_id == 0 && ticket->published_us && from_us <= event->at_us)
        hit_time(fold, event->at_us, TREND_KNOW, from_us);
}

static void begin(struct fold *fold, const struct trend_event *event, const struct state *before)
{
    fold->is_at_work = true;
    fold->is_acknowledged = fold->now.state != TICKET_OPEN;
    fold->since_us = fold->stretch_us = event->at_us;
    fold->answer_by_us = 0;
    await(fold, event->at_us);
    if (fold->has_been)
        tell_return(fold, event, before);
    else
        tell_opening(fold, event);
    fold->has_been = true;
}

static void end(struct fold *fold, const struct trend_event *event, const struct state *before)
{
    bool is_completed = fold->now.state == TICKET_COMPLETED;
    enum ticket_cause cause = is_completed ? TICKET_NO_CAUSE : fold->now.cause;
    bool is_fixed = is_completed || cause == TICKET_FIXED || cause == TICKET_REMOVED ||
                    cause == TICKET_NOT_AFFECTED;
    end_stretch(fold, before, event->at_us);
    acknowledge(fold, event->at_us, event->account_id != 0);
    hit(fold, event->at_us, TREND_ENDED + (size_t)cause);
    fold->is_at_work = false;
    /* Its twin goes on. */
    if (cause == TICKET_DUPLICATE)
        return;
    if (!before->due_us)
        hit(fold, event->at_us, TREND_NOT_DUE);
    else
        hit(fold, event->at_us,
            (event->at_us <= before->due_us ? TREND_IN_TIME : TREND_LATE) +
                (size_t)before->priority);
    if (!is_fixed)
        return;
    hit(fold, event->at_us, TREND_FIXED);
    hit_time(fold, event->at_us, TREND_FIX, fold->since_us);
}

static void go_on(struct fold *fold, const struct trend_event *event, const struct state *before)
{
    if (before->priority != fold->now.priority || before->due_us != fold->now.due_us)
        end_stretch(fold, before, event->at_us);
    if (before->state == TICKET_OPEN && fold->now.state != TICKET_OPEN)
        acknowledge(fold, event->at_us, event->account_id != 0);
    await(fold, event->at_us);
}

/* -- reading -- */

/* Events of before they said what they set: their kinds tell. */
static void take_kind(struct state *now, struct text kind)
{
    static const struct {
        const char *kind;
        enum ticket_state state;
        enum ticket_cause cause;
    } kinds[] = {
        {"reopened", TICKET_OPEN, TICKET_NO_CAUSE},
        {"acknowledged", TICKET_ACKNOWLEDGED, TICKET_NO_CAUSE},
        {"scheduled", TICKET_SCHEDULED, TICKET_NO_CAUSE},
        {"completed", TICKET_COMPLETED, TICKET_NO_CAUSE},
        {"closed", TICKET_CLOSED, TICKET_FIXED},
        {"wrong_match", TICKET_CLOSED, TICKET_WRONG_MATCH},
        {"not_affected", TICKET_CLOSED, TICKET_NOT_AFFECTED},
    };
    for (size_t i = 0; i < LEN_OF(kinds); i++)
        if (text_is(kind, kinds[i].kind)) {
            now->state = kinds[i].state;
            now->cause = kinds[i].cause;
        }
}

static void take_columns(struct state *now, const struct ticket_fold *columns)
{
    const struct db_value *priority = &columns->at[FOLD_priority];
    if (columns->at[FOLD_state].kind == DB_KIND_TEXT)
        now->state = ticket_state_read(columns->at[FOLD_state].text);
    now->cause = columns->at[FOLD_cause].kind == DB_KIND_TEXT
                     ? ticket_cause_read(columns->at[FOLD_cause].text)
                     : TICKET_NO_CAUSE;
    if (priority->kind == DB_KIND_INT && priority->number >= 0 &&
        priority->number < TREND_PRIORITIES)
        now->priority = priority->number;
    now->due_us = columns->at[FOLD_due_us].number;
}

static bool take(struct fold *fold, const struct trend_event *event, bool is_ghost,
    struct arena *arena, struct err *err)
{
    struct state before = fold->now;
    miss(fold, event->at_us);
    if (text_is(event->sets, "{}"))
        take_kind(&fold->now, event->kind);
    else if (!ticket_fold_add(&fold->columns, event->sets, arena, err))
        return err_add(err, "event of ticket %lld", (long long)event->ticket_id);
    else
        take_columns(&fold->now, &fold->columns);
    bool is_at_work = is_work(fold->now.state);
    if (!fold->is_at_work && is_at_work) {
        fold->is_ghost = is_ghost;
        begin(fold, event, &before);
    } else if (fold->is_at_work && !is_at_work) {
        end(fold, event, &before);
        fold->is_ghost = false;
    } else if (fold->is_at_work)
        go_on(fold, event, &before);
    return true;
}

bool trend_fold(const struct trend_ticket *ticket, const struct trend_event *events, size_t count,
    int64_t until_us, const struct trend_sink *sink, struct arena *arena, struct err *err)
{
    struct fold fold = {.ticket = ticket, .sink = sink, .now = {.priority = ticket->priority}};
    if (ticket->gone_us && ticket->gone_us < until_us)
        until_us = ticket->gone_us;
    for (size_t i = 0; i < count && events[i].at_us <= until_us; i++) {
        bool is_ghost = i + 1 < count && text_is(events[i + 1].kind, "closed") &&
                        events[i + 1].at_us == events[i].at_us;
        if (!take(&fold, &events[i], is_ghost, arena, err))
            return false;
    }
    miss(&fold, until_us);
    if (fold.is_at_work)
        end_stretch(&fold, &fold.now, ticket->gone_us ? until_us : INT64_MAX);
    return true;
}
