/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_stream.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"

struct http_stream {
    pthread_mutex_t lock;
    struct MHD_Connection *connection;
    struct buf waiting; /* what was not sent yet */
    unsigned holds;
    bool is_suspended, is_over, is_dropped;
};

struct http_stream *http_stream_new(void)
{
    struct http_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        err_panic("out of memory");
    pthread_mutex_init(&stream->lock, NULL);
    buf_init(&stream->waiting, LIMIT_STREAM_BYTES);
    stream->holds = 2;
    return stream;
}

/* Lets go of the lock too. */
static void let_go(struct http_stream *stream)
{
    bool is_last = --stream->holds == 0;
    pthread_mutex_unlock(&stream->lock);
    if (!is_last)
        return;
    pthread_mutex_destroy(&stream->lock);
    buf_done(&stream->waiting);
    free(stream);
}

/* The lock is held, so that the connection is not gone meanwhile. */
static void wake(struct http_stream *stream)
{
    if (!stream->is_suspended)
        return;
    stream->is_suspended = false;
    MHD_resume_connection(stream->connection);
}

void http_stream_free(struct http_stream *stream)
{
    if (!stream)
        return;
    pthread_mutex_lock(&stream->lock);
    stream->is_over = true;
    wake(stream);
    let_go(stream);
}

bool http_stream_send(struct http_stream *stream, struct text bytes)
{
    pthread_mutex_lock(&stream->lock);
    if (stream->waiting.len + bytes.len > LIMIT_STREAM_BYTES)
        stream->is_over = true;
    bool is_open = !stream->is_over && !stream->is_dropped;
    if (is_open)
        buf_add(&stream->waiting, bytes);
    wake(stream);
    pthread_mutex_unlock(&stream->lock);
    return is_open;
}

void http_stream_end(struct http_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    stream->is_over = true;
    wake(stream);
    pthread_mutex_unlock(&stream->lock);
}

bool http_stream_is_open(struct http_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    bool is_open = !stream->is_over && !stream->is_dropped;
    pthread_mutex_unlock(&stream->lock);
    return is_open;
}

void http_stream_bind(struct http_stream *stream, struct MHD_Connection *connection)
{
    pthread_mutex_lock(&stream->lock);
    stream->connection = connection;
    pthread_mutex_unlock(&stream->lock);
}

ssize_t http_stream_read(void *context, uint64_t position, char *to, size_t max)
{
    (void)position;
    struct http_stream *stream = context;
    pthread_mutex_lock(&stream->lock);
    size_t len = stream->waiting.len < max ? stream->waiting.len : max;
    ssize_t given = (ssize_t)len;
    if (len) {
        memcpy(to, stream->waiting.at, len);
        memmove(stream->waiting.at, stream->waiting.at + len, stream->waiting.len - len);
        buf_cut(&stream->waiting, stream->waiting.len - len);
    } else if (stream->is_over) {
        given = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        stream->is_suspended = true;
        MHD_suspend_connection(stream->connection);
    }
    /* An idle stream holds no memory for what it once sent. */
    if (stream->waiting.len == 0) {
        buf_done(&stream->waiting);
        buf_init(&stream->waiting, LIMIT_STREAM_BYTES);
    }
    pthread_mutex_unlock(&stream->lock);
    return given;
}

void http_stream_drop(void *context)
{
    struct http_stream *stream = context;
    pthread_mutex_lock(&stream->lock);
    stream->is_dropped = true;
    stream->is_suspended = false;
    let_go(stream);
}
