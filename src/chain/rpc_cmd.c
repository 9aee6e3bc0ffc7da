/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc_cmd.h"

#include "net/http_call.h"

static bool post(void *context, struct text url, struct text body, struct arena *arena,
    unsigned *ret_status, struct text *ret_body, struct err *err)
{
    static const struct http_pair type = {{"Content-Type", 12}, {"application/json", 16}};
    static const struct address_net everywhere = {.bits = 0};
    struct http_call call = {.method = TEXT("POST"),
        .url = url,
        .headers = &type,
        .header_count = 1,
        .body = body,
        .max_reply_bytes = LIMIT_RPC_REPLY_BYTES,
        .total_seconds = LIMIT_RPC_SECONDS,
        .allowed = &everywhere,
        .allowed_count = 1};
    struct http_call_reply reply;
    (void)context;
    if (!http_call_run(&call, arena, &reply, err))
        return false;
    *ret_status = reply.status;
    *ret_body = reply.body;
    return true;
}

bool rpc_cmd_read(const struct cmd *cmd, struct rpc *rpc, struct err *err)
{
    size_t at = 0;
    rpc->post = post;
    for (const char *url; (url = cmd_next(cmd, "rpc", &at));) {
        if (rpc->url_count == LIMIT_CHAIN_ENDPOINTS)
            return err_set(err, ERR_LIMIT, "--rpc: at most %zu times", LIMIT_CHAIN_ENDPOINTS);
        rpc->urls[rpc->url_count++] = text_of(url);
    }
    return rpc->url_count ||
           err_set(err, ERR_USAGE, "--rpc: is missing: the URL of a node of the chain");
}
