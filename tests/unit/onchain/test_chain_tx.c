/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain_test.h"

struct order {
    struct chain_tx_order order;
    int64_t id;
};

static bool run_order(struct db *db, void *context, struct err *err)
{
    struct order *it = context;
    return chain_tx_add(db, &it->order, NOW, &it->id, err);
}

static struct order mint(int64_t object_id)
{
    return (struct order){.order = {.chain_id = 7,
                              .purpose = "mint",
                              .object_id = object_id,
                              .to = ADDRESS,
                              .data = TEXT("call")}};
}

static int64_t add(struct onchain_test *o, int64_t object_id)
{
    struct order it = mint(object_id);
    assert_ok(db_transact(o->t->db, run_order, &it, err));
    return it.id;
}

static struct chain_tx find(struct onchain_test *o, int64_t id)
{
    struct chain_tx tx;
    bool is_there;
    assert_ok(chain_tx_find(o->t->db, id, &o->t->arena, &tx, &is_there, err));
    assert_true(is_there);
    return tx;
}

/* One step in a transaction of its own. */
struct step {
    bool (*run)(struct db *db, struct step *it, struct err *err);
    struct chain_tx tx;
    struct chain_tx_attempt attempt;
    enum chain_tx_state state;
    int64_t nonce;
    bool is_done;
};
static bool run_step(struct db *db, void *context, struct err *err)
{
    struct step *it = context;
    return it->run(db, it, err);
}
static bool take(struct onchain_test *o, struct step it)
{
    assert_ok(db_transact(o->t->db, run_step, &it, err));
    return it.is_done;
}
static bool sign(struct db *db, struct step *it, struct err *err)
{
    return chain_tx_step_sign(
        db, &it->tx, ADDRESS, it->nonce, &it->attempt, NOW, &it->is_done, err);
}
static bool replace(struct db *db, struct step *it, struct err *err)
{
    return chain_tx_step_replace(db, &it->tx, &it->attempt, NOW, &it->is_done, err);
}
static bool send(struct db *db, struct step *it, struct err *err)
{
    return chain_tx_step_send(db, &it->tx, it->attempt.number, NOW + 1, &it->is_done, err);
}
static bool mine(struct db *db, struct step *it, struct err *err)
{
    return chain_tx_step_mine(db, &it->tx, NOW + 2, &it->is_done, err);
}
static bool unmine(struct db *db, struct step *it, struct err *err)
{
    return chain_tx_step_unmine(db, &it->tx, &it->is_done, err);
}
static bool end(struct db *db, struct step *it, struct err *err)
{
    return chain_tx_step_end(db, &it->tx, it->state, NOW + 3, &it->is_done, err);
}

static struct chain_tx_attempt attempt(int64_t number, struct text hash)
{
    return (struct chain_tx_attempt){.number = number,
        .hash = hash,
        .raw = TEXT("raw"),
        .gas = 21000,
        .most_fee_wei = 10,
        .tip_wei = 1};
}

static void sign_one(struct onchain_test *o, int64_t id, int64_t nonce, struct text hash)
{
    assert_true(
        take(o, (struct step){
                    .run = sign, .tx = find(o, id), .nonce = nonce, .attempt = attempt(1, hash)}));
}

static void test_orders_keep_their_order(void **state)
{
    struct onchain_test o = onchain_test(state);
    struct chain_tx *txs;
    size_t count;
    int64_t last = 0;
    for (int64_t i = 1; i <= 20; i++) {
        int64_t id = add(&o, i);
        assert_true(id > last);
        last = id;
    }
    assert_ok(chain_tx_list_open(o.t->db, 7, 100, &o.t->arena, &txs, &count, err));
    assert_int_equal(count, 20);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(txs[i].object_id, i + 1);
    onchain_test_done(&o);
}

/* As often as a job is run again, a badge is minted once; what failed may be tried anew. */
static void test_one_thing_is_ordered_once(void **state)
{
    struct onchain_test o = onchain_test(state);
    int64_t id = add(&o, 5);
    struct order again = mint(5), other = mint(5);
    assert_err(ERR_CONFLICT, db_transact(o.t->db, run_order, &again, err));
    other.order.purpose = "anchor";
    assert_ok(db_transact(o.t->db, run_order, &other, err));
    struct chain_tx tx = find(&o, id);
    tx.error = TEXT("out of luck");
    assert_true(take(&o, (struct step){.run = end, .tx = tx, .state = CHAIN_TX_FAILED}));
    assert_ok(db_transact(o.t->db, run_order, &again, err));
    assert_text(find(&o, id).error, "out of luck");
    assert_int_equal(
        store_test_number(
            o.t, "SELECT count(*) FROM journal_entry WHERE kind = 'chain.transaction_ended'"),
        1);
    onchain_test_done(&o);
}

