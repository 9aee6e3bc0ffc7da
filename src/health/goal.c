/* SPDX-License-Identifier: Apache-2.0 */
#include "health/goal.h"

#include "base/limits.h"
#include "base/rand.h"
#include "journal/journal.h"
#include "ticket/notice.h"

static const struct {
    const char *word;
    int64_t most; /* of the target */
    bool is_share, is_kept;
} kinds[GOAL_KINDS] = {
    [GOAL_KEV_DAYS] = {"kev_days", 365, false, true},
    [GOAL_ACKNOWLEDGED] = {"acknowledged", 100, true, false},
    [GOAL_IN_TIME] = {"in_time", 100, true, false},
    [GOAL_BACKLOG] = {"backlog", LIMIT_GOAL_TICKETS, false, false},
    [GOAL_OVERDUE] = {"overdue", LIMIT_GOAL_TICKETS, false, false},
    [GOAL_COVERED] = {"covered", 100, false, false},
};

const char *goal_kind_word(enum goal_kind kind)
{
    return kinds[kind].word;
}

bool goal_kind_read(struct text word, enum goal_kind *ret_kind)
{
    for (int i = 0; i < GOAL_KINDS; i++)
        if (text_is(word, kinds[i].word)) {
            *ret_kind = (enum goal_kind)i;
            return true;
        }
    return false;
}

const char *goal_state_word(enum goal_state state)
{
    static const char *const words[GOAL_STATES] = {[GOAL_RUNNING] = "running",
        [GOAL_REACHED] = "reached",
        [GOAL_MISSED] = "missed",
        [GOAL_WITHDRAWN] = "withdrawn"};
    return words[state];
}

struct text goal_sentence(const struct goal *goal, struct arena *arena)
{
    long long target = (long long)goal->target;
    switch (goal->kind) {
    case GOAL_KEV_DAYS:
        return arena_format(
            arena, "No known exploited vulnerability open longer than %lld days", target);
    case GOAL_ACKNOWLEDGED:
        return arena_format(
            arena, "%lld %% acknowledged within %lld days", target, (long long)goal->within_days);
    case GOAL_IN_TIME: return arena_format(arena, "%lld %% ended in time", target);
    case GOAL_BACKLOG: return arena_format(arena, "At most %lld open tickets", target);
    case GOAL_OVERDUE: return arena_format(arena, "At most %lld overdue tickets", target);
    case GOAL_COVERED: return arena_format(arena, "%lld %% of the components covered", target);
    case GOAL_KINDS: break;
    }
    return TEXT("");
}

/* -- measuring -- */

static void set_share(struct goal *goal, int64_t good, int64_t of)
{
    goal->has_value = of > 0;
    goal->good = good;
    goal->of = of;
    goal->value = of > 0 ? 100 * good / of : 0;
    goal->is_met = of > 0 && goal->value >= goal->target;
}

static void set_most(struct goal *goal, int64_t value, bool has_value)
{
    goal->has_value = has_value;
    goal->value = goal->good = value;
    goal->is_met = has_value && value <= goal->target;
}

static void measure_in_time(struct goal *goal, const struct trend_facts *facts)
{
    int64_t in_time = trend_fact_sum(facts, TREND_IN_TIME, TREND_PRIORITIES);
    int64_t late = trend_fact_sum(facts, TREND_LATE, TREND_PRIORITIES);
    set_share(
        goal, in_time, in_time + late + trend_fact_sum(facts, TREND_OVERDUE, TREND_PRIORITIES));
}

static void measure_acknowledged(
    struct goal *goal, const struct trend_facts *facts, int64_t waiting)
{
    set_share(goal, trend_fact_time_within(facts, TREND_ACK, goal->within_days * 24 * 60),
        trend_fact_time_count(facts, TREND_ACK) + waiting);
}

