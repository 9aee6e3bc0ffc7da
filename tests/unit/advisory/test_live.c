/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <unistd.h>

#include "advisory/advisory_index_write.h"
#include "advisory/advisory_live.h"
#include "base/file.h"

static char folder[32], path[64];
static struct advisory_live *live;

static int start(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/kenzen-test-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/advisories.kzi", folder);
    live = advisory_live_new(path);
    return 0;
}

static int end(void **state)
{
    (void)state;
    char lock[80];
    snprintf(lock, sizeof lock, "%s.lock", path);
    advisory_live_free(live);
    unlink(path);
    unlink(lock);
    return rmdir(folder);
}

/* Writes a generation with count records of one source. */
static void write_index(int count)
{
    struct advisory_index_writer *writer;
    struct err err;
    char id[16];
    assert_true(advisory_index_write_begin(&writer, path, &err));
    uint32_t batch = advisory_index_write_batch(writer);
    for (int i = 0; i < count; i++) {
        snprintf(id, sizeof id, "X-%d", i);
        const struct advisory advisory = {.id = text_of(id)};
        assert_true(advisory_index_write_record(writer, batch, &advisory, &err));
    }
    const struct advisory_index_batch about = {.name = TEXT("test")};
    advisory_index_write_name(writer, batch, &about);
    assert_true(advisory_index_write_commit(writer, &err));
    advisory_index_write_free(writer);
}

static bool refresh(void)
{
    struct err err;
    bool is_new;
    assert_true(advisory_live_refresh(live, &is_new, &err));
    return is_new;
}

static void test_none_yet(void **state)
{
    (void)state;
    assert_false(refresh());
    assert_null(advisory_live_take(live));
    advisory_live_give(live, NULL);
    write_index(1);
    assert_true(refresh());
    assert_false(refresh());
}

static void test_old_one_stays_with_its_taker(void **state)
{
    (void)state;
    write_index(1);
    assert_true(refresh());
    const struct advisory_index *old = advisory_live_take(live);
    write_index(2);
    assert_true(refresh());
    const struct advisory_index *new = advisory_live_take(live);
    write_index(3);
    assert_true(refresh());
    assert_int_equal(advisory_index_record_count(old), 1);
    assert_int_equal(advisory_index_record_count(new), 2);
    advisory_live_give(live, old);
    assert_int_equal(advisory_index_record_count(new), 2);
    advisory_live_give(live, new);
    new = advisory_live_take(live);
    assert_int_equal(advisory_index_record_count(new), 3);
    advisory_live_give(live, new);
}

static void test_damaged_file_changes_nothing(void **state)
{
    (void)state;
    struct err err;
    bool is_new;
    write_index(1);
    assert_true(refresh());
    assert_true(file_write(path, TEXT("not an index"), &err));
    assert_false(advisory_live_refresh(live, &is_new, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    assert_false(refresh());
    const struct advisory_index *index = advisory_live_take(live);
    assert_int_equal(advisory_index_record_count(index), 1);
    advisory_live_give(live, index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_none_yet, start, end),
        cmocka_unit_test_setup_teardown(test_old_one_stays_with_its_taker, start, end),
        cmocka_unit_test_setup_teardown(test_damaged_file_changes_nothing, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
