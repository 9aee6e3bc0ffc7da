/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc_send.h"

#include "chain/hex.h"

static bool read_number(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    (void)arena, (void)wanted;
    return rpc_read_i64(result, ret_value) || rpc_bad(err, "no number");
}

static struct text quoted_hash(struct rpc *rpc, const unsigned char hash[KECCAK_SIZE])
{
    char room[2 * KECCAK_SIZE + 1];
    return arena_format(rpc->arena, "[\"0x%s\"]", hex_print_into(room, hash, KECCAK_SIZE));
}

/* -- what it would cost -- */

static void print_transaction(struct buf *out, const struct rpc_transaction *it)
{
    buf_add_z(out, "[{\"from\":\"");
    hex_print(out, it->from.at, sizeof it->from.at);
    if (it->has_to) {
        buf_add_z(out, "\",\"to\":\"");
        hex_print(out, it->to.at, sizeof it->to.at);
    }
    buf_add_z(out, "\",\"data\":\"");
    hex_print(out, it->data.at, it->data.len);
    buf_format(out, "\",\"value\":\"0x%llx\"},\"pending\"]", (unsigned long long)it->value_wei);
}

bool rpc_estimate_gas(
    struct rpc *rpc, const struct rpc_transaction *transaction, int64_t *ret_gas, struct err *err)
{
    struct buf params;
    buf_init(&params, SIZE_MAX);
    print_transaction(&params, transaction);
    bool is_answered = rpc_ask_one(rpc,
        &(struct rpc_ask){.method = "eth_estimateGas",
            .params = buf_text(&params),
            .read = read_number,
            .size = sizeof *ret_gas},
        ret_gas, err);
    buf_done(&params);
    return is_answered;
}

enum { BLOCKS = 5 };

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The middle of the medians; 0 when there are none. */
static bool read_tips(yyjson_val *rewards, int64_t *ret_tip_wei)
{
    int64_t tips[BLOCKS];
    size_t count = 0, i, most;
    yyjson_val *reward;
    if (!yyjson_is_arr(rewards) || yyjson_arr_size(rewards) > BLOCKS)
        return false;
    yyjson_arr_foreach(rewards, i, most, reward)
    {
        if (!rpc_read_i64(yyjson_arr_get_first(reward), &tips[count++]))
            return false;
    }
    qsort(tips, count, sizeof *tips, compare);
    *ret_tip_wei = count ? tips[count / 2] : 0;
    return true;
}

static bool read_fees(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    struct rpc_fees *fees = ret_value;
    yyjson_val *bases = json_get(result, "baseFeePerGas"), *rewards = json_get(result, "reward");
    (void)arena, (void)wanted;
    if (!yyjson_is_arr(bases) || yyjson_arr_size(bases) > BLOCKS + 1 ||
        !rpc_read_i64(yyjson_arr_get_last(bases), &fees->base_wei))
        return rpc_bad(err, "no base fees: this chain cannot be used (EIP-1559)");
    return !rewards || yyjson_is_null(rewards) || read_tips(rewards, &fees->tip_wei) ||
           rpc_bad(err, "no rewards");
}

bool rpc_fees(struct rpc *rpc, struct rpc_fees *ret_fees, struct err *err)
{
    struct rpc_fees fees;
    if (!rpc_ask_one(rpc,
            &(struct rpc_ask){.method = "eth_feeHistory",
                .params = TEXT("[\"0x5\",\"latest\",[50]]"),
                .read = read_fees,
                .size = sizeof fees},
            &fees, err))
        return false;
    if (!fees.tip_wei && !rpc_ask_one(rpc,
                             &(struct rpc_ask){.method = "eth_maxPriorityFeePerGas",
                                 .params = TEXT("[]"),
                                 .read = read_number,
                                 .size = sizeof fees.tip_wei},
                             &fees.tip_wei, err))
        return false;
    *ret_fees = fees;
    return true;
}

/* -- sending -- */

static bool has_word(struct text message, const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i + len <= message.len; i++)
        if (text_eq_nocase(text_slice(message, i, i + len), text_of(word)))
            return true;
    return false;
}

enum rpc_outcome rpc_outcome_of(struct text message)
{
    /* As geth, anvil, Erigon, Nethermind, Besu and Reth say it. */
    static const struct {
        const char *word;
        enum rpc_outcome outcome;
    } words[] = {
        {"already known", RPC_TAKEN},
        {"alreadyknown", RPC_TAKEN},
        {"known transaction", RPC_TAKEN},
        {"already imported", RPC_TAKEN},
        {"nonce too low", RPC_NONCE_TOO_LOW},
        {"nonce is too low", RPC_NONCE_TOO_LOW},
        {"oldnonce", RPC_NONCE_TOO_LOW},
        {"nonce below", RPC_NONCE_TOO_LOW},
        {"underpriced", RPC_UNDERPRICED},
        {"feetoolow", RPC_UNDERPRICED},
        {"fee too low", RPC_UNDERPRICED},
        {"less than block base fee", RPC_UNDERPRICED},
        {"gas price below", RPC_UNDERPRICED},
        {"insufficient funds", RPC_NO_FUNDS},
        {"insufficientfunds", RPC_NO_FUNDS},
        {"upfront cost exceeds", RPC_NO_FUNDS},
    };
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (has_word(message, words[i].word))
            return words[i].outcome;
    return RPC_UNWANTED;
}

