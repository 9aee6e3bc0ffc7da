/* SPDX-License-Identifier: Apache-2.0 */
#include "app/metrics.h"

#include <pthread.h>

#include "base/vec.h"

static const struct {
    int64_t us;
    const char *seconds;
} buckets[] = {
    {5000, "0.005"},
    {10000, "0.01"},
    {25000, "0.025"},
    {50000, "0.05"},
    {100000, "0.1"},
    {250000, "0.25"},
    {500000, "0.5"},
    {1000000, "1"},
    {2500000, "2.5"},
    {5000000, "5"},
    {10000000, "10"},
};

struct status_count {
    const char *route;
    unsigned status;
    uint64_t count;
};

struct duration {
    const char *route;
    uint64_t in_bucket[LEN_OF(buckets)];
    uint64_t count;
    int64_t sum_us;
};

/* Routes and statuses are few, so that a search is as quick as a table. */
struct metrics {
    pthread_mutex_t lock;
    struct {
        VEC(struct status_count);
    } statuses;
    struct {
        VEC(struct duration);
    } durations;
    uint64_t uploads, upload_bytes;
};

struct metrics *metrics_new(void)
{
    struct metrics *metrics = calloc(1, sizeof *metrics);
    if (!metrics)
        err_panic("out of memory");
    pthread_mutex_init(&metrics->lock, NULL);
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    if (!metrics)
        return;
    VEC_DONE(&metrics->statuses);
    VEC_DONE(&metrics->durations);
    pthread_mutex_destroy(&metrics->lock);
    free(metrics);
}

static struct status_count *find_status(struct metrics *metrics, const char *route, unsigned status)
{
    for (size_t i = 0; i < metrics->statuses.len; i++) {
        struct status_count *row = &metrics->statuses.at[i];
        if (row->status == status && strcmp(row->route, route) == 0)
            return row;
    }
    struct status_count *row = VEC_ADD(&metrics->statuses);
    *row = (struct status_count){.route = route, .status = status};
    return row;
}

static struct duration *find_duration(struct metrics *metrics, const char *route)
{
    for (size_t i = 0; i < metrics->durations.len; i++)
        if (strcmp(metrics->durations.at[i].route, route) == 0)
            return &metrics->durations.at[i];
    struct duration *row = VEC_ADD(&metrics->durations);
    row->route = route;
    return row;
}

void metrics_request(
    struct metrics *metrics, const char *route, unsigned status, int64_t duration_us)
{
    size_t i = 0;
    if (!route)
        route = "none";
    while (i < LEN_OF(buckets) && duration_us > buckets[i].us)
        i++;
    pthread_mutex_lock(&metrics->lock);
    find_status(metrics, route, status)->count++;
    struct duration *row = find_duration(metrics, route);
    row->count++;
    row->sum_us += duration_us;
    if (i < LEN_OF(buckets))
        row->in_bucket[i]++;
    pthread_mutex_unlock(&metrics->lock);
}

void metrics_upload(struct metrics *metrics, size_t bytes)
{
    pthread_mutex_lock(&metrics->lock);
    metrics->uploads++;
    metrics->upload_bytes += bytes;
    pthread_mutex_unlock(&metrics->lock);
}

void metrics_print_head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void metrics_print_value(struct buf *out, const char *name, const char *labels, double value)
{
    buf_format(
        out, "%s%s%s%s %.15g\n", name, labels[0] ? "{" : "", labels, labels[0] ? "}" : "", value);
}

static void print_duration(struct buf *out, const struct duration *row)
{
    static const char name[] = "kenzen_http_request_duration_seconds";
    uint64_t below = 0;
    for (size_t i = 0; i < LEN_OF(buckets); i++) {
        below += row->in_bucket[i];
        buf_format(out, "%s_bucket{route=\"%s\",le=\"%s\"} %llu\n", name, row->route,
            buckets[i].seconds, (unsigned long long)below);
    }
    buf_format(out, "%s_bucket{route=\"%s\",le=\"+Inf\"} %llu\n", name, row->route,
        (unsigned long long)row->count);
    buf_format(
        out, "%s_sum{route=\"%s\"} %.6f\n", name, row->route, (double)row->sum_us / 1000000.0);
    buf_format(
        out, "%s_count{route=\"%s\"} %llu\n", name, row->route, (unsigned long long)row->count);
}

void metrics_print(struct metrics *metrics, struct buf *out)
{
    pthread_mutex_lock(&metrics->lock);
    metrics_print_head(
        out, "kenzen_http_requests_total", "counter", "Requests by route and status.");
    for (size_t i = 0; i < metrics->statuses.len; i++) {
        const struct status_count *row = &metrics->statuses.at[i];
        buf_format(out, "kenzen_http_requests_total{route=\"%s\",status=\"%u\"} %llu\n", row->route,
            row->status, (unsigned long long)row->count);
    }
    metrics_print_head(out, "kenzen_http_request_duration_seconds", "histogram",
        "Time from a request's first line to its end.");
    for (size_t i = 0; i < metrics->durations.len; i++)
        print_duration(out, &metrics->durations.at[i]);
    metrics_print_head(out, "kenzen_uploads_total", "counter", "Files taken in.");
    metrics_print_value(out, "kenzen_uploads_total", "", (double)metrics->uploads);
    metrics_print_head(out, "kenzen_upload_bytes_total", "counter", "Their bytes.");
    metrics_print_value(out, "kenzen_upload_bytes_total", "", (double)metrics->upload_bytes);
    pthread_mutex_unlock(&metrics->lock);
}