static void test_what_cannot_be_sent_is_refused(void **state)
{
    struct onchain_test o = onchain_test(state);
    static char large[LIMIT_CHAIN_DATA_BYTES + 1];
    struct order it = mint(1);
    it.order.chain_id = 8;
    assert_err(ERR_NOT_FOUND, db_transact(o.t->db, run_order, &it, err));
    it = mint(1);
    it.order.to = TEXT("short");
    assert_err(ERR_USAGE, db_transact(o.t->db, run_order, &it, err));
    it = mint(1);
    it.order.data = (struct text){large, sizeof large};
    assert_err(ERR_LIMIT, db_transact(o.t->db, run_order, &it, err));
    it.order.data.len--;
    assert_ok(db_transact(o.t->db, run_order, &it, err));
    assert_ok(db_run(o.t->db, "UPDATE chain SET is_on = 0", DB_NO_ARGS, NULL, err));
    it = mint(2);
    assert_err(ERR_CONFLICT, db_transact(o.t->db, run_order, &it, err));
    onchain_test_done(&o);
}

static void test_a_life(void **state)
{
    struct onchain_test o = onchain_test(state);
    struct chain_tx_attempt *attempts;
    size_t count;
    int64_t id = add(&o, 1);
    sign_one(&o, id, 4, HASH_A);
    assert_int_equal(find(&o, id).state, CHAIN_TX_SIGNED);
    assert_true(
        take(&o, (struct step){.run = send, .tx = find(&o, id), .attempt = attempt(1, HASH_A)}));
    assert_true(
        take(&o, (struct step){.run = replace, .tx = find(&o, id), .attempt = attempt(2, HASH_B)}));
    struct chain_tx tx = find(&o, id);
    assert_true(text_eq(tx.hash, HASH_B));
    assert_ok(chain_tx_attempts(o.t->db, id, &o.t->arena, &attempts, &count, err));
    assert_int_equal(count, 2);
    assert_true(text_eq(attempts[0].hash, HASH_A) && attempts[0].sent_us == NOW + 1);
    assert_true(attempts[1].sent_us == 0);
    /* The first one was mined after all. */
    tx.hash = HASH_A;
    tx.block_number = 9;
    tx.block_hash = HASH_B;
    assert_true(take(&o, (struct step){.run = mine, .tx = tx}));
    tx = find(&o, id);
    assert_int_equal(tx.state, CHAIN_TX_MINED);
    assert_true(text_eq(tx.hash, HASH_A) && text_eq(tx.block_hash, HASH_B));
    assert_true(take(&o, (struct step){.run = end, .tx = tx, .state = CHAIN_TX_FINAL}));
    assert_true(find(&o, id).ended_us == NOW + 3);
    onchain_test_done(&o);
}

/* Another server did it meanwhile. */
static void test_a_step_is_done_once(void **state)
{
    struct onchain_test o = onchain_test(state);
    int64_t id = add(&o, 1);
    struct step signing = {
        .run = sign, .tx = find(&o, id), .nonce = 0, .attempt = attempt(1, HASH_A)};
    struct step replacing = {.run = replace, .tx = find(&o, id), .attempt = attempt(2, HASH_B)};
    assert_false(take(&o, replacing));
    assert_true(take(&o, signing));
    assert_false(take(&o, signing));
    assert_true(take(&o, replacing));
    assert_false(take(&o, replacing));
    struct chain_tx tx = find(&o, id);
    tx.block_hash = HASH_A;
    assert_true(take(&o, (struct step){.run = mine, .tx = tx}));
    assert_false(take(&o, (struct step){.run = mine, .tx = tx}));
    assert_false(take(&o, (struct step){.run = send, .tx = tx, .attempt = attempt(1, HASH_A)}));
    /* A block that vanished is the one that it was in. */
    tx = find(&o, id);
    tx.block_hash = HASH_B;
    assert_false(take(&o, (struct step){.run = unmine, .tx = tx}));
    tx.block_hash = HASH_A;
    assert_true(take(&o, (struct step){.run = unmine, .tx = tx}));
    assert_int_equal(find(&o, id).state, CHAIN_TX_SENT);
    assert_false(take(&o, (struct step){.run = end, .tx = tx, .state = CHAIN_TX_FINAL}));
    onchain_test_done(&o);
}

