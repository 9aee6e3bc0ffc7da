/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor_check.h"

#include "../badge/verify_test.h"

static const int PASS = BADGE_VERDICT_PASS, FAIL = BADGE_VERDICT_FAIL,
                 SKIPPED = BADGE_VERDICT_SKIPPED;

#define CONTRACT "0x5FbDB2315678afecb367f032d93F642f64180aa3"
#define SENDER "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
#define PLACE "31337:" CONTRACT ":" SENDER
#define ANCHORS                                                                                    \
    "{\"items\":[{\"chain_id\":31337,\"contract\":\"" CONTRACT "\",\"sender\":\"" SENDER "\"}]}"

/* A server whose log has four entries, and two nodes of a chain. */
static struct verify_test t;
static struct {
    struct journal_head heads[2]; /* as each node tells of it */
    const char *chain;            /* as eth_chainId answers */
    const char *answer;           /* instead of a head */
    const char *anchors;          /* as the server lists them */
    size_t key;                   /* that signs the checkpoint */
    bool is_away;
} world;

static struct text print_head(size_t node)
{
    char root[SHA256_HEX_SIZE];
    const struct journal_head *head = &world.heads[node];
    if (world.answer)
        return text_of(world.answer);
    return arena_format(&t.arena, "\"result\":\"0x%064llx%s%064x%064x\"", (long long)head->size,
        sha256_print(head->root.at, root), 1767323045, 77);
}

static bool post(void *context, struct text url, struct text body, struct arena *arena,
    unsigned *ret_status, struct text *ret_body, struct err *err)
{
    struct json json;
    (void)context;
    if (world.is_away)
        return err_set(err, ERR_BUSY, "no answer");
    assert_true(json_read(&json, body, err));
    bool is_id = text_is(json_get_text(json_root(&json), "method"), "eth_chainId");
    struct text result = is_id ? arena_format(arena, "\"result\":\"%s\"", world.chain)
                               : print_head(text_ends(url, TEXT("2")));
    *ret_body = arena_format(arena, "{\"jsonrpc\":\"2.0\",\"id\":%lld,%.*s}",
        (long long)yyjson_get_sint(json_get(json_root(&json), "id")), TEXT_ARG(result));
    *ret_status = 200;
    json_done(&json);
    return true;
}

static bool get(void *context, struct text url, struct buf *out, struct err *err)
{
    if (text_is(url, SERVER "/api/v1/public/log/anchors?limit=1"))
        buf_add_z(out, world.anchors);
    else if (text_is(url, SERVER "/api/v1/public/log/checkpoint"))
        buf_add(out, verify_test_checkpoint(&t, world.key, "kenzen.example.org/journal"));
    else
        return verify_test_get(context, url, out, err);
    return true;
}

static struct badge_report run(const char *place, const struct journal_head *kept)
{
    struct badge_report report;
    struct journal_head head;
    struct anchor_place where;
    struct rpc rpc = {.post = post,
        .arena = &t.arena,
        .urls = {TEXT("http://127.0.0.1/1"), TEXT("http://127.0.0.1/2")},
        .url_count = 2};
    if (place)
        assert_ok(anchor_place_read(&where, text_of(place), err));
    struct anchor_check check = {.server = TEXT(SERVER),
        .place = place ? &where : NULL,
        .rpc = &rpc,
        .source = {.get = get, .context = &t, .kept = kept}};
    anchor_check_run(&check, &report, &head, NOW_US, &t.arena);
    return report;
}

/* What proves that the log of two entries is the beginning of that of four. */
static void prove_two(void)
{
    struct merkle_hash right;
    char hex[SHA256_HEX_SIZE];
    merkle_node(&t.leaves[2], &t.leaves[3], &right);
    t.answer = arena_format(&t.arena, "{\"path\":[\"%s\"]}", sha256_print(right.at, hex));
}

static void anchor(int64_t size)
{
    world.heads[0] = world.heads[1] = verify_test_head(&t, size);
}

static int set_up(void **state)
{
    (void)state;
    verify_test_init(&t);
    world.chain = "0x7a69";
    world.answer = NULL;
    world.anchors = ANCHORS;
    world.key = 2;
    world.is_away = false;
    anchor(2);
    prove_two();
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
    struct journal_head kept = verify_test_head(&t, 2);
    for (size_t i = 0; i < 2; i++) {
        struct badge_report report = run(i ? PLACE : NULL, i ? &kept : NULL);
        assert_verdict(&report, "chain", PASS);
        assert_verdict(&report, "anchor", PASS);
        assert_verdict(&report, "checkpoint", PASS);
        assert_verdict(&report, "journal", PASS);
        assert_int_equal(verify_test_verdict(&report, "head"), i ? PASS : -1);
        assert_true(badge_verify_is_good(&report));
    }
}