/* A team without an SBOM has no open tickets, and has done nothing for it. */
void goal_value(struct goal *goal, const struct trend_facts *facts, bool has_facts, int64_t waiting)
{
    int64_t open = trend_fact_sum(facts, TREND_BACKLOG, TREND_PRIORITIES * TREND_AGES);
    has_facts = has_facts && (open > 0 || facts->at[TREND_PARTS] > 0);
    switch (goal->kind) {
    case GOAL_KEV_DAYS:
        set_most(goal, (facts->at[TREND_KEV_LONGEST] + 23) / 24, has_facts);
        goal->of = facts->at[TREND_KEV];
        break;
    case GOAL_ACKNOWLEDGED: measure_acknowledged(goal, facts, waiting); break;
    case GOAL_IN_TIME: measure_in_time(goal, facts); break;
    case GOAL_BACKLOG: set_most(goal, open, has_facts); break;
    case GOAL_OVERDUE:
        set_most(goal, trend_fact_sum(facts, TREND_OVERDUE, TREND_PRIORITIES), has_facts);
        goal->of = open;
        break;
    case GOAL_COVERED:
        set_share(goal, facts->at[TREND_COVERED],
            facts->at[TREND_COVERED] + facts->at[TREND_NOT_COVERED] + facts->at[TREND_UNDECIDABLE]);
        break;
    case GOAL_KINDS: break;
    }
}

enum goal_state goal_judge(const struct goal *goal, int64_t today)
{
    bool is_over = today > goal->until_day;
    if (kinds[goal->kind].is_kept && goal->has_value && !goal->is_met)
        return GOAL_MISSED;
    if (is_over && (kinds[goal->kind].is_share || kinds[goal->kind].is_kept))
        /* What nothing fell under was not broken. */
        return goal->is_met || !goal->has_value ? GOAL_REACHED : GOAL_MISSED;
    if (!kinds[goal->kind].is_share && !kinds[goal->kind].is_kept && goal->is_met)
        return GOAL_REACHED;
    return is_over ? GOAL_MISSED : GOAL_RUNNING;
}

bool goal_measure(struct db *db, const struct api_principal *who, struct goal *goal, int64_t now_us,
    struct arena *arena, struct err *err)
{
    struct trend trend;
    int64_t waiting = 0;
    const struct trend_order order = {.who = who,
        .team_id = goal->team_id,
        .count = 1,
        .is_span = true,
        .first_day = goal->from_day,
        .until_day = goal->until_day,
        .now_us = now_us};
    if (!trend_read(db, &order, arena, &trend, err))
        return false;
    if (goal->kind == GOAL_ACKNOWLEDGED && trend.points[0].is_running &&
        !goal_count_waiting(db, goal->team_id, trend.spans[0].from_us,
            now_us - goal->within_days * CLOCK_DAY_US, &waiting, err))
        return false;
    goal_value(goal, &trend.points[0].facts, trend.points[0].has_facts, waiting);
    return true;
}

/* -- setting and withdrawing -- */

static bool check(const struct goal *goal, int64_t today, struct err *err)
{
    bool is_within = goal->kind == GOAL_ACKNOWLEDGED;
    int64_t least = kinds[goal->kind].is_share || goal->kind == GOAL_COVERED ? 1 : 0;
    if (goal->target < least || goal->target > kinds[goal->kind].most)
        return err_set(err, ERR_USAGE, "target: must be from %lld to %lld", (long long)least,
            (long long)kinds[goal->kind].most);
    if (is_within && (goal->within_days < 1 || goal->within_days > LIMIT_GOAL_WITHIN_DAYS))
        return err_set(err, ERR_USAGE, "within_days: must be from 1 to %d", LIMIT_GOAL_WITHIN_DAYS);
    if (!is_within && goal->within_days)
        return err_set(err, ERR_USAGE, "within_days: is of \"acknowledged\" only");
    if (goal->until_day < today)
        return err_set(err, ERR_USAGE, "until: lies in the past");
    return goal->until_day <= today + LIMIT_GOAL_DAYS ||
           err_set(err, ERR_USAGE, "until: must be within %d days", LIMIT_GOAL_DAYS);
}

static bool tell_journal(struct db *db, const struct goal *goal, const char *kind,
    int64_t account_id, int64_t now_us, struct err *err)
{
    char facts[160];
    snprintf(facts, sizeof facts, "{\"kind\":\"%s\",\"target\":%lld,\"within_days\":%lld}",
        goal_kind_word(goal->kind), (long long)goal->target, (long long)goal->within_days);
    return journal_add(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = account_id,
            .team_id = goal->team_id,
            .object_kind = "goal",
            .object_id = goal->id,
            .at_us = now_us,
            .facts = text_of(facts)},
        err);
}

struct work {
    const struct api_principal *who;
    struct goal *goal;
    int64_t now_us;
};

