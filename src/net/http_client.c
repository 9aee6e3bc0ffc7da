/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_client.h"

#include <curl/curl.h>
#include <pthread.h>

#include "base/buf.h"

enum { CONNECT_SECONDS = 30, STALL_SECONDS = 60, TOTAL_SECONDS = 3600 };

struct transfer {
    const struct http_client_get *get;
    FILE *out;
    struct http_client_reply reply;
    bool is_too_large, is_unwritten;
};

static void start_curl(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        err_panic("libcurl does not start");
}

static size_t take_body(char *at, size_t size, size_t count, void *data)
{
    struct transfer *transfer = data;
    size_t len = size * count;
    transfer->is_too_large = len > transfer->get->max_bytes - transfer->reply.bytes;
    if (transfer->is_too_large)
        return 0;
    transfer->is_unwritten = fwrite(at, 1, len, transfer->out) != len;
    if (transfer->is_unwritten)
        return 0;
    transfer->reply.bytes += len;
    return len;
}

static void take_value(struct text line, const char *name, char *room, size_t size)
{
    struct text key = text_cut(&line, ':'), value = text_trim(line);
    if (!text_is_nocase(key, name))
        return;
    bool is_fitting = value.len < size;
    if (is_fitting)
        memcpy(room, value.at, value.len);
    room[is_fitting ? value.len : 0] = '\0';
}

static size_t take_header(char *at, size_t size, size_t count, void *data)
{
    struct transfer *transfer = data;
    struct http_client_reply *reply = &transfer->reply;
    struct text line = {at, size * count};
    if (text_starts(line, TEXT("HTTP/"))) /* another reply begins, behind a redirect */
        reply->etag[0] = reply->last_modified[0] = '\0';
    take_value(line, "ETag", reply->etag, sizeof reply->etag);
    take_value(line, "Last-Modified", reply->last_modified, sizeof reply->last_modified);
    return line.len;
}

static int tell_progress(
    void *data, curl_off_t total, curl_off_t done, curl_off_t up_total, curl_off_t up_done)
{
    const struct transfer *transfer = data;
    (void)up_total, (void)up_done;
    if (transfer->get->on_progress && done > 0)
        transfer->get->on_progress("fetching", (size_t)done, total > 0 ? (size_t)total : 0);
    return 0;
}

static struct curl_slist *add_condition(
    struct curl_slist *headers, const char *name, struct text value)
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

static void set_limits(CURL *curl, const struct http_client_get *get)
{
    unsigned stall = get->stall_seconds ? get->stall_seconds : STALL_SECONDS;
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TOTAL_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)stall);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)get->max_redirects);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, get->max_redirects ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    bool is_safe = text_starts(text_of(get->url), TEXT("https:"));
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, is_safe ? "https" : "http,https");
    curl_easy_setopt(
        curl, CURLOPT_FAILONERROR, 1L); /* the page that tells of an error is not kept */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

static void set_up(CURL *curl, struct transfer *transfer, struct curl_slist *headers)
{
    curl_easy_setopt(curl, CURLOPT_URL, transfer->get->url);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "kenzen/" KENZEN_VERSION);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, tell_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    set_limits(curl, transfer->get);
}

static bool judge(
    CURL *curl, CURLcode code, struct transfer *transfer, const char *why, struct err *err)
{
    const char *url = transfer->get->url;
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (transfer->is_too_large)
        return err_set(err, ERR_LIMIT, "%s: larger than %zu bytes", url, transfer->get->max_bytes);
    if (transfer->is_unwritten)
        return err_set_errno(err, "%s: cannot be kept", url);
    if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL)
        return err_set(err, ERR_USAGE, "%s: not an http or https URL", url);
    if (code != CURLE_OK && code != CURLE_HTTP_RETURNED_ERROR)
        return err_set(err, ERR_SYSTEM, "%s: %s", url, *why ? why : curl_easy_strerror(code));
    if (status == 404 || status == 410)
        return err_set(err, ERR_NOT_FOUND, "%s: the server answers %ld", url, status);
    transfer->reply.is_unchanged = status == 304;
    return status == 200 || status == 304 ||
           err_set(err, ERR_SYSTEM, "%s: the server answers %ld", url, status);
}

bool http_client_get(const struct http_client_get *get, FILE *out,
    struct http_client_reply *ret_reply, struct err *err)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    pthread_once(&started, start_curl);
    char why[CURL_ERROR_SIZE] = "";
    struct transfer transfer = {.get = get, .out = out};
    struct curl_slist *headers = add_condition(NULL, "If-None-Match", get->etag);
    headers = add_condition(headers, "If-Modified-Since", get->last_modified);
    CURL *curl = curl_easy_init();
    if (!curl)
        err_panic("out of memory");
    set_up(curl, &transfer, headers);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
    CURLcode code = curl_easy_perform(curl);
    bool is_fine = judge(curl, code, &transfer, why, err);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    if (is_fine && fflush(out) != 0)
        is_fine = err_set_errno(err, "%s: cannot be kept", get->url);
    if (is_fine)
        *ret_reply = transfer.reply;
    return is_fine;
}
