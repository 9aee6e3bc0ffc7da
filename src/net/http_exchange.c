/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_exchange.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/rand.h"
#include "net/http_body.h"
#include "net/http_etag.h"
#include "net/http_stream.h"
#include "net/http_target.h"

enum { STREAM_BLOCK_BYTES = 1024 };
enum { ID_BYTES = 8, SHOWN_PATH_MAX = 256 };

enum stage {
    STAGE_HEAD,      /* nothing decided yet */
    STAGE_ASK,       /* suspended: a thread asks whether it may send its body */
    STAGE_PERMITTED, /* it may: the library calls for its head once more */
    STAGE_BODY,      /* the body comes in */
    STAGE_WORK,      /* suspended: a thread answers it */
    STAGE_REPLY,     /* the reply is filled */
    STAGE_SENT,
};

/* One request and its reply. The thread that owns it is told by its stage. */
struct http_exchange {
    struct http_exchange_host *host;
    struct MHD_Connection *connection;
    struct http_keeper_connection *kept;
    struct arena arena;
    struct http_request request;
    struct http_reply reply;
    struct http_body body;
    struct http_pair headers[LIMIT_HTTP_HEADERS];
    size_t head_bytes;
    enum stage stage;
    bool is_upload, must_close, is_answered; /* is_answered: it counts among host->answering */
    int64_t started_us;
};

/* Sent with every reply. Everything that the user interface uses comes from the server itself. */
static const char *const standing_headers[][2] = {
    {"Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; "
                                "frame-ancestors 'none'; object-src 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

static bool is_stopping(struct http_exchange_host *host)
{
    return __atomic_load_n(&host->is_stopping, __ATOMIC_ACQUIRE);
}

static struct text new_id(struct arena *arena)
{
    unsigned char bytes[ID_BYTES];
    struct buf hex;
    rand_bytes(bytes, sizeof bytes);
    buf_init(&hex, 2 * sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        buf_format(&hex, "%02x", bytes[i]);
    struct text id = arena_text(arena, buf_text(&hex));
    buf_done(&hex);
    return id;
}

static struct http_keeper_connection *kept_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void *http_exchange_new(void *context, const char *target, struct MHD_Connection *connection)
{
    struct http_exchange *x = calloc(1, sizeof *x);
    if (!x)
        err_panic("out of memory");
    x->host = context;
    x->connection = connection;
    x->kept = kept_of(connection);
    x->started_us = clock_steady_us();
    arena_init(&x->arena, LIMIT_REQUEST_ARENA);
    http_reply_init(&x->reply);
    http_body_init(&x->body, LIMIT_HTTP_BODY_BYTES);
    x->request.body_fd = -1;
    x->request.id = new_id(&x->arena);
    x->request.raw_path = arena_text(&x->arena, text_of(target));
    return x;
}

static enum MHD_Result on_header(
    void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    struct http_exchange *x = context;
    struct http_pair pair = {text_of(name), text_of(value)};
    x->head_bytes += pair.name.len + pair.value.len;
    if (x->request.header_count == LEN_OF(x->headers)) {
        x->head_bytes = SIZE_MAX / 2;
        return MHD_NO;
    }
    x->headers[x->request.header_count++] = pair;
    return MHD_YES;
}

/* A stranger's text as one word of ASCII: what could end a field of the log, or is no UTF-8, is
   replaced. */
static struct text plain(struct arena *arena, struct text t)
{
    char *at = arena_take(arena, t.len + 1);
    for (size_t i = 0; at && i < t.len; i++) {
        bool is_plain = t.at[i] > 0x20 && t.at[i] < 0x7f && t.at[i] != '"';
        at[i] = is_plain ? t.at[i] : '?';
    }
    return (struct text){at, at ? t.len : 0};
}

static struct text remote_of(struct http_exchange *x)
{
    char at[HTTP_LISTEN_TEXT_SIZE];
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || !info->client_addr)
        return TEXT("?");
    return arena_text(&x->arena, text_of(http_listen_host(info->client_addr, at)));
}

static bool refuse(struct http_exchange *x, unsigned status, enum err_code code, const char *text)
{
    struct err err;
    err_set(&err, code, "%s", text);
    http_problem(&x->reply, &x->request, status, &err);
    return false;
}

static size_t count_header(const struct http_exchange *x, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < x->request.header_count; i++)
        count += text_is_nocase(x->headers[i].name, name);
    return count;
}

/* Two ways to tell where a body ends are the root of request smuggling (RFC 9112, 6.3). */
static bool check_framing(struct http_exchange *x)
{
    struct text length = http_header(&x->request, "Content-Length");
    struct text coding = http_header(&x->request, "Transfer-Encoding");
    uint64_t value;
    if (count_header(x, "Content-Length") + count_header(x, "Transfer-Encoding") > 1 ||
        count_header(x, "Host") > 1)
        return refuse(x, 400, ERR_SYNTAX, "headers: the length or the host is given twice");
    if (length.len && !text_read_u64(length, &value))
        return refuse(x, 400, ERR_SYNTAX, "headers: Content-Length is not a number");
    /* The library would take all that comes on the connection for the body. */
    if (coding.len && !text_is_nocase(coding, "chunked"))
        return refuse(x, 400, ERR_SYNTAX, "headers: Transfer-Encoding can only be chunked");
    return true;
}

static bool read_head(struct http_exchange *x, const char *method)
{
    struct http_request *request = &x->request;
    struct text target = request->raw_path, path = target;
    struct http_target parts;
    struct err err;
    request->raw_path = plain(&x->arena, text_slice(text_cut(&path, '?'), 0, SHOWN_PATH_MAX));
    request->method = arena_text(&x->arena, text_of(method));
    request->headers = x->headers;
    request->remote = remote_of(x);
    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, on_header, x);
    if (target.len > LIMIT_HTTP_TARGET_BYTES)
        return refuse(x, 414, ERR_LIMIT, "address: too long");
    if (x->head_bytes > LIMIT_HTTP_HEAD_BYTES)
        return refuse(x, 431, ERR_LIMIT, "headers: too long, or too many");
    if (!http_target_read(&parts, target, &x->arena, &err))
        return refuse(x, 400, err.code, err.text);
    request->raw_path = parts.raw_path;
    request->path = parts.path;
    request->query = parts.query;
    request->query_count = parts.query_count;
    return check_framing(x);
}

