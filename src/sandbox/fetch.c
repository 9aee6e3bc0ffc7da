/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox/fetch.h"

#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "net/http_curl.h"
#include "sandbox/confine.h"
#include "sandbox/fetch_wire.h"

static const char call_kind[] = "call", mail_kind[] = "mail";

/* A call may take LIMIT_CALL_SECONDS; who is not done soon after hangs. */
enum { SPARE_SECONDS = 10 };

/* -- in the server -- */

struct fetch {
    struct worker_pool *pool;
    struct fetch_options options;
};

bool fetch_read_nets(
    const struct cmd *cmd, struct arena *arena, struct fetch_options *options, struct err *err)
{
    size_t at = 0;
    const char *net;
    struct address_net *nets = arena_take_array(arena, LIMIT_CALL_NETS, sizeof *nets);
    while (nets && (net = cmd_next(cmd, "allow-net", &at)) != NULL) {
        if (options->allowed_count == LIMIT_CALL_NETS)
            return err_set(err, ERR_USAGE, "--allow-net: more than %zu nets", LIMIT_CALL_NETS);
        if (!address_net_read(&nets[options->allowed_count++], text_of(net), err))
            return err_add(err, "--allow-net");
    }
    options->allowed = nets;
    return arena_check(arena, err);
}

bool fetch_new(struct fetch **ret_fetch, const struct fetch_options *options, struct err *err)
{
    const struct worker_options workers = {.count = options->count,
        .limit_seconds = LIMIT_CALL_SECONDS + SPARE_SECONDS,
        .role = "fetch"};
    struct fetch *fetch = calloc(1, sizeof *fetch);
    if (!fetch)
        err_panic("out of memory");
    fetch->options = *options;
    if (!worker_pool_new(&fetch->pool, &workers, err)) {
        free(fetch);
        return false;
    }
    *ret_fetch = fetch;
    return true;
}

void fetch_free(struct fetch *fetch)
{
    if (fetch)
        worker_pool_free(fetch->pool);
    free(fetch);
}

/* The worker's words are about a file that was read; here it was an answer. */
static bool explain(struct text host, struct err *err)
{
    if (err->code == ERR_SYNTAX)
        return err_set(err, ERR_BUSY, "%.*s: the answer could not be read: it made its reader stop",
            TEXT_ARG(host));
    return false;
}

/* Sends what is in message, and waits for what comes of it, which the caller must be done with. */
static bool exchange(struct fetch *fetch, const char *kind, struct text host,
    const struct buf *message, struct sealed *ret_result, struct err *err)
{
    int fd = -1;
    if (!buf_check(message, err) || !sealed_write(buf_text(message), &fd, err))
        return false;
    bool is_done = worker_run(fetch->pool, kind, host, fd, ret_result, err) || explain(host, err);
    close(fd);
    return is_done;
}

bool fetch_run(struct fetch *fetch, const struct http_call *call, struct arena *arena,
    struct http_call_reply *ret_reply, struct err *err)
{
    struct http_call own = *call;
    struct sealed result;
    struct buf message;
    own.allowed = fetch->options.allowed;
    own.allowed_count = fetch->options.allowed_count;
    buf_init(&message, LIMIT_WORKER_RESULT_BYTES);
    fetch_wire_print_call(&message, &own);
    bool is_done = exchange(fetch, call_kind, http_call_host(call->url), &message, &result, err);
    buf_done(&message);
    if (!is_done)
        return false;
    is_done = fetch_wire_read_reply(result.bytes, arena, ret_reply, err);
    sealed_done(&result);
    return is_done;
}

bool fetch_mail(struct fetch *fetch, const struct smtp_call *call, struct arena *arena,
    struct smtp_reply *ret_reply, struct err *err)
{
    struct smtp_call own = *call;
    struct sealed result;
    struct buf message;
    own.allowed = fetch->options.allowed;
    own.allowed_count = fetch->options.allowed_count;
    buf_init(&message, LIMIT_WORKER_RESULT_BYTES);
    fetch_wire_print_mail(&message, &own);
    bool is_done = exchange(fetch, mail_kind, call->host, &message, &result, err);
    buf_done(&message);
    if (!is_done)
        return false;
    is_done = fetch_wire_read_mail_reply(result.bytes, call->to_count, arena, ret_reply, err);
    sealed_done(&result);
    return is_done;
}

bool fetch_check_url(const struct fetch *fetch, struct text url, struct err *err)
{
    return http_call_check_url(url, fetch->options.allowed_count > 0, err);
}

struct worker_counts fetch_counts(const struct fetch *fetch)
{
    return worker_pool_counts(fetch->pool);
}

/* -- in the process -- */

/* The certificates that this machine trusts, read while files can be. */
static struct text authorities;

static bool run_call(struct text name, struct text input, struct buf *out, struct err *err)
{
    struct arena arena;
    struct http_call call;
    struct http_call_reply reply;
    (void)name;
    arena_init(&arena, 2 * LIMIT_CALL_REPLY_BYTES);
    bool is_good = fetch_wire_read_call(input, &arena, &call, err);
    if (is_good) {
        call.authorities = authorities;
        is_good = http_call_run(&call, &arena, &reply, err);
    }
    if (is_good)
        fetch_wire_print_reply(out, &reply);
    arena_done(&arena);
    return is_good;
}

static bool run_mail(struct text name, struct text input, struct buf *out, struct err *err)
{
    struct arena arena;
    struct smtp_call call;
    struct smtp_reply reply;
    (void)name;
    arena_init(&arena, LIMIT_CALL_REPLY_BYTES);
    bool is_good = fetch_wire_read_mail(input, &arena, &call, err);
    if (is_good) {
        if (!call.authorities.len)
            call.authorities = authorities;
        is_good = smtp_run(&call, &arena, &reply, err);
    }
    if (is_good)
        fetch_wire_print_mail_reply(out, &reply);
    arena_done(&arena);
    return is_good;
}

static void read_authorities(void)
{
    enum { MOST = 16 << 20 };
    /* Debian and its kin; Fedora and its kin; Alpine and the BSDs. */
    static const char *const paths[] = {"/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"};
    struct buf pem; /* lives as long as the process */
    buf_init(&pem, MOST);
    for (size_t i = 0; i < LEN_OF(paths) && pem.len == 0; i++)
        if (!file_read(&pem, paths[i], NULL))
            buf_cut(&pem, 0);
    authorities = buf_text(&pem);
}

/* What loads parts of itself when it is first used does so while it can. */
static void warm_up(void)
{
    struct addrinfo *found = NULL;
    http_curl_start();
    read_authorities();
    if (getaddrinfo("localhost", NULL, NULL, &found) == 0)
        freeaddrinfo(found);
}

void fetch_main(void)
{
    static const struct worker_job jobs[] = {
        {call_kind, run_call}, {mail_kind, run_mail}, {NULL, NULL}};
    warm_up();
    worker_main_as(jobs, confine_fetch);
}
