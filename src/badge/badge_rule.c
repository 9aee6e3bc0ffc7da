/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_rule.h"

#include "badge/badge_class.h"
#include "base/limits.h"
#include "base/rand.h"
#include "journal/journal.h"

struct change {
    const struct api_principal *who;
    struct badge_rule rule;
    int64_t now_us;
    struct arena arena;
};

static bool tell(struct db *db, const struct change *it, const char *kind, struct err *err)
{
    const struct badge_rule *rule = &it->rule;
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member(&facts, "series", rule->series);
    json_print_member_bool(&facts, "is_enabled", rule->is_enabled);
    json_print_key(&facts, "condition");
    badge_condition_print(&facts, &rule->condition);
    json_print_close(&facts, '}');
    bool is_told = journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = it->who->account_id,
            .object_kind = "badge_rule",
            .object_id = rule->id,
            .at_us = it->now_us,
            .facts = buf_text(&facts)},
        JOURNAL_TEXTS({"name", rule->name}), err);
    buf_done(&facts);
    return is_told;
}

bool badge_rule_check(struct db *db, const struct badge_rule *rule, struct err *err)
{
    struct arena arena;
    struct badge_class class = {0};
    bool is_found = true;
    int levels = rule->condition.levels ? (int)rule->condition.levels : 1;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = true;
    for (int level = 1; is_ok && is_found && level <= levels; level++) {
        is_ok = badge_class_find_level(db, rule->series, level, &arena, &class, &is_found, err);
        if (is_ok && !is_found)
            is_ok = level == 1
                        ? err_set(err, ERR_USAGE, "series: there is no class in it")
                        : err_set(err, ERR_USAGE, "condition.counts[%d]: the series has %d levels",
                              level - 1, level - 1);
        if (is_ok && class.is_given)
            is_ok = err_set(err, ERR_USAGE, "series: is one that people give");
    }
    arena_done(&arena);
    return is_ok;
}

static bool check(const struct change *it, struct db *db, struct err *err)
{
    const struct badge_rule *rule = &it->rule;
    if (!right_check(it->who->roles, TEAM_STRANGER, RIGHT_BADGE_RULE_CHANGE, "rule", err))
        return false;
    if (!rule->name.len)
        return err_set(err, ERR_USAGE, "name: is missing");
    return badge_rule_check(db, rule, err);
}

static bool add(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    struct badge_rule *rules;
    size_t count;
    if (!check(it, db, err) || !badge_rule_list(db, &it->arena, &rules, &count, err))
        return false;
    if (count >= LIMIT_BADGE_RULES)
        return err_set(err, ERR_LIMIT, "there are %zu rules at most", LIMIT_BADGE_RULES);
    return badge_rule_rows_add(db, &it->rule, err) && tell(db, it, "badge.rule_made", err);
}

static bool run(struct db *db, db_work work, struct change *it, struct err *err)
{
    arena_init(&it->arena, SIZE_MAX);
    bool is_done = db_transact(db, work, it, err);
    arena_done(&it->arena);
    return is_done;
}

bool badge_rule_add(struct db *db, const struct api_principal *who, struct badge_rule *rule,
    int64_t now_us, struct err *err)
{
    struct change it = {.who = who, .rule = *rule, .now_us = now_us};
    it.rule.id = rand_id(now_us);
    it.rule.created_us = it.rule.updated_us = now_us;
    it.rule.updated_by = who->account_id;
    if (!run(db, add, &it, err))
        return false;
    rule->id = it.rule.id;
    return true;
}

/* What a condition says, as text that can be compared. */
static bool is_same(const struct badge_condition *a, const struct badge_condition *b)
{
    struct buf first, second;
    buf_init(&first, SIZE_MAX);
    buf_init(&second, SIZE_MAX);
    badge_condition_print(&first, a);
    badge_condition_print(&second, b);
    bool is = text_eq(buf_text(&first), buf_text(&second));
    buf_done(&first);
    buf_done(&second);
    return is;
}

/* Another name or being turned off and on again counts nothing anew. */
static bool change(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    struct badge_rule before;
    if (!badge_rule_find(db, it->rule.id, &it->arena, &before, err) || !check(it, db, err))
        return false;
    bool looks_anew = !is_same(&before.condition, &it->rule.condition) ||
                      before.since_us != it->rule.since_us ||
                      !text_eq(before.series, it->rule.series);
    return badge_rule_rows_set(db, &it->rule, looks_anew, err) &&
           tell(db, it, "badge.rule_changed", err);
}

bool badge_rule_change(struct db *db, const struct api_principal *who,
    const struct badge_rule *rule, int64_t now_us, struct err *err)
{
    struct change it = {.who = who, .rule = *rule, .now_us = now_us};
    it.rule.updated_us = now_us;
    it.rule.updated_by = who->account_id;
    return run(db, change, &it, err);
}

static bool delete(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    return right_check(it->who->roles, TEAM_STRANGER, RIGHT_BADGE_RULE_CHANGE, "rule", err) &&
           badge_rule_find(db, it->rule.id, &it->arena, &it->rule, err) &&
           badge_rule_rows_delete(db, it->rule.id, it->who->account_id, it->now_us, err) &&
           tell(db, it, "badge.rule_deleted", err);
}

bool badge_rule_delete(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err)
{
    struct change it = {.who = who, .rule = {.id = id}, .now_us = now_us};
    return run(db, delete, &it, err);
}
