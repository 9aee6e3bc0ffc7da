/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/words.h"

#include "unit.h"

static void assert_words(const char *text, const char *wanted)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    words_print(&out, text_of(text), SIZE_MAX);
    assert_text(buf_text(&out), wanted);
    buf_done(&out);
}

static void test_latin(void **state)
{
    (void)state;
    assert_words("Remote code execution", " wremote wcode wexecution");
    assert_words("CVE-2021-44228", " wcve w2021 w44228");
    assert_words("@babel/core log4j2 snake_case", " wbabel wcore wlog4j2 wsnake wcase");
    assert_words("\xc3\x89"
                 "cole \xc3\xa9"
                 "cole",
        " wu0000e9cole wu0000e9cole");
}

static void test_nothing(void **state)
{
    (void)state;
    assert_words("", "");
    assert_words(" \t%*\"':()~^\\", "");
    assert_words("\xe3\x80\x82\xe3\x80\x80\xe2\x80\x9c", ""); /* 。, a wide space, “ */
}

/* 脆弱性 */
#define FLAW "\xe8\x84\x86\xe5\xbc\xb1\xe6\x80\xa7"

static void test_japanese(void **state)
{
    (void)state;
    assert_words(FLAW, " wu008106u005f31 wu005f31u006027 wu006027");
    assert_words("log4j" FLAW "x", " wlog4j wu008106u005f31 wu005f31u006027 wu006027 wx");
    assert_words("\xe6\x80\xa7", " wu006027");
    /* Full-width ＣＶＥ－１ is what ASCII is; the middle dot parts. */
    assert_words("\xef\xbc\xa3\xef\xbc\xb6\xef\xbc\xa5\xef\xbc\x8d\xef\xbc\x91", " wcve w1");
    assert_words("\xe3\x82\xa2\xe3\x83\xbb\xe3\x82\xa2", " wu0030a2 wu0030a2");
}

static void test_tails(void **state)
{
    struct words_reader reader;
    struct words_word word;
    (void)state;
    words_init(&reader, TEXT(FLAW " \xe6\x80\xa7"));
    assert_true(words_next(&reader, &word) && !word.is_tail && !word.is_single);
    assert_true(words_next(&reader, &word) && !word.is_tail && !word.is_single);
    assert_true(words_next(&reader, &word) && word.is_tail && !word.is_single);
    assert_true(words_next(&reader, &word) && !word.is_tail && word.is_single);
    assert_false(words_next(&reader, &word));
}

/* A word is cut at its end, and a text at its last word; no letter is cut in two. */
static void test_largest(void **state)
{
    struct words_reader reader;
    struct words_word word;
    struct buf text;
    (void)state;
    buf_init(&text, SIZE_MAX);
    for (size_t i = 0; i < 200; i++)
        buf_add_char(&text, 'a');
    words_init(&reader, buf_text(&text));
    assert_true(words_next(&reader, &word));
    assert_int_equal(word.len, WORDS_MAX_BYTES);
    assert_false(words_next(&reader, &word));
    buf_cut(&text, 0);
    for (size_t i = 0; i < 200; i++)
        buf_add_z(&text, "\xc3\xa9");
    words_init(&reader, buf_text(&text));
    assert_true(words_next(&reader, &word));
    assert_int_equal(word.len, 1 + 9 * 7);
    buf_cut(&text, 0);
    words_print(&text, TEXT("one two three"), 2);
    assert_text(buf_text(&text), " wone wtwo");
    buf_done(&text);
}

/* Whatever the bytes, words are small letters and digits. */
static void test_hostile(void **state)
{
    static const char hostile[] =
        "a\0b\xff\xc3\xe8\x84\xf0\x9f\x92\xa9' OR 1=1 --\xc0\xaf\xed\xa0\x80";
    struct words_reader reader;
    struct words_word word;
    (void)state;
    words_init(&reader, (struct text){hostile, sizeof hostile - 1});
    size_t count = 0;
    for (; words_next(&reader, &word); count++)
        for (size_t i = 0; i < word.len; i++)
            assert_true(text_is_digit(word.at[i]) || (word.at[i] >= 'a' && word.at[i] <= 'z'));
    assert_int_equal(count, 6);
    words_init(&reader, (struct text){NULL, 0});
    assert_false(words_next(&reader, &word));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_latin),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_japanese),
        cmocka_unit_test(test_tails),
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
