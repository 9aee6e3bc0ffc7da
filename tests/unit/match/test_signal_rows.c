/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include "base/limits.h"
#include "match/signal_rows.h"

enum { TEAM = 1, SERVICE = 2, PART = 3 };

static struct store_test *start(void **state)
{
    static const char *const rows[] = {
        "INSERT INTO team (id, name, created_us, deleted_us) VALUES (1, 'Payments', 1, NULL)",
        ("INSERT INTO service (id, team_id, name, description, created_us, updated_us) "
         "VALUES (2, 1, 'checkout', '', 1, 1)"),
        "INSERT INTO part VALUES (3, 2, 'main', 1)"};
    struct store_test *t = store_test(state);
    for (size_t i = 0; i < LEN_OF(rows); i++)
        store_test_run(t, rows[i]);
    return t;
}

static struct signal_rows_dismissal dismissal(const char *package)
{
    return (struct signal_rows_dismissal){.part_id = PART,
        .kind = SIGNAL_IMPOSTOR,
        .package = text_of(package),
        .what = TEXT("lodash"),
        .reason = TEXT("ours"),
        .created_us = STORE_TEST_NOW_US};
}

static void test_namespaces(void **state)
{
    struct store_test *t = start(state);
    struct text patterns[] = {TEXT("@corp/*"), TEXT("corp-*")};
    struct signal_rows_namespaces namespaces = {.at = patterns, .count = 2, .set_us = 7};
    assert_ok(signal_rows_set_namespaces(t->db, TEAM, &namespaces, err));
    assert_ok(signal_rows_namespaces(t->db, TEAM, &t->arena, &namespaces, err));
    assert_int_equal(namespaces.count, 2);
    assert_text(namespaces.at[1], "corp-*");
    assert_int_equal(namespaces.set_us, 7);
    namespaces.count = 0;
    assert_ok(signal_rows_set_namespaces(t->db, TEAM, &namespaces, err));
    assert_ok(signal_rows_namespaces(t->db, TEAM, &t->arena, &namespaces, err));
    assert_int_equal(namespaces.count, 0);
    assert_int_equal(namespaces.set_us, 0);
}

/* One that was undone leaves room, for the same one too. */
static void test_most_dismissals(void **state)
{
    struct store_test *t = start(state);
    struct signal_rows_dismissal one = dismissal("pkg:npm/lodahs"), more = dismissal("pkg:npm/x");
    assert_ok(signal_rows_dismiss(t->db, &one, err));
    assert_ok(db_run(t->db,
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
        "INSERT INTO signal_dismissal (id, part_id, kind, package, what, reason, created_us) "
        "SELECT i, 3, 'impostor', 'p' || i, '', 'ours', 1 FROM n",
        DB_ARGS(DB_INT((int64_t)LIMIT_SIGNAL_DISMISSALS - 1)), NULL, err));
    assert_err(ERR_LIMIT, signal_rows_dismiss(t->db, &more, err));
    assert_err(ERR_CONFLICT, signal_rows_dismiss(t->db, &one, err));
    struct signal_rows_dismissal *all;
    size_t count;
    assert_ok(signal_rows_dismissals(
        t->db, PART, 0, true, LIMIT_SIGNAL_DISMISSALS, &t->arena, &all, &count, err));
    assert_int_equal(count, LIMIT_SIGNAL_DISMISSALS);
    assert_text(all[0].package, "pkg:npm/lodahs");
    assert_ok(signal_rows_undo(t->db, all[0].id, 0, STORE_TEST_NOW_US, err));
    assert_err(ERR_CONFLICT, signal_rows_undo(t->db, all[0].id, 0, STORE_TEST_NOW_US, err));
    assert_ok(signal_rows_dismiss(t->db, &one, err));
    assert_err(ERR_NOT_FOUND, signal_rows_dismissal(t->db, 77777, &t->arena, &one, err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_namespaces), STORE_TEST(test_most_dismissals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
