/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "chain/rpc_send.h"

#define HASH_A "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define ADDRESS_A "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define RESULT(json) "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":" json "}"
#define REFUSAL(json) "{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":" json "}"
#define RECEIPT(hash, block)                                                                       \
    RESULT(                                                                                        \
        "{\"transactionHash\":\"" hash "\",\"blockHash\":\"" block                                 \
        "\",\"blockNumber\":\"0x10\",\"gasUsed\":\"0x5208\",\"effectiveGasPrice\":\"0x3b9aca00\"," \
        "\"from\":\"" ADDRESS_A "\",\"status\":\"0x1\",\"contractAddress\":null}")

/* Nodes that answer what the test lays down, each call by the same words; "@" in them is the call's id. NULL: no answer. */
struct nodes {
    struct arena arena;
    struct rpc rpc;
    const char *answers[3];
    unsigned status;
    size_t calls;
    char last[4096];
};

static bool post(void *context, struct text url, struct text body, struct arena *arena,
    unsigned *ret_status, struct text *ret_body, struct err *err)
{
    struct nodes *nodes = context;
    const char *answer = nodes->answers[url.at[url.len - 1] - '1'];
    nodes->calls++;
    snprintf(nodes->last, sizeof nodes->last, "%.*s", TEXT_ARG(body));
    if (!answer)
        return err_set(err, ERR_BUSY, "node%c: no answer", url.at[url.len - 1]);
    struct text text = text_of(answer);
    ptrdiff_t at = text_find(text, '@');
    struct json call;
    assert_true(json_read(&call, body, NULL));
    *ret_status = nodes->status;
    *ret_body = at < 0 ? text
                       : arena_format(arena, "%.*s%lld%.*s", (int)at, text.at,
                             (long long)yyjson_get_sint(json_get(json_root(&call), "id")),
                             TEXT_ARG(text_from(text, (size_t)at + 1)));
    json_done(&call);
    return true;
}

static void begin(struct nodes *nodes, const char *one, const char *two)
{
    *nodes = (struct nodes){.answers = {one, two}, .status = 200};
    arena_init(&nodes->arena, SIZE_MAX);
    nodes->rpc = (struct rpc){.post = post, .context = nodes, .arena = &nodes->arena};
    nodes->rpc.urls[0] = TEXT("https://node1");
    nodes->rpc.urls[1] = TEXT("https://node2");
    nodes->rpc.url_count = two ? 2 : 1;
}

static void end(struct nodes *nodes)
{
    arena_done(&nodes->arena);
}

static void test_a_number(void **state)
{
    (void)state;
    struct nodes nodes;
    int64_t number;
    begin(&nodes, RESULT("\"0x1b4\""), NULL);
    assert_ok(rpc_block_number(&nodes.rpc, &number, err));
    assert_int_equal(number, 436);
    assert_string_equal(
        nodes.last, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}");
    end(&nodes);
}

/* What no node may say, and what happens to it: a second node is asked. */
static void test_nonsense_is_passed_over(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "<html>",
        "[]",
        "null",
        "{}",
        "{\"jsonrpc\":\"1.0\",\"id\":@,\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":7000,\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":@}",
        "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":\"0x1\",\"error\":{\"code\":1,\"message\":\"m\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":\"0x1\",\"result\":\"0x2\"}",
        REFUSAL("7"),
        REFUSAL("{\"code\":\"x\",\"message\":\"m\"}"),
        REFUSAL("{\"code\":1}"),
        RESULT("null"),
        RESULT("1"),
        RESULT("\"\""),
        RESULT("\"0x\""),
        RESULT("\"12\""),
        RESULT("\"0xg\""),
        RESULT("\"0x8000000000000000\""),
        RESULT("\"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\""),
        RESULT("{\"a\":1}"),
    };
    for (size_t i = 0; i < LEN_OF(bad); i++) {
        struct nodes nodes;
        int64_t number = -5;
        begin(&nodes, bad[i], NULL);
        struct err why = {0};
        if (rpc_block_number(&nodes.rpc, &number, &why))
            fail_msg("taken: %s", bad[i]);
        assert_int_equal(nodes.rpc.fault, RPC_MALFORMED);
        assert_true(text_starts(text_of(why.text), TEXT("node1: eth_blockNumber")));
        end(&nodes);
        begin(&nodes, bad[i], RESULT("\"0x2\""));
        assert_ok(rpc_block_number(&nodes.rpc, &number, err));
        assert_int_equal(number, 2);
        assert_true(text_starts(text_of(nodes.rpc.oddity.text), TEXT("node1: ")));
        end(&nodes);
    }
}

