/* SPDX-License-Identifier: Apache-2.0 */
#include "app/assets.h"

const struct asset *assets_find(struct text path)
{
    size_t low = 0, high = assets_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_cmp(path, text_of(assets_table[middle].path));
        if (order == 0)
            return &assets_table[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* RFC 9110, 12.5.3: "gzip;q=0" refuses it. */
static bool accepts_gzip(struct text header)
{
    while (header.at && header.len) {
        struct text weight = text_cut(&header, ',');
        struct text coding = text_trim(text_cut(&weight, ';'));
        weight = text_trim(weight);
        if (text_is_nocase(coding, "gzip") || text_is(coding, "*"))
            return !text_is(weight, "q=0") && !text_starts(weight, TEXT("q=0.000")) &&
                   !text_is(weight, "q=0.0") && !text_is(weight, "q=0.00");
    }
    return false;
}

void assets_reply(
    const struct asset *asset, const struct http_request *request, struct http_reply *reply)
{
    bool is_gzip = asset->gzip && accepts_gzip(http_header(request, "Accept-Encoding"));
    reply->type = asset->type;
    reply->fixed_body = (struct text){(const char *)(is_gzip ? asset->gzip : asset->plain),
        is_gzip ? *asset->gzip_bytes : *asset->plain_bytes};
    http_reply_header(reply, "ETag", text_of(is_gzip ? asset->etag_gzip : asset->etag));
    http_reply_header(reply, "Vary", TEXT("Accept-Encoding"));
    if (is_gzip)
        http_reply_header(reply, "Content-Encoding", TEXT("gzip"));
    /* The build puts a digest into the names of these, so that what they name never changes. */
    bool is_for_ever = text_starts(text_of(asset->path), TEXT("/assets/"));
    http_reply_header(reply, "Cache-Control",
        is_for_ever ? TEXT("public, max-age=31536000, immutable") : TEXT("no-cache"));
}

static bool looks_like_a_file(struct text path)
{
    struct text name = text_from(path, (size_t)text_find_last(path, '/') + 1);
    return text_starts(path, TEXT("/assets/")) || text_find(name, '.') >= 0;
}

/* The page that verifies badges asks their issuers and nodes of chains, wherever they are (by http on the reader's own machine alone), and shows the picture that a token holds as data; the browser lets it only when it was loaded as that page. */
static void allow_issuers(const struct http_request *request, struct http_reply *reply)
{
    if (text_is(request->path, "/verify"))
        http_reply_header(reply, "Content-Security-Policy",
            TEXT(
                "default-src 'self'; connect-src 'self' https: http://127.0.0.1:* http://localhost:*; "
                "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                "object-src 'none'"));
}

void assets_serve(const struct http_request *request, struct http_reply *reply)
{
    const struct asset *asset = assets_find(request->path);
    struct err err;
    if (!asset && !looks_like_a_file(request->path))
        asset = assets_find(TEXT("/index.html"));
    if (asset) {
        assets_reply(asset, request, reply);
        allow_issuers(request, reply);
        return;
    }
    err_set(&err, ERR_NOT_FOUND, "%.*s: there is nothing here", TEXT_ARG(request->path));
    http_problem(reply, request, 404, &err);
}
