/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_name.h"

struct text match_name_without_release(
    const struct ecosystem *ecosystem, const struct sbom_component *component)
{
    bool has_release = ecosystem->has_releases && !text_is(component->ecosystem, ecosystem->name);
    return has_release ? text_of(ecosystem->name) : (struct text){0};
}

static size_t list_roles(const struct ecosystem *ecosystem, const struct sbom_component *component,
    struct match_name roles[2])
{
    bool has_source = component->source_package.len && ecosystem->has_releases;
    roles[0] = (struct match_name){.role = has_source ? MATCH_NAME_SOURCE : MATCH_NAME_PACKAGE,
        .package = has_source ? component->source_package : component->package,
        .version = has_source && component->source_version.len ? component->source_version
                                                               : component->version};
    if (!has_source || ecosystem->scheme != VERSION_RPM ||
        text_eq(component->source_package, component->package))
        return 1;
    roles[1] = (struct match_name){
        .role = MATCH_NAME_BINARY, .package = component->package, .version = component->version};
    return 2;
}

size_t match_names(const struct ecosystem *ecosystem, const struct sbom_component *component,
    struct match_name names[MATCH_NAMES_MAX])
{
    struct match_name roles[2];
    struct text every = match_name_without_release(ecosystem, component);
    size_t count = 0, role_count = list_roles(ecosystem, component, roles);
    for (size_t i = 0; i < role_count; i++) {
        names[count] = roles[i];
        names[count++].ecosystem = component->ecosystem;
        if (!every.len)
            continue;
        names[count] = roles[i];
        names[count++].ecosystem = every;
    }
    return count;
}
