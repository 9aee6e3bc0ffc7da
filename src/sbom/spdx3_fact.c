/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx3_fact.h"

#include "base/clock.h"
#include "base/limits.h"
#include "sbom/sbom_source.h"
#include "sbom/spdx3_license.h"
#include "sbom/spdx_fact.h"

static const struct text none = {"", 0};

/* A member's value, or each of its list, as facts. */
typedef void add_fact(struct sbom_build *build, struct spdx3_graph *graph, uint32_t component,
    const struct sbom_fact *as, yyjson_val *value);

static void add_text(struct sbom_build *build, struct spdx3_graph *graph, uint32_t component,
    const struct sbom_fact *as, yyjson_val *value)
{
    (void)graph;
    sbom_build_fact(
        build, component, as->kind, as->key, spdx_words_said(sbom_build_soft_text(build, value)));
}

static void add_location(struct sbom_build *build, struct spdx3_graph *graph, uint32_t component,
    const struct sbom_fact *as, yyjson_val *value)
{
    struct text url = spdx_words_said(sbom_build_soft_text(build, value));
    (void)graph;
    sbom_build_fact(build, component, as->kind, spdx_words_location(url), url);
}

/* An agent's address is an external identifier of its own; a page of it is referred to. */
static struct text contact_of(yyjson_val *agent)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(json_get(agent, "externalIdentifier"), i, count, item)
    {
        if (text_is(json_get_text(item, "externalIdentifierType"), "email"))
            return json_get_text(item, "identifier");
    }
    struct text page = none;
    yyjson_val *first = yyjson_arr_get_first(json_get(agent, "externalRef"));
    (void)json_text(yyjson_arr_get_first(json_get(first, "locator")), &page);
    return page;
}

static struct spdx_words_party party_of(struct spdx3_graph *graph, yyjson_val *reference)
{
    static const struct {
        const char *type;
        enum spdx_words_kind kind;
    } kinds[] = {
        {"Person", SPDX_WORDS_PERSON},
        {"Organization", SPDX_WORDS_ORGANIZATION},
        {"SoftwareAgent", SPDX_WORDS_TOOL},
        {"Tool", SPDX_WORDS_TOOL},
    };
    const struct spdx3_element *element = spdx3_graph_find(graph, reference);
    struct spdx_words_party party = {SPDX_WORDS_UNKNOWN, none, none};
    if (!element)
        return party;
    for (size_t i = 0; i < LEN_OF(kinds); i++)
        if (text_is(element->type, kinds[i].type))
            party.kind = kinds[i].kind;
    party.name = json_get_text(element->value, "name");
    party.contact = contact_of(element->value);
    return party;
}

static void add_party(struct sbom_build *build, struct spdx3_graph *graph, uint32_t component,
    const struct sbom_fact *as, yyjson_val *value)
{
    struct spdx_words_party party = party_of(graph, value);
    spdx_fact_add_party(build, component, as->kind, &party);
}

/* A verification code of many files is no hash of the package. */
static void add_hash(struct sbom_build *build, struct spdx3_graph *graph, uint32_t component,
    const struct sbom_fact *as, yyjson_val *value)
{
    struct text name = sbom_build_soft_text(build, json_get(value, "algorithm"));
    (void)graph;
    if (!text_is(json_get_text(value, "type"), "PackageVerificationCode"))
        sbom_build_fact_of(
            build, component, as->kind, spdx_words_hash(name), json_get(value, "hashValue"));
}

static void add_reference(struct sbom_build *build, struct spdx3_graph *graph, uint32_t component,
    const struct sbom_fact *as, yyjson_val *value)
{
    struct text type = sbom_build_soft_text(build, json_get(value, "externalRefType"));
    bool is_identifier = spdx_words_identifier(type).len > 0;
    yyjson_val *item;
    size_t i, count;
    (void)graph;
    yyjson_arr_foreach(json_get(value, "locator"), i, count, item)
    {
        struct text locator = sbom_build_soft_text(build, item);
        if (is_identifier)
            spdx_fact_add_reference(build, component, type, locator);
        else
            sbom_build_fact(build, component, as->kind, spdx_words_reference(type), locator);
    }
}

