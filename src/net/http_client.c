/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_client.h"

#include "net/http_curl.h"

enum { CONNECT_SECONDS = 30, STALL_SECONDS = 60, TOTAL_SECONDS = 3600 };

struct transfer {
    const struct http_client_get *get;
    FILE *out;
    struct http_client_reply reply;
    bool is_too_large, is_unwritten;
};

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

/* What all transfers have in common. */
static void set_basics(CURL *curl, const char *url, struct curl_slist *headers, unsigned stall)
{
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "kenzen/" KENZEN_VERSION);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TOTAL_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)(stall ? stall : STALL_SECONDS));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

static void set_redirects(CURL *curl, const struct http_client_get *get)
{
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)get->max_redirects);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, get->max_redirects ? 1L : 0L);
    bool is_safe = text_starts(text_of(get->url), TEXT("https:"));
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, is_safe ? "https" : "http,https");
    curl_easy_setopt(
        curl, CURLOPT_FAILONERROR, 1L); /* the page that tells of an error is not kept */
}

static void set_up(CURL *curl, struct transfer *transfer, struct curl_slist *headers)
{
    set_basics(curl, transfer->get->url, headers, transfer->get->stall_seconds);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, tell_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transfer);
    set_redirects(curl, transfer->get);
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
    char why[CURL_ERROR_SIZE] = "";
    struct transfer transfer = {.get = get, .out = out};
    struct curl_slist *headers = http_curl_header(NULL, "If-None-Match", get->etag);
    headers = http_curl_header(headers, "If-Modified-Since", get->last_modified);
    CURL *curl = http_curl_new();
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

/* -- asking -- */

struct question {
    const struct http_client_ask *ask;
    struct buf *out;
    char retry_after[32];
};

static size_t give_body(char *at, size_t size, size_t count, void *data)
{
    const struct question *question = data;
    size_t len = fread(at, 1, size * count, question->ask->body);
    return len == 0 && ferror(question->ask->body) ? CURL_READFUNC_ABORT : len;
}

static size_t take_answer(char *at, size_t size, size_t count, void *data)
{
    struct question *question = data;
    buf_add(question->out, (struct text){at, size * count});
    return question->out->is_over ? 0 : size * count;
}

static size_t take_answer_header(char *at, size_t size, size_t count, void *data)
{
    struct question *question = data;
    struct text line = {at, size * count};
    take_value(line, "Retry-After", question->retry_after, sizeof question->retry_after);
    return line.len;
}

static int tell_sent(
    void *data, curl_off_t total, curl_off_t done, curl_off_t up_total, curl_off_t up_done)
{
    const struct question *question = data;
    (void)total, (void)done;
    if (question->ask->on_progress && up_done > 0)
        question->ask->on_progress("sending", (size_t)up_done, up_total > 0 ? (size_t)up_total : 0);
    return 0;
}

static struct curl_slist *ask_headers(const struct http_client_ask *ask)
{
    struct curl_slist *headers = http_curl_header(NULL, "Idempotency-Key", ask->key);
    struct buf token;
    buf_init(&token, SIZE_MAX);
    if (ask->token.len)
        buf_format(&token, "Bearer %.*s", TEXT_ARG(ask->token));
    headers = http_curl_header(headers, "Authorization", buf_text(&token));
    buf_done(&token);
    if (ask->body)
        headers = http_curl_header(headers, "Content-Type", TEXT("application/octet-stream"));
    return headers;
}

static void set_up_ask(CURL *curl, struct question *question, struct curl_slist *headers)
{
    const struct http_client_ask *ask = question->ask;
    set_basics(curl, ask->url, headers, ask->stall_seconds);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, question);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_answer_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, question);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, tell_sent);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, question);
    if (!ask->body)
        return;
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body_bytes);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_body);
    curl_easy_setopt(curl, CURLOPT_READDATA, question);
}

static bool judge_ask(
    CURLcode code, const struct question *question, const char *why, struct err *err)
{
    const char *url = question->ask->url;
    if (code == CURLE_OK)
        return true;
    if (code == CURLE_WRITE_ERROR && question->out->is_over)
        return err_set(err, ERR_LIMIT, "%s: the answer is larger than %zu bytes", url,
            question->out->max_bytes);
    if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL)
        return err_set(err, ERR_USAGE, "%s: not an http or https URL", url);
    return err_set(err, http_curl_passes(code) ? ERR_BUSY : ERR_SYSTEM, "%s: %s", url,
        *why ? why : curl_easy_strerror(code));
}

bool http_client_ask(const struct http_client_ask *ask, struct buf *out,
    struct http_client_answer *ret_answer, struct err *err)
{
    char why[CURL_ERROR_SIZE] = "";
    struct question question = {.ask = ask, .out = out};
    struct curl_slist *headers = ask_headers(ask);
    CURL *curl = http_curl_new();
    set_up_ask(curl, &question, headers);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
    CURLcode code = curl_easy_perform(curl);
    bool is_fine = judge_ask(code, &question, why, err);
    long status = 0;
    uint64_t wait = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    if (!is_fine)
        return false;
    if (!text_read_u64(text_of(question.retry_after), &wait) || wait > HTTP_CLIENT_WAIT_SECONDS)
        wait = wait ? HTTP_CLIENT_WAIT_SECONDS : 0;
    *ret_answer = (struct http_client_answer){(unsigned)status, (unsigned)wait};
    return true;
}
