/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/limits.h"
#include "codec/unpack.h"

typedef int add_filter(struct archive *);

/* Returns text packed by one of libarchive's filters; the caller frees. */
static struct text packed(add_filter *add, struct text text)
{
    size_t room = text.len + (64 << 10), used = 0;
    char *at = malloc(room);
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    assert_int_equal(add(archive), ARCHIVE_OK);
    assert_int_equal(archive_write_set_format_raw(archive), ARCHIVE_OK);
    assert_int_equal(archive_write_set_bytes_in_last_block(archive, 1), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(archive, at, room, &used), ARCHIVE_OK);
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    if (text.len)
        assert_int_equal(archive_write_data(archive, text.at, text.len), (la_ssize_t)text.len);
    archive_entry_free(entry);
    assert_int_equal(archive_write_free(archive), ARCHIVE_OK);
    return (struct text){at, used};
}

static void free_text(struct text t)
{
    free((void *)(uintptr_t)t.at);
}

static add_filter *const filters[] = {archive_write_add_filter_gzip, archive_write_add_filter_zstd};

/* Random enough that no byte of the packed form is idle. */
static struct text sample(char *at, size_t len)
{
    uint32_t state = 1;
    for (size_t i = 0; i < len; i++) {
        state = state * 1664525 + 1013904223;
        at[i] = (char)('a' + (state >> 24) % 16);
    }
    return (struct text){at, len};
}

static void test_unpacks_what_was_packed(void **state)
{
    (void)state;
    static char room[300000];
    static const size_t sizes[] = {1, 7, 65535, 65536, 65537, sizeof room};
    for (size_t i = 0; i < LEN_OF(filters) * LEN_OF(sizes); i++) {
        struct text text = sample(room, sizes[i / LEN_OF(filters)]);
        struct text small = packed(filters[i % LEN_OF(filters)], text);
        struct buf out;
        struct err err = {0};
        buf_init(&out, sizeof room);
        assert_true(unpack_is_packed(small));
        assert_true(unpack_read(&out, small, &err));
        assert_true(text_eq(buf_text(&out), text));
        buf_done(&out);
        free_text(small);
    }
}

static void test_several_members_are_one_document(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(filters); i++) {
        struct text one = packed(filters[i], TEXT("one ")), two = packed(filters[i], TEXT("two"));
        struct buf both, out;
        struct err err = {0};
        buf_init(&both, SIZE_MAX);
        buf_init(&out, SIZE_MAX);
        buf_add(&both, one);
        buf_add(&both, two);
        assert_true(unpack_read(&out, buf_text(&both), &err));
        assert_text(buf_text(&out), "one two");
        buf_add_z(&both, "three");
        assert_false(unpack_read(&out, buf_text(&both), &err));
        assert_int_equal(err.code, ERR_SYNTAX);
        free_text(one);
        free_text(two);
        buf_done(&both);
        buf_done(&out);
    }
}

static void test_every_cut_is_refused(void **state)
{
    (void)state;
    static char room[200];
    for (size_t i = 0; i < LEN_OF(filters); i++) {
        struct text small = packed(filters[i], sample(room, sizeof room));
        for (size_t len = 0; len < small.len; len++) {
            struct buf out;
            struct err err = {0};
            buf_init(&out, SIZE_MAX);
            assert_false(unpack_read(&out, text_slice(small, 0, len), &err));
            assert_int_equal(err.code, ERR_SYNTAX);
            buf_done(&out);
        }
        free_text(small);
    }
}

/* Damage either shows or leaves the document as it was (some header bytes mean nothing to us). */
static void test_no_damage_changes_a_gzip_document(void **state)
{
    (void)state;
    static char room[200];
    struct text text = sample(room, sizeof room);
    struct text small = packed(archive_write_add_filter_gzip, text);
    char copy[1024];
    size_t refused = 0;
    assert_true(small.len < sizeof copy);
    for (size_t bit = 0; bit < 8 * small.len; bit++) {
        struct buf out;
        buf_init(&out, SIZE_MAX);
        memcpy(copy, small.at, small.len);
        copy[bit / 8] = (char)(copy[bit / 8] ^ (1 << bit % 8));
        if (unpack_read(&out, (struct text){copy, small.len}, NULL))
            assert_true(text_eq(buf_text(&out), text));
        else
            refused++;
        buf_done(&out);
    }
    assert_true(refused > 8 * (small.len - 10));
    free_text(small);
}

static void test_sizes_have_limits(void **state)
{
    (void)state;
    size_t len = LIMIT_UNPACK_FREE_BYTES + (64 << 10);
    char *zeroes = calloc(1, len);
    for (size_t i = 0; i < LEN_OF(filters); i++) {
        struct text small = packed(filters[i], (struct text){zeroes, LIMIT_UNPACK_FREE_BYTES});
        struct text bomb = packed(filters[i], (struct text){zeroes, len});
        struct buf out;
        struct err err = {0};
        buf_init(&out, LIMIT_UNPACK_FREE_BYTES);
        assert_true(unpack_read(&out, small, &err));
        buf_done(&out);
        buf_init(&out, LIMIT_UNPACK_FREE_BYTES - 1);
        assert_false(unpack_read(&out, small, &err));
        assert_int_equal(err.code, ERR_LIMIT);
        assert_string_equal(err.text, "unpacks to more than 16777215 bytes");
        buf_done(&out);
        buf_init(&out, SIZE_MAX);
        assert_false(unpack_read(&out, bomb, &err));
        assert_int_equal(err.code, ERR_LIMIT);
        assert_non_null(strstr(err.text, "bomb"));
        buf_done(&out);
        free_text(small);
        free_text(bomb);
    }
    free(zeroes);
}

static void test_other_bytes_are_not_packed(void **state)
{
    (void)state;
    struct buf out;
    struct err err = {0};
    buf_init(&out, SIZE_MAX);
    assert_false(unpack_is_packed(TEXT("{}")));
    assert_false(unpack_is_packed(TEXT("")));
    assert_false(unpack_is_packed(TEXT("\x1f")));
    assert_false(unpack_read(&out, TEXT("{}"), &err));
    assert_string_equal(err.text, "is neither a gzip nor a zstd file");
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unpacks_what_was_packed),
        cmocka_unit_test(test_several_members_are_one_document),
        cmocka_unit_test(test_every_cut_is_refused),
        cmocka_unit_test(test_no_damage_changes_a_gzip_document),
        cmocka_unit_test(test_sizes_have_limits),
        cmocka_unit_test(test_other_bytes_are_not_packed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
