/* SPDX-License-Identifier: Apache-2.0 */
/* How a team works on its tickets: what is urgent first, as fast and as well as its habits let it. */
#include <stdio.h>

#include "advisory/advisory_live.h"
#include "base/attr.h"
#include "history_year.h"
#include "ticket/ticket_work.h"

#define HOUR_US (3600 * CLOCK_SECOND_US)

enum { SWIFT_DAYS = 5 };

struct task {
    int64_t id, assignee_id;
    enum ticket_state state;
    enum ssvc_decision priority;
    struct text ecosystem, package, flaw;
    unsigned service;
    bool is_kev, has_fix, is_snoozed, is_mitigated;
    int64_t since_us; /* from when its days count */
    uint64_t key;
};

/* A team's day: acts are one transaction, which may run twice, so what it changes is put back first. */
struct shift {
    struct year *year;
    unsigned team, acts;
    const struct advisory_index *index;
    struct task *tasks;
    size_t count;
};

enum fate { FATE_FIX, FATE_ACCEPT, FATE_NOT_AFFECTED, FATE_WRONG, FATE_MITIGATE };

static enum fate fate_of(const struct shift *shift, const struct task *task)
{
    unsigned at = chance_below(year_chance(shift->year, task->key, CHANCE_FATE), 1000);
    unsigned accept = cast_teams[shift->team].accept_permille;
    /* Nobody bears knowingly what others use against them. */
    if (at < accept)
        return task->priority == SSVC_IMMEDIATE ? FATE_MITIGATE : FATE_ACCEPT;
    at -= accept;
    return at < 40 ? FATE_NOT_AFFECTED : at < 55 ? FATE_WRONG : at < 95 ? FATE_MITIGATE : FATE_FIX;
}

/* Days of a habit, in microseconds, for this ticket: what is urgent goes faster, and no two take the same time. */
static int64_t delay_us(
    const struct shift *shift, const struct task *task, const int days[2], enum chance_what what)
{
    static const int percent[] = {[SSVC_DEFER] = 200,
        [SSVC_SCHEDULED] = 100,
        [SSVC_OUT_OF_CYCLE] = 45,
        [SSVC_IMMEDIATE] = 14};
    int64_t hours = 24 * cast_between(days, shift->year->day) * percent[task->priority] / 100;
    return hours * HOUR_US * (40 + chance_below(year_chance(shift->year, task->key, what), 120)) /
           100;
}

static const struct api_principal *admin_of(const struct shift *shift)
{
    return &shift->year->people[cast_teams[shift->team].people[0]];
}

/* Who takes a ticket: the admin as often as is their habit, else one of the others who are there. */
static const struct api_principal *choose_person(const struct shift *shift, const struct task *task)
{
    const struct cast_team *team = &cast_teams[shift->team];
    uint64_t chance = year_chance(shift->year, task->key, CHANCE_PERSON);
    unsigned others[CAST_TEAM_PEOPLE], count = 0;
    for (unsigned i = 1; i < CAST_TEAM_PEOPLE && team->people[i]; i++)
        if (year_is_there(shift->year, team->people[i]))
            others[count++] = team->people[i];
    if (!count || chance_below(chance, 1000) < team->first_permille)
        return admin_of(shift);
    return &shift->year->people[others[chance_below(chance_mix(chance, 1), count)]];
}

/* Who has it, or, when they are gone, who takes it. */
static const struct api_principal *worker_of(const struct shift *shift, const struct task *task)
{
    const struct cast_team *team = &cast_teams[shift->team];
    for (unsigned i = 0; i < CAST_TEAM_PEOPLE && team->people[i]; i++)
        if (shift->year->people[team->people[i]].account_id == task->assignee_id &&
            year_is_there(shift->year, team->people[i]))
            return &shift->year->people[team->people[i]];
    return choose_person(shift, task);
}

static bool act(struct db *db, struct shift *shift, const struct api_principal *who,
    struct ticket_order order, struct err *err)
{
    year_pass(shift->year);
    shift->acts++;
    order.now_us = shift->year->now_us;
    if (order.verb == TICKET_COMPLETE || order.verb == TICKET_MITIGATE) {
        order.action.account_id = who->account_id;
        order.action.executed_us = shift->year->now_us - HOUR_US / 2;
    }
    return ticket_work_run(db, who, &order, err);
}

static bool comment(struct db *db, struct shift *shift, const struct task *task,
    const struct api_principal *who, struct err *err)
{
    static const char *const words[] = {"Looked at it: we call the function, so it counts.",
        "Waiting for the release of the week.", "The tests are green with the new version.",
        "Who knows what this package is for?", "Goes out with the next build.",
        "Needs a change in our code first: the interface is another."};
    uint64_t chance = year_chance(shift->year, task->key, CHANCE_WORDS);
    return chance_below(chance, 1000) >= cast_teams[shift->team].comment_permille ||
           act(db, shift, who,
               (struct ticket_order){.verb = TICKET_COMMENT,
                   .ticket_id = task->id,
                   .text = text_of(words[(chance >> 12) % LEN_OF(words)])},
               err);
}

