/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/verify_log.h"

#include "base/limits.h"

/* The log of an issuer is called after the issuer's host, and signed by a key in the issuer's document. */
bool verify_log_is_of_issuer(
    const struct verify *v, const struct checkpoint *checkpoint, struct err *err)
{
    struct text server;
    if (!did_server(v->did.id, v->arena, &server, err))
        return false;
    if (!text_eq(checkpoint->origin, checkpoint_origin(server, v->arena)))
        return err_set(err, ERR_FORBIDDEN, "the head is of the log \"%.*s\", not of the issuer's",
            TEXT_ARG(checkpoint->origin));
    for (size_t i = 0; i < v->did.ed25519_count; i++)
        if (checkpoint_is_signed(checkpoint, v->did.ed25519[i]))
            return true;
    return err_set(err, ERR_FORBIDDEN, "the head is not signed by a key of the issuer's");
}

bool verify_log_includes(const struct verify *v, const struct inclusion *proof,
    struct checkpoint *ret_checkpoint, struct err *err)
{
    struct checkpoint checkpoint;
    if (!checkpoint_read(&checkpoint, proof->checkpoint, err) ||
        !verify_log_is_of_issuer(v, &checkpoint, err))
        return false;
    if (proof->seq >= checkpoint.head.size ||
        !merkle_inclusion_holds(proof->seq, checkpoint.head.size, &proof->leaf, proof->path,
            proof->path_count, &checkpoint.head.root))
        return err_set(err, ERR_FORBIDDEN, "the path does not lead from the entry to the head");
    *ret_checkpoint = checkpoint;
    return true;
}

/* -- the entry itself, when its holder opened it -- */

static bool entry_holds(const struct verify *v, const struct inclusion *proof, struct err *err)
{
    struct merkle_hash leaf;
    struct json entry;
    yyjson_val *achievement =
        json_get(json_get(json_root(&v->jwt.claims), "credentialSubject"), "achievement");
    journal_leaf_of(
        proof->text, (struct text){(const char *)proof->secret, sizeof proof->secret}, &leaf);
    if (!merkle_eq(&leaf, &proof->leaf))
        return err_set(err, ERR_FORBIDDEN, "what is shown of the entry is not what was written");
    if (!json_read(&entry, proof->text, err))
        return false;
    yyjson_val *root = json_root(&entry);
    struct text wanted = arena_format(v->arena, "%.*s#class-%.*s", TEXT_ARG(v->did.id),
        TEXT_ARG(json_get_text(json_get(root, "facts"), "class")));
    bool is_issue = text_is(json_get_text(root, "kind"), "badge.issued") &&
                    text_eq(json_get_text(achievement, "id"), wanted);
    json_done(&entry);
    return is_issue || err_set(err, ERR_FORBIDDEN, "the entry tells of something else");
}

static void check_entry(struct verify *v, const struct inclusion *proof)
{
    struct err err;
    bool holds = entry_holds(v, proof, &err);
    badge_verify_add(v->report, "entry", holds ? BADGE_VERDICT_PASS : BADGE_VERDICT_FAIL,
        holds ? TEXT("it is opened, and tells of the issue of a badge of this class")
              : arena_text(v->arena, text_of(err.text)));
}

/* -- the head that was kept -- */

static bool read_path(yyjson_val *path, struct merkle_hash *hashes, size_t *ret_count)
{
    size_t i, count;
    yyjson_val *value;
    if (!yyjson_is_arr(path) || yyjson_arr_size(path) > MERKLE_PROOF_MAX)
        return false;
    yyjson_arr_foreach(path, i, count, value)
    {
        struct text hex = {"", 0};
        if (!json_text(value, &hex) || !sha256_read(hex, hashes[i].at))
            return false;
    }
    *ret_count = yyjson_arr_size(path);
    return true;
}

