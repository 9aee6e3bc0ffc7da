/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_api.h"
#include "job/outbox_api.h"

static bool list_deliveries(struct api_call *call, struct err *err)
{
    struct jira jira;
    return jira_api_find(call, RIGHT_TICKET_READ, &jira, err) &&
           outbox_api_list(call, TRACKER_CHANNEL, jira.id, err);
}

static bool retry_delivery(struct api_call *call, struct err *err)
{
    struct jira jira;
    return jira_api_find(call, RIGHT_TICKET_WORK, &jira, err) &&
           outbox_api_retry(call, TRACKER_CHANNEL, jira.id, err);
}

static void print_heard(struct buf *out, const struct jira_heard *heard)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", heard->id);
    json_print_member_time(out, "at", heard->at_us);
    json_print_member(out, "event", heard->event);
    json_print_member(out, "issue_key", heard->issue_key);
    if (heard->ticket_id)
        json_print_member_id(out, "ticket_id", heard->ticket_id);
    else
        json_print_member_null(out, "ticket_id");
    json_print_member(out, "outcome", heard->outcome);
    json_print_close(out, '}');
}

static bool list_heard(struct api_call *call, struct err *err)
{
    struct jira jira;
    struct jira_heard *heard;
    size_t count, limit;
    int64_t before_id;
    if (!jira_api_find(call, RIGHT_TICKET_READ, &jira, err) ||
        !outbox_api_page(call, &limit, &before_id, err) ||
        !jira_heard_list(call->db, jira.id, before_id, limit + 1, call->arena, &heard, &count, err))
        return false;
    size_t shown = count > limit ? limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        print_heard(&call->reply->body, &heard[i]);
    outbox_api_close(call, count > shown, shown ? heard[shown - 1].id : 0);
    return true;
}

#define JIRA_PATH "/api/v1/teams/{team}/jira"

const struct api_route jira_log_api_routes[] = {
    {"GET", JIRA_PATH "/deliveries", RIGHT_TICKET_READ, list_deliveries, 0},
    {"POST", JIRA_PATH "/deliveries/{delivery}/retry", RIGHT_TICKET_WORK, retry_delivery, 0},
    {"GET", JIRA_PATH "/received", RIGHT_TICKET_READ, list_heard, 0},
    {0},
};
