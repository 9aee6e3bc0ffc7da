/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/action_api.h"

#include "base/limits.h"
#include "journal/journal_list.h"
#include "ticket/action_meta.h"

static void print_account(struct buf *out, const char *key, int64_t id, struct text name)
{
    json_print_member_open(out, key, '{');
    json_print_member_id(out, "id", id);
    json_print_member(out, "name", name);
    json_print_close(out, '}');
}

static void print_id(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
    else
        json_print_member_null(out, key);
}

void action_api_print(struct buf *out, const struct action *action)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", action->id);
    json_print_member_id(out, "team_id", action->team_id);
    print_id(out, "ticket_id", action->ticket_id);
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
    action_ground_print(out, action->grounds, action->ground_count);
    print_id(out, "corrects", action->corrects_id);
    print_id(out, "corrected_by", action->corrected_by_id);
    json_print_close(out, '}');
}

bool action_api_read(
    const struct json *body, struct action *ret_action, struct arena *arena, struct err *err)
{
    struct text kind;
    struct action action = {.text = {"", 0}, .advisory_id = {"", 0}};
    if (!api_member_name(body, "kind", &kind, err) ||
        !api_member_text(body, "text", LIMIT_API_TEXT_BYTES, &action.text, err) ||
        !api_member_id(body, "account_id", &action.account_id, err) ||
        !api_member_time(body, "executed_at", &action.executed_us, err) ||
        !action_ground_read(json_get(json_root(body), "grounds"), &action.grounds,
            &action.ground_count, arena, err))
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
    http_query(call->request, "advisory", &query->advisory);
    return api_query_id(call, "team", &query->team_id, err) &&
           api_query_id(call, "ticket", &query->ticket_id, err) &&
           api_query_id(call, "account", &query->account_id, err) &&
           api_query_time(call, "from", &query->since_us, err) &&
           api_query_time(call, "to", &query->until_us, err);
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
        action_api_print(&call->reply->body, &actions[i]);
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
    action_api_print(&call->reply->body, &action);
    return true;
}

static bool show_action(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "action", &id, err) && reply_action(call, id, err);
}

/* -- what a badge needs -- */

/* Where browsers find us, as far as we know: what was told at the start, else as this one did. */
static struct text origin_of(const struct api_call *call)
{
    struct text host = http_header(call->request, "Host");
    if (call->tools->url)
        return text_of(call->tools->url);
    if (!host.len)
        return TEXT("");
    return arena_format(call->arena, "http%s://%.*s", call->is_secure ? "s" : "", TEXT_ARG(host));
}

static bool show_metadata(struct api_call *call, struct err *err)
{
    int64_t id;
    struct action action;
    struct action_meta meta;
    if (!api_param_id(call, "action", &id, err) ||
        !action_find(call->db, &call->who, id, call->arena, &action, err) ||
        !action_meta_find(call->db, &action, &meta, err))
        return false;
    action_meta_print(&call->reply->body, &action, &meta, origin_of(call));
    return true;
}

/* Its place in the journal, for whoever sees the action itself. */
static bool show_journal(struct api_call *call, struct err *err)
{
    int64_t id;
    struct action action;
    struct journal_view view;
    bool is_found;
    if (!api_param_id(call, "action", &id, err) ||
        !action_find(call->db, &call->who, id, call->arena, &action, err) ||
        !journal_list_find_object(call->db, "action", id, call->arena, &view, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_NOT_FOUND, "the action was recorded before there was a journal");
    journal_list_print(&call->reply->body, &view);
    return true;
}

/* -- recording -- */

static bool read_recording(
    const struct json *body, struct action *action, struct arena *arena, struct err *err)
{
    if (!action_api_read(body, action, arena, err) ||
        !api_member_id(body, "corrects", &action->corrects_id, err) ||
        !api_member_id(body, "team_id", &action->team_id, err) ||
        !api_member_id(body, "ticket_id", &action->ticket_id, err) ||
        !api_member_line(body, "advisory_id", &action->advisory_id, err))
        return false;
    return action->team_id || action->ticket_id || action->corrects_id ||
           err_set(err, ERR_USAGE, "team_id: is missing, and so is ticket_id");
}

static bool create_action(struct api_call *call, struct err *err)
{
    struct json body;
    struct action action = {0};
    if (!api_body(call, "team_id ticket_id advisory_id corrects " ACTION_API_MEMBERS, &body, err))
        return false;
    bool is_fine = read_recording(&body, &action, call->arena, err) &&
                   action_record(call->db, &call->who, &action, call->now_us, err);
    json_done(&body);
    if (!is_fine)
        return false;
    api_created(call, "/api/v1/action-logs", action.id);
    return reply_action(call, action.id, err);
}

const struct api_route action_api_routes[] = {
    {"GET", "/api/v1/action-logs", RIGHT_ACTION_READ, list_actions, 0},
    {"POST", "/api/v1/action-logs", RIGHT_ACTION_WRITE, create_action, 0},
    {"GET", "/api/v1/action-logs/{action}", RIGHT_ACTION_READ, show_action, 0},
    {"GET", "/api/v1/action-logs/{action}/metadata", RIGHT_ACTION_READ, show_metadata, 0},
    {"GET", "/api/v1/action-logs/{action}/journal", RIGHT_ACTION_READ, show_journal, 0},
    {0},
};
