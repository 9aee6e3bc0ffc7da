/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_verify_nft.h"

#include "verify_test.h"

#include "base/limits.h"
#include "chain/abi.h"

static const int PASS = BADGE_VERDICT_PASS, FAIL = BADGE_VERDICT_FAIL,
                 SKIPPED = BADGE_VERDICT_SKIPPED;

#define CONTRACT "0x5FbDB2315678afecb367f032d93F642f64180aa3"
#define SECOND "http://127.0.0.1:8546"
#define HOLDER "f39fd6e51aad88f6f4ce6ab8827279cfffb92266"

/* A node, and the log of an issuer whose entry 2 was committed to. */
static struct verify_test t;
static struct {
    const char *chain; /* as eth_chainId answers */
    bool is_held;      /* else ownerOf reverts */
    size_t commitments;
    bool is_away;
    bool is_lying; /* the second one, whom nobody holds anything of */
} node;

static struct text print_hex(const unsigned char *at, size_t len)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < len; i++)
        buf_format(&out, "%02x", at[i]);
    return verify_test_text(&t, &out);
}

static struct text logs(void)
{
    unsigned char event[KECCAK_SIZE];
    struct buf out;
    abi_topic(TEXT("Evidence(uint256,bytes32)"), event);
    buf_init(&out, SIZE_MAX);
    buf_add_char(&out, '[');
    for (size_t i = 0; i < node.commitments; i++)
        buf_format(&out,
            "%s{\"address\":\"" CONTRACT
            "\",\"topics\":[\"0x%.*s\",\"0x%064x\"],\"data\":\"0x%.*s\","
            "\"transactionHash\":\"0x%064x\",\"blockHash\":\"0x%064x\",\"blockNumber\":\"0x1\",\"logIndex\":\"0x%zx\","
            "\"transactionIndex\":\"0x0\",\"removed\":false}",
            i ? "," : "", TEXT_ARG(print_hex(event, sizeof event)), 77,
            TEXT_ARG(print_hex(t.leaves[2].at, SHA256_SIZE)), 1, 2, i);
    buf_add_char(&out, ']');
    return verify_test_text(&t, &out);
}

static struct text result_of(struct text method, struct text body)
{
    if (text_is(method, "eth_chainId"))
        return arena_format(&t.arena, "\"result\":\"%s\"", node.chain);
    if (text_is(method, "eth_getLogs"))
        return arena_format(&t.arena, "\"result\":%.*s", TEXT_ARG(logs()));
    if (text_is(method, "eth_call") && node.is_held && text_find_text(body, TEXT("6352211e")) > 0)
        return TEXT("\"result\":\"0x000000000000000000000000" HOLDER "\"");
    if (text_is(method, "eth_call"))
        return TEXT("\"error\":{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x\"}");
    return TEXT("\"error\":{\"code\":-32601,\"message\":\"no such method\"}");
}

static bool post(void *context, struct text url, struct text body, struct arena *arena,
    unsigned *ret_status, struct text *ret_body, struct err *err)
{
    struct json json;
    bool is_second = text_is(url, SECOND);
    bool is_held = node.is_held;
    (void)context;
    if (node.is_away)
        return err_set(err, ERR_BUSY, "no answer");
    assert_true(json_read(&json, body, err));
    struct text method = json_get_text(json_root(&json), "method");
    node.is_held = is_held != (is_second && node.is_lying);
    *ret_body = arena_format(arena, "{\"jsonrpc\":\"2.0\",\"id\":%lld,%.*s}",
        (long long)yyjson_get_sint(json_get(json_root(&json), "id")),
        TEXT_ARG(result_of(method, body)));
    node.is_held = is_held;
    *ret_status = 200;
    json_done(&json);
    return true;
}

/* What the issuer's log answers about a leaf: entry 2 of four. */
static bool answer_leaf(
    struct text url, const struct merkle_hash *leaf, size_t key, struct buf *out)
{
    char hex[SHA256_HEX_SIZE];
    struct text asked = arena_format(
        &t.arena, SERVER "/api/v1/public/log/proof?leaf=%s", sha256_print(t.leaves[2].at, hex));
    if (!text_eq(url, asked))
        return false;
    struct text evidence = verify_test_proof(
        &t, leaf, verify_test_checkpoint(&t, key, "kenzen.example.org/journal"), "");
    ptrdiff_t from = text_find_text(evidence, TEXT("{\"leaf\""));
    buf_add(out, text_slice(evidence, (size_t)from, evidence.len - 2));
    return true;
}

static struct {
    const struct merkle_hash *leaf;
    size_t key;
} answer;

static bool get(void *context, struct text url, struct buf *out, struct err *err)
{
    return answer_leaf(url, answer.leaf, answer.key, out) ||
           verify_test_get(context, url, out, err);
}

static void run(const char *issuer, struct badge_report *report)
{
    struct badge_verify_nft nft;
    struct rpc rpc = {.post = post,
        .arena = &t.arena,
        .urls = {TEXT("http://127.0.0.1:8545"), TEXT(SECOND)},
        .url_count = 2};
    struct badge_verify_source source = {.get = get, .context = &t};
    assert_ok(badge_verify_nft_read(&nft, TEXT("31337:" CONTRACT ":77"), err));
    assert_ok(badge_verify_nft(report, &nft, &rpc, text_of(issuer), &source, &t.arena, err));
}

