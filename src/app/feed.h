/* SPDX-License-Identifier: Apache-2.0 */
/* Tells browsers what changed, as it happens: one thread reads the hints of all servers (job/hint.h) and sends each to the streams whose
   account may know of it. Example: feed_new(&feed, app, &err); the route GET /api/v1/events adds streams; feed_end(feed) before the server ends. */
#ifndef APP_FEED_H
#define APP_FEED_H

#include "account/api.h"

struct app;
struct feed;

/* Starts the thread, which takes a connection of the app's pool. */
MUST_USE bool feed_new(struct feed **ret_feed, struct app *app, struct err *err);
/* Ends all streams and the thread. */
void feed_end(struct feed *feed);
void feed_free(struct feed *feed);

size_t feed_count(struct feed *feed);

extern const struct api_route feed_routes[];

#endif
