/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_call.h"

#include "base/limits.h"
#include "net/http_curl.h"

enum {
    CONNECT_SECONDS = 10,
    TOTAL_SECONDS = 30,
    PORT_HTTP = 80,
    PORT_HTTPS = 443,
    PORT_FREE = 1024
};

struct exchange {
    const struct http_call *call;
    struct buf body;
    struct arena *arena;
    struct http_pair *headers;
    size_t header_count, head_bytes;
    struct http_curl_gate gate;
    bool is_head_too_large;
};

struct text http_call_host(struct text url)
{
    ptrdiff_t at = text_find_text(url, TEXT("://"));
    struct text rest = at < 0 ? url : text_from(url, (size_t)at + 3);
    for (size_t i = 0; i < rest.len; i++)
        if (strchr("/?#", rest.at[i]))
            return text_slice(rest, 0, i);
    return rest;
}

struct text http_call_header(const struct http_call_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (text_is_nocase(reply->headers[i].name, name))
            return reply->headers[i].value;
    return (struct text){"", 0};
}

/* -- what is asked -- */

static bool is_port_usual(unsigned long port)
{
    return port == PORT_HTTP || port == PORT_HTTPS || port >= PORT_FREE;
}

static bool has_part(CURLU *parts, CURLUPart part)
{
    char *value = NULL;
    bool has = curl_url_get(parts, part, &value, 0) == CURLUE_OK && value && *value;
    curl_free(value);
    return has;
}

static bool check_port(CURLU *parts, const char *url, struct err *err)
{
    char *port = NULL;
    uint64_t number = 0;
    bool is_read = curl_url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                   text_read_u64(text_of(port), &number);
    curl_free(port);
    return (is_read && is_port_usual(number)) ||
           err_set(err, ERR_USAGE, "%s: the port must be 80, 443, or 1024 and above", url);
}

/* The library that will use the URL reads it, so that no two readers can differ. */
static bool check_parts(CURLU *parts, const char *url, bool any_port, struct err *err)
{
    char *scheme = NULL;
    if (curl_url_set(parts, CURLUPART_URL, url, 0) != CURLUE_OK)
        return err_set(err, ERR_USAGE, "%s: not a URL", url);
    bool is_http = curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
                   (strcmp(scheme, "https") == 0 || strcmp(scheme, "http") == 0);
    curl_free(scheme);
    if (!is_http || !has_part(parts, CURLUPART_HOST))
        return err_set(err, ERR_USAGE, "%s: not an http or https URL", url);
    if (has_part(parts, CURLUPART_USER) || has_part(parts, CURLUPART_PASSWORD))
        return err_set(err, ERR_USAGE, "the URL must not have a name or password in it");
    if (has_part(parts, CURLUPART_FRAGMENT))
        return err_set(err, ERR_USAGE, "%s: must not have a #fragment", url);
    return any_port || check_port(parts, url, err);
}

bool http_call_check_url(struct text url, bool any_port, struct err *err)
{
    char z[LIMIT_URL_BYTES + 1];
    if (url.len > LIMIT_URL_BYTES)
        return err_set(err, ERR_USAGE, "the URL is longer than %zu bytes", LIMIT_URL_BYTES);
    for (size_t i = 0; i < url.len; i++)
        if (url.at[i] == ' ' || url.at[i] == '\\' || text_control_len(text_from(url, i)))
            return err_set(err, ERR_USAGE, "the URL has a space or a control character in it");
    if (text_find_bad_utf8(url) >= 0)
        return err_set(err, ERR_USAGE, "the URL is no UTF-8");
    memcpy(z, url.at ? url.at : "", url.len);
    z[url.len] = '\0';
    CURLU *parts = curl_url();
    if (!parts)
        err_panic("out of memory");
    bool is_good = check_parts(parts, z, any_port, err);
    curl_url_cleanup(parts);
    return is_good;
}

static bool check_header(const struct http_pair *header, struct err *err)
{
    struct text both[] = {header->name, header->value};
    for (size_t k = 0; k < LEN_OF(both); k++)
        for (size_t i = 0; i < both[k].len; i++)
            if ((unsigned char)both[k].at[i] < ' ' || both[k].at[i] == 0x7f)
                return err_set(err, ERR_USAGE, "a header has a control character");
    return header->name.len != 0 || err_set(err, ERR_USAGE, "a header has no name");
}

static bool check_call(const struct http_call *call, struct err *err)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    bool is_known = false;
    for (size_t i = 0; i < LEN_OF(methods); i++)
        is_known |= text_is(call->method, methods[i]);
    if (!is_known)
        return err_set(err, ERR_USAGE, "%.*s: no method for a call", TEXT_ARG(call->method));
    if (call->header_count > LIMIT_CALL_HEADERS || call->max_reply_bytes > LIMIT_CALL_REPLY_BYTES)
        return err_set(err, ERR_USAGE, "a call of too many headers, or for too large a reply");
    for (size_t i = 0; i < call->header_count; i++)
        if (!check_header(&call->headers[i], err))
            return false;
    return http_call_check_url(call->url, call->allowed_count > 0, err);
}

