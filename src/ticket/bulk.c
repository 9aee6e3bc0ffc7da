/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/bulk.h"

#include "account/account.h"
#include "base/limits.h"
#include "base/rand.h"
#include "journal/journal.h"
#include "ticket/action_api.h"
#include "ticket/snooze.h"
#include "ticket/ticket_view.h"
#include "ticket/watch.h"

enum { NO_WORK = -1 };

static const struct bulk_row rows[BULK_VERBS] = {
    [BULK_ACKNOWLEDGE] = {"acknowledge", "comment", TICKET_ACKNOWLEDGE, true},
    [BULK_ASSIGN] = {"assign", "account_id", TICKET_ASSIGN, true},
    [BULK_SCHEDULE] = {"schedule", "due_at comment", TICKET_SCHEDULE, true},
    [BULK_COMMENT] = {"comment", "text", TICKET_COMMENT, false},
    [BULK_START] = {"start", "comment", TICKET_START, true},
    [BULK_ACCEPT] = {"accept", "reason until", TICKET_ACCEPT, false},
    [BULK_COMPLETE] = {"complete", ACTION_API_MEMBERS, TICKET_COMPLETE, false},
    [BULK_SNOOZE] = {"snooze", "until until_fix comment", TICKET_SNOOZE, true},
    [BULK_WAKE] = {"wake", "comment", TICKET_WAKE, true},
    [BULK_WATCH] = {"watch", "", NO_WORK, true},
    [BULK_UNWATCH] = {"unwatch", "", NO_WORK, true},
};

const struct bulk_row *bulk_row_of(enum bulk_verb verb)
{
    return verb < BULK_VERBS ? &rows[verb] : NULL;
}

const struct bulk_row *bulk_row_find(struct text name, enum bulk_verb *ret_verb)
{
    for (int i = 0; i < BULK_VERBS; i++)
        if (text_is(name, rows[i].name)) {
            *ret_verb = (enum bulk_verb)i;
            return &rows[i];
        }
    return NULL;
}

/* -- orders -- */

static bool read_assignee(const struct json *body, struct ticket_order *order, struct err *err)
{
    if (!json_get(json_root(body), "account_id"))
        return err_set(err, ERR_USAGE, "account_id: is missing; null for nobody");
    return api_member_id(body, "account_id", &order->assignee_id, err);
}

static bool read_comment(
    const struct json *body, const char *key, struct ticket_order *order, struct err *err)
{
    return api_member_text(body, key, LIMIT_API_TEXT_BYTES, &order->text, err);
}

static bool read_text(const struct json *body, struct ticket_order *order, struct err *err)
{
    return read_comment(body, "text", order, err) &&
           (text_trim(order->text).len != 0 || err_set(err, ERR_USAGE, "text: is missing"));
}

static bool read_due(const struct json *body, struct ticket_order *order, struct err *err)
{
    return api_member_time(body, "due_at", &order->due_us, err) &&
           (order->due_us != 0 || err_set(err, ERR_USAGE, "due_at: is missing")) &&
           read_comment(body, "comment", order, err);
}

static bool read_snooze(const struct json *body, struct ticket_order *order, struct err *err)
{
    return api_member_time(body, "until", &order->until_us, err) &&
           api_member_bool(body, "until_fix", &order->is_until_fix, err) &&
           (order->until_us || order->is_until_fix ||
               err_set(err, ERR_USAGE, "until: is missing, and so is until_fix")) &&
           read_comment(body, "comment", order, err);
}

static bool read_acceptance(const struct json *body, struct ticket_order *order, struct err *err)
{
    return api_member_time(body, "until", &order->until_us, err) &&
           (order->until_us != 0 || err_set(err, ERR_USAGE, "until: is missing")) &&
           read_comment(body, "reason", order, err) &&
           (text_trim(order->text).len != 0 || err_set(err, ERR_USAGE, "reason: is missing"));
}