static void test_nonces_go_on_behind_each_other(void **state)
{
    struct onchain_test o = onchain_test(state);
    int64_t next, ended, first = add(&o, 1), second = add(&o, 2), third = add(&o, 3);
    struct err why;
    assert_ok(chain_tx_step_nonce(o.t->db, 7, ADDRESS, &next, &ended, err));
    assert_true(next == 0 && ended == -1);
    sign_one(&o, first, 4, HASH_A);
    assert_ok(chain_tx_step_nonce(o.t->db, 7, ADDRESS, &next, &ended, err));
    assert_true(next == 5 && ended == -1);
    /* No two have one nonce, whoever asks. */
    struct step it = {
        .run = sign, .tx = find(&o, second), .nonce = 4, .attempt = attempt(1, HASH_B)};
    assert_false(db_transact(o.t->db, run_step, &it, &why));
    assert_int_equal(why.code, ERR_CONFLICT);
    assert_int_equal(find(&o, second).state, CHAIN_TX_QUEUED);
    struct chain_tx tx = find(&o, first);
    assert_true(take(&o, (struct step){.run = end, .tx = tx, .state = CHAIN_TX_REPLACED}));
    assert_ok(chain_tx_step_nonce(o.t->db, 7, ADDRESS, &next, &ended, err));
    assert_true(next == 0 && ended == 4);
    sign_one(&o, third, 5, HASH_B);
    assert_ok(chain_tx_step_nonce(o.t->db, 7, ADDRESS, &next, &ended, err));
    assert_true(next == 6 && ended == 4);
    onchain_test_done(&o);
}

static void test_lists_and_counts(void **state)
{
    struct onchain_test o = onchain_test(state);
    struct chain_tx *txs;
    struct chain_tx_counts counts;
    size_t count;
    int64_t *busy;
    assert_ok(onchain_busy(o.t->db, &o.t->arena, &busy, &count, err));
    assert_int_equal(count, 0);
    int64_t first = add(&o, 1), second = add(&o, 2);
    sign_one(&o, first, 0, HASH_A);
    assert_ok(onchain_busy(o.t->db, &o.t->arena, &busy, &count, err));
    assert_int_equal(count, 1);
    assert_int_equal(busy[0], 7);
    struct chain_tx_query query = {.state = -1, .before_id = INT64_MAX, .limit = 10};
    assert_ok(chain_tx_list(o.t->db, &query, &o.t->arena, &txs, &count, err));
    assert_int_equal(count, 2);
    assert_true(txs[0].id == second && txs[1].id == first);
    query.state = CHAIN_TX_SIGNED;
    assert_ok(chain_tx_list(o.t->db, &query, &o.t->arena, &txs, &count, err));
    assert_int_equal(count, 1);
    assert_true(txs[0].id == first);
    query =
        (struct chain_tx_query){.chain_id = 8, .state = -1, .before_id = INT64_MAX, .limit = 10};
    assert_ok(chain_tx_list(o.t->db, &query, &o.t->arena, &txs, &count, err));
    assert_int_equal(count, 0);
    query = (struct chain_tx_query){
        .state = -1, .purpose = TEXT("mint"), .object_id = 2, .before_id = INT64_MAX, .limit = 10};
    assert_ok(chain_tx_list(o.t->db, &query, &o.t->arena, &txs, &count, err));
    assert_int_equal(count, 1);
    assert_ok(chain_tx_count(o.t->db, 7, &counts, err));
    assert_int_equal(counts.at[CHAIN_TX_QUEUED], 1);
    assert_int_equal(counts.at[CHAIN_TX_SIGNED], 1);
    assert_int_equal(counts.at[CHAIN_TX_FINAL], 0);
    onchain_test_done(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_orders_keep_their_order),
        STORE_TEST(test_one_thing_is_ordered_once),
        STORE_TEST(test_what_cannot_be_sent_is_refused),
        STORE_TEST(test_a_life),
        STORE_TEST(test_a_step_is_done_once),
        STORE_TEST(test_nonces_go_on_behind_each_other),
        STORE_TEST(test_lists_and_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
