/* SPDX-License-Identifier: Apache-2.0 */
/* One call of a server that a person or a feed has named: nobody vouches for where it stands or for what it answers.
   Example: struct http_call call = {.method = TEXT("GET"), .url = url, .max_reply_bytes = 1 << 20};
   http_call_run(&call, arena, &reply, err) runs in the role "fetch"; others ask for it by sandbox/fetch.h. */
#ifndef NET_HTTP_CALL_H
#define NET_HTTP_CALL_H

#include "net/address.h"
#include "net/http.h"

struct http_call {
    struct text method; /* GET, HEAD, POST, PUT, PATCH or DELETE */
    struct text url;    /* as http_call_check_url has it */
    const struct http_pair *headers;
    size_t header_count;
    struct text body;
    size_t max_reply_bytes;   /* of the body; 0: LIMIT_CALL_REPLY_BYTES, which is the most */
    unsigned connect_seconds; /* 0: 10 */
    unsigned total_seconds;   /* 0: 30; LIMIT_CALL_SECONDS at most */
    /* Nets that may be reached besides the public Internet, on any port. */
    const struct address_net *allowed;
    size_t allowed_count;
    struct text authorities; /* certificates in PEM; empty: libcurl's own */
};

struct http_call_reply {
    unsigned status; /* any: a redirect too, which is not followed */
    const struct http_pair *headers;
    size_t header_count;
    struct text body;
};

/* Checks that a URL is http or https with a host, and has no name and password, no fragment, no control character and no
   port but 80, 443 and those from 1024 on, up to LIMIT_URL_BYTES. Fails with ERR_USAGE. A low port of a net that is allowed is a
   matter of the address, so any_port lets it pass. */
MUST_USE bool http_call_check_url(struct text url, bool any_port, struct err *err);

/* Calls, and reads the reply into arena. The address is looked at when it is connected to, behind all names. Fails with
   ERR_FORBIDDEN when the server stands where we do not call, ERR_BUSY when no answer came but one may another time, ERR_LIMIT when
   the reply is too large, ERR_USAGE when the call is none, ERR_SYSTEM when it cannot be had (a certificate); the host first. */
MUST_USE bool http_call_run(const struct http_call *call, struct arena *arena,
    struct http_call_reply *ret_reply, struct err *err);

/* Returns the header's value without regard to case; empty when absent. */
struct text http_call_header(const struct http_call_reply *reply, const char *name);

/* Returns the host of a URL for messages, "jira.example.com:8443", or all of it when it is none. */
struct text http_call_host(struct text url);

#endif
