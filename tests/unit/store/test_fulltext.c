/* SPDX-License-Identifier: Apache-2.0 */
#include "store/fulltext.h"

#include "base/limits.h"
#include "store/store_test.h"

static size_t read_typed(const char *typed, struct fulltext_word *words)
{
    static struct arena arena;
    arena_done(&arena);
    arena_init(&arena, SIZE_MAX);
    return fulltext_read(text_of(typed), &arena, words, LIMIT_SEARCH_WORDS);
}

static void test_what_is_typed(void **state)
{
    struct fulltext_word words[LIMIT_SEARCH_WORDS];
    (void)state;
    assert_int_equal(read_typed(" Log4j \"Remote Code\" CVE-2021", words), 3);
    assert_text(words[0].words, "wlog4j");
    assert_text(words[0].typed, "log4j");
    assert_false(words[0].is_prefix);
    assert_text(words[1].words, "wremote wcode");
    assert_text(words[1].typed, "remote code");
    assert_false(words[1].is_prefix);
    assert_text(words[2].words, "wcve w2021");
    assert_true(words[2].is_prefix);
    assert_int_equal(read_typed("\"remote code\"", words), 1);
    assert_false(words[0].is_prefix);
    assert_int_equal(read_typed("\"remote co", words), 1);
    assert_true(words[0].is_prefix);
}

static void test_nothing_is_typed(void **state)
{
    struct fulltext_word words[LIMIT_SEARCH_WORDS];
    (void)state;
    assert_int_equal(read_typed("", words), 0);
    assert_int_equal(read_typed(" \t ", words), 0);
    assert_int_equal(read_typed("\"", words), 0);
    assert_int_equal(read_typed("\"\" % * \"'\" \xff", words), 0);
}

/* The last character of a run may be in the middle of one in the text; one alone may begin a pair. */
static void test_japanese_is_typed(void **state)
{
    struct fulltext_word words[LIMIT_SEARCH_WORDS];
    (void)state;
    assert_int_equal(read_typed("脆弱性　性 x", words), 3);
    assert_text(words[0].words, "wu008106u005f31 wu005f31u006027");
    assert_false(words[0].is_prefix);
    assert_text(words[1].words, "wu006027");
    assert_true(words[1].is_prefix);
}

static void test_too_much_is_typed(void **state)
{
    struct fulltext_word words[LIMIT_SEARCH_WORDS];
    (void)state;
    assert_int_equal(read_typed("a b c d e f g h i j", words), LIMIT_SEARCH_WORDS);
    assert_int_equal(
        read_typed("a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a", words),
        1);
    assert_int_equal(words[0].words.len, LIMIT_SEARCH_PHRASE_WORDS * 3 - 1);
}

static bool has(struct store_test *t, const char *typed)
{
    struct fulltext_word words[LIMIT_SEARCH_WORDS];
    struct db_rows rows;
    char sql[256];
    bool is_found = true;
    size_t count = fulltext_read(text_of(typed), &t->arena, words, LIMIT_SEARCH_WORDS);
    struct text select = text_of(fulltext_select(t->db));
    ptrdiff_t at = text_find(select, '?');
    snprintf(sql, sizeof sql, "%.*s$1%s", (int)at, select.at, select.at + at + 1);
    for (size_t i = 0; i < count; i++) {
        assert_ok(db_query(t->db, sql, DB_ARGS(DB_TEXT(fulltext_ask(t->db, &words[i], &t->arena))),
            &t->arena, &rows, err));
        is_found = is_found && rows.count == 1 && db_int(&rows, 0, 0) == INT64_MAX;
    }
    return is_found && count > 0;
}

static void test_both_engines_find_the_same(void **state)
{
    struct store_test *t = store_test(state);
    assert_ok(fulltext_make(t->db, err));
    assert_ok(db_run(t->db, "INSERT INTO ticket_text (rowid, own, said) VALUES ($1, $2, $3)",
        DB_ARGS(DB_INT(INT64_MAX), DB_TEXT(TEXT(" wcve w2021 w44228 w1e5")),
            DB_TEXT(TEXT(" x wremote wcode x wexecution wu008106u005f31 wu005f31"))),
        NULL, err));
    assert_true(has(t, "cve-2021-44228"));
    assert_true(has(t, "CVE-2021-4"));
    assert_true(has(t, "1e5"));
    assert_true(has(t, "\"remote code\" cve"));
    assert_true(has(t, "脆弱"));
    assert_true(has(t, "脆"));
    assert_false(has(t, "cve-44228"));
    assert_false(has(t, "\"code execution\""));
    assert_false(has(t, "cv 2021"));
    assert_false(has(t, "x"));
    assert_false(has(t, "own:cve NOT zebra"));
    assert_false(has(t, "弱脆"));
    bool is_whole = false;
    assert_ok(fulltext_check(t->db, &is_whole, err));
    assert_true(is_whole);
    assert_ok(fulltext_make_anew(t->db, err));
    assert_true(has(t, "\"remote code\" cve"));
}

static enum fulltext_guess guess_of(struct store_test *t, const char *typed, size_t most)
{
    struct fulltext_word word;
    enum fulltext_guess guess = FULLTEXT_UNSURE;
    assert_int_equal(fulltext_read(text_of(typed), &t->arena, &word, 1), 1);
    assert_ok(fulltext_guess(t->db, &word, most, &t->arena, &guess, err));
    return guess;
}

/* Each engine is sure of something else, but neither calls rare what is common. */
static void test_common_words_are_known(void **state)
{
    struct store_test *t = store_test(state);
    bool is_postgres = db_engine_of(t->db) == DB_POSTGRES;
    assert_ok(fulltext_make(t->db, err));
    store_test_run(t,
        "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 3000)"
        " INSERT INTO ticket_text (rowid, own, said) SELECT n, 'wall wparser w' || n, '' FROM more");
    if (is_postgres)
        store_test_run(t, "ANALYZE ticket_text");
    assert_int_equal(guess_of(t, "pars", 1000), FULLTEXT_COMMON);
    assert_int_equal(guess_of(t, "parser", 2999), FULLTEXT_COMMON);
    assert_int_equal(guess_of(t, "all-parser", 1000), FULLTEXT_COMMON);
    assert_int_equal(guess_of(t, "pars", 3000), FULLTEXT_RARE);
    assert_int_equal(guess_of(t, "zeppelin", 1000), FULLTEXT_RARE);
    assert_int_equal(guess_of(t, "parser-12", 1000), is_postgres ? FULLTEXT_RARE : FULLTEXT_UNSURE);
    assert_int_equal(
        guess_of(t, "\"parser\"", 1000), is_postgres ? FULLTEXT_COMMON : FULLTEXT_UNSURE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_typed),
        cmocka_unit_test(test_nothing_is_typed),
        cmocka_unit_test(test_japanese_is_typed),
        cmocka_unit_test(test_too_much_is_typed),
        STORE_TEST(test_both_engines_find_the_same),
        STORE_TEST(test_common_words_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
