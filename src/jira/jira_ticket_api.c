/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_api.h"
#include "job/outbox_api.h"
#include "ticket/ticket_view.h"

enum { DELIVERIES_SHOWN = 5 };

/* A ticket, the connection of its team and its issue, each where there is one. */
struct linked {
    struct api_call *call;
    struct ticket_view view;
    struct jira jira;
    struct jira_link link;
    bool is_connected, is_linked;
};

static bool find(
    struct linked *linked, struct db *db, int64_t id, enum right right, struct err *err)
{
    struct api_call *call = linked->call;
    return ticket_view_find(db, &call->who, id, right, call->arena, &linked->view, err) &&
           jira_find_team(db, linked->view.ticket.team_id, call->arena, &linked->jira,
               &linked->is_connected, err) &&
           jira_link_find(db, id, call->arena, &linked->link, &linked->is_linked, err);
}

static void print_issue(struct buf *out, const struct linked *linked)
{
    const struct jira_link *link = &linked->link;
    json_print_member_open(out, "issue", '{');
    json_print_member_z(out, "state", jira_link_state_name(link->state));
    json_print_member_or_null(out, "key", link->issue_key);
    if (link->issue_key.len)
        json_print_member(out, "url",
            arena_format(linked->call->arena, "%.*s/browse/%.*s", TEXT_ARG(linked->jira.base_url),
                TEXT_ARG(link->issue_key)));
    else
        json_print_member_null(out, "url");
    json_print_member_or_null(out, "status", link->status);
    json_print_member_or_null(out, "category", link->category);
    json_print_member_time(out, "updated_at", link->updated_us);
    json_print_close(out, '}');
}

static bool print_deliveries(struct linked *linked, struct err *err)
{
    struct api_call *call = linked->call;
    struct outbox_message *messages;
    size_t count;
    const struct outbox_query query = {
        TRACKER_CHANNEL, linked->jira.id, linked->view.ticket.id, -1, INT64_MAX, DELIVERIES_SHOWN};
    json_print_member_open(&call->reply->body, "deliveries", '[');
    if (linked->is_connected) {
        if (!outbox_list(call->db, &query, call->arena, &messages, &count, err))
            return false;
        for (size_t i = 0; i < count; i++)
            outbox_api_print(&call->reply->body, &messages[i]);
    }
    json_print_close(&call->reply->body, ']');
    return true;
}

static bool reply(struct api_call *call, int64_t id, struct err *err)
{
    struct linked linked = {.call = call};
    struct buf *out = &call->reply->body;
    if (!find(&linked, call->db, id, RIGHT_TICKET_READ, err))
        return false;
    json_print_open(out, '{');
    json_print_member_bool(out, "is_connected", linked.is_connected && linked.jira.is_on);
    json_print_member_or_null(out, "trouble", linked.is_connected ? linked.jira.trouble : TEXT(""));
    if (linked.is_linked)
        print_issue(out, &linked);
    else
        json_print_member_null(out, "issue");
    if (!print_deliveries(&linked, err))
        return false;
    json_print_close(out, '}');
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "ticket", &id, err) && reply(call, id, err);
}

struct wish {
    struct api_call *call;
    int64_t ticket_id;
};

/* One whose issue is gone, or could not be made, may have another. */
static bool unlink_dead(struct linked *linked, struct db *db, struct err *err)
{
    if (!linked->is_linked || linked->link.state == JIRA_LINKED)
        return true;
    return outbox_cancel(db, TRACKER_CHANNEL, linked->jira.id, linked->view.ticket.id,
               TEXT("another issue is made"), linked->call->now_us, err) &&
           jira_link_delete(db, linked->view.ticket.id, err);
}

static bool want(struct db *db, void *context, struct err *err)
{
    const struct wish *wish = context;
    struct linked linked = {.call = wish->call};
    if (!find(&linked, db, wish->ticket_id, RIGHT_TICKET_WORK, err))
        return false;
    if (!linked.is_connected || !linked.jira.is_on)
        return err_set(
            err, ERR_CONFLICT, "the team is not connected with Jira, or that is switched off");
    const struct ticket *ticket = &linked.view.ticket;
    return unlink_dead(&linked, db, err) &&
           tracker_want(db, ticket, linked.jira.id,
               tracker_title(ticket->finding.id, ticket->package, wish->call->arena),
               wish->call->who.account_id, wish->call->now_us, err);
}

static bool create(struct api_call *call, struct err *err)
{
    struct wish wish = {.call = call};
    if (!api_param_id(call, "ticket", &wish.ticket_id, err) ||
        !db_transact(call->db, want, &wish, err) || !reply(call, wish.ticket_id, err))
        return false;
    call->reply->status = 202;
    return true;
}

static bool unlink_issue(struct db *db, void *context, struct err *err)
{
    const struct wish *wish = context;
    struct linked linked = {.call = wish->call};
    if (!find(&linked, db, wish->ticket_id, RIGHT_TICKET_WORK, err))
        return false;
    if (!linked.is_linked)
        return err_set(err, ERR_CONFLICT, "the ticket has no issue");
    const struct ticket_event event = {.ticket_id = wish->ticket_id,
        .at_us = wish->call->now_us,
        .account_id = wish->call->who.account_id,
        .kind = "issue_unlinked",
        .text = linked.link.issue_key,
        .detail = TEXT("{}"),
        .generation = TEXT("")};
    return outbox_cancel(db, TRACKER_CHANNEL, linked.link.tracker_id, wish->ticket_id,
               TEXT("the issue was unlinked"), wish->call->now_us, err) &&
           jira_link_delete(db, wish->ticket_id, err) &&
           ticket_rows_add_event(db, NULL, &event, err);
}

static bool remove_link(struct api_call *call, struct err *err)
{
    struct wish wish = {.call = call};
    if (!api_param_id(call, "ticket", &wish.ticket_id, err) ||
        !db_transact(call->db, unlink_issue, &wish, err))
        return false;
    call->reply->status = 204;
    return true;
}

const struct api_route jira_ticket_api_routes[] = {
    {"GET", "/api/v1/tickets/{ticket}/jira", RIGHT_TICKET_READ, show, 0},
    {"POST", "/api/v1/tickets/{ticket}/jira", RIGHT_TICKET_WORK, create, 0},
    {"DELETE", "/api/v1/tickets/{ticket}/jira", RIGHT_TICKET_WORK, remove_link, 0},
    {0},
};
