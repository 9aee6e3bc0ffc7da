/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx_relations.h"

#include "sbom/spdx_words.h"

enum scope { SCOPE_PLAIN = 1, SCOPE_OPTIONAL = 2, SCOPE_EXCLUDED = 4 };

/* The relationship types that say who needs whom, without case and underscores: those of SPDX 2, then what 3 has beside. */
static const struct type {
    const char *name;
    bool is_backward; /* the related element is the one that needs the other */
    bool is_containment;
    bool is_scoped; /* needed at no other time than its scope, which a link is not */
    enum scope scope;
} types[] = {
    {"contains", false, true, false, SCOPE_PLAIN},
    {"dependson", false, false, true, SCOPE_PLAIN},
    {"dependencyof", true, false, false, SCOPE_PLAIN},
    {"runtimedependencyof", true, false, false, SCOPE_PLAIN},
    {"provideddependencyof", true, false, false, SCOPE_PLAIN},
    {"optionaldependencyof", true, false, false, SCOPE_OPTIONAL},
    {"devdependencyof", true, false, false, SCOPE_EXCLUDED},
    {"testdependencyof", true, false, false, SCOPE_EXCLUDED},
    {"builddependencyof", true, false, false, SCOPE_EXCLUDED},
    {"dynamiclink", false, false, false, SCOPE_PLAIN},
    {"staticlink", false, false, false, SCOPE_PLAIN},
    {"hasprerequisite", false, false, true, SCOPE_PLAIN},
    {"prerequisitefor", true, false, false, SCOPE_PLAIN},
    {"containedby", true, true, false, SCOPE_PLAIN},
    {"hasdynamiclink", false, false, false, SCOPE_PLAIN},
    {"hasstaticlink", false, false, false, SCOPE_PLAIN},
    {"hasoptionaldependency", false, false, true, SCOPE_OPTIONAL},
    {"hasprovideddependency", false, false, true, SCOPE_PLAIN},
    {"hasoptionalcomponent", false, true, false, SCOPE_OPTIONAL},
};

static const struct type *find_type(struct text name)
{
    struct spdx_words_plain plain = spdx_words_plain(name);
    for (size_t i = 0; i < LEN_OF(types); i++)
        if (spdx_words_same(&plain, types[i].name))
            return &types[i];
    return NULL;
}

/* What is needed to design, to develop, to build or to test is not in the product (3.0, LifecycleScopeType). */
static enum scope scope_of(const struct type *type, struct text scope)
{
    static const char *const early[] = {"design", "development", "build", "test"};
    for (size_t i = 0; type->is_scoped && i < LEN_OF(early); i++)
        if (text_is(scope, early[i]))
            return SCOPE_EXCLUDED;
    return type->scope;
}

/* Returns false when ref is a second one. */
static bool note_subject(struct text *subject, struct text ref)
{
    if (subject->len && !text_eq(*subject, ref))
        return false;
    *subject = ref;
    return true;
}

static struct text described_by(yyjson_val *relationship)
{
    struct text type = json_get_text(relationship, "relationshipType");
    if (text_is(type, "DESCRIBES"))
        return json_get_text(relationship, "relatedSpdxElement");
    return text_is(type, "DESCRIBED_BY") ? json_get_text(relationship, "spdxElementId")
                                         : (struct text){"", 0};
}

struct text spdx_relations_subject(yyjson_val *root)
{
    struct text subject = {"", 0};
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(json_get(root, "documentDescribes"), i, count, item)
    {
        struct text ref = {"", 0};
        if (json_text(item, &ref) && !note_subject(&subject, ref))
            return (struct text){"", 0};
    }
    yyjson_arr_foreach(json_get(root, "relationships"), i, count, item)
    {
        struct text ref = described_by(item);
        if (ref.len && !note_subject(&subject, ref))
            return (struct text){"", 0};
    }
    return subject;
}

/* What stands in another document, or nowhere, is no loose end of this one. */
static bool is_elsewhere(struct text ref)
{
    return text_is(ref, "NOASSERTION") || text_is(ref, "NONE") ||
           text_starts(ref, TEXT("DocumentRef-"));
}

/* That the subject contains a package says nothing: it contains all of them. */
static bool says_nothing(
    const struct sbom_build *build, const struct type *type, uint32_t from, uint32_t to)
{
    return type->is_containment && from == SBOM_ROOT && to < build->sbom->component_count &&
           build->sbom->components[to].is_package;
}

