/* SPDX-License-Identifier: Apache-2.0 */
/* A reply that goes on: server-sent events. While there is nothing to send, its connection is suspended and holds no thread.
   Example: reply->stream = http_stream_new(); … http_stream_send(stream, TEXT(": hello\n\n")); … http_stream_end(stream);
            http_stream_free(stream) */
#ifndef NET_HTTP_STREAM_H
#define NET_HTTP_STREAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/text.h"

struct http_stream;
struct MHD_Connection;

/* Two hold it: whoever sends, until http_stream_free, and the reply. */
struct http_stream *http_stream_new(void);
void http_stream_free(struct http_stream *stream);

/* Returns false when nobody listens any more, or so slowly that what waits is over LIMIT_STREAM_BYTES: then it ends. */
bool http_stream_send(struct http_stream *stream, struct text bytes);
/* What was sent goes out, then the reply is over. */
void http_stream_end(struct http_stream *stream);
bool http_stream_is_open(struct http_stream *stream);

/* -- for the exchange that sends it -- */

void http_stream_bind(struct http_stream *stream, struct MHD_Connection *connection);
/* MHD_ContentReaderCallback and its end: gives up the reply's hold. */
ssize_t http_stream_read(void *stream, uint64_t position, char *to, size_t max);
void http_stream_drop(void *stream);

#endif
