/* SPDX-License-Identifier: Apache-2.0 */
#include "health/grade.h"

static const struct {
    const char *word;
    int weight;
    enum grade_step step;
} kinds[GRADE_PARTS] = {
    [GRADE_TIMELINESS] = {"timeliness", 25, GRADE_STEP_OVERDUE},
    [GRADE_KEV] = {"kev", 20, GRADE_STEP_KEV},
    [GRADE_BACKLOG] = {"backlog", 15, GRADE_STEP_OLD},
    [GRADE_COVERAGE] = {"coverage", 15, GRADE_STEP_UNCOVERED},
    [GRADE_FRESHNESS] = {"freshness", 10, GRADE_STEP_STALE},
    [GRADE_BALANCE] = {"balance", 10, GRADE_STEP_GROUNDS},
    [GRADE_REGRESSION] = {"regression", 5, GRADE_STEP_RETURNS},
};

/* A ticket weighs twice as much as one of the next lower priority; by enum ssvc_decision. */
static const int64_t weights[TREND_PRIORITIES] = {1, 2, 4, 8};
/* What an open ticket is still worth by its age: up to 7, 30, 90 days, older. */
static const int64_t worths[TREND_AGES] = {100, 75, 40, 0};

enum { KEV_DAYS = 14, RETURNS_FACTOR = 5 };

const char *grade_kind_word(enum grade_kind kind)
{
    return kinds[kind].word;
}

const char *grade_step_word(enum grade_step step)
{
    static const char *const words[GRADE_STEPS] = {[GRADE_STEP_OVERDUE] = "overdue",
        [GRADE_STEP_DUE] = "due",
        [GRADE_STEP_KEV] = "kev",
        [GRADE_STEP_OLD] = "old",
        [GRADE_STEP_UNCOVERED] = "uncovered",
        [GRADE_STEP_STALE] = "stale",
        [GRADE_STEP_GROUNDS] = "grounds",
        [GRADE_STEP_RETURNS] = "returns"};
    return words[step];
}

/* -- parts -- */

static int64_t weigh(const struct trend_facts *facts, enum trend_count from)
{
    int64_t sum = 0;
    for (size_t i = 0; i < TREND_PRIORITIES; i++)
        sum += weights[i] * facts->at[from + i];
    return sum;
}

/* Shares are rounded down: only all is 100. */
static void set_share(struct grade_part *part, int64_t good, int64_t of)
{
    part->has_data = of > 0;
    part->good = good;
    part->of = of;
    part->value = of > 0 ? (int)(100 * good / of) : 0;
}

static void grade_timeliness(const struct trend_facts *facts, struct grade_part *part)
{
    int64_t good = weigh(facts, TREND_IN_TIME);
    int64_t overdue = trend_fact_sum(facts, TREND_OVERDUE, TREND_PRIORITIES);
    set_share(part, good, good + weigh(facts, TREND_LATE) + weigh(facts, TREND_OVERDUE));
    part->step_count = overdue;
    if (!overdue) {
        part->step = GRADE_STEP_DUE;
        part->step_count = trend_fact_sum(facts, TREND_LATE, TREND_PRIORITIES);
    }
}

/* A team that runs nothing has nothing to be graded for. */
static void grade_kev(const struct trend_facts *facts, struct grade_part *part)
{
    int64_t tickets = facts->at[TREND_KEV], hours = facts->at[TREND_KEV_HOURS];
    part->has_data = tickets > 0 || facts->at[TREND_PARTS] > 0;
    part->good = hours / 24;
    part->of = tickets;
    part->value = 100;
    if (tickets)
        part->value = (int)(100 - 100 * hours / (tickets * KEV_DAYS * 24));
    if (part->value < 0)
        part->value = 0;
    part->step_count = tickets;
}

static void grade_backlog(const struct trend_facts *facts, struct grade_part *part)
{
    int64_t worth = 0, most = 0, old = 0, count = 0;
    for (size_t i = 0; i < TREND_PRIORITIES; i++)
        for (size_t age = 0; age < TREND_AGES; age++) {
            int64_t tickets = facts->at[TREND_BACKLOG + i * TREND_AGES + age];
            worth += weights[i] * worths[age] * tickets;
            most += weights[i] * 100 * tickets;
            old += age >= TREND_AGES - 1 ? tickets : 0;
            count += tickets;
        }
    part->has_data = most > 0 || facts->at[TREND_PARTS] > 0;
    part->value = most ? (int)(100 * worth / most) : 100;
    part->good = count - old;
    part->of = count;
    part->step_count = old ? old : count;
}

static void grade_returns(const struct trend_facts *facts, struct grade_part *part)
{
    int64_t back =
        trend_fact_sum(facts, TREND_CAME_BACK, TREND_PRIORITIES) + facts->at[TREND_STILL_THERE];
    int64_t fixed = facts->at[TREND_FIXED] > back ? facts->at[TREND_FIXED] : back;
    part->has_data = fixed > 0;
    part->good = back;
    part->of = fixed;
    part->value = fixed ? (int)(100 - 100 * RETURNS_FACTOR * back / fixed) : 0;
    if (part->value < 0)
        part->value = 0;
    part->step_count = back;
}

