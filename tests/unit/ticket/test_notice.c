/* SPDX-License-Identifier: Apache-2.0 */
/* Names in comments, and what a look at many tickets tells whom. */
#include "ticket/loop.h"

#include "base/limits.h"
#include "ticket/mention.h"
#include "ticket/notice.h"
#include "ticket/ticket_detail.h"
#include "ticket/watch.h"

static const struct mention_person people[] = {
    {1, {"kim", 3}}, {2, {"Kim Lee", 7}}, {3, {"健", 3}}, {4, {"a@b", 3}}};

/* What is typed, what is kept, whom it names, what is read. */
static const struct {
    const char *typed, *kept, *read;
    int64_t ids[3];
} mentions[] = {
    {"", "", "", {0}},
    {"@", "@", "@", {0}},
    {"no name @ all", "no name @ all", "no name @ all", {0}},
    {"@kim", "@[1]", "@kim", {1}},
    {"@KIM, see", "@[1], see", "@kim, see", {1}},
    {"@kim lee @kim", "@[2] @[1]", "@Kim Lee @kim", {2, 1}},
    {"@kim leeds", "@[1] leeds", "@kim leeds", {1}},
    {"@kimberly @kim_x", "@kimberly @kim_x", "@kimberly @kim_x", {0}},
    {"x@kim.example .@kim", "x@kim.example .@kim", "x@kim.example .@kim", {0}},
    {"(@kim)(@kim)", "(@[1])(@[1])", "(@kim)(@kim)", {1}},
    {"@健さん", "@[3]さん", "@健さん", {3}},
    {"@[2] @[9] @[x] @[", "@[2] @[9] @[x] @[", "@Kim Lee @[9] @[x] @[", {2}},
    {"@@kim", "@@[1]", "@@kim", {1}},
    {"@[9223372036854775808]", "@[9223372036854775808]", "@[9223372036854775808]", {0}},
    {"@a@b", "@[4]", "@a@b", {4}},
};

static void test_mentions(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(mentions); i++) {
        struct mention_kept kept;
        size_t count = 0;
        assert_ok(
            mention_keep(&kept, text_of(mentions[i].typed), people, LEN_OF(people), &arena, err));
        assert_text(kept.text, mentions[i].kept);
        while (count < 3 && mentions[i].ids[count])
            count++;
        assert_int_equal(kept.count, count);
        for (size_t at = 0; at < count; at++)
            assert_int_equal(kept.ids[at], mentions[i].ids[at]);
        assert_text(mention_show(kept.text, people, LEN_OF(people), &arena), mentions[i].read);
    }
    arena_done(&arena);
}

static void test_a_limit_of_mentions(void **state)
{
    struct mention_person many[LIMIT_MENTIONS + 1];
    struct mention_kept kept;
    struct arena arena;
    struct buf text;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    buf_init(&text, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(many); i++) {
        many[i] = (struct mention_person){(int64_t)i + 1, arena_format(&arena, "p%02zu", i)};
        buf_format(&text, "@p%02zu @p00 ", i);
        bool is_kept = mention_keep(&kept, buf_text(&text), many, i + 1, &arena, &(struct err){0});
        assert_int_equal(is_kept, i < LIMIT_MENTIONS);
    }
    buf_done(&text);
    arena_done(&arena);
}

