/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/did_issuer.h"

#include "badge/did.h"
#include "badge/did_rows.h"

/* Whoever asks early must not learn later that the keys came into being meanwhile. */
static bool make_all(const struct did_issuer *it, struct arena *arena, struct err *err)
{
    static const struct {
        const char *purpose;
        enum jwk_alg alg;
    } wanted[] = {
        {SIGNING_CREDENTIAL, JWK_EDDSA}, {SIGNING_CREDENTIAL, JWK_RS256}, {SIGNING_LOG, JWK_EDDSA}};
    for (size_t i = 0; i < LEN_OF(wanted); i++) {
        struct signing_key key;
        if (!signing_key_take(
                &key, it->db, it->vault, wanted[i].purpose, wanted[i].alg, it->now_us, arena, err))
            return false;
        signing_key_done(&key);
    }
    return true;
}

static size_t current_count(const struct signing_key *keys, size_t count)
{
    size_t current = 0;
    for (size_t i = 0; i < count; i++)
        current += keys[i].retired_us == 0;
    return current;
}

bool did_issuer_print(
    struct buf *out, const struct did_issuer *it, struct arena *arena, struct err *err)
{
    struct signing_key *keys;
    size_t count;
    if (!signing_key_list(it->db, arena, &keys, &count, err) ||
        (current_count(keys, count) < 3 &&
            (!make_all(it, arena, err) || !signing_key_list(it->db, arena, &keys, &count, err))))
        return false;
    struct did_telling telling = {
        .did = did_of_url(it->url, arena), .keys = keys, .key_count = count};
    if (!did_rows_contracts(it->db, arena, &telling.contracts, &telling.contract_count, err))
        return false;
    did_print(out, &telling, arena);
    return true;
}
