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

void fetch_wire_print_call(struct buf *out, const struct http_call *call)
{
    print_text(out, call->method);
    print_text(out, call->url);
    print_pairs(out, call->headers, call->header_count);
    print_text(out, call->body);
    print_number(out, call->max_reply_bytes);
    print_number(out, call->connect_seconds);
    print_number(out, call->total_seconds);
    print_number(out, call->allowed_count);
    for (size_t i = 0; i < call->allowed_count; i++)
        buf_add(out, (struct text){(const char *)&call->allowed[i], sizeof *call->allowed});
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
    call.allowed_count = (size_t)read_count(&reader, LIMIT_CALL_NETS);
    struct address_net *allowed = arena_take_array(arena, call.allowed_count, sizeof *allowed);
    struct text nets = read_bytes(&reader, call.allowed_count * sizeof *allowed);
    if (reader.is_bad || reader.rest.len || !allowed)
        return err_set(err, ERR_SYSTEM, "the call makes no sense");
    if (nets.len)
        memcpy(allowed, nets.at, nets.len);
    call.allowed = allowed;
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
