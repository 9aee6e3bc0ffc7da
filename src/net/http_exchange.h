/* SPDX-License-Identifier: Apache-2.0 */
/* One request and its reply, from the first line to the last byte: what libmicrohttpd calls while
   both pass through. Its life: head → (may it send its body?) → body → answered by a thread → reply
   → sent. While a thread has it, its connection is suspended. */
#ifndef NET_HTTP_EXCHANGE_H
#define NET_HTTP_EXCHANGE_H

#include <microhttpd.h>

#include "net/http_keeper.h"
#include "net/http_server.h"
#include "net/http_threads.h"

/* What all exchanges of a server share. */
struct http_exchange_host {
    struct http_server_options options;
    struct http_threads *threads, *upload_threads; /* that call http_exchange_work */
    struct http_keeper *keeper;
    /* Atomic: how many have their body and not yet all of their reply sent; when a piece of a body
       last came. */
    size_t answering;
    int64_t body_us;
    bool is_stopping;
};

struct http_exchange;

/* MHD_OPTION_URI_LOG_CALLBACK: its first word about a request is the target, before anything is
   decoded. host is the struct above, here and below. */
void *http_exchange_new(void *host, const char *target, struct MHD_Connection *connection);

/* MHD_AccessHandlerCallback: once with the head, then with each piece of the body, then without a
   piece at its end; and again after a connection that was suspended is resumed. */
enum MHD_Result http_exchange_step(void *host, struct MHD_Connection *connection,
    const char *target, const char *method, const char *version, const char *piece, size_t *size,
    void **exchange);

/* What a thread does with an exchange while its connection is suspended. */
void http_exchange_work(void *exchange);

/* MHD_OPTION_NOTIFY_COMPLETED: the reply is sent, or the connection is gone. Logs and frees. */
void http_exchange_end(void *host, struct MHD_Connection *connection, void **exchange,
    enum MHD_RequestTerminationCode code);

#endif
