/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_work.h"

#include "base/rand.h"
#include "codec/json.h"
#include "ticket/mention.h"
#include "ticket/snooze.h"
#include "ticket/ticket_accept.h"
#include "ticket/ticket_explain.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_priority.h"
#include "ticket/ticket_rows.h"
#include "ticket/ticket_undo.h"
#include "ticket/ticket_vex.h"
#include "ticket/ticket_view.h"
#include "ticket/ticket_wrong.h"
#include "ticket/watch.h"

#define OPEN (1U << TICKET_OPEN)
#define ACKNOWLEDGED (1U << TICKET_ACKNOWLEDGED)
#define SCHEDULED (1U << TICKET_SCHEDULED)
#define IN_PROGRESS (1U << TICKET_IN_PROGRESS)
#define COMPLETED (1U << TICKET_COMPLETED)
#define CLOSED (1U << TICKET_CLOSED)
#define UNDONE (OPEN | ACKNOWLEDGED | SCHEDULED | IN_PROGRESS)
#define ANY (UNDONE | COMPLETED | CLOSED)

enum { STAYS = -1 };

/* From which states a verb leads where, and who may. */
static const struct {
    unsigned from;
    int to; /* enum ticket_state, or STAYS */
    const char *event;
    enum right right;
} rules[TICKET_VERBS] = {
    [TICKET_ACKNOWLEDGE] = {OPEN, TICKET_ACKNOWLEDGED, "acknowledged", RIGHT_TICKET_WORK},
    [TICKET_SCHEDULE] = {UNDONE, TICKET_SCHEDULED, "scheduled", RIGHT_TICKET_WORK},
    [TICKET_START] = {UNDONE & ~IN_PROGRESS, TICKET_IN_PROGRESS, "started", RIGHT_TICKET_WORK},
    [TICKET_STOP] = {IN_PROGRESS, TICKET_ACKNOWLEDGED, "stopped", RIGHT_TICKET_WORK},
    [TICKET_COMPLETE] = {UNDONE, TICKET_COMPLETED, "completed", RIGHT_TICKET_WORK},
    [TICKET_REOPEN] = {COMPLETED | CLOSED, TICKET_OPEN, "reopened", RIGHT_TICKET_WORK},
    [TICKET_ASSIGN] = {UNDONE, STAYS, "assigned", RIGHT_TICKET_WORK},
    [TICKET_SNOOZE] = {UNDONE, STAYS, "snoozed", RIGHT_TICKET_WORK},
    [TICKET_WAKE] = {UNDONE, STAYS, "woken", RIGHT_TICKET_WORK},
    [TICKET_UNDO] = {ANY, STAYS, "undone", RIGHT_TICKET_WORK},
    [TICKET_COMMENT] = {ANY, STAYS, "commented", RIGHT_TICKET_COMMENT},
    [TICKET_JUDGE_WRONG] = {UNDONE, TICKET_CLOSED, "wrong_match", RIGHT_TICKET_WORK},
    [TICKET_JUDGE_NOT_AFFECTED] = {UNDONE, TICKET_CLOSED, "not_affected", RIGHT_TICKET_WORK},
    [TICKET_ACCEPT] = {UNDONE, TICKET_CLOSED, "accepted", RIGHT_TICKET_ACCEPT},
    [TICKET_MITIGATE] = {UNDONE, STAYS, "mitigated", RIGHT_TICKET_WORK},
    [TICKET_UNMITIGATE] = {UNDONE, STAYS, "unmitigated", RIGHT_TICKET_WORK},
};

const char *ticket_work_forbids(
    enum ticket_verb verb, enum ticket_state state, enum ticket_cause cause)
{
    if (verb == TICKET_REOPEN && cause == TICKET_DUPLICATE)
        return "it is a duplicate: work on the ticket that it is a duplicate of";
    if (rules[verb].from & 1U << state)
        return NULL;
    if (verb == TICKET_STOP && (UNDONE & 1U << state))
        return "nobody is at work on the ticket";
    switch (state) {
    case TICKET_OPEN: return "the ticket is open: there is nothing to reopen";
    case TICKET_ACKNOWLEDGED: return "the ticket is acknowledged already";
    case TICKET_SCHEDULED: return "the ticket is scheduled already";
    case TICKET_IN_PROGRESS: return "the ticket is in progress already";
    case TICKET_COMPLETED: return "the ticket is completed: reopen it first";
    case TICKET_CLOSED: return "the ticket is closed: reopen it first";
    }
    return NULL;
}

