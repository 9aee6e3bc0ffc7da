/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_body.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/limits.h"

void http_body_init(struct http_body *body, size_t max_bytes)
{
    *body = (struct http_body){.fd = -1, .max_bytes = max_bytes};
    buf_init(&body->memory, max_bytes);
}

void http_body_done(struct http_body *body)
{
    if (!body)
        return;
    buf_done(&body->memory);
    if (body->fd >= 0)
        close(body->fd);
    body->fd = -1;
}

/* Not every file system makes files without a name; one that was given a name loses it at once. */
static int open_nameless(const char *folder)
{
    char path[4096];
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
        return fd;
    snprintf(path, sizeof path, "%s/upload-XXXXXX", folder);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

bool http_body_to_file(struct http_body *body, const char *folder, struct err *err)
{
    int fd = open_nameless(folder);
    if (fd < 0)
        return err_set_errno(err, "%s: cannot keep an upload there", folder);
    body->fd = fd;
    return true;
}

void http_body_fail(struct http_body *body, const struct err *why)
{
    if (body->is_failed)
        return;
    body->is_failed = true;
    body->why = *why;
    buf_done(&body->memory);
}

static bool write_all(int fd, struct text piece)
{
    while (piece.len) {
        ssize_t done = write(fd, piece.at, piece.len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        piece = text_from(piece, (size_t)done);
    }
    return true;
}

static bool keep(struct http_body *body, struct text piece, struct err *err)
{
    if (piece.len > body->max_bytes - body->len)
        return err_set(err, ERR_LIMIT, "body: longer than the %zu bytes allowed", body->max_bytes);
    body->len += piece.len;
    if (body->fd < 0)
        buf_add(&body->memory, piece);
    else if (!write_all(body->fd, piece))
        return err_set_errno(err, "body: cannot be kept");
    return true;
}

bool http_body_add(struct http_body *body, struct text piece)
{
    struct err err;
    if (!body->is_failed && !keep(body, piece, &err))
        http_body_fail(body, &err);
    if (body->is_failed)
        body->drained_bytes += piece.len;
    return body->drained_bytes <= LIMIT_HTTP_DRAIN_BYTES;
}
