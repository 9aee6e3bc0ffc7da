/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "chain/hex.h"
#include "chain/rpc_logs.h"

/* A node of a chain with 1,000 blocks, whose contract was made in one of them and has a log in every hundredth after that. */
struct node {
    struct arena arena;
    struct rpc rpc;
    int64_t made, most_blocks, remembers; /* remembers: from which block on it has the state */
    int code;                             /* of what it refuses */
    size_t calls, pieces;
    int64_t lowest; /* block that it was asked for logs of */
};
enum { NEWEST = 1000, EVERY = 100 };

static int64_t block_of(yyjson_val *value)
{
    uint64_t number = NEWEST;
    if (!text_is(text_of(yyjson_get_str(value)), "latest"))
        assert_true(rpc_read_u64(value, &number));
    return (int64_t)number;
}

static void say_logs(struct node *node, yyjson_val *query, struct buf *out)
{
    int64_t from = block_of(json_get(query, "fromBlock")),
            to = block_of(json_get(query, "toBlock"));
    const char *between = "";
    if (to - from + 1 > node->most_blocks) {
        buf_format(out, "\"error\":{\"code\":%d,\"message\":\"too many\"}", node->code);
        return;
    }
    node->pieces++;
    node->lowest = from < node->lowest ? from : node->lowest;
    buf_add_z(out, "\"result\":[");
    for (int64_t at = from; at <= to; at++) {
        if (at < node->made || at % EVERY)
            continue;
        buf_format(out,
            "%s{\"address\":\"0x%040d\",\"topics\":[],\"data\":\"0x\",\"blockNumber\":\"0x%llx\","
            "\"logIndex\":\"0x0\",\"transactionHash\":\"0x%064d\",\"blockHash\":\"0x%064d\"}",
            between, 0, (unsigned long long)at, 0, 0);
        between = ",";
    }
    buf_add_z(out, "]");
}

static void say_code(struct node *node, yyjson_val *params, struct buf *out)
{
    int64_t at = block_of(yyjson_arr_get(params, 1));
    if (at < node->remembers)
        buf_add_z(out, "\"error\":{\"code\":-32000,\"message\":\"missing trie node\"}");
    else
        buf_format(out, "\"result\":\"%s\"", at < node->made ? "0x" : "0x60");
}

static bool post(void *context, struct text url, struct text body, struct arena *arena,
    unsigned *ret_status, struct text *ret_body, struct err *err)
{
    struct node *node = context;
    struct json call;
    struct buf out;
    (void)url;
    node->calls++;
    assert_true(json_read(&call, body, err));
    yyjson_val *params = json_get(json_root(&call), "params");
    struct text method = json_get_text(json_root(&call), "method");
    buf_init(&out, SIZE_MAX);
    buf_format(&out, "{\"jsonrpc\":\"2.0\",\"id\":%lld,",
        (long long)yyjson_get_sint(json_get(json_root(&call), "id")));
    if (text_is(method, "eth_getLogs"))
        say_logs(node, yyjson_arr_get_first(params), &out);
    else if (text_is(method, "eth_getCode"))
        say_code(node, params, &out);
    else
        buf_format(&out, "\"result\":\"0x%x\"", NEWEST);
    buf_add_z(&out, "}");
    *ret_status = 200;
    *ret_body = arena_text(arena, buf_text(&out));
    buf_done(&out);
    json_done(&call);
    return true;
}

static size_t count_all(struct node *node)
{
    struct rpc_log *logs;
    size_t count;
    const struct rpc_log_query query = {.from_block = 0};
    node->calls = node->pieces = 0;
    node->lowest = NEWEST;
    arena_init(&node->arena, SIZE_MAX);
    node->rpc = (struct rpc){.post = post,
        .context = node,
        .arena = &node->arena,
        .urls = {TEXT("https://node")},
        .url_count = 1};
    assert_ok(rpc_logs_whole(&node->rpc, &query, &logs, &count, err));
    for (size_t i = 0; i < count; i++)
        assert_int_equal(
            logs[i].block_number, (node->made + EVERY - 1) / EVERY * EVERY + (int64_t)i * EVERY);
    arena_done(&node->arena);
    return count;
}

static void test_one_call_does_where_it_may(void **state)
{
    (void)state;
    struct node node = {.made = 250, .most_blocks = NEWEST + 1, .code = -32000};
    assert_int_equal(count_all(&node), 8);
    assert_int_equal(node.calls, 1);
}

static void test_pieces_begin_where_the_contract_was_made(void **state)
{
    (void)state;
    const int codes[] = {-32000, -32602, RPC_CODE_LIMIT};
    for (size_t i = 0; i < LEN_OF(codes); i++) {
        struct node node = {.made = 250, .most_blocks = 60, .code = codes[i]};
        assert_int_equal(count_all(&node), 8);
        assert_int_equal(node.lowest, 250);
        assert_true(node.pieces >= 751 / 60 && node.pieces <= 2 * 751 / 60 + 2);
        node.made = 0;
        assert_int_equal(count_all(&node), 11);
        node.made = NEWEST;
        assert_int_equal(count_all(&node), 1);
        node.most_blocks = 1;
        node.made = 950;
        assert_int_equal(count_all(&node), 1);
        assert_int_equal(node.pieces, 51);
    }
}

/* What it has forgotten it is not asked for; logs it still has. */
static void test_a_node_may_forget(void **state)
{
    (void)state;
    struct node node = {.made = 250, .most_blocks = 60, .remembers = 900, .code = -32000};
    assert_int_equal(count_all(&node), 8);
    assert_int_equal(node.lowest, 0);
    node.made = 920;
    assert_int_equal(count_all(&node), 1);
}

static void test_a_node_that_refuses_each_block_ends_it(void **state)
{
    (void)state;
    struct rpc_log *logs;
    size_t count;
    const struct rpc_log_query query = {.from_block = 0};
    struct node node = {.made = 250, .most_blocks = 0, .code = RPC_CODE_LIMIT};
    arena_init(&node.arena, SIZE_MAX);
    node.rpc = (struct rpc){.post = post,
        .context = &node,
        .arena = &node.arena,
        .urls = {TEXT("https://node")},
        .url_count = 1};
    assert_err(ERR_BUSY, rpc_logs_whole(&node.rpc, &query, &logs, &count, err));
    assert_true(node.calls < 30);
    /* One block at a time would take more calls than are made. */
    const struct rpc_log_query wide = {.to_block = (int64_t)LIMIT_RPC_PIECES + 10};
    node.most_blocks = 1;
    node.calls = 0;
    assert_err(ERR_LIMIT, rpc_logs_range(&node.rpc, &wide, &logs, &count, err));
    assert_int_equal(node.calls, LIMIT_RPC_PIECES);
    arena_done(&node.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_call_does_where_it_may),
        cmocka_unit_test(test_pieces_begin_where_the_contract_was_made),
        cmocka_unit_test(test_a_node_may_forget),
        cmocka_unit_test(test_a_node_that_refuses_each_block_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
