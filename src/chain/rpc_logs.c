/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc_logs.h"

/* Puts the logs of one piece behind those before it. */
static bool add(struct buf *all, const struct rpc_log *logs, size_t count, struct err *err)
{
    if (all->len / sizeof *logs + count > LIMIT_RPC_LOGS)
        return err_set(err, ERR_LIMIT, "more than %zu logs", LIMIT_RPC_LOGS);
    buf_add(all, (struct text){(const char *)logs, count * sizeof *logs});
    return true;
}

/* Some say "limit exceeded" of a question that is too large, as of one that comes too soon (EIP-1474). */
static bool is_refused(struct rpc *rpc)
{
    bool is = rpc->fault == RPC_REFUSED ||
              (rpc->fault == RPC_AWAY && rpc->refusal.code == RPC_CODE_LIMIT);
    if (is)
        rpc->fault = RPC_FINE;
    return is;
}

static bool ask(struct rpc *rpc, const struct rpc_log_query *query, struct rpc_log **ret_logs,
    size_t *ret_count, struct err *err)
{
    rpc->refusal = (struct rpc_refusal){0};
    return rpc_logs(rpc, query, ret_logs, ret_count, err);
}

/* Nodes say in words of their own how many blocks, or logs, are too many for them: half of it is asked for until it is not. */
static bool ask_pieces(
    struct rpc *rpc, const struct rpc_log_query *query, struct buf *all, struct err *err)
{
    struct rpc_log_query piece = *query;
    int64_t size = query->to_block - query->from_block + 1;
    struct rpc_log *logs;
    size_t count;
    for (size_t calls = 0; piece.from_block <= query->to_block; calls++) {
        if (calls == LIMIT_RPC_PIECES)
            return err_set(err, ERR_LIMIT, "the node looks through %lld blocks at once: too few",
                (long long)size);
        int64_t left = query->to_block - piece.from_block + 1;
        size = size < left ? size : left;
        piece.to_block = piece.from_block + size - 1;
        if (ask(rpc, &piece, &logs, &count, err)) {
            if (!add(all, logs, count, err))
                return false;
            piece.from_block = piece.to_block + 1;
            continue;
        }
        if (size == 1 || !is_refused(rpc))
            return false;
        size /= 2;
    }
    return true;
}

bool rpc_logs_range(struct rpc *rpc, const struct rpc_log_query *query, struct rpc_log **ret_logs,
    size_t *ret_count, struct err *err)
{
    struct buf all;
    buf_init(&all, SIZE_MAX);
    bool is_good = ask_pieces(rpc, query, &all, err);
    if (is_good) {
        size_t count = all.len / sizeof **ret_logs;
        struct rpc_log *logs = arena_take_array(rpc->arena, count, sizeof *logs);
        if (logs && count)
            memcpy(logs, all.at, all.len);
        *ret_logs = logs;
        *ret_count = count;
        is_good = arena_check(rpc->arena, err);
    }
    buf_done(&all);
    return is_good;
}

/* The block in which a contract was made, or one before it: a node that has forgotten what was long ago is not asked further back. */
static bool find_making(struct rpc *rpc, const struct chain_address *contract, int64_t newest,
    int64_t *ret_block, struct err *err)
{
    int64_t without = -1,
            with = newest; /* the last block that is known to be without it, the first with it */
    while (with - without > 1) {
        int64_t middle = without + (with - without) / 2;
        struct text code;
        if (!rpc_code_at(rpc, contract, middle, &code, err)) {
            if (rpc->fault != RPC_REFUSED)
                return false;
            rpc->fault = RPC_FINE;
            break;
        }
        if (code.len)
            with = middle;
        else
            without = middle;
    }
    *ret_block = without + 1;
    return true;
}

bool rpc_logs_whole(struct rpc *rpc, const struct rpc_log_query *query, struct rpc_log **ret_logs,
    size_t *ret_count, struct err *err)
{
    struct rpc_log_query range = *query;
    range.from_block = 0;
    range.to_block = -1;
    if (ask(rpc, &range, ret_logs, ret_count, err))
        return true;
    return is_refused(rpc) && rpc_block_number(rpc, &range.to_block, err) &&
           find_making(rpc, &query->address, range.to_block, &range.from_block, err) &&
           rpc_logs_range(rpc, &range, ret_logs, ret_count, err);
}
