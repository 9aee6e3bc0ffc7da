/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/gate.h"
#include "base/map.h"
#include "base/rand.h"
#include "base/vec.h"

static void test_text_cut(void **state)
{
    (void)state;
    struct text rest = TEXT("a,,b");
    assert_text(text_cut(&rest, ','), "a");
    assert_text(text_cut(&rest, ','), "");
    assert_text(text_cut(&rest, ','), "b");
    assert_null(rest.at);
}

static void test_text_controls(void **state)
{
    static const struct {
        const char *character;
        size_t len;
    } cases[] = {
        {"a", 0},
        {"", 0},
        {"\x1b", 1},
        {"\x7f", 1},
        {"\u00a0", 0},
        {"\xc2\x9b", 2}, /* CSI in eight bits */
        {"\xc2", 0},
        {"\u061c", 2},
        {"\u200e", 3},
        {"\u2010", 0},
        {"\u2028", 3},
        {"\u202e", 3},
        {"\u2066", 3},
        {"\u206a", 0},
        {"é", 0},
        {"🙂", 0},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++)
        if (text_control_len(text_of(cases[i].character)) != cases[i].len)
            fail_msg("case %zu", i);
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add_plain(&out, TEXT("a\x1b[2Jb\xc2\x9b"
                             "31m\xffé\u202egnp"));
    assert_text(buf_text(&out), "a?[2Jb?31m?é?gnp");
    buf_done(&out);
}

static void test_text_numbers(void **state)
{
    (void)state;
    uint64_t u;
    int64_t i;
    double d;
    assert_true(text_read_u64(TEXT("18446744073709551615"), &u) && u == UINT64_MAX);
    assert_false(text_read_u64(TEXT("18446744073709551616"), &u));
    assert_false(text_read_u64(TEXT(""), &u));
    assert_false(text_read_u64(TEXT("1 "), &u));
    assert_true(text_read_i64(TEXT("-9223372036854775808"), &i) && i == INT64_MIN);
    assert_false(text_read_i64(TEXT("9223372036854775808"), &i));
    assert_true(text_read_double(TEXT("0.01015"), &d) && d > 0.0101 && d < 0.0102);
    assert_false(text_read_double(TEXT("nan"), &d));
    assert_false(text_read_double(TEXT("1e999"), &d));
    assert_false(text_read_double(TEXT("0x10"), &d));
}

static void test_text_utf8(void **state)
{
    (void)state;
    assert_int_equal(text_find_bad_utf8(TEXT("健全 é 𝄞")), -1);
    assert_int_equal(text_find_bad_utf8(TEXT("ab\xc0\xaf")), 2);
    assert_int_equal(text_find_bad_utf8(TEXT("\xed\xa0\x80")), 0);
    assert_int_equal(text_find_bad_utf8(TEXT("\xf4\x90\x80\x80")), 0);
    assert_int_equal(text_find_bad_utf8(TEXT("a\xe5\x81")), 1);
    for (size_t at = 0; at < 20; at++) {
        char string[] = "abcdefghijklmnopqrst";
        string[at] = '\x80';
        assert_int_equal(text_find_bad_utf8((struct text){string, 20}), at);
        assert_int_equal(text_find_bad_utf8((struct text){string, at}), -1);
    }
    assert_int_equal(text_front(TEXT("aé"), 3).len, 3);
    assert_int_equal(text_front(TEXT("aé"), 2).len, 1);
    assert_int_equal(text_front(TEXT("𝄞"), 3).len, 0);
}

static void test_text_escapes(void **state)
{
    (void)state;
    assert_int_equal(text_escaped_byte(TEXT("%00")), 0);
    assert_int_equal(text_escaped_byte(TEXT("%2fx")), '/');
    assert_int_equal(text_escaped_byte(TEXT("%aF")), 0xaf);
    assert_int_equal(text_escaped_byte(TEXT("")), -1);
    assert_int_equal(text_escaped_byte(TEXT("%")), -1);
    assert_int_equal(text_escaped_byte(TEXT("%2")), -1);
    assert_int_equal(text_escaped_byte(TEXT("2f0")), -1);
    assert_int_equal(text_escaped_byte(TEXT("%g0")), -1);
    assert_int_equal(text_escaped_byte(TEXT("%0 ")), -1);
    assert_int_equal(text_escaped_byte(text_slice(TEXT("%2f"), 0, 2)), -1);
}