/* A name is longer than what stands for it: one comment must not become a page of names. */
static void test_a_person_is_named_so_often(void **state)
{
    const struct mention_person kim = {7, TEXT("kim")};
    struct mention_kept kept;
    struct arena arena;
    struct buf text;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    buf_init(&text, SIZE_MAX);
    for (size_t i = 0; i < LIMIT_MENTIONS_REPEATED; i++)
        buf_add_z(&text, i % 2 ? "@kim " : "@[7] ");
    assert_ok(mention_keep(&kept, buf_text(&text), &kim, 1, &arena, err));
    assert_int_equal(kept.count, 1);
    buf_add_z(&text, "@kim");
    struct err err = {0};
    assert_false(mention_keep(&kept, buf_text(&text), &kim, 1, &arena, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_done(&text);
    arena_done(&arena);
}

/* -- what many tickets tell -- */

enum { PACKAGES = 6 };

static const struct loop_record flaws[PACKAGES] = {
    {"GHSA-1", "CVE-2020-0001", "npm", "a", "2.0", false, NULL, NULL, 0},
    {"GHSA-2", "CVE-2020-0002", "npm", "b", "2.0", false, NULL, NULL, 0},
    {"GHSA-3", "CVE-2020-0003", "npm", "c", "2.0", false, NULL, NULL, 0},
    {"GHSA-4", "CVE-2020-0004", "npm", "d", "2.0", false, NULL, NULL, 0},
    {"GHSA-5", "CVE-2020-0005", "npm", "e", "2.0", false, NULL, NULL, 0},
    {"GHSA-6", "CVE-2020-0006", "npm", "f", "2.0", false, NULL, NULL, 0},
};

static struct notice *notices_of(struct loop *l, size_t *ret_count)
{
    struct notice *notices;
    struct notice_query query = {.before_us = INT64_MAX, .before_id = INT64_MAX, .limit = 100};
    assert_ok(notice_list(
        l->world.t->db, &l->world.who, &query, &l->world.t->arena, &notices, ret_count, err));
    return notices;
}

static bool watch_all(struct db *db, void *context, struct err *err)
{
    struct loop *l = context;
    struct ticket *tickets;
    size_t count;
    bool is_ok =
        ticket_rows_of_part(db, l->world.part_id, &l->world.t->arena, &tickets, &count, err);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = watch_begin(db, tickets[i].id, 1, WATCH_BY_OWN_WORD, l->now_us, err);
    return is_ok;
}

static bool read_all(struct db *db, void *context, struct err *err)
{
    struct loop *l = context;
    return notice_mark(db, &l->world.who,
        &(struct notice_marking){.is_all = true, .is_read = true, .now_us = l->now_us}, err);
}

static void test_new_tickets_are_one_notice(void **state)
{
    struct loop l;
    size_t count;
    loop_init(&l, state);
    loop_know(&l, flaws, PACKAGES);
    loop_install(&l, "a 1, b 1, c 1, d 1");
    loop_sync(&l);
    struct notice *notices = notices_of(&l, &count);
    assert_int_equal(count, 1);
    assert_text(notices[0].kind, "opened");
    assert_int_equal(notices[0].reason, NOTICE_TEAM);
    assert_int_equal(notices[0].count, 4);
    loop_install(&l, "a 1, b 1, c 1, d 1, e 1");
    loop_sync(&l);
    notices = notices_of(&l, &count);
    assert_int_equal(count, 1);
    assert_int_equal(notices[0].count, 5);
    assert_ok(db_transact(l.world.t->db, read_all, &l, err));
    loop_install(&l, "a 1, b 1, c 1, d 1, e 1, f 1");
    loop_sync(&l);
    notices = notices_of(&l, &count);
    assert_int_equal(count, 2);
    assert_int_equal(notices[0].count, 1);
    assert_int_equal(notices[0].read_us, 0);
    assert_true(notices[1].read_us > 0);
    loop_done(&l);
}

/* Whoever may comment could else make a ticket that is too large to be shown. */
static void test_of_very_many_events_the_newest_are_read(void **state)
{
    struct loop l;
    struct ticket_detail_event *events;
    size_t count;
    loop_init(&l, state);
    loop_know(&l, flaws, 1);
    loop_install(&l, "a 1");
    loop_sync(&l);
    store_test_run(l.world.t,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, kind, text, detail, generation) "
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1003) "
        "SELECT t.id, n.i, t.created_us, 'commented', 'x', '{}', '' FROM n, ticket t");
    assert_ok(ticket_detail_events(l.world.t->db, loop_ticket(&l, "CVE-2020-0001").id,
        &l.world.t->arena, &events, &count, err));
    assert_int_equal(count, LIMIT_TICKET_EVENTS);
    assert_int_equal(events[0].event.seq, 4);
    assert_int_equal(events[count - 1].event.seq, 1003);
    loop_done(&l);
}

