/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_etag.h"

#include <sodium.h>

static struct text digest_tag(struct text body, struct arena *arena)
{
    unsigned char digest[16];
    char hex[2 * sizeof digest + 1];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)body.at, body.len, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return arena_format(arena, "\"%s\"", hex);
}

static struct text without_weakness(struct text tag)
{
    return text_starts(tag, TEXT("W/")) ? text_from(tag, 2) : tag;
}

bool http_etag_matches(struct text header, struct text tag)
{
    if (text_is(text_trim(header), "*"))
        return true;
    while (header.at && header.len) {
        struct text one = without_weakness(text_trim(text_cut(&header, ',')));
        if (one.len && text_eq(one, without_weakness(tag)))
            return true;
    }
    return false;
}

void http_etag_apply(
    const struct http_request *request, struct http_reply *reply, struct arena *arena)
{
    bool is_read = text_is(request->method, "GET") || text_is(request->method, "HEAD");
    if (!is_read || text_is(http_reply_get(reply, "Cache-Control"), "no-store") ||
        (reply->status && reply->status != 200) || reply->file_fd >= 0 || reply->stream)
        return;
    struct text tag = http_reply_get(reply, "ETag");
    if (tag.len == 0) {
        tag = digest_tag(reply->fixed_body.len ? reply->fixed_body : buf_text(&reply->body), arena);
        if (tag.len)
            http_reply_header(reply, "ETag", tag);
    }
    if (!http_etag_matches(http_header(request, "If-None-Match"), tag))
        return;
    reply->status = 304;
    reply->fixed_body = (struct text){NULL, 0};
    buf_cut(&reply->body, 0);
}