static void test_newest_of_all(void **state)
{
    (void)state;
    anchor(LEAVES);
    struct badge_report report = run(PLACE, NULL);
    assert_verdict(&report, "journal", PASS);
    assert_true(badge_verify_is_good(&report));
}

/* Others were shown another log than this reader. */
static void test_another_journal(void **state)
{
    (void)state;
    world.heads[0].root.at[0] ^= 1;
    world.heads[1] = world.heads[0];
    struct badge_report report = run(PLACE, NULL);
    assert_verdict(&report, "checkpoint", PASS);
    assert_verdict(&report, "journal", FAIL);
    assert_false(badge_verify_is_good(&report));
    anchor(LEAVES);
    world.heads[0].root.at[31] ^= 1;
    world.heads[1] = world.heads[0];
    report = run(PLACE, NULL);
    assert_verdict(&report, "journal", FAIL);
}

static void test_shrunk(void **state)
{
    (void)state;
    anchor(LEAVES);
    world.heads[0].size = world.heads[1].size = LEAVES + 1;
    struct badge_report report = run(PLACE, NULL);
    assert_verdict(&report, "journal", FAIL);
    assert_false(badge_verify_is_good(&report));
}

static void test_another_head_was_kept(void **state)
{
    (void)state;
    struct journal_head kept = verify_test_head(&t, 2);
    kept.root.at[5] ^= 1;
    struct badge_report report = run(PLACE, &kept);
    assert_verdict(&report, "journal", PASS);
    assert_verdict(&report, "head", FAIL);
    assert_false(badge_verify_is_good(&report));
}

static void test_nodes(void **state)
{
    (void)state;
    struct badge_report report;
    world.heads[1] = verify_test_head(&t, 1);
    report = run(PLACE, NULL);
    assert_verdict(&report, "anchor", FAIL);
    world.chain = "0x1";
    report = run(PLACE, NULL);
    assert_verdict(&report, "chain", FAIL);
    world.is_away = true;
    report = run(PLACE, NULL);
    assert_verdict(&report, "chain", SKIPPED);
    assert_false(badge_verify_is_good(&report));
}

static void test_answers(void **state)
{
    static const char *const wrong[] = {"\"result\":\"0x\"", "\"result\":\"0x00\"",
        "\"result\":\"0x80000000000000000000000000000000000000000000000000000000000000000\"",
        "\"result\":17", "\"error\":{\"code\":3,\"message\":\"reverted\"}"};
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++) {
        world.answer = wrong[i];
        struct badge_report report = run(PLACE, NULL);
        assert_int_not_equal(verify_test_verdict(&report, "anchor"), PASS);
        assert_false(badge_verify_is_good(&report));
    }
    world.answer = NULL;
    anchor(0);
    struct badge_report report = run(PLACE, NULL);
    assert_verdict(&report, "anchor", FAIL);
}

static void test_server(void **state)
{
    static const char *const wrong[] = {
        "{\"items\":[]}", "{}", "[]", "{\"items\":[{\"chain_id\":\"x\"}]}", "no JSON"};
    struct badge_report report;
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++) {
        world.anchors = wrong[i];
        report = run(NULL, NULL);
        assert_verdict(&report, "anchor", FAIL);
        assert_false(badge_verify_is_good(&report));
    }
    /* Signed by a key that is not the log's, which any verifier knows. */
    t.document = verify_test_document(&t, "did:web:another.example.org");
    report = run(PLACE, NULL);
    assert_verdict(&report, "checkpoint", FAIL);
    t.document = (struct text){"", 0};
    t.is_away = true;
    report = run(PLACE, NULL);
    assert_verdict(&report, "checkpoint", SKIPPED);
    assert_false(badge_verify_is_good(&report));
}

static void test_place(void **state)
{
    static const char *const wrong[] = {"", "31337", "31337:" CONTRACT, "0:" CONTRACT ":" SENDER,
        "x:" CONTRACT ":" SENDER, "31337:" CONTRACT ":0x1", PLACE ":"};
    struct anchor_place place;
    (void)state;
    for (size_t i = 0; i < LEN_OF(wrong); i++) {
        struct err err;
        assert_false(anchor_place_read(&place, text_of(wrong[i]), &err));
    }
    assert_ok(anchor_place_read(&place, TEXT(PLACE), err));
    assert_int_equal(place.chain_id, 31337);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_good),
        TEST(test_newest_of_all),
        TEST(test_another_journal),
        TEST(test_shrunk),
        TEST(test_another_head_was_kept),
        TEST(test_nodes),
        TEST(test_answers),
        TEST(test_server),
        TEST(test_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
