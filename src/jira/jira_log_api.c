/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "jira/jira_api.h"

static void print_ticket_id(struct buf *out, int64_t id)
{
    if (id)
        json_print_member_id(out, "ticket_id", id);
    else
        json_print_member_null(out, "ticket_id");
}

void jira_api_print_delivery(struct buf *out, const struct outbox_message *message)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", message->id);
    json_print_member(out, "kind", message->kind);
    json_print_member(out, "title", message->title);
    print_ticket_id(out, message->ticket_id);
    json_print_member_z(out, "state", outbox_state_name(message->state));
    json_print_member(out, "outcome", message->outcome);
    json_print_member_int(out, "attempts", message->attempts);
    json_print_member_int(out, "attempts_max", message->attempts_max);
    json_print_member_time(out, "due_at", message->state == OUTBOX_WAITING ? message->due_us : 0);
    json_print_member_time(out, "created_at", message->created_us);
    json_print_member_time(out, "ended_at", message->ended_us);
    json_print_close(out, '}');
}

/* Both lists go by id, newest first. */
static bool read_page(
    struct api_call *call, struct api_page *page, int64_t *ret_before_id, struct err *err)
{
    struct db_value before = DB_INT(INT64_MAX);
    if (!api_page_read(call, page, err) ||
        !api_cursor_read(page->cursor, "i", call->arena, &before, err))
        return false;
    *ret_before_id = before.number;
    return true;
}

static void close_page(struct api_call *call, bool has_more, int64_t last_id)
{
    struct text next = {"", 0};
    if (has_more)
        next = api_cursor_print(call->arena, "i", &DB_INT(last_id));
    api_list_close(call, next);
}

static bool list_deliveries(struct api_call *call, struct err *err)
{
    struct jira jira;
    struct api_page page;
    struct outbox_query query = {.channel = TRACKER_CHANNEL, .state = -1};
    struct outbox_message *messages;
    struct text word;
    enum outbox_state state;
    size_t count;
    if (!jira_api_find(call, RIGHT_TICKET_READ, &jira, err) ||
        !read_page(call, &page, &query.before_id, err))
        return false;
    if (http_query(call->request, "state", &word) && word.len) {
        if (!outbox_state_read(word, &state))
            return err_set(err, ERR_USAGE, "state: must be waiting, sent, skipped or failed");
        query.state = (int)state;
    }
    query.target_id = jira.id;
    query.limit = page.limit + 1;
    if (!outbox_list(call->db, &query, call->arena, &messages, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        jira_api_print_delivery(&call->reply->body, &messages[i]);
    close_page(call, count > shown, shown ? messages[shown - 1].id : 0);
    return true;
}

static bool retry_delivery(struct api_call *call, struct err *err)
{
    struct jira jira;
    int64_t id;
    if (!jira_api_find(call, RIGHT_TICKET_WORK, &jira, err) ||
        !api_param_id(call, "delivery", &id, err) ||
        !outbox_retry(call->db, TRACKER_CHANNEL, jira.id, id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

static void print_heard(struct buf *out, const struct jira_heard *heard)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", heard->id);
    json_print_member_time(out, "at", heard->at_us);
    json_print_member(out, "event", heard->event);
    json_print_member(out, "issue_key", heard->issue_key);
    print_ticket_id(out, heard->ticket_id);
    json_print_member(out, "outcome", heard->outcome);
    json_print_close(out, '}');
}

static bool list_heard(struct api_call *call, struct err *err)
{
    struct jira jira;
    struct api_page page;
    struct jira_heard *heard;
    size_t count;
    int64_t before_id;
    if (!jira_api_find(call, RIGHT_TICKET_READ, &jira, err) ||
        !read_page(call, &page, &before_id, err) ||
        !jira_heard_list(
            call->db, jira.id, before_id, page.limit + 1, call->arena, &heard, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        print_heard(&call->reply->body, &heard[i]);
    close_page(call, count > shown, shown ? heard[shown - 1].id : 0);
    return true;
}

#define JIRA_PATH "/api/v1/teams/{team}/jira"

const struct api_route jira_log_api_routes[] = {
    {"GET", JIRA_PATH "/deliveries", RIGHT_TICKET_READ, list_deliveries, 0},
    {"POST", JIRA_PATH "/deliveries/{delivery}/retry", RIGHT_TICKET_WORK, retry_delivery, 0},
    {"GET", JIRA_PATH "/received", RIGHT_TICKET_READ, list_heard, 0},
    {0},
};
