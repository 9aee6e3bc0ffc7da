/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include "store/blob.h"

struct put {
    int fd;
    struct text bytes;
    unsigned char digest[SHA256_SIZE];
};

static bool put_file(struct db *db, void *context, struct err *err)
{
    struct put *put = context;
    return blob_write_fd(db, put->fd, put->digest, STORE_TEST_NOW_US, err);
}

static bool put_bytes(struct db *db, void *context, struct err *err)
{
    struct put *put = context;
    return blob_write(db, put->bytes, STORE_TEST_NOW_US, put->digest, err);
}

/* Returns len bytes that repeat in no chunk. */
static struct text make_bytes(struct store_test *t, size_t len)
{
    char *at = arena_take(&t->arena, len + 1);
    uint32_t value = 1;
    for (size_t i = 0; i < len; i++) {
        value = value * 1664525 + 1013904223;
        at[i] = (char)(value >> 24);
    }
    return (struct text){at, len};
}

static FILE *make_file(struct text bytes)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    assert_int_equal(fflush(file), 0);
    return file;
}

static void check_both_ways(struct store_test *t, size_t len)
{
    struct put put = {.bytes = make_bytes(t, len)};
    FILE *file = make_file(put.bytes);
    int64_t size_bytes;
    unsigned char other[SHA256_SIZE];
    put.fd = fileno(file);
    assert_ok(blob_digest_fd(put.fd, put.digest, &size_bytes, err));
    assert_int_equal(size_bytes, len);
    assert_ok(db_transact(t->db, put_file, &put, err));
    sha256_of(put.bytes, other);
    assert_memory_equal(put.digest, other, SHA256_SIZE);
    struct text back;
    assert_ok(blob_read(t->db, put.digest, &t->arena, &back, err));
    assert_true(text_eq(back, put.bytes));
    fclose(file);

    FILE *out = tmpfile();
    assert_ok(blob_read_fd(t->db, put.digest, fileno(out), err));
    assert_ok(blob_digest_fd(fileno(out), other, NULL, err));
    assert_memory_equal(put.digest, other, SHA256_SIZE);
    fclose(out);
}

static void test_every_size_comes_back(void **state)
{
    struct store_test *t = store_test(state);
    static const size_t sizes[] = {
        0, 1, BLOB_CHUNK_BYTES - 1, BLOB_CHUNK_BYTES, BLOB_CHUNK_BYTES + 1, 3 * BLOB_CHUNK_BYTES};
    for (size_t i = 0; i < LEN_OF(sizes); i++)
        check_both_ways(t, sizes[i]);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM blob"), LEN_OF(sizes));
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM blob_chunk"), 0 + 1 + 1 + 1 + 2 + 3);
}

static void test_the_same_content_is_kept_once(void **state)
{
    struct store_test *t = store_test(state);
    struct put put = {.bytes = make_bytes(t, BLOB_CHUNK_BYTES + 10)}, again = put;
    assert_ok(db_transact(t->db, put_bytes, &put, err));
    assert_ok(db_transact(t->db, put_bytes, &again, err));
    assert_memory_equal(put.digest, again.digest, SHA256_SIZE);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM blob_chunk"), 2);
    int64_t size_bytes;
    assert_ok(blob_find(t->db, put.digest, &size_bytes, err));
    assert_int_equal(size_bytes, BLOB_CHUNK_BYTES + 10);
}

static void test_a_file_that_changes_is_not_stored(void **state)
{
    struct store_test *t = store_test(state);
    FILE *file = make_file(TEXT("before"));
    struct put put = {.fd = fileno(file)};
    assert_ok(blob_digest_fd(put.fd, put.digest, NULL, err));
    assert_int_equal(pwrite(put.fd, "after!", 6, 0), 6);
    assert_err(ERR_CONFLICT, db_transact(t->db, put_file, &put, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM blob"), 0);
    fclose(file);
}

static void test_absent_and_damaged_blobs(void **state)
{
    struct store_test *t = store_test(state);
    struct put put = {.bytes = make_bytes(t, 2 * BLOB_CHUNK_BYTES)};
    struct text back = TEXT("untouched");
    assert_err(ERR_NOT_FOUND, blob_read(t->db, put.digest, &t->arena, &back, err));
    assert_ok(db_transact(t->db, put_bytes, &put, err));
    struct arena small;
    arena_init(&small, BLOB_CHUNK_BYTES);
    assert_err(ERR_LIMIT, blob_read(t->db, put.digest, &small, &back, err));
    arena_done(&small);
    store_test_run(t, "DELETE FROM blob_chunk WHERE position = 1");
    assert_err(ERR_SYSTEM, blob_read(t->db, put.digest, &t->arena, &back, err));
    assert_text(back, "untouched");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_every_size_comes_back),
        STORE_TEST(test_the_same_content_is_kept_once),
        STORE_TEST(test_a_file_that_changes_is_not_stored),
        STORE_TEST(test_absent_and_damaged_blobs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
