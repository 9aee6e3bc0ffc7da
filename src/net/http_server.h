/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP server: sockets are read and written by a few threads, requests answered by others, so
   that a slow answer delays nobody else.
   Example: struct http_server_options o = {.listen = "127.0.0.1:0", .handle = answer};
   http_server_new(&server, &o, err); */
#ifndef NET_HTTP_SERVER_H
#define NET_HTTP_SERVER_H

#include "net/http.h"
#include "net/http_listen.h"

struct http_server;

/* What is decided about a request when its head is there and its body is not. */
struct http_rule {
    size_t body_max_bytes; /* of its body; more is refused with 413 */
    bool is_upload;        /* the body goes to a file: request->body_fd */
    bool asks;             /* permit is called before the body is read */
};

struct http_server_options {
    const char *listen;        /* as http_listen_open takes it */
    const char *upload_folder; /* where uploads are kept while they are used */
    size_t io_threads;         /* that do the input and output */
    size_t threads;            /* that call handle */
    size_t upload_threads;     /* that call it for uploads, which may take their time */
    unsigned idle_seconds;     /* a connection with nothing coming or going is cut */
    unsigned head_seconds;     /* one whose request line and headers take longer too */
    unsigned
        body_seconds; /* after these, a body must keep to LIMIT_HTTP_SLOWEST_BYTES_PER_SECOND */
    void *context;    /* passed to the functions below */
    /* Called on an input thread: must not wait. NULL: the defaults, LIMIT_HTTP_BODY_BYTES in
       memory. */
    struct http_rule (*rule)(void *context, const struct http_request *request);
    /* Fills the reply and returns false to refuse a request before its body is read. */
    bool (*permit)(void *context, const struct http_request *request, struct http_reply *reply,
        struct arena *arena);
    /* Fills the reply. Whatever comes in is answered by this, but for what the server refuses
       itself. */
    void (*handle)(
        void *context, struct http_request *request, struct http_reply *reply, struct arena *arena);
    /* Told about each request when its reply is sent; may be NULL. status 0: cut before there was
       an answer. */
    void (*observe)(void *context, const struct http_request *request,
        const struct http_reply *reply, int64_t duration_us);
};

/* Starts listening and answering. Fails with ERR_USAGE or ERR_SYSTEM. */
MUST_USE bool http_server_new(
    struct http_server **ret_server, const struct http_server_options *options, struct err *err);

/* Writes the address it listens on. Returns at. */
const char *http_server_address(const struct http_server *server, char at[HTTP_LISTEN_TEXT_SIZE]);

/* Takes no more connections, lets the requests under way finish for up to ten seconds, and ends. */
void http_server_free(struct http_server *server);

#endif
