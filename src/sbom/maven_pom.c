/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/maven_pom.h"

#include <stdio.h>

#include "base/limits.h"
#include "codec/xml.h"
#include "sbom/sbom_lock.h"

/* Properties that use properties: real ones do so twice. */
enum { PROPERTY_DEPTH = 16, PROPERTY_STEPS = 64 };

struct pom {
    struct sbom_lock lock;
    const struct xml_element *project;
    struct {
        VEC(struct text);
    } values;
    struct map properties; /* name → value */
    struct map managed;    /* group:artifact → element of the list below */
    struct {
        VEC(const struct xml_element *);
    } managers;
    int steps; /* properties that the newest text took: empty ones add up to nothing long */
    struct text missing; /* the property that the newest text needs and this file has not */
};

/* -- properties -- */

static struct text of_project_or_parent(const struct pom *pom, const char *name)
{
    struct text own = xml_child_text(pom->project, name);
    return own.len ? own : xml_child_text(xml_child(pom->project, "parent"), name);
}

/* What every project has, also by its old names. */
static const struct of_project {
    const char *name, *child;
    bool is_parent; /* of the parent alone */
} of_project[] = {
    {"project.groupId", "groupId", false},
    {"project.artifactId", "artifactId", false},
    {"project.version", "version", false},
    {"project.parent.groupId", "groupId", true},
    {"project.parent.version", "version", true},
    {"pom.groupId", "groupId", false},
    {"pom.version", "version", false},
};

static bool find_property(const struct pom *pom, struct text name, struct text *ret_value)
{
    uint32_t at;
    bool is_defined = map_find(&pom->properties, name, &at);
    if (is_defined)
        *ret_value = pom->values.at[at];
    for (size_t i = 0; i < LEN_OF(of_project) && !is_defined; i++) {
        if (!text_is(name, of_project[i].name))
            continue;
        *ret_value = of_project[i].is_parent
                         ? xml_child_text(xml_child(pom->project, "parent"), of_project[i].child)
                         : of_project_or_parent(pom, of_project[i].child);
        is_defined = ret_value->len > 0;
    }
    return is_defined;
}

/* Adds a text with its properties resolved. Returns false when one is not defined here, refers to itself, or the whole is too
   long for what it is. */
static bool expand(struct pom *pom, struct text text, struct buf *out, int depth)
{
    while (text.len) {
        ptrdiff_t start = text_find_text(text, TEXT("${"));
        buf_add(out, text_slice(text, 0, start < 0 ? text.len : (size_t)start));
        if (start < 0)
            break;
        struct text rest = text_from(text, (size_t)start + 2), name = text_cut(&rest, '}'), value;
        if (!rest.at || depth == PROPERTY_DEPTH || ++pom->steps > PROPERTY_STEPS || out->is_over ||
            !find_property(pom, name, &value)) {
            pom->missing = name;
            return false;
        }
        if (!expand(pom, value, out, depth + 1))
            return false;
        text = rest;
    }
    return !out->is_over;
}

/* Returns the text with its properties, or an empty one with pom->missing saying which is not there. */
static struct text resolve(struct pom *pom, struct text text)
{
    struct buf out;
    pom->missing = (struct text){"", 0};
    pom->steps = 0;
    if (text_find_text(text, TEXT("${")) < 0)
        return text;
    buf_init(&out, LIMIT_NAME_BYTES);
    bool is_whole = expand(pom, text, &out, 0);
    struct text whole = arena_text(pom->lock.build->arena, buf_text(&out));
    buf_done(&out);
    return is_whole ? whole : (struct text){"", 0};
}

static void read_properties(struct pom *pom)
{
    const struct xml_element *properties = xml_child(pom->project, "properties");
    const struct xml_element *property = properties ? properties->child : NULL;
    for (; property; property = property->next)
        if (map_add(&pom->properties, property->name, (uint32_t)pom->values.len, NULL))
            *VEC_ADD(&pom->values) = text_trim(property->text);
}

/* -- dependencies -- */

static struct text name_of(struct pom *pom, const struct xml_element *dependency)
{
    struct text group = resolve(pom, xml_child_text(dependency, "groupId"));
    struct text artifact = resolve(pom, xml_child_text(dependency, "artifactId"));
    if (!group.len || !artifact.len)
        return (struct text){"", 0};
    return arena_format(pom->lock.build->arena, "%.*s:%.*s", TEXT_ARG(group), TEXT_ARG(artifact));
}

static const struct xml_element *first_dependency(const struct xml_element *above)
{
    return xml_child(xml_child(above, "dependencies"), "dependency");
}

static void read_managed(struct pom *pom)
{
    const struct xml_element *managed =
        first_dependency(xml_child(pom->project, "dependencyManagement"));
    for (; managed; managed = xml_next(managed)) {
        struct text name = name_of(pom, managed);
        if (name.len && map_add(&pom->managed, name, (uint32_t)pom->managers.len, NULL))
            *VEC_ADD(&pom->managers) = managed;
    }
}

