/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/inclusion.h"

static bool read_path(yyjson_val *path, struct inclusion *proof)
{
    size_t i, count;
    yyjson_val *value;
    if (!yyjson_is_arr(path) || yyjson_arr_size(path) > MERKLE_PROOF_MAX)
        return false;
    yyjson_arr_foreach(path, i, count, value)
    {
        struct text hex = {"", 0};
        if (!json_text(value, &hex) || !sha256_read(hex, proof->path[i].at))
            return false;
    }
    proof->path_count = yyjson_arr_size(path);
    return true;
}

static yyjson_val *find_proof(yyjson_val *evidence)
{
    size_t i, count;
    yyjson_val *one;
    if (yyjson_is_obj(evidence))
        return json_get(evidence, INCLUSION_TERM);
    yyjson_arr_foreach(evidence, i, count, one)
    {
        if (json_get(one, INCLUSION_TERM))
            return json_get(one, INCLUSION_TERM);
    }
    return NULL;
}

bool inclusion_read_proof(struct inclusion *ret_inclusion, yyjson_val *found, struct err *err)
{
    struct inclusion proof = {
        .checkpoint = json_get_text(found, "checkpoint"), .text = json_get_text(found, "text")};
    yyjson_val *seq = json_get(found, "seq");
    if (!sha256_read(json_get_text(found, "leaf"), proof.leaf.at) || !yyjson_is_uint(seq) ||
        yyjson_get_uint(seq) > INT64_MAX || !read_path(json_get(found, "path"), &proof))
        return err_set(err, ERR_SYNTAX, "evidence: its proof is damaged");
    proof.seq = (int64_t)yyjson_get_uint(seq);
    if (proof.text.len && !sha256_read(json_get_text(found, "secret"), proof.secret))
        return err_set(err, ERR_SYNTAX, "evidence: the secret of its entry is damaged");
    *ret_inclusion = proof;
    return true;
}

bool inclusion_read(struct inclusion *ret_inclusion, yyjson_val *credential, struct err *err)
{
    yyjson_val *found = find_proof(json_get(credential, "evidence"));
    return found ? inclusion_read_proof(ret_inclusion, found, err)
                 : err_set(err, ERR_NOT_FOUND, "it has no proof of an entry in a log");
}
