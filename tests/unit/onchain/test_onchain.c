/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain_test.h"

static void test_a_chain_is_found_as_it_was_set_up(void **state)
{
    struct onchain_test o = onchain_test(state);
    struct onchain chain, *chains;
    size_t count;
    bool is_there;
    assert_ok(onchain_find(o.t->db, o.vault, 7, &o.t->arena, &chain, &is_there, err));
    assert_true(is_there);
    assert_text(chain.name, "Testland");
    assert_int_equal(chain.endpoint_count, 2);
    assert_text(chain.endpoints[0], "https://node.example.org/key");
    assert_text(chain.endpoints[1], "https://other.example.org");
    assert_int_equal(chain.confirmations, 3);
    assert_ok(onchain_find(o.t->db, o.vault, 8, &o.t->arena, &chain, &is_there, err));
    assert_false(is_there);
    assert_ok(onchain_list(o.t->db, o.vault, &o.t->arena, &chains, &count, err));
    assert_int_equal(count, 1);
    assert_int_equal(store_test_number(o.t, "SELECT count(*) FROM journal_entry"), 1);
    onchain_test_done(&o);
}

/* Who copies the database has no key of a node. */
static void test_endpoints_are_sealed(void **state)
{
    struct onchain_test o = onchain_test(state);
    struct db_rows rows;
    assert_ok(
        db_query(o.t->db, "SELECT endpoints FROM chain", DB_NO_ARGS, &o.t->arena, &rows, err));
    assert_true(text_find_text(db_text(&rows, 0, 0), TEXT("example.org")) < 0);
    onchain_test_done(&o);
}

static void test_a_chain_is_there_once(void **state)
{
    struct onchain_test o = onchain_test(state);
    struct onchain_test_write it = {
        .vault = o.vault, .chain = onchain_test_chain(7), .run = onchain_add};
    assert_err(ERR_CONFLICT, db_transact(o.t->db, onchain_test_run, &it, err));
    for (size_t i = 1; i < LIMIT_CHAINS; i++) {
        it.chain.id = 100 + (int64_t)i;
        assert_ok(db_transact(o.t->db, onchain_test_run, &it, err));
    }
    it.chain.id = 99;
    assert_err(ERR_CONFLICT, db_transact(o.t->db, onchain_test_run, &it, err));
    it.chain.id = 7;
    it.chain.name = TEXT("Renamed");
    it.run = onchain_set;
    assert_ok(db_transact(o.t->db, onchain_test_run, &it, err));
    assert_int_equal(
        store_test_number(o.t, "SELECT count(*) FROM chain WHERE name = 'Renamed'"), 1);
    onchain_test_done(&o);
}

static void refuse(struct onchain chain, const char *words)
{
    struct err why;
    assert_false(onchain_check(&chain, &why));
    assert_int_equal(why.code, ERR_USAGE);
    if (!strstr(why.text, words))
        fail_msg("%s: not in \"%s\"", words, why.text);
}

static void test_what_cannot_be_is_refused(void **state)
{
    (void)state;
    struct onchain chain = onchain_test_chain(1), bad;
    struct err why;
    assert_true(onchain_check(&chain, &why));
    chain.id = LIMIT_CHAIN_ID;
    assert_true(onchain_check(&chain, &why));
    bad = chain, bad.id++;
    refuse(bad, "id:");
    bad = chain, bad.id = 0;
    refuse(bad, "id:");
    bad = chain, bad.name = TEXT("");
    refuse(bad, "name:");
    bad = chain, bad.name = TEXT("a\033[2J");
    refuse(bad, "name:");
    bad = chain, bad.endpoint_count = 0;
    refuse(bad, "endpoints:");
    bad = chain, bad.endpoint_count = LIMIT_CHAIN_ENDPOINTS + 1;
    refuse(bad, "endpoints:");
    bad = chain, bad.endpoints[1] = bad.endpoints[0];
    refuse(bad, "twice");
    bad = chain, bad.endpoints[1] = TEXT("ftp://node.example.org");
    refuse(bad, "endpoints[1]");
    bad = chain, bad.explorer_url = TEXT("javascript:alert(1)");
    refuse(bad, "explorer_url");
    bad = chain, bad.wallet_url = TEXT("file:///etc/passwd");
    refuse(bad, "wallet_url");
    bad = chain, bad.symbol = TEXT("ABCDEFGHIJKL");
    refuse(bad, "symbol");
    bad = chain, bad.confirmations = LIMIT_CHAIN_CONFIRMATIONS + 1;
    refuse(bad, "confirmations");
    bad = chain, bad.most_fee_wei = 0;
    refuse(bad, "most_fee_wei");
    bad = chain, bad.most_gas = 20999;
    refuse(bad, "most_gas");
    bad = chain, bad.replace_seconds = 0;
    refuse(bad, "replace_seconds");
    bad = chain, bad.claims_paid_a_day = -1;
    refuse(bad, "claims_paid_a_day");
    bad = chain, bad.claims_paid_a_day = LIMIT_CLAIMS_PAID_A_DAY + 1;
    refuse(bad, "claims_paid_a_day");
    bad = chain, bad.badge_contract = TEXT("abc");
    refuse(bad, "badge_contract");
}

