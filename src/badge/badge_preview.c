/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_preview.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"

enum { EVENTS = 500 };

/* The tally: keys are "recipient act", "recipient day" and "recipient", whose values are places in the lists behind. */
struct memory {
    struct db *db;
    struct arena *arena; /* of the whole preview */
    int64_t now_us, acts;
    struct map acts_seen, days, recipients, keys;
    struct {
        VEC(int64_t);
    } day_counts;
    struct {
        VEC(struct badge_standing);
    } standings;
    struct {
        VEC(struct badge_preview_award);
    } awards;
};

/* Adds one to the count of a key; returns its place in the list. */
static uint32_t place_of(struct map *map, struct text key, size_t next)
{
    uint32_t at = 0;
    return map_add(map, key, (uint32_t)next, &at) ? (uint32_t)next : at;
}

static bool is_day_full(struct memory *it, const struct badge_act *act)
{
    int64_t per_day = act->rule->condition.per_day;
    struct text key = arena_format(it->arena, "%s %lld", act->recipient, (long long)act->day);
    uint32_t at = place_of(&it->days, key, it->day_counts.len);
    if (at == it->day_counts.len)
        *VEC_ADD(&it->day_counts) = 0;
    if (per_day && it->day_counts.at[at] >= per_day)
        return true;
    it->day_counts.at[at]++;
    return false;
}

static void count_act(struct memory *it, const struct badge_act *act)
{
    struct text key = arena_format(it->arena, "%s", act->recipient);
    uint32_t at = place_of(&it->recipients, key, it->standings.len);
    if (at == it->standings.len)
        *VEC_ADD(&it->standings) = (struct badge_standing){0, ACTION_SYSTEM};
    struct badge_standing *standing = &it->standings.at[at];
    standing->count++;
    if (act->fact->certifier < standing->certifier)
        standing->certifier = act->fact->certifier;
}

static bool add(void *context, const struct badge_act *act, bool *ret_is_new, struct err *err)
{
    struct memory *it = context;
    struct text key = arena_format(it->arena, "%s %.*s", act->recipient, TEXT_ARG(act->fact->act));
    *ret_is_new = false;
    if (!arena_check(it->arena, err))
        return false;
    if (map_find(&it->acts_seen, key, NULL) || is_day_full(it, act))
        return true;
    map_add(&it->acts_seen, key, 0, NULL);
    count_act(it, act);
    it->acts++;
    *ret_is_new = true;
    return true;
}

static bool stand(void *context, const struct badge_act *act, int64_t most,
    struct badge_standing *ret_standing, struct err *err)
{
    struct memory *it = context;
    uint32_t at;
    (void)most;
    (void)err;
    *ret_standing = (struct badge_standing){0};
    if (map_find(&it->recipients, text_of(act->recipient), &at))
        *ret_standing = it->standings.at[at];
    return true;
}

/* Facts are as they are now: what is void never counted. */
static bool strike(
    void *context, const struct badge_act *act, const struct badge_fact *other, struct err *err)
{
    (void)context;
    (void)act;
    (void)other;
    (void)err;
    return true;
}

/* Facts live in a smaller arena than the preview. */
static void keep_texts(struct badge *badge, struct arena *arena)
{
    struct text *const texts[] = {
        &badge->account_name, &badge->team_name, &badge->name, &badge->act_key};
    for (size_t i = 0; i < LEN_OF(texts); i++)
        *texts[i] = arena_text(arena, *texts[i]);
}

static bool award(void *context, const struct badge_act *act, int level,
    enum action_certifier certifier, struct text key, struct err *err)
{
    struct memory *it = context;
    struct badge badge;
    bool is_found, is_issued;
    if (!badge_tally_make(
            it->db, act, level, certifier, key, it->now_us, it->arena, &badge, &is_found, err))
        return false;
    if (!is_found)
        return true;
    if (!badge_preview_rows_is_issued(it->db, badge.act_key, &is_issued, err))
        return false;
    keep_texts(&badge, it->arena);
    if (is_issued || !map_add(&it->keys, badge.act_key, 0, NULL))
        return arena_check(it->arena, err);
    if (it->awards.len >= LIMIT_BADGE_PREVIEW)
        return err_set(err, ERR_LIMIT, "it would issue more than %zu badges: raise its counts",
            LIMIT_BADGE_PREVIEW);
    *VEC_ADD(&it->awards) = (struct badge_preview_award){badge, act->fact->at_us};
    return arena_check(it->arena, err);
}

