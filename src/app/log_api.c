/* SPDX-License-Identifier: Apache-2.0 */
#include "app/log_api.h"

#include "account/api_public.h"
#include "journal/checkpoint.h"
#include "journal/journal_proof.h"
#include "journal/journal_verify_rows.h"

/* A head stays for as long as nothing happens; a proof of a size that was asked for never changes. */
#define FRESH "public, max-age=5"
#define LASTING "public, max-age=86400"

static bool query_size(
    const struct api_call *call, const char *name, int64_t *ret_size, struct err *err)
{
    struct text value;
    if (!http_query(call->request, name, &value) || !value.len)
        return true;
    return (text_read_i64(value, ret_size) && *ret_size > 0) ||
           err_set(err, ERR_USAGE, "%s: must be a number of entries, 1 or more", name);
}

static bool print_checkpoint(
    struct api_call *call, struct buf *out, const struct journal_head *head, struct err *err)
{
    struct signing_key key;
    unsigned char bytes[JWS_ED25519_BYTES];
    if (!signing_key_take(&key, call->db, call->tools->vault, SIGNING_LOG, JWK_EDDSA, call->now_us,
            call->arena, err))
        return false;
    bool is_ok = signing_key_bytes(key.jwk, bytes) ||
                 err_set(err, ERR_SYSTEM, "the key of the log is damaged");
    if (is_ok)
        checkpoint_print(
            out, checkpoint_origin(text_of(call->tools->url), call->arena), head, key.key, bytes);
    signing_key_done(&key);
    return is_ok;
}

static bool show_checkpoint(struct api_call *call, struct err *err)
{
    struct journal_head head;
    int64_t size = 0;
    api_public_open(call);
    if (!query_size(call, "size", &size, err) ||
        !(size ? journal_tree_head_of(call->db, size, &head, err)
               : journal_tree_head(call->db, &head, err)) ||
        !print_checkpoint(call, &call->reply->body, &head, err))
        return false;
    call->reply->type = "text/plain; charset=utf-8";
    api_public_cache(call, FRESH);
    return true;
}

static bool print_member_checkpoint(
    struct api_call *call, const struct journal_head *head, struct err *err)
{
    struct buf note;
    buf_init(&note, SIZE_MAX);
    bool is_ok = print_checkpoint(call, &note, head, err);
    if (is_ok)
        json_print_member(&call->reply->body, "checkpoint", buf_text(&note));
    buf_done(&note);
    return is_ok;
}

static bool query_leaf(
    const struct api_call *call, struct merkle_hash *ret_leaf, int64_t *ret_seq, struct err *err)
{
    struct text hex = {"", 0};
    http_query(call->request, "leaf", &hex);
    if (!sha256_read(hex, ret_leaf->at))
        return err_set(err, ERR_USAGE, "leaf: must be 64 hexadecimal digits");
    if (!journal_verify_rows_find_leaf(call->db, ret_leaf, ret_seq, err))
        return false;
    return *ret_seq >= 0 || err_set(err, ERR_NOT_FOUND, "the journal has no such leaf");
}

static bool show_proof(struct api_call *call, struct err *err)
{
    struct merkle_hash leaf, path[MERKLE_PROOF_MAX];
    struct journal_head head;
    struct buf *out = &call->reply->body;
    char hex[SHA256_HEX_SIZE];
    int64_t size = 0, seq;
    size_t count;
    api_public_open(call);
    if (!query_size(call, "size", &size, err) || !query_leaf(call, &leaf, &seq, err) ||
        !(size ? journal_tree_head_of(call->db, size, &head, err)
               : journal_tree_head(call->db, &head, err)) ||
        !journal_tree_inclusion(call->db, seq, head.size, path, &count, err))
        return false;
    json_print_open(out, '{');
    json_print_member_z(out, "leaf", sha256_print(leaf.at, hex));
    json_print_member_int(out, "seq", seq);
    json_print_member_int(out, "size", head.size);
    journal_proof_print_path(out, "path", path, count);
    if (!print_member_checkpoint(call, &head, err))
        return false;
    json_print_close(out, '}');
    api_public_cache(call, size ? LASTING : FRESH);
    return true;
}

static bool show_consistency(struct api_call *call, struct err *err)
{
    struct merkle_hash path[MERKLE_PROOF_MAX];
    struct journal_head head;
    struct buf *out = &call->reply->body;
    int64_t first = 0, second = 0;
    size_t count;
    api_public_open(call);
    if (!query_size(call, "first", &first, err) || !query_size(call, "second", &second, err))
        return false;
    if (!first)
        return err_set(err, ERR_USAGE, "first: is missing");
    if (!(second ? journal_tree_head_of(call->db, second, &head, err)
                 : journal_tree_head(call->db, &head, err)) ||
        !journal_tree_consistency(call->db, first, head.size, path, &count, err))
        return false;
    json_print_open(out, '{');
    json_print_member_int(out, "first", first);
    json_print_member_int(out, "second", head.size);
    journal_proof_print_path(out, "path", path, count);
    if (!print_member_checkpoint(call, &head, err))
        return false;
    json_print_close(out, '}');
    api_public_cache(call, second ? LASTING : FRESH);
    return true;
}

const struct api_route log_api_routes[] = {
    {"GET", "/api/v1/public/log/checkpoint", RIGHT_ANYONE, show_checkpoint, 0},
    {"GET", "/api/v1/public/log/proof", RIGHT_ANYONE, show_proof, 0},
    {"GET", "/api/v1/public/log/consistency", RIGHT_ANYONE, show_consistency, 0},
    {0},
};
