/* SPDX-License-Identifier: Apache-2.0 */
/* The words that server and fetch role exchange: texts and numbers behind each other, each with its length.
   Example: fetch_wire_print_call(&out, &call); … fetch_wire_read_call(input, arena, &call, err); */
#ifndef SANDBOX_FETCH_WIRE_H
#define SANDBOX_FETCH_WIRE_H

#include "net/http_call.h"
#include "net/smtp.h"

void fetch_wire_print_call(struct buf *out, const struct http_call *call);
/* What is read borrows from bytes. Fails with ERR_SYSTEM when it is no call. */
MUST_USE bool fetch_wire_read_call(
    struct text bytes, struct arena *arena, struct http_call *ret_call, struct err *err);

void fetch_wire_print_reply(struct buf *out, const struct http_call_reply *reply);
/* Copies the reply into arena: bytes are another process's word, and every bound is checked. */
MUST_USE bool fetch_wire_read_reply(
    struct text bytes, struct arena *arena, struct http_call_reply *ret_reply, struct err *err);

/* The same for a mail, whose reply can speak of to_count addresses. */
void fetch_wire_print_mail(struct buf *out, const struct smtp_call *call);
MUST_USE bool fetch_wire_read_mail(
    struct text bytes, struct arena *arena, struct smtp_call *ret_call, struct err *err);
void fetch_wire_print_mail_reply(struct buf *out, const struct smtp_reply *reply);
MUST_USE bool fetch_wire_read_mail_reply(struct text bytes, size_t to_count, struct arena *arena,
    struct smtp_reply *ret_reply, struct err *err);

#endif
