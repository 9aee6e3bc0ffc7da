/* SPDX-License-Identifier: Apache-2.0 */
/* What everything that speaks HTTP by libcurl has in common.
   Example: CURL *curl = http_curl_new(); struct curl_slist *headers = http_curl_header(NULL, "Accept", TEXT("text/csv")); */
#ifndef NET_HTTP_CURL_H
#define NET_HTTP_CURL_H

#include <curl/curl.h>

#include "base/text.h"

/* Starts the library once in this process. */
void http_curl_start(void);
/* Returns a new handle; the library is started. Aborts without memory. */
CURL *http_curl_new(void);

/* Returns headers with "name: value" behind them; as they are when value is empty. */
struct curl_slist *http_curl_header(
    struct curl_slist *headers, const char *name, struct text value);

/* Returns whether a failure is one that a network or a server that is being started anew has, and that passes. */
bool http_curl_passes(CURLcode code);

#endif