/* Decides where the body goes; refuses one that says itself that it is too long. */
static bool prepare_body(struct http_exchange *x, const struct http_rule *rule)
{
    uint64_t length = 0;
    struct text header = http_header(&x->request, "Content-Length");
    struct err err;
    if (header.len && !text_read_u64(header, &length))
        length = UINT64_MAX;
    if (length > rule->body_max_bytes) {
        err_set(&err, ERR_LIMIT, "body: longer than the %zu bytes allowed", rule->body_max_bytes);
        http_problem(&x->reply, &x->request, 413, &err);
        return false;
    }
    http_body_done(&x->body);
    http_body_init(&x->body, rule->body_max_bytes);
    if (!rule->is_upload || http_body_to_file(&x->body, x->host->options.upload_folder, &err))
        return true;
    log_error("upload", "request=%.*s error=\"%s\"", TEXT_ARG(x->request.id), err.text);
    return refuse(x, 503, ERR_SYSTEM, "body: cannot be kept here at the moment");
}

static enum MHD_Result send_reply(struct http_exchange *x);

/* The reply is sent though the body has not come. */
static void close_after_reply(struct http_exchange *x)
{
    x->must_close = true;
    http_keeper_linger(x->host->keeper, x->kept);
}

/* Hands the exchange to a thread; the connection rests meanwhile. */
static enum MHD_Result suspend(struct http_exchange *x, enum stage stage)
{
    x->stage = stage;
    if (stage == STAGE_WORK) {
        x->is_answered = true;
        __atomic_fetch_add(&x->host->answering, 1, __ATOMIC_ACQ_REL);
    }
    struct http_threads *threads =
        x->is_upload && stage == STAGE_WORK ? x->host->upload_threads : x->host->threads;
    MHD_suspend_connection(x->connection);
    if (http_threads_push(threads, x))
        return MHD_YES;
    refuse(x, 503, ERR_BUSY, "too many requests at once");
    x->stage = STAGE_REPLY;
    MHD_resume_connection(x->connection);
    return MHD_YES;
}

