/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_curl.h"

#include <pthread.h>
#include <unistd.h>

#include "base/buf.h"

static void start(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        err_panic("libcurl does not start");
}

void http_curl_start(void)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    pthread_once(&started, start);
}

CURL *http_curl_new(void)
{
    http_curl_start();
    CURL *curl = curl_easy_init();
    if (!curl)
        err_panic("out of memory");
    return curl;
}

struct curl_slist *http_curl_header(struct curl_slist *headers, const char *name, struct text value)
{
    if (value.len == 0)
        return headers;
    struct buf line;
    buf_init(&line, SIZE_MAX);
    buf_format(&line, "%s: %.*s", name, TEXT_ARG(value));
    struct curl_slist *more = curl_slist_append(headers, line.at);
    buf_done(&line);
    if (!more)
        err_panic("out of memory");
    return more;
}

static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct http_curl_gate *gate = data;
    bool is_allowed =
        address_is_in(gate->allowed, gate->allowed_count, &address->addr) ||
        (address_is_public(&address->addr) && gate->is_port_usual(address_port(&address->addr)));
    if (purpose != CURLSOCKTYPE_IPCXN || !is_allowed) {
        gate->is_refused = true;
        return CURL_SOCKET_BAD;
    }
    gate->is_any_allowed = true;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void http_curl_guard(CURL *curl, struct http_curl_gate *gate)
{
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, gate);
}

bool http_curl_is_refused(const struct http_curl_gate *gate)
{
    return gate->is_refused && !gate->is_any_allowed;
}

void http_curl_trust(CURL *curl, struct text authorities)
{
    struct curl_blob blob = {(void *)(uintptr_t)authorities.at, authorities.len, CURL_BLOB_NOCOPY};
    if (authorities.len)
        curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &blob);
}

bool http_curl_passes(CURLcode code)
{
    static const CURLcode codes[] = {CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST,
        CURLE_OPERATION_TIMEDOUT, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING,
        CURLE_PARTIAL_FILE};
    for (size_t i = 0; i < LEN_OF(codes); i++)
        if (codes[i] == code)
            return true;
    return false;
}