bool bulk_read_order(const struct json *body, enum bulk_verb verb, struct arena *arena,
    struct ticket_order *ret_order, struct err *err)
{
    struct ticket_order order = {.text = {"", 0}};
    bool is_read = true;
    switch (verb) {
    case BULK_ASSIGN: is_read = read_assignee(body, &order, err); break;
    case BULK_SCHEDULE: is_read = read_due(body, &order, err); break;
    case BULK_COMMENT: is_read = read_text(body, &order, err); break;
    case BULK_COMPLETE: is_read = action_api_read(body, &order.action, arena, err); break;
    case BULK_ACCEPT: is_read = read_acceptance(body, &order, err); break;
    case BULK_SNOOZE: is_read = read_snooze(body, &order, err); break;
    case BULK_ACKNOWLEDGE:
    case BULK_START:
    case BULK_WAKE: is_read = read_comment(body, "comment", &order, err); break;
    case BULK_WATCH:
    case BULK_UNWATCH:
    case BULK_VERBS: break;
    }
    if (is_read && rows[verb].work != NO_WORK)
        order.verb = (enum ticket_verb)rows[verb].work;
    if (is_read)
        *ret_order = order;
    return is_read;
}

/* -- looking ahead -- */

static const char *forbids(const struct api_principal *who, enum bulk_verb verb,
    const struct ticket_order *order, const struct ticket_brief *brief)
{
    if (rows[verb].work == NO_WORK)
        return NULL;
    if (!right_has(who->roles, brief->role, ticket_work_right(order->verb)))
        return "you may read the tickets of this team, and no more";
    if (order->verb == TICKET_SNOOZE && order->is_until_fix && brief->has_fix)
        return "until_fix: there is a fix already";
    if (order->verb == TICKET_WAKE && !brief->is_snoozed)
        return "the ticket is not snoozed";
    return ticket_work_forbids(order->verb, brief->state, brief->cause);
}

static void note_reason(struct bulk_preview *preview, struct text why)
{
    size_t at = 0;
    while (at < preview->reason_count && !text_eq(preview->reasons[at].why, why))
        at++;
    if (at == BULK_REASONS_MAX)
        return;
    if (at == preview->reason_count)
        preview->reasons[preview->reason_count++].why = why;
    preview->reasons[at].count++;
}

void bulk_look_ahead(struct bulk_preview *ret_preview, const struct api_principal *who,
    enum bulk_verb verb, const struct ticket_order *order, const struct ticket_brief *briefs,
    size_t count)
{
    struct bulk_preview preview = {0};
    for (size_t i = 0; i < count; i++) {
        const char *why = forbids(who, verb, order, &briefs[i]);
        preview.possible += why == NULL;
        if (why)
            note_reason(&preview, text_of(why));
    }
    *ret_preview = preview;
}

/* -- one ticket -- */

struct run {
    const struct api_principal *who;
    int64_t bulk_id, now_us;
    struct bulk bulk;
    struct arena arena;
    struct ticket_order order;
    struct ticket_event *events;
    size_t event_count;
    bool has_more;
};

static struct text print_before(
    const struct ticket *ticket, const struct snooze *snooze, bool is_watching, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_z(&out, "state", ticket_state_name(ticket->state));
    json_print_member_int(&out, "due_us", ticket->due_us);
    json_print_member_int(&out, "due_source", ticket->due_source);
    json_print_member_id(&out, "assignee", ticket->assignee_id);
    json_print_member_bool(&out, "is_snoozed", snooze->ticket_id != 0);
    json_print_member_int(&out, "until_us", snooze->until_us);
    json_print_member_bool(&out, "until_fix", snooze->is_until_fix);
    json_print_member_bool(&out, "is_watching", is_watching);
    json_print_close(&out, '}');
    struct text before = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return before;
}

static bool set_watch(
    struct db *db, const struct run *run, int64_t ticket_id, bool is_watching, struct err *err)
{
    int64_t account_id = run->who->account_id;
    if (!is_watching)
        return watch_end(db, ticket_id, account_id, run->now_us, err);
    return watch_begin(db, ticket_id, account_id, WATCH_BY_OWN_WORD, run->now_us, err);
}