static enum MHD_Result begin(struct http_exchange *x, const char *method)
{
    const struct http_server_options *options = &x->host->options;
    struct http_rule rule = {.body_max_bytes = LIMIT_HTTP_BODY_BYTES};
    http_keeper_end_head(x->host->keeper, x->kept);
    bool is_good = read_head(x, method);
    if (is_good && is_stopping(x->host))
        is_good = refuse(x, 503, ERR_BUSY, "the server is stopping");
    if (is_good && options->rule)
        rule = options->rule(options->context, &x->request);
    x->is_upload = rule.is_upload;
    if (!is_good || !prepare_body(x, &rule)) {
        close_after_reply(x);
        return send_reply(x);
    }
    if (rule.asks)
        return suspend(x, STAGE_ASK);
    x->stage = STAGE_BODY;
    return MHD_YES;
}

/* A sender may be slow, but not so slow that it holds a connection for ever. */
static bool is_too_slow(const struct http_exchange *x)
{
    int64_t allowance = x->host->options.body_seconds;
    int64_t seconds = (clock_steady_us() - x->started_us) / CLOCK_SECOND_US;
    size_t came = x->body.len + x->body.drained_bytes;
    return seconds > allowance &&
           came < (size_t)(seconds - allowance) * LIMIT_HTTP_SLOWEST_BYTES_PER_SECOND;
}

static enum MHD_Result take_body(struct http_exchange *x, struct text piece)
{
    __atomic_store_n(&x->host->body_us, clock_steady_us(), __ATOMIC_RELEASE);
    if (x->stage == STAGE_REPLY) {
        struct err err;
        err_set(&err, ERR_FORBIDDEN, "refused");
        http_body_fail(&x->body, &err);
    }
    return !http_body_add(&x->body, piece) || is_too_slow(x) ? MHD_NO : MHD_YES;
}

/* The whole body is there. */
static enum MHD_Result end_body(struct http_exchange *x)
{
    struct http_request *request = &x->request;
    if (x->body.is_failed) {
        unsigned status = http_status_of(x->body.why.code);
        http_problem(&x->reply, request, status, &x->body.why);
        return send_reply(x);
    }
    request->body = buf_text(&x->body.memory);
    request->body_fd = x->body.fd;
    request->body_bytes = x->body.len;
    if (x->body.fd >= 0)
        lseek(x->body.fd, 0, SEEK_SET);
    return suspend(x, STAGE_WORK);
}

enum MHD_Result http_exchange_step(void *context, struct MHD_Connection *connection,
    const char *target, const char *method, const char *version, const char *piece, size_t *size,
    void **exchange)
{
    (void)context, (void)connection, (void)target, (void)version;
    struct http_exchange *x = *exchange;
    if (*size) {
        struct text part = {piece, *size};
        *size = 0;
        return take_body(x, part);
    }
    switch (x->stage) {
    case STAGE_HEAD: return begin(x, method);
    case STAGE_PERMITTED: x->stage = STAGE_BODY; break;
    case STAGE_BODY: return end_body(x);
    case STAGE_REPLY: return send_reply(x);
    case STAGE_ASK:
    case STAGE_WORK:
    case STAGE_SENT: break;
    }
    return MHD_YES;
}

void http_exchange_work(void *item)
{
    struct http_exchange *x = item;
    const struct http_server_options *options = &x->host->options;
    if (x->stage == STAGE_ASK) {
        bool may = options->permit(options->context, &x->request, &x->reply, &x->arena);
        if (!may)
            close_after_reply(x);
        x->stage = may ? STAGE_PERMITTED : STAGE_REPLY;
    } else {
        options->handle(options->context, &x->request, &x->reply, &x->arena);
        http_etag_apply(&x->request, &x->reply, &x->arena);
        x->stage = STAGE_REPLY;
    }
    MHD_resume_connection(x->connection);
}