static void grade_shares(
    const struct trend_facts *facts, const struct grade_balance *balance, struct grade_part *parts)
{
    int64_t covered = facts->at[TREND_COVERED], open = facts->at[TREND_NOT_COVERED],
            undecidable = facts->at[TREND_UNDECIDABLE];
    set_share(&parts[GRADE_COVERAGE], covered, covered + open + undecidable);
    parts[GRADE_COVERAGE].step_count = open + undecidable;
    set_share(&parts[GRADE_FRESHNESS], facts->at[TREND_FRESH], facts->at[TREND_PARTS]);
    parts[GRADE_FRESHNESS].step_count = facts->at[TREND_PARTS] - facts->at[TREND_FRESH];
    if (balance)
        set_share(&parts[GRADE_BALANCE], balance->enough, balance->of);
    parts[GRADE_BALANCE].step_count = balance ? balance->of - balance->enough : 0;
}

/* -- the whole -- */

static char letter_of(int value)
{
    static const int least[] = {90, 75, 60, 40, 0};
    char letter = 'A';
    for (size_t i = 0; value < least[i]; i++)
        letter++;
    return letter;
}

static void add_up(struct grade *grade)
{
    int sum = 0, best_tenths = 0;
    for (size_t i = 0; i < GRADE_PARTS; i++) {
        struct grade_part *part = &grade->parts[i];
        if (!part->has_data)
            continue;
        grade->weight += part->weight;
        sum += part->weight * part->value;
    }
    grade->is_given = grade->weight >= GRADE_WEIGHT_LEAST;
    grade->value = grade->weight ? sum / grade->weight : 0;
    grade->letter = (char)(grade->is_given ? letter_of(grade->value) : 0);
    grade->best = -1;
    for (int i = 0; i < GRADE_PARTS; i++) {
        struct grade_part *part = &grade->parts[i];
        if (!part->has_data || part->value == 100) {
            part->step = GRADE_STEP_NONE;
            continue;
        }
        part->raise_tenths = 10 * part->weight * (100 - part->value) / grade->weight;
        if (part->raise_tenths <= best_tenths)
            continue;
        best_tenths = part->raise_tenths;
        grade->best = i;
    }
}

void grade_of(
    const struct trend_facts *facts, const struct grade_balance *balance, struct grade *ret_grade)
{
    struct grade grade = {0};
    for (size_t i = 0; i < GRADE_PARTS; i++) {
        grade.parts[i].weight = kinds[i].weight;
        grade.parts[i].step = kinds[i].step;
    }
    grade_timeliness(facts, &grade.parts[GRADE_TIMELINESS]);
    grade_kev(facts, &grade.parts[GRADE_KEV]);
    grade_backlog(facts, &grade.parts[GRADE_BACKLOG]);
    grade_returns(facts, &grade.parts[GRADE_REGRESSION]);
    grade_shares(facts, balance, grade.parts);
    add_up(&grade);
    *ret_grade = grade;
}

void grade_point(const struct trend *trend, size_t at, const struct grade_balance *balance,
    struct grade *ret_grade)
{
    const struct trend_point *point = &trend->points[at];
    struct trend_facts facts = point->facts;
    bool reaches_back = at > 0 && point->is_running && trend->points[at - 1].has_facts;
    for (size_t i = 0; reaches_back && i < TREND_FLOWS; i++)
        facts.at[i] += trend->points[at - 1].facts.at[i];
    grade_of(&facts, balance, ret_grade);
}

/* -- words -- */

static const char *missing_of(enum grade_kind kind)
{
    static const char *const words[GRADE_PARTS] = {
        [GRADE_TIMELINESS] = "No ticket with a due date ended, and none is overdue.",
        [GRADE_KEV] = "There is no SBOM to look for exploited vulnerabilities in.",
        [GRADE_BACKLOG] = "There is no SBOM to have tickets of.",
        [GRADE_COVERAGE] = "There is no SBOM that was matched.",
        [GRADE_FRESHNESS] = "There is no SBOM.",
        [GRADE_BALANCE] = "No decision of the period was looked at.",
        [GRADE_REGRESSION] = "Nothing was fixed, so nothing can have come back.",
    };
    return words[kind];
}

struct text grade_why(enum grade_kind kind, const struct grade_part *part, struct arena *arena)
{
    static const char *const formats[GRADE_PARTS] = {
        [GRADE_TIMELINESS] =
            "%lld of %lld, weighted by priority, ended in time; what is overdue counts as late.",
        [GRADE_KEV] = "%lld days of exposure, of %lld open tickets that are known to be exploited.",
        [GRADE_BACKLOG] =
            "%lld of %lld open tickets are at most 90 days old; younger and lower ones weigh less.",
        [GRADE_COVERAGE] = "%lld of %lld components are covered by a source and can be decided.",
        [GRADE_FRESHNESS] = "%lld of %lld parts have an SBOM of the last 30 days.",
        [GRADE_BALANCE] = "%lld of %lld decisions rested on enough intelligence.",
        [GRADE_REGRESSION] = "%lld came back, of %lld fixed.",
    };
    if (!part->has_data)
        return text_of(missing_of(kind));
    if (kind == GRADE_KEV && !part->of)
        return TEXT("No open ticket is known to be exploited.");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return arena_format(arena, formats[kind], (long long)part->good, (long long)part->of);
#pragma GCC diagnostic pop
}