static bool do_work(struct db *db, struct run *run, const struct bulk_task *task,
    struct text *ret_before, int64_t *ret_version, struct err *err)
{
    struct ticket_view view;
    struct snooze snooze;
    bool is_work = rows[run->bulk.verb].work != NO_WORK;
    if (!ticket_view_find(db, run->who, task->ticket_id,
            is_work ? RIGHT_TICKET_READ : RIGHT_TICKET_WATCH, &run->arena, &view, err) ||
        !snooze_find(db, task->ticket_id, &snooze, err))
        return false;
    *ret_before = print_before(&view.ticket, &snooze, view.is_watching, &run->arena);
    *ret_version = view.ticket.version + is_work;
    if (!is_work)
        return set_watch(db, run, task->ticket_id, run->bulk.verb == BULK_WATCH, err);
    struct ticket_order order = run->order;
    order.ticket_id = task->ticket_id;
    order.now_us = run->now_us;
    if (!ticket_work_do(db, run->who, &order, &run->arena, &run->events[run->event_count], err))
        return false;
    run->event_count++;
    return true;
}

/* -- taking back -- */

static bool put_back_snooze(struct db *db, const struct run *run, const struct bulk_task *task,
    yyjson_val *before, struct err *err)
{
    struct snooze snooze = {.ticket_id = task->ticket_id,
        .account_id = run->who->account_id,
        .at_us = run->now_us,
        .until_us = yyjson_get_sint(json_get(before, "until_us")),
        .is_until_fix = yyjson_get_bool(json_get(before, "until_fix"))};
    return yyjson_get_bool(json_get(before, "is_snoozed"))
               ? snooze_begin(db, &snooze, err)
               : snooze_end(db, task->ticket_id, NULL, err);
}

static struct text print_undone(const struct run *run, const struct ticket *was,
    const struct ticket *ticket, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_z(&out, "verb", rows[run->bulk.verb].name);
    json_print_member_z(&out, "from", ticket_state_name(was->state));
    json_print_member_z(&out, "to", ticket_state_name(ticket->state));
    json_print_member_time(&out, "due_at", ticket->due_us);
    if (ticket->assignee_id)
        json_print_member_id(&out, "account_id", ticket->assignee_id);
    else
        json_print_member_null(&out, "account_id");
    json_print_close(&out, '}');
    struct text detail = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return detail;
}

/* Who left the team since works on its tickets no more. */
static bool put_back_assignee(
    struct db *db, struct run *run, struct ticket *ticket, int64_t id, struct err *err)
{
    struct team_member *members;
    size_t count;
    bool is_member = id == 0 || id == ticket->assignee_id;
    if (!is_member && !team_member_list(db, ticket->team_id, &run->arena, &members, &count, err))
        return false;
    for (size_t i = 0; !is_member && i < count; i++)
        is_member = members[i].account_id == id;
    ticket->assignee_id = id;
    return is_member || err_set(err, ERR_CONFLICT,
                            "who it was assigned to has left the team since: it stays as it is");
}

static bool put_back(struct db *db, struct run *run, const struct bulk_task *task,
    const struct ticket *was, yyjson_val *before, struct err *err)
{
    struct ticket ticket = *was;
    int64_t assignee_id = 0;
    ticket.state = ticket_state_read(json_get_text(before, "state"));
    ticket.due_us = yyjson_get_sint(json_get(before, "due_us"));
    ticket.due_source = (enum ticket_due_source)yyjson_get_sint(json_get(before, "due_source"));
    if (text_read_i64(json_get_text(before, "assignee"), &assignee_id) &&
        !put_back_assignee(db, run, &ticket, assignee_id, err))
        return false;
    ticket.updated_us = run->now_us;
    struct ticket_event *event = &run->events[run->event_count];
    *event = (struct ticket_event){.ticket_id = ticket.id,
        .at_us = run->now_us,
        .account_id = run->who->account_id,
        .kind = "taken_back",
        .detail = print_undone(run, was, &ticket, &run->arena),
        .generation = ticket.generation};
    bool is_ok = ticket_rows_write(db, &ticket, 1, err) &&
                 (run->bulk.verb != BULK_SNOOZE && run->bulk.verb != BULK_WAKE
                         ? true
                         : put_back_snooze(db, run, task, before, err)) &&
                 ticket_rows_keep_event(db, &ticket, event, err);
    run->event_count += is_ok;
    return is_ok;
}