static struct MHD_Response *make_response(struct http_exchange *x)
{
    struct http_reply *reply = &x->reply;
    if (reply->file_fd >= 0) {
        int fd = reply->file_fd;
        reply->file_fd = -1;
        return MHD_create_response_from_fd64(reply->file_bytes, fd);
    }
    if (reply->stream) {
        struct http_stream *stream = reply->stream;
        reply->stream = NULL;
        http_stream_bind(stream, x->connection);
        return MHD_create_response_from_callback(
            MHD_SIZE_UNKNOWN, STREAM_BLOCK_BYTES, http_stream_read, stream, http_stream_drop);
    }
    struct text body = reply->fixed_body.len ? reply->fixed_body : buf_text(&reply->body);
    /* The library does not write to it: it lives until http_exchange_end. */
    return MHD_create_response_from_buffer(
        body.len, (void *)(uintptr_t)body.at, MHD_RESPMEM_PERSISTENT);
}

static bool add_headers(const struct http_exchange *x, struct MHD_Response *response)
{
    const struct http_reply *reply = &x->reply;
    bool is_good = true;
    for (size_t i = 0; i < LEN_OF(standing_headers); i++)
        if (http_reply_get(reply, standing_headers[i][0]).len == 0)
            is_good &=
                MHD_add_response_header(response, standing_headers[i][0], standing_headers[i][1]);
    for (size_t i = 0; i < reply->header_count; i++)
        is_good &= MHD_add_response_header(
            response, reply->headers[i].name.at, reply->headers[i].value.at);
    if (reply->status != 204 && reply->status != 304)
        is_good &= MHD_add_response_header(
            response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type ? reply->type : "application/json");
    if (http_reply_get(reply, "Cache-Control").len == 0)
        is_good &=
            MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "private, no-cache");
    is_good &= MHD_add_response_header(response, "X-Request-Id", x->request.id.at);
    if (x->must_close || is_stopping(x->host))
        is_good &= MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    return is_good;
}

static enum MHD_Result send_reply(struct http_exchange *x)
{
    if (x->reply.status == 0)
        x->reply.status = 200;
    x->stage = STAGE_SENT;
    struct MHD_Response *response = make_response(x);
    if (!response)
        return MHD_NO;
    enum MHD_Result result = MHD_NO;
    if (add_headers(x, response))
        result = MHD_queue_response(x->connection, x->reply.status, response);
    else
        log_error(
            "reply", "request=%.*s error=\"a header cannot be sent\"", TEXT_ARG(x->request.id));
    MHD_destroy_response(response);
    return result;
}

void http_exchange_end(void *context, struct MHD_Connection *connection, void **exchange,
    enum MHD_RequestTerminationCode code)
{
    (void)connection;
    struct http_exchange_host *host = context;
    struct http_exchange *x = *exchange;
    if (!x)
        return;
    int64_t duration_us = clock_steady_us() - x->started_us;
    struct http_reply *reply = &x->reply;
    size_t sent = reply->fixed_body.len ? reply->fixed_body.len : reply->body.len;
    if (x->stage != STAGE_SENT)
        reply->status = 0;
    log_info("request",
        "id=%.*s method=%.*s path=\"%.*s\" status=%u in=%zu out=%zu us=%lld remote=%.*s%s%s%.*s",
        TEXT_ARG(x->request.id), TEXT_ARG(plain(&x->arena, x->request.method)),
        TEXT_ARG(plain(&x->arena, x->request.raw_path)), reply->status,
        x->body.len + x->body.drained_bytes, reply->file_bytes + sent, (long long)duration_us,
        TEXT_ARG(x->request.remote), code == MHD_REQUEST_TERMINATED_COMPLETED_OK ? "" : " cut=true",
        reply->log.len ? " " : "", TEXT_ARG(reply->log));
    if (host->options.observe)
        host->options.observe(host->options.context, &x->request, reply, duration_us);
    if (x->is_answered)
        __atomic_fetch_sub(&host->answering, 1, __ATOMIC_ACQ_REL);
    http_keeper_begin_head(host->keeper, x->kept);
    http_reply_done(reply);
    http_body_done(&x->body);
    arena_done(&x->arena);
    free(x);
    *exchange = NULL;
}
