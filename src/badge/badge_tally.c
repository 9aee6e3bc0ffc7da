/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_tally.h"

#include "badge/badge_rows.h"

bool badge_tally_make(struct db *db, const struct badge_act *act, int level,
    enum action_certifier certifier, struct text key, int64_t now_us, struct arena *arena,
    struct badge *ret_badge, bool *ret_is_found, struct err *err)
{
    const struct badge_fact *fact = act->fact;
    bool is_of_team = act->rule->condition.is_of_team;
    struct badge badge = {.account_id = is_of_team ? 0 : fact->account_id,
        .account_name = is_of_team ? (struct text){"", 0} : fact->account_name,
        .team_id = fact->team_id,
        .team_name = fact->team_name,
        .issued_us = now_us,
        .priority = fact->priority,
        .certifier = certifier,
        .rule_id = act->rule->id,
        .action_id = fact->action_id,
        .evidence = {.id = fact->entry_id, .seq = -1}};
    if (!badge_class_find_level(db, act->rule->series, level, arena, &badge.of, ret_is_found, err))
        return false;
    if (!*ret_is_found)
        return true;
    badge.act_key = arena_format(arena, "%.*s %.*s", TEXT_ARG(badge.of.slug), TEXT_ARG(key));
    badge.name = badge.of.name;
    if (fact->source == BADGE_ON_QUARTER)
        badge.name =
            arena_format(arena, "%.*s: %.*s", TEXT_ARG(badge.of.name), TEXT_ARG(fact->act));
    badge.description = badge.of.description;
    badge.difficulty = badge.of.difficulty;
    *ret_badge = badge;
    return arena_check(arena, err);
}

static struct text key_of(struct badge_tally_kept *kept, const struct badge_act *act)
{
    return arena_format(&kept->arena, "%lld %s", (long long)act->rule->id, act->recipient);
}

static struct badge_standing *find_known(struct badge_tally_kept *kept, const struct badge_act *act)
{
    uint32_t at;
    return map_find(&kept->known, key_of(kept, act), &at) ? &kept->standings.at[at] : NULL;
}

static void forget_known(struct badge_tally_kept *kept)
{
    map_done(&kept->known);
    kept->known = (struct map){0};
    VEC_DONE(&kept->standings);
}

static bool add(void *context, const struct badge_act *act, bool *ret_is_new, struct err *err)
{
    struct badge_tally_kept *kept = context;
    struct badge_standing *known = find_known(kept, act);
    if (!badge_tally_rows_add(kept->db, act, ret_is_new, err))
        return false;
    if (!known || !*ret_is_new)
        return true;
    known->count++;
    if (act->fact->certifier < known->certifier)
        known->certifier = act->fact->certifier;
    return true;
}

static bool stand(void *context, const struct badge_act *act, int64_t most,
    struct badge_standing *ret_standing, struct err *err)
{
    struct badge_tally_kept *kept = context;
    const struct badge_standing *known = find_known(kept, act);
    if (known) {
        *ret_standing = *known;
        return true;
    }
    if (!badge_tally_rows_stand(kept->db, act, most, ret_standing, err))
        return false;
    map_add(&kept->known, key_of(kept, act), (uint32_t)kept->standings.len, NULL);
    *VEC_ADD(&kept->standings) = *ret_standing;
    return true;
}

static bool award(void *context, const struct badge_act *act, int level,
    enum action_certifier certifier, struct text key, struct err *err)
{
    struct badge_tally_kept *kept = context;
    struct badge badge;
    bool is_found, is_new = false;
    if (!badge_tally_make(kept->db, act, level, certifier, key, kept->now_us, &kept->arena, &badge,
            &is_found, err))
        return false;
    if (is_found && !badge_issue(kept->db, &badge, &is_new, err))
        return false;
    kept->issued += is_new;
    return true;
}

static bool end(struct badge_tally_kept *kept, int64_t id, struct err *err)
{
    static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};
    struct badge badge;
    if (!badge_find(kept->db, &everybody, id, &kept->arena, &badge, err))
        return false;
    kept->revoked++;
    return badge_end(kept->db, &badge, 0,
        TEXT("An act that it rested on was corrected or withdrawn."), true, kept->now_us, err);
}

/* Badges whose number of acts is not reached any more go; they may be earned again. */
static bool strike(
    void *context, const struct badge_act *act, const struct badge_fact *other, struct err *err)
{
    struct badge_tally_kept *kept = context;
    const struct badge_condition *condition = &act->rule->condition;
    struct badge_level *levels;
    struct badge_standing standing = {0};
    bool is_gone;
    size_t count;
    forget_known(kept);
    if (!badge_tally_rows_strike(kept->db, act, other, &is_gone, err))
        return false;
    if (!is_gone)
        return true;
    if (!badge_tally_rows_levels(
            kept->db, act, act->fact->act, &kept->arena, &levels, &count, err) ||
        (condition->levels && !badge_tally_rows_stand(kept->db, act,
                                  condition->counts[condition->levels - 1] + 1, &standing, err)))
        return false;
    for (size_t i = 0; i < count; i++) {
        int level = levels[i].level;
        bool is_reached = condition->levels && level >= 1 && level <= (int)condition->levels &&
                          standing.count >= condition->counts[level - 1];
        if (!is_reached && !end(kept, levels[i].id, err))
            return false;
    }
    return true;
}

void badge_tally_open(struct badge_tally_kept *kept, struct db *db, int64_t now_us)
{
    *kept = (struct badge_tally_kept){.db = db,
        .now_us = now_us,
        .tally = {.context = kept, .add = add, .stand = stand, .strike = strike, .award = award}};
    arena_init(&kept->arena, SIZE_MAX);
}

void badge_tally_close(struct badge_tally_kept *kept)
{
    forget_known(kept);
    arena_done(&kept->arena);
}