struct work {
    const struct api_principal *who;
    const struct ticket_order *order;
    struct ticket ticket;
    struct text explanation, grounds; /* of a wrong match, JSON */
    struct mention_kept comment;
    struct arena arena;
};

enum right ticket_work_right(enum ticket_verb verb)
{
    return rules[verb].right;
}

static bool find_ticket(struct db *db, struct work *work, struct err *err)
{
    struct ticket_view view;
    const struct ticket_order *order = work->order;
    if (!ticket_view_find(
            db, work->who, order->ticket_id, rules[order->verb].right, &work->arena, &view, err))
        return false;
    work->ticket = view.ticket;
    if (order->version && order->version != view.ticket.version)
        return err_set(err, ERR_CONFLICT, "the ticket was changed meanwhile: look at it again");
    const char *why = ticket_work_forbids(order->verb, view.ticket.state, view.ticket.cause);
    return !why || err_set(err, ERR_CONFLICT, "%s", why);
}

static bool schedule(struct db *db, struct work *work, struct err *err)
{
    if (work->order->due_us == 0)
        return err_set(err, ERR_USAGE, "due_at: is missing");
    if (work->order->due_us < work->order->now_us)
        return err_set(err, ERR_USAGE, "due_at: lies in the past");
    work->ticket.due_us = work->order->due_us;
    work->ticket.due_source = TICKET_DUE_PERSON;
    return snooze_plan(db, work->order->due_us, work->order->now_us, err);
}

static bool add_action(
    struct db *db, const struct work *work, const struct action *said, struct err *err)
{
    struct action action = *said;
    action.id = rand_id(work->order->now_us);
    action.team_id = work->ticket.team_id;
    action.ticket_id = work->ticket.id;
    action.advisory_id = work->ticket.finding.id;
    action.created_us = work->order->now_us;
    return action_check(db, work->who, &action, err) && action_add(db, &action, err);
}

/* Writes the action down, and against which SBOM: a later one that still has the flaw opens the ticket again. */
static bool complete(struct db *db, struct work *work, struct err *err)
{
    struct ticket_part part;
    if (!add_action(db, work, &work->order->action, err) ||
        !ticket_rows_part(db, work->ticket.part_id, &work->arena, &part, err))
        return false;
    work->ticket.sbom_number = part.sbom_number;
    return true;
}

/* What VEX, a person or kenzen itself found counts no more, until something else is said or seen. */
static bool reopen(struct db *db, struct work *work, struct err *err)
{
    if (text_trim(work->order->text).len == 0)
        return err_set(err, ERR_USAGE, "reason: is missing");
    struct ticket_part part;
    struct ticket before = work->ticket;
    if (!ticket_rows_part(db, work->ticket.part_id, &work->arena, &part, err))
        return false;
    work->ticket.cause = TICKET_NO_CAUSE;
    work->ticket.closed_us = 0;
    work->ticket.due_us = 0;
    work->ticket.state = TICKET_OPEN;
    ticket_priority_set(&work->ticket, &before, &part, work->order->now_us, &work->arena);
    work->ticket.state = before.state;
    ticket_accept_end(&work->ticket);
    return ticket_undo_doubt(db, &work->ticket, &work->arena, err) &&
           ticket_vex_overrule(db, work->ticket.id, err);
}

static bool assign(struct db *db, struct work *work, struct err *err)
{
    struct team_member *members;
    size_t count;
    int64_t id = work->order->assignee_id;
    if (!team_member_list(db, work->ticket.team_id, &work->arena, &members, &count, err))
        return false;
    bool is_member = id == 0;
    for (size_t i = 0; i < count; i++)
        is_member = is_member || members[i].account_id == id;
    work->ticket.assignee_id = id;
    if (!is_member)
        return err_set(err, ERR_USAGE, "account_id: is no member of the team");
    return !id ||
           watch_begin(db, work->ticket.id, id, WATCH_BY_ASSIGNMENT, work->order->now_us, err);
}

/* Keeps who is named by their ids, and tells them from now on, as it tells the one who writes. */
static bool comment(struct db *db, struct work *work, struct err *err)
{
    const struct ticket_order *order = work->order;
    struct mention_person *people = NULL;
    size_t count = 0;
    if (text_trim(order->text).len == 0)
        return err_set(err, ERR_USAGE, "text: is missing");
    if (text_find(order->text, '@') >= 0 &&
        !mention_people(db, work->ticket.team_id, TEXT(""), 0, &work->arena, &people, &count, err))
        return false;
    bool is_ok = mention_keep(&work->comment, order->text, people, count, &work->arena, err) &&
                 watch_begin(db, work->ticket.id, work->who->account_id, WATCH_BY_COMMENT,
                     order->now_us, err);
    for (size_t i = 0; is_ok && i < work->comment.count; i++)
        is_ok = watch_begin(
            db, work->ticket.id, work->comment.ids[i], WATCH_BY_MENTION, order->now_us, err);
    return is_ok;
}

