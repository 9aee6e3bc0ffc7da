/* SPDX-License-Identifier: Apache-2.0 */
#include "app/serve_api.h"

#include "advisory/advisory_live.h"
#include "app/app.h"
#include "app/assets.h"
#include "app/feed.h"
#include "app/serve_rows.h"
#include "job/outbox.h"
#include "sandbox/fetch.h"

/* A server without an index is well, and waits for one. */
static void print_generation(struct api_call *call)
{
    struct buf *body = &call->reply->body;
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    if (index)
        json_print_member(body, "advisory_index", advisory_index_digest(index));
    else
        json_print_member_null(body, "advisory_index");
    advisory_live_give(call->tools->advisories, index);
}

static bool healthz(struct api_call *call, struct err *err)
{
    struct buf *body = &call->reply->body;
    struct err why;
    (void)err;
    bool is_well = serve_rows_ping(call->db, call->arena, &why);
    call->reply->status = is_well ? 200 : 503;
    http_reply_header(call->reply, "Cache-Control", TEXT("no-store"));
    json_print_open(body, '{');
    json_print_member_z(body, "status", is_well ? "ok" : "failing");
    json_print_member_z(body, "database", is_well ? "ok" : "does not answer");
    print_generation(call);
    json_print_close(body, '}');
    buf_add_char(body, '\n');
    return true;
}

static bool print_jobs(struct api_call *call, struct err *err)
{
    struct buf *body = &call->reply->body;
    struct job_counts jobs;
    if (!job_count(call->db, call->now_us, &jobs, err))
        return false;
    metrics_print_head(body, "kenzen_jobs", "gauge", "Jobs that are not done, by state.");
    metrics_print_value(body, "kenzen_jobs", "state=\"waiting\"", (double)jobs.waiting);
    metrics_print_value(body, "kenzen_jobs", "state=\"running\"", (double)jobs.running);
    metrics_print_value(body, "kenzen_jobs", "state=\"dead\"", (double)jobs.dead);
    return true;
}

static bool print_messages(struct api_call *call, struct err *err)
{
    struct buf *body = &call->reply->body;
    struct worker_counts calls = fetch_counts(call->tools->fetch);
    int64_t waiting;
    if (!outbox_count_waiting(call->db, &waiting, err))
        return false;
    metrics_print_head(body, "kenzen_messages_waiting", "gauge",
        "Messages to other systems that wait to be sent.");
    metrics_print_value(body, "kenzen_messages_waiting", "", (double)waiting);
    metrics_print_head(body, "kenzen_fetch_calls_total", "counter", "Calls of other servers.");
    metrics_print_value(body, "kenzen_fetch_calls_total", "", (double)calls.jobs);
    metrics_print_head(
        body, "kenzen_fetch_deaths_total", "counter", "Calls that ended their process.");
    metrics_print_value(body, "kenzen_fetch_deaths_total", "", (double)calls.deaths);
    return true;
}

static bool print_tickets(struct api_call *call, struct err *err)
{
    struct buf *body = &call->reply->body;
    int64_t counts[SERVE_ROWS_STATES];
    char label[32];
    if (!serve_rows_tickets(call->db, call->arena, counts, err))
        return false;
    metrics_print_head(body, "kenzen_tickets", "gauge", "Tickets by state.");
    for (size_t state = 0; state < SERVE_ROWS_STATES; state++) {
        snprintf(label, sizeof label, "state=\"%s\"", ticket_state_name((enum ticket_state)state));
        metrics_print_value(body, "kenzen_tickets", label, (double)counts[state]);
    }
    return true;
}

static void print_workers(struct api_call *call)
{
    struct buf *body = &call->reply->body;
    struct worker_counts counts = worker_pool_counts(call->tools->workers);
    metrics_print_head(
        body, "kenzen_worker_jobs_total", "counter", "Files given to a confined worker.");
    metrics_print_value(body, "kenzen_worker_jobs_total", "", (double)counts.jobs);
    metrics_print_head(
        body, "kenzen_worker_deaths_total", "counter", "Files that ended their worker.");
    metrics_print_value(body, "kenzen_worker_deaths_total", "", (double)counts.deaths);
}

static void print_index(struct api_call *call)
{
    struct buf *body = &call->reply->body;
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    metrics_print_head(body, "kenzen_advisory_index_loaded", "gauge", "Whether there is one.");
    metrics_print_value(body, "kenzen_advisory_index_loaded", "", index != NULL);
    if (index) {
        int64_t age_us = call->now_us - advisory_index_created_us(index);
        metrics_print_head(body, "kenzen_advisory_index_age_seconds", "gauge",
            "Time since the advisory index was written.");
        metrics_print_value(
            body, "kenzen_advisory_index_age_seconds", "", (double)age_us / CLOCK_SECOND_US);
        metrics_print_head(
            body, "kenzen_advisory_index_records", "gauge", "Advisories in the index.");
        metrics_print_value(
            body, "kenzen_advisory_index_records", "", (double)advisory_index_record_count(index));
    }
    advisory_live_give(call->tools->advisories, index);
}

static void print_streams(struct api_call *call)
{
    struct feed *feed = call->tools->app->feed;
    struct buf *body = &call->reply->body;
    metrics_print_head(body, "kenzen_event_streams", "gauge", "Streams of events that are open.");
    metrics_print_value(body, "kenzen_event_streams", "", feed ? (double)feed_count(feed) : 0.0);
}

static bool print_metrics(struct api_call *call, struct err *err)
{
    metrics_print(call->tools->app->metrics, &call->reply->body);
    print_workers(call);
    print_streams(call);
    print_index(call);
    call->reply->type = "text/plain; version=0.0.4; charset=utf-8";
    http_reply_header(call->reply, "Cache-Control", TEXT("no-store"));
    return print_jobs(call, err) && print_messages(call, err) && print_tickets(call, err);
}

static bool openapi(struct api_call *call, struct err *err)
{
    const struct asset *asset = assets_find(TEXT("/api/v1/openapi.yaml"));
    if (!asset)
        return err_set(err, ERR_NOT_FOUND, "this program was built without docs/api.yaml");
    assets_reply(asset, call->request, call->reply);
    return true;
}

const struct api_route serve_api_routes[] = {
    {"GET", "/healthz", RIGHT_ANYONE, healthz, 0},
    {"GET", "/metrics", RIGHT_ANYONE, print_metrics, 0},
    {"GET", "/api/v1/openapi.yaml", RIGHT_ANYONE, openapi, 0},
    {0},
};
