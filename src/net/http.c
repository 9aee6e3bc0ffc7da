/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http.h"

#include <unistd.h>

#include "net/http_stream.h"

static const struct {
    unsigned status;
    const char *text;
} statuses[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

void http_reply_init(struct http_reply *reply)
{
    *reply = (struct http_reply){.file_fd = -1};
    buf_init(&reply->body, SIZE_MAX);
}

void http_reply_done(struct http_reply *reply)
{
    if (!reply)
        return;
    buf_done(&reply->body);
    if (reply->file_fd >= 0)
        close(reply->file_fd);
    if (reply->stream)
        http_stream_drop(reply->stream);
    http_reply_init(reply);
}

static const struct http_pair *find(const struct http_pair *pairs, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(pairs[i].name, name))
            return &pairs[i];
    return NULL;
}

struct text http_param(const struct http_request *request, const char *name)
{
    const struct http_pair *pair = find(request->params, request->param_count, name);
    return pair ? pair->value : (struct text){"", 0};
}

bool http_query(const struct http_request *request, const char *name, struct text *ret_value)
{
    const struct http_pair *pair = find(request->query, request->query_count, name);
    if (pair && ret_value)
        *ret_value = pair->value;
    return pair != NULL;
}

struct text http_header(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (text_is_nocase(request->headers[i].name, name))
            return request->headers[i].value;
    return (struct text){"", 0};
}

struct text http_cookie(const struct http_request *request, const char *name)
{
    struct text rest = http_header(request, "Cookie");
    while (rest.at && rest.len) {
        struct text value = text_trim(text_cut(&rest, ';'));
        struct text key = text_cut(&value, '=');
        if (value.at && text_is(key, name))
            return value;
    }
    return (struct text){"", 0};
}

bool http_has_type(const struct http_request *request, const char *type)
{
    struct text value = http_header(request, "Content-Type");
    return text_is_nocase(text_trim(text_cut(&value, ';')), type);
}

/* Returns the place of a header in the reply, or header_count. */
static size_t find_reply_header(const struct http_reply *reply, const char *name)
{
    size_t i = 0;
    while (i < reply->header_count && !text_is_nocase(reply->headers[i].name, name))
        i++;
    return i;
}

void http_reply_header(struct http_reply *reply, const char *name, struct text value)
{
    bool may_repeat = strcmp(name, "Set-Cookie") == 0;
    size_t i = may_repeat ? reply->header_count : find_reply_header(reply, name);
    if (i == LEN_OF(reply->headers))
        err_panic("more reply headers than there is room for");
    if (i == reply->header_count)
        reply->header_count++;
    reply->headers[i] = (struct http_pair){text_of(name), value};
}

struct text http_reply_get(const struct http_reply *reply, const char *name)
{
    size_t i = find_reply_header(reply, name);
    return i < reply->header_count ? reply->headers[i].value : (struct text){"", 0};
}

const char *http_status_text(unsigned status)
{
    for (size_t i = 0; i < LEN_OF(statuses); i++)
        if (statuses[i].status == status)
            return statuses[i].text;
    return "Unknown";
}
