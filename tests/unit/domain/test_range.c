/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/buf.h"
#include "domain/range.h"
#include "domain/range_line.h"

/* Reads "introduced 0, fixed 1.2": the shape in which the cases are written. */
static struct range range_of(const char *text, struct range_bound bounds[8])
{
    static const char *const words[] = {"introduced", "fixed", "last_affected", "limit"};
    struct range range = {.bounds = bounds};
    struct text rest = text_of(text);
    while (rest.at) {
        struct text version = text_trim(text_cut(&rest, ','));
        struct text word = text_cut(&version, ' ');
        for (size_t i = 0; i < LEN_OF(words); i++)
            if (text_is(word, words[i]))
                bounds[range.count].event = (enum range_event)i;
        bounds[range.count++].version = version;
    }
    return range;
}

struct range_case {
    const char *range, *version;
    bool is_in;
    const char *until;
};

static const struct range_case cases[] = {
    {"introduced 0, fixed 1.2.0", "0.0.0-alpha", true, "1.2.0"},
    {"introduced 0, fixed 1.2.0", "1.1.9", true, "1.2.0"},
    {"introduced 0, fixed 1.2.0", "1.2.0", false, ""},
    {"introduced 0, fixed 1.2.0", "1.2.0-rc1", true, "1.2.0"},
    {"introduced 0", "99.0.0", true, ""},
    {"introduced 1.0.0, last_affected 1.5.0", "1.5.0", true, "1.5.0"},
    {"introduced 1.0.0, last_affected 1.5.0", "1.5.1", false, ""},
    {"introduced 1.0.0, last_affected 1.5.0", "0.9.0", false, ""},
    /* one version alone, in either order of writing */
    {"introduced 1.0.0, last_affected 1.0.0", "1.0.0", true, "1.0.0"},
    {"last_affected 1.0.0, introduced 1.0.0", "1.0.0", true, "1.0.0"},
    {"last_affected 1.0.0, introduced 1.0.0", "1.0.1", false, ""},
    /* several intervals, events in any order */
    {"fixed 2.3.0, introduced 2.0.0, fixed 1.2.0, introduced 0", "1.5.0", false, ""},
    {"fixed 2.3.0, introduced 2.0.0, fixed 1.2.0, introduced 0", "2.1.0", true, "2.3.0"},
    {"fixed 2.3.0, introduced 2.0.0, fixed 1.2.0, introduced 0", "1.0.0", true, "1.2.0"},
    {"fixed 2.3.0, introduced 2.0.0, fixed 1.2.0, introduced 0", "2.3.0", false, ""},
    {"introduced 0, fixed 1.0.0, introduced 1.0.0, fixed 2.0.0", "1.0.0", true, "2.0.0"},
    {"introduced 1.0.0, fixed 1.0.0", "1.0.0", false, ""},
    /* limits */
    {"introduced 0, limit 2.0.0", "1.0.0", true, ""},
    {"introduced 0, limit 2.0.0", "2.0.0", false, ""},
    {"introduced 0, limit *", "2.0.0", true, ""},
    {"introduced 0, limit 1.0.0, limit 3.0.0", "2.0.0", true, ""},
    {"fixed 1.0.0", "0.5.0", false, ""},
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct range_bound bounds[8] = {0};
        struct range range = range_of(cases[i].range, bounds);
        struct range_answer answer;
        struct err err = {0};
        if (!range_contains(VERSION_SEMVER, &range, text_of(cases[i].version), &answer, &err))
            fail_msg("%s: %s", cases[i].range, err.text);
        if (answer.is_in != cases[i].is_in)
            fail_msg("%s in (%s): %d", cases[i].version, cases[i].range, answer.is_in);
        assert_text(answer.until, cases[i].until);
    }
}

static void test_what_cannot_be_read_is_an_error(void **state)
{
    (void)state;
    struct range_bound bounds[8] = {0};
    struct range range = range_of("introduced 0, fixed one", bounds);
    struct range_answer answer;
    struct err err = {0};
    assert_false(range_contains(VERSION_SEMVER, &range, TEXT("1.0.0"), &answer, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    range = range_of("introduced 0", bounds);
    assert_false(range_contains(VERSION_SEMVER, &range, TEXT("not a version"), &answer, &err));
    range = range_of("introduced 0, limit x", bounds);
    assert_false(range_contains(VERSION_SEMVER, &range, TEXT("1.0.0"), &answer, &err));
}

/* What the line shows is what range_contains says, for all of the cases. */
static void test_lines_agree(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct range_bound bounds[8] = {0};
        struct range range = range_of(cases[i].range, bounds);
        struct range_line line;
        struct err err;
        assert_true(range_line_read(
            &line, VERSION_SEMVER, &range, text_of(cases[i].version), &arena, &err));
        assert_true(line.marks[line.at].is_version);
        assert_text(line.marks[line.at].version, cases[i].version);
        assert_int_equal(line.marks[line.at].is_affected, cases[i].is_in);
    }
    arena_done(&arena);
}

static void test_a_line_is_sorted(void **state)
{
    (void)state;
    struct arena arena;
    struct range_bound bounds[8] = {0};
    struct range range = range_of(
        "last_affected 2.3.0, limit *, introduced 2.0.0, fixed 1.2.0, introduced 0", bounds);
    struct range_line line;
    struct err err;
    arena_init(&arena, SIZE_MAX);
    assert_true(range_line_read(&line, VERSION_SEMVER, &range, TEXT("2.3.0"), &arena, &err));
    static const char *const wanted[] = {"0", "1.2.0", "2.0.0", "2.3.0", "2.3.0"};
    static const bool is_affected[] = {true, false, true, true, false};
    assert_int_equal(line.count, LEN_OF(wanted));
    assert_int_equal(line.at, 3);
    for (size_t i = 0; i < line.count; i++) {
        assert_text(line.marks[i].version, wanted[i]);
        assert_int_equal(line.marks[i].is_affected, is_affected[i]);
    }
    range = range_of("introduced 0, fixed x", bounds);
    assert_false(range_line_read(&line, VERSION_SEMVER, &range, TEXT("1.0.0"), &arena, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    range.count = 0;
    assert_true(range_line_read(&line, VERSION_SEMVER, &range, TEXT("1.0.0"), &arena, &err));
    assert_int_equal(line.count, 1);
    assert_false(line.marks[0].is_affected);
    assert_text(text_of(range_event_name(RANGE_LAST_AFFECTED)), "last_affected");
    arena_done(&arena);
    arena_init(&arena, 1);
    assert_false(range_line_read(&line, VERSION_SEMVER, &range, TEXT("1.0.0"), &arena, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    arena_done(&arena);
}

static void test_prints_in_words(void **state)
{
    (void)state;
    struct range_bound bounds[8] = {0};
    struct range range =
        range_of("introduced 0, fixed 1.2, introduced 2.0, last_affected 2.4", bounds);
    struct buf out;
    buf_init(&out, SIZE_MAX);
    range_print(&range, &out);
    assert_text(buf_text(&out), ">= 0, < 1.2 or >= 2.0, <= 2.4");
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_what_cannot_be_read_is_an_error),
        cmocka_unit_test(test_lines_agree),
        cmocka_unit_test(test_a_line_is_sorted),
        cmocka_unit_test(test_prints_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