static void test_err_is_one_clean_line(void **state)
{
    (void)state;
    struct err err;
    assert_false(err_set(&err, ERR_SYNTAX, "name\x1b[31m\n"));
    assert_string_equal(err.text, "name?[31m?");
    assert_false(err_add(&err, "bom.json"));
    assert_string_equal(err.text, "bom.json: name?[31m?");
    assert_false(err_set(&err, ERR_SYNTAX, "%s",
        "name\xc2\x9b"
        "31m\u202e"));
    assert_string_equal(err.text, "name?31m?");
    assert_false(err_set(&err, ERR_SYNTAX, "%s", "é\xe5\x81\nb\xff é"));
    assert_string_equal(err.text, "é???b? é");
    err_set(&err, ERR_LIMIT, "%600s", "x");
    assert_true(text_ends(text_of(err.text), TEXT("…")));
    assert_int_equal(text_find_bad_utf8(text_of(err.text)), -1);
}

static void test_arena_keeps_its_cap(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 10000);
    assert_non_null(arena_take(&arena, 100));
    assert_true(arena_check(&arena, NULL));
    assert_null(arena_take(&arena, 10000));
    assert_null(arena_take(&arena, 1));
    struct err err;
    assert_false(arena_check(&arena, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    arena_done(&arena);
    assert_null(arena_take_array(&arena, SIZE_MAX / 2, 16));
    arena_done(&arena);
    assert_text(arena_format(&arena, "%d-%s", 7, "x"), "7-x");
    arena_done(&arena);
}

static void test_arena_clears_to_zero(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 100000);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 20; i++) {
            char *at = arena_take(&arena, 900);
            assert_non_null(at);
            for (int b = 0; b < 900; b++)
                assert_int_equal(at[b], 0);
            memset(at, 'x', 900);
        }
        arena_clear(&arena);
        assert_true(arena.taken_bytes < 40000);
    }
    arena_done(&arena);
}

static void test_arena_gives_raw_bytes_once(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (int round = 0; round < 2; round++) {
        char *raw = arena_take_raw(&arena, 200000);
        assert_non_null(raw);
        memset(raw, 'x', 200000);
        arena_clear(&arena);
        char *at = arena_take(&arena, 150000);
        for (int b = 0; b < 150000; b++)
            assert_int_equal(at[b], 0);
    }
    assert_null(arena_take_raw(&arena, 1 << 20));
    assert_null(arena_take_raw(&arena, 1));
    arena_done(&arena);
}

/* Blocks grow with what was taken, and stay near it. */
static void test_arena_grows_in_steps(void **state)
{
    (void)state;
    struct arena arena;
    size_t taken = 0;
    arena_init(&arena, SIZE_MAX);
    for (; taken < (size_t)64 << 20; taken += 1 << 12)
        assert_non_null(arena_take(&arena, 1 << 12));
    assert_in_range(arena.taken_bytes, taken, taken + taken / 4);
    arena_done(&arena);
}

/* What is large must not cost what is left of the block at hand, nor make the next one large. */
static void test_arena_takes_large_things_apart(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    char *first = arena_take(&arena, 16);
    char *large = arena_take(&arena, 1 << 20);
    assert_ptr_equal(arena_take(&arena, 16), first + 16);
    memset(large, 'x', 1 << 20);
    size_t before = arena.taken_bytes;
    assert_non_null(arena_take(&arena, 8000));
    assert_in_range(arena.taken_bytes, before + 8000, before + 16000);
    arena_clear(&arena);
    assert_true(arena.taken_bytes < 16000);
    arena_done(&arena);
}

static void test_buf_stops_at_its_maximum(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 8);
    buf_add(&buf, TEXT("12345678"));
    assert_true(buf_check(&buf, NULL));
    buf_add_char(&buf, '9');
    assert_false(buf_check(&buf, NULL));
    assert_text(buf_text(&buf), "12345678");
    buf_done(&buf);
}

static void test_vec_grows(void **state)
{
    (void)state;
    struct {
        VEC(int);
    } v = {0};
    for (int i = 0; i < 1000; i++)
        *VEC_ADD(&v) = i;
    assert_int_equal(v.len, 1000);
    assert_int_equal(v.at[999], 999);
    VEC_DONE(&v);
    assert_int_equal(v.len, 0);
}

