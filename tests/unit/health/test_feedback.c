/* SPDX-License-Identifier: Apache-2.0 */
/* Feedback on a team's week: its limits, weeks in the team's zone, who is told, what stays. tests/api/feedback.scn has the rest. */
#include "diary_world.h"

#include "base/limits.h"
#include "health/feedback.h"
#include "ticket/notice.h"
#include "ticket/notice_mail_words.h"

static struct api_principal analyst(struct store_test *t)
{
    struct account sora = {.name = TEXT("sora"), .roles = ACCOUNT_ANALYST, .created_us = NOW};
    assert_ok(account_add(t->db, &sora, &sora.id, err));
    return (struct api_principal){
        .account_id = sora.id, .name = sora.name, .roles = ACCOUNT_ANALYST};
}

static struct feedback_order on_week(struct text text)
{
    return (struct feedback_order){.team_id = TEAM, .week = TEXT("2024-W01"), .text = text};
}

static int64_t give(struct store_test *t, const struct api_principal *who)
{
    struct feedback_order order = on_week(TEXT("Who looks on weekends?"));
    int64_t id;
    assert_ok(feedback_write(t->db, who, &order, NOW, &id, err));
    return id;
}

static void assert_refused(struct store_test *t, const struct api_principal *who,
    const struct feedback_order *order, enum err_code code)
{
    struct err refused;
    int64_t id = 0;
    assert_false(feedback_write(t->db, who, order, NOW, &id, &refused));
    assert_int_equal(refused.code, code);
    assert_int_equal(id, 0);
}

static void test_words_have_an_end(void **state)
{
    struct store_test *t = store_test(state);
    static char words[LIMIT_FEEDBACK_BYTES + 1];
    int64_t id;
    diary_world_make(t);
    struct api_principal sora = analyst(t);
    memset(words, 'x', sizeof words);
    struct feedback_order most = on_week((struct text){words, LIMIT_FEEDBACK_BYTES});
    assert_ok(feedback_write(t->db, &sora, &most, NOW, &id, err));
    most.text.len++;
    assert_refused(t, &sora, &most, ERR_LIMIT);
    most.text.len = 0;
    assert_refused(t, &sora, &most, ERR_USAGE);
}

static void test_a_week_has_an_end(void **state)
{
    struct store_test *t = store_test(state);
    struct feedback *entries;
    size_t count;
    diary_world_make(t);
    struct api_principal sora = analyst(t);
    for (size_t i = 0; i < LIMIT_FEEDBACK_WEEK; i++)
        give(t, &sora);
    struct feedback_order order = on_week(TEXT("one more"));
    assert_refused(t, &sora, &order, ERR_LIMIT);
    order.week = TEXT("2024-W02");
    int64_t id;
    assert_ok(feedback_write(t->db, &sora, &order, NOW, &id, err));
    struct feedback_query query = {.team_id = TEAM, .day = 19723, .limit = 1000};
    assert_ok(feedback_list(t->db, &query, &t->arena, &entries, &count, err));
    assert_int_equal(count, LIMIT_FEEDBACK_WEEK);
}

/* 2026-11-29 is a Sunday: at 16:00 in London it is Monday in Tokyo. */
static void test_weeks_are_the_teams(void **state)
{
    int64_t now_us, day, today;
    struct team team = {.time_zone = TEXT("Europe/London")};
    (void)state;
    assert_true(clock_read(TEXT("2026-11-29T16:00:00Z"), &now_us));
    assert_ok(feedback_week(&team, TEXT(""), now_us, &day, &today, err));
    assert_int_equal(today - day, 13);
    team.time_zone = TEXT("Asia/Tokyo");
    assert_ok(feedback_week(&team, TEXT(""), now_us, &day, &today, err));
    assert_int_equal(today - day, 7);
}

static struct notice newest(struct store_test *t, const struct api_principal *who, size_t expected)
{
    struct notice *notices;
    size_t count;
    struct notice_query query = {.before_us = INT64_MAX, .before_id = INT64_MAX, .limit = 10};
    assert_ok(notice_list(t->db, who, &query, &t->arena, &notices, &count, err));
    assert_int_equal(count, expected);
    return count ? notices[0] : (struct notice){0};
}

static void test_who_is_told(void **state)
{
    struct store_test *t = store_test(state);
    int64_t id;
    diary_world_make(t);
    struct api_principal sora = analyst(t), kim = diary_world_member(t, "kim"),
                         lee = diary_world_member(t, "lee");
    struct feedback_order answer = {.answers_id = give(t, &sora), .text = TEXT("I do.")};
    struct notice told = newest(t, &kim, 1);
    assert_text(told.kind, "feedback_given");
    assert_text(told.text, "2024-W01: Who looks on weekends?");
    assert_text(notice_mail_words_path(&told, &t->arena), "/health/feedback?team=11&week=2024-W01");
    assert_ok(feedback_write(t->db, &kim, &answer, NOW, &id, err));
    assert_text(newest(t, &sora, 1).kind, "feedback_answered");
    newest(t, &kim, 1);
    newest(t, &lee, 1);
    /* Who left the team is not told, though they wrote. */
    store_test_run(t,
        "DELETE FROM team_member WHERE account_id = (SELECT id FROM account WHERE name = 'kim')");
    assert_ok(feedback_write(t->db, &lee, &answer, NOW, &id, err));
    newest(t, &kim, 0);
    assert_int_equal(newest(t, &sora, 1).count, 2);
    assert_refused(t, &kim, &answer, ERR_NOT_FOUND);
}

static void test_what_is_withdrawn_stays(void **state)
{
    struct store_test *t = store_test(state);
    struct feedback_sum *weeks;
    size_t count;
    diary_world_make(t);
    struct api_principal sora = analyst(t), kim = diary_world_member(t, "kim");
    int64_t id = give(t, &sora);
    struct err refused;
    assert_false(feedback_withdraw(t->db, &kim, id, NOW, &refused));
    assert_int_equal(refused.code, ERR_FORBIDDEN);
    assert_ok(feedback_list_weeks(t->db, TEAM, INT64_MAX, 10, &t->arena, &weeks, &count, err));
    assert_int_equal(count, 1);
    assert_ok(feedback_withdraw(t->db, &sora, id, NOW, err));
    assert_false(feedback_withdraw(t->db, &sora, id, NOW, &refused));
    assert_int_equal(refused.code, ERR_CONFLICT);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM health_feedback WHERE text <> ''"), 1);
    assert_ok(feedback_list_weeks(t->db, TEAM, INT64_MAX, 10, &t->arena, &weeks, &count, err));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weeks_are_the_teams),
        STORE_TEST(test_words_have_an_end),
        STORE_TEST(test_a_week_has_an_end),
        STORE_TEST(test_who_is_told),
        STORE_TEST(test_what_is_withdrawn_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
