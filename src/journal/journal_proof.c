/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_proof.h"

#include "codec/json.h"

bool journal_proof_make(struct journal_proof *ret_proof, struct db *db,
    const struct journal_row *row, int64_t size, struct arena *arena, struct err *err)
{
    struct journal_proof proof = {.secret = row->secret, .seq = row->seq};
    struct buf text;
    if (row->seq < 0)
        return err_set(err, ERR_NOT_FOUND, "the entry has no place in the journal yet");
    if (!(size ? journal_tree_head_of(db, size, &proof.head, err)
               : journal_tree_head(db, &proof.head, err)) ||
        !journal_tree_inclusion(db, row->seq, proof.head.size, proof.path, &proof.path_count, err))
        return false;
    buf_init(&text, SIZE_MAX);
    journal_leaf_print(&text, row);
    proof.text = arena_text(arena, buf_text(&text));
    buf_done(&text);
    journal_leaf_of(proof.text, proof.secret, &proof.leaf);
    *ret_proof = proof;
    return arena_check(arena, err);
}

static void print_hash(struct buf *out, const char *key, const unsigned char at[SHA256_SIZE])
{
    char hex[SHA256_HEX_SIZE];
    json_print_member_z(out, key, sha256_print(at, hex));
}

void journal_proof_print_path(
    struct buf *out, const char *key, const struct merkle_hash *path, size_t count)
{
    char hex[SHA256_HEX_SIZE];
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < count; i++)
        json_print_text(out, text_of(sha256_print(path[i].at, hex)));
    json_print_close(out, ']');
}

void journal_proof_print_head(struct buf *out, const struct journal_head *head)
{
    json_print_member_int(out, "size", head->size);
    print_hash(out, "root", head->root.at);
    json_print_member_time(out, "at", head->at_us);
}

void journal_proof_print(struct buf *out, const struct journal_proof *proof)
{
    json_print_open(out, '{');
    json_print_member(out, "text", proof->text);
    print_hash(out, "secret", (const unsigned char *)proof->secret.at);
    print_hash(out, "leaf", proof->leaf.at);
    json_print_member_int(out, "seq", proof->seq);
    journal_proof_print_head(out, &proof->head);
    journal_proof_print_path(out, "path", proof->path, proof->path_count);
    json_print_close(out, '}');
}

static bool read_hash(
    yyjson_val *object, const char *key, struct merkle_hash *ret_hash, struct err *err)
{
    return sha256_read(json_get_text(object, key), ret_hash->at) ||
           err_set(err, ERR_SYNTAX, "%s: is not 64 hexadecimal digits", key);
}

static bool read_number(yyjson_val *object, const char *key, int64_t *ret_number, struct err *err)
{
    yyjson_val *value = json_get(object, key);
    if (!yyjson_is_uint(value) || yyjson_get_uint(value) > INT64_MAX)
        return err_set(err, ERR_SYNTAX, "%s: is no number", key);
    *ret_number = (int64_t)yyjson_get_uint(value);
    return true;
}

static bool read_path(yyjson_val *path, struct journal_proof *proof, struct err *err)
{
    size_t i, count;
    yyjson_val *value;
    if (!yyjson_is_arr(path) || yyjson_arr_size(path) > MERKLE_PROOF_MAX)
        return err_set(err, ERR_SYNTAX, "path: is no list of at most %d hashes", MERKLE_PROOF_MAX);
    yyjson_arr_foreach(path, i, count, value)
    {
        struct text hex = {"", 0};
        if (!json_text(value, &hex) || !sha256_read(hex, proof->path[i].at))
            return err_set(err, ERR_SYNTAX, "path[%zu]: is not 64 hexadecimal digits", i);
    }
    proof->path_count = yyjson_arr_size(path);
    return true;
}

bool journal_proof_read(
    struct journal_proof *ret_proof, struct text json, struct arena *arena, struct err *err)
{
    struct json document;
    struct journal_proof proof = {0};
    struct merkle_hash secret;
    if (!json_read(&document, json, err))
        return false;
    yyjson_val *root = json_root(&document);
    bool is_ok = read_hash(root, "secret", &secret, err) &&
                 read_hash(root, "leaf", &proof.leaf, err) &&
                 read_hash(root, "root", &proof.head.root, err) &&
                 read_number(root, "seq", &proof.seq, err) &&
                 read_number(root, "size", &proof.head.size, err) &&
                 read_path(json_get(root, "path"), &proof, err);
    proof.text = arena_text(arena, json_get_text(root, "text"));
    proof.secret = arena_text(arena, (struct text){(const char *)secret.at, sizeof secret.at});
    json_done(&document);
    if (!is_ok || !arena_check(arena, err))
        return false;
    *ret_proof = proof;
    return true;
}

bool journal_proof_holds(const struct journal_proof *proof)
{
    struct merkle_hash leaf;
    journal_leaf_of(proof->text, proof->secret, &leaf);
    return merkle_eq(&leaf, &proof->leaf) &&
           merkle_inclusion_holds(proof->seq, proof->head.size, &leaf, proof->path,
               proof->path_count, &proof->head.root);
}
