/* SPDX-License-Identifier: Apache-2.0 */
/* Text to build: grows up to a maximum, and remembers when it would have passed it.
   Example: struct buf b; buf_init(&b, SIZE_MAX); buf_format(&b, "%d", 7); … buf_done(&b);
   Adding never fails on the spot: check buf_check() once at the end. Always NUL-terminated. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/err.h"
#include "base/text.h"

struct buf {
    char *at; /* NULL until something is added */
    size_t len;
    size_t room;
    size_t max_bytes;
    bool is_over;
};

void buf_init(struct buf *buf, size_t max_bytes);
void buf_done(struct buf *buf);

void buf_add(struct buf *buf, struct text t);
/* Adds t for people to read: what could steer a terminal (text_control_len), or is no UTF-8, becomes a question mark. */
void buf_add_plain(struct buf *buf, struct text t);
void buf_add_z(struct buf *buf, const char *z);
void buf_add_char(struct buf *buf, char c);
void buf_format(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* Returns len writable bytes at the end of buf, now part of it, or NULL when that passes the maximum. */
char *buf_grow(struct buf *buf, size_t len);
/* Shortens buf to len bytes. */
void buf_cut(struct buf *buf, size_t len);

/* Returns what was built; valid until the next change. */
struct text buf_text(const struct buf *buf);

/* Returns false with ERR_LIMIT if something did not fit. */
MUST_USE bool buf_check(const struct buf *buf, struct err *err);

#endif