static bool take(struct db *db, struct shift *shift, struct task *task, struct err *err)
{
    const struct api_principal *who = choose_person(shift, task);
    return act(db, shift, who,
               (struct ticket_order){.verb = TICKET_ACKNOWLEDGE, .ticket_id = task->id}, err) &&
           act(db, shift, who,
               (struct ticket_order){
                   .verb = TICKET_ASSIGN, .ticket_id = task->id, .assignee_id = who->account_id},
               err) &&
           comment(db, shift, task, who, err);
}

/* Who builds that often builds anew at once for what is urgent. */
static void want(struct shift *shift, const struct task *task, enum parts_want what)
{
    struct year_service *service = &shift->year->services[task->service];
    bool is_swift =
        cast_between(cast_teams[shift->team].upload_days, shift->year->day) <= SWIFT_DAYS;
    history_sbom_want(&service->parts, task->ecosystem, task->package, what);
    if (is_swift && (task->is_kev || task->priority >= SSVC_OUT_OF_CYCLE))
        service->next_day = shift->year->day;
}

/* With what was read before: the advisory, and, where there is one, KEV's entry. */
static bool complete(struct db *db, struct shift *shift, const struct task *task,
    const struct api_principal *who, struct err *err)
{
    struct action_ground grounds[] = {
        {TEXT("advisory"), task->flaw, shift->year->now_us - 20 * HOUR_US},
        {TEXT("kev"), task->flaw, shift->year->now_us - 19 * HOUR_US}};
    struct action action = {.kind = ACTION_ELIMINATION,
        .text = TEXT("Brought the package up to date."),
        .grounds = grounds,
        .ground_count = task->is_kev ? 2 : 1};
    want(shift, task, PARTS_LATEST);
    if (chance_below(year_chance(shift->year, task->key, CHANCE_WORDS), 10) < 4)
        return true; /* the next SBOM says it */
    return act(db, shift, who,
        (struct ticket_order){.verb = TICKET_COMPLETE, .ticket_id = task->id, .action = action},
        err);
}

static bool fix(struct db *db, struct shift *shift, struct task *task, int64_t age_us,
    int64_t most_us, struct err *err)
{
    const struct api_principal *who = worker_of(shift, task);
    struct ticket_order order = {.ticket_id = task->id};
    uint64_t chance = year_chance(shift->year, task->key, CHANCE_FIX);
    if (!task->has_fix && task->state == TICKET_ACKNOWLEDGED && !task->is_kev) {
        order.verb = TICKET_SNOOZE;
        order.is_until_fix = true;
        return act(db, shift, who, order, err);
    }
    if (!task->has_fix)
        return true;
    if (task->state == TICKET_IN_PROGRESS)
        return age_us < most_us || complete(db, shift, task, who, err);
    bool is_planned =
        task->state == TICKET_ACKNOWLEDGED && chance_below(chance_mix(chance, 1), 4) == 0;
    if (is_planned && age_us >= most_us / 3) {
        order.verb = TICKET_SCHEDULE;
        order.due_us = shift->year->now_us + most_us;
        return act(db, shift, who, order, err);
    }
    order.verb = TICKET_START;
    return age_us < most_us * 2 / 3 || act(db, shift, who, order, err);
}

static bool decide(struct db *db, struct shift *shift, struct task *task, int64_t age_us,
    int64_t most_us, struct err *err)
{
    struct ticket_order order = {.ticket_id = task->id, .index = shift->index};
    uint64_t chance = year_chance(shift->year, task->key, CHANCE_WORDS);
    if (age_us < most_us / 2)
        return true;
    switch (fate_of(shift, task)) {
    case FATE_ACCEPT:
        order.verb = TICKET_ACCEPT;
        order.text =
            TEXT("The machine stands in a net of its own; to stop it costs more than the risk.");
        order.until_us = shift->year->now_us + (20 + chance_below(chance, 200)) * CLOCK_DAY_US;
        return act(db, shift, admin_of(shift), order, err);
    case FATE_NOT_AFFECTED:
        order.verb = TICKET_JUDGE_NOT_AFFECTED;
        order.justification = VEX_NOT_IN_EXECUTE_PATH;
        order.text = TEXT("We do not call that part of the package.");
        return act(db, shift, worker_of(shift, task), order, err);
    case FATE_WRONG:
        order.verb = TICKET_JUDGE_WRONG;
        order.text = TEXT("Another package of the same name: ours was never in that registry.");
        return act(db, shift, worker_of(shift, task), order, err);
    case FATE_MITIGATE:
        if (task->is_mitigated)
            return fix(db, shift, task, age_us, 2 * most_us, err);
        order.verb = TICKET_MITIGATE;
        order.action = (struct action){.kind = ACTION_MITIGATION,
            .text = TEXT("A rule in front of it lets no such request through.")};
        return act(db, shift, worker_of(shift, task), order, err);
    case FATE_FIX: break;
    }
    return fix(db, shift, task, age_us, most_us, err);
}

