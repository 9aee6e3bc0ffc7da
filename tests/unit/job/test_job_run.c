/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include "base/log.h"
#include "job/job_run.h"

static int runs;

static bool run_good(struct job_call *call, struct err *err)
{
    (void)err;
    runs++;
    return text_is(call->job->body, "{\"n\":1}");
}

static bool run_bad(struct job_call *call, struct err *err)
{
    (void)call;
    runs++;
    return err_set(err, ERR_SYSTEM, "no answer");
}

static bool run_greedy(struct job_call *call, struct err *err)
{
    (void)err;
    return arena_take(call->arena, SIZE_MAX / 4) == NULL;
}

/* Takes so long that another one gets the job and does it. */
static bool run_slow(struct job_call *call, struct err *err)
{
    struct job other;
    bool is_taken;
    int64_t later_us = clock_now_us() + JOB_LEASE_US + 1;
    return job_take(call->db, NULL, later_us, call->arena, &other, &is_taken, err) && is_taken &&
           job_done(call->db, &other, later_us, err);
}

static bool run_elsewhere(struct job_call *call, struct err *err)
{
    call->is_for_another = true;
    return err_set(err, ERR_CONFLICT, "not here");
}

static const struct job_handler handlers[] = {
    {"elsewhere", run_elsewhere},
    {"good", run_good},
    {"bad", run_bad},
    {"greedy", run_greedy},
    {"slow", run_slow},
    {NULL, NULL},
};

static bool run_next(struct store_test *t)
{
    bool has_run;
    assert_ok(job_run_next(t->db, handlers, NULL, clock_now_us(), &has_run, err));
    return has_run;
}

static struct job_counts add_and_run(struct store_test *t, const char *kind)
{
    struct job_counts counts;
    struct job_order order = {.kind = kind, .body = TEXT("{\"n\":1}")};
    runs = 0;
    log_set_level(LOG_ERROR);
    assert_false(run_next(t));
    assert_ok(job_add(t->db, &order, clock_now_us(), NULL, err));
    assert_true(run_next(t));
    assert_false(run_next(t));
    assert_ok(job_count(t->db, clock_now_us(), &counts, err));
    return counts;
}

static void test_good_job_is_done(void **state)
{
    struct job_counts counts = add_and_run(store_test(state), "good");
    assert_int_equal(runs, 1);
    assert_int_equal(counts.waiting + counts.running + counts.dead, 0);
}

static void test_bad_job_waits(void **state)
{
    struct job_counts counts = add_and_run(store_test(state), "bad");
    assert_int_equal(runs, 1);
    assert_int_equal(counts.waiting, 1);
}

static void test_unknown_kind_waits(void **state)
{
    assert_int_equal(add_and_run(store_test(state), "unheard of").waiting, 1);
}

static void test_no_more_memory_than_allowed(void **state)
{
    assert_int_equal(add_and_run(store_test(state), "greedy").waiting, 1);
}

static void test_lost_lease_is_no_failure(void **state)
{
    struct job_counts counts = add_and_run(store_test(state), "slow");
    assert_int_equal(counts.waiting + counts.running + counts.dead, 0);
}

/* However often a server that cannot do it takes a job, it is there for one that can. */
static void test_a_job_for_another_server_stays(void **state)
{
    struct store_test *t = store_test(state);
    int64_t now_us = clock_now_us();
    bool has_run;
    assert_ok(job_add(
        t->db, &(struct job_order){.kind = "elsewhere", .body = TEXT("{}")}, now_us, NULL, err));
    for (int i = 1; i <= 2 * JOB_ATTEMPTS_MAX; i++) {
        assert_ok(job_run_next(t->db, handlers, NULL, now_us + i * CLOCK_DAY_US, &has_run, err));
        assert_true(has_run);
    }
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM job WHERE dead_us IS NULL"
                                          " AND done_us IS NULL AND lease_until_us = 0"),
        1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_good_job_is_done),
        STORE_TEST(test_bad_job_waits),
        STORE_TEST(test_unknown_kind_waits),
        STORE_TEST(test_no_more_memory_than_allowed),
        STORE_TEST(test_lost_lease_is_no_failure),
        STORE_TEST(test_a_job_for_another_server_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
