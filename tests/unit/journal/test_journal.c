/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal.h"

#include "../store/store_test.h"
#include "journal/journal_person.h"

#define NOW STORE_TEST_NOW_US

static const struct journal_entry usual = {.kind = "team.created",
    .actor_id = 5,
    .team_id = 7,
    .object_kind = "team",
    .object_id = 7,
    .at_us = NOW,
    .facts = {"{\"role\":\"admin\"}", 16},
    .personal = {"{\"name\":\"Aiko\"}", 15}};

static bool add(struct db *db, void *context, struct err *err)
{
    return journal_add(db, context, err);
}

static void test_add(void **state)
{
    struct store_test *t = store_test(state);
    struct journal_entry entry = usual;
    assert_ok(db_transact(t->db, add, &entry, err));
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM journal_entry WHERE seq IS NULL"), 1);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM journal_person WHERE account_id = 5"), 1);
}

static void test_refuses(void **state)
{
    struct store_test *t = store_test(state);
    struct journal_entry entry = usual;
    assert_err(ERR_SYSTEM, journal_add(t->db, &entry, err));
    entry.kind = "team.exploded";
    assert_err(ERR_SYSTEM, db_transact(t->db, add, &entry, err));
    entry = usual;
    entry.facts = TEXT("[]");
    assert_err(ERR_SYSTEM, db_transact(t->db, add, &entry, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM journal_entry"), 0);
}

enum { MANY = 4000 };

static bool add_many(struct db *db, void *context, struct err *err)
{
    struct journal_batch batch;
    bool is_ok = true;
    (void)context;
    journal_batch_init(&batch, db);
    for (int i = 0; is_ok && i < MANY; i++) {
        char facts[32];
        snprintf(facts, sizeof facts, "{\"i\":%d}", i);
        struct journal_entry entry = usual;
        entry.facts = text_of(facts);
        if (i % 2)
            entry.personal = (struct text){0};
        is_ok = journal_batch_add(&batch, &entry, err);
    }
    is_ok = is_ok && journal_batch_end(&batch, err);
    journal_batch_done(&batch);
    return is_ok;
}

static void test_batch(void **state)
{
    struct store_test *t = store_test(state);
    struct db_rows rows;
    assert_ok(db_transact(t->db, add_many, NULL, err));
    assert_ok(db_query(
        t->db, "SELECT facts FROM journal_entry ORDER BY id", DB_NO_ARGS, &t->arena, &rows, err));
    assert_int_equal(rows.count, MANY);
    for (int i = 0; i < MANY; i++) {
        char facts[32];
        snprintf(facts, sizeof facts, "{\"i\":%d}", i);
        assert_text(db_text(&rows, (size_t)i, 0), facts);
    }
}

static void test_seal(void **state)
{
    (void)state;
    struct arena arena;
    struct text opened;
    unsigned char digest[JOURNAL_PERSON_DIGEST_SIZE];
    struct journal_person_key key = {0};
    arena_init(&arena, SIZE_MAX);
    rand_bytes(key.secret, sizeof key.secret);
    struct text sealed = journal_person_seal(&key, 9, TEXT("{\"name\":\"Aiko\"}"), &arena, digest);
    struct text commitment = {(char *)digest, sizeof digest};
    assert_true(journal_person_open(&key, 9, sealed, commitment, &arena, &opened));
    assert_text(opened, "{\"name\":\"Aiko\"}");
    assert_false(journal_person_open(&key, 8, sealed, commitment, &arena, &opened));
    assert_false(
        journal_person_open(&key, 9, text_slice(sealed, 0, 30), commitment, &arena, &opened));
    digest[0] ^= 1;
    assert_false(journal_person_open(&key, 9, sealed, commitment, &arena, &opened));
    arena_done(&arena);
}

static bool erase(struct db *db, void *context, struct err *err)
{
    (void)context;
    return journal_person_erase(db, 5, 1, NOW, err);
}

static void test_erase(void **state)
{
    struct store_test *t = store_test(state);
    struct journal_entry entry = usual;
    struct journal_person_key key;
    assert_ok(db_transact(t->db, add, &entry, err));
    assert_ok(db_transact(t->db, erase, NULL, err));
    assert_ok(journal_person_find(t->db, 5, &key, err));
    assert_true(key.is_erased);
    assert_ok(db_transact(t->db, add, &entry, err));
    assert_int_equal(store_test_number(t, "SELECT count(personal) FROM journal_entry"), 0);
    assert_int_equal(store_test_number(t, "SELECT count(personal_digest) FROM journal_entry"), 1);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM journal_entry WHERE kind = 'account.erased'"),
        1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_add),
        STORE_TEST(test_refuses),
        STORE_TEST(test_batch),
        cmocka_unit_test(test_seal),
        STORE_TEST(test_erase),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
