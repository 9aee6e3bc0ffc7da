/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/signing_key.h"

#include "../store/store_test.h"

#define NOW STORE_TEST_NOW_US

static struct vault *vault_of(const struct store_test *t, const char *name)
{
    char path[128];
    struct vault *vault;
    snprintf(path, sizeof path, "/tmp/kenzen-signing-%d-%s", getpid(), name);
    assert_ok(vault_new(&vault, path, err));
    (void)t;
    unlink(path);
    return vault;
}

static struct text take(struct store_test *t, struct vault *vault, const char *purpose)
{
    struct signing_key key;
    assert_ok(signing_key_take(&key, t->db, vault, purpose, JWK_EDDSA, NOW, &t->arena, err));
    assert_non_null(key.key);
    assert_int_equal(key.retired_us, 0);
    signing_key_done(&key);
    return key.thumbprint;
}

static void test_take(void **state)
{
    struct store_test *t = store_test(state);
    struct vault *vault = vault_of(t, "a"), *other = vault_of(t, "b");
    struct signing_key key;
    struct text first = take(t, vault, SIGNING_CREDENTIAL);
    assert_true(text_eq(first, take(t, vault, SIGNING_CREDENTIAL)));
    assert_false(text_eq(first, take(t, vault, SIGNING_LOG)));
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM journal_entry WHERE kind = 'signing_key.made'"),
        2);
    assert_err(ERR_SYSTEM,
        signing_key_take(&key, t->db, other, SIGNING_LOG, JWK_EDDSA, NOW, &t->arena, err));
    vault_free(other);
    vault_free(vault);
}

static void test_retire(void **state)
{
    struct store_test *t = store_test(state);
    struct vault *vault = vault_of(t, "a");
    struct signing_key *keys;
    size_t count;
    struct text first = take(t, vault, SIGNING_CREDENTIAL), log = take(t, vault, SIGNING_LOG);
    assert_ok(signing_key_retire(t->db, SIGNING_CREDENTIAL, 0, NOW + 1, &count, err));
    assert_int_equal(count, 1);
    assert_false(text_eq(first, take(t, vault, SIGNING_CREDENTIAL)));
    assert_true(text_eq(log, take(t, vault, SIGNING_LOG)));
    assert_ok(signing_key_list(t->db, &t->arena, &keys, &count, err));
    assert_int_equal(count, 3);
    assert_true(text_eq(keys[1].thumbprint, first) && text_eq(keys[2].thumbprint, log));
    /* What could still sign is gone. */
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM signing_key WHERE sealed IS NULL"), 1);
    assert_ok(signing_key_retire(t->db, "none", 0, NOW + 1, &count, err));
    assert_int_equal(count, 0);
    vault_free(vault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {STORE_TEST(test_take), STORE_TEST(test_retire)};
    return cmocka_run_group_tests_name("signing_key", tests, NULL, NULL);
}