static bool add_edge(struct sbom_build *build, const struct type *type,
    const struct spdx_relation *relation, unsigned char *scopes, const struct json_place *at,
    struct err *err)
{
    uint32_t from, to;
    if (is_elsewhere(relation->from) || is_elsewhere(relation->to))
        return true;
    bool is_known =
        sbom_build_find(build, type->is_backward ? relation->to : relation->from, &from);
    is_known &= sbom_build_find(build, type->is_backward ? relation->from : relation->to, &to);
    if (!is_known || says_nothing(build, type, from, to))
        return true;
    if (to < build->sbom->component_count && (!type->is_containment || type->scope != SCOPE_PLAIN))
        scopes[to] |= (unsigned char)scope_of(type, relation->scope);
    return sbom_build_edge(build, from, to, at, err);
}

/* Syft, of a package whose files another one lists as its own: SPDX has no type for that, but a comment. */
static bool is_claim(struct text type, yyjson_val *relationship)
{
    return text_is(type, "OTHER") &&
           text_starts(json_get_text(relationship, "comment"), TEXT("ownership-by-file-overlap"));
}

static bool add_claim(
    struct sbom_build *build, struct text owner, struct text owned, struct err *err)
{
    uint32_t from, to;
    size_t count = build->sbom->component_count;
    bool is_known = sbom_build_find(build, owner, &from);
    is_known &= sbom_build_find(build, owned, &to);
    if (!is_known || from >= count || to >= count)
        return true;
    if (!build->claims) {
        build->claims = arena_take_array(build->arena, count, sizeof *build->claims);
        if (!build->claims)
            return arena_check(build->arena, err);
        memset(build->claims, 0xff, count * sizeof *build->claims); /* SBOM_ROOT */
    }
    build->claims[to] = from;
    return true;
}

/* What is said between a component, or the document, and something that is no file. */
static void add_fact(struct sbom_build *build, const struct spdx_relation *relation)
{
    uint32_t from, to = SBOM_ROOT;
    struct spdx_words_plain type = spdx_words_plain(relation->type);
    bool is_said = relation->to.len && spdx_words_said(relation->to).len &&
                   !spdx_words_same(&type, "describes") && !spdx_words_same(&type, "describedby");
    if (!is_said || !map_find(&build->refs, relation->from, &from) || from == SBOM_BUILD_SKIPPED)
        return;
    (void)map_find(&build->refs, relation->to, &to);
    if (to != SBOM_BUILD_SKIPPED)
        sbom_build_fact(build, from, SBOM_FACT_RELATION, relation->type, relation->to);
}

bool spdx_relations_add(struct sbom_build *build, const struct spdx_relation *relation,
    unsigned char *scopes, const struct json_place *at, struct err *err)
{
    const struct type *type = find_type(relation->type);
    if (type)
        return add_edge(build, type, relation, scopes, at, err);
    add_fact(build, relation);
    return true;
}

static bool read_relation(struct sbom_build *build, yyjson_val *value, unsigned char *scopes,
    const struct json_place *at, struct err *err)
{
    struct spdx_relation relation = {.scope = {"", 0}};
    build->at = at;
    if (!json_place_is_object(value, at, err) ||
        !json_place_text(
            json_get(value, "spdxElementId"), at, "spdxElementId", SIZE_MAX, &relation.from, err) ||
        !json_place_text(json_get(value, "relationshipType"), at, "relationshipType", SIZE_MAX,
            &relation.type, err) ||
        !json_place_text(json_get(value, "relatedSpdxElement"), at, "relatedSpdxElement", SIZE_MAX,
            &relation.to, err))
        return false;
    if (is_claim(relation.type, value))
        return add_claim(build, relation.from, relation.to, err);
    return spdx_relations_add(build, &relation, scopes, at->up, err);
}

void spdx_relations_apply_scopes(struct sbom *sbom, const unsigned char *scopes)
{
    for (size_t i = 0; i < sbom->component_count; i++)
        if (scopes[i] && !(scopes[i] & SCOPE_PLAIN))
            sbom->components[i].scope =
                scopes[i] & SCOPE_OPTIONAL ? TEXT("optional") : TEXT("excluded");
}

bool spdx_relations_read(struct sbom_build *build, yyjson_val *root, struct err *err)
{
    static const struct json_place list = {.key = "relationships"};
    yyjson_val *array, *item;
    size_t i, count;
    unsigned char *scopes = arena_take(build->arena, build->sbom->component_count);
    if (!scopes)
        return arena_check(build->arena, err);
    if (!json_place_array(json_get(root, "relationships"), NULL, "relationships", &array, err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_relation(build, item, scopes, &at, err))
            return false;
    }
    build->at = NULL;
    spdx_relations_apply_scopes(build->sbom, scopes);
    return true;
}
