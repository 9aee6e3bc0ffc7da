/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_system.h"

#include "domain/ecosystem.h"

/* Producers name it as purl's namespaces do: by its os-release, or by a name of their own. */
static const struct ecosystem *find_row(struct text name, struct arena *arena)
{
    static const char *const types[] = {"deb", "rpm", "apk"};
    for (size_t i = 0; i < LEN_OF(types); i++) {
        struct purl purl = {.type = text_of(types[i]), .space = arena_text_lower(arena, name)};
        const struct ecosystem *row = name.len ? ecosystem_of_purl(&purl) : NULL;
        if (row)
            return row;
    }
    return NULL;
}

bool match_system_find(struct match_system *ret_system, const struct advisory_index *index,
    struct text name, struct text release, struct arena *arena, struct err *err)
{
    const struct ecosystem *row = find_row(name, arena);
    struct match_system system = {.name = name,
        .release = release,
        .ecosystem = {"", 0},
        .label = arena_join(arena, name, " ", release)};
    struct text product, cycle;
    if (row)
        system.ecosystem = ecosystem_full_name(row, arena_join(arena, name, "-", release), arena);
    bool has_end = row && eol_of_ecosystem(system.ecosystem, &product, &cycle, arena);
    if (index && has_end &&
        !eol_find(&system.cycle, &system.has_cycle, index, product, cycle, arena, err))
        return false;
    if (system.has_cycle)
        system.label = arena_join(arena, system.cycle.label, " ", system.cycle.name);
    *ret_system = system;
    return arena_check(arena, err);
}
