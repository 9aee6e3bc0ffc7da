/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "ticket/remedy.h"

static struct remedy_row row(int64_t ticket, const char *version, const char *fixed, int priority)
{
    return (struct remedy_row){.ticket_id = ticket,
        .part_id = 1,
        .package_version_id = version[0] + version[strlen(version) - 1] * 256,
        .ecosystem = TEXT("npm"),
        .package = TEXT("lodash"),
        .version = text_of(version),
        .fixed = text_of(fixed),
        .priority = priority};
}

static struct remedy judge(const struct remedy_row *rows, size_t count, struct arena *arena)
{
    struct remedy remedy;
    assert_ok(remedy_of(rows, count, arena, &remedy, err));
    return remedy;
}

static void test_the_smallest_that_clears_most(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    const struct remedy_row rows[] = {
        row(1, "4.17.4", "[\"4.17.5\"]", 1),
        row(2, "4.17.4", "[\"4.17.21\"]", 3),
        row(3, "4.17.4", "[\"4.17.11\"]", 3),
        row(4, "4.17.4", "[]", 2),
    };
    struct remedy remedy = judge(rows, LEN_OF(rows), &arena);
    assert_text(remedy.to, "4.17.21");
    assert_int_equal(remedy.cleared_count, 3);
    assert_int_equal(remedy.cleared_by[3], 2);
    assert_int_equal(remedy.ticket_count, 4);
    assert_int_equal(remedy.fixable_count, 3);
    assert_text(remedy.installed, "[\"4.17.4\"]");
    arena_done(&arena);
}

/* 2.0.1 stands behind 1.2.3 and is affected: a fix of an older branch says nothing of a newer one. */
static void test_a_fix_of_one_branch_is_none_of_another(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    const struct remedy_row rows[] = {
        row(1, "1.0.0", "[\"1.2.3\", \"2.0.5\"]", 0),
        row(2, "1.0.0", "[\"2.0.1\"]", 0),
    };
    struct remedy remedy = judge(rows, LEN_OF(rows), &arena);
    assert_text(remedy.to, "2.0.5");
    assert_int_equal(remedy.cleared_count, 2);
    remedy = judge(&rows[1], 1, &arena);
    assert_text(remedy.to, "2.0.1");
    arena_done(&arena);
}

/* A ticket about two installed versions is cleared when both are. */
static void test_all_installed_versions_count(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    const struct remedy_row rows[] = {
        row(1, "1.0.0", "[\"1.0.1\"]", 0),
        row(1, "2.0.0", "[\"2.0.1\"]", 0),
    };
    struct remedy remedy = judge(rows, LEN_OF(rows), &arena);
    assert_text(remedy.to, "2.0.1");
    assert_text(remedy.installed, "[\"1.0.0\",\"2.0.0\"]");
    arena_done(&arena);
}

static void test_without_a_fix_nothing_is_proposed(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    const struct remedy_row rows[] = {row(1, "1.0.0", "[]", 3)};
    struct remedy remedy = judge(rows, 1, &arena);
    assert_text(remedy.to, "");
    assert_true(remedy.cleared_count == 0 && remedy.fixable_count == 0 && remedy.ticket_count == 1);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_smallest_that_clears_most),
        cmocka_unit_test(test_a_fix_of_one_branch_is_none_of_another),
        cmocka_unit_test(test_all_installed_versions_count),
        cmocka_unit_test(test_without_a_fix_nothing_is_proposed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
