/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_fact.h"

#include "sbom/sbom.h"

struct sbom_fact_walk sbom_fact_of(const struct sbom *sbom, uint32_t component)
{
    if (component < sbom->component_count) {
        const struct sbom_component *c = &sbom->components[component];
        const struct sbom_fact *first = sbom->facts + c->fact_at;
        return (struct sbom_fact_walk){first, first + c->fact_count};
    }
    const struct sbom_fact *end = sbom->facts + sbom->fact_count, *first = end;
    while (first > sbom->facts && first[-1].component == SBOM_ROOT)
        first--;
    return (struct sbom_fact_walk){first, end};
}

const struct sbom_fact *sbom_fact_next(struct sbom_fact_walk *walk, enum sbom_fact_kind kind)
{
    while (walk->at < walk->end) {
        const struct sbom_fact *fact = walk->at++;
        if (fact->kind == kind)
            return fact;
    }
    return NULL;
}

struct text sbom_fact_first(const struct sbom *sbom, uint32_t component, enum sbom_fact_kind kind)
{
    struct sbom_fact_walk walk = sbom_fact_of(sbom, component);
    const struct sbom_fact *fact = sbom_fact_next(&walk, kind);
    return fact ? fact->value : (struct text){"", 0};
}

static bool is_sorted(const struct sbom *sbom)
{
    for (size_t i = 1; i < sbom->fact_count; i++)
        if (sbom->facts[i - 1].component > sbom->facts[i].component)
            return false;
    return true;
}

/* Gives every component the number of its facts, and the place of the first. Returns where those of SBOM_ROOT begin. */
static uint32_t place(struct sbom *sbom)
{
    uint32_t at = 0;
    for (size_t i = 0; i < sbom->component_count; i++)
        sbom->components[i].fact_count = 0;
    for (size_t i = 0; i < sbom->fact_count; i++)
        if (sbom->facts[i].component != SBOM_ROOT)
            sbom->components[sbom->facts[i].component].fact_count++;
    for (size_t i = 0; i < sbom->component_count; i++) {
        sbom->components[i].fact_at = at;
        at += sbom->components[i].fact_count;
    }
    return at;
}

/* Counting: as many steps as there are facts, and those of one component stay in their order. */
bool sbom_fact_sort(struct sbom *sbom, struct arena *arena)
{
    uint32_t root_at = place(sbom);
    if (is_sorted(sbom))
        return true;
    struct sbom_fact *sorted = arena_take_array(arena, sbom->fact_count, sizeof *sorted);
    uint32_t *next = arena_take_array(arena, sbom->component_count, sizeof *next);
    if (!sorted || !next)
        return false;
    for (size_t i = 0; i < sbom->component_count; i++)
        next[i] = sbom->components[i].fact_at;
    for (size_t i = 0; i < sbom->fact_count; i++) {
        uint32_t component = sbom->facts[i].component;
        sorted[component == SBOM_ROOT ? root_at++ : next[component]++] = sbom->facts[i];
    }
    sbom->facts = sorted;
    return true;
}
