/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "badge/badge_condition.h"
#include "badge/badge_fact.h"
#include "badge/badge_judge.h"
#include "base/clock.h"
#include "health/trend.h"

static bool read_text(const char *text, struct badge_condition *ret_condition, struct err *err)
{
    struct json doc = {0};
    assert_true(json_read(&doc, text_of(text), err));
    bool is_read = badge_condition_read(json_root(&doc), "condition", ret_condition, err);
    json_done(&doc);
    return is_read;
}

/* What is written is what was read. */
static void assert_kept(const char *text)
{
    struct badge_condition condition;
    struct buf out;
    struct err err = {0};
    assert_true(read_text(text, &condition, &err));
    buf_init(&out, SIZE_MAX);
    badge_condition_print(&out, &condition);
    assert_string_equal(out.at, text);
    buf_done(&out);
}

static void test_what_is_read_is_written(void **state)
{
    (void)state;
    assert_kept("{\"on\":\"advice\"}");
    assert_kept("{\"on\":\"quarter\",\"least\":5}");
    assert_kept(
        "{\"on\":\"action\",\"recipient\":\"team\",\"kinds\":[\"elimination\",\"rejection\"],"
        "\"certifiers\":[\"coworker\",\"system\"],\"priorities\":[\"immediate\"],"
        "\"with_grounds\":true,\"is_confirmed\":true,\"is_kev\":true,\"per_day\":1000,"
        "\"counts\":[1,2,3,4,100000]}");
    assert_kept("{\"on\":\"completion\",\"is_before_due\":true,\"within_minutes\":10080}");
}

static void assert_refused(const char *text, const char *why)
{
    struct badge_condition condition;
    struct err err = {0};
    assert_false(read_text(text, &condition, &err));
    assert_int_equal(err.code, ERR_USAGE);
    if (!strstr(err.text, why))
        fail_msg("%s: %s, not %s", text, err.text, why);
}

static void test_errors_name_the_place(void **state)
{
    (void)state;
    assert_refused("[]", "condition: is an array");
    assert_refused("null", "condition: is null");
    assert_refused("{}", "condition.on: is missing");
    assert_refused("{\"on\":7}", "condition.on: is missing");
    assert_refused("{\"on\":\"moon\"}", "condition.on: there is no such word as \"moon\"");
    assert_refused("{\"on\":\"advice\",\"kinds\":[\"elimination\"]}",
        "condition.kinds: a rule on advice knows no such member");
    assert_refused(
        "{\"on\":\"action\",\"is_before_due\":true}", "condition.is_before_due: a rule on");
    assert_refused("{\"on\":\"action\",\"on kinds\":1}", "condition: has a member without a name");
    assert_refused("{\"on\":\"action\",\"\":1}", "knows no such member");
    assert_refused("{\"on\":\"action\",\"kinds\":[]}", "condition.kinds: is no list of words");
    assert_refused("{\"on\":\"action\",\"kinds\":[\"elimination\",\"x\"]}",
        "condition.kinds[1]: there is no such word as \"x\"");
    assert_refused("{\"on\":\"action\",\"kinds\":[\"elimination\",\"elimination\"]}",
        "condition.kinds[1]: stands there twice");
    assert_refused("{\"on\":\"action\",\"kinds\":[3]}", "condition.kinds[0]");
    assert_refused("{\"on\":\"action\",\"recipient\":\"moon\"}", "condition.recipient");
    assert_refused("{\"on\":\"action\",\"recipient\":null}", "condition.recipient");
    assert_refused("{\"on\":\"action\",\"is_kev\":1}", "condition.is_kev: is");
    assert_refused(
        "{\"on\":\"action\",\"per_day\":0}", "condition.per_day: is no number from 1 to 1000");
    assert_refused("{\"on\":\"action\",\"per_day\":1001}", "condition.per_day");
    assert_refused("{\"on\":\"action\",\"per_day\":1.5}", "condition.per_day");
    assert_refused("{\"on\":\"completion\",\"within_minutes\":10081}",
        "condition.within_minutes: is no number");
    assert_refused("{\"on\":\"action\",\"counts\":[]}", "condition.counts: is no list of 1 to 5");
    assert_refused("{\"on\":\"action\",\"counts\":[1,2,3,4,5,6]}", "condition.counts: is no list");
    assert_refused(
        "{\"on\":\"action\",\"counts\":[1,1]}", "condition.counts[1]: is no number above 1");
    assert_refused("{\"on\":\"action\",\"counts\":[0]}", "condition.counts[0]");
    assert_refused("{\"on\":\"action\",\"counts\":[100001]}", "condition.counts[0]");
    assert_refused("{\"on\":\"action\",\"counts\":[\"1\"]}", "condition.counts[0]");
}

static bool holds(const char *text, const struct badge_fact *fact)
{
    struct badge_condition condition;
    struct err err = {0};
    assert_true(read_text(text, &condition, &err));
    return badge_condition_holds(&condition, fact);
}