static bool judge(struct db *db, const struct badge_rule *rule, const struct badge_event *events,
    size_t count, const struct badge_tally *tally, struct err *err)
{
    struct arena arena;
    struct badge_fact *facts;
    size_t fact_count;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = badge_fact_find(db, events, count, 1U << rule->condition.source, &arena, &facts,
                     &fact_count, err) &&
                 badge_judge_facts(rule, events, count, facts, fact_count, tally, err);
    arena_done(&arena);
    return is_ok;
}

static bool look(struct db *db, const struct badge_rule *rule, const struct badge_tally *tally,
    int64_t from, int64_t until, int64_t *ret_next, struct err *err)
{
    struct arena arena;
    struct badge_event *events;
    size_t count;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = badge_fact_events(db, from, until, EVENTS, &arena, &events, &count, err) &&
                 judge(db, rule, events, count, tally, err);
    if (is_ok)
        *ret_next = count == EVENTS ? events[count - 1].seq + 1 : until;
    arena_done(&arena);
    return is_ok;
}

/* What waits for its place in the journal comes last, as it will be; it is read first, so that what gets its place meanwhile is not missed, but
   found twice, which counts once. */
static bool look_at_journal(struct memory *it, const struct badge_rule *rule,
    const struct badge_tally *tally, bool *ret_is_whole, struct err *err)
{
    struct badge_event *waiting;
    size_t waiting_count;
    int64_t seq = 0, length;
    if (!badge_fact_waiting(it->db, EVENTS, it->arena, &waiting, &waiting_count, err) ||
        !badge_fact_length(it->db, &length, err) ||
        (rule->since_us && !badge_fact_place(it->db, rule->since_us, &seq, err)))
        return false;
    int64_t until =
        length - seq > LIMIT_BADGE_PREVIEW_ENTRIES ? seq + LIMIT_BADGE_PREVIEW_ENTRIES : length;
    *ret_is_whole = until == length && waiting_count < EVENTS;
    while (seq < until)
        if (!look(it->db, rule, tally, seq, until, &seq, err))
            return false;
    return judge(it->db, rule, waiting, waiting_count, tally, err);
}

static bool run(
    struct memory *it, const struct badge_rule *rule, bool *ret_is_whole, struct err *err)
{
    const struct badge_tally tally = {
        .context = it, .add = add, .stand = stand, .strike = strike, .award = award};
    int64_t next;
    bool is_behind = false, is_ok = true;
    if (rule->condition.source == BADGE_ON_QUARTER)
        is_ok = badge_judge_quarters(it->db, rule, it->now_us, &tally, &next, &is_behind, err);
    else
        is_ok = look_at_journal(it, rule, &tally, ret_is_whole, err);
    *ret_is_whole = *ret_is_whole && !is_behind;
    return is_ok;
}

bool badge_preview_run(struct db *db, const struct badge_rule *rule, int64_t now_us,
    struct arena *arena, struct badge_preview *ret_preview, struct err *err)
{
    struct memory it = {.db = db, .arena = arena, .now_us = now_us};
    struct badge_rule anew = *rule;
    struct badge_preview preview = {.is_whole = true};
    anew.judged_quarter = 0;
    bool is_ok = run(&it, &anew, &preview.is_whole, err);
    if (is_ok) {
        preview.count = it.awards.len;
        preview.acts = it.acts;
        preview.awards = arena_take_array(arena, it.awards.len, sizeof *preview.awards);
        if (preview.awards && it.awards.len)
            memcpy(preview.awards, it.awards.at, it.awards.len * sizeof *preview.awards);
        is_ok = arena_check(arena, err);
    }
    map_done(&it.acts_seen);
    map_done(&it.days);
    map_done(&it.recipients);
    map_done(&it.keys);
    VEC_DONE(&it.day_counts);
    VEC_DONE(&it.standings);
    VEC_DONE(&it.awards);
    if (is_ok)
        *ret_preview = preview;
    return is_ok;
}