static bool get_path(const struct verify *v, int64_t first, int64_t second,
    struct merkle_hash *hashes, size_t *ret_count, struct err *err)
{
    struct text server;
    struct buf body;
    struct json json;
    if (!v->source->get)
        return err_set(err, ERR_SYSTEM, "nothing is fetched");
    if (!did_server(v->did.id, v->arena, &server, err))
        return false;
    struct text url =
        arena_format(v->arena, "%.*s/api/v1/public/log/consistency?first=%lld&second=%lld",
            TEXT_ARG(server), (long long)first, (long long)second);
    buf_init(&body, LIMIT_LOG_ANSWER_BYTES);
    bool is_ok = v->source->get(v->source->context, url, &body, err) &&
                 json_read(&json, buf_text(&body), err);
    if (is_ok) {
        is_ok = read_path(json_get(json_root(&json), "path"), hashes, ret_count) ||
                err_set(err, ERR_SYNTAX, "the log's answer is no proof");
        json_done(&json);
    }
    buf_done(&body);
    return is_ok;
}

bool verify_log_is_consistent(
    const struct verify *v, const struct journal_head *head, struct err *err)
{
    const struct journal_head *first = v->source->kept, *second = head;
    struct merkle_hash path[MERKLE_PROOF_MAX];
    size_t count = 0;
    if (first->size > second->size) {
        first = head;
        second = v->source->kept;
    }
    if (first->size <= 0)
        return err_set(err, ERR_FORBIDDEN, "a head of nothing is the beginning of every journal");
    if (first->size < second->size && !get_path(v, first->size, second->size, path, &count, err))
        return false;
    return merkle_consistency_holds(
               first->size, &first->root, second->size, &second->root, path, count) ||
           err_set(err, ERR_FORBIDDEN,
               "the journal of %lld entries is NOT the beginning of that of %lld: two were shown",
               (long long)first->size, (long long)second->size);
}

static void check_consistency(struct verify *v, const struct journal_head *head)
{
    struct err err;
    if (verify_log_is_consistent(v, head, &err)) {
        badge_verify_add(v->report, "consistency", BADGE_VERDICT_PASS,
            arena_format(v->arena, "it is the journal whose head of %lld entries was kept",
                (long long)v->source->kept->size));
        return;
    }
    bool is_away = err.code == ERR_SYSTEM || err.code == ERR_BUSY;
    badge_verify_add(v->report, "consistency", is_away ? BADGE_VERDICT_SKIPPED : BADGE_VERDICT_FAIL,
        arena_text(v->arena, text_of(err.text)));
}

void verify_log(struct verify *v)
{
    struct inclusion proof;
    struct checkpoint checkpoint;
    struct err err;
    char hex[SHA256_HEX_SIZE];
    bool is_read = inclusion_read(&proof, json_root(&v->jwt.claims), &err);
    if (!is_read || !v->is_signed) {
        badge_verify_add(v->report, "evidence",
            is_read || err.code == ERR_NOT_FOUND ? BADGE_VERDICT_SKIPPED : BADGE_VERDICT_FAIL,
            is_read ? TEXT("who wrote it is not known") : arena_text(v->arena, text_of(err.text)));
        return;
    }
    if (!verify_log_includes(v, &proof, &checkpoint, &err)) {
        badge_verify_add(
            v->report, "evidence", BADGE_VERDICT_FAIL, arena_text(v->arena, text_of(err.text)));
        return;
    }
    v->report->leaf = arena_text(v->arena, text_of(sha256_print(proof.leaf.at, hex)));
    badge_verify_add(v->report, "evidence", BADGE_VERDICT_PASS,
        arena_format(v->arena,
            "its issue is entry %lld of the log %.*s, whose head of %lld entries is signed",
            (long long)proof.seq, TEXT_ARG(checkpoint.origin), (long long)checkpoint.head.size));
    if (proof.text.len)
        check_entry(v, &proof);
    if (v->source->kept)
        check_consistency(v, &checkpoint.head);
}
