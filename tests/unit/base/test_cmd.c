/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/cmd.h"

static const struct cmd_option options[] = {
    {"index", "INDEX", "the advisory index", 'i'},
    {"json", NULL, "print JSON", 0},
    {0},
};

/* Reads the arguments up to a NULL. */
static bool read_args(struct cmd *cmd, struct err *err, const char *const *args)
{
    int count = 0;
    while (args[count])
        count++;
    return cmd_read(cmd, options, count, args, err);
}
#define READ(...) read_args(&cmd, &err, (const char *const[]){__VA_ARGS__, NULL})

static void test_options_and_words(void **state)
{
    (void)state;
    struct cmd cmd;
    struct err err;
    assert_true(READ("a", "--index", "x", "-", "--json", "b", "--", "--json", "-i"));
    assert_string_equal(cmd_get(&cmd, "index"), "x");
    assert_true(cmd_has(&cmd, "json"));
    assert_int_equal(cmd.word_count, 5);
    assert_string_equal(cmd.words[1], "-");
    assert_string_equal(cmd.words[3], "--json");
    assert_string_equal(cmd.words[4], "-i");
    cmd_done(&cmd);
    assert_true(READ("--index=a=b", "-i", "", "-i", "--json"));
    assert_string_equal(cmd_get(&cmd, "index"), "--json");
    assert_false(cmd_has(&cmd, "json"));
    cmd_done(&cmd);
    assert_true(READ("a", "--help", "--nonsense"));
    assert_true(cmd.wants_help);
    cmd_done(&cmd);
    cmd_done(&cmd);
}

static void test_options_given_several_times(void **state)
{
    (void)state;
    struct cmd cmd;
    struct err err;
    size_t at = 0;
    assert_true(READ("-i", "a", "b", "--json", "--index=c", "--", "-i", "d"));
    assert_string_equal(cmd_next(&cmd, "index", &at), "a");
    assert_string_equal(cmd_next(&cmd, "index", &at), "c");
    assert_null(cmd_next(&cmd, "index", &at));
    assert_null(cmd_next(&cmd, "index", &at));
    assert_string_equal(cmd_get(&cmd, "index"), "c");
    cmd_done(&cmd);
}

static void test_errors_name_the_option(void **state)
{
    (void)state;
    struct cmd cmd = {.word_count = 7};
    struct err err;
    assert_false(READ("--indx=4"));
    assert_string_equal(err.text, "--indx: no such option; did you mean --index?");
    assert_int_equal(err_exit_code(&err), 2);
    assert_false(READ("--x"));
    assert_string_equal(err.text, "--x: no such option");
    assert_false(READ("-x"));
    assert_false(READ("-ijson"));
    assert_false(READ("a", "--index"));
    assert_string_equal(err.text, "--index: needs a value: INDEX");
    assert_false(READ("--json=yes"));
    assert_string_equal(err.text, "--json: takes no value");
    assert_int_equal(cmd.word_count, 7);
}

static void test_without_options(void **state)
{
    (void)state;
    struct cmd cmd;
    struct err err;
    const char *args[] = {"one"};
    assert_true(cmd_read(&cmd, NULL, 1, args, &err));
    assert_true(cmd_check_words(&cmd, 1, 1, &err));
    assert_false(cmd_check_words(&cmd, 2, SIZE_MAX, &err));
    assert_string_equal(err.text, "an argument is missing: 1 given, at least 2 needed");
    assert_false(cmd_check_words(&cmd, 0, 0, &err));
    assert_string_equal(err.text, "one: one argument too many");
    cmd_done(&cmd);
    args[0] = "--one";
    assert_false(cmd_read(&cmd, NULL, 1, args, &err));
}

static void test_one_word_too_many_is_refused(void **state)
{
    (void)state;
    struct cmd cmd;
    struct err err;
    const char *args[CMD_WORDS_MAX + 1];
    for (size_t i = 0; i < LEN_OF(args); i++)
        args[i] = "x";
    assert_true(cmd_read(&cmd, options, CMD_WORDS_MAX, args, &err));
    cmd_done(&cmd);
    assert_false(cmd_read(&cmd, options, CMD_WORDS_MAX + 1, args, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

static void test_distance(void **state)
{
    (void)state;
    assert_int_equal(cmd_distance(TEXT(""), TEXT("")), 0);
    assert_int_equal(cmd_distance(TEXT(""), TEXT("abc")), 3);
    assert_int_equal(cmd_distance(TEXT("kitten"), TEXT("sitting")), 3);
    assert_int_equal(cmd_distance(TEXT("improt"), TEXT("import")), 1);
    assert_int_equal(cmd_distance(TEXT("import"), TEXT("import")), 0);
    assert_true(cmd_is_near(TEXT("scna"), 1));
    assert_false(cmd_is_near(TEXT("x"), 1));
    assert_false(cmd_is_near(TEXT("scan"), SIZE_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_and_words),
        cmocka_unit_test(test_options_given_several_times),
        cmocka_unit_test(test_errors_name_the_option),
        cmocka_unit_test(test_without_options),
        cmocka_unit_test(test_one_word_too_many_is_refused),
        cmocka_unit_test(test_distance),
    };
    return cmocka_run_group_tests_name("cmd", tests, NULL, NULL);
}
