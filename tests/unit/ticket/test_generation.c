/* SPDX-License-Identifier: Apache-2.0 */
/* Another advisory index: a job for each part, and nothing from a server that has an older one. */
#include "ticket/loop.h"

#include "advisory/advisory_live.h"
#include "ticket/generation.h"
#include "ticket/generation_follow.h"
#include "ticket/part_sync.h"

#define CVE "CVE-2020-0001"

static const struct loop_record affects[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record shrunk[] = {
    {"GHSA-1", CVE, "npm", "lodash", "1.0", false, NULL, NULL, 0}};
static const struct job_handler handlers[] = {
    {GENERATION_JOB, part_sync_job}, {GENERATION_FOLLOW_JOB, generation_follow_job}, {NULL, NULL}};

/* The server whose index is the one that the loop has now. */
static struct api_tools tools_of(struct loop *l)
{
    char path[128];
    bool is_new;
    snprintf(path, sizeof path, "%s/%zu", l->folder, l->index_count - 1);
    struct advisory_live *live = advisory_live_new(arena_format(&l->world.t->arena, "%s", path).at);
    assert_ok(advisory_live_refresh(live, &is_new, err));
    return (struct api_tools){.advisories = live};
}

static bool take(struct loop *l)
{
    bool is_new;
    assert_ok(generation_take(l->world.t->db, l->index, l->now_us, &is_new, err));
    return is_new;
}

/* Does all jobs that are due; returns how many. */
static size_t work(struct loop *l, const struct api_tools *tools)
{
    size_t count = 0;
    bool has_run = true;
    for (; has_run; count++)
        assert_ok(job_run_next(l->world.t->db, handlers, tools, l->now_us, &has_run, err));
    return count - 1;
}

static int64_t waiting(struct loop *l)
{
    struct job_counts counts;
    assert_ok(job_count(l->world.t->db, l->now_us, &counts, err));
    assert_int_equal(counts.dead, 0);
    return counts.waiting;
}

/* Time passes between two indexes: the later file is the newer generation. */
static void know(struct loop *l, const struct loop_record *records)
{
    l->now_us += CLOCK_SECOND_US;
    clock_set_us(l->now_us);
    loop_know(l, records, 1);
}

static void test_a_new_generation_reaches_every_part(void **state)
{
    struct loop l;
    loop_init(&l, state);
    know(&l, affects);
    loop_install(&l, "lodash 1.5");
    struct api_tools tools = tools_of(&l);
    assert_true(take(&l));
    assert_false(take(&l));
    assert_int_equal(waiting(&l), 1);
    assert_int_equal(work(&l, &tools), 1);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    assert_int_equal(store_test_number(l.world.t, "SELECT affected FROM sbom_summary"), 1);
    advisory_live_free(tools.advisories);

    know(&l, shrunk);
    tools = tools_of(&l);
    assert_true(take(&l));
    assert_int_equal(work(&l, &tools), 1);
    assert_int_equal(loop_ticket(&l, CVE).cause, TICKET_NOT_AFFECTED);
    assert_int_equal(store_test_number(l.world.t, "SELECT affected FROM sbom_summary"), 0);
    assert_int_equal(store_test_number(l.world.t,
                         "SELECT count(*) FROM advisory_generation WHERE is_current = 1"),
        1);
    advisory_live_free(tools.advisories);
    loop_done(&l);
}

static void test_jobs_of_one_part_do_not_pile_up(void **state)
{
    struct loop l;
    loop_init(&l, state);
    know(&l, affects);
    loop_install(&l, "lodash 1.5");
    assert_true(take(&l));
    know(&l, shrunk);
    assert_true(take(&l));
    assert_int_equal(waiting(&l), 1);
    loop_done(&l);
}

static void test_an_older_server_writes_nothing(void **state)
{
    struct loop l;
    struct ticket *tickets;
    loop_init(&l, state);
    know(&l, shrunk);
    struct api_tools old = tools_of(&l);
    know(&l, affects);
    struct api_tools new = tools_of(&l);
    loop_install(&l, "lodash 1.5");
    assert_true(take(&l));
    bool is_past;
    const struct advisory_index *older = advisory_live_take(old.advisories);
    assert_ok(generation_is_past(l.world.t->db, older, &is_past, err));
    assert_true(is_past);
    bool is_new;
    assert_ok(generation_take(l.world.t->db, older, l.now_us, &is_new, err));
    assert_false(is_new);
    advisory_live_give(old.advisories, older);

    /* The older one takes the job, cannot do it, and leaves it to another. */
    assert_int_equal(work(&l, &old), 1);
    assert_int_equal(loop_tickets(&l, &tickets), 0);
    assert_int_equal(waiting(&l), 1);
    l.now_us += JOB_PAUSE_LONGEST_US;
    assert_int_equal(work(&l, &new), 1);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    assert_int_equal(waiting(&l), 0);
    advisory_live_free(old.advisories);
    advisory_live_free(new.advisories);
    loop_done(&l);
}

struct upload {
    struct loop *l;
    const struct api_tools *tools;
    int64_t sbom_id;
    struct ticket_counts counts;
};

static bool do_upload(struct db *db, void *context, struct err *err)
{
    struct upload *upload = context;
    struct loop *l = upload->l;
    struct part_sync sync;
    return part_sync_begin(
               &sync, db, upload->tools, l->world.part_id, 1, l->now_us, &l->world.t->arena, err) &&
           part_sync_end(&sync, true, upload->sbom_id, &upload->counts, err);
}

static void test_an_upload_to_an_older_server_is_left_to_a_job(void **state)
{
    struct loop l;
    struct ticket *tickets;
    loop_init(&l, state);
    know(&l, affects);
    struct api_tools old = tools_of(&l);
    know(&l, shrunk);
    assert_true(take(&l));
    assert_int_equal(waiting(&l), 0);
    struct upload upload = {.l = &l, .tools = &old, .sbom_id = loop_install(&l, "lodash 1.5")};
    assert_ok(db_transact(l.world.t->db, do_upload, &upload, err));
    assert_int_equal(upload.counts.opened, 0);
    assert_int_equal(loop_tickets(&l, &tickets), 0);
    assert_int_equal(waiting(&l), 1);
    advisory_live_free(old.advisories);
    loop_done(&l);
}

static void test_without_any_index_uploads_wait_for_one(void **state)
{
    struct loop l;
    loop_init(&l, state);
    struct api_tools none = {.advisories = advisory_live_new("/tmp/kenzen-no-such-index")};
    struct upload upload = {.l = &l, .tools = &none, .sbom_id = loop_install(&l, "lodash 1.5")};
    assert_ok(db_transact(l.world.t->db, do_upload, &upload, err));
    assert_int_equal(waiting(&l), 0);
    advisory_live_free(none.advisories);
    know(&l, affects);
    struct api_tools tools = tools_of(&l);
    assert_true(take(&l));
    assert_int_equal(work(&l, &tools), 1);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    advisory_live_free(tools.advisories);
    loop_done(&l);
}

static size_t follow(struct loop *l)
{
    struct generation_step step = {0};
    size_t looked = 0;
    while (!step.is_done) {
        assert_ok(generation_follow_step(l->world.t->db, l->index, NULL, l->now_us, &step, err));
        looked += step.looked_count;
    }
    return looked;
}

static void take_known(struct loop *l, const struct advisory_changes *changes)
{
    bool is_new;
    assert_ok(generation_take_changes(l->world.t->db, l->index, changes, l->now_us, &is_new, err));
    assert_true(is_new);
}

/* Nothing names the package, but its ecosystem was not covered before. */
static void test_an_ecosystem_that_comes_to_be_covered(void **state)
{
    static const struct loop_record other[] = {
        {"P-1", "", "PyPI", "flask", "2.0", false, NULL, NULL, 0}};
    struct loop l;
    loop_init(&l, state);
    know(&l, other);
    loop_install(&l, "lodash 1.5");
    take_known(&l, NULL);
    follow(&l);
    assert_int_equal(store_test_number(l.world.t, "SELECT not_covered FROM sbom_summary"), 6);
    know(&l, affects);
    take_known(&l, &(struct advisory_changes){0});
    follow(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    assert_int_equal(store_test_number(l.world.t, "SELECT not_covered FROM sbom_summary"), 0);
    assert_int_equal(store_test_number(l.world.t, "SELECT affected FROM sbom_summary"), 1);
    loop_done(&l);
}

/* The facts of a CVE are looked at where there are tickets of it, and nowhere else. */
static void test_a_cve_that_comes_to_be_exploited(void **state)
{
    struct loop l;
    struct text cves[] = {TEXT(CVE), TEXT("CVE-1999-0001")};
    loop_init(&l, state);
    know(&l, affects);
    loop_install(&l, "lodash 1.5, flask 1.0");
    take_known(&l, NULL);
    assert_int_equal(follow(&l), 1);
    l.now_us += CLOCK_SECOND_US;
    clock_set_us(l.now_us);
    loop_know_kev(&l, affects, 1, CVE);
    take_known(&l, &(struct advisory_changes){.cves = cves, .cve_count = 2});
    assert_int_equal(store_test_number(l.world.t, "SELECT count(*) FROM generation_change"), 1);
    assert_int_equal(follow(&l), 1);
    assert_true(loop_ticket(&l, CVE).finding.facts.is_kev);
    loop_done(&l);
}

/* A change that touches nothing that is installed leaves nothing to follow. */
static void test_a_package_that_nobody_has(void **state)
{
    static const struct loop_record more[] = {
        {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
        {"GHSA-2", "", "npm", "left-pad", "2.0", false, NULL, NULL, 0}};
    struct loop l;
    struct advisory_change nobody[] = {{TEXT("npm"), TEXT("left-pad")}};
    loop_init(&l, state);
    know(&l, affects);
    loop_install(&l, "lodash 1.5");
    take_known(&l, NULL);
    follow(&l);
    l.now_us += CLOCK_SECOND_US;
    clock_set_us(l.now_us);
    loop_know(&l, more, 2);
    take_known(&l, &(struct advisory_changes){.packages = nobody, .package_count = 1});
    assert_int_equal(store_test_number(l.world.t, "SELECT count(*) FROM generation_change"), 0);
    assert_int_equal(loop_ticket(&l, CVE).version, 1);
    loop_done(&l);
}

/* A server that has the former index must not follow with it, nor one that has the next one before that is taken. */
static void test_only_the_current_generation_is_followed(void **state)
{
    struct loop l;
    struct ticket *tickets;
    struct generation_step step;
    struct err other = {0};
    loop_init(&l, state);
    know(&l, shrunk);
    loop_install(&l, "lodash 1.5");
    take_known(&l, NULL);
    know(&l, affects);
    assert_false(generation_follow_step(l.world.t->db, l.index, NULL, l.now_us, &step, &other));
    assert_int_equal(other.code, ERR_CONFLICT);
    assert_int_equal(loop_tickets(&l, &tickets), 0);
    take_known(&l, NULL);
    assert_int_equal(follow(&l), 1);
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_new_generation_reaches_every_part),
        STORE_TEST(test_jobs_of_one_part_do_not_pile_up),
        STORE_TEST(test_an_older_server_writes_nothing),
        STORE_TEST(test_an_upload_to_an_older_server_is_left_to_a_job),
        STORE_TEST(test_without_any_index_uploads_wait_for_one),
        STORE_TEST(test_an_ecosystem_that_comes_to_be_covered),
        STORE_TEST(test_a_cve_that_comes_to_be_exploited),
        STORE_TEST(test_a_package_that_nobody_has),
        STORE_TEST(test_only_the_current_generation_is_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
