/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include <pthread.h>

#include "job/job.h"

#define NOW STORE_TEST_NOW_US

static const struct err trouble = {ERR_SYSTEM, "no answer"};

static void add(struct store_test *t, const char *kind, const char *topic, int64_t after_us)
{
    struct job_order order = {kind, text_of(topic), TEXT("{}"), after_us, 0};
    assert_ok(job_add(t->db, &order, NOW, NULL, err));
}

static bool take(struct store_test *t, int64_t now_us, struct job *ret_job)
{
    bool is_taken;
    assert_ok(job_take(t->db, NULL, now_us, &t->arena, ret_job, &is_taken, err));
    return is_taken;
}

static void test_the_longest_waiting_comes_first(void **state)
{
    struct store_test *t = store_test(state);
    struct job job;
    assert_false(take(t, NOW, &job));
    add(t, "later", "", NOW + 10);
    add(t, "second", "", NOW - 5);
    add(t, "first", "", NOW - 6);
    assert_true(take(t, NOW, &job));
    assert_text(job.kind, "first");
    assert_text(job.body, "{}");
    assert_int_equal(job.attempts, 1);
    assert_true(take(t, NOW, &job));
    assert_text(job.kind, "second");
    assert_false(take(t, NOW, &job));
    int64_t next_us;
    assert_ok(job_next_us(t->db, &next_us, err));
    assert_true(next_us == NOW + 10);
    assert_true(take(t, NOW + 10, &job));
    assert_text(job.kind, "later");
}

static void test_a_taker_may_ask_for_a_kind(void **state)
{
    struct store_test *t = store_test(state);
    struct job job;
    bool is_taken;
    add(t, "mail", "", 0);
    assert_ok(job_take(t->db, "match", NOW, &t->arena, &job, &is_taken, err));
    assert_false(is_taken);
    assert_ok(job_take(t->db, "mail", NOW, &t->arena, &job, &is_taken, err));
    assert_true(is_taken);
}

static void test_a_topic_waits_once(void **state)
{
    struct store_test *t = store_test(state);
    struct job_order order = {"match", TEXT("a"), TEXT("{}"), 0, 0};
    struct job job;
    bool is_new;
    assert_ok(job_add(t->db, &order, NOW, &is_new, err));
    assert_true(is_new);
    assert_ok(job_add(t->db, &order, NOW, &is_new, err));
    assert_false(is_new);
    add(t, "match", "b", 0);
    add(t, "mail", "a", 0);
    add(t, "mail", "", 0);
    add(t, "mail", "", 0);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM job"), 5);
    /* What has begun may have read the state before this change. */
    assert_true(take(t, NOW, &job));
    assert_text(job.kind, "match");
    assert_text(job.topic, "a");
    assert_ok(job_add(t->db, &order, NOW, &is_new, err));
    assert_true(is_new);
}