static void add_content(struct sbom_build *build, struct spdx3_graph *graph, uint32_t component,
    const struct sbom_fact *as, yyjson_val *value)
{
    struct text type = json_get_text(value, "software_contentIdentifierType");
    (void)graph;
    sbom_build_fact_of(build, component, as->kind, spdx_words_identifier(type),
        json_get(value, "software_contentIdentifierValue"));
}

/* Extensions are anybody's; the model has one of its own, for CycloneDX's properties. */
static void add_extension(struct sbom_build *build, struct spdx3_graph *graph, uint32_t component,
    const struct sbom_fact *as, yyjson_val *value)
{
    yyjson_val *item;
    size_t i, count;
    (void)graph;
    yyjson_arr_foreach(json_get(value, "extension_cdxProperty"), i, count, item)
    {
        struct text name = sbom_build_soft_text(build, json_get(item, "extension_cdxPropName"));
        if (!sbom_source_is_property(name))
            sbom_build_fact_of(
                build, component, as->kind, name, json_get(item, "extension_cdxPropValue"));
    }
}

#define AS(what, word) {.kind = SBOM_FACT_##what, .key = {"" word, sizeof(word) - 1}}

static const struct {
    const char *member;
    add_fact *add;
    struct sbom_fact as;
} members[] = {
    {"suppliedBy", add_party, AS(SUPPLIER, "")},
    {"originatedBy", add_party, AS(MANUFACTURER, "")},
    {"description", add_text, AS(DESCRIPTION, "")},
    {"summary", add_text, AS(DESCRIPTION, "summary")},
    {"software_copyrightText", add_text, AS(COPYRIGHT, "")},
    {"comment", add_text, AS(COMMENT, "")},
    {"verifiedUsing", add_hash, AS(HASH, "")},
    {"software_downloadLocation", add_location, AS(REFERENCE, "")},
    {"software_homePage", add_text, AS(REFERENCE, "website")},
    {"externalRef", add_reference, AS(REFERENCE, "")},
    {"software_contentIdentifier", add_content, AS(IDENTIFIER, "")},
    {"software_attributionText", add_text, AS(PROPERTY, "attributionText")},
    {"builtTime", add_text, AS(PROPERTY, "builtDate")},
    {"releaseTime", add_text, AS(PROPERTY, "releaseDate")},
    {"validUntilTime", add_text, AS(PROPERTY, "validUntilDate")},
    {"extension", add_extension, AS(PROPERTY, "")},
};

void spdx3_fact_read_package(
    struct sbom_build *build, struct spdx3_graph *graph, yyjson_val *package, uint32_t component)
{
    for (size_t m = 0; m < LEN_OF(members); m++) {
        yyjson_val *value = json_get(package, members[m].member), *item;
        size_t i, count;
        if (value && !yyjson_is_arr(value))
            members[m].add(build, graph, component, &members[m].as, value);
        yyjson_arr_foreach(value, i, count, item)
        {
            members[m].add(build, graph, component, &members[m].as, item);
        }
    }
}

/* A list, or the one value that stands in its place. */
static yyjson_val *nth(yyjson_val *value, size_t i)
{
    if (yyjson_is_arr(value))
        return yyjson_arr_get(value, i);
    return i == 0 ? value : NULL;
}

static void read_tools(struct sbom_build *build, struct spdx3_graph *graph, yyjson_val *tools)
{
    struct sbom *sbom = build->sbom;
    yyjson_val *item;
    for (size_t i = 0; (item = nth(tools, i)); i++) {
        struct text name = party_of(graph, item).name;
        if (sbom->tool.len + name.len < LIMIT_NAME_BYTES)
            sbom->tool = arena_join(build->arena, sbom->tool, ", ", name);
    }
}

