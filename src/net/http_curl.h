/* SPDX-License-Identifier: Apache-2.0 */
/* What everything that speaks HTTP or SMTP by libcurl has in common.
   Example: CURL *curl = http_curl_new(); struct curl_slist *headers = http_curl_header(NULL, "Accept", TEXT("text/csv")); */
#ifndef NET_HTTP_CURL_H
#define NET_HTTP_CURL_H

#include <curl/curl.h>

#include "net/address.h"

/* Starts the library once in this process. */
void http_curl_start(void);
/* Returns a new handle; the library is started. Aborts without memory. */
CURL *http_curl_new(void);

/* Returns headers with "name: value" behind them; as they are when value is empty. */
struct curl_slist *http_curl_header(
    struct curl_slist *headers, const char *name, struct text value);

/* Looks at each address that a name has just before it is connected to, so that no other look-up can come in between: nets that are
   allowed on any port, the public Internet on the usual ones. Lives as long as the handle. */
struct http_curl_gate {
    const struct address_net *allowed;
    size_t allowed_count;
    bool (*is_port_usual)(unsigned long port);
    bool is_refused, is_any_allowed; /* what came of it */
};
void http_curl_guard(CURL *curl, struct http_curl_gate *gate);
/* Returns whether nothing was called because no address may be. */
bool http_curl_is_refused(const struct http_curl_gate *gate);

/* Trusts these certificates, in PEM, and no others; empty: libcurl's own. They must live as long as the handle. */
void http_curl_trust(CURL *curl, struct text authorities);

/* Returns whether a failure is one that a network or a server that is being started anew has, and that passes. */
bool http_curl_passes(CURLcode code);

#endif
