/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of other servers, made by processes that have the network and nothing else: no database, no files, no keys but those that
   one call carries. Each process makes one call and is replaced, so that no call can touch the next.
   Example: struct http_call call = {.method = TEXT("GET"), .url = url};
   fetch_run(tools->fetch, &call, arena, &reply, err) && reply.status == 200 */
#ifndef SANDBOX_FETCH_H
#define SANDBOX_FETCH_H

#include "base/cmd.h"
#include "net/http_call.h"
#include "net/smtp.h"
#include "sandbox/worker.h"

/* -- in the server -- */

struct fetch;

struct fetch_options {
    size_t count; /* calls at once */
    const struct address_net
        *allowed; /* that may be called besides the public Internet; outlive it */
    size_t allowed_count;
};

/* Reads the nets of a command's option --allow-net, which may stand there several times, into arena. ERR_USAGE. */
#define FETCH_ALLOW_NET_OPTION                                                                     \
    {"allow-net", "NET",                                                                           \
        "let a server in this net be called (10.1.0.0/16); may be given several times", 0}
MUST_USE bool fetch_read_nets(
    const struct cmd *cmd, struct arena *arena, struct fetch_options *options, struct err *err);

/* Starts the processes, and waits until they are confined. */
MUST_USE bool fetch_new(
    struct fetch **ret_fetch, const struct fetch_options *options, struct err *err);
/* No call may be under way. */
void fetch_free(struct fetch *fetch);

/* Makes a call, from any thread; waits when others are being made. Which nets are allowed is the server's matter: what call says of
   it is passed over. The reply lives in arena. Fails as http_call_run does, and with ERR_BUSY when the process died or none became
   free. */
MUST_USE bool fetch_run(struct fetch *fetch, const struct http_call *call, struct arena *arena,
    struct http_call_reply *ret_reply, struct err *err);

/* Hands a mail to a mail server, in the same way. Fails as smtp_run does, and with ERR_BUSY. */
MUST_USE bool fetch_mail(struct fetch *fetch, const struct smtp_call *call, struct arena *arena,
    struct smtp_reply *ret_reply, struct err *err);

/* Checks a URL before it is kept: what fetch_run would refuse whatever its name leads to. */
MUST_USE bool fetch_check_url(const struct fetch *fetch, struct text url, struct err *err);

/* How many calls were made, and how many of them ended their process. */
struct worker_counts fetch_counts(const struct fetch *fetch);

/* -- in the process -- */

/* The whole life of a process started as role "fetch". */
NORETURN void fetch_main(void);

#endif
