/* SPDX-License-Identifier: Apache-2.0 */
#include "app/idempotency.h"

#include <sys/mman.h>

#include "app/idempotency_rows.h"
#include "base/limits.h"
#include "store/blob.h"

static bool read_key(const struct api_call *call, struct text *ret_key, struct err *err)
{
    struct text key = http_header(call->request, "Idempotency-Key");
    bool applies = text_is(call->request->method, "POST") && call->who.account_id;
    if (key.len > IDEMPOTENCY_KEY_MAX)
        return err_set(
            err, ERR_SYNTAX, "Idempotency-Key: longer than %d characters", IDEMPOTENCY_KEY_MAX);
    for (size_t i = 0; i < key.len; i++)
        if (key.at[i] < 0x20 || key.at[i] > 0x7e)
            return err_set(err, ERR_SYNTAX, "Idempotency-Key: not plain ASCII");
    *ret_key = applies ? key : (struct text){"", 0};
    return true;
}

static void add_part(struct sha256 *hash, struct text part)
{
    sha256_add(hash, part);
    sha256_add(hash, (struct text){"", 1});
}

static bool digest_request(
    const struct http_request *request, unsigned char ret_digest[SHA256_SIZE], struct err *err)
{
    unsigned char upload[SHA256_SIZE];
    if (request->body_fd >= 0 && !blob_digest_fd(request->body_fd, upload, NULL, err))
        return false;
    struct sha256 *hash = sha256_new();
    add_part(hash, request->method);
    add_part(hash, request->raw_path);
    for (size_t i = 0; i < request->query_count; i++) {
        add_part(hash, request->query[i].name);
        add_part(hash, request->query[i].value);
    }
    if (request->body_fd >= 0)
        add_part(hash, (struct text){(const char *)upload, sizeof upload});
    else
        add_part(hash, request->body);
    sha256_end(hash, ret_digest);
    return true;
}

static void replay(struct api_call *call, const struct idempotency_reply *kept)
{
    struct http_reply *reply = call->reply;
    reply->status = kept->status;
    reply->type = kept->type.at;
    buf_cut(&reply->body, 0);
    buf_add(&reply->body, kept->body);
    if (kept->location.len)
        http_reply_header(reply, "Location", kept->location);
    http_reply_header(reply, "Idempotent-Replayed", TEXT("true"));
}

/* Somebody has the place: a reply to the same request is given again. */
static bool answer_again(const struct idempotency *it, struct api_call *call, struct err *err)
{
    struct idempotency_reply kept;
    if (!idempotency_rows_find(call->db, it, call->arena, &kept, err))
        return false;
    if (kept.is_there && !kept.is_same)
        return err_set(err, ERR_USAGE, "Idempotency-Key: was used before, with another request");
    if (!kept.is_there || kept.status == 0)
        return err_set(
            err, ERR_CONFLICT, "Idempotency-Key: its first request is still being answered");
    replay(call, &kept);
    return true;
}

bool idempotency_begin(
    struct idempotency *ret_it, struct api_call *call, bool *ret_is_replayed, struct err *err)
{
    struct idempotency it = {.account_id = call->who.account_id};
    bool is_mine = true;
    if (!read_key(call, &it.key, err))
        return false;
    if (it.key.len && (!digest_request(call->request, it.digest, err) ||
                          !idempotency_rows_add(call->db, &it, call->now_us, &is_mine, err)))
        return false;
    if (!is_mine && !answer_again(&it, call, err))
        return false;
    *ret_it = it;
    *ret_is_replayed = !is_mine;
    return true;
}

bool idempotency_end(const struct idempotency *it, const struct api_call *call, struct err *err)
{
    const struct http_reply *reply = call->reply;
    unsigned status = reply->status ? reply->status : 200;
    if (it->key.len == 0)
        return true;
    /* What failed changed nothing, and may be tried again. */
    bool is_kept = status >= 200 && status < 300 && reply->file_fd < 0 &&
                   reply->body.len <= LIMIT_HTTP_BODY_BYTES;
    if (!is_kept)
        return idempotency_rows_delete(call->db, it, err);
    struct idempotency_reply kept = {.status = status,
        .type = text_of(reply->type ? reply->type : "application/json"),
        .location = http_reply_get(reply, "Location"),
        .body = buf_text(&reply->body)};
    return idempotency_rows_set(call->db, it, &kept, err);
}
