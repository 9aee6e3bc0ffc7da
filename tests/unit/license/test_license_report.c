/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "base/limits.h"
#include "license/license_report.h"

static void add(struct license_report *report, const char *name, const char *license)
{
    struct license_component component = {.name = text_of(name), .license = text_of(license)};
    assert_ok(license_report_add(report, &component, err));
}

static void test_groups(void **state)
{
    (void)state;
    struct arena arena;
    struct license_report report;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    license_report_init(&report, license_policy_built_in(), &arena);
    report.wish.answers[LICENSE_REVIEW] = true;
    report.wish.from = 1;
    report.wish.limit = 1;
    add(&report, "a", "MIT License");
    add(&report, "b", "MIT");
    add(&report, "c", "(mit)");
    add(&report, "d", "GPL-3.0+");
    add(&report, "e", "");
    add(&report, "f", "NOASSERTION");
    add(&report, "g", "Strange");
    license_report_finish(&report);
    assert_int_equal(report.count, 7);
    assert_int_equal(report.len, 4);
    assert_int_equal(report.by_answer[LICENSE_ALLOW], 3);
    assert_int_equal(report.by_answer[LICENSE_REVIEW], 4);
    assert_int_equal(report.missing_count, 2);
    assert_int_equal(report.guessed_count, 1);
    assert_int_equal(report.unknown_count, 1);
    /* Worst first, then the most components. */
    assert_text(report.at[0].normal, "");
    assert_int_equal(report.at[0].count, 2);
    assert_text(report.at[1].normal, "GPL-3.0-or-later");
    assert_text(report.at[1].written, "GPL-3.0+");
    assert_text(report.at[3].normal, "MIT");
    assert_int_equal(report.at[3].count, 3);
    assert_true(report.at[3].is_guessed);
    /* The second of those for review. */
    assert_int_equal(report.fit_count, 4);
    assert_int_equal(report.entries.len, 1);
    assert_text(report.entries.at[0].component.name, "e");
    license_report_done(&report);
    arena_done(&arena);
}

static void test_empty(void **state)
{
    (void)state;
    struct arena arena;
    struct license_report report;
    struct buf out;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    buf_init(&out, SIZE_MAX);
    license_report_init(&report, license_policy_built_in(), &arena);
    license_report_finish(&report);
    json_print_open(&out, '{');
    license_report_json(&report, "components", &out);
    json_print_close(&out, '}');
    assert_text(buf_text(&out),
        "{\"counts\":{\"components\":0,\"allow\":0,\"review\":0,\"deny\":0,\"missing\":0,\"guessed\":0,"
        "\"unknown\":0,\"licenses\":0},\"licenses\":[],\"components\":[]}");
    license_report_done(&report);
    buf_done(&out);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_groups), cmocka_unit_test(test_empty)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
