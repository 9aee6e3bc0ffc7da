/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc_state.h"

#include "chain/hex.h"

static bool read_number(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    (void)arena, (void)wanted;
    return rpc_read_i64(result, ret_value) || rpc_bad(err, "no number");
}

static bool read_text(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    (void)wanted;
    return rpc_read_data(result, arena, ret_value) || rpc_bad(err, "no bytes");
}

/* "0x2a", or "latest" for -1. */
static struct text tag_of(struct rpc *rpc, int64_t number)
{
    return number < 0 ? TEXT("latest")
                      : arena_format(rpc->arena, "0x%llx", (unsigned long long)number);
}

static struct text address_of(struct rpc *rpc, const struct chain_address *address)
{
    char room[2 * ADDRESS_SIZE + 1];
    return arena_format(rpc->arena, "0x%s", hex_print_into(room, address->at, sizeof address->at));
}

static struct text about_address(
    struct rpc *rpc, const struct chain_address *address, int64_t number)
{
    return arena_format(
        rpc->arena, "[\"%s\",\"%s\"]", address_of(rpc, address).at, tag_of(rpc, number).at);
}

bool rpc_block_number(struct rpc *rpc, int64_t *ret_number, struct err *err)
{
    return rpc_ask_one(rpc,
        &(struct rpc_ask){.method = "eth_blockNumber",
            .params = TEXT("[]"),
            .read = read_number,
            .size = sizeof *ret_number},
        ret_number, err);
}

/* -- blocks -- */

static bool read_block(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    struct rpc_block *block = ret_value;
    const int64_t *number = wanted;
    yyjson_val *base = json_get(result, "baseFeePerGas");
    bool is_newest = *number < 0;
    (void)arena;
    if (yyjson_is_null(result))
        return is_newest ? rpc_bad(err, "no newest block") : true;
    block->is_there = true;
    block->base_fee_wei = -1;
    return (rpc_read_i64(json_get(result, "number"), &block->number) &&
               rpc_read_bytes(json_get(result, "hash"), block->hash, sizeof block->hash) &&
               rpc_read_bytes(
                   json_get(result, "parentHash"), block->parent, sizeof block->parent) &&
               rpc_read_i64(json_get(result, "timestamp"), &block->time_s) &&
               (!base || yyjson_is_null(base) || rpc_read_i64(base, &block->base_fee_wei)) &&
               (is_newest || block->number == *number)) ||
           rpc_bad(err, "not the head of that block");
}

static struct rpc_ask block_ask(struct rpc *rpc, const int64_t *number)
{
    return (struct rpc_ask){.method = "eth_getBlockByNumber",
        .params = arena_format(rpc->arena, "[\"%s\",false]", tag_of(rpc, *number).at),
        .read = read_block,
        .size = sizeof(struct rpc_block),
        .wanted = number,
        .may_lag = true};
}

bool rpc_block_at(struct rpc *rpc, int64_t number, struct rpc_block *ret_block, size_t *ret_answers,
    struct err *err)
{
    struct rpc_ask ask = block_ask(rpc, &number);
    return rpc_ask_two(rpc, &ask, ret_block, ret_answers, err);
}

bool rpc_block_newest(struct rpc *rpc, struct rpc_block *ret_block, struct err *err)
{
    const int64_t newest = -1;
    struct rpc_ask ask = block_ask(rpc, &newest);
    return rpc_ask_one(rpc, &ask, ret_block, err);
}

/* -- accounts and contracts -- */

static struct rpc_ask nonce_ask(
    struct rpc *rpc, const struct chain_address *address, int64_t number)
{
    return (struct rpc_ask){.method = "eth_getTransactionCount",
        .params = about_address(rpc, address, number),
        .read = read_number,
        .size = sizeof(int64_t)};
}

bool rpc_nonce(
    struct rpc *rpc, const struct chain_address *address, int64_t *ret_nonce, struct err *err)
{
    struct rpc_ask ask = nonce_ask(rpc, address, -1);
    return rpc_ask_one(rpc, &ask, ret_nonce, err);
}

bool rpc_nonce_then(struct rpc *rpc, const struct chain_address *address, int64_t number,
    int64_t *ret_nonce, size_t *ret_answers, struct err *err)
{
    struct rpc_ask ask = nonce_ask(rpc, address, number);
    return rpc_ask_two(rpc, &ask, ret_nonce, ret_answers, err);
}

static bool read_wei(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    struct text text;
    (void)arena, (void)wanted;
    return (json_text(result, &text) && u256_read_quantity(text, ret_value)) ||
           rpc_bad(err, "no amount");
}

bool rpc_balance(
    struct rpc *rpc, const struct chain_address *address, struct u256 *ret_wei, struct err *err)
{
    return rpc_ask_one(rpc,
        &(struct rpc_ask){.method = "eth_getBalance",
            .params = about_address(rpc, address, -1),
            .read = read_wei,
            .size = sizeof *ret_wei},
        ret_wei, err);
}

bool rpc_code(
    struct rpc *rpc, const struct chain_address *address, struct text *ret_code, struct err *err)
{
    return rpc_code_at(rpc, address, -1, ret_code, err);
}