static bool is_for_today(const struct shift *shift, const struct task *task)
{
    enum cast_weekend weekend = cast_teams[shift->team].weekend;
    if (!year_is_weekend(shift->year) || weekend == CAST_AS_EVER)
        return true;
    return weekend == CAST_ON_CALL && (task->is_kev || task->priority == SSVC_IMMEDIATE);
}

static bool work_on(struct db *db, struct shift *shift, struct task *task, struct err *err)
{
    const struct cast_team *team = &cast_teams[shift->team];
    int64_t age_us = shift->year->now_us - task->since_us;
    int64_t first_us = delay_us(shift, task, team->acknowledge_days, CHANCE_ACKNOWLEDGE);
    int64_t fix_us = delay_us(shift, task, team->fix_days, CHANCE_FIX);
    bool is_given_up = !task->has_fix && task->state != TICKET_OPEN &&
                       age_us > delay_us(shift, task, team->replace_days, CHANCE_FIX);
    if (!is_for_today(shift, task) || age_us < first_us)
        return true;
    if (is_given_up)
        want(shift, task, PARTS_OUT);
    if (is_given_up || task->is_snoozed)
        return true;
    if (task->state == TICKET_OPEN)
        return take(db, shift, task, err);
    return fate_of(shift, task) == FATE_FIX
               ? fix(db, shift, task, age_us - first_us, fix_us, err)
               : decide(db, shift, task, age_us - first_us, fix_us, err);
}

/* -- a day -- */

static unsigned service_of(const struct year *year, int64_t id)
{
    unsigned i = 0;
    while (year->services[i].id != id)
        i++;
    return i;
}

static void read_task(
    const struct year *year, const struct db_rows *rows, size_t row, struct task *task)
{
    *task = (struct task){.id = db_int(rows, row, 0),
        .state = ticket_state_read(db_text(rows, row, 1)),
        .priority = (enum ssvc_decision)db_int(rows, row, 2),
        .ecosystem = db_text(rows, row, 3),
        .package = db_text(rows, row, 4),
        .flaw = db_text(rows, row, 5),
        .service = service_of(year, db_int(rows, row, 6)),
        .is_kev = db_int(rows, row, 7) != 0,
        .has_fix = !text_is(db_text(rows, row, 8), "[]"),
        .is_mitigated = !db_is_null(rows, row, 9),
        .is_snoozed = db_int(rows, row, 10) != 0,
        .since_us = db_int(rows, row, 11),
        .assignee_id = db_int(rows, row, 12)};
    int64_t kev_us = db_int(rows, row, 13);
    if (task->is_kev && kev_us > task->since_us)
        task->since_us = kev_us;
    task->key = chance_key(task->service, task->package);
    task->key = world_key(chance_key(task->key, task->ecosystem), task->flaw);
}

static void read_tasks(struct shift *shift)
{
    struct db_rows rows;
    struct err err = {0};
    struct year *year = shift->year;
    year_must(
        db_query(year->db,
            "SELECT t.id, t.state, t.priority, t.ecosystem, t.package, t.name, t.service_id, t.is_kev, t.fixed, t.mitigation,"
            " CASE WHEN s.ticket_id IS NULL THEN 0 ELSE 1 END, t.created_us, t.assignee_id, t.kev_added_us FROM ticket t"
            " LEFT JOIN ticket_snooze s ON s.ticket_id = t.id WHERE t.team_id = $1 AND t.is_done = 0"
            " ORDER BY t.rank DESC, t.service_id, t.name, t.package, t.ecosystem, t.part_id",
            DB_ARGS(DB_INT(year->team_ids[shift->team])), &year->arena, &rows, &err),
        "tickets", &err);
    shift->tasks = arena_take_array(&year->arena, rows.count, sizeof *shift->tasks);
    year_must(arena_check(&year->arena, &err), "tickets", &err);
    shift->count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        read_task(year, &rows, i, &shift->tasks[i]);
}

static bool work(struct db *db, void *context, struct err *err)
{
    struct shift *shift = context;
    bool is_ok = true;
    for (size_t i = 0;
        is_ok && i < shift->count && shift->acts < cast_teams[shift->team].acts_per_day; i++)
        is_ok = work_on(db, shift, &shift->tasks[i], err);
    return is_ok;
}

void year_work(struct year *year, unsigned team)
{
    struct err err = {0};
    struct shift shift = {
        .year = year, .team = team, .index = advisory_live_take(year->tools.advisories)};
    read_tasks(&shift);
    year_must(db_transact(year->db, work, &shift, &err), cast_teams[team].name, &err);
    advisory_live_give(year->tools.advisories, shift.index);
}