static void test_what_holds(void **state)
{
    (void)state;
    struct badge_fact fact = {.source = BADGE_ON_ACTION,
        .account_id = 1,
        .team_id = 2,
        .kind = ACTION_DETECTION,
        .certifier = ACTION_COWORKER,
        .priority = -1,
        .after_seconds = -1};
    assert_true(holds("{\"on\":\"action\"}", &fact));
    assert_false(holds("{\"on\":\"completion\"}", &fact));
    assert_true(holds("{\"on\":\"action\",\"kinds\":[\"detection\",\"rejection\"]}", &fact));
    assert_false(holds("{\"on\":\"action\",\"kinds\":[\"elimination\"]}", &fact));
    assert_true(holds("{\"on\":\"action\",\"certifiers\":[\"coworker\"]}", &fact));
    assert_false(holds("{\"on\":\"action\",\"certifiers\":[\"system\",\"myself\"]}", &fact));
    assert_false(holds("{\"on\":\"action\",\"priorities\":[\"defer\"]}", &fact));
    assert_false(holds("{\"on\":\"action\",\"with_grounds\":true}", &fact));
    assert_false(holds("{\"on\":\"action\",\"is_confirmed\":true}", &fact));
    assert_false(holds("{\"on\":\"action\",\"is_kev\":true}", &fact));
    fact.ground_count = 1;
    fact.is_confirmed = fact.is_kev = true;
    fact.priority = 3;
    assert_true(
        holds("{\"on\":\"action\",\"with_grounds\":true,\"is_confirmed\":true,\"is_kev\":true,"
              "\"priorities\":[\"immediate\"]}",
            &fact));
    fact.is_void = true;
    assert_false(holds("{\"on\":\"action\"}", &fact));
    /* What is of no team counts for no team. */
    fact.is_void = false;
    fact.team_id = 0;
    assert_false(holds("{\"on\":\"action\",\"recipient\":\"team\"}", &fact));
}

static void test_the_hour_is_whole(void **state)
{
    (void)state;
    static const char *const hour = "{\"on\":\"completion\",\"within_minutes\":60}";
    struct badge_fact fact = {
        .source = BADGE_ON_COMPLETION, .account_id = 1, .after_seconds = 3600};
    assert_true(holds(hour, &fact));
    fact.after_seconds = 3601;
    assert_false(holds(hour, &fact));
    fact.after_seconds = 0;
    assert_true(holds(hour, &fact));
    fact.after_seconds = -1; /* nobody acknowledged it */
    assert_false(holds(hour, &fact));
}

/* -- completions -- */

#define MINUTE_US (60 * CLOCK_SECOND_US)

enum { STEPS = 16 };

static size_t completes(const char *kinds, struct badge_completion ret_completions[STEPS])
{
    struct badge_step steps[STEPS];
    size_t count = 0;
    struct text rest = text_of(kinds);
    while (rest.at && count < LEN_OF(steps)) {
        steps[count] =
            (struct badge_step){text_cut(&rest, ' '), (int64_t)(count + 1) * MINUTE_US, 7};
        if (text_is(steps[count].kind, "itself")) /* kenzen completed it */
            steps[count] = (struct badge_step){TEXT("completed"), steps[count].at_us, 0};
        count++;
    }
    return badge_fact_completions(steps, count, ret_completions);
}

static void test_which_completion_stands(void **state)
{
    (void)state;
    struct badge_completion done[STEPS];
    assert_int_equal(completes("acknowledged completed closed", done), 1);
    assert_int_equal(done[0].account_id, 7);
    assert_int_equal(done[0].after_seconds, 60);
    assert_int_equal(done[0].closed_us, 3 * MINUTE_US);
    assert_int_equal(completes("completed", done), 1);
    assert_int_equal(done[0].after_seconds, -1);
    assert_int_equal(done[0].closed_us, 0);
    assert_int_equal(completes("acknowledged", done), 0);
    assert_int_equal(completes("acknowledged itself closed", done), 0);
    /* What comes back before it was closed was not completed; afterwards it is another matter. */
    assert_int_equal(completes("acknowledged completed reopened", done), 0);
    assert_int_equal(completes("acknowledged completed taken_back", done), 0);
    assert_int_equal(completes("acknowledged completed closed reopened", done), 1);
    assert_int_equal(done[0].at_us, 2 * MINUTE_US);
    /* Each round has its own, which counts from the acknowledging of its own turn. */
    assert_int_equal(completes("acknowledged completed closed reopened completed closed", done), 2);
    assert_int_equal(done[0].at_us, 2 * MINUTE_US);
    assert_int_equal(done[0].closed_us, 3 * MINUTE_US);
    assert_int_equal(done[1].at_us, 5 * MINUTE_US);
    assert_int_equal(done[1].after_seconds, -1);
    assert_int_equal(done[1].closed_us, 6 * MINUTE_US);
    /* What came back in the second round leaves the first. */
    assert_int_equal(completes("completed closed reopened completed reopened closed", done), 1);
    assert_int_equal(done[0].at_us, MINUTE_US);
    assert_int_equal(done[0].closed_us, 2 * MINUTE_US);
}

/* -- quarters -- */

static void test_a_clean_quarter(void **state)
{
    (void)state;
    struct trend_point days[3] = {0};
    assert_false(badge_judge_is_clean(days, 3, 0)); /* nothing was to do */
    days[0].facts.at[TREND_IN_TIME] = 2;
    days[2].facts.at[TREND_IN_TIME + 1] = 3;
    assert_true(badge_judge_is_clean(days, 3, 0));
    assert_true(badge_judge_is_clean(days, 3, 5));
    assert_false(badge_judge_is_clean(days, 3, 6));
    days[1].facts.at[TREND_OVERDUE + 1] = 1;
    assert_false(badge_judge_is_clean(days, 3, 0));
    days[1].facts.at[TREND_OVERDUE + 1] = 0;
    days[1].facts.at[TREND_LATE] = 1;
    assert_false(badge_judge_is_clean(days, 3, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_read_is_written),
        cmocka_unit_test(test_errors_name_the_place),
        cmocka_unit_test(test_what_holds),
        cmocka_unit_test(test_the_hour_is_whole),
        cmocka_unit_test(test_which_completion_stands),
        cmocka_unit_test(test_a_clean_quarter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
