/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rand.h"
#include "ticket/action.h"
#include "ticket/ticket_view.h"

struct recording {
    const struct api_principal *who;
    const struct action *told;
    struct action action; /* as it is written */
    struct arena arena;
    int64_t id, now_us;
};

/* A correction is of the ticket, team, person, time and advisory of what it corrects, unless it says otherwise. */
static bool take_place(struct db *db, struct recording *recording, struct err *err)
{
    struct action *action = &recording->action;
    struct action former;
    if (!action_find(db, recording->who, action->corrects_id, &recording->arena, &former, err))
        return err_add(err, "corrects");
    if (!action->ticket_id && !action->team_id) {
        action->ticket_id = former.ticket_id;
        action->team_id = former.team_id;
    }
    if (!action->account_id)
        action->account_id = former.account_id;
    if (!action->executed_us)
        action->executed_us = former.executed_us;
    if (!action->advisory_id.len)
        action->advisory_id = former.advisory_id;
    return true;
}

/* An action belongs to the ticket's team; without a ticket, to the team that is named. */
static bool find_team(struct db *db, struct recording *recording, struct err *err)
{
    struct action *action = &recording->action;
    struct ticket_view view;
    struct team team;
    if (action->corrects_id && !take_place(db, recording, err))
        return false;
    if (action->ticket_id == 0)
        return team_find(
            db, recording->who, action->team_id, RIGHT_ACTION_WRITE, &recording->arena, &team, err);
    if (!ticket_view_find(db, recording->who, action->ticket_id, RIGHT_ACTION_WRITE,
            &recording->arena, &view, err))
        return false;
    if (action->team_id && action->team_id != view.ticket.team_id)
        return err_set(err, ERR_USAGE, "team_id: is not the ticket's team");
    action->team_id = view.ticket.team_id;
    if (action->advisory_id.len == 0)
        action->advisory_id = view.ticket.finding.id;
    return true;
}

/* The ticket's history tells of it too. */
static bool tell_ticket(struct db *db, struct recording *recording, struct err *err)
{
    const struct action *action = &recording->action;
    if (action->ticket_id == 0)
        return true;
    struct text detail = arena_format(&recording->arena, "{\"action_id\":\"%lld\",\"kind\":\"%s\"}",
        (long long)action->id, action_kind_name(action->kind));
    return ticket_rows_add_event(db, NULL,
        &(struct ticket_event){.ticket_id = action->ticket_id,
            .at_us = action->created_us,
            .account_id = action->recorded_by,
            .kind = "action_recorded",
            .text = action->text,
            .detail = detail},
        err);
}

static bool record(struct db *db, void *context, struct err *err)
{
    struct recording *recording = context;
    arena_clear(&recording->arena);
    recording->action = *recording->told;
    recording->action.id = recording->id;
    recording->action.created_us = recording->now_us;
    return find_team(db, recording, err) &&
           action_check(db, recording->who, &recording->action, err) &&
           action_add(db, &recording->action, err) && tell_ticket(db, recording, err);
}

bool action_record(struct db *db, const struct api_principal *who, struct action *action,
    int64_t now_us, struct err *err)
{
    struct recording recording = {
        .who = who, .told = action, .id = rand_id(now_us), .now_us = now_us};
    arena_init(&recording.arena, SIZE_MAX);
    bool is_done = db_transact(db, record, &recording, err);
    arena_done(&recording.arena);
    if (is_done)
        action->id = recording.id;
    return is_done;
}