struct sent {
    unsigned char hash[KECCAK_SIZE];
};

static bool read_hash(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    struct sent *sent = ret_value;
    (void)arena;
    if (!rpc_read_bytes(result, sent->hash, sizeof sent->hash))
        return rpc_bad(err, "no hash");
    return memcmp(sent->hash, wanted, sizeof sent->hash) == 0 ||
           rpc_bad(err, "the hash of another transaction");
}

bool rpc_send_raw(struct rpc *rpc, struct text raw, const unsigned char hash[KECCAK_SIZE],
    enum rpc_outcome *ret_outcome, struct err *err)
{
    struct sent sent;
    struct buf params;
    buf_init(&params, SIZE_MAX);
    buf_add_z(&params, "[\"");
    hex_print(&params, raw.at, raw.len);
    buf_add_z(&params, "\"]");
    bool is_taken = rpc_ask_one(rpc,
        &(struct rpc_ask){.method = "eth_sendRawTransaction",
            .params = buf_text(&params),
            .read = read_hash,
            .size = sizeof sent,
            .wanted = hash},
        &sent, err);
    buf_done(&params);
    if (!is_taken && rpc->fault != RPC_REFUSED)
        return false;
    *ret_outcome = is_taken ? RPC_TAKEN : rpc_outcome_of(rpc->refusal.message);
    return true;
}

/* -- what became of it -- */

static bool read_status(yyjson_val *value, bool *ret_is_good)
{
    int64_t status;
    if (!rpc_read_i64(value, &status) || status > 1)
        return false;
    *ret_is_good = status == 1;
    return true;
}

static bool read_contract(yyjson_val *value, struct rpc_receipt *receipt)
{
    if (!value || yyjson_is_null(value))
        return true;
    receipt->has_contract = true;
    return rpc_read_bytes(value, receipt->contract.at, sizeof receipt->contract.at);
}

static bool read_receipt(yyjson_val *result, struct rpc_receipt *it, struct err *err)
{
    if (yyjson_is_null(result))
        return true;
    it->is_there = true;
    return (rpc_read_bytes(json_get(result, "transactionHash"), it->tx_hash, sizeof it->tx_hash) &&
               rpc_read_bytes(
                   json_get(result, "blockHash"), it->block_hash, sizeof it->block_hash) &&
               rpc_read_i64(json_get(result, "blockNumber"), &it->block_number) &&
               rpc_read_i64(json_get(result, "gasUsed"), &it->gas_used) &&
               rpc_read_i64(json_get(result, "effectiveGasPrice"), &it->price_wei) &&
               rpc_read_bytes(json_get(result, "from"), it->from.at, sizeof it->from.at) &&
               read_status(json_get(result, "status"), &it->is_good) &&
               read_contract(json_get(result, "contractAddress"), it)) ||
           rpc_bad(err, "no receipt");
}

static bool read_wanted_receipt(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    const struct rpc_receipt *it = ret_value;
    (void)arena;
    if (!read_receipt(result, ret_value, err))
        return false;
    return !it->is_there || memcmp(it->tx_hash, wanted, KECCAK_SIZE) == 0 ||
           rpc_bad(err, "the receipt of another transaction");
}

bool rpc_receipt(struct rpc *rpc, const unsigned char hash[KECCAK_SIZE],
    struct rpc_receipt *ret_receipt, size_t *ret_answers, struct err *err)
{
    const struct rpc_ask ask = {.method = "eth_getTransactionReceipt",
        .params = quoted_hash(rpc, hash),
        .read = read_wanted_receipt,
        .size = sizeof *ret_receipt,
        .wanted = hash,
        .may_lag = true};
    return rpc_ask_two(rpc, &ask, ret_receipt, ret_answers, err);
}

static bool read_seen(
    yyjson_val *result, const void *wanted, struct arena *arena, void *ret_value, struct err *err)
{
    struct rpc_seen *it = ret_value;
    yyjson_val *block = json_get(result, "blockNumber");
    int64_t number;
    (void)arena, (void)wanted;
    if (yyjson_is_null(result))
        return true;
    it->is_there = true;
    it->is_mined = block && !yyjson_is_null(block);
    return (rpc_read_bytes(json_get(result, "from"), it->from.at, sizeof it->from.at) &&
               rpc_read_i64(json_get(result, "nonce"), &it->nonce) &&
               (!it->is_mined || rpc_read_i64(block, &number))) ||
           rpc_bad(err, "no transaction");
}

bool rpc_transaction_by_hash(struct rpc *rpc, const unsigned char hash[KECCAK_SIZE],
    struct rpc_seen *ret_seen, struct err *err)
{
    return rpc_ask_one(rpc,
        &(struct rpc_ask){.method = "eth_getTransactionByHash",
            .params = quoted_hash(rpc, hash),
            .read = read_seen,
            .size = sizeof *ret_seen},
        ret_seen, err);
}
