/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_api.h"

#include "account/api_match.h"
#include "advisory/advisory_live.h"
#include "base/limits.h"
#include "ticket/action_api.h"
#include "ticket/ticket_detail.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_query.h"
#include "ticket/ticket_work.h"

/* -- lists -- */

static void print_counts(struct buf *out, const struct ticket_priorities *counts)
{
    json_print_member_open(out, "counts", '{');
    ticket_json_print_counts(out, counts);
    json_print_close(out, '}');
    json_print_member_open(out, "counts_more", '[');
    for (int priority = SSVC_IMMEDIATE; priority >= SSVC_DEFER; priority--)
        if (counts->more & 1U << priority)
            json_print_text(out, text_of(ssvc_word("decision", priority)));
    json_print_close(out, ']');
}

static struct text print_cursor(
    struct api_call *call, const struct ticket *last, enum ticket_sort sort)
{
    struct db_value values[] = {
        DB_INT(sort), DB_INT(ticket_view_key(last, sort)), DB_INT(last->id)};
    return api_cursor_print(call->arena, "iii", values);
}

/* Counts stand on the first page. */
static bool read_page(struct api_call *call, const struct ticket_query *query,
    struct ticket_page *ret_page, struct err *err)
{
    bool is_exact = false;
    if (query->is_continued)
        return ticket_view_list(
            call->db, &call->who, query, call->arena, &ret_page->views, &ret_page->count, err);
    return api_query_flag(call, "exact", &is_exact, err) &&
           ticket_view_page(call->db, &call->who, query, is_exact, call->arena, ret_page, err);
}

static bool list_tickets(struct api_call *call, struct err *err)
{
    struct ticket_query query;
    struct ticket_page page;
    struct buf *out = &call->reply->body;
    if (!ticket_query_read(call, &query, err) || !read_page(call, &query, &page, err))
        return false;
    bool has_more = page.count == query.limit;
    size_t shown = has_more ? page.count - 1 : page.count;
    json_print_open(out, '{');
    if (!query.is_continued)
        print_counts(out, &page.counts);
    json_print_member_open(out, "items", '[');
    for (size_t i = 0; i < shown; i++) {
        json_print_open(out, '{');
        ticket_json_print(out, &page.views[i]);
        json_print_close(out, '}');
    }
    struct text next = {"", 0};
    if (has_more)
        next = print_cursor(call, &page.views[shown - 1].ticket, query.sort);
    api_list_close(call, next);
    return true;
}

/* -- one ticket -- */

static bool reply_ticket(struct api_call *call, int64_t id, struct err *err)
{
    struct ticket_view view;
    if (!ticket_view_find(call->db, &call->who, id, RIGHT_TICKET_READ, call->arena, &view, err))
        return false;
    const struct advisory_index *index = NULL;
    if (call->tools)
        index = advisory_live_take(call->tools->advisories);
    bool is_done =
        ticket_detail_print(&call->reply->body, call->db, index, &view, call->arena, err);
    if (index)
        advisory_live_give(call->tools->advisories, index);
    if (is_done)
        api_match_tag(call, view.ticket.version);
    return is_done;
}

static bool show_ticket(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "ticket", &id, err) && reply_ticket(call, id, err);
}

/* -- work -- */

/* A token that may work but not read is told no more than that it is done. */
static bool reply_done(struct api_call *call, int64_t id, struct err *err)
{
    bool may_read = !call->who.is_token || call->who.scopes & RIGHT_SCOPE_READ;
    if (may_read)
        return reply_ticket(call, id, err);
    call->reply->status = 204;
    return true;
}

/* Finishes an order whose members have been read: does it, and shows the ticket as it is then. */
static bool run_order(struct api_call *call, struct ticket_order *order, struct json *body,
    bool is_read, struct err *err)
{
    order->now_us = call->now_us;
    bool is_done = is_read && api_param_id(call, "ticket", &order->ticket_id, err) &&
                   api_match_read(call, &order->version, err) &&
                   ticket_work_run(call->db, &call->who, order, err);
    json_done(body);
    return is_done && reply_done(call, order->ticket_id, err);
}