/* -- what comes and goes -- */

static size_t take_body(char *at, size_t size, size_t count, void *data)
{
    struct exchange *exchange = data;
    buf_add(&exchange->body, (struct text){at, size * count});
    return exchange->body.is_over ? 0 : size * count;
}

static size_t take_header(char *at, size_t size, size_t count, void *data)
{
    struct exchange *exchange = data;
    struct text line = {at, size * count};
    exchange->head_bytes += line.len;
    if (exchange->head_bytes > LIMIT_CALL_HEAD_BYTES) {
        exchange->is_head_too_large = true;
        return 0;
    }
    if (text_starts(line, TEXT("HTTP/"))) /* the final reply behind a 100 */
        exchange->header_count = 0;
    struct text value = line, name = text_cut(&value, ':');
    if (value.at && exchange->header_count < LIMIT_CALL_HEADERS)
        exchange->headers[exchange->header_count++] =
            (struct http_pair){arena_text(exchange->arena, text_trim(name)),
                arena_text(exchange->arena, text_trim(value))};
    return line.len;
}

static struct curl_slist *headers_of(const struct http_call *call, struct arena *arena)
{
    /* No waiting for "100 Continue", which many servers never send. */
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
    for (size_t i = 0; i < call->header_count; i++)
        headers = http_curl_header(
            headers, arena_text(arena, call->headers[i].name).at, call->headers[i].value);
    return headers;
}

static void set_method(CURL *curl, const struct http_call *call, struct arena *arena)
{
    bool has_body = call->body.len || text_is(call->method, "POST");
    if (text_is(call->method, "HEAD"))
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else if (!text_is(call->method, "GET") || has_body)
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, arena_text(arena, call->method).at);
    if (!has_body)
        return;
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.len);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call->body.len ? call->body.at : "");
}

static void set_up(CURL *curl, struct exchange *exchange, struct curl_slist *headers)
{
    const struct http_call *call = exchange->call;
    unsigned total = call->total_seconds ? call->total_seconds : TOTAL_SECONDS;
    unsigned connect = call->connect_seconds ? call->connect_seconds : CONNECT_SECONDS;
    if (total > LIMIT_CALL_SECONDS)
        total = LIMIT_CALL_SECONDS;
    curl_easy_setopt(curl, CURLOPT_URL, arena_text(exchange->arena, call->url).at);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "kenzen/" KENZEN_VERSION);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)connect);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)total);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
    http_curl_guard(curl, &exchange->gate);
    http_curl_trust(curl, call->authorities);
    set_method(curl, call, exchange->arena);
}

/* -- what became of it -- */

static bool judge(CURLcode code, const struct exchange *exchange, const char *why, struct err *err)
{
    struct text host = http_call_host(exchange->call->url);
    if (code == CURLE_OK)
        return true;
    if (http_curl_is_refused(&exchange->gate))
        return err_set(err, ERR_FORBIDDEN,
            "%.*s: stands in a private or reserved net, or on a port that is not called; an administrator can allow the "
            "net (kenzen serve --allow-net)",
            TEXT_ARG(host));
    if (exchange->body.is_over)
        return err_set(err, ERR_LIMIT, "%.*s: the answer is larger than %zu bytes", TEXT_ARG(host),
            exchange->body.max_bytes);
    if (exchange->is_head_too_large)
        return err_set(err, ERR_LIMIT, "%.*s: the headers of the answer are larger than %zu bytes",
            TEXT_ARG(host), LIMIT_CALL_HEAD_BYTES);
    return err_set(err, http_curl_passes(code) ? ERR_BUSY : ERR_SYSTEM, "%.*s: %s", TEXT_ARG(host),
        *why ? why : curl_easy_strerror(code));
}

static bool perform(struct exchange *exchange, struct http_call_reply *ret_reply, struct err *err)
{
    char why[CURL_ERROR_SIZE] = "";
    long status = 0;
    CURL *curl = http_curl_new();
    struct curl_slist *headers = headers_of(exchange->call, exchange->arena);
    set_up(curl, exchange, headers);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    if (!judge(code, exchange, why, err))
        return false;
    *ret_reply = (struct http_call_reply){(unsigned)status, exchange->headers,
        exchange->header_count, arena_text(exchange->arena, buf_text(&exchange->body))};
    return arena_check(exchange->arena, err);
}

bool http_call_run(const struct http_call *call, struct arena *arena,
    struct http_call_reply *ret_reply, struct err *err)
{
    struct exchange exchange = {.call = call,
        .arena = arena,
        .gate = {call->allowed, call->allowed_count, is_port_usual, false, false}};
    if (!check_call(call, err))
        return false;
    exchange.headers = arena_take_array(arena, LIMIT_CALL_HEADERS, sizeof *exchange.headers);
    if (!exchange.headers)
        return arena_check(arena, err);
    buf_init(
        &exchange.body, call->max_reply_bytes ? call->max_reply_bytes : LIMIT_CALL_REPLY_BYTES);
    bool is_good = perform(&exchange, ret_reply, err);
    buf_done(&exchange.body);
    return is_good;
}
