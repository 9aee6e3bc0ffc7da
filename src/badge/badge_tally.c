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

/* -- how recipients stand -- */

static struct text key_of(struct badge_tally_kept *kept, int64_t rule_id, struct text recipient)
{
    return arena_format(&kept->arena, "%lld %.*s", (long long)rule_id, TEXT_ARG(recipient));
}

static struct badge_standing *find_known(struct badge_tally_kept *kept, const struct badge_act *act)
{
    uint32_t at;
    struct text key = key_of(kept, act->rule->id, text_of(act->recipient));
    return map_find(&kept->known, key, &at) ? &kept->standings.at[at] : NULL;
}

static void keep_standing(struct badge_tally_kept *kept, int64_t rule_id, struct text recipient,
    struct badge_standing standing)
{
    struct text key = key_of(kept, rule_id, recipient);
    if (map_add(&kept->known, key, (uint32_t)kept->standings.len, NULL))
        *VEC_ADD(&kept->standings) = standing;
}

static void forget_known(struct badge_tally_kept *kept)
{
    map_done(&kept->known);
    kept->known = (struct map){0};
    VEC_DONE(&kept->standings);
}

/* -- acts that were told before -- */

static void forget_ahead(struct badge_tally_ahead *ahead)
{
    map_done(&ahead->acts);
    map_done(&ahead->days);
    VEC_DONE(&ahead->day_counts);
    ahead->acts = ahead->days = (struct map){0};
    ahead->rule = NULL;
}

static struct text act_key(struct badge_tally_kept *kept, const struct badge_act *act)
{
    return arena_format(&kept->arena, "%s %.*s", act->recipient, TEXT_ARG(act->fact->act));
}

/* The count of a key such as "a12 20454"; a new one is 0. */
static int64_t *day_count(struct badge_tally_ahead *ahead, struct text key)
{
    uint32_t at;
    if (map_add(&ahead->days, key, (uint32_t)ahead->day_counts.len, &at))
        return VEC_ADD(&ahead->day_counts);
    return &ahead->day_counts.at[at];
}

static bool look_at_acts(
    struct badge_tally_kept *kept, const struct badge_act *acts, size_t count, struct err *err)
{
    struct db_rows rows;
    if (!badge_tally_rows_find_acts(kept->db, acts, count, &kept->arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (db_int(&rows, i, 1))
            map_add(&kept->ahead.acts, db_text(&rows, i, 0), 0, NULL);
    if (!acts->rule->condition.per_day)
        return true;
    if (!badge_tally_rows_find_days(kept->db, acts, count, &kept->arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        *day_count(&kept->ahead, db_text(&rows, i, 0)) = db_int(&rows, i, 1);
    return true;
}

/* Of those whose standing nobody has asked for yet. */
static bool look_at_recipients(
    struct badge_tally_kept *kept, const struct badge_act *acts, size_t count, struct err *err)
{
    const struct badge_condition *condition = &acts->rule->condition;
    struct text recipients[BADGE_TALLY_LOOKUP];
    struct map seen = {0};
    struct db_rows rows;
    size_t some = 0;
    for (size_t i = 0; condition->levels && i < count; i++) {
        struct text one = text_of(acts[i].recipient);
        if (!find_known(kept, &acts[i]) && map_add(&seen, one, 0, NULL))
            recipients[some++] = one;
    }
    map_done(&seen);
    if (some == 0)
        return true;
    if (!badge_tally_rows_find_standings(kept->db, acts->rule->id, recipients, some,
            condition->counts[condition->levels - 1] + 1, &kept->arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        keep_standing(kept, acts->rule->id, db_text(&rows, i, 0),
            (struct badge_standing){db_int(&rows, i, 1),
                db_is_null(&rows, i, 2) ? ACTION_SYSTEM
                                        : (enum action_certifier)db_int(&rows, i, 2)});
    return true;
}

static bool expect(void *context, const struct badge_act *acts, size_t count, struct err *err)
{
    struct badge_tally_kept *kept = context;
    bool is_ok = true;
    forget_ahead(&kept->ahead);
    for (size_t from = 0; is_ok && from < count; from += BADGE_TALLY_LOOKUP) {
        size_t some = count - from < BADGE_TALLY_LOOKUP ? count - from : BADGE_TALLY_LOOKUP;
        is_ok = look_at_acts(kept, acts + from, some, err) &&
                look_at_recipients(kept, acts + from, some, err);
    }
    kept->ahead.rule = acts->rule;
    return is_ok && arena_check(&kept->arena, err);
}

/* What badge_tally_rows_add asks the database. */
static bool add_ahead(
    struct badge_tally_kept *kept, const struct badge_act *act, bool *ret_is_new, struct err *err)
{
    int64_t per_day = act->rule->condition.per_day;
    struct text key = act_key(kept, act);
    struct text day = arena_format(&kept->arena, "%s %lld", act->recipient, (long long)act->day);
    *ret_is_new = false;
    if (!arena_check(&kept->arena, err))
        return false;
    if (map_find(&kept->ahead.acts, key, NULL) ||
        (per_day && *day_count(&kept->ahead, day) >= per_day))
        return true;
    map_add(&kept->ahead.acts, key, 0, NULL);
    ++*day_count(&kept->ahead, day);
    *ret_is_new = true;
    return badge_tally_rows_add_later(
        &kept->ahead.added, act, text_front(key, strlen(act->recipient)), err);
}

/* -- the tally -- */

static bool add(void *context, const struct badge_act *act, bool *ret_is_new, struct err *err)
{
    struct badge_tally_kept *kept = context;
    struct badge_standing *known = find_known(kept, act);
    bool is_told = kept->ahead.rule == act->rule;
    if (is_told ? !add_ahead(kept, act, ret_is_new, err)
                : !badge_tally_rows_add(kept->db, act, ret_is_new, err))
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
    keep_standing(kept, act->rule->id, text_of(act->recipient), *ret_standing);
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
        .tally = {.context = kept,
            /* SQLite answers at once: looking ahead costs it more than it saves. */
            .expect = db_engine_of(db) == DB_POSTGRES ? expect : NULL,
            .add = add,
            .stand = stand,
            .strike = strike,
            .award = award}};
    arena_init(&kept->arena, SIZE_MAX);
    badge_tally_rows_batch(&kept->ahead.added, db);
}

bool badge_tally_end(struct badge_tally_kept *kept, struct err *err)
{
    return db_batch_end(&kept->ahead.added, err);
}

void badge_tally_close(struct badge_tally_kept *kept)
{
    db_batch_done(&kept->ahead.added);
    forget_ahead(&kept->ahead);
    forget_known(kept);
    arena_done(&kept->arena);
}