static void test_one_works_on_it_at_a_time(void **state)
{
    struct onchain_test o = onchain_test(state);
    bool is_taken;
    assert_ok(onchain_lease(o.t->db, 7, TEXT("a:/srv"), NOW + 10, NOW, &is_taken, err));
    assert_true(is_taken);
    assert_ok(onchain_lease(o.t->db, 7, TEXT("a:/srv"), NOW + 19, NOW + 9, &is_taken, err));
    assert_false(is_taken);
    assert_ok(onchain_lease(o.t->db, 7, TEXT("a:/srv"), NOW + 20, NOW + 10, &is_taken, err));
    assert_true(is_taken);
    /* Who lost it gives back nothing. */
    assert_ok(onchain_release(o.t->db, 7, NOW + 10, err));
    assert_ok(onchain_lease(o.t->db, 7, TEXT("a:/srv"), NOW + 21, NOW + 11, &is_taken, err));
    assert_false(is_taken);
    assert_ok(onchain_release(o.t->db, 7, NOW + 20, err));
    assert_ok(onchain_lease(o.t->db, 7, TEXT("a:/srv"), NOW + 21, NOW + 11, &is_taken, err));
    assert_true(is_taken);
    /* One that is started again gives back what it had, and not what others have. */
    assert_ok(onchain_release_all(o.t->db, TEXT("b:/srv"), err));
    assert_ok(onchain_lease(o.t->db, 7, TEXT("a:/srv"), NOW + 22, NOW + 12, &is_taken, err));
    assert_false(is_taken);
    assert_ok(onchain_release_all(o.t->db, TEXT("a:/srv"), err));
    assert_ok(onchain_lease(o.t->db, 7, TEXT("b:/srv"), NOW + 22, NOW + 12, &is_taken, err));
    assert_true(is_taken);
    onchain_test_done(&o);
}

static void test_trouble_is_kept_from_its_beginning(void **state)
{
    struct onchain_test o = onchain_test(state);
    struct onchain chain;
    bool is_there;
    assert_ok(onchain_note(o.t->db, 7, TEXT("no answer"), 0, NOW, err));
    assert_ok(onchain_note(o.t->db, 7, TEXT("no answer"), 0, NOW + 5, err));
    assert_ok(onchain_find(o.t->db, o.vault, 7, &o.t->arena, &chain, &is_there, err));
    assert_text(chain.trouble, "no answer");
    assert_true(chain.trouble_us == NOW && chain.seen_us == 0);
    assert_ok(onchain_note(o.t->db, 7, TEXT(""), 42, NOW + 9, err));
    assert_ok(onchain_find(o.t->db, o.vault, 7, &o.t->arena, &chain, &is_there, err));
    assert_text(chain.trouble, "");
    assert_true(chain.trouble_us == 0 && chain.seen_us == NOW + 9 && chain.block_number == 42);
    onchain_test_done(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_chain_is_found_as_it_was_set_up),
        STORE_TEST(test_endpoints_are_sealed),
        STORE_TEST(test_a_chain_is_there_once),
        cmocka_unit_test(test_what_cannot_be_is_refused),
        STORE_TEST(test_one_works_on_it_at_a_time),
        STORE_TEST(test_trouble_is_kept_from_its_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