static bool schedule(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_SCHEDULE};
    if (!api_body(call, "due_at comment", &body, err))
        return false;
    bool is_read = api_member_time(&body, "due_at", &order.due_us, err) &&
                   api_member_text(&body, "comment", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_order(call, &order, &body, is_read, err);
}

/* The action stands in an object of its own, which is looked at as if it were the body. */
static bool read_action(
    const struct json *body, struct action *ret_action, struct arena *arena, struct err *err)
{
    yyjson_doc inner = {.root = json_get(json_root(body), "action")};
    struct json action = {.doc = &inner};
    if (!inner.root)
        return err_set(err, ERR_USAGE, "action: is missing");
    return (api_members(&action, ACTION_API_MEMBERS, err) &&
               action_api_read(&action, ret_action, arena, err)) ||
           err_add(err, "action");
}

/* The orders whose body is a comment at most. */
static bool run_commented(struct api_call *call, enum ticket_verb verb, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = verb};
    if (!api_body(call, "comment", &body, err))
        return false;
    bool is_read = api_member_text(&body, "comment", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_order(call, &order, &body, is_read, err);
}

static bool acknowledge(struct api_call *call, struct err *err)
{
    return run_commented(call, TICKET_ACKNOWLEDGE, err);
}

static bool start(struct api_call *call, struct err *err)
{
    return run_commented(call, TICKET_START, err);
}

static bool stop(struct api_call *call, struct err *err)
{
    return run_commented(call, TICKET_STOP, err);
}

static bool complete(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_COMPLETE};
    if (!api_body(call, "action", &body, err))
        return false;
    bool is_read = read_action(&body, &order.action, call->arena, err);
    return run_order(call, &order, &body, is_read, err);
}

static bool mitigate(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_MITIGATE};
    if (!api_body(call, "action", &body, err))
        return false;
    bool is_read = read_action(&body, &order.action, call->arena, err);
    return run_order(call, &order, &body, is_read, err);
}

/* The orders that need no more than a reason. */
static bool run_reasoned(struct api_call *call, enum ticket_verb verb, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = verb};
    if (!api_body(call, "reason", &body, err))
        return false;
    bool is_read = api_member_text(&body, "reason", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_order(call, &order, &body, is_read, err);
}

static bool reopen(struct api_call *call, struct err *err)
{
    return run_reasoned(call, TICKET_REOPEN, err);
}

static bool undo(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_UNDO};
    if (!api_body(call, "event reason", &body, err))
        return false;
    yyjson_val *event = json_get(json_root(&body), "event");
    order.event_seq = yyjson_is_int(event) ? yyjson_get_sint(event) : 0;
    bool is_read = (order.event_seq > 0 || err_set(err, ERR_USAGE, "event: is no number")) &&
                   api_member_text(&body, "reason", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_order(call, &order, &body, is_read, err);
}

static bool unmitigate(struct api_call *call, struct err *err)
{
    return run_reasoned(call, TICKET_UNMITIGATE, err);
}

static bool accept(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_ACCEPT};
    if (!api_body(call, "reason until", &body, err))
        return false;
    bool is_read = api_member_time(&body, "until", &order.until_us, err) &&
                   api_member_text(&body, "reason", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_order(call, &order, &body, is_read, err);
}

/* What a person judges is explained from the index of the moment. */
static bool run_judgement(struct api_call *call, struct ticket_order *order, struct json *body,
    bool is_read, struct err *err)
{
    order->index = advisory_live_take(call->tools->advisories);
    bool is_done = run_order(call, order, body, is_read, err);
    advisory_live_give(call->tools->advisories, order->index);
    return is_done;
}

static bool judge_wrong(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_JUDGE_WRONG};
    if (!api_body(call, "reason", &body, err))
        return false;
    bool is_read = api_member_text(&body, "reason", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_judgement(call, &order, &body, is_read, err);
}

static bool read_justification(
    const struct json *body, enum vex_justification *ret_justification, struct err *err)
{
    struct text word = {"", 0};
    return api_member_line(body, "justification", &word, err) &&
           (!word.len || vex_justification_find(word, ret_justification) ||
               err_set(err, ERR_USAGE, "justification: \"%.*s\" is none (docs/vex.md)",
                   TEXT_ARG(word)));
}

