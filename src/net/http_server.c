/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_server.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "net/http_exchange.h"

/* At the end: for answers, and for bodies that are coming in. */
enum { GOODBYE_MS = 10000, LULL_MS = 500, LOOK_MS = 50 };
enum { LINGER_MS = 5000, IO_STACK_BYTES = 512 << 10 };

struct http_server {
    struct http_exchange_host host;
    struct MHD_Daemon *daemon;
    int listen_fd;
    char address[HTTP_LISTEN_TEXT_SIZE];
};

static void on_connection(void *context, struct MHD_Connection *connection, void **kept,
    enum MHD_ConnectionNotificationCode code)
{
    struct http_exchange_host *host = context;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        http_keeper_remove(host->keeper, *kept);
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *kept = http_keeper_add(host->keeper, info->connect_fd);
}

PRINTF_LIKE(2, 0)
static void on_library_message(void *context, const char *format, va_list args)
{
    (void)context;
    char line[512];
    vsnprintf(line, sizeof line, format, args);
    log_debug("http", "message=\"%.*s\"", TEXT_ARG(text_trim(text_of(line))));
}

static struct MHD_Daemon *start_daemon(struct http_server *server)
{
    const struct http_server_options *options = &server->host.options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    /* The library's own limits lie above ours, so that ours answer with problem details. */
    return MHD_start_daemon(flags, 0, NULL, NULL, http_exchange_step, &server->host,
        MHD_OPTION_EXTERNAL_LOGGER, on_library_message, NULL, MHD_OPTION_LISTEN_SOCKET,
        server->listen_fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)options->io_threads,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)LIMIT_HTTP_CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        2 * LIMIT_HTTP_HEAD_BYTES, MHD_OPTION_THREAD_STACK_SIZE, (size_t)IO_STACK_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, http_exchange_new,
        &server->host, MHD_OPTION_NOTIFY_COMPLETED, http_exchange_end, &server->host,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, &server->host, MHD_OPTION_END);
}

static bool start_helpers(struct http_server *server, struct err *err)
{
    const struct http_server_options *options = &server->host.options;
    const struct http_keeper_options keeper = {
        .head_ms = options->head_seconds * INT64_C(1000), .linger_ms = LINGER_MS};
    return http_keeper_new(&server->host.keeper, &keeper, err) &&
           http_threads_new(&server->host.threads, options->threads, LIMIT_HTTP_CONNECTIONS,
               http_exchange_work, err) &&
           http_threads_new(&server->host.upload_threads, options->upload_threads,
               LIMIT_HTTP_CONNECTIONS, http_exchange_work, err);
}

bool http_server_new(
    struct http_server **ret_server, const struct http_server_options *options, struct err *err)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (!server)
        err_panic("out of memory");
    *server = (struct http_server){.host.options = *options, .listen_fd = -1};
    bool is_open =
        http_listen_open(options->listen, &server->listen_fd, err) && start_helpers(server, err);
    if (is_open) {
        http_listen_address(server->listen_fd, server->address);
        server->daemon = start_daemon(server);
        is_open = server->daemon || err_set(err, ERR_SYSTEM, "cannot start the HTTP server");
    }
    if (is_open)
        *ret_server = server;
    else
        http_server_free(server);
    return is_open;
}

const char *http_server_address(const struct http_server *server, char at[HTTP_LISTEN_TEXT_SIZE])
{
    memcpy(at, server->address, HTTP_LISTEN_TEXT_SIZE);
    return at;
}

/* A connection that only lies there is not waited for: the library may not even have noticed that
   its client is gone. */
static bool is_quiet(struct http_server *server)
{
    int64_t lull_us = clock_steady_us() - __atomic_load_n(&server->host.body_us, __ATOMIC_ACQUIRE);
    return __atomic_load_n(&server->host.answering, __ATOMIC_ACQUIRE) == 0 &&
           lull_us > LULL_MS * 1000;
}

static void wait_until_quiet(struct http_server *server)
{
    const struct timespec look = {.tv_nsec = LOOK_MS * 1000000L};
    __atomic_store_n(&server->host.is_stopping, true, __ATOMIC_RELEASE);
    for (int waited_ms = 0; waited_ms < GOODBYE_MS && !is_quiet(server); waited_ms += LOOK_MS)
        nanosleep(&look, NULL);
}

void http_server_free(struct http_server *server)
{
    if (!server)
        return;
    if (server->daemon) {
        MHD_quiesce_daemon(server->daemon);
        wait_until_quiet(server);
    }
    /* The library must not end while a connection is suspended, and the threads resume what they
       work on. */
    http_threads_end(server->host.threads);
    http_threads_end(server->host.upload_threads);
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    http_threads_free(server->host.threads);
    http_threads_free(server->host.upload_threads);
    http_keeper_free(server->host.keeper);
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    free(server);
}