/* Closes so many watched tickets at once; returns what is told. */
static struct notice *close_some(struct loop *l, const char *then, size_t *ret_count)
{
    loop_know(l, flaws, PACKAGES);
    loop_install(l, "a 1, b 1, c 1, d 1, e 1, f 1");
    loop_sync(l);
    assert_ok(db_transact(l->world.t->db, watch_all, l, err));
    store_test_run(l->world.t, "DELETE FROM notice");
    loop_install(l, then);
    loop_sync(l);
    return notices_of(l, ret_count);
}

static void test_a_few_are_told_one_by_one(void **state)
{
    struct loop l;
    size_t count;
    loop_init(&l, state);
    struct notice *notices = close_some(&l, "a 2, b 2, c 2, d 2, e 2, f 1", &count);
    assert_int_equal(count, NOTICE_SINGLE_MAX);
    for (size_t i = 0; i < count; i++) {
        assert_text(notices[i].kind, "closed");
        assert_true(notices[i].ticket_id != 0);
        assert_int_equal(notices[i].reason, NOTICE_WATCHING);
    }
    loop_done(&l);
}

static void test_many_are_told_as_one(void **state)
{
    struct loop l;
    size_t count;
    loop_init(&l, state);
    struct notice *notices = close_some(&l, "a 2, b 2, c 2, d 2, e 2, f 2", &count);
    assert_int_equal(count, 1);
    assert_int_equal(notices[0].ticket_id, 0);
    assert_int_equal(notices[0].count, 6);
    loop_done(&l);
}

static void test_who_may_not_come_in_is_not_told(void **state)
{
    struct loop l;
    size_t count;
    loop_init(&l, state);
    loop_know(&l, flaws, PACKAGES);
    store_test_run(l.world.t, "UPDATE account SET disabled_us = 1 WHERE id = 1");
    loop_install(&l, "a 1");
    loop_sync(&l);
    notices_of(&l, &count);
    assert_int_equal(count, 0);
    loop_done(&l);
}

/* Renaming changes what is read, not what is kept. */
static void test_names_are_those_of_now(void **state)
{
    struct loop l;
    struct mention_person *named;
    size_t count;
    loop_init(&l, state);
    store_test_run(l.world.t, "UPDATE account SET name = 'Mia Moe' WHERE id = 1");
    assert_ok(
        mention_named(l.world.t->db, &(int64_t){1}, 1, &l.world.t->arena, &named, &count, err));
    assert_int_equal(count, 1);
    assert_text(
        mention_show(TEXT("@[1]: look"), named, count, &l.world.t->arena), "@Mia Moe: look");
    loop_done(&l);
}

static void test_forgetting(void **state)
{
    struct loop l;
    size_t count;
    loop_init(&l, state);
    close_some(&l, "a 2, b 2, c 1, d 1, e 1, f 1", &count);
    assert_int_equal(count, 2);
    assert_ok(notice_forget(l.world.t->db, INT64_MAX, err));
    notices_of(&l, &count);
    assert_int_equal(count, 2);
    assert_ok(db_transact(l.world.t->db, read_all, &l, err));
    assert_ok(notice_forget(l.world.t->db, l.now_us, err));
    notices_of(&l, &count);
    assert_int_equal(count, 2);
    assert_ok(notice_forget(l.world.t->db, l.now_us + 1, err));
    notices_of(&l, &count);
    assert_int_equal(count, 0);
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mentions),
        cmocka_unit_test(test_a_limit_of_mentions),
        cmocka_unit_test(test_a_person_is_named_so_often),
        STORE_TEST(test_new_tickets_are_one_notice),
        STORE_TEST(test_of_very_many_events_the_newest_are_read),
        STORE_TEST(test_a_few_are_told_one_by_one),
        STORE_TEST(test_many_are_told_as_one),
        STORE_TEST(test_who_may_not_come_in_is_not_told),
        STORE_TEST(test_names_are_those_of_now),
        STORE_TEST(test_forgetting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
