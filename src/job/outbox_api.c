/* SPDX-License-Identifier: Apache-2.0 */
#include "job/outbox_api.h"

void outbox_api_print(struct buf *out, const struct outbox_message *message)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", message->id);
    json_print_member(out, "kind", message->kind);
    json_print_member(out, "title", message->title);
    if (message->ticket_id)
        json_print_member_id(out, "ticket_id", message->ticket_id);
    else
        json_print_member_null(out, "ticket_id");
    json_print_member_z(out, "state", outbox_state_name(message->state));
    json_print_member(out, "outcome", message->outcome);
    json_print_member_int(out, "attempts", message->attempts);
    json_print_member_int(out, "attempts_max", message->attempts_max);
    json_print_member_time(out, "due_at", message->state == OUTBOX_WAITING ? message->due_us : 0);
    json_print_member_time(out, "created_at", message->created_us);
    json_print_member_time(out, "ended_at", message->ended_us);
    json_print_close(out, '}');
}

bool outbox_api_page(
    struct api_call *call, size_t *ret_limit, int64_t *ret_before_id, struct err *err)
{
    struct api_page page;
    struct db_value before = DB_INT(INT64_MAX);
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err))
        return false;
    *ret_limit = page.limit;
    *ret_before_id = before.number;
    return true;
}

void outbox_api_close(struct api_call *call, bool has_more, int64_t last_id)
{
    struct text next = {"", 0};
    if (has_more)
        next = api_cursor_print(call->arena, "i", &DB_INT(last_id));
    api_list_close(call, next);
}

static bool read_state(const struct api_call *call, int *ret_state, struct err *err)
{
    struct text word;
    enum outbox_state state;
    if (!http_query(call->request, "state", &word) || !word.len)
        return true;
    if (!outbox_state_read(word, &state))
        return err_set(err, ERR_USAGE, "state: must be waiting, sent, skipped or failed");
    *ret_state = (int)state;
    return true;
}

bool outbox_api_list(struct api_call *call, const char *channel, int64_t target_id, struct err *err)
{
    struct outbox_query query = {.channel = channel, .target_id = target_id, .state = -1};
    struct outbox_message *messages;
    size_t count, limit;
    if (!outbox_api_page(call, &limit, &query.before_id, err) ||
        !read_state(call, &query.state, err))
        return false;
    query.limit = limit + 1;
    if (!outbox_list(call->db, &query, call->arena, &messages, &count, err))
        return false;
    size_t shown = count > limit ? limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        outbox_api_print(&call->reply->body, &messages[i]);
    outbox_api_close(call, count > shown, shown ? messages[shown - 1].id : 0);
    return true;
}

bool outbox_api_retry(
    struct api_call *call, const char *channel, int64_t target_id, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "delivery", &id, err) ||
        !outbox_retry(call->db, channel, target_id, id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}