static void test_a_node_that_is_away_is_passed_over(void **state)
{
    (void)state;
    struct nodes nodes;
    int64_t number;
    begin(&nodes, NULL, RESULT("\"0x2\""));
    nodes.rpc.url_count = 2;
    assert_ok(rpc_block_number(&nodes.rpc, &number, err));
    assert_int_equal(number, 2);
    nodes.answers[1] = NULL;
    assert_err(ERR_BUSY, rpc_block_number(&nodes.rpc, &number, err));
    assert_int_equal(nodes.rpc.fault, RPC_AWAY);
    end(&nodes);
    begin(&nodes, "Too Many Requests", NULL);
    nodes.status = 429;
    assert_err(ERR_BUSY, rpc_block_number(&nodes.rpc, &number, err));
    assert_int_equal(nodes.rpc.fault, RPC_AWAY);
    end(&nodes);
    begin(&nodes, REFUSAL("{\"code\":-32005,\"message\":\"limit exceeded\"}"), NULL);
    assert_err(ERR_BUSY, rpc_block_number(&nodes.rpc, &number, err));
    assert_int_equal(nodes.rpc.fault, RPC_AWAY);
    end(&nodes);
}

static void test_a_refusal_is_kept(void **state)
{
    (void)state;
    struct nodes nodes;
    int64_t gas;
    struct rpc_transaction transaction = {.data = TEXT("\x01\x02"), .value_wei = 10};
    begin(&nodes,
        REFUSAL("{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x08c379a0\"}"), NULL);
    assert_err(ERR_SYSTEM, rpc_estimate_gas(&nodes.rpc, &transaction, &gas, err));
    assert_int_equal(nodes.rpc.fault, RPC_REFUSED);
    assert_int_equal(nodes.rpc.refusal.code, 3);
    assert_int_equal(nodes.rpc.refusal.data.len, 4);
    assert_non_null(strstr(nodes.last, "\"data\":\"0x0102\",\"value\":\"0xa\"},\"pending\"]"));
    /* A refusal tells more than silence, and another node's answer more than a refusal. */
    nodes.rpc.url_count = 2;
    assert_err(ERR_SYSTEM, rpc_estimate_gas(&nodes.rpc, &transaction, &gas, err));
    assert_int_equal(nodes.rpc.fault, RPC_REFUSED);
    nodes.answers[1] = RESULT("\"0x5208\"");
    assert_ok(rpc_estimate_gas(&nodes.rpc, &transaction, &gas, err));
    assert_int_equal(gas, 21000);
    end(&nodes);
}

static void test_another_chain_is_refused(void **state)
{
    (void)state;
    struct nodes nodes;
    begin(&nodes, RESULT("\"0x5\""), NULL);
    assert_err(ERR_CONFLICT, rpc_check_chain(&nodes.rpc, 1, err));
    end(&nodes);
    /* The one that is right stays. */
    begin(&nodes, RESULT("\"0x5\""), RESULT("\"0x1\""));
    assert_ok(rpc_check_chain(&nodes.rpc, 1, err));
    assert_int_equal(nodes.rpc.url_count, 1);
    assert_text(nodes.rpc.urls[0], "https://node2");
    assert_non_null(strstr(nodes.rpc.oddity.text, "node1: is of chain 5, not of 1"));
    end(&nodes);
    begin(&nodes, NULL, NULL);
    assert_err(ERR_BUSY, rpc_check_chain(&nodes.rpc, 1, err));
    end(&nodes);
}