static bool snooze(struct db *db, const struct work *work, struct err *err)
{
    const struct ticket_order *order = work->order;
    if (!order->until_us && !order->is_until_fix)
        return err_set(err, ERR_USAGE, "until: is missing, and so is until_fix");
    if (order->until_us && order->until_us <= order->now_us)
        return err_set(err, ERR_USAGE, "until: lies in the past");
    if (order->is_until_fix && !text_is(work->ticket.fixed, "[]"))
        return err_set(err, ERR_CONFLICT, "until_fix: there is a fix already");
    return snooze_begin(db,
        &(struct snooze){.ticket_id = work->ticket.id,
            .account_id = work->who->account_id,
            .at_us = order->now_us,
            .until_us = order->until_us,
            .is_until_fix = order->is_until_fix},
        err);
}

static bool wake(struct db *db, const struct work *work, struct err *err)
{
    bool was_snoozed;
    if (!snooze_end(db, work->ticket.id, &was_snoozed, err))
        return false;
    return was_snoozed || err_set(err, ERR_CONFLICT, "the ticket is not snoozed");
}

/* Keeps what the person had before them: the explanation to be read later, the grounds to tell what is new. */
static bool keep_grounds(struct db *db, struct work *work, struct err *err)
{
    struct ticket_explain_component *components;
    size_t count;
    bool is_present;
    struct ticket_grounds grounds;
    if (!ticket_explain_components(
            db, &work->ticket, &work->arena, &components, &count, &is_present, err))
        return false;
    const struct sbom_component **list = arena_take_array(&work->arena, count, sizeof(*list));
    for (size_t i = 0; list && i < count; i++)
        list[i] = &components[i].component;
    if (!arena_check(&work->arena, err) || !ticket_wrong_grounds(&grounds, work->order->index, list,
                                               count, work->ticket.finding.id, &work->arena, err))
        return false;
    work->grounds = ticket_json_list(grounds.at, grounds.count, &work->arena);
    return ticket_wrong_keep(db, work->ticket.id, &grounds, &work->arena, err);
}

static bool explain(struct db *db, struct work *work, struct err *err)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    bool is_ok =
        ticket_explain_print(&out, db, work->order->index, &work->ticket, &work->arena, err);
    work->explanation = arena_text(&work->arena, buf_text(&out));
    buf_done(&out);
    return is_ok;
}

static bool can_explain(const struct ticket_order *order, struct err *err)
{
    bool is_judged = order->verb == TICKET_JUDGE_WRONG || order->verb == TICKET_JUDGE_NOT_AFFECTED;
    return !is_judged || order->index ||
           err_set(err, ERR_BUSY,
               "there is no advisory index here yet, so that the match cannot be explained");
}

/* Closes the ticket by a person's word. To find that a threat is none is an action too, of the kind "rejection". */
static bool judge(struct db *db, struct work *work, enum ticket_cause cause, struct err *err)
{
    if (!can_explain(work->order, err))
        return false;
    work->ticket.cause = cause;
    work->ticket.closed_us = work->order->now_us;
    work->ticket.mark_reason = (struct text){0};
    struct action action = {.kind = ACTION_REJECTION, .text = work->order->text};
    if (cause == TICKET_NOT_AFFECTED)
        action.text = arena_join(&work->arena,
            text_of(vex_justification_row(work->order->justification)->word), ": ",
            work->order->text);
    return explain(db, work, err) && keep_grounds(db, work, err) &&
           add_action(db, work, &action, err);
}

static bool judge_wrong(struct db *db, struct work *work, struct err *err)
{
    if (text_trim(work->order->text).len == 0)
        return err_set(err, ERR_USAGE, "reason: is missing");
    return judge(db, work, TICKET_WRONG_MATCH, err);
}

static bool judge_not_affected(struct db *db, struct work *work, struct err *err)
{
    if (work->order->justification == VEX_UNJUSTIFIED)
        return err_set(err, ERR_USAGE, "justification: is missing");
    struct ticket_vex_row row = {.ticket_id = work->ticket.id,
        .closed_us = work->order->now_us,
        .status = VEX_NOT_AFFECTED,
        .justification = work->order->justification,
        .impact = work->order->text.len ? work->order->text : TEXT(""),
        .account_id = work->who->account_id,
        .statements = TEXT("")};
    return judge(db, work, TICKET_NOT_AFFECTED, err) && ticket_vex_write(db, &row, 1, err);
}

