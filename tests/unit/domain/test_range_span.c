/* SPDX-License-Identifier: Apache-2.0 */
/* Spans say the same as range_contains, for ranges and versions that a generator makes up. */
#include "unit.h"

#include "base/arena.h"
#include "domain/range_span.h"

enum { ROUNDS = 3000, EVENTS_MAX = 24 };

static uint64_t seed;

/* xorshift64: the same numbers in every run. */
static unsigned draw(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % below);
}

/* Versions near each other, some in two spellings, some that no scheme reads, so that ties and failures come about. */
static struct text draw_version(struct arena *arena)
{
    static const char *const tails[] = {"", "", "", "", ".0", "-1", "-rc1", ".1", "a"};
    if (draw(60) == 0)
        return TEXT("no version!");
    if (draw(20) == 0)
        return TEXT("0");
    return arena_format(arena, "%u.%u%s", draw(3), draw(4), tails[draw(LEN_OF(tails))]);
}

static struct range draw_range(struct arena *arena, size_t events_max)
{
    static const enum range_event events[] = {RANGE_INTRODUCED, RANGE_INTRODUCED, RANGE_INTRODUCED,
        RANGE_FIXED, RANGE_FIXED, RANGE_FIXED, RANGE_LAST_AFFECTED, RANGE_LAST_AFFECTED};
    struct range range = {.count = draw((unsigned)events_max)};
    range.bounds = arena_take_array(arena, range.count + 1, sizeof *range.bounds);
    assert_non_null(range.bounds);
    for (size_t i = 0; i < range.count; i++) {
        range.bounds[i].event = draw(40) == 0 ? RANGE_LIMIT : events[draw(LEN_OF(events))];
        range.bounds[i].version = draw_version(arena);
    }
    return range;
}

/* Returns 1, 0 or VERSION_KEY_NO_ORDER. */
static int held(enum version_scheme scheme, const struct range_spans *spans, struct text key)
{
    int answer = 0;
    for (size_t i = 0; i < spans->len; i++) {
        const struct range_span *span = &spans->at[i];
        struct text low = {spans->keys.at + span->low_at, span->low_len};
        struct text high = {spans->keys.at + span->high_at, span->high_len};
        int one = range_span_holds(scheme, span->flags, low, high, key);
        answer = one > answer ? one : answer;
    }
    return answer;
}

struct tally {
    size_t told, untold, in, out;
};

static void check_one(
    enum version_scheme scheme, struct arena *arena, size_t events_max, struct tally *tally)
{
    struct range range = draw_range(arena, events_max);
    struct range_spans spans = {0};
    struct buf key;
    buf_init(&spans.keys, SIZE_MAX);
    buf_init(&key, SIZE_MAX);
    bool is_told = range_span_add(scheme, &range, &spans);
    tally->told += is_told;
    tally->untold += !is_told;
    assert_true(is_told || (spans.len == 0 && spans.keys.len == 0));
    for (int i = 0; is_told && i < 12; i++) {
        struct text version = draw_version(arena);
        struct range_answer answer;
        bool is_known = range_contains(scheme, &range, version, &answer, NULL);
        buf_cut(&key, 0);
        if (!version_key_add(scheme, version, &key, NULL)) {
            assert_false(is_known);
            continue;
        }
        int found = held(scheme, &spans, buf_text(&key));
        if (!is_known) /* the version and the events can be read, so it is their order that is missing */
            assert_int_equal(found, VERSION_KEY_NO_ORDER);
        else if (found != (int)answer.is_in && found != VERSION_KEY_NO_ORDER)
            fail_msg("%s: %.*s", version_scheme_name(scheme), TEXT_ARG(version));
        tally->in += found == 1;
        tally->out += found == 0;
    }
    VEC_DONE(&spans);
    buf_done(&spans.keys);
    buf_done(&key);
}

static void test_spans_agree_with_ranges(void **state)
{
    (void)state;
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct tally tally = {0};
        seed = 0x9e3779b97f4a7c15u + (uint64_t)scheme;
        for (int i = 0; i < ROUNDS; i++) {
            struct arena arena;
            arena_init(&arena, SIZE_MAX);
            check_one((enum version_scheme)scheme, &arena, i % 10 ? 5 : EVENTS_MAX, &tally);
            arena_done(&arena);
        }
        assert_true(tally.told > ROUNDS / 10 && tally.untold > ROUNDS / 100);
        assert_true(tally.in > ROUNDS / 10 && tally.out > ROUNDS / 10);
    }
}

static void test_what_spans_cannot_tell(void **state)
{
    (void)state;
    struct range_bound limit[] = {{RANGE_INTRODUCED, TEXT("0")}, {RANGE_LIMIT, TEXT("2.0")}};
    struct range_bound unreadable[] = {{RANGE_INTRODUCED, TEXT("0")}, {RANGE_FIXED, TEXT("a b")}};
    struct range_bound several[] = {{RANGE_INTRODUCED, TEXT("1")}, {RANGE_FIXED, TEXT("2")},
        {RANGE_INTRODUCED, TEXT("3")}, {RANGE_FIXED, TEXT("4")}};
    struct range_spans spans = {0};
    buf_init(&spans.keys, SIZE_MAX);
    assert_false(range_span_add(VERSION_SEMVER, &(struct range){limit, 2}, &spans));
    assert_false(range_span_add(VERSION_SEMVER, &(struct range){unreadable, 2}, &spans));
    assert_false(range_span_add(VERSION_MAVEN, &(struct range){several, 4}, &spans));
    assert_int_equal(spans.len, 0);
    assert_true(range_span_add(VERSION_DEBIAN, &(struct range){several, 4}, &spans));
    assert_int_equal(spans.len, 2);
    assert_true(range_span_add(VERSION_MAVEN, &(struct range){several, 2}, &spans));
    assert_int_equal(spans.len, 3);
    VEC_DONE(&spans);
    buf_done(&spans.keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spans_agree_with_ranges),
        cmocka_unit_test(test_what_spans_cannot_tell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