static bool receipt(
    struct nodes *nodes, struct rpc_receipt *ret_receipt, size_t *ret_answers, struct err *err)
{
    unsigned char hash[KECCAK_SIZE];
    memset(hash, 0xaa, sizeof hash);
    return rpc_receipt(&nodes->rpc, hash, ret_receipt, ret_answers, err);
}

static void test_receipts_are_compared(void **state)
{
    (void)state;
    struct nodes nodes;
    struct rpc_receipt it;
    size_t answers;
    begin(&nodes, RECEIPT(HASH_A, HASH_B), RECEIPT(HASH_A, HASH_B));
    assert_ok(receipt(&nodes, &it, &answers, err));
    assert_int_equal(answers, 2);
    assert_true(it.is_there && it.is_good && !it.has_contract);
    assert_int_equal(it.block_number, 16);
    assert_int_equal(it.gas_used, 21000);
    assert_int_equal(it.price_wei, 1000000000);
    end(&nodes);
    /* One of them lies. */
    begin(&nodes, RECEIPT(HASH_A, HASH_B), RECEIPT(HASH_A, HASH_A));
    assert_err(ERR_CONFLICT, receipt(&nodes, &it, &answers, err));
    assert_int_equal(nodes.rpc.fault, RPC_DISAGREED);
    end(&nodes);
    /* One is behind, or hides it: nothing is known yet, and that is said. */
    begin(&nodes, RECEIPT(HASH_A, HASH_B), RESULT("null"));
    assert_ok(receipt(&nodes, &it, &answers, err));
    assert_false(it.is_there);
    assert_non_null(strstr(nodes.rpc.oddity.text, "node2"));
    end(&nodes);
    begin(&nodes, RESULT("null"), RECEIPT(HASH_A, HASH_B));
    assert_ok(receipt(&nodes, &it, &answers, err));
    assert_false(it.is_there);
    end(&nodes);
    /* One is away: the other's word is taken, and who asks may want more. */
    begin(&nodes, NULL, RECEIPT(HASH_A, HASH_B));
    nodes.rpc.url_count = 2;
    assert_ok(receipt(&nodes, &it, &answers, err));
    assert_true(it.is_there);
    assert_int_equal(answers, 1);
    end(&nodes);
}

static void test_a_receipt_of_another_is_nonsense(void **state)
{
    (void)state;
    struct nodes nodes;
    struct rpc_receipt it;
    size_t answers;
    begin(&nodes, RECEIPT(HASH_B, HASH_B), NULL);
    assert_err(ERR_SYNTAX, receipt(&nodes, &it, &answers, err));
    end(&nodes);
    begin(&nodes, RECEIPT(HASH_B, HASH_B), RECEIPT(HASH_A, HASH_B));
    assert_ok(receipt(&nodes, &it, &answers, err));
    assert_true(it.is_there);
    assert_non_null(strstr(nodes.rpc.oddity.text, "node1"));
    end(&nodes);
}

#define BLOCK(number, hash)                                                                        \
    RESULT("{\"number\":\"" number "\",\"hash\":\"" hash "\",\"parentHash\":\"" HASH_A             \
           "\",\"timestamp\":\"0x1\",\"baseFeePerGas\":\"0x7\"}")

static void test_a_block(void **state)
{
    (void)state;
    struct nodes nodes;
    struct rpc_block block;
    size_t answers;
    begin(&nodes, BLOCK("0x10", HASH_B), NULL);
    assert_ok(rpc_block_at(&nodes.rpc, 16, &block, &answers, err));
    assert_true(block.is_there && block.base_fee_wei == 7);
    assert_non_null(strstr(nodes.last, "[\"0x10\",false]"));
    assert_err(ERR_SYNTAX, rpc_block_at(&nodes.rpc, 17, &block, &answers, err));
    assert_ok(rpc_block_newest(&nodes.rpc, &block, err));
    assert_int_equal(block.number, 16);
    nodes.answers[0] = RESULT("null");
    assert_ok(rpc_block_at(&nodes.rpc, 17, &block, &answers, err));
    assert_false(block.is_there);
    assert_err(ERR_SYNTAX, rpc_block_newest(&nodes.rpc, &block, err));
    end(&nodes);
}

