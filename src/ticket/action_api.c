/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/action_api.h"

#include "base/limits.h"
#include "base/rand.h"
#include "ticket/ticket_view.h"

static void print_account(struct buf *out, const char *key, int64_t id, struct text name)
{
    json_print_member_open(out, key, '{');
    json_print_member_id(out, "id", id);
    json_print_member(out, "name", name);
    json_print_close(out, '}');
}

static void print_action(struct buf *out, const struct action *action)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", action->id);
    json_print_member_id(out, "team_id", action->team_id);
    if (action->ticket_id)
        json_print_member_id(out, "ticket_id", action->ticket_id);
    else
        json_print_member_null(out, "ticket_id");
    if (action->service_name.len)
        json_print_member(out, "service_name", action->service_name);
    else
        json_print_member_null(out, "service_name");
    print_account(out, "account", action->account_id, action->account_name);
    print_account(out, "recorded_by", action->recorded_by, action->recorder_name);
    json_print_member_z(out, "kind", action_kind_name(action->kind));
    json_print_member(out, "text", action->text);
    if (action->advisory_id.len)
        json_print_member(out, "advisory_id", action->advisory_id);
    else
        json_print_member_null(out, "advisory_id");
    json_print_member_time(out, "executed_at", action->executed_us);
    json_print_member_time(out, "created_at", action->created_us);
    json_print_close(out, '}');
}

bool action_api_read(const struct json *body, struct action *ret_action, struct err *err)
{
    struct text kind;
    struct action action = {.text = {"", 0}, .advisory_id = {"", 0}};
    if (!api_member_name(body, "kind", &kind, err) ||
        !api_member_text(body, "text", LIMIT_API_TEXT_BYTES, &action.text, err) ||
        !api_member_id(body, "account_id", &action.account_id, err) ||
        !api_member_time(body, "executed_at", &action.executed_us, err))
        return false;
    if (!action_kind_read(kind, &action.kind))
        return err_set(err, ERR_USAGE,
            "kind: must be elimination, mitigation, transfer, acceptance, detection or rejection");
    *ret_action = action;
    return true;
}

/* -- lists -- */

static bool read_query(const struct api_call *call, struct action_query *query, struct err *err)
{
    struct text kind;
    enum action_kind number;
    query->kind = -1;
    query->words = TEXT("");
    http_query(call->request, "q", &query->words);
    if (http_query(call->request, "kind", &kind) && kind.len) {
        if (!action_kind_read(kind, &number))
            return err_set(err, ERR_USAGE, "kind: there is no such kind of action");
        query->kind = (int)number;
    }
    return api_query_id(call, "team", &query->team_id, err) &&
           api_query_id(call, "ticket", &query->ticket_id, err);
}

static bool list_actions(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value before[] = {DB_INT(INT64_MAX), DB_INT(INT64_MAX)};
    struct action_query query = {0};
    struct action *actions;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "ii", call->arena, before, err) ||
        !read_query(call, &query, err))
        return false;
    query.before_us = before[0].number;
    query.before_id = before[1].number;
    query.limit = page.limit + 1;
    if (!action_list(call->db, &call->who, &query, call->arena, &actions, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        print_action(&call->reply->body, &actions[i]);
    struct text next = {"", 0};
    if (count > shown) {
        struct db_value last[] = {
            DB_INT(actions[shown - 1].created_us), DB_INT(actions[shown - 1].id)};
        next = api_cursor_print(call->arena, "ii", last);
    }
    api_list_close(call, next);
    return true;
}

static bool reply_action(struct api_call *call, int64_t id, struct err *err)
{
    struct action action;
    if (!action_find(call->db, &call->who, id, call->arena, &action, err))
        return false;
    print_action(&call->reply->body, &action);
    return true;
}

static bool show_action(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "action", &id, err) && reply_action(call, id, err);
}

/* -- recording -- */

struct recording {
    const struct api_call *call;
    struct action action;
};

/* An action belongs to the ticket's team; without a ticket, to the team that is named. */
static bool find_team(struct db *db, struct recording *recording, struct err *err)
{
    const struct api_call *call = recording->call;
    struct action *action = &recording->action;
    struct ticket_view view;
    struct team team;
    if (action->ticket_id == 0)
        return team_find(
            db, &call->who, action->team_id, RIGHT_ACTION_WRITE, call->arena, &team, err);
    if (!ticket_view_find(
            db, &call->who, action->ticket_id, RIGHT_ACTION_WRITE, call->arena, &view, err))
        return false;
    if (action->team_id && action->team_id != view.ticket.team_id)
        return err_set(err, ERR_USAGE, "team_id: is not the ticket's team");
    action->team_id = view.ticket.team_id;
    if (action->advisory_id.len == 0)
        action->advisory_id = view.ticket.finding.id;
    return true;
}

/* The ticket's history tells of it too. */
static bool tell_ticket(struct db *db, const struct recording *recording, struct err *err)
{
    const struct action *action = &recording->action;
    if (action->ticket_id == 0)
        return true;
    struct text detail =
        arena_format(recording->call->arena, "{\"action_id\":\"%lld\",\"kind\":\"%s\"}",
            (long long)action->id, action_kind_name(action->kind));
    return ticket_rows_add_event(db, NULL,
        &(struct ticket_event){.ticket_id = action->ticket_id,
            .at_us = action->created_us,
            .account_id = action->recorded_by,
            .kind = "action_recorded",
            .text = action->text,
            .detail = detail},
        err);
}

static bool record(struct db *db, void *context, struct err *err)
{
    struct recording *recording = context;
    struct recording again = *recording;
    if (!find_team(db, &again, err) ||
        !action_check(db, &recording->call->who, &again.action, err) ||
        !action_add(db, &again.action, err))
        return false;
    return tell_ticket(db, &again, err);
}

static bool read_recording(const struct json *body, struct action *action, struct err *err)
{
    if (!action_api_read(body, action, err) ||
        !api_member_id(body, "team_id", &action->team_id, err) ||
        !api_member_id(body, "ticket_id", &action->ticket_id, err) ||
        !api_member_line(body, "advisory_id", &action->advisory_id, err))
        return false;
    return action->team_id || action->ticket_id ||
           err_set(err, ERR_USAGE, "team_id: is missing, and so is ticket_id");
}

static bool create_action(struct api_call *call, struct err *err)
{
    struct json body;
    struct recording recording = {.call = call};
    if (!api_body(call, "team_id ticket_id advisory_id " ACTION_API_MEMBERS, &body, err))
        return false;
    bool is_fine = read_recording(&body, &recording.action, err);
    recording.action.id = rand_id(call->now_us);
    recording.action.created_us = call->now_us;
    is_fine = is_fine && db_transact(call->db, record, &recording, err);
    json_done(&body);
    if (!is_fine)
        return false;
    api_created(call, "/api/v1/action-logs", recording.action.id);
    return reply_action(call, recording.action.id, err);
}

const struct api_route action_api_routes[] = {
    {"GET", "/api/v1/action-logs", RIGHT_ACTION_READ, list_actions, 0},
    {"POST", "/api/v1/action-logs", RIGHT_ACTION_WRITE, create_action, 0},
    {"GET", "/api/v1/action-logs/{action}", RIGHT_ACTION_READ, show_action, 0},
    {0},
};
