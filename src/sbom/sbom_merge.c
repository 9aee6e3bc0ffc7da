/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_merge.h"

#include "base/limits.h"
#include "sbom/sbom_fact.h"

struct merge {
    struct sbom *sbom;
    struct arena *arena;
    uint32_t group; /* the component of the part at hand; its own come behind it */
};

static bool check_sizes(const struct sbom *sum, struct err *err)
{
    if (sum->component_count > LIMIT_SBOM_COMPONENTS)
        return err_set(err, ERR_LIMIT, "more than %zu components in all", LIMIT_SBOM_COMPONENTS);
    if (sum->edge_count > LIMIT_SBOM_EDGES)
        return err_set(err, ERR_LIMIT, "more than %zu dependencies in all", LIMIT_SBOM_EDGES);
    return sum->fact_count <= LIMIT_SBOM_FACTS ||
           err_set(err, ERR_LIMIT, "more than %zu facts in all", LIMIT_SBOM_FACTS);
}

/* Takes room for all, and leaves the lists empty. */
static bool make_room(struct sbom *sbom, const struct sbom_merge_part *parts, size_t count,
    struct arena *arena, struct err *err)
{
    struct sbom sum = {.component_count = count, .edge_count = count};
    for (size_t i = 0; i < count; i++) {
        sum.component_count += parts[i].sbom.component_count;
        sum.edge_count += parts[i].sbom.edge_count;
        sum.fact_count += parts[i].sbom.fact_count;
    }
    if (!check_sizes(&sum, err))
        return false;
    sbom->components = arena_take_array(arena, sum.component_count, sizeof *sbom->components);
    sbom->edges = arena_take_array(arena, sum.edge_count, sizeof *sbom->edges);
    sbom->facts = arena_take_array(arena, sum.fact_count, sizeof *sbom->facts);
    sbom->oddities = arena_take_array(arena, LIMIT_SBOM_ODDITIES, sizeof *sbom->oddities);
    return arena_check(arena, err);
}

static void add_components(struct merge *merge, const struct sbom_merge_part *part)
{
    struct sbom *sbom = merge->sbom;
    merge->group = (uint32_t)sbom->component_count;
    sbom->components[sbom->component_count++] = (struct sbom_component){.ref = part->name,
        .type = TEXT("application"),
        .name = part->name,
        .parent = SBOM_ROOT,
        .index = merge->group,
        .is_direct = true};
    for (size_t i = 0; i < part->sbom.component_count; i++) {
        struct sbom_component component = part->sbom.components[i];
        component.ref = arena_join(merge->arena, part->name, ":", component.ref);
        component.index = (uint32_t)sbom->component_count;
        component.parent = SBOM_ROOT;
        sbom->components[sbom->component_count++] = component;
    }
}

static uint32_t moved(const struct merge *merge, uint32_t end)
{
    return end == SBOM_ROOT ? merge->group : merge->group + 1 + end;
}

static void add_edges(struct merge *merge, const struct sbom *part)
{
    struct sbom *sbom = merge->sbom;
    sbom->edges[sbom->edge_count++] = (struct sbom_edge){SBOM_ROOT, merge->group};
    for (size_t i = 0; i < part->edge_count; i++)
        sbom->edges[sbom->edge_count++] =
            (struct sbom_edge){moved(merge, part->edges[i].from), moved(merge, part->edges[i].to)};
}

static void add_facts(struct merge *merge, const struct sbom *part)
{
    struct sbom *sbom = merge->sbom;
    for (size_t i = 0; i < part->fact_count; i++) {
        struct sbom_fact fact = part->facts[i];
        if (fact.kind == SBOM_FACT_SBOM_COMMENT)
            fact.kind = SBOM_FACT_COMMENT;
        fact.component = moved(merge, fact.component);
        sbom->facts[sbom->fact_count++] = fact;
    }
}

static void add_oddities(struct merge *merge, const struct sbom_merge_part *part)
{
    struct sbom *sbom = merge->sbom;
    for (size_t i = 0; i < part->sbom.oddity_count && sbom->oddity_count < LIMIT_SBOM_ODDITIES;
        i++) {
        struct sbom_oddity oddity = part->sbom.oddities[i];
        oddity.place = arena_join(merge->arena, part->name, ": ", oddity.place);
        sbom->oddities[sbom->oddity_count++] = oddity;
    }
}

static void add_counts(struct sbom *sbom, const struct sbom *part)
{
    sbom->skipped_count += part->skipped_count;
    sbom->odd_count += part->odd_count;
    sbom->duplicate_ref_count += part->duplicate_ref_count;
    sbom->dangling_ref_count += part->dangling_ref_count;
    sbom->ignored_count += part->ignored_count;
}

bool sbom_merge(struct sbom *ret_sbom, const struct sbom_merge_part *parts, size_t count,
    struct text name, struct arena *arena, struct err *err)
{
    struct sbom sbom = {.format = SBOM_LOCK_FILES, .name = name};
    struct merge merge = {.sbom = &sbom, .arena = arena};
    if (!make_room(&sbom, parts, count, arena, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        add_components(&merge, &parts[i]);
        add_edges(&merge, &parts[i].sbom);
        add_facts(&merge, &parts[i].sbom);
        add_oddities(&merge, &parts[i]);
        add_counts(&sbom, &parts[i].sbom);
    }
    if (!arena_check(arena, err) || !(sbom_fact_sort(&sbom, arena) || arena_check(arena, err)))
        return false;
    *ret_sbom = sbom;
    return true;
}