/* A text of a dependency, else of what manages it. */
static struct text said(const struct pom *pom, const struct xml_element *dependency,
    struct text name, const char *child)
{
    uint32_t at;
    struct text own = xml_child_text(dependency, child);
    bool is_managed = !own.len && map_find(&pom->managed, name, &at);
    return is_managed ? xml_child_text(pom->managers.at[at], child) : own;
}

/* "[1.0]" is 1.0; other ranges are decided when it is built. */
static bool is_range(struct text version)
{
    return version.len && strchr("[(", version.at[0]);
}

static struct text read_version(struct pom *pom, struct text written, struct text *ret_oddity)
{
    struct arena *arena = pom->lock.build->arena;
    struct text version = resolve(pom, written);
    *ret_oddity = (struct text){"", 0};
    if (!written.len)
        *ret_oddity = TEXT("its version is decided by a parent or a BOM, not in this file");
    else if (!version.len)
        *ret_oddity =
            arena_format(arena, "its version is %.*s, and \"%.*s\" has no value in this file",
                TEXT_ARG(text_front(written, 120)), TEXT_ARG(text_front(pom->missing, 120)));
    else if (text_starts(version, TEXT("[")) && text_ends(version, TEXT("]")) &&
             text_find(version, ',') < 0)
        version = text_slice(version, 1, version.len - 1);
    else if (is_range(version))
        *ret_oddity =
            arena_format(arena, "its version is any of %.*s", TEXT_ARG(text_front(version, 120)));
    return ret_oddity->len ? (struct text){"", 0} : version;
}

static bool add(struct pom *pom, const struct xml_element *dependency)
{
    struct sbom_lock *lock = &pom->lock;
    char place[32];
    struct json_place at = {.key = place};
    struct text oddity;
    uint32_t component;
    snprintf(place, sizeof place, "%u:%u", dependency->line, dependency->column);
    struct sbom_lock_entry entry = {.name = name_of(pom, dependency)};
    if (!entry.name.len)
        return json_place_fail(
            &at, lock->err, ERR_SYNTAX, "a dependency without groupId or artifactId");
    entry.ref = entry.name;
    entry.version = read_version(pom, said(pom, dependency, entry.name, "version"), &oddity);
    struct text scope = said(pom, dependency, entry.name, "scope");
    bool is_optional = text_is(said(pom, dependency, entry.name, "optional"), "true");
    enum sbom_lock_need need = text_is(scope, "test") ? SBOM_LOCK_DEV
                               : is_optional          ? SBOM_LOCK_OPTIONAL
                                                      : SBOM_LOCK_RUNTIME;
    if (!sbom_lock_add(lock, &entry, &at, &component) ||
        !sbom_lock_edge(lock, SBOM_ROOT, component, need, &at))
        return false;
    if (oddity.len)
        sbom_lock_note(lock->build, component, oddity);
    if (text_is(scope, "system"))
        sbom_lock_note_source(lock->build, component, xml_child_text(dependency, "systemPath"));
    return true;
}

static bool read_subject(struct pom *pom)
{
    struct sbom *sbom = pom->lock.build->sbom;
    struct text group = resolve(pom, of_project_or_parent(pom, "groupId"));
    struct text artifact = resolve(pom, xml_child_text(pom->project, "artifactId"));
    struct text version = resolve(pom, of_project_or_parent(pom, "version"));
    if (group.len + artifact.len > LIMIT_NAME_BYTES || version.len > LIMIT_VERSION_BYTES)
        return xml_fail(pom->project, pom->lock.err, ERR_LIMIT, "a name or version too long");
    sbom->name = arena_join(pom->lock.build->arena, group, ":", artifact);
    sbom->version = version;
    return true;
}

static bool read_project(struct pom *pom)
{
    struct sbom_build *build = pom->lock.build;
    if (!xml_is(pom->project, "project"))
        return xml_fail(pom->project, pom->lock.err, ERR_SYNTAX, "not a project of Maven");
    read_properties(pom);
    read_managed(pom);
    build->sbom->spec_version = xml_child_text(pom->project, "modelVersion");
    if (!read_subject(pom))
        return false;
    for (const struct xml_element *dependency = first_dependency(pom->project); dependency;
        dependency = xml_next(dependency))
        if (!add(pom, dependency))
            return false;
    sbom_lock_tell(build, TEXT("a pom.xml names direct dependencies only"));
    sbom_build_fact(
        build, SBOM_ROOT, SBOM_FACT_COMPOSITION, TEXT("incomplete"), TEXT("dependencies"));
    return sbom_lock_finish(&pom->lock);
}

bool maven_pom_read(struct sbom_build *build, struct text bytes, struct err *err)
{
    struct pom pom = {.values = {0}};
    sbom_lock_init(&pom.lock, build, "maven", err);
    bool is_read = xml_read(&pom.project, bytes, build->arena, err) && read_project(&pom);
    VEC_DONE(&pom.values);
    VEC_DONE(&pom.managers);
    map_done(&pom.properties);
    map_done(&pom.managed);
    sbom_lock_done(&pom.lock);
    return is_read;
}