static bool set(struct db *db, void *context, struct err *err)
{
    const struct work *work = context;
    struct arena arena;
    struct goal *running;
    size_t count = 0;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = goal_list_running(db, work->goal->team_id, &arena, &running, &count, err);
    arena_done(&arena);
    if (is_ok && count >= LIMIT_GOALS)
        is_ok = err_set(err, ERR_LIMIT, "a team can have %zu goals at once", LIMIT_GOALS);
    return is_ok && goal_add(db, work->goal, err) &&
           tell_journal(
               db, work->goal, "goal.set", work->goal->created_by, work->goal->created_us, err);
}

bool goal_set(struct db *db, const struct api_principal *who, struct goal *goal, int64_t today,
    int64_t now_us, struct err *err)
{
    if (!check(goal, today, err))
        return false;
    goal->id = rand_id(now_us);
    goal->state = GOAL_RUNNING;
    goal->from_day = today;
    goal->created_by = who->account_id;
    goal->created_us = now_us;
    return db_transact(db, set, &(struct work){who, goal, now_us}, err);
}

static bool withdraw(struct db *db, void *context, struct err *err)
{
    const struct work *work = context;
    struct arena arena;
    struct goal goal;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = goal_find(db, work->who, work->goal->id, RIGHT_GOAL_CHANGE, &arena, &goal, err);
    if (is_ok && goal.state != GOAL_RUNNING)
        is_ok = err_set(err, ERR_CONFLICT, "the goal has ended");
    if (is_ok) {
        goal.state = GOAL_WITHDRAWN;
        goal.ended_by = work->who->account_id;
        goal.ended_us = work->now_us;
        is_ok = goal_end(db, &goal, err) &&
                tell_journal(db, &goal, "goal.withdrawn", goal.ended_by, work->now_us, err);
    }
    arena_done(&arena);
    return is_ok;
}

bool goal_withdraw(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err)
{
    struct goal goal = {.id = id};
    return db_transact(db, withdraw, &(struct work){who, &goal, now_us}, err);
}

/* -- ending -- */

static bool tell_members(
    struct db *db, const struct goal *goal, int64_t now_us, struct arena *arena, struct err *err)
{
    struct notice *notices;
    size_t count;
    if (!notice_members(db, &goal->team_id, 1, arena, &notices, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        notices[i].kind = goal->state == GOAL_REACHED ? TEXT("goal_reached") : TEXT("goal_missed");
        notices[i].subject_id = goal->id;
        notices[i].text = goal_sentence(goal, arena);
        notices[i].reason = NOTICE_TEAM;
        notices[i].count = 1;
        notices[i].updated_us = now_us;
    }
    return notice_write(db, notices, count, err);
}

static bool end(struct db *db, void *context, struct err *err)
{
    const struct work *work = context;
    struct arena arena;
    struct goal now;
    static const struct api_principal all = {.roles = ACCOUNT_ADMINISTRATOR};
    arena_init(&arena, SIZE_MAX);
    bool is_ok = goal_find(db, &all, work->goal->id, RIGHT_GOAL_CHANGE, &arena, &now, err);
    if (is_ok && now.state == GOAL_RUNNING) {
        work->goal->ended_us = work->now_us;
        is_ok = goal_end(db, work->goal, err) &&
                tell_journal(db, work->goal,
                    work->goal->state == GOAL_REACHED ? "goal.reached" : "goal.missed", 0,
                    work->now_us, err) &&
                tell_members(db, work->goal, work->now_us, &arena, err);
    }
    arena_done(&arena);
    return is_ok;
}

static bool end_if_decided(struct db *db, const struct trend_team *team, struct goal *goal,
    int64_t now_us, struct arena *arena, struct err *err)
{
    static const struct api_principal all = {.roles = ACCOUNT_ADMINISTRATOR};
    struct zone zone = {0};
    if (!goal_measure(db, &all, goal, now_us, arena, err) || !zone_open(&zone, team->zone, err))
        return false;
    goal->state = goal_judge(goal, zone_time(&zone, now_us).day);
    zone_close(&zone);
    return goal->state == GOAL_RUNNING ||
           db_transact(db, end, &(struct work){&all, goal, now_us}, err);
}

bool goal_end_decided(struct db *db, const struct trend_team *team, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct goal *goals;
    size_t count = 0;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = goal_list_running(db, team->id, &arena, &goals, &count, err);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = end_if_decided(db, team, &goals[i], now_us, &arena, err);
    arena_done(&arena);
    return is_ok;
}
