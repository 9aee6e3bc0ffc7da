/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_init(struct buf *buf, size_t max_bytes)
{
    *buf = (struct buf){.max_bytes = max_bytes};
}

void buf_done(struct buf *buf)
{
    if (!buf)
        return;
    free(buf->at);
    buf_init(buf, buf->max_bytes);
}

static char *grow(struct buf *buf, size_t len)
{
    if (buf->is_over || len > buf->max_bytes - buf->len || len >= SIZE_MAX / 2 - buf->len) {
        buf->is_over = true;
        return NULL;
    }
    if (buf->len + len + 1 > buf->room) {
        size_t room = buf->room ? buf->room * 2 : 64;
        if (room < buf->len + len + 1)
            room = buf->len + len + 1;
        char *grown = realloc(buf->at, room);
        if (!grown)
            err_panic("out of memory");
        buf->at = grown;
        buf->room = room;
    }
    char *start = buf->at + buf->len;
    buf->len += len;
    buf->at[buf->len] = '\0';
    return start;
}

/* Nearly always there is room: one comparison, and no call. */
static inline char *take(struct buf *buf, size_t len)
{
    size_t end = buf->max_bytes < buf->room ? buf->max_bytes : buf->room;
    if (buf->is_over || !end || len >= end - buf->len)
        return grow(buf, len);
    char *start = buf->at + buf->len;
    buf->len += len;
    start[len] = '\0';
    return start;
}

char *buf_grow(struct buf *buf, size_t len)
{
    return take(buf, len);
}

void buf_cut(struct buf *buf, size_t len)
{
    if (len >= buf->len)
        return;
    buf->len = len;
    buf->at[len] = '\0';
}

void buf_add(struct buf *buf, struct text t)
{
    char *start = take(buf, t.len);
    if (start && t.len)
        memcpy(start, t.at, t.len);
}

void buf_add_plain(struct buf *buf, struct text t)
{
    while (t.len) {
        ptrdiff_t bad = text_find_bad_utf8(t);
        struct text good = text_slice(t, 0, bad < 0 ? t.len : (size_t)bad);
        size_t from = 0;
        for (size_t i = 0; i < good.len;) {
            size_t control = text_control_len(text_from(good, i));
            if (control) {
                buf_add(buf, text_slice(good, from, i));
                buf_add_char(buf, '?');
                from = i + control;
            }
            i += control ? control : 1;
        }
        buf_add(buf, text_from(good, from));
        if (bad >= 0)
            buf_add_char(buf, '?');
        t = text_from(t, good.len + (bad >= 0));
    }
}

void buf_add_z(struct buf *buf, const char *z)
{
    buf_add(buf, text_of(z));
}

void buf_add_char(struct buf *buf, char c)
{
    char *start = take(buf, 1);
    if (start)
        *start = c;
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *start = len < 0 ? NULL : buf_grow(buf, (size_t)len);
    if (start)
        vsnprintf(start, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
}

struct text buf_text(const struct buf *buf)
{
    return buf->at ? (struct text){buf->at, buf->len} : (struct text){"", 0};
}

bool buf_check(const struct buf *buf, struct err *err)
{
    if (!buf->is_over)
        return true;
    return err_set(err, ERR_LIMIT, "longer than the %zu bytes allowed for it", buf->max_bytes);
}