static void test_a_lease_ends(void **state)
{
    struct store_test *t = store_test(state);
    struct job first, second;
    add(t, "match", "", 0);
    assert_true(take(t, NOW, &first));
    assert_false(take(t, NOW + JOB_LEASE_US - 1, &second));
    assert_ok(job_renew(t->db, &first, NOW + 10, err));
    assert_false(take(t, NOW + JOB_LEASE_US, &second));
    assert_true(take(t, NOW + JOB_LEASE_US + 10, &second));
    assert_int_equal(second.attempts, 2);
    assert_err(ERR_CONFLICT, job_renew(t->db, &first, NOW, err));
    assert_err(ERR_CONFLICT, job_done(t->db, &first, NOW, err));
    assert_ok(job_fail(t->db, &first, NOW, &trouble, err));
    assert_ok(job_done(t->db, &second, NOW, err));
    assert_err(ERR_CONFLICT, job_done(t->db, &second, NOW, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM job WHERE done_us IS NOT NULL"), 1);
}

static void test_failures_pause_longer_and_longer(void **state)
{
    struct store_test *t = store_test(state);
    struct job job;
    int64_t now_us = NOW;
    struct job_order order = {"mail", TEXT(""), TEXT("{}"), 0, 3};
    assert_ok(job_add(t->db, &order, NOW, NULL, err));
    for (int64_t attempt = 1; attempt <= 3; attempt++) {
        assert_true(take(t, now_us, &job));
        assert_int_equal(job.attempts, attempt);
        assert_ok(job_fail(t->db, &job, now_us, &trouble, err));
        assert_false(take(t, now_us + job_pause_us(attempt, 0) - 1, &job));
        now_us += job_pause_us(attempt, 255);
    }
    assert_false(take(t, now_us + 10 * JOB_PAUSE_LONGEST_US, &job));
    struct job_counts counts;
    assert_ok(job_count(t->db, now_us, &counts, err));
    assert_true(counts.dead == 1 && counts.waiting == 0 && counts.running == 0);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM job WHERE last_error = 'no answer'"), 1);
    int64_t next_us;
    assert_ok(job_next_us(t->db, &next_us, err));
    assert_int_equal(next_us, 0);
}

static void test_a_job_that_kills_its_worker_is_given_up(void **state)
{
    struct store_test *t = store_test(state);
    struct job job;
    struct job_order order = {"parse", TEXT(""), TEXT("{}"), 0, 2};
    assert_ok(job_add(t->db, &order, NOW, NULL, err));
    assert_true(take(t, NOW, &job));
    assert_true(take(t, NOW + JOB_LEASE_US, &job));
    assert_false(take(t, NOW + 3 * JOB_LEASE_US, &job));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM job WHERE dead_us IS NOT NULL"), 1);
}

static void test_pauses(void **state)
{
    (void)state;
    assert_true(job_pause_us(1, 0) == JOB_PAUSE_FIRST_US);
    assert_true(job_pause_us(2, 0) == 2 * JOB_PAUSE_FIRST_US);
    assert_true(job_pause_us(1, 255) < JOB_PAUSE_FIRST_US / 4 * 5);
    assert_true(job_pause_us(1000, 0) == JOB_PAUSE_LONGEST_US);
}

static void test_done_jobs_are_forgotten(void **state)
{
    struct store_test *t = store_test(state);
    struct job job;
    add(t, "match", "", 0);
    add(t, "match", "", 0);
    assert_true(take(t, NOW, &job));
    assert_ok(job_done(t->db, &job, NOW, err));
    assert_ok(job_forget_done(t->db, NOW, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM job"), 2);
    assert_ok(job_forget_done(t->db, NOW + 1, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM job"), 1);
}

static bool add_and_fail(struct db *db, void *context, struct err *err)
{
    (void)context;
    struct job_order order = {"match", TEXT(""), TEXT("{}"), 0, 0};
    return job_add(db, &order, NOW, NULL, err) && err_set(err, ERR_FORBIDDEN, "no");
}

static void test_a_job_goes_with_its_cause(void **state)
{
    struct store_test *t = store_test(state);
    assert_err(ERR_FORBIDDEN, db_transact(t->db, add_and_fail, NULL, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM job"), 0);
}

enum { JOBS = 24, WORKERS = 3 };

static void *work(void *context)
{
    struct db *db;
    intptr_t done = 0;
    if (!db_open(&db, context, NULL))
        return NULL;
    for (bool is_taken = true; is_taken;) {
        struct arena arena;
        struct job job;
        arena_init(&arena, SIZE_MAX);
        if (!job_take(db, NULL, NOW, &arena, &job, &is_taken, NULL))
            is_taken = false;
        else if (is_taken)
            done += job_done(db, &job, NOW, NULL);
        arena_done(&arena);
    }
    db_free(db);
    return (void *)done;
}

static void test_every_job_is_taken_once(void **state)
{
    struct store_test *t = store_test(state);
    pthread_t threads[WORKERS];
    intptr_t done = 0;
    for (size_t i = 0; i < JOBS; i++)
        add(t, "match", "", 0);
    for (size_t i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, t->url), 0);
    for (size_t i = 0; i < WORKERS; i++) {
        void *result;
        pthread_join(threads[i], &result);
        done += (intptr_t)result;
    }
    assert_int_equal(done, JOBS);
    assert_int_equal(store_test_number(t, "SELECT sum(attempts) FROM job"), JOBS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_the_longest_waiting_comes_first),
        STORE_TEST(test_a_taker_may_ask_for_a_kind),
        STORE_TEST(test_a_topic_waits_once),
        STORE_TEST(test_a_lease_ends),
        STORE_TEST(test_failures_pause_longer_and_longer),
        STORE_TEST(test_a_job_that_kills_its_worker_is_given_up),
        STORE_TEST(test_done_jobs_are_forgotten),
        STORE_TEST(test_a_job_goes_with_its_cause),
        STORE_TEST(test_every_job_is_taken_once),
        cmocka_unit_test(test_pauses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
