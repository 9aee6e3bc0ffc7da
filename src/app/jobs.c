/* SPDX-License-Identifier: Apache-2.0 */
#include "app/jobs.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "alert/alert_job.h"
#include "alert/alert_send.h"
#include "badge/badge_job.h"
#include "base/log.h"
#include "base/rand.h"
#include "health/trend.h"
#include "jira/jira_send.h"
#include "job/hint.h"
#include "journal/journal_tree.h"
#include "mail/mail_letter.h"
#include "mint/anchor.h"
#include "mint/campaign.h"
#include "mint/mint.h"
#include "onchain/onchain_lane.h"
#include "ticket/bulk.h"
#include "ticket/generation.h"
#include "ticket/generation_follow.h"
#include "ticket/notice_mail.h"
#include "ticket/part_sync.h"
#include "ticket/snooze.h"
#include "ticket/ticket_accept.h"
#include "ticket/ticket_redecide.h"

/* MAIL_LOOKS: how often notices are looked through in the time that they wait to be mailed. */
enum { HOUR_SECONDS = 3600, MAIL_LOOKS = 6 };
#define PAUSE_US CLOCK_SECOND_US

/* What was done is kept for a week, for those who look into what happened. */
#define KEPT_US (7 * CLOCK_DAY_US)

const struct job_handler jobs_handlers[] = {
    {GENERATION_JOB, part_sync_job},
    {GENERATION_FOLLOW_JOB, generation_follow_job},
    {TICKET_REDECIDE_JOB, ticket_redecide_job},
    {SNOOZE_JOB, snooze_job},
    {TICKET_ACCEPT_JOB, ticket_accept_job},
    {BULK_JOB, bulk_job},
    {TREND_JOB, trend_job},
    {ALERT_JOB, alert_job_run},
    {BADGE_JOB, badge_job_run},
    {NULL, NULL},
};

const struct outbox_sender jobs_senders[] = {
    {ALERT_CHANNEL, alert_send},
    {TRACKER_CHANNEL, jira_send},
    {MAIL_LETTER_CHANNEL, mail_letter_send},
    {NOTICE_MAIL_CHANNEL, notice_mail_send},
    {NULL, NULL},
};

const struct onchain_listener jobs_listeners[] = {
    {MINT_PURPOSE, mint_on_mined, mint_on_final, mint_on_failed, mint_on_reorg},
    {CAMPAIGN_CLAIM_PURPOSE, mint_on_mined, mint_on_final, mint_on_failed, mint_on_reorg},
    {MINT_CLASS_PURPOSE, NULL, mint_class_on_final, mint_class_on_failed, NULL},
    {ANCHOR_PURPOSE, NULL, anchor_on_final, anchor_on_failed, NULL},
    {CAMPAIGN_PURPOSE, NULL, campaign_on_final, campaign_on_failed, NULL},
    {CAMPAIGN_CLOSE_PURPOSE, NULL, NULL, campaign_on_failed, NULL},
    {MINT_REVOKE_PURPOSE, NULL, mint_on_revoked, mint_on_not_revoked, NULL},
    {0},
};

/* Each has a thread of its own, so that a server that is slow to answer holds up nothing but messages, and a node nothing but chains. */
struct lane {
    struct jobs *jobs;
    pthread_t thread;
    bool (*do_due)(struct jobs *jobs, struct db *db, struct err *err);
    bool is_started, is_woken;
};

enum { LANE_JOBS, LANE_MESSAGES, LANE_MORE_MESSAGES, LANE_CHAINS, LANES };

struct jobs {
    struct app *app;
    struct lane lanes[LANES];
    struct onchain_lane *chains;
    pthread_mutex_t lock;
    pthread_cond_t is_told;
    bool is_ending;
    int64_t forgot_us; /* when old jobs were last forgotten */
    int64_t mailed_us; /* when notices were last looked through for those to be mailed */
};

/* About a second: servers that looked in step would always find the same one first, be it one that cannot do the work. */
static void set_pause_end(struct timespec *ret_until)
{
    uint16_t chance;
    rand_bytes(&chance, sizeof chance);
    clock_gettime(CLOCK_REALTIME, ret_until);
    int64_t end_us =
        ret_until->tv_nsec / 1000 + PAUSE_US * 3 / 4 + PAUSE_US / 2 * chance / UINT16_MAX;
    ret_until->tv_sec += end_us / CLOCK_SECOND_US;
    ret_until->tv_nsec = end_us % CLOCK_SECOND_US * 1000;
}

/* Waits a while, or until somebody says that there is something to do or that it is time to end; returns whether to go on. */
static bool pause_a_little(struct lane *lane)
{
    struct jobs *jobs = lane->jobs;
    struct timespec until;
    set_pause_end(&until);
    int number = 0;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->is_ending && !lane->is_woken && number != ETIMEDOUT)
        number = pthread_cond_timedwait(&jobs->is_told, &jobs->lock, &until);
    bool goes_on = !jobs->is_ending;
    lane->is_woken = false;
    pthread_mutex_unlock(&jobs->lock);
    return goes_on;
}

static bool is_ending(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    bool is = jobs->is_ending;
    pthread_mutex_unlock(&jobs->lock);
    return is;
}