static bool judge_not_affected(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_JUDGE_NOT_AFFECTED};
    if (!api_body(call, "justification impact", &body, err))
        return false;
    bool is_read = read_justification(&body, &order.justification, err) &&
                   api_member_text(&body, "impact", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_judgement(call, &order, &body, is_read, err);
}

static bool assign(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_ASSIGN};
    if (!api_body(call, "account_id", &body, err))
        return false;
    bool is_said = json_get(json_root(&body), "account_id") != NULL;
    bool is_read =
        (is_said || err_set(err, ERR_USAGE, "account_id: is missing; null for nobody")) &&
        api_member_id(&body, "account_id", &order.assignee_id, err);
    return run_order(call, &order, &body, is_read, err);
}

static bool comment(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_COMMENT};
    if (!api_body(call, "text", &body, err))
        return false;
    bool is_read = api_member_text(&body, "text", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_order(call, &order, &body, is_read, err);
}

static bool snooze(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_SNOOZE};
    if (!api_body(call, "until until_fix comment", &body, err))
        return false;
    bool is_read = api_member_time(&body, "until", &order.until_us, err) &&
                   api_member_bool(&body, "until_fix", &order.is_until_fix, err) &&
                   api_member_text(&body, "comment", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_order(call, &order, &body, is_read, err);
}

static bool wake(struct api_call *call, struct err *err)
{
    struct json body;
    struct ticket_order order = {.verb = TICKET_WAKE};
    if (!api_body(call, "comment", &body, err))
        return false;
    bool is_read = api_member_text(&body, "comment", LIMIT_API_TEXT_BYTES, &order.text, err);
    return run_order(call, &order, &body, is_read, err);
}

bool ticket_api_reply(struct api_call *call, int64_t id, struct err *err)
{
    return reply_done(call, id, err);
}

const struct api_route ticket_api_routes[] = {
    {"GET", "/api/v1/tickets", RIGHT_TICKET_READ, list_tickets, 0},
    {"GET", "/api/v1/tickets/{ticket}", RIGHT_TICKET_READ, show_ticket, 0},
    {"POST", "/api/v1/tickets/{ticket}/acknowledge", RIGHT_TICKET_WORK, acknowledge, 0},
    {"POST", "/api/v1/tickets/{ticket}/schedule", RIGHT_TICKET_WORK, schedule, 0},
    {"POST", "/api/v1/tickets/{ticket}/start", RIGHT_TICKET_WORK, start, 0},
    {"POST", "/api/v1/tickets/{ticket}/stop", RIGHT_TICKET_WORK, stop, 0},
    {"POST", "/api/v1/tickets/{ticket}/accept", RIGHT_TICKET_ACCEPT, accept, 0},
    {"POST", "/api/v1/tickets/{ticket}/mitigate", RIGHT_TICKET_WORK, mitigate, 0},
    {"POST", "/api/v1/tickets/{ticket}/unmitigate", RIGHT_TICKET_WORK, unmitigate, 0},
    {"POST", "/api/v1/tickets/{ticket}/undo", RIGHT_TICKET_WORK, undo, 0},
    {"POST", "/api/v1/tickets/{ticket}/complete", RIGHT_TICKET_WORK, complete, 0},
    {"POST", "/api/v1/tickets/{ticket}/reopen", RIGHT_TICKET_WORK, reopen, 0},
    {"POST", "/api/v1/tickets/{ticket}/wrong-match", RIGHT_TICKET_WORK, judge_wrong, 0},
    {"POST", "/api/v1/tickets/{ticket}/not-affected", RIGHT_TICKET_WORK, judge_not_affected, 0},
    {"POST", "/api/v1/tickets/{ticket}/assign", RIGHT_TICKET_WORK, assign, 0},
    {"POST", "/api/v1/tickets/{ticket}/snooze", RIGHT_TICKET_WORK, snooze, 0},
    {"POST", "/api/v1/tickets/{ticket}/wake", RIGHT_TICKET_WORK, wake, 0},
    {"POST", "/api/v1/tickets/{ticket}/comment", RIGHT_TICKET_COMMENT, comment, 0},
    {0},
};
