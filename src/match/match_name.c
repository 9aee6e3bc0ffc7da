/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_name.h"

#include "domain/cpe.h"

static const struct text ubuntu = {"Ubuntu:", 7}, ubuntu_pro = {"Ubuntu:Pro:", 11};

bool match_name_has_release(const struct ecosystem *ecosystem, struct text name)
{
    return ecosystem->has_releases && !text_is(name, ecosystem->name);
}

/* "Ubuntu:Pro:22.04:LTS" of "Ubuntu:22.04:LTS"; empty of all others. */
static struct text pro_of(struct text name, struct arena *arena)
{
    if (!text_starts(name, ubuntu) || text_starts(name, ubuntu_pro))
        return (struct text){"", 0};
    return arena_join(arena, ubuntu_pro, "", text_from(name, ubuntu.len));
}

size_t match_name_ecosystems(const struct ecosystem *ecosystem, struct text name,
    struct text names[MATCH_NAME_ECOSYSTEMS], struct arena *arena)
{
    size_t count = 0;
    names[count++] = name;
    if (!ecosystem || !match_name_has_release(ecosystem, name))
        return count;
    names[count++] = text_of(ecosystem->name);
    struct text pro = pro_of(name, arena);
    if (pro.len)
        names[count++] = pro;
    return count;
}

bool match_name_is_covered(const struct advisory_index *index, const struct ecosystem *ecosystem,
    struct text name, struct arena *arena)
{
    struct text names[MATCH_NAME_ECOSYSTEMS];
    size_t count = match_name_ecosystems(ecosystem, name, names, arena);
    for (size_t i = 0; i < count; i++)
        if (advisory_index_covers(index, names[i]))
            return true;
    return false;
}

static bool is_distribution(const struct ecosystem *ecosystem)
{
    const char *type = ecosystem->purl_type;
    return type && (!strcmp(type, "deb") || !strcmp(type, "rpm") || !strcmp(type, "apk"));
}

static size_t list_roles(const struct ecosystem *ecosystem, const struct sbom_component *component,
    struct match_name roles[2])
{
    bool has_source = component->source_package.len && is_distribution(ecosystem);
    bool is_either = ecosystem->scheme == VERSION_RPM || !ecosystem->has_releases;
    bool has_both =
        has_source && is_either && !text_eq(component->source_package, component->package);
    roles[0] = (struct match_name){.role = has_source ? MATCH_NAME_SOURCE : MATCH_NAME_PACKAGE,
        .package = has_source ? component->source_package : component->package,
        .version = has_source && component->source_version.len ? component->source_version
                                                               : component->version,
        .own = has_both ? component->package : (struct text){"", 0}};
    if (!has_both)
        return 1;
    roles[1] = (struct match_name){
        .role = MATCH_NAME_BINARY, .package = component->package, .version = component->version};
    return 2;
}

_Static_assert((int)ECOSYSTEM_CPE_ORDERS <= (int)MATCH_NAMES_MAX, "a name for each order");

/* A product has one name, under which records are in several orders. */
static size_t list_products(
    const struct sbom_component *component, struct match_name names[MATCH_NAMES_MAX])
{
    const struct ecosystem *orders[ECOSYSTEM_CPE_ORDERS];
    struct text product, target;
    size_t count = ecosystem_cpe_orders(orders);
    cpe_split(component->package, &product, &target);
    for (size_t i = 0; i < count; i++)
        names[i] = (struct match_name){.role = MATCH_NAME_PACKAGE,
            .ecosystem = text_of(orders[i]->name),
            .package = product,
            .version = component->version,
            .order = orders[i]};
    return count;
}

size_t match_names(const struct ecosystem *ecosystem, const struct sbom_component *component,
    struct match_name names[MATCH_NAMES_MAX], struct arena *arena)
{
    if (ecosystem_is_cpe(component->ecosystem))
        return list_products(component, names);
    struct match_name roles[2];
    struct text ecosystems[MATCH_NAME_ECOSYSTEMS];
    size_t ecosystem_count =
        match_name_ecosystems(ecosystem, component->ecosystem, ecosystems, arena);
    size_t count = 0, role_count = list_roles(ecosystem, component, roles);
    for (size_t i = 0; i < role_count; i++)
        for (size_t k = 0; k < ecosystem_count; k++) {
            names[count] = roles[i];
            names[count].order = ecosystem;
            names[count++].ecosystem = ecosystems[k];
        }
    return count;
}

struct text match_name_record(const struct advisory *record, struct arena *arena)
{
    return arena_join(arena, record->source, "\n", record->id);
}

/* Adds each record that is hit: its key of match_name_record in keys, or its id. */
static bool add_hits(
    struct advisory_hits *hits, struct map *records, struct arena *keys, struct err *err)
{
    bool is_ok = true;
    struct arena scratch;
    arena_init(&scratch, SIZE_MAX);
    for (uint32_t i = 0; is_ok && i < hits->count; i++) {
        struct advisory advisory;
        arena_clear(&scratch);
        is_ok = advisory_index_read_hit(hits, i, &advisory, &scratch, err);
        if (is_ok)
            map_add(records, keys ? match_name_record(&advisory, keys) : advisory.id, 0, NULL);
    }
    arena_done(&scratch);
    return is_ok;
}

bool match_name_own(const struct advisory_index *index, const struct match_name *name,
    struct map *ret_records, struct arena *arena, struct err *err)
{
    struct advisory_hits hits;
    bool has_hits = name->own.len && advisory_index_find(index, name->ecosystem, name->own, &hits);
    return !has_hits || (add_hits(&hits, ret_records, arena, err) && arena_check(arena, err));
}

bool match_name_overruled(const struct advisory_index *index, const struct ecosystem *ecosystem,
    const struct match_name *name, struct map *ret_ids, struct arena *arena, struct err *err)
{
    struct advisory_hits hits;
    if (!text_is(text_of(ecosystem->name), "Ubuntu") ||
        text_find_text(name->version, TEXT("esm")) < 0)
        return true;
    struct text pro = pro_of(name->ecosystem, arena);
    bool has_hits = pro.len && advisory_index_find(index, pro, name->package, &hits);
    return !has_hits || add_hits(&hits, ret_ids, NULL, err);
}
