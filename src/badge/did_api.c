/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/did_api.h"

#include "account/api_public.h"
#include "badge/did.h"
#include "badge/did_rows.h"

/* Whoever asks early must not learn later that the keys came into being meanwhile. */
static bool make_all(struct api_call *call, struct err *err)
{
    static const struct {
        const char *purpose;
        enum jwk_alg alg;
    } wanted[] = {
        {SIGNING_CREDENTIAL, JWK_EDDSA}, {SIGNING_CREDENTIAL, JWK_RS256}, {SIGNING_LOG, JWK_EDDSA}};
    for (size_t i = 0; i < LEN_OF(wanted); i++) {
        struct signing_key key;
        if (!signing_key_take(&key, call->db, call->tools->vault, wanted[i].purpose, wanted[i].alg,
                call->now_us, call->arena, err))
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

static bool show_document(struct api_call *call, struct err *err)
{
    struct signing_key *keys;
    size_t count;
    api_public_open(call);
    if (!signing_key_list(call->db, call->arena, &keys, &count, err) ||
        (current_count(keys, count) < 3 &&
            (!make_all(call, err) || !signing_key_list(call->db, call->arena, &keys, &count, err))))
        return false;
    struct did_telling telling = {.did = did_of_url(text_of(call->tools->url), call->arena),
        .keys = keys,
        .key_count = count};
    if (!did_rows_contracts(
            call->db, call->arena, &telling.contracts, &telling.contract_count, err))
        return false;
    call->reply->type = "application/did+json";
    did_print(&call->reply->body, &telling, call->arena);
    api_public_cache(call, "public, max-age=300");
    return true;
}

const struct api_route did_api_routes[] = {
    {"GET", "/.well-known/did.json", RIGHT_ANYONE, show_document, 0},
    {0},
};
