/* SPDX-License-Identifier: Apache-2.0 */
/* Where the body of a request goes while it comes in: memory when it is small, an unlinked file
   when it is an upload; never more than its cap.
   Example: http_body_init(&body, LIMIT_HTTP_BODY_BYTES); while (…) if (!http_body_add(&body,
   piece)) …close… */
#ifndef NET_HTTP_BODY_H
#define NET_HTTP_BODY_H

#include "base/buf.h"
#include "base/err.h"

struct http_body {
    struct buf memory;
    int fd; /* -1: into memory */
    size_t len, max_bytes;
    size_t drained_bytes; /* came in after the body had failed */
    bool is_failed;
    struct err why; /* of the failure */
};

void http_body_init(struct http_body *body, size_t max_bytes);
void http_body_done(struct http_body *body);

/* Lets the body go to a file without a name in folder, mode 0600, which is gone once it is
   closed. */
MUST_USE bool http_body_to_file(struct http_body *body, const char *folder, struct err *err);

/* Adds the next piece. A body over its cap, or one that the disk has no room for, is failed: what
   follows is dropped, so that the sender can be told at the end. Returns false when so much was
   dropped that the connection had better be cut. */
MUST_USE bool http_body_add(struct http_body *body, struct text piece);

/* Marks the body as failed before it comes; what comes is dropped. */
void http_body_fail(struct http_body *body, const struct err *why);

#endif