static void test_map_finds_what_it_holds(void **state)
{
    (void)state;
    struct map map = {0};
    char names[500][8];
    for (uint32_t i = 0; i < 500; i++) {
        if (i % 100 == 7)
            map_expect(&map, i);
        snprintf(names[i], sizeof names[i], "n%u", i);
        assert_true(map_add(&map, text_of(names[i]), i, NULL));
    }
    uint32_t value = 0;
    assert_false(map_add(&map, TEXT("n42"), 9, &value));
    assert_int_equal(value, 42);
    assert_true(map_set(&map, TEXT("n42"), 9));
    assert_true(map_find(&map, TEXT("n42"), &value));
    assert_int_equal(value, 9);
    assert_false(map_find(&map, TEXT("none"), NULL));
    for (uint32_t i = 0; i < 500; i++)
        assert_true(map_find(&map, text_of(names[i]), NULL));
    const struct text asked[] = {TEXT("n499"), TEXT("none"), TEXT("n0"), TEXT("n42"), {NULL, 0}};
    uint32_t values[LEN_OF(asked)], wanted[] = {499, 1000, 0, 9, 1000};
    map_find_many(&map, asked, LEN_OF(asked), 1000, values);
    assert_memory_equal(values, wanted, sizeof values);
    struct map none = {0};
    map_find_many(&none, asked, LEN_OF(asked), 7, values);
    assert_int_equal(values[0], 7);
    size_t room = map.room;
    map_expect(&map, 0);
    assert_int_equal(map.room, room);
    map_done(&map);
}

static void assert_time(const char *text, const char *printed)
{
    int64_t us;
    char at[CLOCK_TEXT_SIZE];
    assert_true(clock_read(text_of(text), &us));
    assert_string_equal(clock_print(us, at), printed);
}

static void test_clock_reads_and_prints(void **state)
{
    (void)state;
    assert_time("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z");
    assert_time("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z");
    assert_time("2024-02-29T23:59:59.5+09:00", "2024-02-29T14:59:59.500000Z");
    assert_time("2026-08-22T00:00:00+0000", "2026-08-22T00:00:00Z");
    assert_time("2025-08-25", "2025-08-25T00:00:00Z");
    int64_t us;
    static const char *const bad[] = {"", "2025-02-29", "2025-13-01", "2025-01-01T24:00:00Z",
        "20250101", "2025-01-01T00:00:00", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00Zx"};
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_false(clock_read(text_of(bad[i]), &us));
}

static void test_ids_rise(void **state)
{
    (void)state;
    int64_t last = 0;
    for (int i = 0; i < 1000; i++) {
        int64_t id = rand_id(clock_now_us());
        assert_true(id > last);
        last = id;
    }
}

static void test_a_gate_lets_so_many_in(void **state)
{
    struct gate gate = {0};
    (void)state;
    assert_true(gate_enter(&gate, 2));
    assert_true(gate_enter(&gate, 2));
    assert_false(gate_enter(&gate, 2));
    gate_leave(&gate);
    assert_true(gate_enter(&gate, 2));
    assert_false(gate_enter(&gate, 2));
    assert_true(gate_enter(NULL, 0));
    gate_leave(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_cut),
        cmocka_unit_test(test_text_controls),
        cmocka_unit_test(test_text_numbers),
        cmocka_unit_test(test_text_utf8),
        cmocka_unit_test(test_text_escapes),
        cmocka_unit_test(test_err_is_one_clean_line),
        cmocka_unit_test(test_arena_keeps_its_cap),
        cmocka_unit_test(test_arena_clears_to_zero),
        cmocka_unit_test(test_arena_gives_raw_bytes_once),
        cmocka_unit_test(test_arena_grows_in_steps),
        cmocka_unit_test(test_arena_takes_large_things_apart),
        cmocka_unit_test(test_buf_stops_at_its_maximum),
        cmocka_unit_test(test_vec_grows),
        cmocka_unit_test(test_map_finds_what_it_holds),
        cmocka_unit_test(test_clock_reads_and_prints),
        cmocka_unit_test(test_ids_rise),
        cmocka_unit_test(test_a_gate_lets_so_many_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
