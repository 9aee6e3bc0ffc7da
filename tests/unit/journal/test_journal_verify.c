/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_verify.h"

#include "../store/store_test.h"
#include "journal/journal.h"
#include "journal/journal_person.h"

#define NOW STORE_TEST_NOW_US

struct some {
    int from, count;
};

/* Odd ones tell of person 5 or 6. */
static bool add_some(struct db *db, void *context, struct err *err)
{
    const struct some *some = context;
    struct journal_batch batch;
    bool is_ok = true;
    journal_batch_init(&batch, db);
    for (int i = some->from; is_ok && i < some->from + some->count; i++) {
        char facts[32];
        snprintf(facts, sizeof facts, "{\"i\":%d}", i);
        is_ok = journal_batch_add(&batch,
            &(struct journal_entry){.kind = "team.renamed",
                .actor_id = 5 + i % 4 / 3,
                .team_id = 7,
                .object_kind = "team",
                .object_id = 7,
                .at_us = NOW + i * CLOCK_SECOND_US,
                .facts = text_of(facts),
                .personal = i % 2 ? TEXT("{\"name\":\"Aiko\"}") : TEXT("")},
            err);
    }
    is_ok = is_ok && journal_batch_end(&batch, err);
    journal_batch_done(&batch);
    return is_ok;
}

static void add(struct store_test *t, int from, int count)
{
    struct some some = {from, count};
    assert_ok(db_transact(t->db, add_some, &some, err));
    assert_ok(journal_tree_place_all(t->db, NOW, err));
}

struct told {
    char text[4096];
};

static void note(void *context, struct text place, struct text what)
{
    struct told *told = context;
    size_t len = strlen(told->text);
    snprintf(
        told->text + len, sizeof told->text - len, "%.*s: %.*s\n", TEXT_ARG(place), TEXT_ARG(what));
}

static struct journal_verdict verify(
    struct store_test *t, const struct journal_head *kept, struct told *told)
{
    struct journal_verdict verdict = {0};
    told->text[0] = 0;
    assert_ok(journal_verify(t->db, kept, note, told, &verdict, err));
    return verdict;
}

#define assert_told(told, what)                                                                    \
    do {                                                                                           \
        if (!strstr((told).text, what)) {                                                          \
            print_error("\"%s\" is not in:\n%s", what, (told).text);                               \
            fail();                                                                                \
        }                                                                                          \
    } while (0)

static void assert_whole(struct store_test *t, int64_t size)
{
    struct told told;
    struct journal_verdict verdict = verify(t, NULL, &told);
    assert_string_equal(told.text, "");
    assert_int_equal(verdict.problems, 0);
    assert_int_equal(verdict.head.size, size);
}