static bool undo_work(struct db *db, struct run *run, const struct bulk_task *task,
    struct text *ret_before, int64_t *ret_version, struct err *err)
{
    struct ticket_view view;
    struct json before = {0};
    bool is_work = rows[run->bulk.verb].work != NO_WORK;
    if (!ticket_view_find(db, run->who, task->ticket_id,
            is_work ? RIGHT_TICKET_WORK : RIGHT_TICKET_WATCH, &run->arena, &view, err))
        return false;
    *ret_before = task->before;
    *ret_version = view.ticket.version + is_work;
    if (is_work && view.ticket.version != task->version)
        return err_set(err, ERR_CONFLICT, "the ticket was changed since: it stays as it is");
    if (!json_read(&before, task->before, err))
        return false;
    yyjson_val *root = json_root(&before);
    bool is_ok = is_work ? put_back(db, run, task, &view.ticket, root, err)
                         : set_watch(db, run, task->ticket_id,
                               yyjson_get_bool(json_get(root, "is_watching")), err);
    json_done(&before);
    return is_ok;
}

/* -- some of them -- */

/* What speaks against one ticket says nothing of the others; what speaks against the database ends it. */
static bool is_refusal(const struct err *why)
{
    return why->code == ERR_CONFLICT || why->code == ERR_NOT_FOUND || why->code == ERR_FORBIDDEN ||
           why->code == ERR_USAGE || why->code == ERR_LIMIT;
}

struct settling {
    struct run *run;
    const struct bulk_task *task;
    struct text before;
    int64_t version;
};

static bool try_one(struct db *db, void *context, struct err *err)
{
    struct settling *one = context;
    return one->run->bulk.undone_of
               ? undo_work(db, one->run, one->task, &one->before, &one->version, err)
               : do_work(db, one->run, one->task, &one->before, &one->version, err);
}

/* What is refused halfway is taken back whole. */
static bool settle(struct db *db, struct run *run, const struct bulk_task *task, struct err *err)
{
    struct settling one = {.run = run, .task = task, .before = TEXT("{}")};
    struct err why = {0};
    size_t event_count = run->event_count;
    bool is_done = db_attempt(db, try_one, &one, &why);
    if (!is_done)
        run->event_count = event_count;
    if (!is_done && !is_refusal(&why))
        return err_set(err, why.code, "%s", why.text);
    return bulk_rows_settle(db, run->bulk.id, task, one.before, is_done ? one.version : 0,
        is_done ? TEXT("") : text_of(why.text), err);
}

static bool read_order(struct run *run, struct json *body, struct err *err)
{
    return json_read(body, run->bulk.order, err) &&
           bulk_read_order(body, run->bulk.verb, &run->arena, &run->order, err);
}

