/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor.h"

#include "../onchain/onchain_test.h"
#include "journal/journal.h"

#define URL TEXT("https://kenzen.example.org")
#define LOG TEXT("kenzen.example.org/journal")
#define DAY_US CLOCK_DAY_US

/* That a transaction ended. */
static bool write_end(struct db *db, void *context, struct err *err)
{
    const struct journal_entry entry = {.kind = "chain.transaction_ended",
        .object_kind = "chain_transaction",
        .object_id = *(int64_t *)context,
        .at_us = NOW,
        .facts = TEXT("{}")};
    return journal_add(db, &entry, err);
}

static bool write_entry(struct db *db, void *context, struct err *err)
{
    (void)context;
    const struct journal_entry entry = {.kind = "team.created",
        .team_id = 7,
        .object_kind = "team",
        .object_id = 7,
        .at_us = NOW,
        .facts = TEXT("{}")};
    return journal_add(db, &entry, err);
}

static void grow(struct onchain_test *o)
{
    assert_ok(db_transact(o->t->db, write_entry, NULL, err));
    assert_ok(journal_tree_place_all(o->t->db, NOW, err));
}

static bool put_contract(struct db *db, void *context, struct err *err)
{
    (void)context;
    return onchain_set_contract(db, 7, ONCHAIN_ANCHORS, ADDRESS, 0, NOW, err);
}

/* A chain with a contract, which gets a head a day. */
static struct onchain_test begin(void **state)
{
    struct onchain_test o = onchain_test(state);
    assert_ok(db_transact(o.t->db, put_contract, NULL, err));
    assert_ok(db_run(o.t->db, "UPDATE chain SET anchor_seconds = 86400", DB_NO_ARGS, NULL, err));
    grow(&o);
    return o;
}

static void run_round(struct onchain_test *o, int64_t now_us)
{
    assert_ok(anchor_round(o->t->db, URL, now_us, err));
}

static struct anchor *list(struct onchain_test *o, bool is_final, size_t wanted)
{
    struct anchor *anchors;
    size_t count;
    struct anchor_query query = {.is_final = is_final, .before_id = INT64_MAX, .limit = 100};
    assert_ok(anchor_list(o->t->db, &query, &o->t->arena, &anchors, &count, err));
    assert_int_equal(count, wanted);
    return anchors;
}

struct ending {
    int64_t anchor_id;
    bool is_final;
};
static bool end(struct db *db, void *context, struct err *err)
{
    const struct ending *it = context;
    const struct chain_tx tx = {.object_id = it->anchor_id, .error = TEXT("no")};
    return db_run(db, "UPDATE chain_tx SET state = $2, ended_us = $3 WHERE object_id = $1",
               DB_ARGS(DB_INT(it->anchor_id),
                   DB_TEXT(it->is_final ? TEXT("final") : TEXT("failed")), DB_INT(NOW)),
               NULL, err) &&
           (it->is_final ? anchor_on_final : anchor_on_failed)(db, &tx, NOW, err);
}
static void end_newest(struct onchain_test *o, size_t count, bool is_final)
{
    struct ending it = {list(o, false, count)[0].id, is_final};
    assert_ok(db_transact(o->t->db, end, &it, err));
}

static void test_by_itself(void **state)
{
    struct onchain_test o = begin(state);
    struct journal_head head;
    assert_ok(journal_tree_head(o.t->db, &head, err));
    run_round(&o, NOW);
    run_round(&o, NOW + 9 * DAY_US);
    struct anchor *first = list(&o, false, 1);
    assert_int_equal(first->state, ANCHOR_ORDERED);
    assert_int_equal(first->head.size, head.size);
    assert_true(merkle_eq(&first->head.root, &head.root));
    assert_true(text_eq(first->origin, LOG));
    assert_true(first->tx_id != 0);
    list(&o, true, 0);
    end_newest(&o, 1, true);
    list(&o, true, 1);
    /* It is time, and the journal has not grown; it has, and it is not time. */
    run_round(&o, NOW + 9 * DAY_US);
    list(&o, false, 1);
    assert_ok(db_transact(o.t->db, write_end, &first->tx_id, err));
    assert_ok(journal_tree_place_all(o.t->db, NOW, err));
    run_round(&o, NOW + 9 * DAY_US);
    list(&o, false, 1);
    grow(&o);
    run_round(&o, NOW + DAY_US - 1);
    list(&o, false, 1);
    run_round(&o, NOW + DAY_US);
    assert_int_equal(list(&o, false, 2)[0].head.size, head.size + 2);
    onchain_test_done(&o);
}

static void test_failed(void **state)
{
    struct onchain_test o = begin(state);
    run_round(&o, NOW);
    end_newest(&o, 1, false);
    assert_int_equal(list(&o, false, 1)->state, ANCHOR_FAILED);
    list(&o, true, 0);
    run_round(&o, NOW + 3599 * CLOCK_SECOND_US);
    list(&o, false, 1);
    run_round(&o, NOW + 3600 * CLOCK_SECOND_US);
    list(&o, false, 2);
    onchain_test_done(&o);
}

static void test_off(void **state)
{
    struct onchain_test o = begin(state);
    assert_ok(db_run(o.t->db, "UPDATE chain SET anchor_seconds = 0", DB_NO_ARGS, NULL, err));
    run_round(&o, NOW);
    assert_ok(
        db_run(o.t->db, "UPDATE chain SET anchor_seconds = 60, is_on = 0", DB_NO_ARGS, NULL, err));
    run_round(&o, NOW);
    assert_ok(db_run(
        o.t->db, "UPDATE chain SET is_on = 1, anchor_contract = NULL", DB_NO_ARGS, NULL, err));
    run_round(&o, NOW);
    list(&o, false, 0);
    onchain_test_done(&o);
}

static void test_when_asked(void **state)
{
    struct onchain_test o = begin(state);
    struct anchor_wish wish = {.chain_id = 8, .origin = LOG, .actor_id = 0, .is_asked = true};
    int64_t id;
    assert_err(ERR_NOT_FOUND, anchor_order(o.t->db, &wish, NOW, &id, err));
    wish.chain_id = 7;
    assert_ok(anchor_order(o.t->db, &wish, NOW, &id, err));
    assert_err(ERR_CONFLICT, anchor_order(o.t->db, &wish, NOW, &id, err));
    struct anchor_query query = {.id = id, .chain_id = 7, .before_id = INT64_MAX, .limit = 1};
    struct anchor *anchors;
    size_t count;
    assert_ok(anchor_list(o.t->db, &query, &o.t->arena, &anchors, &count, err));
    assert_int_equal(count, 1);
    end_newest(&o, 1, true);
    assert_int_equal(store_test_number(o.t,
                         "SELECT count(*) FROM journal_entry WHERE kind = 'chain.anchor_ordered'"),
        1);
    /* The entry that tells of it waits for its place. */
    assert_err(ERR_CONFLICT, anchor_order(o.t->db, &wish, NOW, &id, err));
    assert_ok(db_run(o.t->db, "UPDATE anchor SET size = 1000", DB_NO_ARGS, NULL, err));
    assert_err(ERR_CONFLICT, anchor_order(o.t->db, &wish, NOW, &id, err));
    onchain_test_done(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_by_itself),
        STORE_TEST(test_failed),
        STORE_TEST(test_off),
        STORE_TEST(test_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