bool rpc_code_at(struct rpc *rpc, const struct chain_address *address, int64_t number,
    struct text *ret_code, struct err *err)
{
    return rpc_ask_one(rpc,
        &(struct rpc_ask){.method = "eth_getCode",
            .params = about_address(rpc, address, number),
            .read = read_text,
            .size = sizeof *ret_code},
        ret_code, err);
}

bool rpc_call(struct rpc *rpc, const struct chain_address *to, struct text data,
    struct text *ret_answer, struct err *err)
{
    struct buf params;
    buf_init(&params, SIZE_MAX);
    buf_format(&params, "[{\"to\":\"%s\",\"data\":\"", address_of(rpc, to).at);
    hex_print(&params, data.at, data.len);
    buf_add_z(&params, "\"},\"latest\"]");
    bool is_answered = rpc_ask_one(rpc,
        &(struct rpc_ask){.method = "eth_call",
            .params = buf_text(&params),
            .read = read_text,
            .size = sizeof *ret_answer},
        ret_answer, err);
    buf_done(&params);
    return is_answered;
}

/* -- logs -- */

struct logs {
    struct rpc_log *at;
    size_t count;
};

static bool read_topics(yyjson_val *topics, struct rpc_log *log)
{
    size_t i, most;
    yyjson_val *topic;
    if (!yyjson_is_arr(topics) || yyjson_arr_size(topics) > LIMIT_RPC_TOPICS)
        return false;
    yyjson_arr_foreach(topics, i, most, topic)
    {
        if (!rpc_read_bytes(topic, log->topics[log->topic_count++], KECCAK_SIZE))
            return false;
    }
    return true;
}

static bool read_log(yyjson_val *value, struct arena *arena, struct rpc_log *log)
{
    return rpc_read_bytes(json_get(value, "address"), log->address.at, sizeof log->address.at) &&
           read_topics(json_get(value, "topics"), log) &&
           rpc_read_data(json_get(value, "data"), arena, &log->data) &&
           rpc_read_bytes(json_get(value, "transactionHash"), log->tx_hash, sizeof log->tx_hash) &&
           rpc_read_bytes(json_get(value, "blockHash"), log->block_hash, sizeof log->block_hash) &&
           rpc_read_i64(json_get(value, "blockNumber"), &log->block_number) &&
           rpc_read_i64(json_get(value, "logIndex"), &log->index);
}

static bool is_asked_for(const struct rpc_log *log, const struct rpc_log_query *query)
{
    for (size_t i = 0; i < LIMIT_RPC_TOPICS; i++)
        if (query->topics[i] &&
            (i >= log->topic_count || memcmp(log->topics[i], query->topics[i], KECCAK_SIZE) != 0))
            return false;
    return address_eq(&log->address, &query->address) && log->block_number >= query->from_block &&
           (query->to_block < 0 || log->block_number <= query->to_block);
}

static bool read_logs(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    struct logs *logs = ret_value;
    size_t i, most;
    yyjson_val *value;
    if (!yyjson_is_arr(result))
        return rpc_bad(err, "no list of logs");
    if (yyjson_arr_size(result) > LIMIT_RPC_LOGS)
        return err_set(err, ERR_LIMIT, "more than %zu logs", LIMIT_RPC_LOGS);
    logs->at = arena_take_array(arena, yyjson_arr_size(result), sizeof *logs->at);
    yyjson_arr_foreach(result, i, most, value)
    {
        if (!logs->at || !read_log(value, arena, &logs->at[logs->count++]))
            return rpc_bad(err, "no log");
        if (!is_asked_for(&logs->at[i], wanted))
            return rpc_bad(err, "a log that was not asked for");
    }
    return true;
}

static void print_log_query(struct rpc *rpc, const struct rpc_log_query *query, struct buf *out)
{
    size_t last = LIMIT_RPC_TOPICS;
    while (last && !query->topics[last - 1])
        last--;
    buf_format(out, "[{\"address\":\"%s\",\"fromBlock\":\"%s\",\"toBlock\":\"%s\",\"topics\":[",
        address_of(rpc, &query->address).at, tag_of(rpc, query->from_block).at,
        tag_of(rpc, query->to_block).at);
    for (size_t i = 0; i < last; i++) {
        buf_add_z(out, i ? "," : "");
        if (!query->topics[i]) {
            buf_add_z(out, "null");
            continue;
        }
        buf_add_char(out, '"');
        hex_print(out, query->topics[i], KECCAK_SIZE);
        buf_add_char(out, '"');
    }
    buf_add_z(out, "]}]");
}

bool rpc_logs(struct rpc *rpc, const struct rpc_log_query *query, struct rpc_log **ret_logs,
    size_t *ret_count, struct err *err)
{
    struct logs logs;
    struct buf params;
    buf_init(&params, SIZE_MAX);
    print_log_query(rpc, query, &params);
    bool is_good = rpc_ask_one(rpc,
        &(struct rpc_ask){.method = "eth_getLogs",
            .params = buf_text(&params),
            .read = read_logs,
            .size = sizeof logs,
            .wanted = query},
        &logs, err);
    buf_done(&params);
    if (is_good) {
        *ret_logs = logs.at;
        *ret_count = logs.count;
    }
    return is_good;
}
