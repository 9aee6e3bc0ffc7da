/* SPDX-License-Identifier: Apache-2.0 */
/* From a request to the handler of its route and back: who is asking, whether they may, whether it
   was asked before, and problem details for all that goes wrong. The three functions are
   http_server's, with a struct app as context. */
#ifndef APP_DISPATCH_H
#define APP_DISPATCH_H

#include "net/http_server.h"

struct http_rule dispatch_rule(void *app, const struct http_request *request);

/* For uploads: whether the request would be allowed, before its body is read. */
bool dispatch_permit(
    void *app, const struct http_request *request, struct http_reply *reply, struct arena *arena);

void dispatch_handle(
    void *app, struct http_request *request, struct http_reply *reply, struct arena *arena);

/* Counts a request in the metrics. */
void dispatch_observe(void *app, const struct http_request *request, const struct http_reply *reply,
    int64_t duration_us);

#endif
