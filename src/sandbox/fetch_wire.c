/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/fetch_wire.h"

#include "base/limits.h"

/* -- words -- */

static void print_number(struct buf *out, uint64_t number)
{
    buf_add(out, (struct text){(const char *)&number, sizeof number});
}

static void print_text(struct buf *out, struct text t)
{
    print_number(out, t.len);
    buf_add(out, t);
}

static void print_pairs(struct buf *out, const struct http_pair *pairs, size_t count)
{
    print_number(out, count);
    for (size_t i = 0; i < count; i++) {
        print_text(out, pairs[i].name);
        print_text(out, pairs[i].value);
    }
}

/* Reads on after an error, giving nothing: who reads asks once, at the end. */
struct reader {
    struct text rest;
    bool is_bad;
};

static struct text read_bytes(struct reader *reader, uint64_t len)
{
    if (reader->is_bad || len > reader->rest.len) {
        reader->is_bad = true;
        return TEXT("");
    }
    struct text bytes = text_slice(reader->rest, 0, (size_t)len);
    reader->rest = text_from(reader->rest, (size_t)len);
    return bytes;
}

static uint64_t read_number(struct reader *reader)
{
    uint64_t number = 0;
    struct text bytes = read_bytes(reader, sizeof number);
    if (!reader->is_bad)
        memcpy(&number, bytes.at, sizeof number);
    return number;
}

static struct text read_text(struct reader *reader)
{
    return read_bytes(reader, read_number(reader));
}

static uint64_t read_count(struct reader *reader, size_t most)
{
    uint64_t count = read_number(reader);
    reader->is_bad |= count > most;
    return reader->is_bad ? 0 : count;
}

static const struct http_pair *read_pairs(
    struct reader *reader, struct arena *arena, size_t *ret_count)
{
    uint64_t count = read_count(reader, LIMIT_CALL_HEADERS);
    struct http_pair *pairs = arena_take_array(arena, (size_t)count, sizeof *pairs);
    for (size_t i = 0; pairs && i < count; i++) {
        pairs[i].name = read_text(reader);
        pairs[i].value = read_text(reader);
    }
    *ret_count = pairs ? (size_t)count : 0;
    return pairs;
}

/* -- a call -- */

static void print_nets(struct buf *out, const struct address_net *nets, size_t count)
{
    print_number(out, count);
    for (size_t i = 0; i < count; i++)
        buf_add(out, (struct text){(const char *)&nets[i], sizeof *nets});
}

static const struct address_net *read_nets(
    struct reader *reader, struct arena *arena, size_t *ret_count)
{
    uint64_t count = read_count(reader, LIMIT_CALL_NETS);
    struct address_net *nets = arena_take_array(arena, (size_t)count, sizeof *nets);
    struct text bytes = read_bytes(reader, count * sizeof *nets);
    if (nets && bytes.len)
        memcpy(nets, bytes.at, bytes.len);
    *ret_count = nets ? (size_t)count : 0;
    return nets;
}

void fetch_wire_print_call(struct buf *out, const struct http_call *call)
{
    print_text(out, call->method);
    print_text(out, call->url);
    print_pairs(out, call->headers, call->header_count);
    print_text(out, call->body);
    print_number(out, call->max_reply_bytes);
    print_number(out, call->connect_seconds);
    print_number(out, call->total_seconds);
    print_nets(out, call->allowed, call->allowed_count);
}

bool fetch_wire_read_call(
    struct text bytes, struct arena *arena, struct http_call *ret_call, struct err *err)
{
    struct reader reader = {bytes, false};
    struct http_call call = {.method = read_text(&reader), .url = read_text(&reader)};
    call.headers = read_pairs(&reader, arena, &call.header_count);
    call.body = read_text(&reader);
    call.max_reply_bytes = (size_t)read_number(&reader);
    call.connect_seconds = (unsigned)read_number(&reader);
    call.total_seconds = (unsigned)read_number(&reader);
    call.allowed = read_nets(&reader, arena, &call.allowed_count);
    if (reader.is_bad || reader.rest.len)
        return err_set(err, ERR_SYSTEM, "the call makes no sense");
    *ret_call = call;
    return arena_check(arena, err);
}

/* -- a reply -- */

void fetch_wire_print_reply(struct buf *out, const struct http_call_reply *reply)
{
    print_number(out, reply->status);
    print_pairs(out, reply->headers, reply->header_count);
    print_text(out, reply->body);
}

