/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <unistd.h>

#include "base/file.h"

static const char path[] = "/tmp/kenzen-test-file";

static void test_reads_what_it_wrote(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf bytes, back;
    buf_init(&bytes, SIZE_MAX);
    for (int i = 0; i < 300000; i++)
        buf_format(&bytes, "%d,", i);
    assert_true(file_write(path, buf_text(&bytes), &err));
    buf_init(&back, bytes.len);
    assert_true(file_read(&back, path, &err));
    assert_true(text_eq(buf_text(&back), buf_text(&bytes)));
    buf_done(&back);
    buf_init(&back, bytes.len - 1);
    assert_false(file_read(&back, path, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_true(text_starts(text_of(err.text), text_of(path)));
    buf_done(&back);
    buf_done(&bytes);
    unlink(path);
}

static void test_tells_what_is_no_file(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf bytes;
    buf_init(&bytes, 100);
    assert_false(file_read(&bytes, "/tmp", &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_false(file_read(&bytes, "/tmp/kenzen-no-such-file", &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(file_read(&bytes, "/dev/null", &err));
    assert_int_equal(bytes.len, 0);
    assert_false(file_write("/tmp/kenzen-no-such-folder/x", TEXT("x"), &err));
    assert_int_equal(err.code, ERR_SYSTEM);
    buf_done(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_what_it_wrote),
        cmocka_unit_test(test_tells_what_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