/* Bearing a risk is an action too; who may approve it is told by the rules above. */
static bool accept(struct db *db, struct work *work, struct err *err)
{
    const struct ticket_order *order = work->order;
    struct action action = {.kind = ACTION_ACCEPTANCE, .text = order->text};
    if (text_trim(order->text).len == 0)
        return err_set(err, ERR_USAGE, "reason: is missing");
    return ticket_accept_begin(
               db, &work->ticket, order->until_us, work->who->account_id, order->now_us, err) &&
           add_action(db, work, &action, err);
}

/* The flaw stays, and so does the ticket: what was done about the risk is shown with it. */
static bool mitigate(struct db *db, struct work *work, struct err *err)
{
    struct text *kinds, list[ACTION_KINDS + 1];
    size_t count;
    enum action_kind kind = work->order->action.kind;
    if (kind != ACTION_MITIGATION && kind != ACTION_TRANSFER && kind != ACTION_DETECTION)
        return err_set(err, ERR_USAGE, "action.kind: must be mitigation, transfer or detection");
    ticket_json_read_list(work->ticket.mitigation, &work->arena, &kinds, &count);
    for (size_t i = 0; i < count && i < ACTION_KINDS; i++)
        list[i] = kinds[i];
    list[count++] = text_of(action_kind_name(kind));
    work->ticket.mitigation = ticket_json_list(list, count, &work->arena);
    return add_action(db, work, &work->order->action, err);
}

static bool unmitigate(struct work *work, struct err *err)
{
    if (text_trim(work->order->text).len == 0)
        return err_set(err, ERR_USAGE, "reason: is missing");
    if (!work->ticket.mitigation.len)
        return err_set(err, ERR_CONFLICT, "nothing lessens the risk so far");
    work->ticket.mitigation = (struct text){0};
    return true;
}

static bool undo(struct db *db, struct work *work, struct err *err)
{
    if (text_trim(work->order->text).len == 0)
        return err_set(err, ERR_USAGE, "reason: is missing");
    return ticket_undo(db, &work->ticket, work->order->event_seq, &work->arena, err);
}

static bool apply(struct db *db, struct work *work, struct err *err)
{
    switch (work->order->verb) {
    case TICKET_SCHEDULE: return schedule(db, work, err);
    case TICKET_COMPLETE: return complete(db, work, err);
    case TICKET_REOPEN: return reopen(db, work, err);
    case TICKET_ASSIGN: return assign(db, work, err);
    case TICKET_SNOOZE: return snooze(db, work, err);
    case TICKET_WAKE: return wake(db, work, err);
    case TICKET_COMMENT: return comment(db, work, err);
    case TICKET_JUDGE_WRONG: return judge_wrong(db, work, err);
    case TICKET_JUDGE_NOT_AFFECTED: return judge_not_affected(db, work, err);
    case TICKET_ACCEPT: return accept(db, work, err);
    case TICKET_UNDO: return undo(db, work, err);
    case TICKET_MITIGATE: return mitigate(db, work, err);
    case TICKET_UNMITIGATE: return unmitigate(work, err);
    case TICKET_ACKNOWLEDGE:
    case TICKET_START:
    case TICKET_STOP:
    case TICKET_VERBS: break;
    }
    return true;
}