static int set_up(void **state)
{
    (void)state;
    verify_test_init(&t);
    node.chain = "0x7a69";
    node.is_held = true;
    node.commitments = 2;
    node.is_away = false;
    node.is_lying = false;
    t.contract = TEXT("eip155:31337:" CONTRACT);
    answer.leaf = &t.leaves[2];
    answer.key = 2;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    verify_test_done(&t);
    return 0;
}

static void test_good(void **state)
{
    (void)state;
    struct badge_report report;
    run(ISSUER, &report);
    assert_verdict(&report, "chain", PASS);
    assert_verdict(&report, "owner", PASS);
    assert_verdict(&report, "commitments", PASS);
    assert_verdict(&report, "contract", PASS);
    assert_verdict(&report, "evidence", PASS);
    assert_true(badge_verify_is_good(&report));
    assert_true(
        text_starts(report.checks[1].detail, TEXT("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 ")));
}

static void test_no_issuer(void **state)
{
    (void)state;
    struct badge_report report;
    run("", &report);
    assert_verdict(&report, "contract", SKIPPED);
    assert_false(badge_verify_is_good(&report));
}

static void test_chain(void **state)
{
    (void)state;
    struct badge_report report;
    node.chain = "0x1";
    run(ISSUER, &report);
    assert_verdict(&report, "chain", FAIL);
    assert_int_equal(report.count, 1);
    node.is_away = true;
    run(ISSUER, &report);
    assert_verdict(&report, "chain", SKIPPED);
    assert_false(badge_verify_is_good(&report));
}

static void test_not_held(void **state)
{
    (void)state;
    struct badge_report report;
    node.is_held = false;
    run(ISSUER, &report);
    assert_verdict(&report, "owner", FAIL);
    assert_false(badge_verify_is_good(&report));
    node.is_held = true;
    for (size_t i = 0; i < 2; i++) {
        node.commitments = i ? LIMIT_COMMITMENTS + 1 : 0;
        run(ISSUER, &report);
        assert_verdict(&report, "commitments", FAIL);
    }
    assert_verdict(&report, "commitments", FAIL);
    assert_false(badge_verify_is_good(&report));
}

/* Minted by somebody else: what was committed is in no log of the issuer's; and a log that answers something else, or signs with a key
   that is not its own. */
static void test_not_in_log(void **state)
{
    (void)state;
    struct badge_report report;
    answer.leaf = &t.leaves[1];
    run(ISSUER, &report);
    assert_verdict(&report, "evidence", FAIL);
    t.leaves[2].at[0] ^= 1;
    answer.leaf = &t.leaves[2];
    answer.key = 1;
    struct verify_test mallory;
    verify_test_init(&mallory);
    struct signing_key own = t.keys[2];
    t.keys[2] = mallory.keys[2];
    answer.key = 2;
    t.document = TEXT(
        "{\"id\":\"" ISSUER "\",\"verificationMethod\":[],\"service\":[{"
        "\"type\":\"SecurityBadgeContract\",\"serviceEndpoint\":\"eip155:31337:" CONTRACT "\"}]}");
    run(ISSUER, &report);
    assert_verdict(&report, "evidence", FAIL);
    t.keys[2] = own;
    verify_test_done(&mallory);
}

/* The commitment is a good one, copied from a badge that somebody shared: the contract that emits it is of whoever copied it. */
static void test_contract_of_another(void **state)
{
    (void)state;
    static const char *const named[] = {
        "", ("eip155:1:" CONTRACT), "eip155:31337:0x0000000000000000000000000000000000000001"};
    struct badge_report report;
    for (size_t i = 0; i < LEN_OF(named); i++) {
        t.contract = text_of(named[i]);
        run(ISSUER, &report);
        assert_verdict(&report, "contract", FAIL);
        assert_int_equal(verify_test_verdict(&report, "evidence"), -1);
        assert_false(badge_verify_is_good(&report));
    }
}

/* One of two nodes says that it was issued, the other that it was not, whichever comes first. */
static void test_nodes_differ(void **state)
{
    (void)state;
    struct badge_report report;
    node.is_lying = true;
    for (size_t i = 0; i < 2; i++) {
        node.is_held = i == 0;
        run(ISSUER, &report);
        assert_verdict(&report, "owner", FAIL);
        assert_non_null(strstr(report.checks[1].detail.at, "differently"));
        assert_false(badge_verify_is_good(&report));
    }
}

static void test_malformed(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "1", "1:0x", "1:" CONTRACT, "1:" CONTRACT ":",
        "1:" CONTRACT ":0x7", "x:" CONTRACT ":7", "0:" CONTRACT ":7",
        "1:0x5FbDB2315678afecb367f032d93F642f64180aA3:7", "1:" CONTRACT ":-1",
        "1:" CONTRACT ":7:8"};
    struct badge_verify_nft nft;
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_err(ERR_SYNTAX, badge_verify_nft_read(&nft, text_of(bad[i]), err));
    assert_true(badge_verify_nft_is(TEXT("1:0xabc:1")));
    assert_false(badge_verify_nft_is(TEXT("badge.svg")));
    assert_false(badge_verify_nft_is(TEXT("https://kenzen.example.org/b/1")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_good),
        TEST(test_no_issuer),
        TEST(test_chain),
        TEST(test_not_held),
        TEST(test_not_in_log),
        TEST(test_contract_of_another),
        TEST(test_nodes_differ),
        TEST(test_malformed),
    };
    return cmocka_run_group_tests_name("badge_verify_nft", tests, NULL, NULL);
}
