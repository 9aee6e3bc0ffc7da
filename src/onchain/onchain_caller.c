/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_caller.h"

enum { CONNECT_SECONDS = 5, ADDRESS_BITS = 128 };

/* ::ffff:127.0.0.1 alone. */
static const struct address_net loopback = {
    .bytes = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1}, .bits = ADDRESS_BITS};

static bool post(void *context, struct text url, struct text body, struct arena *arena,
    unsigned *ret_status, struct text *ret_body, struct err *err)
{
    const struct onchain_caller *caller = context;
    const struct http_pair headers[] = {{TEXT("Content-Type"), TEXT("application/json")}};
    struct http_call_reply reply;
    struct http_call call = {.method = TEXT("POST"),
        .url = url,
        .headers = headers,
        .header_count = LEN_OF(headers),
        .body = body,
        .max_reply_bytes = LIMIT_RPC_REPLY_BYTES,
        .connect_seconds = CONNECT_SECONDS,
        .total_seconds = LIMIT_RPC_SECONDS,
        .allowed = caller->allowed,
        .allowed_count = caller->allowed_count};
    bool is_own = caller->own_url.len && text_eq(url, caller->own_url);
    if (is_own) {
        call.allowed = &loopback;
        call.allowed_count = 1;
    }
    if (!(caller->fetch && !is_own ? fetch_run(caller->fetch, &call, arena, &reply, err)
                                   : http_call_run(&call, arena, &reply, err)))
        return false;
    *ret_status = reply.status;
    *ret_body = reply.body;
    return true;
}

void onchain_caller_begin(struct onchain_caller *caller, const struct onchain *chain,
    struct arena *arena, struct rpc *ret_rpc)
{
    memset(ret_rpc, 0, sizeof *ret_rpc);
    ret_rpc->post = post;
    ret_rpc->context = caller;
    ret_rpc->arena = arena;
    ret_rpc->url_count = chain->endpoint_count;
    memcpy(ret_rpc->urls, chain->endpoints, sizeof ret_rpc->urls);
}
