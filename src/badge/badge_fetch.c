/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_fetch.h"

#include "net/http_call.h"

enum { TOTAL_SECONDS = 30, HTTP_OK = 200, HTTP_NOT_FOUND = 404, HTTP_GONE = 410 };

static const struct address_net everywhere = {.bits = 0};

void badge_fetch_trust(struct badge_fetch *fetch, struct text url)
{
    if (fetch->trusted_count < BADGE_FETCH_TRUSTED)
        fetch->trusted[fetch->trusted_count++] = http_call_host(url);
}

static bool is_trusted(const struct badge_fetch *fetch, struct text url)
{
    for (size_t i = 0; i < fetch->trusted_count; i++)
        if (text_eq_nocase(http_call_host(url), fetch->trusted[i]))
            return true;
    return false;
}

static bool judge(const struct http_call_reply *reply, struct text url, struct err *err)
{
    if (reply->status == HTTP_OK)
        return true;
    bool is_gone = reply->status == HTTP_NOT_FOUND || reply->status == HTTP_GONE;
    return err_set(err, is_gone ? ERR_NOT_FOUND : ERR_SYSTEM, "%.*s: the server answers %u%s",
        TEXT_ARG(url), reply->status,
        reply->status / 100 == 3 ? ", and redirects are not followed" : "");
}

bool badge_fetch_get(void *context, struct text url, struct buf *out, struct err *err)
{
    const struct badge_fetch *fetch = context;
    bool is_named = is_trusted(fetch, url);
    struct http_call call = {.method = TEXT("GET"),
        .url = url,
        .max_reply_bytes = out->max_bytes,
        .total_seconds = TOTAL_SECONDS,
        .allowed = is_named ? &everywhere : fetch->allowed,
        .allowed_count = is_named ? 1 : fetch->allowed_count};
    struct http_call_reply reply;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = http_call_run(&call, &arena, &reply, err);
    if (is_ok && judge(&reply, url, err))
        buf_add(out, reply.body);
    else if (!is_ok && err->code == ERR_FORBIDDEN)
        err_set(err, ERR_SYSTEM,
            "%.*s: is not called, since the badge names it and it stands outside of the public Internet, or on an unusual "
            "port; --issuer names it, --allow-net lets its net be called",
            TEXT_ARG(http_call_host(url)));
    is_ok = is_ok && reply.status == HTTP_OK;
    arena_done(&arena);
    return is_ok;
}