static void print_mentions(struct buf *out, const struct mention_kept *comment)
{
    json_print_member_open(out, "mentions", '[');
    for (size_t i = 0; i < comment->count; i++) {
        json_print_open(out, '{');
        json_print_member_id(out, "id", comment->ids[i]);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static struct text print_detail(struct work *work, enum ticket_state from)
{
    const struct ticket_order *order = work->order;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_z(&out, "from", ticket_state_name(from));
    json_print_member_z(&out, "to", ticket_state_name(work->ticket.state));
    if (order->tracker.len)
        json_print_member_raw(&out, "tracker", order->tracker);
    if (order->verb == TICKET_SCHEDULE)
        json_print_member_time(&out, "due_at", order->due_us);
    if (order->verb == TICKET_UNDO)
        json_print_member_int(&out, "undoes", order->event_seq);
    if (order->verb == TICKET_ACCEPT) {
        json_print_member_time(&out, "until", order->until_us);
        json_print_member_z(&out, "action", action_kind_name(ACTION_ACCEPTANCE));
    }
    if (order->verb == TICKET_COMPLETE || order->verb == TICKET_MITIGATE)
        json_print_member_z(&out, "action", action_kind_name(order->action.kind));
    if (order->verb == TICKET_ASSIGN && order->assignee_id)
        json_print_member_id(&out, "account_id", order->assignee_id);
    if (order->verb == TICKET_SNOOZE && order->until_us)
        json_print_member_time(&out, "until", order->until_us);
    if (order->verb == TICKET_SNOOZE)
        json_print_member_bool(&out, "until_fix", order->is_until_fix);
    if (order->verb == TICKET_WAKE)
        json_print_member_z(&out, "cause", "person");
    if (order->verb == TICKET_COMMENT && work->comment.count)
        print_mentions(&out, &work->comment);
    if (order->verb == TICKET_JUDGE_NOT_AFFECTED)
        json_print_member_z(
            &out, "justification", vex_justification_row(order->justification)->word);
    if (order->verb == TICKET_JUDGE_WRONG || order->verb == TICKET_JUDGE_NOT_AFFECTED) {
        json_print_member_z(&out, "action", action_kind_name(ACTION_REJECTION));
        json_print_member_z(&out, "cause", ticket_cause_name(work->ticket.cause));
        json_print_member_raw(&out, "grounds", work->grounds);
        json_print_member_raw(&out, "explanation", work->explanation);
    }
    json_print_close(&out, '}');
    struct text detail = arena_text(&work->arena, buf_text(&out));
    buf_done(&out);
    return detail;
}

static struct text text_of_event(const struct work *work)
{
    const struct ticket_order *order = work->order;
    if (order->verb == TICKET_COMMENT)
        return work->comment.text;
    bool is_action = order->verb == TICKET_COMPLETE || order->verb == TICKET_MITIGATE;
    return is_action ? order->action.text : order->text;
}

static struct ticket_event event_of(struct work *work, enum ticket_state from)
{
    const struct ticket_order *order = work->order;
    return (struct ticket_event){.ticket_id = work->ticket.id,
        .at_us = order->now_us,
        .account_id = work->who->account_id,
        .kind = rules[order->verb].event,
        .text = text_of_event(work),
        .detail = print_detail(work, from),
        .generation = work->ticket.generation};
}

/* Another date changes nothing about who is at work; who stops goes back to the date there is. */
static enum ticket_state state_after(const struct work *work)
{
    const struct ticket *ticket = &work->ticket;
    int to = rules[work->order->verb].to;
    if (to == STAYS || (to == TICKET_SCHEDULED && ticket->state == TICKET_IN_PROGRESS))
        return ticket->state;
    if (work->order->verb == TICKET_STOP && ticket->due_us)
        return TICKET_SCHEDULED;
    return (enum ticket_state)to;
}

static bool do_work(struct db *db, struct work *work, struct ticket_event *event, struct err *err)
{
    if (!find_ticket(db, work, err))
        return false;
    enum ticket_state from = work->ticket.state;
    if (!apply(db, work, err))
        return false;
    work->ticket.state = state_after(work);
    work->ticket.updated_us = work->order->now_us;
    *event = event_of(work, from);
    return ticket_rows_write(db, &work->ticket, 1, err) &&
           ticket_rows_keep_event(db, &work->ticket, event, err);
}

bool ticket_work_do(struct db *db, const struct api_principal *who,
    const struct ticket_order *order, struct arena *arena, struct ticket_event *ret_event,
    struct err *err)
{
    struct work work = {.who = who, .order = order};
    struct ticket_event event;
    arena_init(&work.arena, SIZE_MAX);
    bool is_done = do_work(db, &work, &event, err);
    if (is_done) {
        *ret_event = event;
        ret_event->text = arena_text(arena, event.text);
        ret_event->detail = arena_text(arena, event.detail);
        ret_event->generation = arena_text(arena, event.generation);
    }
    arena_done(&work.arena);
    return is_done && arena_check(arena, err);
}

static bool run(struct db *db, void *context, struct err *err)
{
    struct work *work = context;
    struct ticket_event event;
    return do_work(db, work, &event, err) && ticket_rows_tell(db, &event, 1, err);
}

bool ticket_work_run(struct db *db, const struct api_principal *who,
    const struct ticket_order *order, struct err *err)
{
    struct work work = {.who = who, .order = order};
    /* Asked here too, since a transaction that ends with ERR_BUSY is tried again for seconds. */
    if (!can_explain(order, err))
        return false;
    arena_init(&work.arena, SIZE_MAX);
    bool is_done = db_in_transaction(db) ? run(db, &work, err) : db_transact(db, run, &work, err);
    arena_done(&work.arena);
    return is_done;
}
