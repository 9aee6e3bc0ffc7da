/* SPDX-License-Identifier: Apache-2.0 */
/* Counts of what the server did, as Prometheus reads them (text format 0.0.4).
   Example: metrics_request(metrics, "/api/v1/tickets", 200, 1234); metrics_print(metrics,
   &body); */
#ifndef APP_METRICS_H
#define APP_METRICS_H

#include "base/buf.h"

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);

/* Counts a request. route is a literal, or NULL for what no route answered; status 0: the client
   went away. */
void metrics_request(
    struct metrics *metrics, const char *route, unsigned status, int64_t duration_us);
/* Counts an upload that was taken in. */
void metrics_upload(struct metrics *metrics, size_t bytes);

/* Adds all counts to out. */
void metrics_print(struct metrics *metrics, struct buf *out);

/* Adds the head of a metric, and one value of it; labels are "a=\"b\"" or empty. */
void metrics_print_head(struct buf *out, const char *name, const char *type, const char *help);
void metrics_print_value(struct buf *out, const char *name, const char *labels, double value);

#endif