static void test_fees(void **state)
{
    (void)state;
    struct nodes nodes;
    struct rpc_fees fees;
    begin(&nodes,
        RESULT("{\"oldestBlock\":\"0x1\",\"baseFeePerGas\":[\"0x1\",\"0x2\",\"0x3\",\"0x9\"],"
               "\"gasUsedRatio\":[0,0,0],\"reward\":[[\"0x5\"],[\"0x1\"],[\"0x3\"]]}"),
        NULL);
    assert_ok(rpc_fees(&nodes.rpc, &fees, err));
    assert_int_equal(fees.base_wei, 9);
    assert_int_equal(fees.tip_wei, 3);
    nodes.answers[0] = RESULT("{\"baseFeePerGas\":[],\"reward\":[]}");
    assert_err(ERR_SYNTAX, rpc_fees(&nodes.rpc, &fees, err));
    nodes.answers[0] =
        RESULT("{\"baseFeePerGas\":[\"0x1\"],\"reward\":[[\"0x1\"],[\"0x1\"],[\"0x1\"],[\"0x1\"],"
               "[\"0x1\"],[\"0x1\"]]}");
    assert_err(ERR_SYNTAX, rpc_fees(&nodes.rpc, &fees, err));
    nodes.answers[0] = RESULT("{\"baseFeePerGas\":[\"0x1\"],\"reward\":[[]]}");
    assert_err(ERR_SYNTAX, rpc_fees(&nodes.rpc, &fees, err));
    end(&nodes);
}

static void test_what_a_node_thinks_of_a_transaction(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        enum rpc_outcome outcome;
    } cases[] = {
        {"already known", RPC_TAKEN},
        {"AlreadyKnown", RPC_TAKEN},
        {"transaction already imported", RPC_TAKEN},
        {"nonce too low: next nonce 5, tx nonce 3", RPC_NONCE_TOO_LOW},
        {"OldNonce, Current nonce: 5", RPC_NONCE_TOO_LOW},
        {"replacement transaction underpriced", RPC_UNDERPRICED},
        {"max fee per gas less than block base fee", RPC_UNDERPRICED},
        {"FeeTooLow, MaxFeePerGas", RPC_UNDERPRICED},
        {"insufficient funds for gas * price + value", RPC_NO_FUNDS},
        {"Upfront cost exceeds account balance", RPC_NO_FUNDS},
        {"intrinsic gas too low", RPC_UNWANTED},
        {"", RPC_UNWANTED},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++)
        assert_int_equal(rpc_outcome_of(text_of(cases[i].words)), cases[i].outcome);
}

static void test_sending(void **state)
{
    (void)state;
    struct nodes nodes;
    enum rpc_outcome outcome;
    unsigned char hash[KECCAK_SIZE];
    memset(hash, 0xaa, sizeof hash);
    begin(&nodes, RESULT("\"" HASH_A "\""), NULL);
    assert_ok(rpc_send_raw(&nodes.rpc, TEXT("\x02\xff"), hash, &outcome, err));
    assert_int_equal(outcome, RPC_TAKEN);
    assert_non_null(strstr(nodes.last, "\"params\":[\"0x02ff\"]"));
    nodes.answers[0] = RESULT("\"" HASH_B "\"");
    assert_err(ERR_SYNTAX, rpc_send_raw(&nodes.rpc, TEXT("\x02\xff"), hash, &outcome, err));
    nodes.answers[0] = REFUSAL("{\"code\":-32000,\"message\":\"nonce too low\"}");
    assert_ok(rpc_send_raw(&nodes.rpc, TEXT("\x02\xff"), hash, &outcome, err));
    assert_int_equal(outcome, RPC_NONCE_TOO_LOW);
    end(&nodes);
}

#define LOG(address, topic)                                                                        \
    "{\"address\":\"" address "\",\"topics\":[\"" topic                                            \
    "\"],\"data\":\"0x01\",\"blockHash\":\"" HASH_B                                                \
    "\",\"blockNumber\":\"0x5\",\"transactionHash\":\"" HASH_B "\",\"logIndex\":\"0x0\"}"

