/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include <sys/stat.h>

#include "store/vault.h"

static const char *key_path(struct store_test *t, const char *name)
{
    static char path[160];
    snprintf(path, sizeof path, "%s/%s", t->folder, name);
    return path;
}

static struct vault *make_vault(struct store_test *t, const char *name)
{
    struct vault *vault;
    assert_ok(vault_new(&vault, key_path(t, name), err));
    return vault;
}

static struct text sealed(struct store_test *t, const struct vault *vault, const char *plain)
{
    struct buf out;
    buf_init(&out, 4096);
    vault_seal(vault, TEXT("totp:1"), text_of(plain), &out);
    assert_int_equal(out.len, strlen(plain) + VAULT_SEALED_EXTRA);
    struct text copy = arena_text(&t->arena, buf_text(&out));
    buf_done(&out);
    return copy;
}

/* The second vault reads the file that the first one made. */
static void test_opens_what_was_sealed(void **state)
{
    struct store_test *t = store_test(state);
    struct vault *vault = make_vault(t, "secret.key");
    struct text box = sealed(t, vault, "JBSWY3DPEHPK3PXP"), empty = sealed(t, vault, ""), plain;
    assert_true(text_find_text(box, TEXT("JBSWY3DP")) < 0);
    vault_free(vault);
    vault = make_vault(t, "secret.key");
    assert_ok(vault_open(vault, TEXT("totp:1"), box, &t->arena, &plain, err));
    assert_text(plain, "JBSWY3DPEHPK3PXP");
    assert_ok(vault_open(vault, TEXT("totp:1"), empty, &t->arena, &plain, err));
    assert_text(plain, "");
    vault_free(vault);
    unlink(key_path(t, "secret.key"));
}

static void test_refuses_what_is_not_its_own(void **state)
{
    struct store_test *t = store_test(state);
    struct vault *vault = make_vault(t, "secret.key"), *other = make_vault(t, "other.key");
    struct text box = sealed(t, vault, "JBSWY3DPEHPK3PXP"), plain;
    assert_err(ERR_SYSTEM, vault_open(other, TEXT("totp:1"), box, &t->arena, &plain, err));
    assert_err(ERR_SYSTEM, vault_open(vault, TEXT("totp:2"), box, &t->arena, &plain, err));
    for (size_t i = 0; i < box.len; i++) {
        char *bent = arena_take(&t->arena, box.len);
        memcpy(bent, box.at, box.len);
        bent[i] ^= 1;
        struct text text = {bent, box.len};
        assert_err(ERR_SYSTEM, vault_open(vault, TEXT("totp:1"), text, &t->arena, &plain, err));
        text = text_slice(box, 0, i);
        assert_err(ERR_SYSTEM, vault_open(vault, TEXT("totp:1"), text, &t->arena, &plain, err));
    }
    vault_free(vault);
    vault_free(other);
    unlink(key_path(t, "secret.key"));
    unlink(key_path(t, "other.key"));
}

static void write_key(const char *path, const char *bytes, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
    assert_int_equal(chmod(path, mode), 0);
}

#define DIGITS "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static void test_reads_only_a_key(void **state)
{
    static const char *const bad[] = {
        "", "\n", "00", DIGITS "\n\n", DIGITS "00\n", "g" DIGITS, " " DIGITS, DIGITS "\r"};
    struct store_test *t = store_test(state);
    const char *path = key_path(t, "given.key");
    struct vault *vault;
    for (size_t i = 0; i < LEN_OF(bad); i++) {
        write_key(path, bad[i], 0600);
        assert_err(ERR_SYNTAX, vault_new(&vault, path, err));
    }
    write_key(path, DIGITS "\n", 0640);
    assert_err(ERR_USAGE, vault_new(&vault, path, err));
    write_key(path, DIGITS, 0600);
    assert_ok(vault_new(&vault, path, err));
    vault_free(vault);
    unlink(path);
    assert_err(ERR_USAGE, vault_new(&vault, t->folder, err));
    assert_err(ERR_SYSTEM, vault_new(&vault, key_path(t, "missing/secret.key"), err));
}

static void test_key_file_is_its_owners(void **state)
{
    struct store_test *t = store_test(state);
    struct stat st;
    vault_free(make_vault(t, "secret.key"));
    assert_int_equal(stat(key_path(t, "secret.key"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    unlink(key_path(t, "secret.key"));
}

/* PostgreSQL's tests have no folder of their own. store_test_close removes it. */
static void make_folder(struct store_test *t)
{
    if (t->folder[0])
        return;
    snprintf(t->folder, sizeof t->folder, "/tmp/kenzen-test.XXXXXX");
    assert_non_null(mkdtemp(t->folder));
}

static void test_knows_the_key_of_its_database(void **state)
{
    struct store_test *t = store_test(state);
    make_folder(t);
    struct vault *vault = make_vault(t, "secret.key"), *other = make_vault(t, "other.key");
    assert_ok(vault_check(vault, t->db, STORE_TEST_NOW_US, err));
    assert_ok(vault_check(vault, t->db, STORE_TEST_NOW_US + 1, err));
    assert_err(ERR_CONFLICT, vault_check(other, t->db, STORE_TEST_NOW_US, err));
    vault_free(vault);
    vault_free(other);
    unlink(key_path(t, "secret.key"));
    unlink(key_path(t, "other.key"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST_SQLITE(test_opens_what_was_sealed),
        STORE_TEST_SQLITE(test_refuses_what_is_not_its_own),
        STORE_TEST_SQLITE(test_reads_only_a_key),
        STORE_TEST_SQLITE(test_key_file_is_its_owners),
        STORE_TEST(test_knows_the_key_of_its_database),
    };
    return cmocka_run_group_tests_name("store/vault", tests, NULL, NULL);
}