static bool settle_some(struct db *db, struct run *run, struct err *err)
{
    struct bulk_task *tasks;
    size_t count;
    if (!bulk_rows_waiting(db, &run->bulk, &run->arena, &tasks, &count, err))
        return false;
    run->events = arena_take_array(&run->arena, count, sizeof *run->events);
    if (!arena_check(&run->arena, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!settle(db, run, &tasks[i], err))
            return false;
    run->has_more = count == BULK_CHUNK;
    return ticket_rows_tell(db, run->events, run->event_count, err);
}

static bool run_some(struct db *db, void *context, struct err *err)
{
    struct run *run = context;
    struct json body = {0};
    arena_done(&run->arena);
    arena_init(&run->arena, SIZE_MAX);
    run->event_count = 0;
    bool is_ok = bulk_find(db, run->who, run->bulk_id, &run->arena, &run->bulk, err) &&
                 read_order(run, &body, err) && settle_some(db, run, err);
    json_done(&body);
    return is_ok;
}

bool bulk_run_some(struct db *db, const struct api_principal *who, int64_t bulk_id, int64_t now_us,
    bool *ret_has_more, struct err *err)
{
    struct run run = {.who = who, .bulk_id = bulk_id, .now_us = now_us};
    arena_init(&run.arena, SIZE_MAX);
    bool is_ok = db_transact(db, run_some, &run, err);
    arena_done(&run.arena);
    *ret_has_more = run.has_more;
    return is_ok;
}

bool bulk_plan(struct db *db, const struct bulk *bulk, int64_t total, struct err *err)
{
    char topic[24], body[64], facts[96];
    snprintf(facts, sizeof facts, "{\"verb\":\"%s\",\"total\":%lld,\"is_undo\":%s}",
        rows[bulk->verb].name, (long long)total, bulk->undone_of ? "true" : "false");
    if (!journal_add(db,
            &(struct journal_entry){.kind = "tickets.ordered",
                .actor_id = bulk->account_id,
                .object_kind = "bulk_operation",
                .object_id = bulk->id,
                .at_us = bulk->created_us,
                .facts = text_of(facts)},
            err))
        return false;
    if (total <= BULK_AT_ONCE)
        return true;
    snprintf(topic, sizeof topic, "%lld", (long long)bulk->id);
    snprintf(body, sizeof body, "{\"account_id\":\"%lld\"}", (long long)bulk->account_id);
    return job_add(db,
        &(struct job_order){.kind = BULK_JOB, .topic = text_of(topic), .body = text_of(body)},
        bulk->created_us, NULL, err);
}

/* Whoever ordered it may have lost a right since: each ticket is asked for anew. */
bool bulk_job(struct job_call *call, struct err *err)
{
    struct account account;
    struct json body = {0};
    int64_t bulk_id, account_id;
    bool has_more = true;
    if (!text_read_i64(call->job->topic, &bulk_id) || !json_read(&body, call->job->body, err))
        return err_set(err, ERR_SYNTAX, "the job names no operation");
    bool is_read = text_read_i64(json_get_text(json_root(&body), "account_id"), &account_id);
    json_done(&body);
    if (!is_read)
        return err_set(err, ERR_SYNTAX, "the job names no account");
    if (!account_find(call->db, account_id, call->arena, &account, err))
        return false;
    struct api_principal who = {.account_id = account_id, .roles = account.roles};
    while (has_more && !account.is_disabled)
        if (!bulk_run_some(call->db, &who, bulk_id, call->now_us, &has_more, err) ||
            !job_renew(call->db, call->job, clock_now_us(), err))
            return false;
    return true;
}

struct undoing {
    const struct api_principal *who;
    int64_t bulk_id, now_us, id;
};

static bool begin_undo(struct db *db, void *context, struct err *err)
{
    struct undoing *undoing = context;
    struct bulk bulk;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = bulk_find(db, undoing->who, undoing->bulk_id, &arena, &bulk, err);
    if (is_ok && bulk.undone_of)
        is_ok = err_set(err, ERR_CONFLICT, "this took another one back: order anew what you want");
    if (is_ok && !rows[bulk.verb].is_undoable)
        is_ok = err_set(err, ERR_CONFLICT, "what people wrote stays: a %s cannot be taken back",
            rows[bulk.verb].name);
    if (is_ok && bulk.undone_by)
        is_ok = err_set(err, ERR_CONFLICT, "it was taken back already");
    if (is_ok && bulk.done + bulk.refused < bulk.total)
        is_ok = err_set(err, ERR_CONFLICT, "it is still under way");
    undoing->id = rand_id(undoing->now_us);
    struct bulk undo = bulk;
    undo.id = undoing->id;
    undo.created_us = undoing->now_us;
    undo.undone_of = bulk.id;
    is_ok =
        is_ok && bulk_rows_add_undo(db, &bulk, &undo, err) && bulk_plan(db, &undo, bulk.done, err);
    arena_done(&arena);
    return is_ok;
}

bool bulk_undo(struct db *db, const struct api_principal *who, int64_t bulk_id, int64_t now_us,
    int64_t *ret_id, struct err *err)
{
    struct undoing undoing = {.who = who, .bulk_id = bulk_id, .now_us = now_us};
    if (!db_transact(db, begin_undo, &undoing, err))
        return false;
    *ret_id = undoing.id;
    return true;
}