/* What is due once an hour; due dates that kenzen gave to snoozed tickets come without a job of their own. */
static bool do_hourly(struct jobs *jobs, struct db *db, struct err *err)
{
    int64_t now_us = clock_now_us();
    if (now_us - jobs->forgot_us < HOUR_SECONDS * CLOCK_SECOND_US)
        return true;
    jobs->forgot_us = now_us;
    return job_forget_done(db, now_us - KEPT_US, err) &&
           notice_forget(db, now_us - NOTICE_KEPT_US, err) &&
           outbox_forget(db, now_us - OUTBOX_KEPT_US, err) && hint_forget(db, now_us, err) &&
           snooze_plan(db, now_us, now_us, err) && trend_plan(db, now_us, err) &&
           alert_job_begin_teams(db, now_us, err) && badge_job_plan(db, now_us, err);
}

/* What was written to the journal meanwhile gets its place. */
static bool place_entries(struct jobs *jobs, struct db *db, struct err *err)
{
    bool is_more = true, is_good = true;
    while (is_good && is_more && !is_ending(jobs))
        is_good = journal_tree_place(db, clock_now_us(), &is_more, err);
    return is_good;
}

/* Notices are mailed minutes after they came about: looking for them now and then is enough. */
static bool mail_notices(struct jobs *jobs, struct db *db, struct err *err)
{
    int64_t now_us = clock_now_us(), wait_us = jobs->app->config.mail_wait_us;
    int64_t pause_us = wait_us / MAIL_LOOKS;
    if (now_us - jobs->mailed_us < pause_us)
        return true;
    jobs->mailed_us = now_us;
    return notice_mail_round(db, wait_us, now_us, err);
}

static bool do_jobs(struct jobs *jobs, struct db *db, struct err *err)
{
    bool has_run = true;
    bool is_good = do_hourly(jobs, db, err) && alert_job_start(db, clock_now_us(), err) &&
                   mail_notices(jobs, db, err) && mint_round(db, clock_now_us(), err);
    while (is_good && has_run && !is_ending(jobs))
        is_good = job_run_next(db, jobs_handlers, &jobs->app->tools, clock_now_us(), &has_run, err);
    return is_good && place_entries(jobs, db, err) && badge_job_start(db, clock_now_us(), err);
}

static bool send_messages(struct jobs *jobs, struct db *db, struct err *err)
{
    bool has_run = true, is_good = true;
    while (is_good && has_run && !is_ending(jobs))
        is_good =
            outbox_run_next(db, jobs_senders, &jobs->app->tools, clock_now_us(), &has_run, err);
    return is_good;
}

static bool work_on_chains(struct jobs *jobs, struct db *db, struct err *err)
{
    const struct api_tools *tools = &jobs->app->tools;
    return onchain_lane_run(jobs->chains, db, tools->vault, tools->chains, jobs_listeners, err) &&
           campaign_watch(db, tools->vault, tools->chains, clock_now_us(), err) &&
           anchor_round(db, text_of(tools->url), clock_now_us(), err);
}

/* Does all that is due. */
static void do_due(const struct lane *lane)
{
    struct err err;
    struct app *app = lane->jobs->app;
    struct db *db = db_pool_take(app->db);
    bool is_good = lane->do_due(lane->jobs, db, &err);
    db_pool_give(app->db, db);
    if (!is_good)
        log_error("jobs", "error=\"%s\"", err.text);
}

static void *run(void *context)
{
    struct lane *lane = context;
    do
        do_due(lane);
    while (pause_a_little(lane));
    return NULL;
}

bool jobs_new(struct jobs **ret_jobs, struct app *app, struct err *err)
{
    struct jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs)
        err_panic("out of memory");
    jobs->app = app;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->is_told, NULL);
    jobs->lanes[LANE_JOBS].do_due = do_jobs;
    jobs->lanes[LANE_MESSAGES].do_due = jobs->lanes[LANE_MORE_MESSAGES].do_due = send_messages;
    jobs->lanes[LANE_CHAINS].do_due = work_on_chains;
    jobs->chains = onchain_lane_new();
    for (size_t i = 0; i < LANES; i++) {
        struct lane *lane = &jobs->lanes[i];
        lane->jobs = jobs;
        errno = pthread_create(&lane->thread, NULL, run, lane);
        lane->is_started = errno == 0;
        if (!lane->is_started) {
            err_set_errno(err, "cannot start a thread");
            jobs_free(jobs);
            return false;
        }
    }
    *ret_jobs = jobs;
    return true;
}

void jobs_wake(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < LANES; i++)
        jobs->lanes[i].is_woken = true;
    pthread_cond_broadcast(&jobs->is_told);
    pthread_mutex_unlock(&jobs->lock);
}

void jobs_free(struct jobs *jobs)
{
    if (!jobs)
        return;
    pthread_mutex_lock(&jobs->lock);
    jobs->is_ending = true;
    pthread_cond_broadcast(&jobs->is_told);
    pthread_mutex_unlock(&jobs->lock);
    for (size_t i = 0; i < LANES; i++)
        if (jobs->lanes[i].is_started)
            pthread_join(jobs->lanes[i].thread, NULL);
    pthread_cond_destroy(&jobs->is_told);
    pthread_mutex_destroy(&jobs->lock);
    onchain_lane_free(jobs->chains);
    free(jobs);
}
