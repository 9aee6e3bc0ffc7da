/* SPDX-License-Identifier: Apache-2.0 */
/* What the people of badge_world.h do, written as the program does: with its entries in the journal.
   Example: badge_world_act(&w, &w.kim, badge_world_ticket(&w, 0), ACTION_DETECTION, 0); badge_world_catch_up(&w) */
#ifndef BADGE_DEEDS_H
#define BADGE_DEEDS_H

#include "badge_world.h"

struct badge_world_tell {
    const char *kind, *object_kind;
    int64_t actor_id, object_id, at_us;
};

static inline bool badge_world_tell_now(struct db *db, void *context, struct err *err)
{
    const struct badge_world_tell *it = context;
    return journal_add(db,
        &(struct journal_entry){.kind = it->kind,
            .actor_id = it->actor_id,
            .team_id = TEAM,
            .object_kind = it->object_kind,
            .object_id = it->object_id,
            .at_us = it->at_us},
        err);
}

static inline void badge_world_event_sets(struct badge_world *w, const struct api_principal *who,
    int64_t ticket_id, const char *kind, struct text sets)
{
    char name[64];
    snprintf(name, sizeof name, "ticket.%s", kind);
    struct badge_world_tell it = {name, "ticket", who ? who->account_id : 0, ticket_id, w->now_us};
    assert_ok(db_run(w->t->db,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation, "
        "sets) VALUES ($1, $2, $3, $4, $5, '', '{}', '', $6)",
        DB_ARGS(DB_INT(ticket_id), DB_INT(++w->seq), DB_INT(w->now_us), DB_ID(it.actor_id),
            DB_TEXT(text_of(kind)), DB_TEXT(sets)),
        NULL, err));
    assert_ok(db_transact(w->t->db, badge_world_tell_now, &it, err));
}

static inline void badge_world_event(
    struct badge_world *w, const struct api_principal *who, int64_t ticket_id, const char *kind)
{
    badge_world_event_sets(w, who, ticket_id, kind, TEXT("{}"));
}

/* As kenzen does, when a later SBOM shows it. */
static inline void badge_world_close(struct badge_world *w, int64_t ticket_id, const char *cause)
{
    assert_ok(db_run(w->t->db,
        "UPDATE ticket SET state = 'closed', is_done = 1, cause = $2, closed_us = $3 WHERE id = $1",
        DB_ARGS(DB_INT(ticket_id), DB_TEXT(text_of(cause)), DB_INT(w->now_us)), NULL, err));
    badge_world_event_sets(w, NULL, ticket_id, "closed",
        arena_format(&w->t->arena, "{\"state\":\"closed\",\"cause\":\"%s\",\"closed_us\":%lld}",
            cause, (long long)w->now_us));
}

/* As kenzen does, when a later SBOM has it again: its days count anew. */
static inline void badge_world_reopen(struct badge_world *w, int64_t ticket_id, int64_t due_us)
{
    assert_ok(db_run(w->t->db,
        "UPDATE ticket SET state = 'open', is_done = 0, cause = NULL, closed_us = NULL, priority = 0, "
        "due_us = $2 WHERE id = $1",
        DB_ARGS(DB_INT(ticket_id), DB_INT(due_us)), NULL, err));
    badge_world_event_sets(w, NULL, ticket_id, "reopened",
        arena_format(&w->t->arena, "{\"state\":\"open\",\"cause\":null,\"due_us\":%lld}",
            (long long)due_us));
}

static inline bool badge_world_add_action(struct db *db, void *context, struct err *err)
{
    return action_add(db, context, err);
}

static inline int64_t badge_world_record(
    struct badge_world *w, struct action action, bool has_ground)
{
    struct action_ground ground = {TEXT("advisory"), TEXT("CVE-2099-0001"), NOW};
    action.id = rand_id(w->now_us);
    action.team_id = TEAM;
    action.text = TEXT("did it");
    action.executed_us = action.created_us = w->now_us;
    action.grounds = &ground;
    action.ground_count = has_ground;
    assert_ok(db_transact(w->t->db, badge_world_add_action, &action, err));
    return action.id;
}

static inline int64_t badge_world_act_by(struct badge_world *w, const struct api_principal *who,
    const struct api_principal *recorder, int64_t ticket_id, enum action_kind kind, bool has_ground)
{
    return badge_world_record(w,
        (struct action){.account_id = who->account_id,
            .recorded_by = recorder->account_id,
            .ticket_id = ticket_id,
            .kind = kind},
        has_ground);
}

static inline int64_t badge_world_act(struct badge_world *w, const struct api_principal *who,
    int64_t ticket_id, enum action_kind kind, bool has_ground)
{
    return badge_world_act_by(w, who, who, ticket_id, kind, has_ground);
}

static inline int64_t badge_world_correct(struct badge_world *w, const struct api_principal *who,
    int64_t former_id, int64_t ticket_id, enum action_kind kind)
{
    return badge_world_record(w,
        (struct action){.account_id = who->account_id,
            .recorded_by = who->account_id,
            .ticket_id = ticket_id,
            .corrects_id = former_id,
            .kind = kind},
        false);
}

static inline int64_t badge_world_advise(struct badge_world *w, const char *flaw)
{
    struct badge_world_tell it = {
        "advice.given", "advice", w->root.account_id, rand_id(w->now_us), w->now_us};
    assert_ok(db_run(w->t->db,
        "INSERT INTO advice (id, author_id, kind, text, vulnerability, ecosystem, package, created_us) "
        "VALUES ($1, $2, 'detection', 'look', $3, '', '', $4)",
        DB_ARGS(
            DB_INT(it.object_id), DB_INT(it.actor_id), DB_TEXT(text_of(flaw)), DB_INT(w->now_us)),
        NULL, err));
    assert_ok(db_transact(w->t->db, badge_world_tell_now, &it, err));
    return it.object_id;
}

static inline void badge_world_withdraw_advice(struct badge_world *w, int64_t id)
{
    struct badge_world_tell it = {"advice.withdrawn", "advice", w->root.account_id, id, w->now_us};
    assert_ok(db_run(w->t->db, "UPDATE advice SET withdrawn_us = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(w->now_us)), NULL, err));
    assert_ok(db_transact(w->t->db, badge_world_tell_now, &it, err));
}

/* Gives entries their places, and lets the rules look. */
static inline struct badge_job_counts badge_world_catch_up(struct badge_world *w)
{
    struct badge_job_counts counts;
    assert_ok(journal_tree_place_all(w->t->db, w->now_us, err));
    assert_ok(badge_job_catch_up(w->t->db, w->now_us, &counts, err));
    return counts;
}

#endif