/* Who made it; a program among them is a tool. */
static void read_creators(struct sbom_build *build, struct spdx3_graph *graph, yyjson_val *creators)
{
    yyjson_val *item;
    for (size_t i = 0; (item = nth(creators, i)); i++) {
        struct spdx_words_party party = party_of(graph, item);
        if (party.kind == SPDX_WORDS_TOOL)
            read_tools(build, graph, item);
        else
            spdx_fact_add_creator(build, &party);
    }
}

static void read_creation(struct sbom_build *build, struct spdx3_graph *graph, yyjson_val *element)
{
    yyjson_val *reference = json_get(element, "creationInfo");
    const struct spdx3_element *found = spdx3_graph_find(graph, reference);
    yyjson_val *info = found ? found->value : reference;
    struct text created = sbom_build_soft_text(build, json_get(info, "created"));
    if (created.len && !clock_read(created, &build->sbom->created_us))
        build->sbom->ignored_count++;
    read_tools(build, graph, json_get(info, "createdUsing"));
    read_creators(build, graph, json_get(info, "createdBy"));
    sbom_build_fact_of(build, SBOM_ROOT, SBOM_FACT_SBOM_COMMENT, none, json_get(info, "comment"));
}

/* CycloneDX's phase of a lifecycle for a type of SBOM. */
static struct text phase_of(struct text type)
{
    static const char *const phases[][2] = {
        {"design", "design"},
        {"source", "pre-build"},
        {"build", "build"},
        {"analyzed", "post-build"},
        {"deployed", "operations"},
        {"runtime", "operations"},
    };
    for (size_t i = 0; i < LEN_OF(phases); i++)
        if (text_is(type, phases[i][0]))
            return text_of(phases[i][1]);
    return type;
}

static void read_collection(
    struct sbom_build *build, const struct spdx3_element *element, const struct text *name)
{
    yyjson_val *types = json_get(element->value, "software_sbomType"), *item;
    if (!name->len)
        build->sbom->name = sbom_build_soft_text(build, json_get(element->value, "name"));
    for (size_t i = 0; (item = nth(types, i)); i++)
        sbom_build_fact(build, SBOM_ROOT, SBOM_FACT_SBOM_LIFECYCLE, none,
            phase_of(sbom_build_soft_text(build, item)));
}

/* The first of a kind, or NULL. */
static const struct spdx3_element *first_of(const struct spdx3_graph *graph, enum spdx3_kind kind)
{
    for (size_t i = 0; i < graph->count; i++)
        if (graph->elements[i].kind == kind)
            return &graph->elements[i];
    return NULL;
}

void spdx3_fact_read_document(struct sbom_build *build, struct spdx3_graph *graph)
{
    struct sbom *sbom = build->sbom;
    const struct spdx3_element *document = first_of(graph, SPDX3_DOCUMENT);
    const struct spdx3_element *inner = first_of(graph, SPDX3_COLLECTION);
    const struct spdx3_element *outer = document ? document : inner;
    if (!outer)
        outer = first_of(graph, SPDX3_PACKAGE);
    if (!outer)
        return;
    read_creation(build, graph, outer->value);
    if (document) {
        sbom->serial = document->id;
        sbom->name = sbom_build_soft_text(build, json_get(document->value, "name"));
        sbom_build_fact(build, SBOM_ROOT, SBOM_FACT_SBOM_LICENSE, none,
            spdx3_license_of(graph, json_get(document->value, "dataLicense"), build));
        sbom_build_fact_of(
            build, SBOM_ROOT, SBOM_FACT_SBOM_COMMENT, none, json_get(document->value, "comment"));
    }
    if (inner)
        read_collection(build, inner, &sbom->name);
    spdx3_license_read_texts(graph, build);
}
