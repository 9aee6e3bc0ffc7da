/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_wrong.h"

#include "base/map.h"
#include "base/vec.h"
#include "match/match_explain.h"

struct gathering {
    struct map seen;
    struct {
        VEC(struct text);
    } list;
    struct arena *arena;
};

static void add(struct gathering *g, const struct sbom_component *component,
    const struct match_explain_record *record, struct text held)
{
    struct text ground = arena_format(g->arena, "%.*s %.*s: %.*s (%.*s), %.*s",
        TEXT_ARG(component->package), TEXT_ARG(component->version), TEXT_ARG(record->id),
        TEXT_ARG(record->source), TEXT_ARG(held));
    if (ground.len && map_add(&g->seen, ground, 0, NULL))
        *VEC_ADD(&g->list) = ground;
}

/* The ranges and lists of a record that hold the version. A range is told by its events, not by how they are worded:
   another wording of kenzen's is no news. */
static void add_record(struct gathering *g, const struct sbom_component *component,
    const struct match_explain_record *record)
{
    if (!record->has_name || !record->is_counted || record->verdict.answer != MATCH_AFFECTED)
        return;
    for (size_t i = 0; i < record->entry_count; i++) {
        const struct match_explain_entry *entry = &record->entries[i];
        if (entry->is_listed)
            add(g, component, record, TEXT("listed"));
        for (size_t r = 0; r < entry->range_count; r++)
            if (entry->ranges[r].answer == MATCH_AFFECTED)
                add(g, component, record, entry->ranges[r].words);
    }
}

static bool add_component(struct gathering *g, const struct advisory_index *index,
    const struct sbom_component *component, struct text id, struct err *err)
{
    struct match_question question = {.index = index, .component = component, .id = id};
    struct match_explanation explanation;
    if (!match_explain(&explanation, &question, g->arena, err))
        return false;
    for (size_t i = 0; i < explanation.record_count; i++)
        add_record(g, component, &explanation.records[i]);
    return true;
}

static bool keep(struct gathering *g, struct ticket_grounds *ret_grounds, struct err *err)
{
    struct text *at = arena_take_array(g->arena, g->list.len, sizeof *at);
    if (!at || !arena_check(g->arena, err))
        return arena_check(g->arena, err);
    if (g->list.len)
        memcpy(at, g->list.at, g->list.len * sizeof *at);
    *ret_grounds = (struct ticket_grounds){at, g->list.len};
    return true;
}

bool ticket_wrong_grounds(struct ticket_grounds *ret_grounds, const struct advisory_index *index,
    const struct sbom_component *const *components, size_t count, struct text id,
    struct arena *arena, struct err *err)
{
    struct gathering g = {.arena = arena};
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = add_component(&g, index, components[i], id, err);
    is_ok = is_ok && keep(&g, ret_grounds, err);
    map_done(&g.seen);
    VEC_DONE(&g.list);
    return is_ok;
}

struct ticket_grounds ticket_wrong_news(
    const struct ticket_grounds *judged, const struct ticket_grounds *now, struct arena *arena)
{
    struct map known = {0};
    struct ticket_grounds news = {.at = arena_take_array(arena, now->count, sizeof *news.at)};
    for (size_t i = 0; i < judged->count; i++)
        map_add(&known, judged->at[i], 0, NULL);
    for (size_t i = 0; news.at && i < now->count; i++)
        if (!map_find(&known, now->at[i], NULL))
            news.at[news.count++] = now->at[i];
    map_done(&known);
    return news;
}