static void test_empty(void **state)
{
    struct store_test *t = store_test(state);
    struct journal_head head;
    assert_whole(t, 0);
    assert_ok(journal_tree_head(t->db, &head, err));
    assert_int_equal(head.size, 0);
    assert_err(ERR_NOT_FOUND, journal_tree_head_of(t->db, 1, &head, err));
    assert_ok(journal_tree_head_of(t->db, 0, &head, err));
    char hex[SHA256_HEX_SIZE];
    assert_string_equal(sha256_print(head.root.at, hex),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* More than one transaction of places, more than one batch of verifying; heads in between. */
static void test_whole(void **state)
{
    struct store_test *t = store_test(state);
    struct journal_head former, head;
    struct told told;
    add(t, 0, 1);
    add(t, 1, 16);
    assert_ok(journal_tree_head(t->db, &former, err));
    assert_int_equal(former.size, 17);
    add(t, 17, 4100);
    assert_whole(t, 4117);
    struct journal_verdict verdict = verify(t, &former, &told);
    assert_int_equal(verdict.problems, 0);
    assert_int_equal(verdict.heads, store_test_number(t, "SELECT count(*) FROM journal_head"));
    assert_ok(journal_tree_head_of(t->db, 17, &head, err));
    assert_true(merkle_eq(&head.root, &former.root));
    assert_int_equal(head.at_us, NOW);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM journal_entry WHERE seq IS NULL"), 0);
}

static void test_proofs(void **state)
{
    struct store_test *t = store_test(state);
    struct merkle_hash path[MERKLE_PROOF_MAX], leaf;
    struct journal_head head, former;
    struct db_rows rows;
    size_t count;
    add(t, 0, 100);
    assert_ok(journal_tree_head(t->db, &head, err));
    assert_ok(journal_tree_head_of(t->db, 37, &former, err));
    assert_ok(db_query(t->db, "SELECT hash FROM journal_node WHERE level = 0 AND position = 36",
        DB_NO_ARGS, &t->arena, &rows, err));
    memcpy(leaf.at, db_text(&rows, 0, 0).at, sizeof leaf.at);
    assert_ok(journal_tree_inclusion(t->db, 36, 100, path, &count, err));
    assert_true(merkle_inclusion_holds(36, 100, &leaf, path, count, &head.root));
    assert_ok(journal_tree_inclusion(t->db, 36, 37, path, &count, err));
    assert_true(merkle_inclusion_holds(36, 37, &leaf, path, count, &former.root));
    assert_ok(journal_tree_consistency(t->db, 37, 100, path, &count, err));
    assert_true(merkle_consistency_holds(37, &former.root, 100, &head.root, path, count));
    assert_err(ERR_NOT_FOUND, journal_tree_inclusion(t->db, 37, 37, path, &count, err));
    assert_err(ERR_NOT_FOUND, journal_tree_inclusion(t->db, 0, 101, path, &count, err));
    assert_err(ERR_USAGE, journal_tree_consistency(t->db, 0, 100, path, &count, err));
}

/* Each way to falsify a journal, and what must be told of it. */
static void test_falsified(void **state)
{
    static const struct {
        const char *sql, *told;
    } tricks[] = {
        {"UPDATE journal_entry SET facts = '{\"i\":99}' WHERE seq = 17",
            "entry 17 (team.renamed): was changed"},
        {"UPDATE journal_entry SET actor_id = 6 WHERE seq = 17",
            "entry 17 (team.renamed): was changed"},
        {"UPDATE journal_entry SET at_us = at_us + 1 WHERE seq = 0",
            "entry 0 (team.renamed): was changed"},
        {"UPDATE journal_entry SET kind = 'team.created' WHERE seq = 49",
            "entry 49 (team.created): was changed"},
        {"DELETE FROM journal_entry WHERE seq = 17", "entry 17: is missing"},
        {"DELETE FROM journal_entry WHERE seq = 49", "entry 49: is missing"},
        {"UPDATE journal_entry SET seq = NULL WHERE seq = 17", "entry 17: is missing"},
        {"UPDATE journal_entry SET seq = 60 WHERE seq = 17", "1 entries with places outside"},
        {"UPDATE journal_entry SET seq = CASE seq WHEN 17 THEN -17 ELSE -23 END WHERE seq IN (17, 23);",
            "2 entries with places outside"},
        {"UPDATE journal_entry SET personal = secret WHERE seq = 17",
            "entry 17 (team.renamed): what it tells of a person was changed"},
        {"UPDATE journal_entry SET personal = NULL WHERE seq = 17",
            "entry 17 (team.renamed): what it told of a person was taken away"},
        {"UPDATE journal_entry SET personal = (SELECT personal FROM journal_entry WHERE seq = 21) WHERE seq = 17",
            "entry 17 (team.renamed): what it tells of a person was changed"},
        {"UPDATE journal_node SET hash = (SELECT hash FROM journal_node WHERE level = 0 AND position = 3) "
         "WHERE level = 0 AND position = 17",
            "entry 17 (team.renamed): was changed"},
        {"DELETE FROM journal_node WHERE level = 0 AND position = 17",
            "entry 17 (team.renamed): has no leaf"},
        {"DELETE FROM journal_node WHERE level = 2 AND position = 3",
            "the hash over entries 12 to 15: is missing"},
        {"UPDATE journal_node SET hash = (SELECT hash FROM journal_node WHERE level = 0 AND position = 3) "
         "WHERE level = 2 AND position = 3",
            "the hash over entries 12 to 15: does not follow"},
        {"INSERT INTO journal_node (level, position, hash) SELECT 9, 9, hash FROM journal_node WHERE level = 0 AND position = 3",
            "the tree: has 1 hashes of entries that are missing"},
        {"UPDATE journal_head SET root = (SELECT root FROM journal_head WHERE size = 50) WHERE size = 20",
            "the head of 20 entries 2026-01-02T03:04:05Z: is not that of the first 20 entries"},
        {"DELETE FROM journal_head WHERE size = 50", "30 entries with places outside of its 20"},
    };
    struct store_test *t = store_test(state);
    struct told told;
    add(t, 0, 20);
    add(t, 20, 30);
    for (size_t i = 0; i < LEN_OF(tricks); i++) {
        store_test_run(t, "BEGIN");
        store_test_run(t, tricks[i].sql);
        assert_true(verify(t, NULL, &told).problems > 0);
        assert_told(told, tricks[i].told);
        store_test_run(t, "ROLLBACK");
        assert_whole(t, 50);
    }
}

/* Two entries that changed their places, with all that can be computed anew from them: only a head kept elsewhere tells. */
static void test_moved(void **state)
{
    struct store_test *t = store_test(state);
    struct told told;
    struct journal_head kept, forged;
    add(t, 0, 50);
    assert_ok(journal_tree_head(t->db, &kept, err));
    store_test_run(t, "UPDATE journal_entry SET seq = -1 WHERE seq = 17");
    store_test_run(t, "UPDATE journal_entry SET seq = 17 WHERE seq = 23");
    store_test_run(t, "UPDATE journal_entry SET seq = 23 WHERE seq = -1");
    assert_int_equal(verify(t, NULL, &told).problems, 2);
    assert_told(told, "entry 17 (team.renamed): was moved: its place was 23");
    assert_told(told, "entry 23 (team.renamed): was moved: its place was 17");
    store_test_run(t, "DELETE FROM journal_node");
    store_test_run(t, "DELETE FROM journal_head");
    store_test_run(t, "UPDATE journal_entry SET id = seq + 1, seq = NULL");
    store_test_run(t, "UPDATE journal_entry SET personal = NULL, personal_digest = NULL");
    assert_ok(journal_tree_place_all(t->db, NOW, err));
    assert_whole(t, 50);
    assert_int_equal(verify(t, &kept, &told).problems, 1);
    assert_told(
        told, "the head of 50 entries that was kept elsewhere: is not that of the first 50");
    assert_ok(journal_tree_head(t->db, &forged, err));
    assert_int_equal(verify(t, &forged, &told).problems, 0);
    kept.size = 51;
    assert_int_equal(verify(t, &kept, &told).problems, 1);
    assert_told(told, "has 50 entries, and had 51 when its head was kept elsewhere");
}

static bool erase(struct db *db, void *context, struct err *err)
{
    (void)context;
    return journal_person_erase(db, 6, 1, NOW, err);
}

/* A person who was erased leaves the proofs. */
static void test_erased(void **state)
{
    struct store_test *t = store_test(state);
    struct told told;
    struct journal_head kept;
    add(t, 0, 8);
    assert_ok(journal_tree_head(t->db, &kept, err));
    assert_ok(db_transact(t->db, erase, NULL, err));
    assert_ok(journal_tree_place_all(t->db, NOW, err));
    struct journal_verdict verdict = verify(t, &kept, &told);
    assert_string_equal(told.text, "");
    assert_int_equal(verdict.erased, 2);
    assert_int_equal(verdict.head.size, 9);
}

static void test_many_problems(void **state)
{
    struct store_test *t = store_test(state);
    struct told told;
    add(t, 0, 300);
    store_test_run(t, "UPDATE journal_entry SET facts = '{}'");
    assert_int_equal(verify(t, NULL, &told).problems, 300);
    assert_null(strstr(told.text, "entry 60"));
}

static void test_head_text(void **state)
{
    (void)state;
    static const char *const bad[] = {"", ":", "12",
        "12:", "x:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "12:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
        "-1:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
    struct journal_head head;
    char text[JOURNAL_HEAD_TEXT_SIZE];
    assert_ok(journal_tree_read_head(
        TEXT(" 12:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"), &head,
        err));
    assert_string_equal(journal_tree_print_head(&head, text),
        "12:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_err(ERR_SYNTAX, journal_tree_read_head(text_of(bad[i]), &head, err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_empty),
        STORE_TEST(test_whole),
        STORE_TEST(test_proofs),
        STORE_TEST(test_falsified),
        STORE_TEST(test_moved),
        STORE_TEST(test_erased),
        STORE_TEST(test_many_problems),
        cmocka_unit_test(test_head_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