bool fetch_wire_read_reply(
    struct text bytes, struct arena *arena, struct http_call_reply *ret_reply, struct err *err)
{
    enum { STATUS_LEAST = 100, STATUS_MOST = 999 };
    struct text own = arena_text(arena, bytes);
    struct reader reader = {own, false};
    struct http_call_reply reply = {.status = (unsigned)read_count(&reader, STATUS_MOST)};
    reply.headers = read_pairs(&reader, arena, &reply.header_count);
    reply.body = read_text(&reader);
    if (!arena_check(arena, err))
        return false;
    if (reader.is_bad || reader.rest.len || reply.status < STATUS_LEAST ||
        reply.body.len > LIMIT_CALL_REPLY_BYTES)
        return err_set(err, ERR_SYSTEM, "the fetch role's answer makes no sense");
    *ret_reply = reply;
    return true;
}

/* -- a mail -- */

void fetch_wire_print_mail(struct buf *out, const struct smtp_call *call)
{
    print_text(out, call->host);
    print_number(out, call->port);
    print_number(out, call->security);
    print_text(out, call->user);
    print_text(out, call->password);
    print_text(out, call->greeting);
    print_text(out, call->from);
    print_number(out, call->to_count);
    for (size_t i = 0; i < call->to_count; i++)
        print_text(out, call->to[i]);
    print_text(out, call->message);
    print_text(out, call->authorities);
    print_number(out, call->total_seconds);
    print_nets(out, call->allowed, call->allowed_count);
}

bool fetch_wire_read_mail(
    struct text bytes, struct arena *arena, struct smtp_call *ret_call, struct err *err)
{
    struct reader reader = {bytes, false};
    struct smtp_call call = {.host = read_text(&reader)};
    call.port = (unsigned)read_count(&reader, UINT16_MAX);
    call.security = (enum smtp_security)read_count(&reader, SMTP_PLAIN);
    call.user = read_text(&reader);
    call.password = read_text(&reader);
    call.greeting = read_text(&reader);
    call.from = read_text(&reader);
    call.to_count = (size_t)read_count(&reader, LIMIT_MAIL_RECIPIENTS);
    struct text *to = arena_take_array(arena, call.to_count, sizeof *to);
    for (size_t i = 0; to && i < call.to_count; i++)
        to[i] = read_text(&reader);
    call.to = to;
    call.message = read_text(&reader);
    call.authorities = read_text(&reader);
    call.total_seconds = (unsigned)read_count(&reader, LIMIT_CALL_SECONDS);
    call.allowed = read_nets(&reader, arena, &call.allowed_count);
    if (reader.is_bad || reader.rest.len)
        return err_set(err, ERR_SYSTEM, "the mail makes no sense");
    *ret_call = call;
    return arena_check(arena, err);
}

void fetch_wire_print_mail_reply(struct buf *out, const struct smtp_reply *reply)
{
    print_number(out, reply->is_taken);
    print_number(out, reply->status);
    print_number(out, reply->stage);
    print_text(out, reply->words);
    print_number(out, reply->refused_count);
    for (size_t i = 0; i < reply->refused_count; i++) {
        print_number(out, reply->refused[i].place);
        print_number(out, reply->refused[i].status);
        print_text(out, reply->refused[i].words);
    }
}

static struct text read_words(struct reader *reader)
{
    struct text words = read_text(reader);
    reader->is_bad |= words.len > 2 * LIMIT_MAIL_REPLY_BYTES;
    return words;
}

bool fetch_wire_read_mail_reply(struct text bytes, size_t to_count, struct arena *arena,
    struct smtp_reply *ret_reply, struct err *err)
{
    enum { STATUS_MOST = 999 };
    struct reader reader = {arena_text(arena, bytes), false};
    struct smtp_reply reply = {.is_taken = read_count(&reader, 1) != 0};
    reply.status = (unsigned)read_count(&reader, STATUS_MOST);
    reply.stage = (enum smtp_stage)read_count(&reader, SMTP_MESSAGE);
    reply.words = read_words(&reader);
    reply.refused_count = (size_t)read_count(&reader, to_count);
    struct smtp_refusal *refused = arena_take_array(arena, reply.refused_count, sizeof *refused);
    for (size_t i = 0; refused && i < reply.refused_count; i++) {
        refused[i].place = (size_t)read_count(&reader, to_count - 1);
        refused[i].status = (unsigned)read_count(&reader, STATUS_MOST);
        refused[i].words = read_words(&reader);
    }
    reply.refused = refused;
    if (!arena_check(arena, err))
        return false;
    if (reader.is_bad || reader.rest.len)
        return err_set(err, ERR_SYSTEM, "the fetch role's answer makes no sense");
    *ret_reply = reply;
    return true;
}