static void test_logs(void **state)
{
    (void)state;
    struct nodes nodes;
    struct rpc_log *logs;
    size_t count;
    unsigned char topic[KECCAK_SIZE];
    struct rpc_log_query query = {.topics = {topic}, .from_block = 1, .to_block = -1};
    memset(topic, 0xaa, sizeof topic);
    memset(query.address.at, 0xaa, sizeof query.address.at);
    begin(&nodes, RESULT("[" LOG(ADDRESS_A, HASH_A) "]"), NULL);
    assert_ok(rpc_logs(&nodes.rpc, &query, &logs, &count, err));
    assert_int_equal(count, 1);
    assert_int_equal(logs[0].data.len, 1);
    assert_non_null(strstr(nodes.last, "\"fromBlock\":\"0x1\",\"toBlock\":\"latest\""));
    nodes.answers[0] = RESULT("[" LOG(ADDRESS_A, HASH_B) "]");
    assert_err(ERR_SYNTAX, rpc_logs(&nodes.rpc, &query, &logs, &count, err));
    nodes.answers[0] = RESULT("[" LOG("0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", HASH_A) "]");
    assert_err(ERR_SYNTAX, rpc_logs(&nodes.rpc, &query, &logs, &count, err));
    nodes.answers[0] = RESULT("[" LOG(ADDRESS_A, HASH_A) "]");
    query.from_block = 6;
    assert_err(ERR_SYNTAX, rpc_logs(&nodes.rpc, &query, &logs, &count, err));
    nodes.answers[0] = RESULT("[]");
    assert_ok(rpc_logs(&nodes.rpc, &query, &logs, &count, err));
    assert_int_equal(count, 0);
    end(&nodes);
}

/* One value too large, one log too many. */
static void test_limits(void **state)
{
    (void)state;
    struct nodes nodes;
    struct buf answer;
    struct text code;
    struct rpc_log *logs;
    size_t count;
    struct chain_address address = {{0}};
    struct rpc_log_query query = {.to_block = -1};
    buf_init(&answer, SIZE_MAX);
    buf_add_z(&answer, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":\"0x");
    for (size_t i = 0; i <= LIMIT_RPC_DATA_BYTES; i++)
        buf_add_z(&answer, "00");
    buf_add_z(&answer, "\"}");
    begin(&nodes, answer.at, NULL);
    assert_err(ERR_SYNTAX, rpc_code(&nodes.rpc, &address, &code, err));
    buf_cut(&answer, answer.len - 4);
    buf_add_z(&answer, "\"}");
    nodes.answers[0] = answer.at;
    assert_ok(rpc_code(&nodes.rpc, &address, &code, err));
    assert_int_equal(code.len, LIMIT_RPC_DATA_BYTES);
    buf_cut(&answer, 0);
    buf_add_z(&answer, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":[");
    for (size_t i = 0; i <= LIMIT_RPC_LOGS; i++)
        buf_add_z(&answer, i ? ",0" : "0");
    buf_add_z(&answer, "]}");
    nodes.answers[0] = answer.at;
    assert_err(ERR_LIMIT, rpc_logs(&nodes.rpc, &query, &logs, &count, err));
    buf_done(&answer);
    end(&nodes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_number),
        cmocka_unit_test(test_nonsense_is_passed_over),
        cmocka_unit_test(test_a_node_that_is_away_is_passed_over),
        cmocka_unit_test(test_a_refusal_is_kept),
        cmocka_unit_test(test_another_chain_is_refused),
        cmocka_unit_test(test_receipts_are_compared),
        cmocka_unit_test(test_a_receipt_of_another_is_nonsense),
        cmocka_unit_test(test_a_block),
        cmocka_unit_test(test_fees),
        cmocka_unit_test(test_what_a_node_thinks_of_a_transaction),
        cmocka_unit_test(test_sending),
        cmocka_unit_test(test_logs),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
