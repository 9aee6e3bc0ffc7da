/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_name.h"

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
    return arena_format(arena, "Ubuntu:Pro:%.*s", TEXT_ARG(text_from(name, ubuntu.len)));
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

/* What was signed has a hyphen where the signed source has a plus: "6.1.76-1" of 6.1.76+1, and behind the number of the signing
   "2.06-13+deb12u1" of 1+2.06+13+deb12u1. */
static struct text signed_version(struct text version, bool has_front, struct arena *arena)
{
    if (has_front)
        (void)text_cut(&version, '+');
    struct text rest = version, upstream = text_cut(&rest, '+');
    return rest.at ? arena_join(arena, upstream, "-", rest) : upstream;
}

static struct text without(struct text name, const char *part, struct arena *arena)
{
    ptrdiff_t at = text_find_text(name, text_of(part));
    return at < 0 ? name
                  : arena_join(arena, text_slice(name, 0, (size_t)at), "",
                        text_from(name, (size_t)at + strlen(part)));
}

/* Fills what was signed to make a source package; false for those that sign nothing. */
static bool find_signed(const struct ecosystem *ecosystem, const struct sbom_component *component,
    struct match_name *ret_name, struct arena *arena)
{
    bool is_debian = text_is(text_of(ecosystem->name), "Debian");
    struct text source = component->source_package, version = component->source_version;
    if (!source.len)
        source = component->package; /* they are called alike */
    struct match_name name = {.role = MATCH_NAME_SOURCE};
    if (!version.len)
        version = component->version;
    if (is_debian && text_starts(source, TEXT("linux-signed-"))) {
        name.package = TEXT("linux");
        name.version = signed_version(version, false, arena);
    } else if (is_debian && text_starts(source, TEXT("grub-efi-")) &&
               text_ends(source, TEXT("-signed"))) {
        name.package = TEXT("grub2");
        name.version = signed_version(version, true, arena);
    } else if (text_is(text_of(ecosystem->name), "Ubuntu") &&
               text_starts(source, TEXT("linux-signed"))) {
        name.package = without(source, "-signed", arena);
        name.version = version;
    }
    if (name.package.len)
        *ret_name = name;
    return name.package.len > 0;
}

static size_t list_roles(const struct ecosystem *ecosystem, const struct sbom_component *component,
    struct match_name roles[2], struct arena *arena)
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
    if (is_distribution(ecosystem) && find_signed(ecosystem, component, &roles[1], arena))
        return 2;
    if (!has_both)
        return 1;
    roles[1] = (struct match_name){
        .role = MATCH_NAME_BINARY, .package = component->package, .version = component->version};
    return 2;
}

size_t match_names(const struct ecosystem *ecosystem, const struct sbom_component *component,
    struct match_name names[MATCH_NAMES_MAX], struct arena *arena)
{
    struct match_name roles[2];
    struct text ecosystems[MATCH_NAME_ECOSYSTEMS];
    size_t ecosystem_count =
        match_name_ecosystems(ecosystem, component->ecosystem, ecosystems, arena);
    size_t count = 0, role_count = list_roles(ecosystem, component, roles, arena);
    for (size_t i = 0; i < role_count; i++)
        for (size_t k = 0; k < ecosystem_count; k++) {
            names[count] = roles[i];
            names[count++].ecosystem = ecosystems[k];
        }
    return count;
}

/* Whether a record is among the hits. */
static bool has_record(
    struct advisory_hits *hits, struct text id, const struct text *source, struct arena *arena)
{
    for (uint32_t i = 0; i < hits->count; i++) {
        struct advisory advisory;
        struct err none = {0};
        if (advisory_index_read_hit(hits, i, &advisory, arena, &none) && text_eq(advisory.id, id) &&
            (!source || text_eq(advisory.source, *source)))
            return true;
    }
    return false;
}

bool match_name_is_own_too(const struct advisory_index *index, const struct match_name *name,
    const struct advisory *record, struct arena *arena)
{
    struct advisory_hits hits;
    return name->own.len && advisory_index_find(index, name->ecosystem, name->own, &hits) &&
           has_record(&hits, record->id, &record->source, arena);
}

bool match_name_is_overruled(const struct advisory_index *index, const struct ecosystem *ecosystem,
    const struct match_name *name, struct text record, struct arena *arena)
{
    struct advisory_hits hits;
    if (!text_is(text_of(ecosystem->name), "Ubuntu") ||
        text_find_text(name->version, TEXT("esm")) < 0)
        return false;
    struct text pro = pro_of(name->ecosystem, arena);
    if (!pro.len || !advisory_index_find(index, pro, name->package, &hits))
        return false;
    return has_record(&hits, record, NULL, arena);
}
